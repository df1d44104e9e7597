"""Paragraphs whose Markdown can be read without a parser: nothing in them depends on anything beside it.

A full CommonMark parser takes several times as long as the conversion it checks.  Most paragraphs of a blog
need none: their marks are closed in the line, stand against letters, and nothing in them could begin or
close anything else.  What is read here is read as the specification says; all else is left to the parser
(None is returned), so a line this module does not know costs time and nothing else.  A test
holds it against markdown-it-py.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bloggermigrate.body.document import CODE, EM, KBD, MARK, STRIKE, STRONG, SUB, SUP, UNDERLINE
from bloggermigrate.body.proof.rows import Bare, Objects, Row, one_line, same_address, stretches_of, text_rows

#: What begins a block, or might together with the line before or after: such a paragraph is the parser's.
_START = (
    r"(?:[ \t]|$|[=>|:]|[-+](?![^\W_])|#{1,6}(?:[ \t]|$)|`{3}|~{3}|\*[ \t]|[*_][*_ \t]*$"
    r"|\d{1,9}[.)](?:[ \t]|$)|</?[a-z]+>[ \t]*$)"
)
_BLOCK_START = re.compile(_START, re.M)
_LATER_START = re.compile("\n" + _START, re.M)  # a search for `^` would stop at every character
_HEADING = re.compile(r"(#{1,6}) +([^\s#\\]|\S[^\n]*[^\s#\\])")
_ITEM = re.compile(r"( *)([-*+]|\d{1,9}[.)])( {1,4})(\S(?:[^\n]*[^\s\\])?)")
_ALIGNS = re.compile(r"\|(?: (?:---|:--|:-:|--:) \|)+")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\Z")

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_LONE = r"!(?!\[)|&(?!\#?\w+;)|(?<=[ ])[*_~]++(?=[ ])|(?<!~)~(?!~)"  # what begins nothing here
_INERT = rf"(?:[^\\*_\[\]<&!`~]++|\\{_PUNCTUATION}|(?<=[^\W_])_(?=[^\W_])|{_LONE})"
# No blank, bracket, backslash or parenthesis; an entity in an address is decoded, so `&name;` is the
# parser's.
ADDRESS = r"(?:[^\s()<>\\&`]++|&(?!\#?\w+;)|(?!))*+"
_TITLE = r"""(?:[ ](?:"[^"\\&\n]*+"|'[^'\\&\n]*+'))?"""
_IMAGE = rf"!\[(?:[^\\*_\[\]<&!`~]++|\\{_PUNCTUATION}|{_LONE}|(?!))*+\]\({ADDRESS}{_TITLE}\)"
_LINK = rf"\[(?:[^\\\[\]<&!`~]++|\\{_PUNCTUATION}|{_LONE}|{_IMAGE}|(?!))*+\]\({ADDRESS}{_TITLE}\)"
# An emphasis that opens before and closes behind a letter or digit is one whatever stands around it.  Beside anything
# else it is one if a blank, a mark of punctuation or the end of the line is on its other side.
_SIDE = r"[ !-)+-/:-@\[-`{-~]"
_NAMES = "u|sup|sub|strong|em|del|mark|kbd"
_INSIDE = rf"(?:{_INERT}|{_LINK}|{_IMAGE}|</?(?:{_NAMES})>|(?!))++"


def _emphasis(mark: str, name: str) -> str:
    """The pattern of an emphasis between two of *mark*, with what stands in it as group *name*."""
    sign, signs, count = re.escape(mark[0]), re.escape(mark), len(mark)
    opens = rf"(?:(?=[^\W_])|(?:(?<={_SIDE}{signs})|(?<=^{signs}))(?=\S))"
    closes = rf"(?:(?<=[^\W_])|(?<=\S)(?={sign}{{{count}}}(?:{_SIDE}|$)))"
    return rf"(?<!{sign}){signs}(?!{sign})(?P<{name}>{opens}{_INSIDE}){closes}{signs}(?!{sign})"


_ITSELF = rf"[^\\*_\[\]<&!`~]++|(?<=[^\W_])_+(?=[^\W_])|{_LONE}|<(?![A-Za-z/!?])"
_BRACKETS = r"\[[^\\*_\[\]<&!`~]*+\](?![(\[:])"
_TOKENS = rf"""
    (?P<text>(?:{_ITSELF}|(?!))++)
    |\\(?P<escape>{_PUNCTUATION})
    |{_emphasis("***", "both")}
    |{_emphasis("**", "strong")}
    |{_emphasis("*", "em")}
    |{_emphasis("~~", "strike")}
    |!\[(?P<alt>(?:[^\\*_\[\]<&!`~]++|\\{_PUNCTUATION}|{_LONE}|(?!))*+)\]\((?P<src>{ADDRESS}){_TITLE}\)
    |\[(?P<words>(?:[^\\\[\]<&!`~]++|\\{_PUNCTUATION}|{_LONE}|{_IMAGE}|(?!))*+)\]\((?P<href>{ADDRESS}){_TITLE}\)
    |(?P<brackets>{_BRACKETS})
    |<(?P<bare>https?://[^\s<>]*+)>
    |&(?P<entity>amp|lt|gt);
    |(?<!`)`(?P<code>[^`\n]++)`(?!`)
    |<(?P<close>/?)(?P<tag>{_NAMES})>
    """
_TOKEN = re.compile(_TOKENS, re.VERBOSE)
#: The same where no link or picture can be: nothing follows a bracket's end that would make one.
_LINKLESS = re.compile(_TOKENS.replace(r"(?P<brackets>", r"(?P<brackets>!?[\[\]]++|"), re.VERBOSE)
#: Text that stands for itself, whatever stands around it.
ALONE = r"[^\\*_\[\]<&!`~]++ | !(?!\[) | &(?!\#?\w+;) | <(?![A-Za-z/!?]) | (?<=[^\W_])_++(?=[^\W_])"
#: Text alone.  Delimiters that no blank or letter keeps from working do nothing where all could only open, or only
#: close; and brackets where none meets a parenthesis.
_TEXT = rf"{ALONE} | \\{_PUNCTUATION} | \\(?=\w|[ ](?![ ])) | [!\[] | \](?!\() | (?<=[ ])[*_~]++(?=[ ]) | (?<!~)~(?!~)"
_OPENING = r"(?:(?<![^ \n])(?:\*++|_++|~++)|_++(?=[^\W_]))(?=[^\s*_~])"
_CLOSING = r"(?:\*++|_++|~++)(?![^ \n])|(?<=[^\W_])_++"
_TEXT_ALONE = re.compile(rf"(?:{_TEXT}|{_OPENING}|(?!))++|(?:{_TEXT}|{_CLOSING}|(?!))++", re.VERBOSE)
_TAGS = {
    "u": UNDERLINE,
    "sup": SUP,
    "sub": SUB,
    "strong": STRONG,
    "em": EM,
    "del": STRIKE,
    "mark": MARK,
    "kbd": KBD,
}
_EMPHASES = {"strong": STRONG, "em": EM, "both": STRONG | EM, "strike": STRIKE}
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_ESCAPED = re.compile(rf"\\({_PUNCTUATION})")

Part = tuple[str, int, str]


def is_quiet(text: str) -> bool:
    """Whether *text*, a line or chunk, is its own text: nothing in it could be markup within a line."""
    # To look for each by itself is three times as fast as a pattern on what most paragraphs are long.
    return not (
        "*" in text
        or "_" in text
        or "&" in text
        or "<" in text
        or "[" in text
        or "]" in text
        or "\\" in text
        or "`" in text
        or "~" in text
    )


def text_alone(chunk: str) -> str | None:
    """What a paragraph shows that is nothing but text, its lines ended as they stand; None if it might be more.

    >>> text_alone("a\\\\*b  \\n5 *c"), text_alone("a *b*")
    ('a*b  \\n5 *c', None)
    """
    if is_quiet(chunk):
        return chunk
    if _TEXT_ALONE.fullmatch(chunk) is None:
        return None
    return _ESCAPED.sub(r"\1", chunk) if "\\" in chunk else chunk


def begins_block(chunk: str) -> bool:
    """Whether a line of *chunk* is, or might be, more than a line of a paragraph."""
    return _BLOCK_START.match(chunk) is not None or ("\n" in chunk and _LATER_START.search(chunk) is not None)


class _Line:
    """One visual line while it is read: its parts and its objects."""

    __slots__ = ("objects", "parts")

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.objects: list[tuple[str, str, str, str]] = []

    @property
    def bold(self) -> bool:
        """Whether anything in it is bold."""
        return any(part[1] & STRONG for part in self.parts)

    def row(self, kind: str, path: str = "") -> Bare:
        if len(self.parts) == 1:
            text, marks, href = self.parts[0]
            if not marks and not href:  # as most
                return (kind, path, one_line(text), (), tuple(self.objects))
        text = one_line("".join([part[0] for part in self.parts]))
        objects: Objects = tuple(self.objects)
        styled = any(part[1] or part[2] for part in self.parts)
        return (kind, path, text, stretches_of(self.parts) if styled else (), objects)

    def read(self, text: str, marks: int = 0, href: str = "") -> bool:
        """Take *text* in; False where something in it is not plain, and then the line is of no use."""
        if is_quiet(text):
            self.parts.append((text, marks, href))
            return True
        token = _TOKEN if "](" in text else _LINKLESS
        at, end = 0, len(text)
        opened: list[int] = []
        while at < end:
            found = token.match(text, at)
            # Python before 3.11.5 ends some possessive matches where they began.
            if found is None or found.end() == at:
                return False
            at = found.end()
            kind = found.lastgroup
            if kind in ("text", "escape", "brackets"):
                self.parts.append((found.group(kind), marks, href))
            elif kind in _EMPHASES:
                mark = _EMPHASES[kind]
                if marks & mark or not self.read(found.group(kind), marks | mark, href):
                    return False
            elif kind == "src":
                alt = " ".join(_ESCAPED.sub(r"\1", found.group("alt")).split())
                self.objects.append(("image", same_address(found.group("src")), alt, href))
                self.parts.append(("\ufffc", marks, href))
            elif kind == "href":
                target = same_address(found.group("href"))
                if href or not target or not self.read(found.group("words"), marks, target):
                    return False
            elif kind == "bare":
                if href:
                    return False
                self.parts.append((found.group("bare"), marks, same_address(found.group("bare"))))
            elif kind == "entity":
                self.parts.append((_ENTITIES[found.group("entity")], marks, href))
            elif kind == "code":
                self.parts.append((found.group("code"), CODE, href))
            elif found.group("close"):
                if not opened or opened.pop() != _TAGS[found.group("tag")]:
                    return False
                marks ^= _TAGS[found.group("tag")]
            else:
                mark = _TAGS[found.group("tag")]
                if marks & mark:
                    return False
                opened.append(mark)
                marks |= mark
        return not opened


def chunk_rows(chunk: str) -> list[Bare] | None:
    """The rows of a chunk of lines without a blank one between; None where that takes a parser.

    The caller sees to it that the chunk stands at the top level: a blank line before and after it, and no
    list, fence or element open that could go on into it; and that the text defines no links for brackets.

    >>> [row[2] for row in chunk_rows("one *two*  \\nthree")]
    ['one two', 'three']
    >>> chunk_rows("- one") is None and chunk_rows("*one **two*") is None
    True
    """
    if chunk == "<!--more-->":
        return [Row("jump break", "", "")]
    if not begins_block(chunk):
        return _paragraph(chunk)
    if chunk == "---":
        return [Row("rule", "", "")]
    if chunk.startswith("|"):
        return table_rows(chunk)
    if chunk.startswith(">"):
        return _quote(chunk)
    heading = _HEADING.fullmatch(chunk)
    return None if heading is None else _heading(f"h{len(heading.group(1))}", heading.group(2))


def _heading(kind: str, text: str) -> list[Bare] | None:
    rows: list[Bare] = []
    for piece in text.split("<br>"):
        line = _Line()
        if not line.read(piece):
            return None
        # bold says nothing in a heading, which is bold already
        line.parts = [(words, marks & ~STRONG, href) for words, marks, href in line.parts]
        rows.append(line.row(f"{kind} br" if rows else kind))
        if not rows[-1][2] or rows[-1][4]:
            return None
    return rows


def _paragraph(chunk: str) -> list[Bare] | None:
    text = text_alone(chunk)
    if text is not None and text.count("  \n") == text.count("\n"):
        return text_rows("p", "", text)
    rows: list[Bare] = []
    lines = chunk.split("\n")
    line = _Line()
    kind = "p"
    last = len(lines) - 1
    for number, words in enumerate(lines):
        broken = None if number == last else _HARD_BREAK.search(words)
        if broken is not None:
            words = words[: broken.start()]
        if not line.read(words):
            return None
        if broken is None and number != last:
            line.parts.append((" ", 0, ""))
            continue
        row = line.row(kind)
        if not row[2]:  # breaks with nothing between them may be read as a gap: that is not for here
            return None
        kind = "br"
        if row[4]:  # a picture alone is a paragraph of its own; what is one beside others, a reading decides
            if row[2] != "\ufffc":
                return None
            row = ("p", *row[1:])
            kind = "p"
        rows.append(row)
        line = _Line()
    return rows


def _quote(chunk: str) -> list[Bare] | None:
    """The rows of a quote that holds nothing but paragraphs and headings."""
    lines = chunk.split("\n")
    if not all(line.startswith("> ") or line == ">" for line in lines):
        return None
    rows: list[Bare] = []
    for part in "\n".join([line[2:] for line in lines]).split("\n\n"):
        inner = chunk_rows(part) if part[:1] not in ("", "|", ">", "-", "<", "\n") else None
        if inner is None:
            return None
        rows += [(kind, ">", text, stretches, objects) for kind, _, text, stretches, objects in inner]
    return rows


def table_rows(chunk: str) -> list[Bare] | None:
    """The rows of a table of data whose cells hold lines alone; None where that takes a parser.

    >>> [row[1:3] for row in table_rows("| a | b |\\n| --- | --- |\\n| c |  |")]
    [('|0,0', 'a'), ('|0,1', 'b'), ('|1,0', 'c')]
    """
    lines = chunk.split("\n")
    if len(lines) < 2 or _ALIGNS.fullmatch(lines[1]) is None or "\\|" in chunk:
        return None
    width = lines[1].count("|") - 1
    shown: list[list[list[_Line]]] = []
    headless = False
    for number, text in enumerate(lines):
        if number == 1:
            continue
        cells = text[2:-2].split("|")
        if len(cells) != width or text[:2] != "| " or text[-2:] != " |":
            return None
        read = [_cell(cell.strip(" ")) for cell in cells]
        row = [cell for cell in read if cell is not None]
        if len(row) != width:
            return None
        if any(row):
            shown.append(row)
        if number == 0:
            headless = not any(row)
    # Fewer rows or columns lay a page out; bold cells on top name their columns, and that a reading decides.
    if len(shown) < 2 or width < 2 or (headless and all(cell and cell[0].bold for cell in shown[0])):
        return None
    rows: list[Bare] = []
    for number, row in enumerate(shown):
        for column, cell in enumerate(row):
            for line in cell:
                if not number and not headless:
                    line.parts = [(words, marks & ~STRONG, href) for words, marks, href in line.parts]
                rows.append(line.row("br", f"|{number},{column}"))
                if not rows[-1][2] or (rows[-1][4] and rows[-1][2] != "\ufffc"):
                    return None
    return rows


def _cell(text: str) -> list[_Line] | None:
    """The lines of a cell, none for an empty one; None where that takes a parser."""
    lines: list[_Line] = []
    for piece in text.split("<br>") if text else ():
        line = _Line()
        if not line.read(piece):
            return None
        lines.append(line)
    return lines


def list_rows(chunk: str) -> list[Bare] | None:
    """The rows of a list whose every line is an item; None where that takes a parser.

    The caller sees to it that nothing follows which could belong to the list.

    >>> [row[1:3] for row in list_rows("- one\\n  1. two\\n- three")]
    [('-0', 'one'), ('-01.', 'two'), ('-1', 'three')]
    """
    rows: list[Bare] = []
    open_items: list[_Open] = []
    for text in chunk.split("\n"):
        found = _ITEM.fullmatch(text)
        if found is None or _BLOCK_START.match(found.group(4)) is not None:
            return None
        indent, marker = len(found.group(1)), found.group(2)
        left: _Open | None = None
        while open_items and indent < open_items[-1].inside and (left is None or left.indent != indent):
            left = open_items.pop()
        if left is not None and left.indent != indent:
            return None  # between two levels: the rules for that are the parser's
        if indent - (open_items[-1].inside if open_items else 0) > 3:
            return None
        number = int(marker[:-1]) if len(marker) > 1 else -1
        if left is not None and left.kind == marker[-1]:
            count = left.place + 1
        elif number not in (-1, 1) and rows:
            return None  # such a number cannot begin a list right below a line of text
        else:
            count = max(number, 0)
        place = f"-{count}" if number < 0 else f"{count}."
        path = open_items[-1].path + place if open_items else place
        open_items.append(_Open(indent, found.end(3), marker[-1], count, path))
        words = found.group(4)
        if is_quiet(words):
            rows.append(("p", path, one_line(words), (), ()))
            continue
        line = _Line()
        if not line.read(words) or line.objects:
            return None
        rows.append(line.row("p", path))
    return rows


class _Open(NamedTuple):
    """An item that may get further items: where its marker and its text begin, its place in the list, its path."""

    indent: int
    inside: int
    kind: str
    place: int
    path: str
