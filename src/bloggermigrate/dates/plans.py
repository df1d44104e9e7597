"""Which number is the day: all readings that the shape of a text allows, best first.

The shape is what stands between the numbers (``Chunk.shape``) and how many digits each has. A blog prints
thousands of dates in few shapes, so a plan is made once and then only looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import permutations
from typing import Final

from .chunks import Chunk
from .tables import Lexicon

_NONE: Final = -1


@dataclass(frozen=True, slots=True)
class Reading:
    """Indexes of the numbers that are year, month, day, hour, minute and second; -1 for none."""

    y: int = _NONE
    m: int = _NONE
    d: int = _NONE
    h: int = _NONE
    i: int = _NONE
    s: int = _NONE
    half: int = _NONE  #: index of the chunk with the half of the day
    tier: int = 0  #: 0: forms that are in use; 1: only if none of tier 0 is a date
    decided: bool = False  #: the form itself rules the others out
    roles: str = ""  #: role of each number, ``-`` for none

    def having(self, held: dict[str, int]) -> Reading:
        """Return this with the year, month and day that *held* gives."""
        return replace(self, y=held.get("y", self.y), m=held.get("m", self.m), d=held.get("d", self.d))


@dataclass(frozen=True, slots=True)
class Plan:
    """All readings of one shape, those of one tier in order of preference."""

    readings: tuple[Reading, ...]
    month: tuple[int, int] | None = None  #: (chunk, name) that is the month
    weekdays: tuple[tuple[int, int], ...] = ()
    weekday_number: int = _NONE  #: index of a number that is a weekday (Vietnamese)
    compact: bool = False  #: one number of eight digits, yyyyMMdd
    extra: int = 0  #: numbers that no reading uses
    era: int = _NONE  #: index of the chunk that names an era
    unknown: bool = False  #: some chunk holds words that are no part of a date
    plain: bool = False  #: one reading, with a year, a day and a named month, and nothing unusual


NO_PLAN: Final = Plan(readings=())

_NUMERIC_SEPARATORS: Final = "/.-"
_MOST_NUMBERS: Final = 9


def make_plan(chunks: list[Chunk], widths: list[int], lexicon: Lexicon) -> Plan:
    """Return the plan for numbers of *widths* digits (negative: with a leading zero) between *chunks*."""
    count = len(widths)
    if count > _MOST_NUMBERS:
        return NO_PLAN
    names = _sort_names(chunks)
    if names is None:
        return NO_PLAN
    month, weekdays = names
    if count == 1 and abs(widths[0]) == 8 and month is None:
        unknown = any(chunk.unknown for chunk in chunks)
        return Plan(readings=(Reading(roles="*"),), weekdays=weekdays, compact=True, unknown=unknown)
    roles = [""] * count
    for place, chunk in enumerate(chunks):
        if place and chunk.after and not roles[place - 1] and (abs(widths[place - 1]) <= 2 or chunk.after == "y"):
            roles[place - 1] = chunk.after
        if place < count and chunk.before:
            roles[place] = chunk.before
        if place and chunks[place - 1].opens and chunk.closes and abs(widths[place - 1]) < 4:
            roles[place - 1] = "-"
    weekday_number = roles.index("w") if "w" in roles else _NONE
    if weekday_number >= 0:
        roles[weekday_number] = "-"
    readings: list[Reading] = []
    yearless: list[Reading] = []
    extra = roles.count("-") - (weekday_number >= 0)
    for time in _times(chunks, widths, roles):
        taken = {time.h, time.i, time.s}
        dates = _dates(chunks, widths, roles, taken, time, lexicon, named=month is not None)
        yearless = yearless or [date for date in dates if date.y < 0]
        readings = [date for date in dates if date.y >= 0]
        if readings:
            break
    readings = sorted(readings or yearless, key=lambda reading: reading.tier)
    readings = [replace(reading, roles=_roles(reading, count, weekday_number)) for reading in readings]
    era = next((at for at, chunk in enumerate(chunks) if chunk.era), _NONE)
    unknown = any(chunk.unknown for chunk in chunks)
    usual = era < 0 and not unknown and not extra and weekday_number < 0 and len(weekdays) < 2
    plain = usual and month is not None and len(readings) == 1 and readings[0].y >= 0 and readings[0].d >= 0
    return Plan(tuple(readings), month, weekdays, weekday_number, False, extra, era, unknown, plain)


def _roles(reading: Reading, count: int, weekday_number: int) -> str:
    roles = ["-"] * count
    for role in "ymdhis":
        at = getattr(reading, role)
        if at >= 0:
            roles[at] = role
    if weekday_number >= 0:
        roles[weekday_number] = "e"
    return "".join(roles)


def _sort_names(chunks: list[Chunk]) -> tuple[tuple[int, int] | None, tuple[tuple[int, int], ...]] | None:
    """Return (month, weekdays) as places of names; None if there are two months."""
    places = [(letter, (at, name)) for at, chunk in enumerate(chunks) for name, letter in enumerate(chunk.letters)]
    months = [place for letter, place in places if letter == "M"]
    either = [place for letter, place in places if letter == "E"]
    days = [place for letter, place in places if letter == "W"]
    if not months and either:
        # "mar 1 mar 2011", "mar, 1 dicembre": with no other month, the last of them is it.
        months = [either.pop()]
    if len(months) > 1 or len(days) + len(either) > 2:
        return None
    return (months[0] if months else None), tuple(days + either)


def _times(chunks: list[Chunk], widths: list[int], roles: list[str]) -> list[Reading]:
    """Return the times of day that can be read, surest first; the last is none at all."""
    count = len(widths)
    halves = [at for at, chunk in enumerate(chunks) if chunk.half]
    leading = [at for at in halves if not chunks[at].behind]

    def free(at: int) -> bool:
        return 0 <= at < count and abs(widths[at]) <= 2 and roles[at] in {"", "h", "i", "s"}

    def group(start: int, length: int) -> Reading:
        end = start + length - 1
        # A half of the day that touches no time belongs to none: "am 3. März".
        touched = end + 1 if end + 1 in halves else start if start in leading else _NONE
        return Reading(
            h=start,
            i=start + 1 if length > 1 else _NONE,
            s=start + 2 if length > 2 else _NONE,
            half=touched,
        )

    def chained(at: int, seps: str) -> bool:
        """Return whether the number at *at* is joined tightly to the one before it."""
        return 0 < at < count and chunks[at].sep in set(seps) and bool(chunks[at].sep)

    out: list[Reading] = []
    for at in range(count - 1):
        if chained(at + 1, ":") and not chained(at, ":") and free(at) and free(at + 1):
            length = 2
            if free(at + 2) and abs(widths[at + 2]) == 2 and chained(at + 2, ":."):
                length = 3
            return [group(at, length)]
    for at in range(count):
        if roles[at] == "h":
            length = 1
            if free(at + 1) and abs(widths[at + 1]) == 2 and not chunks[at + 1].letters:
                length = 2
                if free(at + 2) and (roles[at + 2] == "s" or (roles[at + 1] == "i" and abs(widths[at + 2]) == 2)):
                    length = 3 if not chunks[at + 2].letters else 2
            return [group(at, length)]
    for half in leading:
        before, behind = half - 1, half
        start = before
        while start > 0 and before - start < 2 and chained(start, ".-") and free(start - 1):
            start -= 1
        if free(before) and start >= 0 and all(abs(widths[at]) == 2 for at in range(start + 1, before + 1)):
            out.append(group(start, before - start + 1))
        if free(behind):
            end = behind
            while end + 1 < count and end - behind < 2 and chained(end + 1, ".-") and free(end + 1):
                end += 1
            out.append(group(behind, end - behind + 1))
    # A date comes first; a pair with a dot is a time only if a date is left without it.
    for length in (2, 3):
        for start in range(count - length, -1, -1):
            run = range(start, start + length)
            joined = all(chained(at, ".") for at in run[1:])
            alone = not chained(start, ".") and not chained(start + length, ".")
            if joined and alone and all(free(at) for at in run) and all(abs(widths[at]) == 2 for at in run[1:]):
                out.append(group(start, length))
    if any(role in {"h", "i", "s"} for role in roles):
        return out
    # None at all: first when the numbers suffice for a date alone (_dates says so by what it returns).
    plain = Reading()
    return [plain, *out] if count <= 3 else [*out, plain]


def _dates(
    chunks: list[Chunk],
    widths: list[int],
    roles: list[str],
    taken: set[int],
    time: Reading,
    lexicon: Lexicon,
    *,
    named: bool,
) -> list[Reading]:
    """Return the readings of all numbers but those *taken* by the time."""
    left = [at for at in range(len(widths)) if at not in taken and roles[at] in {"", "y", "m", "d"}]
    held = {roles[at]: at for at in left if roles[at]}
    if len(held) != sum(1 for at in left if roles[at]):
        return []  # one role twice
    open_ = [at for at in left if not roles[at]]
    if any(roles[at] in {"h", "i", "s"} and at not in taken for at in range(len(widths))):
        return []
    named = named or "m" in held
    needed = [role for role in ("y", "m", "d") if role not in held and not (role == "m" and named)]
    base = time.having(held)
    if not left and not named:
        return [base] if time.h >= 0 and time.i >= 0 else []
    if len(open_) == len(needed) - 1 and "y" in needed and named and (held or open_):
        # Day and month without a year, or a month and a year without a day.
        day = open_[0] if open_ else held.get("d", _NONE)
        return [replace(base, d=day)] if day >= 0 and abs(widths[day]) <= 2 else []
    if len(open_) != len(needed):
        return []
    if not open_:
        return [base]
    if named:
        return _named(open_, needed, widths, base, lexicon)
    if len(open_) == 3 and not held:
        return _numeric(chunks, open_, widths, base, lexicon)
    if len(open_) == 1:
        return [base.having({needed[0]: open_[0]})]
    return []


def _may_be(role: str, width: int) -> bool:
    return width in {2, 4} or width == -2 if role == "y" else abs(width) <= 2


def _named(left: list[int], needed: list[str], widths: list[int], base: Reading, lexicon: Lexicon) -> list[Reading]:
    """Return the readings of a date whose month is named: the year and the day are left."""
    out = []
    # "12 janvier 09": the day comes first but in the orders that put the year first; those are rarer.
    for number, order in enumerate(permutations(left)):
        chosen = dict(zip(needed, order, strict=True))
        if all(_may_be(role, widths[at]) for role, at in chosen.items()):
            day_first = chosen.get("d", _NONE) < chosen.get("y", _NONE)
            short = abs(widths[chosen["y"]]) == 2 if "y" in chosen else False
            tier = 0 if not short or day_first or len(needed) == 1 else 1
            out.append((tier, number, replace(base.having(chosen), tier=tier)))
    return [reading for _, _, reading in sorted(out, key=lambda item: item[:2])]


_FIELD: Final = re.compile(r"y+|M+|d+")


def _numeric(chunks: list[Chunk], left: list[int], widths: list[int], base: Reading, lexicon: Lexicon) -> list[Reading]:
    """Return the readings of a date of numbers alone, by the orders in use."""
    first, second, third = left
    if (second, third) != (first + 1, first + 2):
        return []
    seps = {chunks[second].sep[:1], chunks[third].sep[:1]}
    if len(seps) != 1 or not seps <= {*_NUMERIC_SEPARATORS, " "}:
        return []
    sep = seps.pop()
    digits = [widths[at] for at in left]
    if sep == " " and not any(abs(width) == 4 for width in digits):
        return []
    places = {"dmy": (third, second, first), "mdy": (third, first, second), "ymd": (first, second, third)}
    places["ydm"] = (first, third, second)
    padded_hour = base.h >= 0 and widths[base.h] == -2
    # "2.05.2011 г.": Blogger's own patterns have no words.
    worded = sep == "." and chunks[third + 1].words
    ranked = _rank_orders(sep, digits, base, lexicon, padded_hour=padded_hour, worded=worded)
    out = []
    for tier, order, decided in ranked:
        y, m, d = places[order]
        if abs(widths[y]) in {2, 4} and abs(widths[m]) <= 2 and abs(widths[d]) <= 2:
            out.append(replace(base, y=y, m=m, d=d, tier=tier, decided=decided))
    return out


def _rank_orders(
    sep: str, digits: list[int], base: Reading, lexicon: Lexicon, *, padded_hour: bool, worded: bool
) -> list[tuple[int, str, bool]]:
    """Return (tier, order, decided) for the orders that these digits can have, best first.

    In use are the locale's own patterns and those that Blogger offers in every language: M/d/yyyy,
    M.d.yyyy and d.M.yy. A pattern without a doubled letter prints no leading zero, which tells some apart;
    where it does not, the locale's order goes first and the date is ambiguous.
    """
    shapes = _shapes(lexicon)
    if abs(digits[0]) == 4:
        # CLDR 1.6 wrote Latvian dates year, day, month.
        swapped = bool(lexicon.code) and any(order == "ydm" and mark == sep for order, mark, _ in shapes)
        return [(0, "ymd", False), (0 if swapped else 1, "ydm", False)]
    short = abs(digits[2]) < 4
    ranks: dict[str, int] = {}
    if lexicon.code:
        for order, mark, letters in shapes:
            if short or not order.startswith("y"):
                exact = mark == sep and _prints(order, letters, digits)
                ranks[order] = min(ranks.get(order, 9), 0 if exact else 1)
        if sep != ".":
            ranks.pop("ydm", None)
    else:
        # Without a locale any order can be meant; most have the day first.
        ranks = {"dmy": 3, "mdy": 4} | ({"ymd": 5} if short else {})
    decided = ""
    if short:
        if sep == "." and digits[0] > 0 and digits[1] > 0 and not worded:
            ranks["dmy"] = min(ranks.get("dmy", 9), 2)
    elif sep in "/." and digits[0] > 0 and not worded:
        ranks["mdy"] = min(ranks.get("mdy", 9), 2)
        if sep == "/" and base.s >= 0 and base.half >= 0:
            # Blogger's timestamp M/d/yyyy hh:mm:ss a, known by its padded hour where the locale pads none.
            ranks["mdy"] = -1
            if lexicon.code and padded_hour and not lexicon.padded_hours:
                decided = "mdy"
    out = [(0, order, order == decided) for order in sorted(ranks, key=lambda order: ranks[order])]
    rest = [order for order in ("dmy", "mdy", "ymd") if order not in ranks and (order != "ymd" or short)]
    return out + [(1, order, False) for order in rest]


def _shapes(lexicon: Lexicon) -> list[tuple[str, str, tuple[int, ...]]]:
    """Return (order, separator, letters of each field) of the locale's numeric patterns."""
    out = []
    for pattern in lexicon.numeric:
        fields = _FIELD.findall(pattern)
        order = "".join(field[0].lower() for field in fields)
        marks = [char for char in pattern if char in _NUMERIC_SEPARATORS]
        out.append((order, marks[0] if marks else " ", tuple(map(len, fields))))
    return out


def _prints(order: str, letters: tuple[int, ...], digits: list[int]) -> bool:
    """Return whether fields of so many *letters* print numbers of these *digits*."""
    for role, count, width in zip(order, letters, digits, strict=True):
        if role == "y" and abs(width) != (2 if count == 2 else 4):
            return False
        if role != "y" and (abs(width) != 2 if count == 2 else width < 0):
            return False
    return True
