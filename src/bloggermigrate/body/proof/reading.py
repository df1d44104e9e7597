"""Markdown → rows: what a reader of the rendered page gets to see of it.

The text is cut at its blank lines.  Paragraphs that need no parser are read as they are (`plain`); the
stretches between them go through markdown-it-py, and the HTML that comes out through the same reading as
any other body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from functools import cache

from markdown_it import MarkdownIt

from bloggermigrate.body.dialects import Dialect
from bloggermigrate.body.document import BodyContext
from bloggermigrate.body.proof.keys import key_in, list_key_in, rows_of
from bloggermigrate.body.proof.list_starts import without_start_lines
from bloggermigrate.body.proof.plain import chunk_rows, list_rows
from bloggermigrate.body.proof.rows import Bare, blocks_rows, shortened
from bloggermigrate.body.reading import read

# Markdown names a direction only where it is another than the blog's, whichever that is.
_CONTEXT = BodyContext(line_breaks="collapse", direction="")
_NONE: frozenset[str] = frozenset()
# A fence or one of the elements that do not end at a blank line; anything else ends there.
_RUNS_ON = re.compile(r"```|~~~|<(?:pre|script|style|textarea)\b|<[!?]", re.I)
_FENCE = re.compile(r"([ \t>]*(?:(?:[-+*]|\d{1,9}[.)])[ \t>]*)*)(`{3,}|~{3,})([^\n]*)")
_MARKER = re.compile(r"[-+*]|\d{1,9}[.)]")
#: The mark of an item at the start of a line, without its number: items of one mark may be of one list.
_TOP_ITEM = re.compile(r"^ {0,3}(?:\d{1,9}(?=[.)]))?([-+*.)])(?=[ \t\n]|\Z)", re.M)
_CLOSING = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*")
# A picture written out as text; the length is that from which addresses are compared by their hash.
_LONG_DATA = re.compile(r"data:[^\s()<>\"'`\\]{995,}")
# An element that is an HTML block up to the next blank line, whatever stands in it.
_HTML_BLOCK = re.compile(r"<(iframe|table|figure|dl|ul|ol|h[1-6]|p|blockquote|center)[\s>]")
# A fence from end to end, and no line in it begins with as many marks.
_WHOLE_FENCE = re.compile(r"(`{3,})[^`\n]*\n((?:(?! {0,3}\1)[^\n]*\n|(?!))*+)\1")
_HTML_ENDS = (
    (
        re.compile(r"<(?:pre|script|style|textarea)\b", re.I),
        re.compile(r"</(?:pre|script|style|textarea)>", re.I),
    ),
    (re.compile(r"<!--"), re.compile(r"-->")),
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<![A-Za-z\[]"), re.compile(r">")),
)
# What ties one part of the text to another: an anchor to its link, one jump break to the next, the definition
# of a link to its use.
_JUMP_BREAK = "<!--more-->"
_ANCHOR = re.compile(r"""<a\s(?:[^<>]*?\s)?(?:id|name)\s*=\s*["']?([^"'\s>]*)""", re.I)
_DEFINITION = re.compile(r"^[ \t>*+.)\d-]*\[(?:[^\[\]\\]++|\\.|(?!))*+\]:", re.M | re.S)
_TAG = re.compile(r"(?<!\\)<(/?)([a-zA-Z][\w-]*)(?=[\s/>])[^<>]*?(/?)>")
_VOID = frozenset(["br", "hr", "img", "wbr", "input", "source", "track", "col", "embed", "param", "area"])
_SHORTCODE_COMMENT = re.compile(r"\{\{([<%])/\*(.*?)\*/([>%])\}\}", re.S)

_ROW = re.compile(r"^[ >]*\|.*`.*\|$", re.M)
_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)")


class _Parser(MarkdownIt):
    """Addresses as they stand: which ones a renderer refuses, and how it spells them, is not the Markdown's."""

    def normalizeLink(self, url: str) -> str:
        return url

    def normalizeLinkText(self, link: str) -> str:
        return link

    def validateLink(self, url: str) -> bool:
        return True


