#!/usr/bin/env python3
"""Compile the names and patterns of dates from pinned Babel releases, one for each CLDR era.

Two steps, each reproducible byte for byte:

1. ``--releases FOLDER``: Babel archives -> ``fixtures/dates/cldr.json``, the names as CLDR spells them, by
   locale and era. The archives are fetched with ``pip download`` when the folder lacks them; nothing in
   them is run: only their data files are read, by an unpickler that builds no foreign class.
2. ``fixtures/dates/cldr.json`` -> ``src/bloggermigrate/dates/names.json``, the folded table for run time,
   and ``fixtures/dates/LOCALE.tsv``, printed dates with what they must be read as.

``--check`` writes nothing and fails when a file would change.

    python scripts/build_date_tables.py                        # step 2
    python scripts/build_date_tables.py --releases ~/babel     # steps 1 and 2
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import pickle
import re
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

from bloggermigrate.dates.folding import squeeze

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT / "fixtures" / "dates" / "cldr.json"
TABLE = ROOT / "src" / "bloggermigrate" / "dates" / "names.json"

# Babel release -> the CLDR it carries, by Babel's change log.
ERAS = {
    "0.9.6": "1.6",
    "1.3": "23.1",
    "2.1.1": "26",
    "2.3.4": "29",
    "2.5.3": "30.0.3",
    "2.6.0": "32.0.1",
    "2.7.0": "33",
    "2.8.1": "35.1",
    "2.9.1": "37",
    "2.12.1": "42",
    "2.14.0": "44",
    "2.16.0": "45",
    "2.17.0": "46",
    "2.18.0": "47",
}

# Blogger's locales -> the names of Babel's data files, first found first.
LOCALES = {
    code: (code.replace("-", "_"),)
    for code in [
        "af",
        "am",
        "ar",
        "bg",
        "bn",
        "ca",
        "cs",
        "da",
        "de",
        "el",
        "en",
        "en-GB",
        "es",
        "es-419",
        "et",
        "eu",
        "fa",
        "fi",
        "fr",
        "fr-CA",
        "gl",
        "gu",
        "he",
        "hi",
        "hr",
        "hu",
        "id",
        "is",
        "it",
        "ja",
        "kn",
        "ko",
        "lt",
        "lv",
        "ml",
        "mr",
        "ms",
        "nb",
        "nl",
        "or",
        "pl",
        "pt-BR",
        "pt-PT",
        "ro",
        "ru",
        "sk",
        "sl",
        "sv",
        "sw",
        "ta",
        "te",
        "th",
        "tr",
        "uk",
        "ur",
        "vi",
        "zu",
    ]
} | {
    "fil": ("fil", "tl"),
    "sr": ("sr_Cyrl", "sr"),
    "zh-CN": ("zh_Hans_CN", "zh_CN"),
    "zh-HK": ("zh_Hant_HK", "zh_HK"),
    "zh-TW": ("zh_Hant_TW", "zh_TW"),
}
# Serbian is written in two scripts; the Latin names are read beside the Cyrillic ones.
LOCALES["sr-Latn"] = ("sr_Latn",)

Data = dict[Any, Any]


class Thing:
    """Stands for any class a data file names."""

    def __init__(self, *args: object, **_: object) -> None:
        self.args = args
        self.state: Any = {}

    def __setstate__(self, state: object) -> None:
        self.state = state


class Alias(Thing):
    """A reference to another part of the same locale's data."""

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.state["keys"])


