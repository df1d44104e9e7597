"""Dates of posts and comments on pages: a machine's before a printed one, and where each is from.

Order of trust: an attribute (``abbr.published``, ``time[datetime]``) or the milliseconds in a comment's
address; the printed date; the instant in an id (those before about August 2006 begin with the seconds of
their making: exact for comments, for posts the beginning of the draft); the permalink's year and month.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bloggermigrate.dates import Context, ParsedDate, parse_date

#: Ids of 18 digits from 1999 to 2006 begin with seconds since 1970.
_ID_DIGITS: Final = 18
_FIRST, _LAST = dt.datetime(1999, 8, 1, tzinfo=dt.UTC), dt.datetime(2006, 12, 31, tzinfo=dt.UTC)
_WIDEST: Final = dt.timedelta(hours=14)
_QUARTER: Final = 15 * 60
#: A leap year's, to see whether a text tells a day without its year.
_SOME_DAY: Final = Context(near=dt.date(2012, 2, 29))
#: Words of a date, and of a text in which one is sought.
_LONGEST_DATE: Final = 9
_MOST_WORDS: Final = 30


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as ISO 8601 text ("" if there is none) and the note on where it is from, as (code, message)."""

    iso: str
    note: tuple[str, str] | None = None


def instant_of_id(number: str) -> dt.datetime | None:
    """Return the instant in an old id, None if it has none.

    >>> instant_of_id("115167842161376099").isoformat()
    '2006-06-30T14:40:21+00:00'
    """
    if len(number) != _ID_DIGITS or not number.isdigit():
        return None
    moment = dt.datetime.fromtimestamp(int(number[:10]), dt.UTC)
    return moment if _FIRST <= moment <= _LAST else None


def with_offset(instant: dt.datetime, local: dt.datetime | None) -> dt.datetime:
    """Return *instant* with the offset that the printed *local* time of the same moment shows.

    Minutes are printed without seconds, so they agree to a minute; offsets are whole quarters of an hour.

    >>> when = dt.datetime(2010, 7, 25, 4, 24, 28, tzinfo=dt.UTC)
    >>> with_offset(when, dt.datetime(2010, 7, 25, 6, 24)).isoformat()
    '2010-07-25T06:24:28+02:00'
    """
    if local is None or local.tzinfo is not None:
        return instant
    apart = (local - instant.replace(tzinfo=None, second=0, microsecond=0)).total_seconds()
    offset = round(apart / _QUARTER) * _QUARTER
    if abs(apart - offset) > 60 or abs(offset) > _WIDEST.total_seconds():
        return instant
    return instant.astimezone(dt.timezone(dt.timedelta(seconds=offset)))


def read_printed(
    texts: Iterable[str], *, locale: str, order: str | None, context: Context
) -> tuple[ParsedDate | None, dt.datetime | None]:
    """Return the date that *texts* print and, where they print a time, the local moment.

    A time may stand apart from its date: Blogger prints the date above the posts of a day and the time below
    each.
    """
    texts = list(texts)
    best: ParsedDate | None = None
    for text in texts:
        found = parse_date(text, locale=locale or None, order=order, context=context)
        if found is None or not ("d" in found.roles or found.roles == "*"):
            continue
        if found.year_from_context and found.leftover:
            continue  # "3 years ago": a number and a name of August in some language
        if best is None or (best.datetime is None and found.datetime is not None and found.date == best.date):
            best = found
    if best is None or best.datetime is not None:
        return best, best.datetime if best else None
    return best, _bare_time(texts, locale, Context(near=best.date))


def is_whole_date(text: str, locale: str) -> bool:
    """Return whether *text* is a date with its year, and nothing else."""
    found = parse_date(text, locale=locale or None)
    return found is not None and not found.leftover and not found.year_from_context


def tells_day(text: str, locale: str) -> bool:
    """Return whether *text* tells a day, with its year or without."""
    found = parse_date(text, locale=locale or None, context=_SOME_DAY)
    if found is None or not ("d" in found.roles or found.roles == "*"):
        return False
    return not (found.year_from_context and found.leftover)


