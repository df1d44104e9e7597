"""Dates as Blogger prints them, in every language, form and era, read without a silent guess.

``parse_date`` reads one text; ``infer_order`` tells from all the dates of a blog in which order its
numbers stand. How it works and what it is measured by: ``docs/dates.md``.
"""

from .model import WEEKDAYS, Calendar, Context, Order, ParsedDate
from .orders import infer_order
from .parsing import parse_date
from .tables import known_locales, table_code

__all__ = [
    "WEEKDAYS",
    "Calendar",
    "Context",
    "Order",
    "ParsedDate",
    "infer_order",
    "known_locales",
    "parse_date",
    "table_code",
]
