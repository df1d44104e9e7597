"""Lines that Blogger prints below a post, in a page copied as text: what each says, and which stand together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bloggermigrate.dates import parse_date
from bloggermigrate.readers import chrome_strings as chrome
from bloggermigrate.readers.text_comments import ANY_DAY

#: Words in a pattern.
_QUOTED: Final = re.compile("'[^']*'")


@dataclass(frozen=True, slots=True)
class Mark:
    """What one line of Blogger's own below a post says."""

    kind: str = ""
    posted: str | None = None
    labels: tuple[str, ...] | None = None
    count: chrome.Header | None = None

    @property
    def strength(self) -> int:
        """Return how much it speaks for the lines around it being Blogger's; 0 if it may well be the post's."""
        if self.posted is not None and author_and_time(self.posted)[1]:
            return 2
        return 1 if self.kind or self.posted is not None or self.labels is not None else 0

    @property
    def telling(self) -> bool:
        """Return whether it is of a kind that no list of links within a post has."""
        return self.posted is not None or self.labels is not None or self.kind == "the subscription link"


@lru_cache(maxsize=4096)
def mark_of(line: str) -> Mark:
    count = chrome.comments_header(line)
    if count is not None:
        return Mark("the number of comments", count=count)
    # "Posted by Anna at 10:35 AM 3 comments:"
    text, count = chrome.without_count(line)
    posted, labels = chrome.split_posted(text), chrome.split_labels(line)
    if posted is not None:
        return Mark(posted=posted, count=count)
    if labels is not None:
        return Mark(labels=labels)
    return Mark(chrome.chrome_kind(line) or ("the link to write a comment" if chrome.is_post_comment(line) else ""))


def author_and_time(posted: str) -> tuple[str, str]:
    """Return (name, time) of what follows "posted by"; the time may be a whole date.

    >>> author_and_time("Anna Rossi a 10:35"), author_and_time("Anna Rossi")
    (('Anna Rossi', '10:35'), ('Anna Rossi', ''))
    >>> author_and_time("Anna at Monday, February 28, 2011")
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
    found = parse_date(text, context=ANY_DAY) if any(char.isdigit() for char in text) else None
    if found is None or found.leftover:
        return ()
    return found.value, found.weekday_ok, "a" in _QUOTED.sub("", found.pattern)


def run_of(marks: list[Mark]) -> tuple[int, int]:
    """Return the (start, end) of those *marks* that are the lines below a post, (0, 0) if none are.

    In the midst of a text, where a page's sidebar follows, more is asked of them than at its end.
    """
    runs: list[tuple[int, int]] = []
    start = 0
    for at, mark in enumerate([*marks, Mark()]):
        if not mark.strength:
            if sum(one.strength for one in marks[start:at]) > 1:
                runs.append((start, at))
            start = at + 1
    timed = [run for run in runs if any(mark.strength > 1 for mark in marks[slice(*run)])]
    sure = [run for run in runs if any(mark.telling for mark in marks[slice(*run)])]
    at_end = [run for run in runs if run[1] == len(marks)]
    return (timed[-1:] or sure[:1] or at_end or [(0, 0)])[0]


def strength_of(line: str) -> int:
    """Return how much *line* speaks for a text being a page of a blog: Blogger counts comments, others seldom do.

    >>> strength_of("3 comments:"), strength_of("Labels: bread"), strength_of("Home")
    (2, 1, 0)
    """
    mark = mark_of(line)
    if mark.count is not None or chrome.is_post_comment(line):
        return 2
    return mark.strength if mark.posted is not None or mark.labels is not None else 0
