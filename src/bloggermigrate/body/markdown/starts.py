"""What would begin a block at the start of a line, and the escape that keeps it text."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

from bloggermigrate.body.dialects import Dialect

#: Whether a paragraph stands in an item (or quote), as the first thing or behind others.
InItem: TypeAlias = Literal["", "begins", "inside"]

_STARTERS = frozenset("#>+-*=_~`|:[{^0123456789")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|\Z)")
_ANY_NUMBER = re.compile(r"(\d+)([.)])(?=\s|\Z)")
_BULLET = re.compile(r"[-+*](?=\s|\Z)")
_BARRED_MARKER = re.compile(r"\A([-+*:]|\d{1,9}\.)\|")
_LONE_MARKER = re.compile(r"[+*]|\d{1,9}[.)]")
_HEADING = re.compile(r"#{1,6}(?=\s|\Z)")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*\Z")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*\Z")
_REST_OF_RULE = re.compile(r"(?:[ \t]*-)+[ \t]*\Z|(?:[ \t]*\*)+[ \t]*\Z")  # what makes a rule of a marker
_FENCE = re.compile(r"`{3,}[^`]*\Z|~{3,}")
_DELIMITER_ROW = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*\Z")
_DEFINITION = re.compile(r"\[(?:[^\[\]\\]|\\.)+\]:")
_LOOSE_DEFINITION = re.compile(r"(\[[^\]]+\]):")  # where brackets and backslashes do not count in a label
_ABBREVIATION = re.compile(r"\*\[.*?\] ?:")
_TASKS = {"": None, "blank": re.compile(r"\[[ xX]\](?=\s|\Z)"), "any": re.compile(r"\[[ xX]\]")}


def may_start(line: str, dialect: Dialect) -> bool:
    """Whether *line*, which is not empty, could begin a block."""
    return line[0] in _STARTERS or (dialect.numbers_of_all_scripts and line[0].isdecimal())


def _is_task(line: str, dialect: Dialect) -> bool:
    box = _TASKS[dialect.tasks]
    return box is not None and box.match(line) is not None


def line_start(line: str, dialect: Dialect, *, first: bool, in_item: InItem = "") -> str:
    """Return *line*, which is escaped already, so that its start begins no block.

    *first*: it begins its paragraph; a number may begin a list there, and nothing can underline there.
    """
    if not line or not may_start(line, dialect):
        return line
    if dialect.bars_follow_markers and "|" in line[:12]:
        line = _BARRED_MARKER.sub(r"\1\\|", line)
    char = line[0]
    if not first and len(line) < 12 and dialect.numbers_interrupt == "one" and _LONE_MARKER.fullmatch(line):
        return line  # an empty item begins no list in the middle of a paragraph
    if char.isdigit():
        found = (_NUMBER if dialect.commonmark_emphasis else _ANY_NUMBER).match(line)
        everyone = dialect.numbers_interrupt == "always" or (in_item and dialect.numbers_interrupt == "in items")
        if not dialect.commonmark_emphasis and found and found.group(2) == ")":
            everyone = False  # older renderers know no such lists
        if found and (first or everyone or found.group(1) == "1"):
            return f"{found.group(1)}\\{line[found.start(2) :]}"
        return line
    escape = False
    if char in "-+*":
        escape = bool(_BULLET.match(line) or _RULE.match(line)) or (
            first and in_item == "begins" and _REST_OF_RULE.match(line) is not None
        )
    elif char == "_":
        escape = bool(_RULE.match(line))
    elif char == "#":
        escape = bool(_HEADING.match(line)) or dialect.any_hash_is_heading
    elif char == ">":
        escape = True
    elif char in "`~":
        escape = bool(_FENCE.match(line))
    elif char == "[":
        escape = bool(_DEFINITION.match(line))
        if not escape and first and in_item == "begins" and _is_task(line, dialect):
            if line[3:4] == "(":  # a link's own bracket
                return f"[&#{ord(line[1])};{line[2:]}"
            escape = True
        if not escape and not dialect.commonmark_emphasis and ":" in dialect.escapable:
            line = _LOOSE_DEFINITION.sub(r"\1\\:", line, count=1) if _LOOSE_DEFINITION.match(line) else line
    elif char == ":":
        escape = dialect.colon_defines and line[1:2] in ("", " ", "\t")  # the blanks of a hard break may follow it
    elif char == "{":
        escape = bool(dialect.attribute_lists) and (
            line[1:2] == ":" or (dialect.attribute_lists == "any" and not first and line.endswith("}"))
        )
    elif char == "^" and line.strip() == "^" and dialect.attribute_lists:
        escape = True
    if not first and not escape:
        escape = (char in "=-" and _UNDERLINE.match(line) is not None) or (
            char in "-|:" and _DELIMITER_ROW.match(line) is not None
        )
    if not escape and char == "*" and dialect.abbreviations and _ABBREVIATION.match(line):
        return "*\\" + line[1:]  # the star may be an emphasis's own
    return dialect.escaped(char) + line[1:] if escape else line
