"""The texts of a page that may be the date of a post: where it is expected first, and anywhere around the post last."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Final

from bloggermigrate.readers.chrome_strings import split_posted
from bloggermigrate.readers.pages.dating import date_within, is_near, is_whole_date, tells_day
from bloggermigrate.readers.pages.dom import Dom, Element, classes, text_of
from bloggermigrate.readers.text_marks import author_and_time

_STAMPS: Final = (
    "timestamp-link", "published", "publishdate", "post-date", "entry-date", "date", "post-timestamp", "post-time",
    "meta-date", "post-meta", "entry-meta", "entry-metanbt", "byline", "dateline",
)  # fmt: skip
#: Classes of what stands around a post and names its date among other things.
_AROUND: Final = re.compile(r"meta|info|footer|byline|posted|header|details", re.IGNORECASE)
_HEADINGS: Final = frozenset({"h1", "h2", "h3"})
#: A string in a script: designs turn the date over to one that cuts it into day and month.
_STRING: Final = re.compile(r"['\"]([^'\"\n]{6,60})['\"]")
_LONGEST: Final = 160


def printed_dates(
    top: Element,
    parts: list[Element],
    dom: Dom,
    headers: list[Element],
    locale: str,
    *,
    sought: bool,
    month: tuple[int, int] | None,
) -> list[str]:
    """Return the texts near the post *top* that may be its date, the likelier first.

    Designs by others name and place it as they like. Where no expected text tells the day, and it is *sought*, since
    nothing for machines tells it, whatever stands around the post and is a whole date may be it; of the *month* that
    the address names, if it names one, or beside it.
    """
    expected = list(_expected(top, parts, dom, headers))
    if sought and not any(tells_day(text, locale) for text in expected):
        expected += [text for text in dict.fromkeys(_unexpected(parts, locale)) if is_near(text, locale, month)]
    return expected


def _expected(top: Element, parts: list[Element], dom: Dom, headers: list[Element]) -> Iterator[str]:
    """Give the texts where Blogger and most designs print the date: beside the post, then above it."""
    given = set()
    stamps: dict[str, list[Element]] = {}
    for element in parts:
        names = classes(element)
        if "datePublished" in element.get("itemprop", "") and "published" not in names:
            names = [*names, "published"]
        for name in names:
            if name in _STAMPS:
                stamps.setdefault(name, []).append(element)
    for name in _STAMPS:
        for element in stamps.get(name, ()):
            text = text_of(element)
            if 0 < len(text) <= 160 and text not in given:
                given.add(text)
                yield text
    for element in parts:
        if element.tag == "a" and element.get("title") == "permanent link" and text_of(element) not in given:
            yield text_of(element)
    for element in parts:
        # "Posted by Anna at 10:35", where nothing marks the time.
        posted = split_posted(text_of(element)) if "post-footer" in classes(element) else None
        if posted and (time := author_and_time(posted)[1]):
            yield time
    inside = [element for element in parts if "date-header" in classes(element)]
    above = bisect_left(headers, dom.order.get(top, 0), key=dom.order.__getitem__)
    for element in (*inside, *headers[max(above - 1, 0) : above]):
        if 0 < len(text_of(element)) <= 160:
            yield text_of(element)


def _unexpected(parts: list[Element], locale: str) -> Iterator[str]:
    words = {element: _words(element) for element in parts if element.tag not in _HEADINGS}
    for element in parts:
        for text in (element.get("title", ""), words.get(element, "")):
            if text and is_whole_date(text, locale):
                yield text
    for element, text in words.items():
        if any(_AROUND.search(name) for name in classes(element)):
            within = date_within(text, locale)
            if within:
                yield within
    for element in parts:
        if element.tag == "script":
            yield from (text for text in _STRING.findall(element.text or "") if is_whole_date(text, locale))


def _words(element: Element) -> str:
    """Return the words of a small *element*, blank between what its elements hold: "27", "ott", "2010"."""
    if len(element) > 12:
        return ""
    text = " ".join(part for child in element.itertext() if (part := " ".join(str(child).split())))
    return text if 0 < len(text) <= _LONGEST and any(char.isdigit() for char in text) else ""
