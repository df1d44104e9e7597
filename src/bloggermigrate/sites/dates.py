"""How each language prints a date, for sites whose engine knows the months in English alone.

``dates.json`` is made by ``scripts/make_site_dates.py`` from CLDR; all its dates are Gregorian.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from bloggermigrate.text.locales import language, script

__all__ = ["date_words"]


@cache
def _table() -> dict[str, dict[str, Any]]:
    text = (files(__package__) / "dates.json").read_text(encoding="utf-8")
    found: dict[str, dict[str, Any]] = json.loads(text)
    return found


@cache
def date_words(locale: str) -> dict[str, Any]:
    """Return the forms ``day`` and ``month`` and the names ``months`` and ``alone`` of *locale*, else of English.

    In a form stand ``{d}``, ``{m}``, ``{y}`` for numbers, ``{month}`` for a name of ``months`` and ``{alone}`` for one
    of ``alone``: many languages bend the name of a month beside a day.

    >>> date_words("ru")["day"], date_words("ru")["months"][0], date_words("ru")["alone"][0]
    ('{d} {month} {y} г.', 'января', 'январь')
    >>> date_words("")["month"], date_words("eu")["month"], date_words("lt")["month"]
    ('{alone} {y}', '{y}(e)ko {alone}', '{y} m. {alone}')
    """
    from bloggermigrate.dates.tables import table_code  # what reads dates is big, and most runs write none in words

    table = _table()
    # The table that reads dates has both scripts of Serbian in one.
    named = f"{language(locale)}-{script(locale)}"
    row = table.get(named) or table.get(table_code(locale)) or table["en"]
    return row | {"alone": row.get("alone", row["months"])}
