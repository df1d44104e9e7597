#!/usr/bin/env python3
"""Measure the date reader: accuracy by class of rows, and speed, beside other parsers when installed.

Rows are ``locale <TAB> text <TAB> ISO date or instant [<TAB> class]``. ``--truth FOLDER`` reads ``truth.tsv``,
``real.tsv`` and ``pairs.tsv`` (locale, class, text, ISO) there; without it the project's own rows in
``fixtures/dates`` are read.

    python scripts/bench_dates.py --truth FOLDER --sample 2000
"""

from __future__ import annotations

import argparse
import collections
import datetime as dt
import importlib
import random
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from bloggermigrate.dates import parse_date

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures" / "dates"
#: A text and a locale ("" for unknown) -> (date or instant, whether it was flagged), or None.
Parser = Callable[[str, str], "tuple[dt.date | dt.datetime, bool] | None"]


@dataclass(frozen=True, slots=True)
class Row:
    locale: str
    text: str
    iso: str
    kind: str
    timed: bool = False  #: the expected value has a time that must be right, too


def ours(text: str, locale: str) -> tuple[dt.date | dt.datetime, bool] | None:
    found = parse_date(text, locale=locale or None)
    return None if found is None else (found.value, found.ambiguous or bool(found.leftover))


def peers() -> dict[str, Parser]:
    """Return the other parsers that are installed."""
    out: dict[str, Parser] = {}
    try:
        dateutil = importlib.import_module("dateutil.parser")

        def dateutil_(text: str, locale: str) -> tuple[dt.date | dt.datetime, bool] | None:
            try:
                return dateutil.parse(text, default=dt.datetime(1900, 1, 1)), False
            except (ValueError, OverflowError, TypeError):
                return None

        out["dateutil"] = dateutil_
    except ImportError:
        pass
    try:
        dateparser = importlib.import_module("dateparser")

        def dateparser_(text: str, locale: str) -> tuple[dt.date | dt.datetime, bool] | None:
            language = locale.partition("-")[0]
            known = {"nb": "nb", "fil": "fil", "zh": "zh"}.get(language, language)
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    found = dateparser.parse(text, languages=[known] if known else None)
            except ValueError:
                return None
            return None if found is None else (found, False)

        out["dateparser"] = dateparser_
    except ImportError:
        pass
    return out


def read_rows(folder: Path) -> dict[str, list[Row]]:
    """Return the rows of *folder* by group."""
    groups: dict[str, list[Row]] = collections.defaultdict(list)
    if (folder / "truth.tsv").exists():
        for line in _lines(folder / "truth.tsv"):
            locale, text, iso, kind = line.split("\t")
            if kind != "v-noyear":
                groups[_group(kind, text)].append(Row(locale, text.replace("\\n", "\n"), iso, kind))
        for line in _lines(folder / "real.tsv"):
            locale, text, iso, kind = line.split("\t")
            groups["real"].append(Row(locale, text, iso, kind))
        for line in _lines(folder / "pairs.tsv"):
            locale, kind, text, iso = line.split("\t")[:4]
            if sum(char.isdigit() for char in text) > 4:
                groups["pairs"].append(Row(locale, text, iso, kind))
        return groups
    for path in sorted(folder.glob("*.tsv")):
        for line in _lines(path, header=False):
            text, iso, kind = line.split("\t")
            groups[f"own {kind}"].append(Row(path.stem, text, iso, kind, timed="T" in iso))
    return groups


def _lines(path: Path, *, header: bool = True) -> list[str]:
    lines = [line for line in path.read_text("utf-8").split("\n") if line and not line.startswith("#")]
    return [line for line in lines if not (header and line.startswith("locale\t"))]


def _group(kind: str, text: str) -> str:
    head = kind.partition("@")[0]
    if head in {"fixednum:yyyyMMdd", "fixednum:yyyy/MM/dd", "fixednum:yyyy-MM-dd"}:
        return "ISO-like"
    if head.startswith(("fixednum", "ts:M/d")):
        return "numeric, Blogger's fixed"
    if head.startswith("real"):
        return "real (in truth)"
    letters = sum(char.isalpha() for char in text)
    unit = any(char in text for char in "年년")
    if head in {"v-digits-short", "jalali-num"} or (letters < 2 and not unit):
        return "numeric, the locale's"
    return "named"


