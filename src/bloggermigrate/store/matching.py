"""Entries of saved pages and copied texts that show no number of Blogger's, matched with those that have one.

Themes by others often print no number, and a copied text never has one: such an entry gets a made one. Given beside an
export it is the same post all the same, known by its address, or, in a text, by its day and title. A comment is the
same when it stands below the same post, is by the same author, and agrees in its minute or its words.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import chain
from urllib.parse import unquote

from bloggermigrate.model import RawEntry, number_of
from bloggermigrate.readers.items import MADE_ID
from bloggermigrate.store import Store
from bloggermigrate.text.instants import parse_instant
from bloggermigrate.text.slugs import fold

_HOST = re.compile(r"^(?:https?:)?//[^/]*", re.I)
_ONE_DAY = timedelta(days=1)
_TAG = re.compile(r"<[^<>]*>")


def path_of(entry: RawEntry) -> str:
    """Return the address of *entry* without its host: hosts change, and a Takeout names none."""
    return unquote(_HOST.sub("", entry.permalink or entry.reserved))


def words_of(markup: str) -> str:
    """Return the words of a piece of HTML."""
    return " ".join(html.unescape(_TAG.sub(" ", markup)).split())


def adopt_numbers(store: Store) -> None:
    """Give each entry with a made number the id of the entry that it is a copy of, where there is one."""
    posts = _adopt_posts(store)
    _adopt_comments(store, posts)


def _adopt_posts(store: Store) -> dict[str, str]:
    """Return by its made id the id of the post or page that each copy is one of."""
    made: list[tuple[int, RawEntry]] = []
    by_path: dict[str, str] = {}
    by_title: dict[str, list[tuple[date, str]]] = {}
    for row, entry in store.entries("post", "page"):
        if entry.id.startswith(MADE_ID):
            made.append((row, entry))
            continue
        if path := path_of(entry):
            by_path.setdefault(path, entry.id)
        if (title := fold(entry.title.strip())) and (day := _day(entry.published)):
            by_title.setdefault(title, []).append((day, entry.id))
    adopted: dict[str, str] = {}
    for row, entry in made:
        path, day = path_of(entry), _day(entry.published)
        known = by_path.get(path) if path else None
        if not path and day is not None:
            # A Takeout dates in UTC, so the day may be the next one.
            same = by_title.get(fold(entry.title.strip()), ())
            near = {number for other, number in same if abs(other - day) <= _ONE_DAY}
            known = near.pop() if len(near) == 1 else None
        if known:
            adopted[entry.id] = known
            store.change(row, replace(store.entry(row), id=known))
    return adopted


def _adopt_comments(store: Store, posts: dict[str, str]) -> None:
    """Move the comments of the copies to the posts in *posts*, each under the id of the one it is a copy of."""
    made: list[tuple[int, RawEntry]] = []
    known: dict[str, list[tuple[int, RawEntry]]] = {}
    for row, entry in store.entries("comment"):
        if entry.id.startswith(MADE_ID):
            made.append((row, entry))
        else:
            known.setdefault(number_of(entry.parent), []).append((row, entry))
    adopted: dict[str, str] = {}
    taken: set[str] = set()
    moved: list[tuple[int, RawEntry]] = []
    for row, entry in made:
        here = replace(store.entry(row), parent=posts.get(entry.parent, entry.parent))
        twin = _twin(here, known.get(number_of(here.parent), ()), store, taken)
        if twin is not None:
            taken.add(twin)
            adopted[entry.id] = twin
            here = replace(here, id=twin)
        moved.append((row, here))
    if posts:
        # Those with numbers of their own stand below the copy of their post as well.
        moved += [
            (row, replace(store.entry(row), parent=posts[entry.parent]))
            for row, entry in chain.from_iterable(known.values())
            if entry.parent in posts
        ]
    for row, entry in moved:
        reply = adopted.get(entry.in_reply_to, entry.in_reply_to)
        store.change(row, replace(entry, in_reply_to=reply))


def _twin(entry: RawEntry, others: list[tuple[int, RawEntry]] | tuple[()], store: Store, taken: set[str]) -> str | None:
    """Return the id of the comment among *others* that *entry* is a copy of."""
    author, letters = fold(entry.author.name), _letters(entry.content)
    for row, other in others:
        if other.id in taken or fold(other.author.name) != author:
            continue
        if _same_minute(entry.published, other.published) or _letters(store.entry(row).content) == letters:
            return other.id
    return None


def _letters(markup: str) -> str:
    """Return the words of a comment without blanks: forms differ in where lines and elements end."""
    return words_of(markup).replace(" ", "")


def _day(text: str) -> date | None:
    moment = parse_instant(text)
    return moment.date() if moment else None


def _same_minute(one: str, two: str) -> bool:
    """Whether two spellings mean one minute; where either has no offset, the blog's own clock decides."""
    first, second = _moment(one), _moment(two)
    if first is None or second is None:
        return False
    if first.tzinfo is None or second.tzinfo is None:
        first, second = first.replace(tzinfo=None), second.replace(tzinfo=None)
    return first.replace(second=0, microsecond=0) == second.replace(second=0, microsecond=0)


def _moment(text: str) -> datetime | None:
    """Return the moment that *text* says as it stands, None for a date alone."""
    try:
        return datetime.fromisoformat(text) if len(text) > 10 else None
    except ValueError:
        return None
