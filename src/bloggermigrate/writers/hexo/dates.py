"""Instants as Hexo wants them: local time without an offset, in the zone that its settings name.

Hexo reads a time with an offset as if it had none and shifts it once more; a time without one it takes for local time.
It looks up the zone's offset at another instant, though: at the local time read as if it were the machine's. In the day
around a change of clocks that is another offset; `exact` names such instants, and the scripts of our site mend them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

from bloggermigrate.model import Blog
from bloggermigrate.text.instants import zone_named


def zone_name(blog: Blog) -> str:
    """Return the zone for the settings: the blog's, else one with the offset of its last change, else UTC.

    >>> zone_name(Blog(id="", title="", url="", timezone="Europe/Rome")), zone_name(Blog(id="", title="", url=""))
    ('Europe/Rome', 'UTC')
    """
    if zone_named(blog.timezone):
        return blog.timezone
    offset = (blog.updated.utcoffset() if blog.updated else None) or timedelta(0)
    hours = round(offset / timedelta(hours=1))
    # The names of these zones count the other way.
    return f"Etc/GMT{-hours:+d}" if hours and -14 <= -hours <= 12 else "UTC"


def zone(blog: Blog) -> tzinfo:
    """Return the zone that `zone_name` names."""
    return zone_named(zone_name(blog)) or UTC


def local(moment: datetime, where: tzinfo) -> datetime | str:
    """Return *moment* as the clocks of *where* showed it, without an offset.

    It is a string for the first hundred years, which a JavaScript reader of YAML takes for those after 1900.

    >>> local(datetime(2011, 2, 14, 8, 30, tzinfo=UTC), UTC)
    datetime.datetime(2011, 2, 14, 8, 30)
    """
    try:
        naive = moment.astimezone(where).replace(tzinfo=None)
    except OverflowError:
        naive = moment.replace(tzinfo=None)
    return naive if naive.year >= 100 else naive.isoformat(timespec="seconds")


def exact(moment: datetime, where: tzinfo) -> bool:
    """Whether Hexo reads `local` of *moment* as *moment* on every machine: clocks of *where* do not change that day.

    >>> rome = zone_named("Europe/Rome") or UTC
    >>> exact(datetime(2009, 10, 25, 3, 30, tzinfo=UTC), rome), exact(datetime(2009, 10, 27, tzinfo=UTC), rome)
    (False, True)
    """
    try:
        shown = moment.astimezone(where)
        read = shown.replace(tzinfo=UTC)
        around = [(read + timedelta(hours=hours)).astimezone(where).utcoffset() for hours in (-14, 14)]
    except OverflowError:
        return True
    return all(offset == shown.utcoffset() for offset in around)