def right(row: Row, value: dt.date | dt.datetime) -> bool:
    """Return whether *value* is what *row* expects; within a day where the row's instant is in UTC."""
    expected = dt.datetime.fromisoformat(row.iso)
    date = value.date() if isinstance(value, dt.datetime) else value
    if row.timed:
        return isinstance(value, dt.datetime) and value.replace(tzinfo=None) == expected
    slack = 1 if row.iso.endswith("Z") else 0
    return abs((date - expected.date()).days) <= slack


def score(rows: Iterable[Row], parser: Parser, *, with_locale: bool) -> tuple[collections.Counter[str], list[Row]]:
    """Return counts of ``ok``, ``flagged`` (wrong but said so), ``none`` and ``wrong`` (in silence)."""
    counts: collections.Counter[str] = collections.Counter()
    missed = []
    for row in rows:
        found = parser(row.text, row.locale if with_locale else "")
        if found is None:
            outcome = "none"
        elif right(row, found[0]):
            outcome = "ok"
        else:
            outcome = "flagged" if found[1] else "wrong"
        counts[outcome] += 1
        if outcome != "ok":
            missed.append(row)
    return counts, missed


def speed(rows: list[Row], parser: Parser, *, with_locale: bool) -> float:
    """Return dates per second of processor time of one pass over *rows*."""
    texts = [(row.text, row.locale if with_locale else "") for row in rows]
    start = time.process_time()
    for text, locale in texts:
        parser(text, locale)
    return len(texts) / max(time.process_time() - start, 1e-6)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--truth", type=Path, help="folder with truth.tsv, real.tsv and pairs.tsv")
    parser.add_argument("--sample", type=int, default=1000, help="rows of each group for the other parsers")
    parser.add_argument("--misses", type=int, default=0, help="show so many misses of each group")
    options = parser.parse_args()
    groups = read_rows(options.truth or FIXTURES)
    everything = [row for rows in groups.values() for row in rows]

    if not everything:
        parser.error("no rows found")
    cold = {known: speed(everything, ours, with_locale=known) for known in (True, False)}
    warm = {known: max(speed(everything, ours, with_locale=known) for _ in range(3)) for known in (True, False)}
    failed = False
    print(f"{'group':28} {'rows':>6} {'locale':>7} {'ok %':>8} {'flagged':>8} {'none':>6} {'silently wrong':>15}")
    for group, rows in sorted(groups.items()):
        for known in (True, False):
            counts, missed = score(rows, ours, with_locale=known)
            share = 100 * counts["ok"] / len(rows)
            print(
                f"{group:28} {len(rows):6} {'given' if known else '-':>7} {share:8.2f} "
                f"{counts['flagged']:8} {counts['none']:6} {counts['wrong']:15}"
            )
            failed = failed or (known and counts["wrong"] > 0)
            for row in missed[: options.misses]:
                read = ours(row.text, row.locale if known else "")
                print(f"    {row.locale}: {row.text!r} is {row.iso} ({row.kind}), read {read}")
    for known in (True, False):
        word = "locale given" if known else "no locale"
        print(f"bloggermigrate, {word}: {cold[known]:,.0f} dates/s in the first pass, {warm[known]:,.0f} after it")

    chosen = random.Random(4)
    for name, peer in peers().items():
        print(f"\n{name}, up to {options.sample} rows of each group")
        for group, rows in sorted(groups.items()):
            picked = chosen.sample(rows, min(options.sample, len(rows)))
            counts, _ = score(picked, peer, with_locale=True)
            rate = speed(picked[:200], peer, with_locale=True)
            print(
                f"{group:28} {len(picked):6} {'given':>7} {100 * counts['ok'] / len(picked):8.2f} "
                f"{'':8} {counts['none']:6} {counts['wrong']:15}   {rate:,.0f} dates/s"
            )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
