"""`bloggermigrate dates`: read dates from the command line or standard input."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import TextIO

import click

from bloggermigrate import locales
from bloggermigrate.cli.command import Command
from bloggermigrate.cli.shared import CONTEXT
from bloggermigrate.dates import ParsedDate, parse_date


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

    With no TEXT, lines are read from standard input. A text that is no date prints "-". An ambiguous date
    or a weekday that does not fit is said behind the date.

    \b
    Example:
      bloggermigrate dates "lunedì 28 febbraio 2011" --locale it
    """
    for line in text or _lines(sys.stdin):
        found = parse_date(line, locale=locale, order=order)
        click.echo(json.dumps(as_object(line, found, locale), ensure_ascii=False) if as_json else _line(line, found))


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
            "notes": ["date-unparsed: no date"],
        }
    return {
        "text": text,
        "iso": found.value.isoformat(),
        "weekday_ok": found.weekday_ok,
        "ambiguous": found.ambiguous,
        "locale": found.locale or given or None,
        "notes": list(found.notes),
    }


def _line(text: str, found: ParsedDate | None) -> str:
    if found is None:
        return f"-\t{text}"
    return "\t".join([found.value.isoformat(), text, *(["; ".join(found.notes)] if found.notes else [])])
