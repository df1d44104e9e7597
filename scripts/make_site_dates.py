#!/usr/bin/env python3
"""Write src/bloggermigrate/sites/dates.json: how each language prints a date, for engines that speak English alone.

From fixtures/dates/cldr.json (made by scripts/build_date_tables.py), the latest era of each locale. ``--check`` writes
nothing and fails when the file would change.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RAW = ROOT / "fixtures" / "dates" / "cldr.json"
TARGET = ROOT / "src" / "bloggermigrate" / "sites" / "dates.json"

_TOKEN = re.compile(r"'((?:[^']|'')*)'|([A-Za-z])\2*")


def latest(eras: dict[str, dict[str, Any]], part: str) -> Any:
    """Return the latest value of *part*: an era holds only what changed in it."""
    return [era[part] for era in eras.values() if part in era][-1]


def form(pattern: str) -> str:
    """Return a CLDR pattern with names in braces: "d 'de' MMMM y" → "{d} de {month} {y}"."""

    def one(match: re.Match[str]) -> str:
        if match[1] is not None:
            return match[1].replace("''", "'") or "'"
        known = {"d": "{d}", "dd": "{d}", "y": "{y}", "yyyy": "{y}", "MMMM": "{month}", "LLLL": "{alone}", "M": "{m}"}
        return known.get(match[0], "")

    return " ".join(_TOKEN.sub(one, pattern).split())


def of_month(long: str) -> str:
    """Return the form of a day less the day, and less the ending of Basque's month."""
    if long.index("{y}") < long.index("{d}"):  # the day stands last
        cut = re.sub(r"\s*\{d\}[^{]*$|\{d\}[^{]*", "", long)
    else:
        cut = re.sub(r"^.*?\{d\}.*?(?=\{m)|\s*\{d\},?", "", long)
    return " ".join(cut.replace("{month}ren", "{alone}").replace("{month}", "{alone}").split())


def table() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for code, eras in sorted(json.loads(RAW.read_text("utf-8"))["locales"].items()):
        months = latest(eras, "months")
        long = form(latest(eras, "dates")[1])
        row = {"day": long, "month": of_month(long), "months": months["format wide"]}
        if months["stand-alone wide"] != months["format wide"]:
            row["alone"] = months["stand-alone wide"]
        found[code] = row
    return found


def text() -> str:
    rows = (
        f"  {json.dumps(code)}: {json.dumps(row, ensure_ascii=False, separators=(', ', ': '))}"
        for code, row in table().items()
    )
    return "{\n" + ",\n".join(rows) + "\n}\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(TARGET.read_text("utf-8") != text())
    TARGET.write_text(text(), "utf-8")
