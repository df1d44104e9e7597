"""Years and days of the calendars in which Blogger prints dates, as Gregorian dates."""

from __future__ import annotations

import datetime as dt
from typing import Final

#: Years between the Buddhist era of Thailand, the Republic of China, and the common era.
BUDDHIST: Final = 543
ROC: Final = 1911

#: Era name as folded -> the year before its first.
JAPANESE: Final = {"令和": 2018, "平成": 1988, "昭和": 1925, "大正": 1911, "明治": 1867}

# Years after which the 33-year leap cycle of the solar Hijri calendar breaks: K. M. Borkowski, "The Persian
# calendar for 3000 years", Earth, Moon and Planets 74 (1996), 223-230.
_BREAKS: Final = (
    -61, 9, 38, 199, 426, 686, 756, 818, 1111, 1181, 1210, 1635, 2060, 2097, 2192, 2262, 2324, 2394, 2456, 3178,
)  # fmt: skip


def _new_year(year: int) -> tuple[int, bool]:
    """Return the day of March (Gregorian, may exceed 31 never) of 1 Farvardin *year*, and whether it is leap."""
    gregorian = year + 621
    leaps = -14
    start = _BREAKS[0]
    jump = 0
    for end in _BREAKS[1:]:
        jump = end - start
        if year < end:
            break
        leaps += jump // 33 * 8 + jump % 33 // 4
        start = end
    passed = year - start
    leaps += passed // 33 * 8 + (passed % 33 + 3) // 4
    if jump % 33 == 4 and jump - passed == 4:
        leaps += 1
    march = 20 + leaps - (gregorian // 4 - (gregorian // 100 + 1) * 3 // 4 - 150)
    if jump - passed < 6:
        passed = passed - jump + (jump + 4) // 33 * 33
    return march, ((passed + 1) % 33 - 1) % 4 == 0


def from_jalali(year: int, month: int, day: int) -> dt.date | None:
    """Return the Gregorian date of a solar Hijri (Iranian) date of years 1 to 3000, None if there is none.

    >>> from_jalali(1391, 10, 10), from_jalali(1399, 12, 30), from_jalali(1400, 12, 30)
    (datetime.date(2012, 12, 30), datetime.date(2021, 3, 20), None)
    """
    if not (1 <= year <= 3000 and 1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return None
    march, leap = _new_year(year)
    if month == 12 and day == 30 and not leap:
        return None
    passed = (month - 1) * 31 - max(month - 7, 0) + day - 1
    return dt.date(year + 621, 3, march) + dt.timedelta(passed)


def to_jalali(date: dt.date) -> tuple[int, int, int]:
    """Return (year, month, day) of *date* in the solar Hijri calendar.

    >>> to_jalali(dt.date(2012, 12, 30))
    (1391, 10, 10)
    """
    year = date.year - 621
    march, _ = _new_year(year)
    if date < dt.date(date.year, 3, march):
        year -= 1
        march, _ = _new_year(year)
    passed = (date - dt.date(year + 621, 3, march)).days
    if passed < 186:
        return year, passed // 31 + 1, passed % 31 + 1
    return year, (passed - 186) // 30 + 7, (passed - 186) % 30 + 1


def from_gregorian(year: int, month: int, day: int) -> dt.date | None:
    """Return the date, None if there is none.

    >>> from_gregorian(2011, 2, 29) is None
    True
    """
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
