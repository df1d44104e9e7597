"""The comments of a page copied as text: where one begins, who wrote it, when."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bloggermigrate.dates import Context, ParsedDate, parse_date
from bloggermigrate.readers import chrome_strings as chrome

LONGEST_DATE: Final = 80
LONGEST_NAME: Final = 80
#: The day of a bare time that is looked at for being one.
ANY_DAY: Final = Context(near=dt.date(2011, 1, 1))
TIME: Final = re.compile(r"\d{1,2}\s?(?:[:.]|h)\s?\d{2}")
#: The line below a comment in classic templates: "By Anna, at 3:09 PM".
_BY: Final = re.compile(r"(?:posted )?by (?P<name>.{1,80}?),? (?:at|on|@) (?P<when>.{4,60})", re.IGNORECASE)
#: The number of an item: browsers and converters write that of a thread's comments.
_ITEM: Final = re.compile(r"(\d{1,4})\.\s+(?=\S)")


@dataclass(slots=True)
class TextComment:
    author: str
    printed: list[str]
    blocks: list[list[str]]
    number: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, the block that it stands in and its number from 1."""

    text: str
    block: int
    number: int


@dataclass(frozen=True, slots=True)
class _Start:
    """With what a comment begins: its author, the printed date, how many lines that took, text in the same line."""

    author: str
    printed: tuple[str, ...]
    lines: int
    text: str = ""


def said(line: str) -> str | None:
    """Return the name in a line "Name said...", None if it is no such line."""
    if len(line) > LONGEST_NAME + 30:
        return None
    name, languages = chrome.split_said(line)
    return name if languages else None


def timed(line: str) -> ParsedDate | None:
    """Return the date and time that *line* is, as it stands below or above a comment."""
    if len(line) > LONGEST_DATE or not TIME.search(line):
        return None
    found = parse_date(line)
    return found if found is not None and found.datetime is not None and not found.leftover else None


def glued(line: str) -> tuple[str, str] | None:
    """Return (name, time) of a line whose name and time were copied without a blank.

    >>> glued("Anna25 luglio 2010, 6:24"), glued("AnnaMarch 15, 2008 at 5:00 PM")
    (('Anna', '25 luglio 2010, 6:24'), ('Anna', 'March 15, 2008 at 5:00 PM'))
    """
    if len(line) > LONGEST_NAME + LONGEST_DATE or not TIME.search(line):
        return None
    best: ParsedDate | None = None
    start = 0
    for at in range(2, min(len(line), LONGEST_NAME)):
        found = timed(line[at:]) if line[at] not in " ,.:" else None
        if best is not None and (found is None or found.datetime != best.datetime):
            break
        if found is not None:
            # "a25 luglio" says no more than "25 luglio": the letter is the name's.
            best, start = found, at
    return (line[:start], line[start:]) if best is not None and line[start - 1] not in " ,.:" else None


def signed(line: str) -> tuple[str, str] | None:
    """Return (name, time) of the line that a classic template puts below a comment, None if it is no such line.

    >>> signed("By Kevin Schulman, at 3:09 PM"), signed("By the river at noon")
    (('Kevin Schulman', '3:09 PM'), None)
    """
    found = _BY.fullmatch(line.strip(" #|•·\t")) if len(line) <= LONGEST_NAME + LONGEST_DATE else None
    if found is None or not TIME.search(found["when"]):
        return None
    moment = parse_date(found["when"], context=ANY_DAY)
    return (found["name"], found["when"]) if moment is not None and moment.datetime and not moment.leftover else None


def _starts(lines: list[Line]) -> Iterator[tuple[int, _Start]]:
    """Give (place, start) of each comment in *lines*.

    Layouts print "Name said...", the text, the time; threads print the name, the time, the text. Which of
    the two it is shows in whether any line says "said". A copy that left both out has the items of the list.
    """
    names = {place: name for place, line in enumerate(lines) if (name := said(_bare(line.text)[1])) is not None}
    if names:
        yield from ((place, _Start(name, (), 1)) for place, name in names.items())
        return
    items = _items(lines)
    found = False
    for place, line in enumerate(lines):
        text = items.get(place, line.text)
        following = lines[place + 1].text if place + 1 < len(lines) else ""
        joined = glued(text)
        if joined is not None:
            found = True
            yield place, _Start(joined[0], (joined[1],), 1)
        elif len(text) <= LONGEST_NAME and not chrome.chrome_kind(text) and timed(following) and not timed(text):
            found = True
            yield place, _Start(text, (following,), 2)
    if not found:
        yield from ((place, _Start("", (), 1, text)) for place, text in items.items())


def _bare(text: str) -> tuple[str, str]:
    """Return (number, rest) of a line that begins with the number of an item, ("", the line) of others."""
    found = _ITEM.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def _items(lines: list[Line]) -> dict[int, str]:
    """Return the text of each line that begins an item of the list of comments, by its place.

    They count from 1, and from 1 again for the answers to one; links to answer stand below.
    """
    if not any(chrome.chrome_kind(line.text) == chrome.CONTROLS for line in lines):
        return {}
    out: dict[int, str] = {}
    expected: list[int] = [1]
    for place, line in enumerate(lines):
        number, text = _bare(line.text)
        if not number:
            continue
        if int(number) in expected:
            del expected[expected.index(int(number)) + 1 :]
            expected[-1] += 1
        elif int(number) == 1 and chrome.chrome_kind(lines[place - 1].text) == chrome.CONTROLS:
            expected.append(2)
        else:
            continue
        out[place] = text
    return out


def _read_signed(lines: list[Line]) -> tuple[list[TextComment], list[str], int]:
    """Return the same as `read_comments` of *lines* in which who wrote a comment stands below it."""
    out: list[TextComment] = []
    end = start = 0
    for at, line in enumerate(lines):
        below = signed(line.text)
        if below is not None:
            blocks: dict[int, list[str]] = {}
            for one in lines[start:at]:
                blocks.setdefault(one.block, []).append(one.text)
            out.append(TextComment(below[0], [below[1]], list(blocks.values()), lines[start].number))
            end = start = at + 1
        elif chrome.is_post_comment(line.text):
            break
    return out, [], end


def read_comments(lines: list[Line]) -> tuple[list[TextComment], list[str], int]:
    """Return (comments, links to answer that were left out, the place where the comments end) of *lines*."""
    starts = dict(_starts(lines))
    if not starts and any(signed(line.text) for line in lines):
        return _read_signed(lines)
    # The text of the last comment goes on until Blogger's own lines; a time may stand below it.
    signs = [place for place, line in enumerate(lines) if place in starts or timed(line.text) is not None]
    last = signs[-1] if signs else -1
    out: list[TextComment] = []
    dropped: list[str] = []
    by_name = any(start.author and not start.printed for start in starts.values())
    at = 0
    while at < len(lines):
        line = lines[at]
        start = starts.get(at)
        kind = chrome.chrome_kind(line.text)
        if chrome.is_post_comment(line.text) or (at > last and kind not in {"", chrome.CONTROLS}):
            break
        if start is not None:
            text = [[start.text]] if start.text else []
            out.append(TextComment(start.author, list(start.printed), text, line.number))
            block = line.block if text else -1
            at += start.lines
            continue
        if kind == chrome.CONTROLS:
            dropped.append(line.text)
        elif not out:
            break
        elif by_name and timed(line.text) and out[-1].blocks and not out[-1].printed:
            out[-1].printed.append(line.text)
        elif out[-1].blocks and line.block == block:
            out[-1].blocks[-1].append(line.text)
        else:
            out[-1].blocks.append([line.text])
            block = line.block
        at += 1
    return out, dropped, at
