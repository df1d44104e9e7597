"""Text to date."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Final

from . import forms
from .chunks import Chunk, read_chunk
from .following import follow
from .model import Context, ParsedDate
from .plans import make_plan
from .tables import Lexicon, lexicon, table_code

_LONGEST_TEXT: Final = 300
_MOST_REMEMBERED: Final = 20_000
_NUMBERS: Final = re.compile(r"(\d+)")
_ZEROS: Final = frozenset("0٠۰߀०০੦૦୦௦౦೦൦෦๐໐༠０")
_ORDERS: Final = frozenset({"dmy", "mdy", "ymd", "ydm"})
_NO_CONTEXT: Final = Context()


def parse_date(
    text: str,
    *,
    locale: str | None = None,
    order: str | None = None,
    context: Context | dt.date | None = None,
) -> ParsedDate | None:
    """Return the date that *text* is, or None if it is none.

    *locale* (any spelling) says in which words and orders it is written; words of other languages are
    understood too. Without it all languages are tried. *order* (``"dmy"``, ``"mdy"``, ``"ymd"``) decides
    dates made of numbers alone. *context* gives the year of a date that has none and the day of a bare
    time (a plain date is ``Context(near=date)``), tells readings apart, and holds the zone of the blog.

    The result is never a silent guess: when two readings remain, ``ambiguous`` is set and ``alternatives``
    holds the other; a printed weekday that does not fit leaves the date and clears ``weekday_ok``.

    Understood are ISO 8601, the patterns of CLDR for 62 locales and Blogger's own fixed ones, in any case,
    with or without accents and dots, any kind of blank, digits of any script, direction marks, HTML
    entities, times before or after the date; Jalali, Buddhist, Japanese and Republic of China years.

    >>> parse_date("lunedì 28 febbraio 2011", locale="it").date
    datetime.date(2011, 2, 28)
    >>> parse_date("4:45 PM, March 13, 2005").datetime
    datetime.datetime(2005, 3, 13, 16, 45)
    >>> parse_date("3/2/2011").ambiguous, parse_date("3/2/2011", order="mdy").ambiguous
    (True, False)
    >>> parse_date("martedì 28 febbraio 2011", locale="it").weekday_ok
    False
    >>> parse_date("1 commenti:", locale="it") is None
    True

    Raises:
        ValueError: *order* is none of those named.
    """
    if order is not None:
        order = order.lower()
        if order not in _ORDERS:
            raise ValueError(f"order must be dmy, mdy, ymd or ydm, not {order!r}")
    if len(text) > _LONGEST_TEXT:
        text = text.strip()
        if len(text) > _LONGEST_TEXT:
            return None
    known = _NO_CONTEXT
    if context is not None:
        known = context if isinstance(context, Context) else Context(near=context)
    code = table_code(locale) if locale else ""
    read = html.unescape(text) if "&" in text else text
    found = _parse(text, read, lexicon(code), order, known)
    if code and (found is None or found.leftover):
        # Labels and dates of another language are normal: owners save them, the blog's locale changes.
        other = _parse(text, read, lexicon(""), order, known)
        if other is not None and (found is None or len(other.leftover) < len(found.leftover)):
            return other
    return found


def _parse(original: str, text: str, lex: Lexicon, order: str | None, context: Context) -> ParsedDate | None:
    zone = context.zone
    parts = _NUMBERS.split(text)
    if len(parts) == 1:
        text = forms.from_han(text)
        parts = _NUMBERS.split(text)
        if len(parts) == 1:
            return None
    elif "元年" in text:
        text = text.replace("元年", "1年")
        parts = _NUMBERS.split(text)
    if ":" in text or "T" in text:
        stripped = text.strip()
        if forms.is_iso(stripped):
            return _from_iso(original, stripped, lex, zone)
        named = forms.split_zone(stripped)
        if named is not None:
            text, zone = named
            parts = _NUMBERS.split(text)
    numbers = parts[1::2]
    remembered = lex.chunks
    try:
        chunks = [remembered[raw] for raw in parts[::2]]
    except KeyError:
        chunks = [_remember(raw, lex) for raw in parts[::2]]
    shapes = [chunk.shape for chunk in chunks]
    widths = [-len(number) if number[0] in _ZEROS else len(number) for number in numbers]
    key = (*shapes, *widths)
    plan = lex.plans.get(key)
    if plan is None:
        if len(lex.plans) >= _MOST_REMEMBERED:
            lex.plans.clear()
        plan = lex.plans[key] = make_plan(chunks, widths, lex)
    if not plan.readings:
        return None
    return follow(original, plan, chunks, numbers, lex, order, context, zone)


def _remember(raw: str, lex: Lexicon) -> Chunk:
    chunk = lex.chunks.get(raw)
    if chunk is None:
        if len(lex.chunks) >= _MOST_REMEMBERED:
            lex.chunks.clear()
        chunk = lex.chunks[raw] = read_chunk(raw, lex)
    return chunk


def _from_iso(original: str, text: str, lex: Lexicon, zone: dt.tzinfo | None) -> ParsedDate | None:
    """Return the instant that *text*, an ISO 8601 date and time, names."""
    moment = forms.read_iso(text)
    if moment is None:
        return None
    if moment.tzinfo is None and zone is not None:
        moment = moment.replace(tzinfo=zone)
    return ParsedDate(
        original, moment.date(), moment, None, False, (), "gregorian", lex.code, "", "ymdhis", frozenset(), False
    )