class Reader(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if name == "Alias":
            return Alias
        if name in {"set", "frozenset"}:
            return {"set": set, "frozenset": frozenset}[name]
        if module in {"copy_reg", "copyreg"} and name == "_reconstructor":
            return lambda cls, *_: cls()
        if name == "object":
            return object
        return type(name, (Thing,), {})


class Release:
    """The locale data of one Babel archive, inheritance resolved."""

    def __init__(self, archive: Path) -> None:
        self._files: dict[str, bytes] = {}
        if archive.suffix == ".gz":
            with tarfile.open(archive) as tar:
                for member in tar:
                    file = tar.extractfile(member) if member.name.endswith(".dat") else None
                    if file is not None:
                        self._files[Path(member.name).stem] = file.read()
        else:
            with zipfile.ZipFile(archive) as zipped:
                for name in zipped.namelist():
                    if name.endswith(".dat"):
                        self._files[Path(name).stem] = zipped.read(name)
        self._parents = self._unpickle("global").get("parent_exceptions", {})

    def _unpickle(self, name: str) -> Data:
        data = Reader(io.BytesIO(self._files[name]), encoding="utf-8").load()
        assert isinstance(data, dict)
        return data

    def __contains__(self, name: str) -> bool:
        return name in self._files

    def load(self, name: str) -> Data:
        """Return the data of locale *name* laid over that of its parents."""
        if name == "root":
            return self._unpickle(name)
        parent = self._parents.get(name) or ("_".join(name.split("_")[:-1]) or "root")
        while parent not in self:
            parent = "_".join(parent.split("_")[:-1]) or "root"
        base = self.load(parent)
        _merge(base, self._unpickle(name))
        return base


def _merge(under: Data, over: Data) -> None:
    for key, value in over.items():
        below = under.get(key)
        if isinstance(value, dict) and isinstance(below, dict):
            _merge(below, value)
        elif isinstance(value, dict) and isinstance(below, Alias):
            under[key] = (below, dict(value))
        elif isinstance(value, dict) and isinstance(below, tuple):
            merged = dict(below[1])
            _merge(merged, value)
            under[key] = (below[0], merged)
        elif value is not None:
            under[key] = value


def _get(data: Data, *path: str) -> Data:
    """Return the dictionary at *path*, aliases followed."""
    here: Any = data
    for key in path:
        here = here.get(key, {}) if isinstance(here, dict) else {}
        over: Data = {}
        for _ in range(8):
            if isinstance(here, tuple):
                here, over = here[0], {**here[1], **over}
            if not isinstance(here, Alias):
                break
            here = _get(data, *here.keys)
        if over and isinstance(here, dict):
            merged = dict(here)
            _merge(merged, over)
            here = merged
    return here if isinstance(here, dict) else {}


def _names(data: Data, part: str, count: int, first: int) -> dict[str, list[str]]:
    out = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated", "short"):
            names = _get(data, part, context, width)
            if all(first + n in names for n in range(count)):
                out[f"{context} {width}"] = [str(names[first + n]) for n in range(count)]
    if "format wide" in out and "stand-alone wide" not in out:
        # CLDR 1.6 gives single stand-alone names (Italian: the first seven months).
        some = _get(data, part, "stand-alone", "wide")
        out["stand-alone wide"] = [str(some.get(first + n, name)) for n, name in enumerate(out["format wide"])]
    return out


def _halves(data: Data) -> dict[str, list[str]]:
    """Return the words for parts of the day, by part (``am``, ``pm``, ``noon``, ``evening1`` …)."""
    out: dict[str, list[str]] = {}
    for key, word in (data.get("periods") or {}).items():
        out.setdefault(str(key), []).append(str(word))
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide", "narrow"):
            for key, word in _get(data, "day_periods", context, width).items():
                if str(word) not in out.setdefault(str(key), []):
                    out[str(key)].append(str(word))
    return dict(sorted(out.items()))


def _patterns(data: Data, part: str, styles: tuple[str, ...]) -> list[str]:
    found = _get(data, part)
    out = []
    for style in styles:
        pattern = found.get(style)
        if isinstance(pattern, Thing):
            pattern = pattern.state["pattern"]
        if isinstance(pattern, str):
            out.append(pattern)
    return out


_WIDTHS = ("wide", "abbreviated", "narrow")


def _record(data: Data) -> Data:
    return {
        "months": _names(data, "months", 12, 1),
        "days": _names(data, "days", 7, 0),
        "halves": _halves(data),
        "eras": sorted({str(_get(data, "eras", width).get(1, "")) for width in _WIDTHS} - {""}),
        "dates": _patterns(data, "date_formats", ("full", "long", "medium", "short")),
        "times": _patterns(data, "time_formats", ("medium", "short")),
        "joins": sorted({value for value in _get(data, "datetime_formats").values() if isinstance(value, str)}),
    }


def read_releases(folder: Path) -> Data:
    """Return locale -> era -> record, a field left out where it equals that of the era before."""
    out: Data = {code: {} for code in sorted(LOCALES)}
    last: dict[str, Data] = {}
    for release, cldr in ERAS.items():
        found = sorted(folder.rglob(f"[Bb]abel-{release}[-.]*"))
        if not found:
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder)]
            subprocess.run([*command, f"babel=={release}"], check=True)
            found = sorted(folder.rglob(f"[Bb]abel-{release}[-.]*"))
        data = Release(found[0])
        for code, files in sorted(LOCALES.items()):
            name = next((name for name in files if name in data), None)
            if name is None:
                continue
            record = _record(data.load(name))
            changed = {key: value for key, value in record.items() if last.get(code, {}).get(key) != value}
            if changed:
                out[code][cldr] = changed
            last[code] = record
    return out


