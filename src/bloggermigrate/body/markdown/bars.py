"""Bars in a paragraph, for a renderer that makes a table of one with a bar in each of its lines.

One line without a bar is enough. If a paragraph has none, its line with the fewest gets backslashes; a paragraph of one
line with several bars goes on in a second line instead, which shows as the blank it stands for.
"""

from __future__ import annotations

from bloggermigrate.body.dialects import Dialect
from bloggermigrate.body.markdown.starts import line_start

#: Stands for code with a bar, which needs no backslash but makes its line no line without one. A blank to all else.
CODE_BAR = "\x1f"


def barred(whole: str) -> frozenset[int]:
    """Return the lines of *whole* whose bars are to be escaped; a blank line parts paragraphs.

    >>> sorted(barred("a | b | c\\nd | e\\nf | g")), sorted(barred("a | b\\nc\\n\\nd | e"))
    ([1], [3])
    """
    lines = whole.split("\n")
    found: set[int] = set()
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end]:
            end += 1
        found |= _fewest({number: lines[number] for number in range(at, end)})
        at = end + 1
    return frozenset(found)


def _fewest(lines: dict[int, str]) -> set[int]:
    """Which lines of one paragraph lose their bars: that with the fewest, or all where each has some in code."""
    bars = {number: line.count("|") for number, line in lines.items() if CODE_BAR not in line}
    if not bars:
        return set(lines)
    fewest = min(bars, key=lambda number: bars[number])
    return {fewest} if bars[fewest] else set()


def in_two_lines(text: str, dialect: Dialect) -> str:
    """Return a paragraph with escaped bars in two lines without, parted before the first bar, if it can be.

    >>> from bloggermigrate.body.dialects import DIALECTS
    >>> in_two_lines(r"if a \\|\\| b", DIALECTS["kramdown"])
    'if a\\n|| b'
    """
    if "\n" in text or text.count("\\|") < 2 or any(sign in text for sign in _VERBATIM):
        return text
    at = text.rfind(" ", 0, text.index("\\|"))
    first, second = text[:at], text[at + 1 :].replace("\\|", "|")
    if at < 1 or "|" in first or first.endswith("\\"):
        return text
    plain = line_start(first, dialect, first=True) == first and line_start(second, dialect, first=False) == second
    return f"{first}\n{second}" if plain else text


#: Where a backslash, or the blank before it, may be no escape or no mere blank: code, elements, pictures, titles.
_VERBATIM = ("`", "<", "![", '")', "')")
