"""A page's text cut into posts: where each begins, its body, Blogger's own lines, comments, what follows.

A line of Blogger's could stand in a post, so a block of them counts only when its marks add up (``_score``,
``starts_of``).
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from dataclasses import dataclass, field
from typing import Final

from bloggermigrate.dates import ParsedDate, parse_date
from bloggermigrate.readers import chrome_strings as chrome
from bloggermigrate.readers.text_blocks import Block
from bloggermigrate.readers.text_comments import (
    LONGEST_DATE,
    Line,
    TextComment,
    read_comments,
    said,
    signed,
    timed,
)
from bloggermigrate.readers.text_marks import Mark, author_and_time, mark_of, run_of

_LONGEST_TITLE: Final = 200
_LONGEST_BOX_TITLE: Final = 60
#: A line of the archive, as it opens and closes.
_ARCHIVED: Final = re.compile(r"[►▼▶◄]\s")
#: Marks that must add up before a block of lines is taken for comments, or a date line for a post's.
_ENOUGH: Final = 3


@dataclass(slots=True)
class TextPost:
    """One post as cut out of the text."""

    date: ParsedDate | None
    line: int
    title: str = ""
    body: list[list[str]] = field(default_factory=list)
    author: str = ""
    time: str = ""
    labels: tuple[str, ...] = ()
    total: int | None = None
    comments: list[TextComment] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)  #: (line, what it is)
    gadgets: list[tuple[str, list[str]]] = field(default_factory=list)  #: (title, lines)
    doubts: list[str] = field(default_factory=list)


def starts_of(blocks: list[Block]) -> list[int]:
    """Return the places of the blocks with which posts begin."""
    out: list[int] = []
    ended = True  # whether Blogger's own lines stood since the last post began
    first: ParsedDate | None = None
    latest: dt.date | None = None
    in_comments = False
    for place, block in enumerate(blocks):
        if block.date is None:
            if has_marks(block):
                ended = True
            if any(chrome.comments_header(line) for line in block.lines[:1]):
                in_comments = True
            if any(chrome.is_post_comment(line) for line in block.lines):
                in_comments = False
            continue
        date = block.date
        score = 0
        score += 3 if not out and place <= 2 else 0
        score += 2 if date.weekday_ok is not None else 0
        score += 1 if date.datetime is None else -1
        score += 1 if first is not None and date.pattern.count("E") == first.pattern.count("E") else 0
        score += 2 if ended else -1
        if latest is not None and not date.year_from_context:
            # A page has its newest post first. What goes the other way with none of Blogger's lines between is a
            # diary, or a list of what will be on, within one post.
            score += 1 if date.date < latest else 0 if ended else -3
        follows = (
            block.lines[1] if len(block.lines) > 1 else blocks[place + 1].lines[0] if place + 1 < len(blocks) else ""
        )
        score += 1 if _may_be_title(follows) else -1
        score -= 3 if in_comments else 0
        # One setting prints all dates of a blog: with the year, or without it.
        score -= 4 if first is not None and date.year_from_context != first.year_from_context else 0
        if score >= _ENOUGH:
            out.append(place)
            first, latest = first or date, date.date
            ended = in_comments = False
    return out


def has_marks(block: Block) -> bool:
    """Return whether *block* holds a line of Blogger's own that ends a post."""
    return any(
        chrome.comments_header(line) is not None
        or chrome.is_post_comment(line)
        or chrome.split_posted(line) is not None
        or (chrome.split_labels(line) is not None and len(line) < 120)
        for line in block.lines
    )


def _may_be_title(line: str) -> bool:
    return 0 < len(line) <= _LONGEST_TITLE and not chrome.chrome_kind(line) and chrome.comments_header(line) is None


def cut_posts(blocks: list[Block]) -> list[TextPost]:
    """Return the posts of one day, which *blocks* hold below its date: a list page prints it once for all."""
    feet = [
        (place, mark)
        for place, block in enumerate(blocks)
        for mark in map(mark_of, block.lines)
        if mark.strength > 1 and mark.posted is not None
    ]
    starts = [0]
    for (place, foot), (following, other) in itertools.pairwise(feet):
        between = range(place + 1, following)
        start = next((at for at in between if not all(mark_of(line).strength for line in blocks[at].lines)), None)
        alike = author_and_time(foot.posted or "")[0] == author_and_time(other.posted or "")[0]
        counted = any(chrome.comments_header(line) for at in between for line in blocks[at].lines[:1])
        if start is not None and alike and not counted:
            starts.append(start)
    ends = [*starts[1:], len(blocks)]
    return [_cut_post(blocks[start:end], blocks[0].date) for start, end in zip(starts, ends, strict=True)]


def _cut_post(blocks: list[Block], date: ParsedDate | None) -> TextPost:
    """Return the post that *blocks* hold, with or without the line of its *date*."""
    head = blocks[0]
    post = TextPost(date=date, line=head.number)
    rest = [list(block.lines) for block in blocks]
    numbers = [block.number for block in blocks]
    if head.date is not None:
        rest[0] = rest[0][1:]
        if not rest[0]:
            rest, numbers = rest[1:], numbers[1:]
    if rest and _may_be_title(rest[0][0]) and (len(rest[0]) == 1 or len(rest[0][0]) <= 100):
        post.title = rest[0][0]
        rest[0] = rest[0][1:]
        if not rest[0]:
            rest, numbers = rest[1:], numbers[1:]
    split = _comments_start(rest)
    body = rest[:split]
    _footer(body, post)
    post.body = body
    for lines in body:
        # Signs of another post or of comments that did not add up.
        said_so = said(lines[0]) is not None and lines[0].endswith(("...", "…"))
        if chrome.comments_header(lines[0]) is not None or said_so or (len(lines) == 1 and is_date_line(lines[0])):
            post.doubts.append(lines[0])
    if split < len(rest):
        header = chrome.comments_header(rest[split][0])
        assert header is not None
        post.total = header.count
        post.dropped.append((rest[split][0], "the number of comments"))
        rest[split] = rest[split][1:]
        _below([(lines, number) for lines, number in zip(rest[split:], numbers[split:], strict=True) if lines], post)
    return post


