"""Laws of dates: what is printed in any locale, era, pattern and disguise is read back, or said to be ambiguous."""

from __future__ import annotations

import datetime as dt
import importlib.util
import json
import re
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bloggermigrate.dates import Context, known_locales, parse_date
from bloggermigrate.dates.calendars import from_jalali, to_jalali

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures" / "dates"
_spec = importlib.util.spec_from_file_location("build_date_tables", ROOT / "scripts" / "build_date_tables.py")
assert _spec is not None and _spec.loader is not None
tables = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(tables)

LOCALES = known_locales()
NAMED = ("EEEE, MMMM dd, yyyy", "MMMM dd, yyyy", "dd MMMM yyyy", "dd MMMM, yyyy")
NUMERIC = ("M/d/yyyy", "M.d.yyyy", "d.M.yy", "M/dd/yyyy")
DECIMALS = {"ar": "٠", "fa": "۰", "ur": "۰", "hi": "०", "mr": "०", "bn": "০", "gu": "૦", "kn": "೦", "ml": "൦"}
DECIMALS |= {"or": "୦", "ta": "௦", "te": "౦", "th": "๐"}
JALALI = ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"]

moments = st.datetimes(dt.datetime(1999, 8, 23), dt.datetime(2039, 12, 31)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
#: Noon, midnight and the hours about them, where halves of the day go wrong.
hours = st.sampled_from([0, 1, 11, 12, 13, 23])


@cache
def eras(code: str) -> list[dict[str, Any]]:
    raw = json.loads((FIXTURES / "cldr.json").read_text("utf-8"))["locales"]
    return list(tables.eras_of(raw, code).values())


def native(text: str, code: str) -> str:
    zero = ord(DECIMALS[code])
    return "".join(chr(zero + int(char)) if char in "0123456789" else char for char in text)


def plain(text: str) -> str:
    """Return *text* without the accents of Latin and Greek letters."""
    parts = unicodedata.normalize("NFD", text)
    return "".join(char for char in parts if not "\u0300" <= char <= "\u036f")


DISGUISES: dict[str, Callable[[str], str]] = {
    "none": str,
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "plain": plain,
    "nbsp": lambda text: text.replace(" ", "\u00a0"),
    "nnbsp": lambda text: text.replace(" ", "\u202f"),
    "spaces": lambda text: "  " + text.replace(" ", "  ") + "\n",
    "ltr mark": lambda text: "\u200e" + text + "\u200e",
    "rtl embedding": lambda text: "\u202b" + text + "\u202c",
    "entities": lambda text: "".join(f"&#{ord(char)};" if ord(char) > 127 else char for char in text),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
}


@settings(deadline=None, max_examples=600)
@given(st.data(), moments, st.sampled_from(LOCALES), st.sampled_from(sorted(DISGUISES)))
def test_named_dates_are_read_back(data: st.DataObject, moment: dt.datetime, code: str, disguise: str) -> None:
    record = data.draw(st.sampled_from(eras(code)))
    own = [pattern for pattern in record["dates"] if not tables._numeric(pattern)]
    pattern = data.draw(st.sampled_from([*own, *NAMED]))
    calendar = "buddhist" if code == "th" and pattern in own else "gregorian"
    text = DISGUISES[disguise](tables.print_date(pattern, record, moment, calendar=calendar))
    found = parse_date(text, locale=code)
    assert found is not None, text
    assert (found.date, found.leftover, found.ambiguous) == (moment.date(), "", False), text
    assert found.weekday_ok is not False, text
    # Without the locale, too, the date is right or said to be ambiguous.
    unknown = parse_date(text)
    assert unknown is not None, text
    assert unknown.ambiguous or unknown.date == moment.date(), (text, unknown)


@settings(deadline=None, max_examples=600)
@given(st.data(), moments, hours, st.sampled_from(LOCALES), st.booleans())
def test_times_are_read_back(data: st.DataObject, moment: dt.datetime, hour: int, code: str, first: bool) -> None:
    moment = moment.replace(hour=hour)
    record = data.draw(st.sampled_from(eras(code)))
    clock = data.draw(st.sampled_from(record["times"]))
    if "h" in clock and not {"a", "B"} & set(clock):
        return  # Malay in CLDR 1.6: no half of the day is printed, so none can be read
    time = tables.print_date(clock, record, moment)
    date = tables.print_date(record["dates"][1], record, moment, calendar="buddhist" if code == "th" else "gregorian")
    if tables._numeric(record["dates"][1]):
        return
    join = data.draw(st.sampled_from([*record["joins"], "{1} {0}"])).replace("'", "")
    text = f"{time}, {date}" if first else join.replace("{1}", date).replace("{0}", time)
    found = parse_date(text, locale=code)
    assert found is not None, text
    assert found.datetime == moment, text


@settings(deadline=None, max_examples=400)
@given(st.data(), moments, st.sampled_from(LOCALES))
def test_numbers_alone_are_right_or_ambiguous(data: st.DataObject, moment: dt.datetime, code: str) -> None:
    record = data.draw(st.sampled_from(eras(code)))
    own = [pattern for pattern in record["dates"] if tables._numeric(pattern)]
    pattern = data.draw(st.sampled_from([*own, *NUMERIC]))
    calendar = "buddhist" if code == "th" and pattern in own else "gregorian"
    if code == "fa" and pattern.startswith("yy/"):
        return  # Persian blogs print Jalali years where two digits are left
    text = tables.print_date(pattern, record, moment, calendar=calendar)
    found = parse_date(text, locale=code)
    assert found is not None, text
    assert found.ambiguous or found.date == moment.date(), (text, found)
    if found.ambiguous:
        assert moment.date() in {found.date, *found.alternatives}, (text, found)
        known = parse_date(text, locale=code, context=Context(near=moment.date()))
        assert known is not None and known.date == moment.date(), text


@settings(deadline=None, max_examples=300)
@given(st.data(), moments, st.sampled_from(LOCALES))
def test_years_of_two_digits_are_right_or_ambiguous(data: st.DataObject, moment: dt.datetime, code: str) -> None:
    record = data.draw(st.sampled_from(eras(code)))
    own = [pattern for pattern in record["dates"] if not tables._numeric(pattern) and "E" not in pattern]
    pattern = re.sub(r"y+", "yy", data.draw(st.sampled_from([*own, *NAMED[1:]])))
    if "G" in pattern or code in {"th", "fa"}:
        return
    text = tables.print_date(pattern, record, moment)
    found = parse_date(text, locale=code)
    assert found is not None, text
    right = found.date == moment.date() or moment.year < 2000
    assert right or (found.ambiguous and moment.date() in found.alternatives), (text, found)


@settings(deadline=None, max_examples=200)
@given(moments, st.sampled_from(LOCALES))
def test_blogger_timestamps_are_read_back(moment: dt.datetime, code: str) -> None:
    record = eras(code)[-1]
    text = tables.print_date("M/d/yyyy hh:mm:ss a", record, moment)
    found = parse_date(text, locale=code)
    assert found is not None, text
    assert found.datetime == moment, (text, found)


@settings(deadline=None, max_examples=200)
@given(st.data(), moments, st.sampled_from(sorted(DECIMALS)))
def test_native_digits_are_read_back(data: st.DataObject, moment: dt.datetime, code: str) -> None:
    pattern = data.draw(st.sampled_from([*NAMED, "yyyy-MM-dd"]))
    text = native(tables.print_date(pattern, eras(code)[-1], moment), code)
    found = parse_date(text, locale=code)
    assert found is not None and found.date == moment.date(), text


@settings(deadline=None, max_examples=200)
@given(moments, st.booleans())
def test_jalali_dates_are_read_back(moment: dt.datetime, blogger: bool) -> None:
    year, month, day = to_jalali(moment.date())
    assert from_jalali(year, month, day) == moment.date()
    weekday = eras("fa")[-1]["days"]["format wide"][moment.weekday()]
    name = JALALI[month - 1]
    text = f"{year} {name} {day}, {weekday}" if blogger else f"{weekday} {day} {name} {year}"
    found = parse_date(native(text, "fa"), locale="fa")
    assert found is not None, text
    assert (found.date, found.weekday_ok, found.calendar) == (moment.date(), True, "jalali"), text


@settings(deadline=None, max_examples=200)
@given(moments, st.sampled_from(LOCALES), st.integers(1, 6))
def test_a_wrong_weekday_never_changes_the_date(moment: dt.datetime, code: str, shift: int) -> None:
    record = eras(code)[-1]
    wrong = tables.print_date("EEEE", record, moment + dt.timedelta(days=shift))
    text = f"{wrong}, " + tables.print_date("MMMM dd, yyyy", record, moment)
    found = parse_date(text, locale=code)
    assert found is not None, text
    assert (found.date, found.weekday_ok) == (moment.date(), False), text


@pytest.mark.parametrize("code", LOCALES)
def test_rows_of_each_locale(code: str) -> None:
    rows = [line.split("\t") for line in (FIXTURES / f"{code}.tsv").read_text("utf-8").split("\n") if line[:1] != "#"]
    assert len(rows) > 40
    for text, iso, _ in (row for row in rows if len(row) == 3):
        found = parse_date(text, locale=code)
        assert found is not None, text
        assert not found.ambiguous or "/" in text, text
        expected = dt.datetime.fromisoformat(iso)
        assert (found.datetime if "T" in iso else found.date) == (expected if "T" in iso else expected.date()), text
