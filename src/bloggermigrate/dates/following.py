"""A plan followed: the dates that its readings give, and which of several is meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from .calendars import from_gregorian
from .chunks import Chunk
from .model import Calendar, Context, ParsedDate
from .plans import Plan, Reading
from .tables import Lexicon, Meaning
from .years import date_of, date_without_year

#: More words than this, or than the parts of a date that were found, and the text is not one.
_MOST_LEFT: Final = 3
_YEARS_COMPACT: Final = range(1990, 2070)
_ALL: Final = -1
_NO_MONTH: Final[Meaning] = ((0, _ALL),)
_NO_DAYS: Final[frozenset[int]] = frozenset()


class _Found:
    """A reading that is a date: the date, what told it, and how it was written."""

    __slots__ = ("calendar", "date", "guessed", "mask", "reading", "weekdays")

    def __init__(
        self,
        date: dt.date,
        reading: Reading,
        mask: int,
        weekdays: frozenset[int],
        calendar: Calendar,
        guessed: bool,
    ) -> None:
        self.date = date
        self.reading = reading
        self.mask = mask
        self.weekdays = weekdays
        self.calendar = calendar
        self.guessed = guessed  #: the calendar is a guess


def follow(
    original: str,
    plan: Plan,
    chunks: list[Chunk],
    numbers: list[str],
    lex: Lexicon,
    order: str | None,
    context: Context,
    zone: dt.tzinfo | None,
) -> ParsedDate | None:
    """Return the date that *plan* finds in *numbers*."""
    months = _NO_MONTH
    if plan.month is not None:
        months = chunks[plan.month[0]].names[plan.month[1]][0]
    days = [chunks[at].names[name][1] for at, name in plan.weekdays]
    ambiguous = False
    rest: tuple[dt.date, ...] = ()
    wanted = order if plan.month is None else None
    if plan.plain and len(months) == 1 and wanted is None:
        # Nearly every date: one reading, one month. The general way below gives the same, slower.
        reading = plan.readings[0]
        best = _read(plan, reading, numbers, months[0][0], months[0][1], days, "", lex, context)
        if best is None:
            return None
        weekdays = best.weekdays
        weekday_ok = best.date.weekday() in weekdays if weekdays else None
    else:
        found = _all(plan, wanted, chunks, numbers, months, days, lex, context)
        if not found:
            return None
        best = found[0]
        if len(found) > 1:
            best, ambiguous = _choose(found, order, plan.month is None, context, chunks, lex)
            rest = tuple(one.date for one in found if one is not best)
        reading = best.reading
        weekdays = best.weekdays
        weekday_ok = best.date.weekday() in weekdays if weekdays else None
        # "18. jún. 27." is a form of languages that put the year first, "18 juin 27" none of French.
        year_first = plan.month is not None and best.mask > 0 and not best.mask & ~lex.year_first
        if plan.readings[-1].tier > reading.tier and (weekday_ok is False or (year_first and weekday_ok is None)):
            # The printed weekday, or the language, speaks for a rare form: say so, keep the common one.
            era = chunks[plan.era].era if plan.era >= 0 else ""
            for other in plan.readings:
                if other.tier > reading.tier:
                    for value, mask in months:
                        one = _read(plan, other, numbers, value, mask, days, era, lex, context)
                        fits = one is not None and (not one.weekdays or one.date.weekday() in one.weekdays)
                        if one is not None and fits and one.date != best.date:
                            ambiguous, rest = True, (*rest, one.date)
    time = None
    left: list[str] = []
    if reading.h >= 0:
        time = _time(reading, numbers, chunks)
        if time is None:
            left = [numbers[at] for at in (reading.h, reading.i, reading.s) if at >= 0]
    if plan.unknown or plan.extra:
        left += [word for chunk in chunks for word in chunk.unknown]
        left += [numbers[at] for at, role in enumerate(reading.roles) if role == "-"]
        known = (plan.month is not None) + len(days) + len(numbers) - plan.extra
        if len(left) > min(_MOST_LEFT, known):
            return None
    if reading.d < 0 and time is None and not plan.compact:
        return None
    return ParsedDate(
        original,
        best.date,
        None if time is None else dt.datetime.combine(best.date, time, zone),
        weekday_ok,
        ambiguous or best.guessed,
        rest,
        best.calendar,
        lex.code or (lex.locale_of(best.mask) if best.mask > 0 else ""),
        " ".join(left) if left else "",
        reading.roles,
        weekdays,
        reading.y < 0 and not plan.compact,
    )


def _all(
    plan: Plan,
    order: str | None,
    chunks: list[Chunk],
    numbers: list[str],
    months: Meaning,
    days: list[Meaning],
    lex: Lexicon,
    context: Context,
) -> list[_Found]:
    """Return all dates that the readings of the first tier with any give, best first.

    The *order* asked for is of the first tier, be it one that the language never has.
    """
    era = chunks[plan.era].era if plan.era >= 0 else ""
    found: list[_Found] = []
    tier = 0
    readings: Sequence[Reading] = plan.readings
    if order is not None:
        readings = sorted(readings, key=lambda reading: 0 if _order_of(reading) == order else reading.tier)
    for reading in readings:
        if reading.tier != tier and (order is None or _order_of(reading) != order):
            if found:
                break
            tier = reading.tier
        for value, mask in months:
            one = _read(plan, reading, numbers, value, mask, days, era, lex, context)
            if one is not None and not any(one.date == other.date for other in found):
                found.append(one)
    return found


def _read(
    plan: Plan,
    reading: Reading,
    numbers: list[str],
    month: int,
    mask: int,
    days: list[Meaning],
    era: str,
    lex: Lexicon,
    context: Context,
) -> _Found | None:
    """Return what *reading* makes of *numbers* with the month named *month* (0: a number), or None."""
    weekdays = _NO_DAYS
    if days:
        weekdays, mask = _weekdays(tuple(days), mask)
    if plan.weekday_number >= 0:
        weekdays = frozenset({(int(numbers[plan.weekday_number]) - 2) % 7})
    if plan.compact:
        number = numbers[0]
        date = from_gregorian(int(number[:4]), int(number[4:6]), int(number[6:]))
        if date is None or date.year not in _YEARS_COMPACT:
            return None
        return _Found(date, reading, mask, weekdays, "gregorian", False)
    if reading.d < 0:
        # A bare time: the day is the neighbour's.
        if context.near is None:
            return None
        return _Found(context.near, reading, mask, weekdays, "gregorian", False)
    day = int(numbers[reading.d])
    if not 1 <= day <= 31:
        return None
    if reading.m >= 0:
        month = int(numbers[reading.m])
    if reading.y < 0:
        date = date_without_year(month, day, weekdays, context)
        return None if date is None else _Found(date, reading, mask, weekdays, "gregorian", False)
    digits = numbers[reading.y]
    if len(digits) == 4 and not era and month <= 12:
        year = int(digits)
        if 1500 < year < 2443:
            try:
                return _Found(dt.date(year, month, day), reading, mask, weekdays, "gregorian", False)
            except ValueError:
                return None
    thai = lex.code == "th" or mask == lex.thai
    numeric = plan.month is None
    dated = date_of(digits, month, day, era, lex, thai=thai, numeric=numeric, y_first=reading.y < reading.m)
    return None if dated is None else _Found(dated[0], reading, mask, weekdays, dated[1], dated[2])


@lru_cache(maxsize=4096)
def _weekdays(names: tuple[Meaning, ...], mask: int) -> tuple[frozenset[int], int]:
    """Return (weekdays that *names* can mean, what they leave of *mask*) in the locales of *mask*."""
    wanted = 0
    for meaning in names:
        for _, held in meaning:
            wanted |= held & mask
    if not wanted:
        return frozenset(value for meaning in names for value, _ in meaning), mask
    return frozenset(value for meaning in names for value, held in meaning if held & wanted), mask & wanted


def _choose(
    found: list[_Found],
    order: str | None,
    numeric: bool,
    context: Context,
    chunks: list[Chunk],
    lex: Lexicon,
) -> tuple[_Found, bool]:
    """Return the reading that the evidence speaks for, and whether it leaves others possible."""
    left = found
    if order is not None and numeric:
        left = [one for one in left if _order_of(one.reading) == order] or left
        if len(left) == 1:
            return left[0], False
    decided = [one for one in left if one.reading.decided]
    if decided:
        return decided[0], False
    dated = [one for one in left if one.weekdays and one.date.weekday() in one.weekdays]
    if len(dated) == 1:
        return dated[0], False
    left = dated or left
    if context.year is not None:
        left = [one for one in left if one.date.year == context.year] or left
    if context.month is not None:
        left = [one for one in left if one.date.month == context.month] or left
    if context.near is not None and context.year is None:
        same = [one for one in left if one.date == context.near]
        left = same or left
    if len(left) == 1:
        return left[0], False
    if not numeric and left[0].reading.d >= 0:
        # "16. listopada" is October in Croatian, "16 listopada" November in Polish: no proof, but likelier.
        dotted = chunks[left[0].reading.d + 1].dotted
        likely = [one for one in left if bool(one.mask & lex.dotted) is dotted]
        return (likely or left)[0], True
    return left[0], True


def _order_of(reading: Reading) -> str:
    return "".join(role for _, role in sorted([(reading.y, "y"), (reading.m, "m"), (reading.d, "d")]))


def _time(reading: Reading, numbers: list[str], chunks: list[Chunk]) -> dt.time | None:
    hour = int(numbers[reading.h])
    minute = int(numbers[reading.i]) if reading.i >= 0 else 0
    second = int(numbers[reading.s]) if reading.s >= 0 else 0
    half = chunks[reading.half].half if reading.half >= 0 else ""
    if half == "pm":
        hour += 12 if hour < 12 else 0
    elif half == "noon":
        hour += 12 if hour < 5 else 0
    elif half == "am":
        hour = 0 if hour == 12 else hour
    elif half:
        # Night: before and after midnight.
        hour = 0 if hour == 12 else hour + 12 if 6 <= hour < 12 else hour
    if hour == 24:
        hour = 0  # patterns with "k" count midnight so
    return dt.time(hour, minute, min(second, 59)) if hour < 24 and minute < 60 and second <= 60 else None