def eras_of(locales: Data, code: str) -> dict[str, Data]:
    """Return the full records of locale *code* by era, fields carried on from era to era."""
    out: dict[str, Data] = {}
    here: Data = {}
    for era, changed in locales[code].items():
        here = {**here, **changed}
        out[era] = here
    return out


# What a part of the day makes of an hour on a twelve-hour clock.
_HALF = {"am": "am", "pm": "pm", "noon": "noon", "midnight": "midnight"}
_HALF |= {"morning": "am", "afternoon": "pm", "evening": "pm", "night": "night"}

_QUOTED = re.compile(r"'([^']*)'|(([a-zA-Z])\3*)|([^a-zA-Z']+)")


def _literals(pattern: str) -> list[tuple[str, str]]:
    """Return *pattern* as (kind, text) runs: ``field`` (letters of a pattern) and ``text``."""
    out: list[tuple[str, str]] = []
    for quoted, field, _, other in _QUOTED.findall(pattern):
        kind, text = ("field", field) if field else ("text", quoted or other)
        if out and kind == "text" and out[-1][0] == "text":
            out[-1] = ("text", out[-1][1] + text)
        else:
            out.append((kind, text))
    return out


# A word: what stands between spaces, digits and the punctuation of patterns. Marks belong to it, which
# ``\w`` would not say of Indic vowel signs.
_WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~،؛፣‏’]+")


def _affixes(patterns: list[str], letters: str) -> dict[bool, list[tuple[str, str]]]:
    """Return by width (wide or not) what patterns write on to a name, as Hebrew and Basque do.

    *letters* are those of the field: ``ML`` for months, ``Ec`` for days.
    """
    found: dict[bool, set[tuple[str, str]]] = {True: {("", "")}, False: {("", "")}}
    for pattern in patterns:
        runs = _literals(pattern)
        for place, (kind, text) in enumerate(runs):
            if kind == "field" and set(text) <= set(letters) and len(text) >= 3:
                before = runs[place - 1][1] if place else ""
                after = runs[place + 1][1] if place + 1 < len(runs) else ""
                heads = _WORD.findall(before)
                head = heads[-1] if heads and before.endswith(heads[-1]) else ""
                tail = _WORD.match(after)
                found[len(text) > 3].add((head, tail.group() if tail else ""))
    return {width: sorted(affixes) for width, affixes in found.items()}


def _words(patterns: list[str]) -> set[str]:
    return {
        squeeze(word)
        for pattern in patterns
        for kind, text in _literals(pattern.replace("{0}", "").replace("{1}", ""))
        if kind == "text"
        for word in _WORD.findall(text)
    } - {""}


def _key(name: str) -> str | None:
    key = squeeze(name)
    return None if not key or any(char.isdigit() for char in key) else key


def _is_ideograph(key: str) -> bool:
    return any("\u2e80" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in key)


def fold_locale(records: list[Data]) -> Data:
    """Return the run-time table of one locale from its records of all eras."""
    months: dict[str, int] = {}
    months_short: dict[str, int] = {}
    days: dict[str, int] = {}
    days_short: dict[str, int] = {}
    halves: dict[str, str] = {}
    words: set[str] = set()
    for record in records:
        words |= _words(record["dates"] + record["times"] + record["joins"])
        words |= {squeeze(era) for era in record["eras"]}
        for part, letters, first, into in (
            ("months", "ML", 1, (months_short, months)),
            ("days", "Ec", 0, (days_short, days)),
        ):
            affixes = _affixes(record["dates"], letters)
            for style, names in record[part].items():
                wide = style.endswith("wide")
                if style.endswith("short"):
                    continue  # two letters at most, printed by no pattern of dates
                for number, name in enumerate(names, first):
                    for before, after in affixes[wide]:
                        key = _key(before + name + after)
                        if key and (len(key) > 1 or _is_ideograph(key)):
                            into[wide].setdefault(key, number)
        # A word means what the latest era says; "am" and "pm" themselves before the finer parts.
        parts = sorted(record["halves"].items(), key=lambda item: item[0] in {"am", "pm"})
        for part, spellings in parts:
            half = _HALF.get(part.rstrip("12"))
            for spelling in spellings:
                key = _key(spelling)
                if half and key:
                    halves[key] = half
    return {
        "months": dict(sorted(months.items())),
        "months_short": {key: months_short[key] for key in sorted(months_short) if key not in months},
        "days": dict(sorted(days.items())),
        "days_short": {key: days_short[key] for key in sorted(days_short) if key not in days},
        "halves": dict(sorted(halves.items())),
        "words": sorted(words),
        "numeric": sorted({pattern for record in records for pattern in record["dates"] if _numeric(pattern)}),
        "named": sorted(
            {_order(pattern) for record in records for pattern in record["dates"] if not _numeric(pattern)}
        ),
        "dotted": any(re.search(r"d\.\s?M{3}", pattern) for record in records for pattern in record["dates"]),
        "padded_hours": any("hh" in pattern for record in records for pattern in record["times"]),
    }


