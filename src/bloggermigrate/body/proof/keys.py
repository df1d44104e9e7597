"""Blocks that are known by one string: where both sides of the proof have it, neither has to be read.

Most paragraphs are words, here and there a bold one or a link, and nothing in them could be markup.  How CommonMark
reads those, written in the plainest way, is known beforehand; the proof has only to see that they are written so.
A block that this module does not know costs time and nothing else.  A test holds it against markdown-it-py.

A key is one of three things, which no other can be taken for, since no chunk of Markdown begins with a line feed:

* the plainest Markdown of a paragraph, heading or captioned picture, which shows it whatever stands around it;
* a line feed and a text: that of a paragraph that is nothing else, but holds what could be markup.  Which of that has
  a backslash it does not say;
* two line feeds and the plainest Markdown of a list, which shows it where nothing follows that could belong to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from bloggermigrate.body.document import (
    CODE,
    EM,
    PLAIN,
    STRIKE,
    STRONG,
    SUB,
    SUP,
    UNDERLINE,
    Anchor,
    Block,
    Figure,
    Heading,
    Image,
    ListBlock,
    Paragraph,
    Run,
    Style,
)
from bloggermigrate.body.proof.plain import ADDRESS, ALONE, begins_block, chunk_rows, is_quiet, list_rows, text_alone
from bloggermigrate.body.proof.rows import Bare, text_rows

_SIGNS = {STRONG: "**", EM: "*", STRONG | EM: "***", STRIKE: "~~"}
_TAGS = {STRONG: "strong", EM: "em", STRIKE: "del", UNDERLINE: "u", SUP: "sup", SUB: "sub"}
#: What makes an emphasis open before, or close behind, something else than a letter or digit.
_EDGES = frozenset(" \n!\"#$%&'()+,-./:;<=>?@[\\]^_`{|}~")
_ADDRESS = re.compile(ADDRESS)
_INERT = re.compile(rf"(?:{ALONE}|(?!))++", re.VERBOSE)
_NAME = re.compile(r"[A-Za-z0-9._:-]++")
_BARE = re.compile(r"https?://[^\s<>]++")


def key_of(block: Block) -> str | None:
    """What tells *block* from all that shows something else; None where only a reading can.

    >>> key_of(Paragraph([("one ", PLAIN), ("two", Style(STRONG)), ("\\n", PLAIN), ("three", PLAIN)]))
    'one **two**  \\nthree'
    >>> key_of(Paragraph([("1. *one*", PLAIN)])), key_of(Paragraph([("a*b", PLAIN), ("c", Style(STRONG))]))
    ('\\n1. *one*', None)
    """
    if type(block) is Paragraph:
        return _paragraph(block.runs)
    if type(block) is Figure and len(block.runs) == 1:
        picture, caption = _paragraph(block.runs), _paragraph(block.caption)
        if picture and caption and caption[0] != "\n" and type(block.caption[0][0]) is str:
            return f"{picture}  \n{caption}"
    if type(block) is ListBlock:
        lines = _list(block)
        return None if lines is None else "\n\n" + "\n".join(lines)
    if type(block) is Heading:
        alone = len(block.runs) == 1 and type(block.runs[0][0]) is Image
        words = None if alone else _paragraph(block.runs)
        if words and "\n" not in words and words[-1] != "#":
            return f"{'#' * block.level} {words}"
    return None


def key_in(chunk: str, known: Set[str]) -> str | None:
    """The one of the *known* keys that *chunk* shows, a paragraph between blank lines; None if there is none."""
    if chunk in known:
        return chunk
    if "\\" not in chunk or begins_block(chunk):
        return None
    text = text_alone(chunk)
    return None if text is None or "\n" + text not in known else "\n" + text


def list_key_in(text: str, known: Set[str]) -> str | None:
    """The one of the *known* keys that *text* shows, a list with nothing behind it that could belong to it."""
    key = "\n\n" + text
    return key if key in known else None


def rows_of(key: str) -> list[Bare] | None:
    """The rows of what *key* tells; None where its Markdown takes a parser."""
    if key.startswith("\n\n"):
        return list_rows(key[2:])
    return text_rows("p", "", key[1:]) if key[0] == "\n" else chunk_rows(key)


def _paragraph(runs: Sequence[Run]) -> str | None:
    content, style = runs[0] if len(runs) == 1 else ("", PLAIN)
    if type(content) is Image:
        return _picture(content, style)
    for content, style in runs:
        if style is not PLAIN or type(content) is not str:
            chunk = _styled(runs)
            return None if chunk is None or begins_block(chunk) else chunk
    text = "".join([content for content, _ in runs])  # type: ignore[misc]
    chunk = text.replace("\n", "  \n") if "\n" in text else text
    return "\n" + chunk if begins_block(chunk) or text_alone(chunk) != chunk else chunk


def _styled(runs: Sequence[Run]) -> str | None:
    """Lines of words in which marks and links stand by themselves, and that hold nothing else that works."""
    pieces: list[str] = []
    texts: list[str] = []  #: what must not be markup
    before = "\n"  #: the character before the run, "" behind a mark or link
    last = len(runs) - 1
    for at, (content, style) in enumerate(runs):
        if type(content) is Anchor and _NAME.fullmatch(content.id):
            pieces.append(f'<a id="{content.id}"></a>')
            before = ">"
            continue
        if type(content) is not str or style.abbr:
            return None
        if content == "\n" or (not style.marks and not style.href):
            pieces.append("  \n" if content == "\n" else content)
            texts.append(content)
            before = content[-1]
            continue
        inner = content.strip(" ")
        if content[0] == " ":
            pieces.append(" ")
            before = " "
        if not inner:
            continue
        if not before or (style.href and before == "!"):
            return None
        after = runs[at + 1][0] if at < last and content[-1] != " " else "\n"
        if type(after) is not str:
            return None
        if style.href is not None and inner == style.href and not style.marks and _BARE.fullmatch(inner):
            piece: str | None = f"<{inner}>"
        elif style.marks & CODE:
            piece = f"`{inner}`" if not style.href and "`" not in inner else None
        else:
            texts.append(inner)
            piece = _link(inner, style) if style.href else _marked(inner, style.marks, before, after[0])
        if piece is None:
            return None
        pieces.append(piece)
        before = ""
        if content[-1] == " ":
            pieces.append(" ")
            before = " "
    text = "\ufffc".join(texts)
    return "".join(pieces) if is_quiet(text) or _INERT.fullmatch(text) else None


def _marked(inner: str, marks: int, before: str, after: str) -> str | None:
    """*inner* between delimiters, if these open and close there, else in the element that says the same."""
    sign = _SIGNS.get(marks)
    if sign is not None and _flanks(inner[0], before) and _flanks(inner[-1], after):
        return f"{sign}{inner}{sign}"
    tag = _TAGS.get(marks)
    return tag and f"<{tag}>{inner}</{tag}>"


def _flanks(inside: str, outside: str) -> bool:
    return inside.isalnum() or (outside in _EDGES and not inside.isspace())


def _link(inner: str, style: Style) -> str | None:
    target = _target(style.href or "", style.title)
    marks = style.marks & ~UNDERLINE  # a link is underlined anyhow
    words = _marked(inner, marks, "[", "]") if marks else inner
    return words and target and f"[{words}{target}"


def _list(block: ListBlock, indent: str = "") -> list[str] | None:
    """The lines of a list whose every item is a line of words, with a list below it or none."""
    lines: list[str] = []
    for number, item in enumerate(block.items, block.start):
        first = item.blocks[0] if item.blocks else None
        words = _paragraph(first.runs) if type(first) is Paragraph and len(item.blocks) < 3 else None
        if not words or "\n" in words or number > 999_999_999:
            return None
        sign = f"{number}. " if block.ordered else "- "
        lines.append(f"{indent}{sign}{words}")
        if len(item.blocks) == 2:
            inner = item.blocks[1]
            # Another number than 1 begins no list right below a line of text.
            if type(inner) is not ListBlock or (inner.ordered and inner.start != 1):
                return None
            rest = _list(inner, indent + " " * len(sign))
            if rest is None:
                return None
            lines += rest
    return lines


def _picture(picture: Image, style: Style) -> str | None:
    target = _target(picture.src, picture.title)
    if target is None or not picture.src or style.marks or not picture.alt.isprintable() or not is_quiet(picture.alt):
        return None
    written = f"![{picture.alt}{target}"
    if not style.href:
        return written
    target = _target(style.href, style.title)
    return target and f"[{written}{target}"


def _target(href: str, title: str) -> str | None:
    """What stands behind the words of a link, or of a picture."""
    if _ADDRESS.fullmatch(href) is None:
        return None
    if not title:
        return f"]({href})"
    return f']({href} "{title}")' if title.isprintable() and is_quiet(title) and '"' not in title else None
