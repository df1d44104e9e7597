"""The words of a locale, or of all locales, ready to be looked up.

The names come from ``names.json`` (compiled by ``scripts/build_date_tables.py`` from CLDR), which is read
when the first date is; the words beside them from ``words.py``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from bloggermigrate.text import locales

from . import calendars, words
from .folding import squeeze

if TYPE_CHECKING:
    from .chunks import Chunk
    from .plans import Plan

#: Added to the number of a month of the solar Hijri calendar.
JALALI: Final = 100

#: (value, bit mask of the locales in which it is meant).
Meaning = tuple[tuple[int, int], ...]

# Which table serves a locale that has none of its own.
_NEAR: Final = {
    "zh-Hans": "zh-CN", "zh-Hant": "zh-TW", "zh-SG": "zh-CN", "zh-MO": "zh-HK", "pt": "pt-BR", "zh": "zh-CN",
    "nn": "nb", "bs": "hr", "mo": "ro", "en": "en", "es": "es",
}  # fmt: skip
# Spanish of America has the names and orders of es-419, English outside the United States those of en-GB.
_ENGLISH_US: Final = frozenset({"", "US", "PH", "PR"})


@dataclass(frozen=True, slots=True)
class Entry:
    """All that one key of a table can mean."""

    months: Meaning = ()
    days: Meaning = ()
    half: str = ""  #: am, pm, noon, midnight, night
    after: str = ""  #: role it gives the number before it
    before: str = ""  #: role it gives the number after it
    era: str = ""  #: be, ce, roc, jalali or the name of a Japanese era
    wide: bool = True  #: a full name, not an abbreviation
    alone: bool = False  #: a half of the day only where no other word stands beside it


@dataclass(slots=True, eq=False)
class Lexicon:
    """The words of one locale (``code``), or of all together (``code`` is ``""``)."""

    code: str
    entries: dict[str, Entry]
    longest: int  #: letters of the longest key
    numeric: tuple[str, ...]  #: CLDR's patterns made of numbers alone
    padded_hours: bool  #: some pattern writes twelve-hour times with two digits
    codes: tuple[str, ...]  #: the locale of each bit of a mask
    thai: int  #: the mask of Thai alone
    dotted: int  #: the mask of locales that write a dot behind the day
    year_first: int  #: the mask of locales with a pattern of year, month name, day
    chunks: dict[str, Chunk] = field(default_factory=dict)
    plans: dict[tuple[object, ...], Plan] = field(default_factory=dict)
    named: dict[int, str] = field(default_factory=dict)

    def locale_of(self, mask: int) -> str:
        """Return the locale or language that *mask* leaves, ``""`` if it leaves several languages."""
        if self.code:
            return self.code
        known = self.named.get(mask)
        if known is None:
            left = [code for bit, code in enumerate(self.codes) if mask >> bit & 1]
            languages = {code.partition("-")[0] for code in left}
            known = left[0] if len(left) == 1 else languages.pop() if len(languages) == 1 else ""
            self.named[mask] = known
        return known


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = resources.files(__package__).joinpath("names.json").read_text("utf-8")
    table: dict[str, dict[str, Any]] = json.loads(text)["locales"]
    return table


def known_locales() -> tuple[str, ...]:
    """Return the codes of the locales that have a table, sorted."""
    return tuple(_table())


@cache
def table_code(locale: str) -> str:
    """Return the code of the table that serves *locale* (any spelling), or ``""`` if none does.

    >>> [table_code(code) for code in ("it-IT", "in", "en_AU", "es_MX", "pt", "zh_Hant_MO", "fr_CA", "xx")]
    ['it', 'id', 'en-GB', 'es-419', 'pt-BR', 'zh-HK', 'fr-CA', '']
    """
    table = _table()
    code = locales.normalize(locale).partition("-u-")[0]
    language, script, region = locales.language(code), locales.script(code), locales.region(code)
    if language == "en":
        return "en" if region in _ENGLISH_US else "en-GB"
    if language == "es" and region not in {"", "ES", "419"}:
        return "es-419"
    if language == "pt" and region not in {"", "BR"}:
        return "pt-PT"
    for tried in (code, f"{language}-{region}", f"{language}-{script}", language):
        if tried in table:
            return tried
        if tried in _NEAR:
            return _NEAR[tried]
    return ""


class _Builder:
    """Collects the meanings of keys, locale by locale."""

    def __init__(self) -> None:
        common = _common()
        self.months: dict[str, dict[int, int]] = {}
        self.days: dict[str, dict[int, int]] = {}
        self.halves = dict(common.halves)
        self.after = dict(common.after)
        self.before: dict[str, str] = {}
        self.fillers = set(common.fillers)
        self.short: set[str] = set()

    def add(self, code: str, bit: int) -> None:
        table = _table()[code]
        own = set(table["words"])
        for into, wide, short, more in (
            (self.months, "months", "months_short", words.MONTHS),
            (self.days, "days", "days_short", words.DAYS),
        ):
            names = list(table[wide].items()) + list(table[short].items())
            names += _listed(more.get(code, {}))
            for key, value in names:
                # A word of two letters that the locale's patterns use as a joiner is one (Galician "do").
                if not (len(key) <= 2 and key in own and key.isascii()):
                    meanings = into.setdefault(key, {})
                    meanings[value] = meanings.get(value, 0) | 1 << bit
            self.short.update(key for key in table[short] if key not in table[wide])
        for key, half in table["halves"].items():
            self.halves.setdefault(key, half)
        self.fillers |= own
        if code == "fa":
            for key, value in _listed(words.JALALI):
                self.months.setdefault(key, {})[value + JALALI] = 1 << bit
        self.after |= {key: role for role, text in words.AFTER_IN.get(code, {}).items() for key in _keys(text)}
        if code == "vi":
            self.before |= {key: role for role, text in words.BEFORE.items() for key in _keys(text)}

    def entries(self, *, several: bool) -> dict[str, Entry]:
        alone = {key for key in self.halves if len(key) == 1 and key.isascii()}
        if several:
            # Read without knowing the locale, a joiner of one language is not a weekday of another.
            for names in (self.months, self.days):
                for key in [key for key in names if len(key) <= 2 and key in self.fillers]:
                    del names[key]
            for key in list(self.halves):
                if len(key) == 1 and key.isascii():
                    del self.halves[key]
                elif len(key) <= 2 and key in self.days:
                    # "12:30 SA": Blogger prints no weekday behind a time, but Vietnamese halves of the day.
                    del self.days[key]
                    alone.add(key)
                elif key in self.days or key in self.months:
                    del self.halves[key]
                elif len(key) <= 2 and key in self.fillers and key not in {"am", "pm"}:
                    alone.add(key)
            # "Thu" is more often Thursday than the Vietnamese word before a weekday's number.
            self.before = {key: role for key, role in self.before.items() if role != "w"}
        common = _common()
        out = dict.fromkeys(self.fillers, _FILLER)
        for key in {*self.months, *self.days, *self.halves, *self.before, *self.after, *common.eras}:
            out[key] = Entry(
                months=_meaning(self.months.get(key)),
                days=_meaning(self.days.get(key)),
                half=self.halves.get(key, ""),
                after=self.after.get(key, ""),
                before=self.before.get(key, ""),
                era=common.eras.get(key, ""),
                wide=key not in self.short,
                alone=key in alone,
            )
        out.pop("", None)
        return out


_FILLER: Final = Entry()


@dataclass(frozen=True, slots=True)
class _Common:
    """The words that are the same in every lexicon."""

    halves: dict[str, str]
    after: dict[str, str]
    eras: dict[str, str]
    fillers: frozenset[str]


@cache
def _common() -> _Common:
    return _Common(
        halves={key: half for half, text in words.HALVES.items() for key in _keys(text)},
        after={key: role for role, text in words.AFTER.items() for key in _keys(text)},
        eras={key: era for era, text in words.ERAS.items() for key in _keys(text)}
        | {key: key for key in calendars.JAPANESE},
        fillers=frozenset(_keys(words.FILLERS)),
    )


def _meaning(values: dict[int, int] | None) -> Meaning:
    return () if values is None else tuple(sorted(values.items(), key=lambda item: (-item[1].bit_count(), item[0])))


def _keys(text: str) -> list[str]:
    return [squeeze(word) for word in text.split("|")]


def _listed(names: dict[int, str]) -> list[tuple[str, int]]:
    return [(key, value) for value, text in names.items() for key in _keys(text)]


@cache
def ordinals() -> frozenset[str]:
    """Return what may stand right behind a number to make it an ordinal, folded."""
    return frozenset(_keys(words.ORDINALS))


@cache
def lexicon(code: str) -> Lexicon:
    """Return the words of the locale with table *code*, or of all locales for ``""``."""
    table = _table()
    codes = (code,) if code else tuple(table)
    builder = _Builder()
    for bit, each in enumerate(codes):
        builder.add(each, bit)
    entries = builder.entries(several=not code)
    return Lexicon(
        code=code,
        entries=entries,
        longest=max(map(len, entries)),
        numeric=tuple(sorted({pattern for each in codes for pattern in table[each]["numeric"]})),
        padded_hours=any(table[each]["padded_hours"] for each in codes),
        codes=codes,
        thai=1 << codes.index("th") if "th" in codes else 0,
        year_first=sum(
            1 << bit for bit, each in enumerate(codes) if any(order[0] == "y" for order in table[each]["named"])
        ),
        dotted=sum(1 << bit for bit, each in enumerate(codes) if table[each]["dotted"]),
    )
