"""The order of day and month over a whole blog, from its dates made of numbers alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .model import Order
from .parsing import parse_date

_ORDERS: Final[tuple[Order, ...]] = ("dmy", "mdy", "ymd")


def infer_order(texts: Iterable[str], *, locale: str | None = None) -> Order | None:
    """Return the one order in which every numeric date of *texts* is a date, None if that leaves several.

    Texts that are no dates, or whose month is named, say nothing. One date with a day above 12 decides for
    all that one setting of the blog printed, so give the texts of one setting (headers, or comments).

    >>> infer_order(["3/2/2011", "14/2/2011", "lunedì 28 febbraio 2011"])
    'dmy'
    >>> infer_order(["3/2/2011"]) is None
    True
    """
    possible: set[Order] = set(_ORDERS)
    seen = False
    for text in texts:
        found = parse_date(text, locale=locale)
        if found is None or found.order is None or found.leftover:
            continue
        here: set[Order] = set()
        for order in _ORDERS:
            tried = parse_date(text, locale=locale, order=order)
            if tried is not None and tried.order == order:
                here.add(order)
        if here and here & possible:
            possible &= here
            seen = True
        elif here:
            return None
    return possible.pop() if seen and len(possible) == 1 else None
