"""Machine dates of exports: RFC 3339 text → aware datetime with the blog's own offset."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MIDNIGHT_24 = re.compile(r"T24:00(?::00(?:\.0+)?)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
#: before this year no Blogger existed; entries with such dates are real (back-dated on purpose) and kept
FIRST_YEAR = 1999


def zone_named(name: str) -> ZoneInfo | None:
    """Return the time zone called *name* ("Europe/Rome"), None when there is none of that name."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def parse_instant(text: str, zone: tzinfo | None = None, *, always: bool = False) -> datetime | None:
    """Return the instant that *text* names, aware, or None when it names none.

    An offset other than zero is the blog's own at that instant and is kept, unless *always* asks for *zone*.
    "Z" and a missing offset are brought to *zone* (a missing one is read as being in it); without *zone* they
    stay UTC. Seconds and fractions are kept.

    >>> parse_instant("2012-07-31T23:30:00.000+02:00").isoformat()
    '2012-07-31T23:30:00+02:00'
    >>> parse_instant("2012-07-31T22:30:00Z", ZoneInfo("Europe/Rome")).isoformat()
    '2012-08-01T00:30:00+02:00'
    """
    text = text.strip()
    if len(text) < 8:
        return None
    day_later = "T24" in text and bool(_MIDNIGHT_24.search(text))
    if day_later:
        text = _MIDNIGHT_24.sub("T00:00:00", text)
    try:
        found = datetime.fromisoformat(text)
        if day_later:
            found += timedelta(days=1)
        if found.tzinfo is None:
            return _fixed(found.replace(tzinfo=zone or UTC))
        if zone is not None and (always or not found.utcoffset()):
            return _fixed(found.astimezone(zone))
        return _comparable(found)
    except (ValueError, OverflowError):
        return None


def _comparable(moment: datetime) -> datetime:
    """Return *moment*; raise OverflowError where it leaves year 1 or 9999 in UTC and can't be compared with others."""
    if moment.year in (1, 9999):
        moment.astimezone(UTC)
    return moment


def _fixed(moment: datetime) -> datetime:
    """Return *moment* with its offset as a fixed one: a date in the model says what it says without a zone table."""
    return _comparable(moment.replace(tzinfo=_offset(moment.utcoffset() or timedelta(0)), fold=0))


@lru_cache(maxsize=64)  # a blog has two
def _offset(offset: timedelta) -> timezone:
    # Zones before 1900 or so had seconds in their offsets; RFC 3339 has no room for them.
    return timezone(timedelta(minutes=round(offset.total_seconds() / 60)))


def rfc3339(moment: datetime | None) -> str:
    """Return *moment* as RFC 3339, "" for None; milliseconds where there are any, as Blogger counts them.

    >>> rfc3339(parse_instant("2012-07-31T23:30:00.000+02:00")), rfc3339(parse_instant("2012-07-31T23:30:00.007Z"))
    ('2012-07-31T23:30:00+02:00', '2012-07-31T23:30:00.007+00:00')
    """
    if moment is None:
        return ""
    if not moment.microsecond:  # as nearly all are
        return moment.isoformat()
    return moment.isoformat(timespec="milliseconds" if moment.microsecond >= 1000 else "seconds")


def microseconds(moment: datetime | None) -> int | None:
    """Return the instant in microseconds since 1970, for sorting and storing."""
    if moment is None:
        return None
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
