"""The lines that tell older renderers which number a list begins at, where CommonMark asks the first marker."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LINE = re.compile(r'([ >]*)\{: start="(\d+)"\}')
_NUMBER = re.compile(r"(\d+)\. ")
_FENCE = re.compile(r"(?:[ >]|[-+*] |\d+\. )*(`{3,})[^`]*")


def without_start_lines(markdown: str) -> str:
    r"""*markdown* without those of these lines that say what the first marker of the list before them says.

    Any other stays, to show up as the text that it would be.

    >>> without_start_lines('- 4. a\n  5. b\n  {: start="4"}\n- c'), without_start_lines('4. a\n{: start="5"}')
    ('- 4. a\n  5. b\n- c', '4. a\n{: start="5"}')
    """
    if '{: start="' not in markdown:
        return markdown
    lines: list[str] = []
    fence = ""  #: that of the code the line stands in
    for line in markdown.split("\n"):
        if fence:
            fence = "" if line.strip(" >") == fence else fence
        else:
            found = _LINE.fullmatch(line)
            if found is not None and _first_number(lines, found[1]) == found[2]:
                continue
            opening = _FENCE.fullmatch(line)
            fence = "" if opening is None else opening[1]
        lines.append(line)
    return "\n".join(lines)


def _first_number(lines: Sequence[str], before: str) -> str:
    """The number of the first item of the list that ends with *lines*, whose markers stand behind *before*."""
    first = ""
    column = len(before)
    for line in reversed(lines):
        found = _NUMBER.match(line, column)
        if found is not None:
            first = found[1]
        elif line[column : column + 1].strip():  # another block
            break
        if line[:column] != before and line.strip(" >"):  # the marker of the item that the list stands in
            break
    return first
