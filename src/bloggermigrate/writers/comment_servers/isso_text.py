r"""A comment as the Markdown that Isso shows: mistune with ``escape`` and ``hard_wrap``, subscript and superscript.

It knows no references (``&lt;`` is shown as it is spelt) and no HTML, ``~x~`` and ``^x^`` move text down and up, and a
backslash before any of these makes them plain. So comments have a small Markdown of their own; what it can't say in
the plain cases stays as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

from bloggermigrate import body
from bloggermigrate.body.document import CODE, EM, STRIKE, STRONG, Block, Paragraph, Quote, Run, Style
from bloggermigrate.writers.flat_threads import comment_text
from bloggermigrate.writers.threads import web_address

_SPECIAL = re.compile(r"[\\`*_\[\]~^<]")
_AT_START = re.compile(r"[ \t]*(?:([#>+=|:-])|(\d{1,9})([.)]))")
_MARKS = ((STRIKE, "~~"), (EM, "*"), (STRONG, "**"))


def markdown(blocks: Sequence[Block]) -> str:
    r"""Return a comment, whose *blocks* may be anything: first all is brought to the few tags that comments have.

    >>> markdown(body.read("2^10 <b>bold</b><br># one<br><br><a href='https://e.org/a_b'>x</a> &lt;i&gt;").blocks)
    '2\\^10 **bold**\n\\# one\n\n[x](https://e.org/a_b) \\<i>'
    """
    plain = body.read(comment_text(blocks).replace("\n", "<br>"))
    return _blocks(plain.blocks)


def _blocks(blocks: Iterable[Block]) -> str:
    return "\n\n".join(filter(None, map(_block, blocks)))


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return "\n".join(map(_line, _inlines(block.runs).split("\n")))
        case Quote():
            return "\n".join(f"> {line}".rstrip() for line in _blocks(block.blocks).split("\n"))
        case _:
            words = " ".join(comment_text([block]).split())
            return _line(_escaped(words))


def _line(line: str) -> str:
    """Return a line whose beginning begins no block; blanks in front would make it code."""
    line = line.strip()
    found = _AT_START.match(line)
    if not found:
        return line
    place = found.start(1) if found[1] else found.start(3)
    return f"{line[:place]}\\{line[place:]}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: f"\\{found[0]}", text)


def _inlines(runs: Sequence[Run]) -> str:
    return "".join(_pieces(runs))


def _pieces(runs: Sequence[Run]) -> Iterator[str]:
    before = ""
    for index, (content, style) in enumerate(runs):
        if not isinstance(content, str):
            continue
        after = next((text[:1] for text, _ in runs[index + 1 : index + 2] if isinstance(text, str)), "")
        piece = content if content == "\n" else _piece(content, style, before, after)
        before = content[-1:]
        yield piece


def _piece(text: str, style: Style, before: str, after: str) -> str:
    core = text.strip()
    start = text.index(core[0]) if core else len(text)
    # Marks inside of a word, and around line ends, are read in too many ways.
    plain = not core or "\n" in core or (not start and before.isalnum()) or (text == text.rstrip() and after.isalnum())
    if style.marks & CODE and "`" not in core and "\n" not in core and core:
        shown = f"`{core}`"
    else:
        shown = _escaped(core)
        for mark, sign in () if plain else _MARKS:
            if style.marks & mark:
                shown = f"{sign}{shown}{sign}"
    if style.href and core and (url := web_address(style.href)):
        shown = f"[{shown}]({quote(url, safe=_IN_LINKS)})"
    return f"{text[:start]}{shown}{text[start + len(core) :]}"


#: what an address in a link keeps; brackets, blanks and stars would end it or be read
_IN_LINKS = "/:?#@!$&'+,;=%-._"
