"""Pictures of numbers as SVG of our own: their text keeps its size on a phone, their bars take the width there is.

Colours come from the page's style sheet by class; every picture stands beside its numbers in words or in a table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

__all__ = ["MONTHS", "BalanceRow", "balance_picture", "month_picture"]

_INITIALS = "JFMAMJJASOND"
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: how many shades there are for months with posts
_SHADES = 5


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One kind of the balance: its name in the plural and what became of it."""

    name: str
    read: int
    written: int
    skipped: int
    failed: int

    def told(self, dry: bool) -> str:
        """Return the row in words.

        >>> BalanceRow("posts", 613, 610, 3, 0).told(dry=True)
        '613 posts: 610 to be written, 3 left out'
        """
        parts = [f"{self.written:,} {'to be written' if dry else 'written'}"]
        parts += [f"{count:,} {word}" for count, word in ((self.skipped, "left out"), (self.failed, "failed")) if count]
        return f"{self.read:,} {self.name}: {', '.join(parts)}"


def balance_picture(rows: Sequence[BalanceRow], dry: bool) -> Markup:
    """Return one bar a kind, cut into what is written, left out and failed."""
    line = 46
    parts = [
        Markup('<svg class="balance" role="img" width="100%" height="{}" aria-label="{}">').format(
            line * len(rows), "; ".join(row.told(dry) for row in rows)
        )
    ]
    for number, row in enumerate(rows):
        top = number * line
        parts.append(_text(0, top + 15, row.told(dry)))
        at = 0.0
        for name, count in (("written", row.written), ("skipped", row.skipped), ("failed", row.failed)):
            if count:
                # A sliver that nobody can see would hide what the picture is for.
                width = max(count / row.read * 100, 1.0)
                parts.append(_bar(name, min(at, 100 - width), top + 22, width, 14))
                at += width
    return Markup("").join([*parts, Markup("</svg>")])


def month_picture(years: Mapping[int, Sequence[int]]) -> Markup:
    """Return a row of twelve boxes for each year, the darker the more posts, and the year's sum behind them."""
    line = 24
    most = max((count for months in years.values() for count in months), default=0)
    total = sum(sum(months) for months in years.values())
    label = f"Posts by month: {total:,} posts in {len(years)} years, at most {most:,} in one month"
    parts = [
        Markup('<svg class="months" role="img" width="100%" height="{}" aria-label="{}">').format(
            line * (len(years) + 1), label
        )
    ]
    parts += [_text(15.7 + 6 * month, 15, letter, "middle") for month, letter in enumerate(_INITIALS)]
    for number, (year, months) in enumerate(years.items(), start=1):
        top = number * line
        parts.append(_text(0, top + 16, str(year)))
        parts.append(_text(100, top + 16, f"{sum(months):,}", "end"))
        for month, count in enumerate(months):
            told = f"{MONTHS[month]} {year}: {count:,} {'post' if count == 1 else 'posts'}"
            parts.append(_bar(f"shade-{_shade(count, most)}", 13 + 6 * month, top + 2, 5.4, 19, told))
    return Markup("").join([*parts, Markup("</svg>")])


def _shade(count: int, most: int) -> int:
    """Return how dark a month is, from 0 for none to `_SHADES` for the most; a single post can be seen.

    >>> [_shade(count, 40) for count in (0, 1, 8, 9, 40)]
    [0, 1, 1, 2, 5]
    """
    return 0 if not count else -(-count * _SHADES // most)


def _bar(name: str, left: float, top: int, width: float, height: int, told: str = "") -> Markup:
    title = Markup("<title>{}</title>").format(told) if told else ""
    return Markup('<rect class="{}" x="{:.2f}%" y="{}" width="{:.2f}%" height="{}" rx="2">{}</rect>').format(
        name, left, top, width, height, title
    )


def _text(left: float, top: int, text: str, anchor: str = "start") -> Markup:
    return Markup('<text x="{:g}%" y="{}" text-anchor="{}">{}</text>').format(left, top, anchor, escape(text))
