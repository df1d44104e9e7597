"""What a printed date says, and what is known beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

Calendar = Literal["gregorian", "jalali", "buddhist", "japanese", "roc"]
Order = Literal["dmy", "mdy", "ymd", "ydm"]

#: Names of weekdays in messages, Monday first.
WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known of a date before its text is read: from a permalink, a neighbour, the blog's settings."""

    year: int | None = None  #: as in the permalink ``/2011/02/…``
    month: int | None = None
    near: dt.date | None = None  #: the date of a neighbour: gives the year, and the day of a bare time
    zone: dt.tzinfo | None = None  #: the blog's time zone


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A date read from text. Nothing in it is guessed without one of its fields saying so."""

    text: str  #: what was read
    date: dt.date  #: proleptic Gregorian, whatever calendar the text used
    datetime: dt.datetime | None  #: if a time was printed; aware when text or context named a zone
    weekday_ok: bool | None  #: whether the printed weekday is that of the date; None when none is printed
    ambiguous: bool  #: another date could be meant and nothing decides: see ``alternatives``
    alternatives: tuple[dt.date, ...]  #: the other readings, best first; kept when evidence decided, too
    calendar: Calendar
    locale: str  #: locale whose words were read, ``""`` if several share them or none was needed
    leftover: str  #: words that are no part of the date, blank between them
    roles: str  #: what each number of the text is: y m d h i(minute) s, ``-`` nothing, ``*`` all of a date
    weekdays: frozenset[int]  #: the weekdays that the printed name can mean, Monday 0
    year_from_context: bool  #: no year was printed

    @property
    def value(self) -> dt.date | dt.datetime:
        """Return the most that is known: the instant or local time if a time was printed, else the date."""
        return self.datetime or self.date

    @property
    def order(self) -> Order | None:
        """Return in which order year, month and day stood as numbers; None if a name showed the month."""
        letters = "".join(role for role in self.roles if role in "ymd")
        return letters if letters in {"dmy", "mdy", "ymd", "ydm"} else None  # type: ignore[return-value]

    @property
    def pattern(self) -> str:
        """Return the pattern of the text in CLDR's letters: ``"EEEE d MMMM yyyy"``."""
        from .describe import pattern_of

        return pattern_of(self)

    @property
    def notes(self) -> tuple[str, ...]:
        """Return, as ``code: words``, all that a reader of the date should know."""
        out = []
        if self.weekday_ok is False:
            said = " or ".join(WEEKDAYS[day] for day in sorted(self.weekdays))
            out.append(f"weekday-mismatch: text says {said}, date is {WEEKDAYS[self.date.weekday()]}")
        if self.ambiguous:
            others = ", ".join(day.isoformat() for day in self.alternatives)
            out.append(f"date-ambiguous: could also be {others}" if others else "date-ambiguous: calendar guessed")
        if self.calendar != "gregorian":
            out.append(f"calendar: {self.calendar}")
        if self.year_from_context:
            out.append("year-missing: taken from the context")
        if self.leftover:
            out.append(f"leftover: {self.leftover}")
        return tuple(out)
