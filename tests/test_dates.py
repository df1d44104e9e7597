"""Printed dates: single cases, each with what it shows."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bloggermigrate.dates import Context, infer_order, known_locales, parse_date, table_code

ROME = dt.timezone(dt.timedelta(hours=1))


def read(text: str, locale: str | None = None) -> str:
    found = parse_date(text, locale=locale)
    assert found is not None, text
    assert not found.ambiguous, found.alternatives
    assert found.leftover == ""
    assert found.weekday_ok is not False
    return found.value.isoformat()


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("lunedì 28 febbraio 2011", "it", "2011-02-28"),
        ("domenica, aprile 03, 2011", "it", "2011-04-03"),
        ("LUNEDI' 28 FEBBRAIO 2011", "it", "2011-02-28"),
        ("mar 1 mar 2011", "it", "2011-03-01"),
        ("5 sett. 2011", "it", "2011-09-05"),
        ("27.2.08", "it", "2008-02-27"),
        ("1er mars 2011", "fr", "2011-03-01"),
        ("mar. 1 mars 2011", "fr", "2011-03-01"),
        ("28\u00a0février\u202f2011\u200e", "fr", "2011-02-28"),
        ("Do., 31. Jan. 2008", "de", "2008-01-31"),
        ("31.Jan.2008", "de", "2008-01-31"),
        ("martedì 1° marzo 2011", "it", "2011-03-01"),
        ("28-Feb-11", "en", "2011-02-28"),
        ("Feb 28 '11", "en", "2011-02-28"),
        ("February 28th, 2011", "en", "2011-02-28"),
        ("28 ŞUBAT 2011 PAZARTESİ", "tr", "2011-02-28"),
        ("19 kasim 2011", "tr", "2011-11-19"),
        ("19 KASIM 2011", "tr", "2011-11-19"),
        ("2.05.2011 г.", "bg", "2011-05-02"),
        ("2005(e)ko maiatzaren 4(a)", "eu", "2005-05-04"),
        ("2011 m. vasario 28 d.", "lt", "2011-02-28"),
        ("piektdiena, 2009. gada 9. janvāris", "lv", "2009-01-09"),
        ("2011. február 28., hétfő", "hu", "2011-02-28"),
        ("Thứ Ba, tháng 10 09, 2012", "vi", "2012-10-09"),
        ("Thứ 2, 28 tháng 2, 2011", "vi", "2011-02-28"),
        ("ngày 20 tháng 11 năm 2007", "vi", "2007-11-20"),
        ("יום ב׳, 28 בפבר׳ 2011", "iw", "2011-02-28"),
        ("28 كانون الثاني 2011", "ar", "2011-01-28"),
        ("١٨\u200f/٣\u200f/٢٠١٨", "ar", "2018-03-18"),
        ("सोमवार, २८ फरवरी २०११", "hi", "2011-02-28"),
        ("2007年6月28日星期四", "zh-HK", "2007-06-28"),
        ("二〇一一年十二月二十八日", "zh-CN", "2011-12-28"),
        ("2012년2월18일토요일", "ko", "2012-02-18"),
        ("2011. 2. 28.", "ko", "2011-02-28"),
        ("20110228", None, "2011-02-28"),
        ("2011/02/28", "it", "2011-02-28"),
        ("&#1575;&#1604;&#1571;&#1581;&#1583;&#1548; 18 مارس 2018", "ar", "2018-03-18"),
    ],
)
def test_dates(text: str, locale: str | None, expected: str) -> None:
    assert read(text, locale) == expected


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("۱۳۹۱ دی ۱۰, یکشنبه", "fa", "2012-12-30"),
        ("یکشنبه ۸ فروردین ۱۳۸۹", "fa", "2010-03-28"),
        ("۱۴۰۴/۶/۱۱", "fa", "2025-09-02"),
        ("۱ فوریهٔ ۲۰۱۲", "fa", "2012-02-01"),
        ("วันอาทิตย์ที่ 2 มีนาคม พ.ศ. 2557", "th", "2014-03-02"),
        ("วันจันทร์ที่28กุมภาพันธ์พ.ศ.2554", "th", "2011-02-28"),
        ("14/2/53", "th", "2010-02-14"),
        ("28 กุมภาพันธ์ 2011", "th", "2011-02-28"),
        ("平成23年2月28日", "ja", "2011-02-28"),
        ("令和6年9月10日(火)", "ja", "2024-09-10"),
        ("平成元年1月8日", "ja", "1989-01-08"),
        ("民國100年2月28日", "zh-TW", "2011-02-28"),
    ],
)
def test_calendars(text: str, locale: str, expected: str) -> None:
    assert read(text, locale) == expected


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("April 6, 2019 at 9:25 PM", "en", "2019-04-06T21:25:00"),
        ("September 25, 2022 at 7:38\u202fAM", "en", "2022-09-25T07:38:00"),
        ("1:39 PM, June 07, 2007", "en", "2007-06-07T13:39:00"),
        ("12:00 AM, June 07, 2007", "en", "2007-06-07T00:00:00"),
        ("12:00 PM, June 07, 2007", "en", "2007-06-07T12:00:00"),
        ("9 PM, March 4, 2011", "en", "2011-03-04T21:00:00"),
        ("13 Januari 2016 18.46", "in", "2016-01-13T18:46:00"),
        ("10 avril 2012 à 19 h 08", "fr_CA", "2012-04-10T19:08:00"),
        ("11 июля 2014 г., 23:33", "ru", "2014-07-11T23:33:00"),
        ("6. Juni 2015 um 10:23", "de", "2015-06-06T10:23:00"),
        ("10 de julio de 2011 a las 4:10 de la tarde", "es", "2011-07-10T16:10:00"),
        ("2012年10月9日 下午7:17", "zh-CN", "2012-10-09T19:17:00"),
        ("2012年10月9日下午7点17分", "zh-CN", "2012-10-09T19:17:00"),
        ("2012년 2월 18일 토요일 오후 7시 17분", "ko", "2012-02-18T19:17:00"),
        ("3/18/2018 03:00:00 μ.μ.", "el", "2018-03-18T15:00:00"),
        ("3/4/2022 04:04:00 a.m.", "es-419", "2022-03-04T04:04:00"),
        ("28 februari 2011 om 12:35 uur", "nl", "2011-02-28T12:35:00"),
        ("28 de febrero de 2011, 15:05 horas", "es", "2011-02-28T15:05:00"),
        ("13.12.2011 10.35", "fi", "2011-12-13T10:35:00"),
        ("onsdagen den 4:e mars 2009 10.35", "sv", "2009-03-04T10:35:00"),
        ("2011. február 28., hétfő de. 10:35", "hu", "2011-02-28T10:35:00"),
        ('28/02/2011 11:59:00 אחה"צ', "he", "2011-02-28T23:59:00"),
        ("2011-02-28T10:35:00.000-08:00", None, "2011-02-28T10:35:00-08:00"),
        ("Mon, 28 Feb 2011 10:35:00 +0100", None, "2011-02-28T10:35:00+01:00"),
        ("February 28 2011 10:35:22 PM PST", "en", "2011-02-28T22:35:22-08:00"),
    ],
)
def test_times(text: str, locale: str | None, expected: str) -> None:
    assert read(text, locale) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "1 commenti:",
        "Chi vuol essere Social Media Manager?",
        "Related Posts 3",
        "Juli 2020 (1)",
        "Mai 2020 (2)",
        "March 2011",
        "2011",
        "10:35",
        "1/1/11 - 2/1/11",
        "07/05 - 07/12",
        "192.168.1.1",
        "Version 1.2.3",
        "1.2.3",
        "1 2 3",
        "12345678",
        "31 febbraio 2011",
        "0 marzo 2011",
        "In 2011 I had 28 apples in February and 3 pears in March",
        "Chapter 3 of March 28, 2011 and the world went down",
        "martedì",
        "+39 333 1234567",
    ],
)
@pytest.mark.parametrize("locale", [None, "it", "en", "de"])
def test_what_is_no_date_is_none(text: str, locale: str | None) -> None:
    assert parse_date(text, locale=locale) is None


def test_wrong_weekday_keeps_the_date_and_is_reported() -> None:
    found = parse_date("martedì 28 febbraio 2011", locale="it")
    assert found is not None
    assert (found.date, found.weekday_ok, found.ambiguous) == (dt.date(2011, 2, 28), False, False)
    assert found.notes == ("weekday-mismatch: text says Tuesday, date is Monday",)


def test_numbers_alone_are_ambiguous_until_something_decides() -> None:
    text = "3/2/2011"
    found = parse_date(text, locale="it")
    assert found is not None and found.ambiguous
    assert found.date == dt.date(2011, 2, 3)  # the locale's order goes first
    assert found.alternatives == (dt.date(2011, 3, 2),)
    for order, context in (
        ("mdy", None),
        (None, Context(year=2011, month=3)),
        (None, dt.date(2011, 3, 2)),
    ):
        decided = parse_date(text, locale="it", order=order, context=context)
        assert decided is not None and not decided.ambiguous
        assert decided.date == dt.date(2011, 3, 2)
    weekday = parse_date("mercoledì 3/2/2011", locale="it")
    assert weekday is not None and weekday.date == dt.date(2011, 3, 2) and not weekday.ambiguous


@pytest.mark.parametrize("locale", [None, "en", "en-GB", "it", "ja", "de", "hu"])
@pytest.mark.parametrize("text", ["3/2/2011", "3.2.2011", "03-02-2011", "3/2/11", "3/2/2011 10:35"])
def test_the_order_asked_for_holds_in_every_language(text: str, locale: str | None) -> None:
    for order, expected in (("dmy", dt.date(2011, 2, 3)), ("mdy", dt.date(2011, 3, 2))):
        found = parse_date(text, locale=locale, order=order)
        assert found is not None
        assert (found.date, found.ambiguous) == (expected, False)


def test_order_of_a_whole_blog() -> None:
    assert infer_order(["3/2/2011", "4/2/2011", "14/2/2011"], locale="it") == "dmy"
    assert infer_order(["3/2/2011", "2/14/2011"]) == "mdy"
    assert infer_order(["3/2/2011", "4/2/2011"]) is None
    assert infer_order(["14/2/2011", "2/14/2011"]) is None
    assert infer_order(["lunedì 28 febbraio 2011", "no date"]) is None


def test_a_month_of_two_languages_is_ambiguous_without_the_locale() -> None:
    found = parse_date("5 listopada 2010")
    assert found is not None and found.ambiguous
    assert {found.date, *found.alternatives} == {dt.date(2010, 11, 5), dt.date(2010, 10, 5)}
    assert read("5 listopada 2010", "pl") == "2010-11-05"
    assert read("5. listopada 2010.", "hr") == "2010-10-05"
    assert read("piątek, 5 listopada 2010") == "2010-11-05"


def test_another_language_than_the_locale_is_read_and_named() -> None:
    found = parse_date("lundi 28 février 2011", locale="it")
    assert found is not None
    assert (found.date, found.locale) == (dt.date(2011, 2, 28), "fr")


def test_year_from_context() -> None:
    assert parse_date("Sunday, February 27", locale="en") is None
    for context in (Context(year=2011), Context(near=dt.date(2011, 3, 1)), dt.date(2010, 12, 31)):
        found = parse_date("Sunday, February 27", locale="en", context=context)
        assert found is not None and found.year_from_context
        assert (found.date, found.weekday_ok) == (dt.date(2011, 2, 27), True)


def test_time_alone_takes_the_neighbours_day_and_the_blogs_zone() -> None:
    found = parse_date("10:35 PM", context=Context(near=dt.date(2011, 3, 1), zone=ROME))
    assert found is not None
    assert found.datetime == dt.datetime(2011, 3, 1, 22, 35, tzinfo=ROME)


def test_impossible_time_leaves_the_date() -> None:
    found = parse_date("10:75, 28 febbraio 2011", locale="it")
    assert found is not None
    assert (found.date, found.datetime, found.leftover) == (dt.date(2011, 2, 28), None, "10 75")


def test_words_around_a_date_are_left_over() -> None:
    found = parse_date("Posted by Someone on 12 March 2011", locale="en")
    assert found is not None
    assert (found.date, found.leftover) == (dt.date(2011, 3, 12), "posted by someone")


@pytest.mark.parametrize(
    ("text", "locale", "pattern"),
    [
        ("lunedì 28 febbraio 2011", "it", "EEEE dd MMMM yyyy"),
        ("domenica, aprile 03, 2011", "it", "EEEE, MMMM dd, yyyy"),
        ("4:45 PM, March 13, 2005", "en", "h:mm a, MMMM dd, yyyy"),
        ("27.3.23", "it", "dd.M.yy"),
        ("20110228", None, "yyyyMMdd"),
    ],
)
def test_patterns(text: str, locale: str | None, pattern: str) -> None:
    found = parse_date(text, locale=locale)
    assert found is not None and found.pattern == pattern


def test_unknown_order_is_refused() -> None:
    with pytest.raises(ValueError, match="order"):
        parse_date("1/2/2011", order="dym")


def test_locales_of_the_table() -> None:
    assert len(known_locales()) == 62
    assert all(table_code(code) == code for code in known_locales())


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=60), st.sampled_from([None, *known_locales()]))
@example("١" * 300, "ar")
@example("9" * 299, None)
@example("1:" * 140, None)
@example("(" * 150 + "2011" + ")" * 140, "it")
@example("²011-02-28", None)
def test_any_text_is_a_date_or_none(text: str, locale: str | None) -> None:
    found = parse_date(text, locale=locale)
    if found is not None:
        assert found.text == text
        assert isinstance(found.pattern, str) and isinstance(found.notes, tuple)


PARTS = [
    "1",
    "2",
    "03",
    "28",
    "31",
    "59",
    "2011",
    "1390",
    "2554",
    "20110228",
    "/",
    ".",
    "-",
    ":",
    ",",
    "h",
    "am",
    "PM",
    "م",
    "年",
    "月",
    "日",
    "년",
    "lunedì",
    "marzo",
    "mar",
    "listopad",
    "dom",
    "下午",
    "พ.ศ.",
    "GMT",
    "+01:00",
    "T",
    "Z",
    "(",
    ")",
    "'",
    "th",
    "de",
    " ",
    " ",
    " ",
]


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from(PARTS),
        max_size=12,
    ),
    st.sampled_from([None, "it", "en", "fa", "th", "ja", "vi"]),
)
def test_any_jumble_of_parts_is_a_date_or_none(parts: list[str], locale: str | None) -> None:
    found = parse_date("".join(parts), locale=locale)
    if found is not None:
        assert found.pattern is not None


def test_long_texts_cost_nothing() -> None:
    assert parse_date("28 febbraio 2011 " * 100_000) is None
    assert read(" " * 100_000 + "28 febbraio 2011" + "\n" * 100_000, "it") == "2011-02-28"
