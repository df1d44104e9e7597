"""Proof that Markdown says what its document says: rendered, read back, compared.

`check` compares, `emit_checked` writes a block that does not survive as HTML instead and says so.  The
Markdown is read as CommonMark with tables and strike-through, raw HTML on, whatever its dialect: a dialect
only spells with more care what its own renderer would take differently.  Bars in code need no such care in some,
and are given it before the reading; tildes strike nothing in some, and are read so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from bloggermigrate.body import html, markdown
from bloggermigrate.body.dialects import Dialect
from bloggermigrate.body.document import Block, Document, RawHtml
from bloggermigrate.body.markdown.breaks import set_free
from bloggermigrate.body.notes import Note
from bloggermigrate.body.proof.keys import key_of
from bloggermigrate.body.proof.reading import as_commonmark, code_bars_escaped, markdown_rows, read_out, shown_by
from bloggermigrate.body.proof.rows import Bare, Row, block_rows, blocks_rows

__all__ = ["Difference", "check", "emit_checked"]

_KEPT = "block-kept-as-html"
#: More of them say nothing that the first few do not.
_MOST = 20


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the rendered Markdown does not show what the document says."""

    kind: str  #: text, line break, link, image, heading, list, quote, table, code, emphasis, embed, rule, …
    expected: str  #: what the document says there, "" where it has nothing
    found: str  #: what the rendered Markdown shows, "" where it shows nothing

    def __str__(self) -> str:
        return f"{self.kind}: {self.expected!r} became {self.found!r}"


def check(document: Document, text: str, dialect: Dialect) -> tuple[Difference, ...]:
    """Where *text*, the Markdown of *document*, shows something else than the document; () where nowhere.

    Compared are the visible text line by line, links (target and words), pictures (source and alternative
    text), headings, lists, quotes, tables, code, emphasis, embeds, rules and the jump break.
    """
    return _check(document.blocks, text, dialect)


def _check(blocks: Sequence[Block], text: str, dialect: Dialect) -> tuple[Difference, ...]:
    text = as_commonmark(text, dialect)
    if dialect.parts_at_break:
        blocks = set_free(list(blocks))
    keys = [key_of(block) for block in blocks]
    # The body's own anchors count in every part of the text; which of them links lead to, its links tell.
    anchors = {row[2] for row in blocks_rows(blocks) if row[0] == "anchor"} if "<a " in text else frozenset[str]()
    strikes = dialect.tildes != "none"
    try:
        shown = shown_by(text, {key for key in keys if key}, anchors, strikes=strikes)
    except RecursionError:  # brackets in brackets, without end
        return (Difference("nesting", "", "nested too deep to be proved"),)
    met = {each for each in shown if type(each) is str}
    said: list[Bare | str] = []
    for block, key in zip(blocks, keys, strict=True):
        if key in met:
            said.append(key)
        else:
            said += block_rows(block)
    if said == shown:
        return ()
    expected, found = blocks_rows(blocks), read_out(shown, anchors)
    if expected != found and dialect.code_hides_bars:
        found = markdown_rows(code_bars_escaped(text), anchors, strikes=strikes)
    if expected == found:
        return ()
    # A reading keeps the anchors that the body itself links to; one that is reached from outside (a comment's
    # place) can't be met again that way, and is looked for as it is written.
    expected = [row for row in expected if row[0] != "anchor" or row in found or f'id="{row[2]}"' not in text]
    return () if expected == found else tuple(_differences(expected, found))


def emit_checked(document: Document, dialect: Dialect) -> tuple[str, tuple[Note, ...]]:
    """The Markdown of *document* as `markdown.emit` gives it, proved; and a note for what had to stay HTML.

    Where the whole does not survive, each block is tried by itself, and one that does not survive either is
    written as an HTML block.  If it is only together that they fail, all are.
    """
    text = markdown.emit(document, dialect)
    whole = _check(document.blocks, text, dialect)
    if not whole:
        return text, ()
    blocks: list[Block] = []
    reasons: list[str] = []
    for block in document.blocks:
        alone = Document([block])
        differences = _check([block], markdown.emit(alone, dialect), dialect)
        kept = as_html_block(block) if differences else None
        blocks.append(block if kept is None else kept)
        if kept is not None:
            reasons.append(str(differences[0]))
    if reasons:
        text = markdown.emit(replace(document, blocks=blocks), dialect)
        whole = _check(document.blocks, text, dialect)
    if whole:
        kept_blocks = [as_html_block(block) or block for block in document.blocks]
        text = markdown.emit(replace(document, blocks=kept_blocks), dialect)
        reasons = [str(whole[0])]
    return text, tuple(_notes(reasons))


