"""What runs of delimiters do to one another in a text: stars, underscores, tildes, backticks, brackets.

U+FFFC stands in a text where a run of the document ends, or something other than text stands.
"""

from __future__ import annotations

import re

from bloggermigrate.body.dialects import Dialect
from bloggermigrate.body.markdown.flanking import flanking, is_blank, is_punctuation

_BORDER = re.compile(r"\S\ufffc")
#: values of `Dialect.tildes` with which one of them strikes
SINGLE = ("one or two", "mixed", "any")
#: What a dialect's rule for stars means for underscores, which do nothing inside words.
IN_WORDS = {"flanking": "flanking-words", "blanks": "blanks-words", "breaks": "breaks-words"}


def _runs(text: str, char: str) -> list[tuple[int, int]]:
    """Return where the runs of *char* in *text* begin and end."""
    return [(m.start(), m.end()) for m in re.finditer(re.escape(char) + "+", text)]


def _roles(text: str, start: int, end: int, rules: str) -> tuple[bool, bool]:
    """Whether the delimiters at text[start:end] can open and can close; beside an object they may be both.

    *rules* are a dialect's for stars (`Dialect.stars`), or for underscores, whose names end in "-words".
    """
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if "\ufffc" in (before, after):
        return True, True
    if rules in ("flanking", "flanking-words"):
        left, right = flanking(before, after)
        if rules == "flanking":
            return left, right
        return left and (not right or is_punctuation(before)), right and (not left or is_punctuation(after))
    if rules.startswith("breaks"):
        blank_before, blank_after = (char.isspace() and char != "\n" for char in (before, after))
        if rules == "breaks":
            return not blank_after, not blank_before
        return not blank_after and not before.isalnum(), not blank_before and not after.isalnum()
    if end - start > 2:
        return True, True  # lines are no limits to them, and a part of them may pair with another
    if rules == "blanks":
        return not is_blank(after), not is_blank(before)
    letters = before.isalpha() or (before == "-" and text[start - 2 : start - 1].isalpha())
    return not is_blank(after) and not letters, not is_blank(before) and not after.isalnum()


def meets(text: str, char: str, rules: str = "flanking") -> bool:
    """Whether a delimiter in the text may meet one of the markup's, which stand where U+FFFC does.

    It stands beside one, or it opens and a later one follows a letter, so that it could close.
    """
    opened = False
    at = 0
    for start, end in _runs(text, char):
        if opened and _BORDER.search(text, at, start):
            return True
        if text[start - 1 : start] == "\ufffc" or text[end : end + 1] == "\ufffc":
            return True
        opened = opened or _roles(text, start, end, rules)[0]
        at = end
    return opened and _BORDER.search(text, at) is not None


def pairs(text: str, char: str, rules: str) -> bool:
    """Whether a run of *char* in *text* could end what an earlier one begins."""
    opened = False
    for start, end in _runs(text, char):
        opens, closes = _roles(text, start, end, rules)
        if closes and (opened or (rules.startswith("blanks") and _pairs_inside(text, start, end))):
            return True
        opened = opened or opens
    return False


def _pairs_inside(text: str, start: int, end: int) -> bool:
    """Whether, there, the first characters of a run pair with its last: of a rule the first will be escaped."""
    begins = text[start - 1 : start] in ("", "\n")
    return end - start not in (1, 2, 3, 5) or (begins and end - start == 5)


def escape_flanking(text: str, char: str, rules: str, *, starts: bool, ends: bool) -> str:
    """Return *text* with a backslash before each *char* that could begin or end something."""
    parts: list[str] = []
    at = 0
    for start, end in _runs(text, char):
        opens, closes = _roles(text, start, end, rules)
        edge = (start == 0 and not starts) or (end == len(text) and not ends)
        parts.append(text[at:start])
        parts.append(("\\" + char) * (end - start) if opens or closes or edge else text[start:end])
        at = end
    parts.append(text[at:])
    return "".join(parts)


def rules_of_tildes(dialect: Dialect) -> str:
    """Return the rules by which tildes open and close, as `Dialect.stars` names them."""
    return "blanks" if dialect.tildes_come_first else "flanking"


def tildes_pair(text: str, dialect: Dialect) -> bool:
    """Whether tildes of *text* would strike what stands between them."""
    strikes = dialect.tildes
    if strikes == "none" or ("~~" not in text and strikes not in SINGLE):
        return False
    opened: set[int] = set()
    for start, end in _runs(text, "~"):
        length = end - start
        if (length > 2 and strikes in ("one or two", "mixed")) or (length == 1 and strikes not in SINGLE):
            continue
        length = 0 if strikes == "mixed" else min(length, 2)
        opens, closes = _roles(text, start, end, rules_of_tildes(dialect))
        if closes and length in opened:
            return True
        if opens:
            opened.add(length)
    return False


def left_of_fence(text: str, char: str) -> bool:
    """Whether what one escape leaves of a fence at the start of a line could pair with another run."""
    runs = _runs(text, char)
    return len(runs) > 1 and any(end - start > 2 and text[start - 1 : start] in ("", "\n") for start, end in runs)


def code_spans(text: str, ends: str) -> bool:
    """Whether a code span could begin and end in *text* (*ends* as `Dialect.code_ends` says)."""
    seen: set[int] = set()
    for start, end in _runs(text, "`"):
        length = end - start
        if length in seen or (
            seen and ((ends == "or longer" and min(seen) < length) or (ends == "or shorter" and max(seen) > length))
        ):
            return True
        seen.add(length)
    return False


def balanced(text: str, deepest: int | None = None) -> bool:
    """Whether the brackets of *text* that no backslash escapes are in pairs, with at most *deepest* in each other."""
    depth = 0
    skip = False
    for char in text:
        if skip:
            skip = False
        elif char == "\\":
            skip = True
        elif char == "[":
            depth += 1
            if deepest is not None and depth > deepest:
                return False
        elif char == "]":
            depth -= 1
            if depth < 0:
                return False
    return depth == 0