def _below(blocks: list[tuple[list[str], int]], post: TextPost) -> None:
    """Read the comments in *blocks* (lines, number of the first), and what stands after them, into *post*."""
    lines = [Line(line, place, number) for place, (block, number) in enumerate(blocks) for line in block]
    post.comments, controls, end = read_comments(lines)
    post.dropped += [(line, chrome.CONTROLS) for line in controls]
    _read_tail(_as_blocks([(line.block, line.text) for line in lines[end:]]), post)


@dataclass(slots=True)
class _Signs:
    """What speaks for comments in the lines from some place on."""

    said: int = 0
    timed: int = 0
    controls: int = 0
    posts: bool = False
    other: bool = False


def is_date_line(line: str) -> bool:
    found = parse_date(line) if len(line) <= LONGEST_DATE else None
    return found is not None and not found.leftover and not found.ambiguous


def _comments_start(rest: list[list[str]]) -> int:
    """Return the place of the block that begins the comments, ``len(rest)`` if none does surely."""
    headers = {place: header for place, lines in enumerate(rest) if (header := chrome.comments_header(lines[0]))}
    if not headers:
        return len(rest)
    best, best_score = len(rest), 0
    below = _Signs()
    for place in range(len(rest) - 1, min(headers) - 1, -1):
        for line in rest[place][1:] if place in headers else rest[place]:
            below.said += said(line) is not None
            below.timed += timed(line) is not None or signed(line) is not None
            below.posts = below.posts or chrome.is_post_comment(line)
            kind = chrome.chrome_kind(line)
            below.controls += kind == chrome.CONTROLS
            below.other = below.other or kind not in {"", chrome.CONTROLS}
        if place in headers:
            score = _score(headers[place], below)
            if score >= _ENOUGH and score >= best_score:
                best, best_score = place, score
    return best


def _score(header: chrome.Header, below: _Signs) -> int:
    """Return how much speaks for *header* being the count above the comments *below*."""
    score = 1 + (2 if below.posts else 0) + (1 if below.other else 0)
    if header.count:
        score += 2 if below.said else 1 if below.timed or below.controls else 0
        score += 1 if header.count in {below.said, below.timed, below.controls} else 0
    elif not below.said:
        score += 1
    return score


def _footer(body: list[list[str]], post: TextPost) -> None:
    """Take Blogger's lines out of *body* into *post*, and what stands below them: a sidebar, which is no part of it.

    Lines are taken while they are known, and only if two marks stand together or one that a post can't end
    with ("Posted by … at 10:35").
    """
    lines = [(place, line) for place, block in enumerate(body) for line in block]
    marks = [mark_of(line) for _, line in lines]
    start, end = run_of(marks)
    if start == end:
        if marks and marks[-1].strength:
            post.doubts.append(lines[-1][1])
        return
    for (_, line), mark in zip(lines[start:end], marks[start:end], strict=True):
        _take(line, mark, post)
    body[:] = _as_blocks(lines[:start])
    _read_tail(_as_blocks(lines[end:]), post)


def _as_blocks(lines: list[tuple[int, str]]) -> list[list[str]]:
    blocks: dict[int, list[str]] = {}
    for place, line in lines:
        blocks.setdefault(place, []).append(line)
    return list(blocks.values())


def _take(line: str, mark: Mark, post: TextPost) -> None:
    """Put what *line* says into *post*, or that it was left out."""
    if mark.posted is not None:
        if post.author:
            post.dropped.append((line, "another line of who posted"))
        else:
            post.author, post.time = author_and_time(mark.posted)
    if mark.labels is not None:
        if post.labels:
            post.dropped.append((line, "another line of labels"))
        else:
            post.labels = mark.labels
    if mark.count is not None and post.total is None:
        post.total = mark.count.count
    if mark.kind:
        post.dropped.append((line, mark.kind))


def _read_tail(blocks: list[list[str]], post: TextPost) -> None:
    """Sort what stands after a post: Blogger's lines are dropped by name, a licence and the rest are gadgets.

    A sidebar has a blank line between its boxes, and the title of each in its first line.
    """
    licence: list[str] = []
    boxes: list[list[str]] = []
    for lines in blocks:
        box = []
        for line in lines:
            if chrome.is_licence(line) or (licence and line in lines and chrome.is_licence(lines[0])):
                licence.append(line)
            elif (mark := mark_of(line)).strength:
                _take(line, mark, post)
            else:
                box.append(line)
        if sum(_ARCHIVED.match(line) is not None for line in box) > 1:
            post.dropped += [(line, "the blog's archive") for line in box]
        elif box:
            boxes.append(box)
    if licence:
        post.gadgets.append((licence[0], licence))
    for box in boxes:
        titled = len(box) > 1 and len(box[0]) <= _LONGEST_BOX_TITLE
        post.gadgets.append((box[0], box[1:]) if titled else ("", box))
    if boxes:
        post.doubts.append(boxes[0][0])
