"""`bloggermigrate dates`: read dates from the command line or standard input."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
from collections.abc import Iterator
from typing import TextIO

import click

from bloggermigrate.cli.command import Command
from bloggermigrate.cli.shared import CONTEXT
from bloggermigrate.dates import Context, ParsedDate, parse_date, table_code
from bloggermigrate.text import locales


@click.command(cls=Command, context_settings=CONTEXT)
@click.argument("text", nargs=-1)
@click.option("--locale", metavar="CODE", help="Language of the dates, such as it, pt-BR or en_GB.")
@click.option(
    "--order",
    type=click.Choice(["dmy", "mdy", "ymd"]),
    help="Order of day, month and year in dates made of numbers alone.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
def dates(text: tuple[str, ...], locale: str | None, order: str | None, as_json: bool) -> None:
    """Read each TEXT as a date as Blogger prints it, in any of its languages.

    With no TEXT, lines are read from standard input. A text that is no date prints "-"; what it lacks, an
    ambiguous date, or a weekday that does not fit is said behind the text.

    \b
    Example:
      bloggermigrate dates "lunedì 28 febbraio 2011" --locale it
    """
    if locale and not table_code(locale):
        click.echo(f"No dates of locale {locale!r} are known; all languages are tried.", err=True)
    for line in text or _lines(sys.stdin):
        found = parse_date(line, locale=locale, order=order)
        click.echo(
            json.dumps(as_object(line, found, locale), ensure_ascii=False) if as_json else _line(line, found, locale)
        )


def _lines(stream: TextIO) -> Iterator[str]:
    if isinstance(stream, io.TextIOWrapper):
        # A line in another encoding is no date; it is no reason to stop either.
        stream.reconfigure(errors="replace")
    for line in stream:
        yield line.rstrip("\r\n")


def as_object(text: str, found: ParsedDate | None, locale: str | None) -> dict[str, object]:
    """Return the JSON object of one *text*: text, iso, weekday_ok, ambiguous, locale, notes.

    >>> as_object("28.2.2011", parse_date("28.2.2011", locale="de"), "de")["iso"]
    '2011-02-28'
    """
    given = locales.normalize(locale) if locale else ""
    if found is None:
        return {
            "text": text,
            "iso": None,
            "weekday_ok": None,
            "ambiguous": False,
            "locale": given or None,
            "notes": [_lack(text, locale)],
        }
    return {
        "text": text,
        "iso": found.value.isoformat(),
        "weekday_ok": found.weekday_ok,
        "ambiguous": found.ambiguous,
        "locale": found.locale or given or None,
        "notes": list(found.notes),
    }


def _line(text: str, found: ParsedDate | None, locale: str | None) -> str:
    notes = found.notes if found is not None else [_lack(text, locale)] if text.strip() else []
    return "\t".join([found.value.isoformat() if found else "-", text, *(["; ".join(notes)] if notes else [])])


#: A leap year, and day, to see whether one is all that a text lacks.
_SOME_DAY = Context(near=dt.date(2012, 2, 29))


def _lack(text: str, locale: str | None) -> str:
    """Return what *text* lacks to be a date, as ``code: words``.

    >>> _lack("Sunday, January 16", "en"), _lack("10:35 AM", None), _lack("bread", None)
    ('year-missing: a day without a year', 'date-missing: a time without a day', 'date-unparsed: no date')
    """
    found = parse_date(text, locale=locale, context=_SOME_DAY)
    if found is None or found.leftover:
        return "date-unparsed: no date"
    return "year-missing: a day without a year" if "d" in found.roles else "date-missing: a time without a day"
