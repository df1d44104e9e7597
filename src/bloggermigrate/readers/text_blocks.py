"""A page's text as blocks of lines: cut at blank lines and around Blogger's own, joined where a program wrapped it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

from bloggermigrate.dates import ParsedDate, parse_date
from bloggermigrate.readers import chrome_strings as chrome
from bloggermigrate.readers.text_comments import ANY_DAY, LONGEST_DATE
from bloggermigrate.readers.text_marks import mark_of

#: How wide programs print a page, and of how many lines it takes that the next word had no room in most.
_WIDTHS: Final = range(50, 121)
_FULL_LINES: Final = 8


@dataclass(slots=True)
class Block:
    """Lines with no blank one between them."""

    lines: list[str]
    number: int  #: of the first line, from 1
    date: ParsedDate | None = None  #: if it is one line that is a date


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of *text*: lines with no blank one between, cut where Blogger's own lines begin or end one.

    Each line is a block where no blank line stands between any.
    """
    raw = text.split("\n")
    lines = [line.strip() for line in raw]
    width = _wrapped_at(raw)
    held = [number for number, line in enumerate(lines) if line]
    dense = len(held) > 1 and held[-1] - held[0] == len(held) - 1
    out: list[Block] = []
    fresh, under = True, False
    for number, line in enumerate(lines, 1):
        if not line:
            fresh, under = True, False
            continue
        kind = _cuts(line)
        if fresh or dense or kind:
            out.append(Block([], number))
        if width and out[-1].lines and _went_on(raw[number - 2], line, width):
            out[-1].lines[-1] += f" {line}"
        else:
            out[-1].lines.append(line)
        # What stands below the lines that Blogger prints under a post is no part of them.
        under = kind == "below" or (under and mark_of(line).strength > 0)
        fresh = under
    for block in out:
        # A date line may be written close upon the title.
        block.date = _date_of(block.lines[0])
    return out


def _date_of(line: str) -> ParsedDate | None:
    """Return the date that *line* is. One without a year must have its weekday: any number and name would be one."""
    if len(line) > LONGEST_DATE or not any(char.isdigit() for char in line):
        return None
    found = parse_date(line)
    if found is None:
        found = parse_date(line, context=ANY_DAY)
        if found is None or not found.weekdays or found.datetime is not None:
            return None
    return found if not found.leftover else None


def _wrapped_at(lines: list[str]) -> int:
    """Return the width at which a program wrapped *lines* (a mail, a browser without pictures); 0 if none did."""
    spoken = [line.rstrip() for line in lines if " " in line.strip()]
    width = max(map(len, spoken), default=0)
    if width not in _WIDTHS:
        return 0
    pairs = [(above, below) for above, below in itertools.pairwise(lines) if len(above.rstrip()) > 0.6 * width]
    followed = [(above, below.strip()) for above, below in pairs if below.strip()]
    full = sum(_went_on(above, below, width) for above, below in followed)
    return width if full >= _FULL_LINES and full >= 0.9 * len(followed) else 0


def _went_on(above: str, below: str, width: int) -> bool:
    """Whether the line *above* ends where it does because the first word of the one *below* had no room."""
    words = below.split(maxsplit=1)
    return (len(words) > 1 and len(above.rstrip()) + 1 + len(words[0]) > width) or len(above.rstrip()) == width


def _cuts(line: str) -> str:
    """Return "above" for a line that begins a post, "below" for one that stands under it; "" for all others."""
    date = _date_of(line)
    if date is not None and date.datetime is None and (date.weekday_ok is True or date.year_from_context):
        return "above"
    mark = mark_of(line)
    return "below" if mark.strength > 1 or mark.count is not None or chrome.is_post_comment(line) else ""