def as_html_block(block: Block) -> RawHtml | None:
    """*block* as one HTML block of Markdown: no blank line inside; None for what is HTML already or shows
    nothing.
    """
    if isinstance(block, RawHtml):
        return None
    text = html.emit(Document([block])).strip()
    # A blank line would end the block.  Only verbatim text can hold one that counts; there a reference says
    # it too.
    while "\n\n" in text:
        text = text.replace("\n\n", "\n&#10;")
    return RawHtml(text) if text else None


def _notes(reasons: Sequence[str]) -> list[Note]:
    counts: dict[str, int] = {}
    for reason in reasons:
        counts[reason] = counts.get(reason, 0) + 1
    message = "a block is kept as HTML because its Markdown would not say the same: "
    return [Note(_KEPT, message + reason, count) for reason, count in counts.items()]


# -------------------------------------------------------------------------------------------- what differs


def _differences(expected: list[Bare], found: list[Bare]) -> list[Difference]:
    start = 0
    shorter = min(len(expected), len(found))
    while start < shorter and expected[start] == found[start]:
        start += 1
    end = 0
    while end < shorter - start and expected[-1 - end] == found[-1 - end]:
        end += 1
    mine, other = (rows[start : len(rows) - end] for rows in (expected, found))
    lines = all(row[0] in ("p", "br") for row in (*mine, *other))
    if lines and len(mine) != len(other) and _all_text(mine) == _all_text(other):
        mine_paths, other_paths = ({row[1] for row in rows} for rows in (mine, other))
        cells = any("|" in path for path in mine_paths | other_paths)
        kind = "table" if cells else "line break" if mine_paths == other_paths else "list"
        return [Difference(kind, *(" / ".join(row[2] for row in rows)[:200] for rows in (mine, other)))]
    differences: list[Difference] = []
    for one, two in zip_longest(mine, other):
        if one != two:
            differences += _row_differences(one and Row(*one), two and Row(*two))
        if len(differences) >= _MOST:
            break
    return differences


def _all_text(rows: Sequence[Bare]) -> str:
    return " ".join(" ".join([row[2] for row in rows]).split())


def _row_differences(mine: Row | None, other: Row | None) -> list[Difference]:
    if mine is None or other is None:
        present = mine or other
        assert present is not None
        kind = present.kind if present.kind in ("embed", "rule", "jump break", "markup", "code") else "text"
        return [Difference(kind, _words(mine), _words(other))]
    found: list[Difference] = []
    if mine.kind != other.kind:
        found.append(Difference(_kind_of(mine.kind, other.kind), _words(mine), _words(other)))
    if mine.path != other.path:
        kind = "table" if "|" in mine.path + other.path else "quote" if _only(mine, other, ">") else "list"
        found.append(Difference(kind, f"{mine.path} {mine.text[:40]}", f"{other.path} {other.text[:40]}"))
    if mine.text != other.text:
        found.append(Difference("code" if mine.kind == "code" else "text", *_around(mine.text, other.text)))
    if mine.objects != other.objects:
        kinds = {entry[0] for entry in (*mine.objects, *other.objects)}
        found.append(Difference(" and ".join(sorted(kinds)), str(mine.objects)[:200], str(other.objects)[:200]))
    if mine.stretches != other.stretches and mine.text == other.text:
        found.append(_stretch_difference(mine, other))
    return found


def _stretch_difference(mine: Row, other: Row) -> Difference:
    kind = "emphasis" if _links(mine) == _links(other) else "link"
    return Difference(kind, *(f"{row.text[:80]} {row.stretches}"[:200] for row in (mine, other)))


def _links(row: Row) -> list[tuple[int, int, str]]:
    """Its links: (letters before, letters in it, target), parts of one link together."""
    links: list[tuple[int, int, str]] = []
    at = 0
    for count, _, href in row.stretches:
        if href and links and links[-1][2] == href and sum(links[-1][:2]) == at:
            links[-1] = (links[-1][0], links[-1][1] + count, href)
        elif href:
            links.append((at, count, href))
        at += count
    return links


def _kind_of(mine: str, other: str) -> str:
    for kind in ("code", "embed", "rule", "jump break", "markup"):
        if kind in (mine, other):
            return kind
    if mine[:1] == "h" or other[:1] == "h":
        return "heading"
    return "line break"


def _only(mine: Row, other: Row, mark: str) -> bool:
    return mine.path.replace(mark, "") == other.path.replace(mark, "")


def _words(row: Row | None) -> str:
    return "" if row is None else f"{row.kind} {row.text}"[:120].strip()


def _around(mine: str, other: str) -> tuple[str, str]:
    """The two texts from a little before the place where they part."""
    at = next((i for i, (a, b) in enumerate(zip(mine, other, strict=False)) if a != b), min(len(mine), len(other)))
    start = max(0, at - 20)
    return mine[start : at + 60], other[start : at + 60]