@cache
def parser(*, strikes: bool = True) -> MarkdownIt:
    """CommonMark with tables and, if `~~` *strikes*, strike-through; raw HTML on.

    Every level of nesting, of brackets too, is some calls deep in there: a hundred are safe, and no post has them.
    """
    return _Parser("commonmark", {"html": True, "maxNesting": 100}).enable(["table", *["strikethrough"] * strikes])


def rendered_rows(markdown: str, anchors: Set[str] = _NONE, *, strikes: bool = True) -> list[Bare]:
    """The rows of *markdown* by way of the parser alone; *anchors* count though nothing in it leads to them."""
    return _read(parser(strikes=strikes).render(markdown), anchors)


def _read(html: str, anchors: Set[str]) -> list[Bare]:
    context = replace(_CONTEXT, anchors=frozenset(anchors)) if anchors else _CONTEXT
    return blocks_rows(read(html, context).blocks)


def markdown_rows(markdown: str, anchors: Set[str] = _NONE, *, strikes: bool = True) -> list[Bare]:
    """The rows of *markdown*; the same as `rendered_rows` gives, sooner."""
    return read_out(shown_by(markdown, _NONE, anchors, strikes=strikes), anchors)


def shown_by(markdown: str, known: Set[str], anchors: Set[str], *, strikes: bool = True) -> list[Bare | str]:
    """What *markdown* shows: its rows, but for paragraphs of *known* keys (`keys`), which stand for themselves.

    Where no `~~` *strikes*, and there are some, only the parser knows what they are.
    """
    if "data:" in markdown:
        markdown = _LONG_DATA.sub(lambda found: shortened(found.group()), markdown)
    strikes = strikes or "~~" not in markdown
    if not strikes or _hangs_together(markdown, anchors):
        return [*rendered_rows(markdown, anchors, strikes=strikes)]
    shown: list[Bare | str] = []
    for stretch in _stretches(markdown, known):
        if not isinstance(stretch, str):
            shown += stretch
            continue
        rows = _simple(stretch.strip("\n"), known, anchors)
        if rows is None:
            if not _balanced(stretch):  # an element that goes on behind the cut
                return [*rendered_rows(markdown, anchors)]
            rows = rendered_rows(stretch, anchors)
        shown += rows
    return shown


def _hangs_together(markdown: str, anchors: Set[str]) -> bool:
    """Whether one part of the text may make something else of another, however far away."""
    if "]:" in markdown and _DEFINITION.search(markdown):
        return True
    if "<" not in markdown:
        return False
    return markdown.count(_JUMP_BREAK) > 1 or not anchors >= set(_ANCHOR.findall(markdown))


def read_out(shown: Iterable[Bare | str], anchors: Set[str]) -> list[Bare]:
    """*shown* with the rows of known paragraphs in place of their keys."""
    rows: list[Bare] = []
    for each in shown:
        if isinstance(each, str):
            rows += rows_of(each) or rendered_rows(each, anchors)
        else:
            rows.append(each)
    return rows


def _simple(text: str, known: Set[str], anchors: Set[str]) -> Sequence[Bare | str] | None:
    """The rows of one fence, list or HTML block that needs no parser, or the key of the list."""
    key = list_key_in(text, known)
    if key is not None:
        return (key,)
    if "\n\n" not in text and _HTML_BLOCK.match(text) and _balanced(text):
        return _read(text, anchors)
    fence = _WHOLE_FENCE.fullmatch(text)
    if fence is not None:
        return [("code", "", fence.group(2).strip("\n"), (), ())] if fence.group(2).strip("\n") else None
    return None if "\n\n" in text else list_rows(text)


def _balanced(text: str) -> bool:
    """Whether every element that begins in *text* ends there; tags in code count too, which does no harm."""
    opened: list[str] = []
    for closing, name, closed in _TAG.findall(text):
        name = name.lower()
        if name in _VOID or closed:
            continue
        if not closing:
            opened.append(name)
        elif not opened or opened.pop() != name:
            return False
    return not opened


def as_commonmark(markdown: str, dialect: Dialect) -> str:
    """*markdown* without what only its own engine takes for no text."""
    if dialect.protect is not None:
        markdown = undo_protection(markdown)
    return without_start_lines(markdown) if dialect.counts_from_one else markdown