def is_near(text: str, locale: str, month: tuple[int, int] | None) -> bool:
    """Return whether the date *text* is of *month* (year, month) or one beside it; any is where that is not known."""
    found = parse_date(text, locale=locale or None, context=Context(year=month[0], month=month[1]) if month else None)
    if found is None or month is None:
        return found is not None
    return abs((found.date.year - month[0]) * 12 + found.date.month - month[1]) <= 1


def date_within(text: str, locale: str) -> str:
    """Return the longest run of words of *text* that is a date with its year, "" if none is.

    >>> date_within("Posted by Lia on October 27, 2010 | 3 Comments", "en")
    'on October 27, 2010'
    """
    words = text.split()[:_MOST_WORDS]
    for length in range(min(len(words), _LONGEST_DATE), 0, -1):
        for start in range(len(words) - length + 1):
            run = " ".join(words[start : start + length]).strip(" |·,:()")
            if any(char.isdigit() for char in run) and is_whole_date(run, locale):
                return run
    return ""


def _bare_time(texts: Iterable[str], locale: str, context: Context) -> dt.datetime | None:
    """Return the moment of the first text that is a time without a date, on the day that *context* gives."""
    for text in texts:
        found = parse_date(text, locale=locale or None, context=context)
        if found is not None and found.datetime is not None and "d" not in found.roles:
            return found.datetime
    return None


def numeric_texts(printed: Sequence[str]) -> list[str]:
    """Return those of *printed* that are short and hold numbers: what the order of a blog is told from."""
    return [text for text in printed if len(text) <= 40 and any(char.isdigit() for char in text)]


def settle(
    machine: str,
    printed: Sequence[str],
    *,
    number: str,
    locale: str,
    order: str | None,
    month: tuple[int, int] | None = None,
    near: dt.date | None = None,
) -> Dated:
    """Return the date of one post or comment.

    *number* is its id, *month* the year and month of its permalink, *near* the date of a neighbour.
    """
    context = Context(year=month[0] if month else None, month=month[1] if month else None, near=near)
    if machine:
        try:
            moment = dt.datetime.fromisoformat(machine)
        except ValueError:
            moment = None
        if moment is not None:
            if moment.tzinfo is not None and not moment.utcoffset():
                # A comment's milliseconds are UTC; what stands printed tells the blog's own clock.
                around = Context(near=moment.date())
                _, local = read_printed(printed, locale=locale, order=order, context=around)
                return Dated(with_offset(moment, local).isoformat())
            return Dated(moment.isoformat())
    best, local = read_printed(printed, locale=locale, order=order, context=context)
    made = instant_of_id(number)
    if best is not None:
        return Dated((local or best.date).isoformat(), _note(best))
    if made is not None:
        # A bare time that agrees with the id gives the blog's offset as well.
        for day in (0, -1, 1):
            around = Context(near=made.date() + dt.timedelta(day))
            exact = with_offset(made, _bare_time(printed, locale, around))
            if exact.utcoffset():
                return Dated(exact.isoformat())
        return Dated(made.isoformat(), ("date-guessed", "It has no date on the page; its id tells when it was begun."))
    if month is not None:
        iso = f"{month[0]:04}-{month[1]:02}-01"
        return Dated(iso, ("date-guessed", "It has no date on the page; year and month are those of its address."))
    if near is not None:
        return Dated(near.isoformat(), ("date-guessed", "It has no date on the page; its neighbour's is taken."))
    return Dated("")


def _note(found: ParsedDate) -> tuple[str, str] | None:
    if found.ambiguous:
        others = ", ".join(day.isoformat() for day in found.alternatives)
        return "date-ambiguous", f"{found.text!r} is read as {found.date.isoformat()}; it could be {others}."
    if found.weekday_ok is False:
        return "weekday-mismatch", f"{found.text!r}: {found.notes[0].partition(': ')[2]}."
    return None
