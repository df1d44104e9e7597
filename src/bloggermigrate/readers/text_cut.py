"""A page's text cut into posts: where each begins, its body, Blogger's own lines, comments, what follows.

A line of Blogger's could stand in a post, so a block of them counts only when its marks add up (``_score``,
``starts_of``).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Final

from bloggermigrate.dates import Context, ParsedDate, parse_date
from bloggermigrate.readers import chrome_strings as chrome
from bloggermigrate.readers.text_comments import LONGEST_DATE, TIME, Line, TextComment, read_comments, said, timed

_LONGEST_TITLE: Final = 200
#: Marks that must add up before a block of lines is taken for comments, or a date line for a post's.
_ENOUGH: Final = 3
#: Words in a pattern.
_QUOTED: Final = re.compile("'[^']*'")
#: The day of a bare time that is looked at for being one.
_ANY_DAY: Final = Context(near=dt.date(2011, 1, 1))


@dataclass(slots=True)
class Block:
    """Lines with no blank one between them."""

    lines: list[str]
    number: int  #: of the first line, from 1
    date: ParsedDate | None = None  #: if it is one line that is a date

    @property
    def text(self) -> str:
        return " ".join(self.lines)

    @property
    def alone(self) -> bool:
        return len(self.lines) == 1


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


def blocks_of(text: str) -> list[Block]:
    """Return the blocks of *text*; each line is one where no blank line stands between any."""
    lines = [line.strip() for line in text.split("\n")]
    held = [number for number, line in enumerate(lines) if line]
    dense = len(held) > 1 and held[-1] - held[0] == len(held) - 1
    out: list[Block] = []
    here: list[str] = []
    start = 0
    for number, line in enumerate(lines, 1):
        if line:
            if here and (dense or _begins_after(here, line)):
                # Two texts put behind each other without a blank line: the second begins where Blogger's lines end.
                out.append(Block(here, start))
                here = []
            if not here:
                start = number
            here.append(line)
        elif here:
            out.append(Block(here, start))
            here = []
    if here:
        out.append(Block(here, start))
    for block in out:
        # A date line may be written close upon the title.
        if len(block.lines[0]) <= LONGEST_DATE:
            found = parse_date(block.lines[0])
            if found is not None and not found.leftover and not found.year_from_context:
                block.date = found
    return out


def _begins_after(above: list[str], line: str) -> bool:
    """Whether *line* is a whole date with its weekday, right below lines that Blogger prints at the end of a page."""
    ended = chrome.is_licence(above[0]) or chrome.chrome_kind(above[-1]) or chrome.is_post_comment(above[-1])
    if not ended or len(line) > LONGEST_DATE or not any(char.isdigit() for char in line):
        return False
    found = parse_date(line)
    return found is not None and found.weekday_ok is True and not found.leftover and found.datetime is None


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
        # A page has its newest post first; a diary within a post goes the other way.
        score += 1 if latest is not None and date.date < latest else 0
        follows = (
            block.lines[1] if len(block.lines) > 1 else blocks[place + 1].lines[0] if place + 1 < len(blocks) else ""
        )
        score += 1 if _may_be_title(follows) else -1
        score -= 3 if in_comments else 0
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


def cut_post(blocks: list[Block]) -> TextPost:
    """Return the post that *blocks*, beginning with its date, hold."""
    head = blocks[0]
    post = TextPost(date=head.date, line=head.number)
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
    tail: dict[int, list[str]] = {}
    for line in lines[end:]:
        tail.setdefault(line.block, []).append(line.text)
    _read_tail(list(tail.values()), post)


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
            below.timed += timed(line) is not None
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


@dataclass(frozen=True, slots=True)
class _Mark:
    """What one line of Blogger's own below a post says."""

    kind: str = ""
    posted: str | None = None
    labels: tuple[str, ...] | None = None
    count: chrome.Header | None = None

    @property
    def strength(self) -> int:
        """Return how much it speaks for the lines around it being Blogger's; 0 if it may well be the post's."""
        timed = self.posted is not None and TIME.search(self.posted) is not None
        return 2 if timed else 1 if self.kind or self.posted is not None or self.labels is not None else 0


