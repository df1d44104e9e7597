"""What only the whole import can settle: ids, and dates that must differ. Marks stand for them until then."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from hashlib import blake2b

from bloggermigrate.writers.joining import Part
from bloggermigrate.writers.wordpress.attachments import KIND

# Marks that `Numbers` replaces: no XML text can hold a NUL.
POST_ID = "\0i\0"
LOCAL = "\0l\0"
GMT = "\0g\0"
COVER = "\0t\0"
MARKS = frozenset((POST_ID, LOCAL, GMT, COVER))
_MARK = re.compile(rb"\0([ilgct])(\d*)\0")


def local(moment: datetime) -> str:
    """Return the clock of *moment* as the database keeps it."""
    return moment.replace(tzinfo=None, microsecond=0).isoformat(" ")


class Numbers:
    """Fills in what must be unique in the whole import: ids, counted up, and dates.

    The importer drops a post that has the title, the date and the kind of another one, or only its date where the
    title is empty. Such a post is dated some seconds later. Posts come in order of their dates, so what lies days
    back can be forgotten.
    """

    def __init__(self) -> None:
        self._posts = 0
        self._comments = 0
        self._seen: dict[tuple[str, str], set[str]] = {}
        self._pictures: dict[bytes, int] = {}  #: hash of its address → number of the item

    def settle(self, part: Part) -> bytes:
        """Return the final text of a part: the next in the order of the blog."""
        if part.facts[2:3] == (KIND,):
            key = _hashed(part.facts[4])
            if key in self._pictures:
                return b""
            self._pictures[key] = self._posts + 1
        self._posts += 1
        first, highest = self._comments, 0
        local, gmt = self._dates(part)

        def fill(found: re.Match[bytes]) -> bytes:
            nonlocal highest
            match found[1]:
                case b"i":
                    return str(self._posts).encode()
                case b"l":
                    return local.encode()
                case b"g":
                    return gmt.encode()
                case b"t":
                    return str(self._pictures[_hashed(part.facts[4])]).encode()
            highest = max(highest, int(found[2]))
            return str(first + int(found[2])).encode()

        data = _MARK.sub(fill, part.data)
        self._comments += highest
        return data

    def _dates(self, part: Part) -> tuple[str, str]:
        if not part.facts:
            return "", ""
        local, gmt, kind, title, _ = part.facts
        later = 0
        while self._clashes(kind, moved := _later(local, later), title):
            later += 1
        if len(self._seen) > 5000:
            self._seen = {key: titles for key, titles in self._seen.items() if key[1] >= _later(local, -3 * 86400)}
        self._seen.setdefault((kind, moved), set()).add(title)
        return moved, _later(gmt, later)

    def _clashes(self, kind: str, date: str, title: str) -> bool:
        titles = self._seen.get((kind, date))
        return bool(titles) and (not title or "" in (titles or ()) or title in (titles or ()))


def _hashed(url: str) -> bytes:
    # Half a million addresses would not fit into memory as they are.
    return blake2b(url.encode("utf-8", "replace"), digest_size=12).digest()


def _later(date: str, seconds: int) -> str:
    if not seconds:
        return date
    try:
        return local(datetime.fromisoformat(date) + timedelta(seconds=seconds))
    except OverflowError:  # the first or last day that there is
        return date if seconds > 0 else ""
