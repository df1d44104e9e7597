"""JSON as it comes: one document or several, bare or wrapped in a callback, whole or cut short."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bloggermigrate.issues import Issue, IssueLog, Severity, Source
from bloggermigrate.readers.mending import decode_head
from bloggermigrate.readers.sources import InputFile

__all__ = ["documents", "looks_like_json"]

#: what a callback or a guard against hotlinking puts before the value: `// API callback`, `f(`, `f && f(`, `)]}'`,
#: `var x =`
_BEFORE = re.compile(
    r"(?:[\s\ufeff]++|//[^\n]*+\n|/\*(?:[^*]++|\*(?!/)|(?!))*+\*/|\)\]\}',?|(?:var\s++)?[\w$.]++\s*+(?:[=(]|&&)\s*+|;|(?!))*+"
)
_AFTER = re.compile(r"[\s;),]*+")
_ROW = re.compile(r"[\s,]*+(?=\{)")
_ROWS = re.compile(r'"(?:entry|items)"\s*+:\s*+(?=\[)')
_decoder = json.JSONDecoder()


def looks_like_json(text: str) -> bool:
    """Whether *text* begins like a JSON object or list, whatever callback stands around it.

    >>> looks_like_json('// API callback\\nf({"a": 1});'), looks_like_json("<feed/>")
    (True, False)
    """
    return text[(begin := _begin(text, 0)) : begin + 1] in ("{", "[")


def _begin(text: str, place: int) -> int:
    found = _BEFORE.match(text, place)
    return found.end() if found else place


def documents(file: InputFile, issues: IssueLog) -> Iterator[Any]:
    """Give the JSON values of *file*, one after the other.

    When the text breaks off or breaks down, the entries before the fault are given in a value of the same form, and
    the fault is reported with line and column.
    """
    with file.open() as stream:
        text = decode_head(stream.read())
    place = _begin(text, 0)
    while place < len(text):
        try:
            value, end = _decoder.raw_decode(text, place)
        except (ValueError, RecursionError) as fault:
            salvaged, count = _salvage(text[place:])
            line, told = _told(fault)
            message = f"{told} Entries before that place: {count}."
            issues.extend([Issue("json-broken", message, Source(file.name, "", line), level=Severity.ERROR)])
            if salvaged is not None:
                yield salvaged
            return
        yield value
        if after := _AFTER.match(text, end):
            place = _begin(text, after.end())


def _told(fault: Exception) -> tuple[int | None, str]:
    """Return the line where a text stops being JSON, if it is known, and the fault in words."""
    if isinstance(fault, json.JSONDecodeError):
        return fault.lineno, f"The JSON breaks at line {fault.lineno}, column {fault.colno}: {fault.msg}."
    why = "it is nested too deep" if isinstance(fault, RecursionError) else "a number in it is too long"
    return None, f"The JSON can't be read: {why}."


def _salvage(text: str) -> tuple[Any, int]:
    """Return a value of the form of the broken *text* with the entries that are whole, and their number."""
    rows = _ROWS.search(text)
    start = rows.end() if rows else 0
    if text[start : start + 1] != "[":
        return None, 0
    whole: list[Any] = []
    place = start + 1
    while found := _ROW.match(text, place):
        try:
            value, place = _decoder.raw_decode(text, found.end())
        except (ValueError, RecursionError):
            break
        whole.append(value)
    if rows is None:
        return whole, len(whole)
    # What stands before the rows is the header: closed by hand it is JSON again.
    head = text[: rows.start()].rstrip().removesuffix(",")
    for closing in ("}", "}}"):
        try:
            value = json.loads(head + closing)
        except (ValueError, RecursionError):
            continue
        name = "entry" if "entry" in rows[0] else "items"
        inner = value.get("feed", value) if isinstance(value, dict) else {}
        if isinstance(inner, dict):
            inner[name] = whole
            return value, len(whole)
    return {"items": whole} if "items" in rows[0] else {"feed": {"entry": whole}}, len(whole)