def _fields(pattern: str) -> list[str]:
    return [text for kind, text in _literals(pattern) if kind == "field" and text[0] in "yMLd"]


def _order(pattern: str) -> str:
    """Return the order of a pattern's fields: ``"dmy"``."""
    return "".join({"L": "m", "M": "m"}.get(field[0], field[0]) for field in _fields(pattern))


def _numeric(pattern: str) -> bool:
    """Return whether *pattern* is made of numbers and punctuation alone."""
    fields = _fields(pattern)
    letters = any(char.isalpha() for kind, text in _literals(pattern) if kind == "text" for char in text)
    return all(len(field) < 3 or field[0] == "y" for field in fields) and len(fields) == 3 and not letters


def fold_all(raw: Data) -> Data:
    """Return the whole run-time table."""
    held = raw["locales"]
    locales = {code: fold_locale(list(eras_of(held, code).values())) for code in held}
    latin = locales.pop("sr-Latn")
    for part, names in latin.items():
        if isinstance(names, dict):
            locales["sr"][part] = dict(sorted({**names, **locales["sr"][part]}.items()))
    return {"cldr": raw["cldr"], "locales": dict(sorted(locales.items()))}


#: Patterns that Blogger offers in every language, after the locale's own.
FIXED = (
    "EEEE, MMMM dd, yyyy",
    "MMMM dd, yyyy",
    "dd MMMM yyyy",
    "dd MMMM, yyyy",
    "M/d/yyyy hh:mm:ss a",
    "yyyyMMdd",
    "yyyy/MM/dd",
    "yyyy-MM-dd",
)

#: Hour from which a part of the day is said, where patterns ask for it (CLDR's day period rules, zh_Hant).
_PARTS = ((0, "night1"), (5, "morning1"), (8, "morning2"), (12, "afternoon1"), (13, "afternoon2"), (19, "evening1"))


def print_date(pattern: str, record: Data, moment: dt.datetime, *, calendar: str = "gregorian", half: int = 0) -> str:
    """Return *moment* as ICU would print it by *pattern* with the names of *record*.

    *calendar* may be ``buddhist`` (the year alone differs); *half* chooses among the spellings of am and pm.
    """
    out = []
    for kind, text in _literals(pattern):
        if kind == "text":
            out.append(text)
            continue
        letter, count = text[0], len(text)
        if letter == "y":
            year = moment.year + (543 if calendar == "buddhist" else 0)
            out.append(f"{year % 100:02}" if count == 2 else str(year))
        elif letter in "ML" and count >= 3:
            context = "stand-alone" if letter == "L" else "format"
            width = "wide" if count > 3 else "abbreviated"
            months = record["months"]
            names = months.get(f"{context} {width}") or months.get(f"format {width}") or months["format wide"]
            out.append(names[moment.month - 1])
        elif letter in "Ec":
            context = "stand-alone" if letter == "c" else "format"
            width = "wide" if count > 3 else "abbreviated"
            days = record["days"]
            names = days.get(f"{context} {width}") or days.get(f"format {width}") or days["format wide"]
            out.append(names[moment.weekday()])
        elif letter == "G":
            out.append("พ.ศ." if calendar == "buddhist" else (record["eras"] or [""])[0])
        elif letter in "aB":
            key = "am" if moment.hour < 12 else "pm"
            if letter == "B":
                key = [part for hour, part in _PARTS if hour <= moment.hour][-1]
            words = record["halves"].get(key) or {"am": ["AM"], "pm": ["PM"]}[key[-2:] if key in {"am", "pm"} else "pm"]
            out.append(words[half % len(words)])
        else:
            number = {
                "M": moment.month,
                "L": moment.month,
                "d": moment.day,
                "h": moment.hour % 12 or 12,
                "H": moment.hour,
                "m": moment.minute,
                "s": moment.second,
            }[letter]
            out.append(f"{number:0{count}}")
    return "".join(out)


