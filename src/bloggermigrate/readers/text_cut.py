"""A page's text cut into posts: where each begins, its body, Blogger's own lines, comments, what follows.

A line of Blogger's could stand in a post, so a block of them counts only when its marks add up (``_score``,
``starts_of``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from bloggermigrate.dates import ParsedDate, parse_date
from bloggermigrate.readers import chrome_strings as chrome

LONGEST_DATE: Final = 80
_LONGEST_TITLE: Final = 200
_LONGEST_NAME: Final = 80
#: Marks that must add up before a block of lines is taken for comments, or a date line for a post's.
_ENOUGH: Final = 3
_TIME: Final = re.compile(r"\d{1,2}\s?(?:[:.]|h)\s?\d{2}")
_CONTROLS: Final = "comment controls"


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
class TextComment:
    author: str
    printed: list[str]
    blocks: list[list[str]]
    number: int


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
    out: list[Block] = []
    here: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            if here and _begins_after(here, line.strip()):
                # Two texts put behind each other without a blank line: the second begins where Blogger's lines end.
                out.append(Block(here, start))
                here = []
            if not here:
                start = number
            here.append(line.strip())
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
        follows = (
            block.lines[1] if len(block.lines) > 1 else blocks[place + 1].lines[0] if place + 1 < len(blocks) else ""
        )
        score += 1 if _may_be_title(follows) else -1
        score -= 3 if in_comments else 0
        if score >= _ENOUGH:
            out.append(place)
            first = first or date
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
        if chrome.comments_header(lines[0]) is not None or (len(lines) == 1 and is_date_line(lines[0])):
            post.doubts.append(lines[0])
    if split < len(rest):
        header = chrome.comments_header(rest[split][0])
        assert header is not None
        post.total = header.count
        post.dropped.append((rest[split][0], "the number of comments"))
        rest[split] = rest[split][1:]
        below = [(lines, number) for lines, number in zip(rest[split:], numbers[split:], strict=True) if lines]
        _read_comments([lines for lines, _ in below], [number for _, number in below], post)
    return post


@dataclass(slots=True)
class _Signs:
    """What speaks for comments in the lines from some place on."""

    said: int = 0
    timed: int = 0
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
            below.said += _said(line) is not None
            below.timed += _timed(line) is not None
            below.posts = below.posts or chrome.is_post_comment(line)
            below.other = below.other or bool(chrome.chrome_kind(line))
        if place in headers:
            score = _score(headers[place], below)
            if score >= _ENOUGH and score >= best_score:
                best, best_score = place, score
    return best


def _score(header: chrome.Header, below: _Signs) -> int:
    """Return how much speaks for *header* being the count above the comments *below*."""
    score = 1 + (2 if below.posts else 0) + (1 if below.other else 0)
    if header.count:
        score += 2 if below.said else 1 if below.timed else 0
        score += 1 if header.count in {below.said, below.timed} else 0
    elif not below.said:
        score += 1
    return score


def _said(line: str) -> str | None:
    """Return the name in a line "Name said...", None if it is no such line."""
    if len(line) > _LONGEST_NAME + 30:
        return None
    name, languages = chrome.split_said(line)
    return name if languages and line.rstrip().endswith(("...", "…", ":")) else None


def _timed(line: str) -> ParsedDate | None:
    """Return the date and time that *line* is, as it stands below or above a comment."""
    if len(line) > LONGEST_DATE or not _TIME.search(line):
        return None
    found = parse_date(line)
    return found if found is not None and found.datetime is not None and not found.leftover else None


def _footer(body: list[list[str]], post: TextPost) -> None:
    """Take Blogger's lines off the end of *body* into *post*.

    Lines are taken while they are known, and only if two marks stand together or one that a post can't end
    with ("Posted by … at 10:35").
    """
    taken: list[tuple[str, str]] = []
    strong = 0
    lines = [(place, line) for place, block in enumerate(body) for line in block]
    cut = len(lines)
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at][1]
        posted = chrome.split_posted(line)
        labels = chrome.split_labels(line)
        kind = chrome.chrome_kind(line) or ("the link to write a comment" if chrome.is_post_comment(line) else "")
        if chrome.comments_header(line) is not None:
            kind = "the number of comments"
        if posted is not None and (_TIME.search(posted) or len(posted) <= _LONGEST_NAME):
            strong += 2
        elif labels is not None or kind:
            strong += 1
        else:
            break
        taken.append((line, kind))
        cut = at
    if strong < 2:
        if taken:
            post.doubts.append(taken[-1][0])
        return
    for line, kind in reversed(taken):
        posted = chrome.split_posted(line)
        labels = chrome.split_labels(line)
        if posted is not None:
            post.author, post.time = _author_and_time(posted)
        elif labels is not None:
            post.labels = labels
        else:
            post.dropped.append((line, kind))
            header = chrome.comments_header(line)
            if header is not None:
                post.total = header.count
    keep: dict[int, list[str]] = {}
    for place, line in lines[:cut]:
        keep.setdefault(place, []).append(line)
    body[:] = list(keep.values())


def _author_and_time(posted: str) -> tuple[str, str]:
    """Return (name, time) of what follows "posted by".

    >>> _author_and_time("Anna Rossi a 10:35"), _author_and_time("Anna Rossi")
    (('Anna Rossi', '10:35'), ('Anna Rossi', ''))
    """
    found = re.search(rf"\s+(?:{chrome.at_words()})?\s*:?\s*(\d{{1,2}}[:.h].*)$", posted, re.IGNORECASE)
    if found:
        return posted[: found.start()].strip(" ,"), found[1].strip()
    return posted.strip(" ,"), ""


def _read_comments(blocks: list[list[str]], numbers: list[int], post: TextPost) -> None:
    """Read the comments in *blocks*, and what stands after them, into *post*.

    Layouts print "Name said...", the text, the time; threads print the name, the time, the text. Which of
    the two it is shows in whether any line says "said".
    """
    lines = [
        (line, place, numbers[place] if place < len(numbers) else post.line)
        for place, block in enumerate(blocks)
        for line in block
    ]
    said = any(_said(line) is not None for line, *_ in lines)
    signs = [at for at, (line, *_) in enumerate(lines) if _said(line) is not None or _timed(line) is not None]
    last = signs[-1] if signs else -1
    here: TextComment | None = None
    kept: dict[int, list[str]] = {}

    def begin(name: str, printed: list[str], number: int) -> TextComment:
        if here is not None:
            here.blocks += kept.values()
            kept.clear()
        post.comments.append(TextComment(name, printed, [], number))
        return post.comments[-1]

    at = 0
    while at < len(lines):
        line, place, number = lines[at]
        following = lines[at + 1][0] if at + 1 < len(lines) else ""
        if chrome.is_post_comment(line) or (at > last and chrome.chrome_kind(line) not in {"", _CONTROLS}):
            break
        name = _said(line)
        glued = _glued(line)
        if name is not None:
            here = begin(name, [], number)
        elif not said and len(line) <= _LONGEST_NAME and _timed(following) and not chrome.chrome_kind(line):
            here = begin(line, [following], number)
            at += 1
        elif not said and glued is not None:
            here = begin(glued[0], [glued[1]], number)
        elif chrome.chrome_kind(line) == _CONTROLS:
            post.dropped.append((line, _CONTROLS))
        elif here is None:
            break
        elif said and _timed(line) and kept and not here.printed:
            here.printed.append(line)
        else:
            kept.setdefault(place, []).append(line)
        at += 1
    if here is not None:
        here.blocks += kept.values()
    tail: dict[int, list[str]] = {}
    for line, place, _ in lines[at:]:
        tail.setdefault(place, []).append(line)
    _read_tail(list(tail.values()), post)


def _glued(line: str) -> tuple[str, str] | None:
    """Return (name, time) of a line that a text capture glued: "Anna25 luglio 2010, 6:24"."""
    found = re.match(r"(?P<name>\D{2,60}?)(?P<when>\d.{8,60})\Z", line)
    if found and _timed(found["when"]) is not None and not found["name"].endswith((" ", ",")):
        return found["name"].strip(), found["when"]
    return None


def _read_tail(blocks: list[list[str]], post: TextPost) -> None:
    """Sort what stands after a post: Blogger's lines are dropped by name, a licence and the rest are gadgets."""
    other: list[str] = []
    licence: list[str] = []
    for lines in blocks:
        for line in lines:
            kind = chrome.chrome_kind(line)
            header = chrome.comments_header(line)
            if chrome.is_post_comment(line):
                post.dropped.append((line, "the link to write a comment"))
            elif chrome.is_licence(line) or (licence and licence[-1] and line in lines and chrome.is_licence(lines[0])):
                licence.append(line)
            elif kind:
                post.dropped.append((line, kind))
            elif header is not None:
                post.total = header.count if post.total is None else post.total
                post.dropped.append((line, "the number of comments"))
            elif (labels := chrome.split_labels(line)) is not None:
                post.labels = post.labels or labels
            elif (posted := chrome.split_posted(line)) is not None:
                if not post.author:
                    post.author, post.time = _author_and_time(posted)
            else:
                other.append(line)
    if licence:
        post.gadgets.append((licence[0], licence))
    if other:
        post.gadgets.append(("", other))
        post.doubts.append(other[0])