def undo_protection(markdown: str) -> str:
    """*markdown* as Hugo hands it to its renderer: shortcodes in comment form are plain text again.

    >>> undo_protection("a {{</* b */>}}")
    'a {{< b >}}'
    """
    if "{" not in markdown:
        return markdown
    return _SHORTCODE_COMMENT.sub(r"{{\1\2\3}}", markdown).replace("{\u200b{", "{{")


def code_bars_escaped(markdown: str) -> str:
    r"""*markdown* with a backslash before each bar of code in a table, where the dialect needs none.

    >>> code_bars_escaped("| `a | b` | c |")
    '| `a \\| b` | c |'
    """
    return _ROW.sub(lambda row: _CODE.sub(lambda code: code.group().replace("|", "\\|"), row.group()), markdown)


def _stretches(markdown: str, known: Set[str]) -> Iterator[Sequence[Bare | str] | str]:
    """Paragraphs as their rows or key, and what lies between them as text, in order."""
    waiting: list[str] = []
    tail = _Tail()
    for chunk in markdown.rstrip("\n").split("\n\n"):
        if not waiting and chunk in known:  # as most are
            yield (chunk,)
            continue
        bare = chunk.strip("\n")
        rows: Sequence[Bare | str] | None = None
        if bare and not tail.open:
            key = key_in(bare, known)
            rows = chunk_rows(bare) if key is None else (key,)
        if rows is not None:
            if waiting:
                yield "\n\n".join(waiting)
                waiting = []
            yield rows
        elif bare or waiting:  # blank lines count where code may be going on
            if waiting and not tail.open and _begins_anew(chunk, waiting):
                yield "\n\n".join(waiting)
                waiting = []
            waiting.append(chunk)
            if tail.open or (_may_run_on(chunk) and _RUNS_ON.search(chunk)):
                tail.read(chunk)
    if waiting:
        yield "\n\n".join(waiting)


def _may_run_on(chunk: str) -> bool:
    return "<" in chunk or "```" in chunk or "~~~" in chunk


def _begins_anew(chunk: str, before: Sequence[str]) -> bool:
    """Whether *chunk*, behind a blank line, can't belong to what stands before it: a list or an element."""
    if chunk[:1] in ("", " ", "\t", "\n"):
        return False
    if any("<" in part for part in before) and not _balanced("\n\n".join(before)):
        return False
    item = _TOP_ITEM.match(chunk)
    return item is None or item[1] not in {mark for part in before for mark in _TOP_ITEM.findall(part)}


class _Tail:
    """What is still open at the end of the lines read so far: a fence, or an element that blank lines do not end.

    It errs on the side of open: then the parser gets more of the text at once, and sees for itself.
    """

    __slots__ = ("_end", "_fence", "_inside", "_lost")

    def __init__(self) -> None:
        self._fence = ""
        self._inside = ""  #: what each line of the fence begins with: the quotes and items it stands in
        self._end: re.Pattern[str] | None = None
        self._lost = False  #: a quote or item may have ended, and the fence with it: only the parser knows

    @property
    def open(self) -> bool:
        return self._lost or bool(self._fence) or self._end is not None

    def read(self, chunk: str) -> None:
        for line in chunk.split("\n"):
            if self._lost:
                return
            if self._end is not None:
                if self._end.search(line):
                    self._end = None
            elif self._fence:
                self._go_on(line)
            else:
                self._begin(line)

    def _go_on(self, line: str) -> None:
        if not line.startswith(self._inside) and (line.strip() or ">" in self._inside):
            self._lost = True
            return
        found = _CLOSING.fullmatch(line, len(self._inside) if line.startswith(self._inside) else 0)
        if found is not None and found.group(1).startswith(self._fence):
            self._fence = ""

    def _begin(self, line: str) -> None:
        found = _FENCE.match(line)
        if found is not None and not (found.group(2)[0] == "`" and "`" in found.group(3)):
            self._fence = found.group(2)
            self._inside = _MARKER.sub(lambda marker: " " * len(marker.group()), found.group(1))
            return
        for start, stop in _HTML_ENDS:
            begun = start.search(line)
            if begun and not stop.search(line, begun.end()):
                self._end = stop
                return