#: Noon, midnight and the minutes about them; days of one and two digits.
MOMENTS = tuple(
    dt.datetime(*moment)
    for moment in (
        (2011, 2, 28, 12, 0),
        (2008, 6, 5, 0, 0),
        (2013, 12, 31, 23, 59),
        (2006, 9, 12, 12, 1),
        (2019, 5, 1, 0, 30),
    )
)


def print_rows(records: list[Data], code: str) -> list[str]:
    """Return rows ``text <TAB> ISO <TAB> style``: each style of the first and the last era, each fixed pattern."""
    rows: dict[str, tuple[str, str]] = {}
    calendar = "buddhist" if code == "th" else "gregorian"
    for record in (records[-1], records[0]):
        for place, moment in enumerate(MOMENTS):
            for style, pattern in zip(("full", "long", "medium"), record["dates"], strict=False):
                if _numeric(pattern):
                    continue
                date = print_date(pattern, record, moment, calendar=calendar)
                rows.setdefault(date, (moment.date().isoformat(), style))
                clock = record["times"][place % len(record["times"])]
                if "h" in clock and not set("aB") & set(clock):
                    continue  # CLDR 1.6 prints Malay times without their half of the day
                time = print_date(clock, record, moment)
                join = record["joins"][place % len(record["joins"])].replace("'", "") if record["joins"] else "{1} {0}"
                joined = join.replace("{1}", date).replace("{0}", time)
                rows.setdefault(joined, (moment.isoformat(timespec="minutes"), f"{style} with time"))
            for pattern in FIXED:
                text = print_date(pattern, record, moment)
                iso = moment.isoformat(timespec="minutes") if "h" in pattern else moment.date().isoformat()
                rows.setdefault(text, (iso, "timestamp" if "h" in pattern else "fixed"))
    return [
        "# Made by scripts/build_date_tables.py from CLDR; not seen on pages.",
        *(f"{text}\t{iso}\t{style}" for text, (iso, style) in rows.items() if "\t" not in text),
    ]


def _lines(value: Data) -> str:
    """Return JSON with one locale and part a line: small, and a change shows as the line it is."""
    out = ["{", f' "cldr": {json.dumps(value["cldr"])},', ' "locales": {']
    codes = list(value["locales"])
    for code in codes:
        out.append(f"  {json.dumps(code)}: {{")
        parts = list(value["locales"][code].items())
        for place, (part, held) in enumerate(parts):
            text = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
            out.append(f"   {json.dumps(part)}: {text}{',' if place + 1 < len(parts) else ''}")
        out.append("  }," if code != codes[-1] else "  }")
    return "\n".join([*out, " }", "}", ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--releases", type=Path, help="folder of Babel archives; fetched when missing")
    parser.add_argument("--check", action="store_true", help="write nothing; fail when a file would change")
    options = parser.parse_args()
    outputs: dict[Path, str] = {}
    if options.releases:
        options.releases.mkdir(parents=True, exist_ok=True)
        held = read_releases(options.releases)
        outputs[RAW] = _lines({"cldr": list(ERAS.values()), "locales": held})
    raw = json.loads(outputs.get(RAW) or RAW.read_text("utf-8"))
    outputs[TABLE] = _lines(fold_all(raw))
    for code in raw["locales"]:
        rows = print_rows(list(eras_of(raw["locales"], code).values()), code)
        outputs[RAW.with_name(f"{code}.tsv")] = "\n".join(rows) + "\n"
    changed = [path for path, text in outputs.items() if not path.exists() or path.read_text("utf-8") != text]
    for path in changed:
        print(f"{'differs' if options.check else 'written'}: {path.relative_to(ROOT)}")
        if not options.check:
            path.write_text(outputs[path], "utf-8")
    return 1 if options.check and changed else 0


if __name__ == "__main__":
    sys.exit(main())
