"""Years as printed, of any calendar and length, and dates without one."""

from __future__ import annotations

import datetime as dt

from . import calendars
from .model import Calendar, Context
from .tables import JALALI, Lexicon


def date_of(
    digits: str, month: int, day: int, era: str, lex: Lexicon, *, thai: bool, numeric: bool, y_first: bool
) -> tuple[dt.date, Calendar, bool] | None:
    """Return (date, calendar, whether the calendar is a guess) of a year written as *digits*."""
    year = int(digits)
    if month > JALALI:
        if len(digits) == 2:
            year += 1300 if year >= 50 else 1400
        date = calendars.from_jalali(year, month - JALALI, day) if 1200 <= year <= 1600 else None
        return None if date is None else (date, "jalali", False)
    if not 1 <= month <= 12:
        return None
    calendar: Calendar = "gregorian"
    guessed = False
    if era and era not in {"ce", "jalali"}:
        if era == "be":
            year += (2500 if len(digits) == 2 else 0) - calendars.BUDDHIST
            calendar = "buddhist"
        elif era == "roc":
            year += calendars.ROC
            calendar = "roc"
        else:
            year += calendars.JAPANESE[era]
            calendar = "japanese"
    elif len(digits) == 2:
        if thai and 40 <= year < 84:  # 1997 to 2040
            year += 2500 - calendars.BUDDHIST
            calendar = "buddhist"
        elif lex.code == "fa" and y_first:
            # Of the two calendars that Persian blogs use, only one has a year 91 since 1999.
            guessed = 0 < year < 70
            jalali = calendars.from_jalali(year + (1300 if year >= 70 else 1400), month, day)
            return None if jalali is None else (jalali, "jalali", guessed)
        else:
            # Of numbers alone, in an unknown language, 57 may be the Buddhist 2557 or the Jalali 1357.
            guessed = not lex.code and numeric and year >= 40
            year += 1900 if year >= 70 else 2000
    elif 1300 <= year <= 1500 and era != "ce":
        date = calendars.from_jalali(year, month, day)
        return None if date is None else (date, "jalali", lex.code != "fa" and era != "jalali")
    elif 2443 <= year <= 2643 and era != "ce":
        year -= calendars.BUDDHIST
        calendar = "buddhist"
        guessed = not thai
    if not 1 <= year <= 9999:
        return None
    date = calendars.from_gregorian(year, month, day)
    return None if date is None else (date, calendar, guessed)


def date_without_year(month: int, day: int, weekdays: frozenset[int], context: Context) -> dt.date | None:
    """Return the date of *month* and *day* in the year that the context gives, None if it gives none."""
    if month > JALALI or not 1 <= month <= 12:
        return None
    if context.near is not None:
        base = context.near.year
        dates = [calendars.from_gregorian(year, month, day) for year in (base, base - 1, base + 1)]
        known = [date for date in dates if date is not None]
        if weekdays:
            known = [date for date in known if date.weekday() in weekdays] or known
        near = context.near
        return min(known, key=lambda date: abs((date - near).days), default=None)
    if context.year is not None:
        return calendars.from_gregorian(context.year, month, day)
    return None