def _mark(line: str) -> _Mark:
    count = chrome.comments_header(line)
    if count is not None:
        return _Mark("the number of comments", count=count)
    # "Posted by Anna at 10:35 AM 3 comments:"
    text, count = chrome.without_count(line)
    posted, labels = chrome.split_posted(text), chrome.split_labels(line)
    if posted is not None:
        return _Mark(posted=posted, count=count)
    if labels is not None:
        return _Mark(labels=labels)
    return _Mark(chrome.chrome_kind(line) or ("the link to write a comment" if chrome.is_post_comment(line) else ""))


def _footer(body: list[list[str]], post: TextPost) -> None:
    """Take Blogger's lines off the end of *body* into *post*.

    Lines are taken while they are known, and only if two marks stand together or one that a post can't end
    with ("Posted by … at 10:35").
    """
    lines = [(place, line) for place, block in enumerate(body) for line in block]
    taken: list[tuple[str, _Mark]] = []
    while len(taken) < len(lines):
        line = lines[-1 - len(taken)][1]
        mark = _mark(line)
        if not mark.strength:
            break
        taken.append((line, mark))
    if sum(mark.strength for _, mark in taken) < 2:
        if taken:
            post.doubts.append(taken[-1][0])
        return
    for line, mark in reversed(taken):
        _take(line, mark, post)
    keep: dict[int, list[str]] = {}
    for place, line in lines[: len(lines) - len(taken)]:
        keep.setdefault(place, []).append(line)
    body[:] = list(keep.values())


def _take(line: str, mark: _Mark, post: TextPost) -> None:
    """Put what *line* says into *post*, or that it was left out."""
    if mark.posted is not None and not post.author:
        post.author, post.time = _author_and_time(mark.posted)
    post.labels = post.labels or mark.labels or ()
    if mark.count is not None and post.total is None:
        post.total = mark.count.count
    if mark.kind:
        post.dropped.append((line, mark.kind))


def _author_and_time(posted: str) -> tuple[str, str]:
    """Return (name, time) of what follows "posted by"; the time may be a whole date.

    >>> _author_and_time("Anna Rossi a 10:35"), _author_and_time("Anna Rossi")
    (('Anna Rossi', '10:35'), ('Anna Rossi', ''))
    >>> _author_and_time("Anna at Monday, February 28, 2011")
    ('Anna', 'Monday, February 28, 2011')
    """
    words = posted.split()
    best: tuple[object, ...] = ()
    start = len(words)
    for at in range(1, len(words)):
        found = _time_of(" ".join(words[at:]))
        if found != (best or found):
            break
        if found:
            best, start = found, at
    if not best:
        return posted.strip(" ,"), ""
    name = words[:start]
    for count in (3, 2, 1):
        if len(name) > count and chrome.is_at(" ".join(name[-count:])):
            del name[-count:]
            break
    return " ".join(name).strip(" ,"), " ".join(words[start:])


def _time_of(text: str) -> tuple[object, ...]:
    """Return what *text* says as a time or date, equal for texts that say the same; () if it is none."""
    found = parse_date(text, context=_ANY_DAY) if any(char.isdigit() for char in text) else None
    if found is None or found.leftover:
        return ()
    return found.value, found.weekday_ok, "a" in _QUOTED.sub("", found.pattern)


def _read_tail(blocks: list[list[str]], post: TextPost) -> None:
    """Sort what stands after a post: Blogger's lines are dropped by name, a licence and the rest are gadgets."""
    other: list[str] = []
    licence: list[str] = []
    for lines in blocks:
        for line in lines:
            if chrome.is_licence(line) or (licence and line in lines and chrome.is_licence(lines[0])):
                licence.append(line)
            elif (mark := _mark(line)).strength:
                _take(line, mark, post)
            else:
                other.append(line)
    if licence:
        post.gadgets.append((licence[0], licence))
    if other:
        post.gadgets.append(("", other))
        post.doubts.append(other[0])
