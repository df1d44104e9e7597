"""Forms that are not words and numbers: ISO 8601, zones behind a time, Chinese numbers."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from . import words

_ISO: Final = re.compile(
    r"\d{4}-?\d\d-?\d\dT\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s*(?:Z|[+-]\d\d:?\d\d)?\Z", re.ASCII | re.IGNORECASE
)
_OFFSET: Final = re.compile(r"(?<=[\d\s])(?:GMT|UTC|UT)?\s?([+\-−])(\d\d?)(?::?(\d\d))?\s*\)?\Z", re.IGNORECASE)
_ZONE: Final = re.compile(r"(?<=[\d\s.])\(?([A-Za-z]{1,5})\)?\s*\Z")
_HAN_DIGITS: Final = dict(zip("〇零一二三四五六七八九", "00123456789", strict=True))


def is_iso(text: str) -> bool:
    """Return whether *text* has the form of an ISO 8601 date with a time."""
    return _ISO.match(text) is not None


def read_iso(text: str) -> dt.datetime | None:
    """Return the moment that *text*, of that form, names; None if there is none.

    >>> read_iso("2011-02-28T10:35:00.000-08:00").isoformat()
    '2011-02-28T10:35:00-08:00'
    """
    try:
        return dt.datetime.fromisoformat(text.upper().replace(" ", ""))
    except ValueError:
        return None


def split_zone(text: str) -> tuple[str, dt.tzinfo] | None:
    """Return (text before it, zone) if *text* ends with an offset or the name of a zone."""
    last = text[-1:]
    if last.isdigit() or last == ")":
        found = _OFFSET.search(text)
        if found is None or ":" not in text[: found.start()]:
            return None
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        if minutes >= 24 * 60:
            return None
        zone = dt.timezone(dt.timedelta(minutes=minutes if found[1] == "+" else -minutes))
        return text[: found.start()], zone
    if last.isascii() and last.isalpha():
        found = _ZONE.search(text)
        if found is not None and found[1].lower() in words.ZONES:
            zone = dt.timezone(dt.timedelta(minutes=words.ZONES[found[1].lower()]))
            return text[: found.start()], zone
    return None


def from_han(text: str) -> str:
    """Return *text* with the Chinese numbers before 年, 月 and 日 in digits.

    >>> from_han("二〇一一年十二月二十八日"), from_han("平成元年")
    ('2011年12月28日', '平成1年')
    """
    if not any(unit in text for unit in "年月日"):
        return text
    text = text.replace("元年", "一年")
    return re.sub(r"[〇零一二三四五六七八九十]+(?=[年月日])", lambda found: _han_number(found[0]), text)


def _han_number(text: str) -> str:
    tens, mark, ones = text.partition("十")
    if not mark:
        return "".join(_HAN_DIGITS[char] for char in text)
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return text
    return str(int(_HAN_DIGITS.get(tens, "1")) * 10 + int(_HAN_DIGITS.get(ones, "0")))
