"""A line's runs before they are spelt: what belongs together joined, blanks and punctuation moved out of marks."""

from __future__ import annotations

import re

from bloggermigrate.body.document import (
    CODE,
    EM,
    MARK,
    PLAIN,
    STRIKE,
    STRONG,
    UNDERLINE,
    Image,
    RawInline,
    Run,
    Style,
)
from bloggermigrate.body.markdown.flanking import is_blank, is_punctuation

_EMPHASIS = STRONG | EM | STRIKE
#: Marks that go on over a blank between two stretches of them; two bits of code stay two.
_CARRIED = _EMPHASIS | UNDERLINE | MARK
_TRAILING = re.compile(r"[.,:;!?…]+\Z")
_REFERENCE_END = re.compile(r"&#?\w+;\Z")


def restyled(style: Style, marks: int) -> Style:
    """Return *style* with other marks."""
    return Style(marks, style.href, style.title, style.abbr)


def normalise(runs: list[Run]) -> list[Run]:
    """Return *runs*: equal neighbours joined, blanks and objects in no style of their own, punctuation moved out."""
    parts: list[Run] = []
    for content, style in runs:
        marks = style.marks
        if style.href and marks & UNDERLINE:
            style = restyled(style, marks & ~UNDERLINE)
        if type(content) is str and (marks or style.href or style.abbr):
            inner = content.strip(" ")
            if content[0] == " ":
                parts.append((" ", style))
            if inner:
                parts.append((inner, style))
                if content[-1] == " ":
                    parts.append((" ", style))
        else:
            parts.append((content, style))
    _neutral(parts)
    return _push_out(_joined(parts))


def _neutral(parts: list[Run]) -> None:
    """Give blanks and what has no look of its own the style that both neighbours share."""
    before = PLAIN
    following: list[Style] = []
    after = PLAIN
    for content, style in reversed(parts):
        following.append(after)
        if _has_look(content):
            after = style
    following.reverse()
    for index, (content, style) in enumerate(parts):
        if _has_look(content):
            before = style
            continue
        after = following[index]
        href = style.href if type(content) is Image else None
        title = style.title if href else ""
        if href is None and before.href == after.href and type(content) is not Image:
            href, title = before.href, before.title
        abbr = before.abbr if before.abbr == after.abbr else ""
        marks = before.marks & after.marks & (style.marks | _CARRIED)
        parts[index] = (content, Style(marks, href, title, abbr))


def _has_look(content: object) -> bool:
    return (type(content) is str and content != " ") or type(content) is RawInline


def _joined(parts: list[Run]) -> list[Run]:
    joined: list[Run] = []
    for content, style in parts:
        if joined and type(content) is str:
            last, last_style = joined[-1]
            if type(last) is str:
                if last_style == style:
                    joined[-1] = (last + content, style)
                    continue
                if (
                    style.marks & CODE
                    and last_style.marks & CODE
                    and (style.href, style.abbr) == (last_style.href, last_style.abbr)
                ):
                    # A code span has no parts that look different.
                    joined[-1] = (last + content, restyled(style, style.marks & last_style.marks))
                    continue
        joined.append((content, style))
    return joined


def _push_out(runs: list[Run]) -> list[Run]:
    """Move a colon or the like at the end of an emphasis behind it where a letter follows at once."""
    for index in range(len(runs) - 1):
        content, style = runs[index]
        following, next_style = runs[index + 1]
        lost = style.marks & ~next_style.marks & _EMPHASIS
        if not lost or type(content) is not str or type(following) is not str or style.marks & CODE:
            continue
        if style.href != next_style.href or next_style.marks & CODE or style.abbr or next_style.abbr:
            continue
        found = _TRAILING.search(content)
        first = following[0]
        if _REFERENCE_END.search(content):
            continue
        if found and found.start() and not is_blank(first) and not is_punctuation(first):
            runs[index] = (content[: found.start()], style)
            runs[index + 1] = (found.group() + following, next_style)
    return runs
