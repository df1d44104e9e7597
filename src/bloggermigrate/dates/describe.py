"""The pattern by which a date was printed, in CLDR's letters."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

from .chunks import read_chunk
from .tables import lexicon

if TYPE_CHECKING:
    from .model import ParsedDate

_NUMBERS: Final = re.compile(r"(\d+)")
_LOOSE: Final = re.compile(r"(?:(?<=\() +| +(?=[,;:)،]))()")
_LETTERS: Final = {"y": "y", "m": "M", "d": "d", "h": "H", "i": "m", "s": "s", "e": "e"}


def pattern_of(parsed: ParsedDate) -> str:
    """Return the pattern of the text of *parsed*: ``"EEEE, d. MMMM yyyy 'um' HH:mm"``.

    A hint for people and for telling settings apart, not a formatter's input: words that joined the parts
    stand in it as folded, and one blank for any.
    """
    text = html.unescape(parsed.text)
    if parsed.roles == "*":
        return "yyyyMMdd"
    words = lexicon(parsed.locale if parsed.locale in _tables() else "")
    parts = _NUMBERS.split(text)
    out = []
    twelve = any(read_chunk(raw, words).half for raw in parts[::2])
    for place, part in enumerate(parts):
        if place % 2:
            at = place // 2
            role = parsed.roles[at] if at < len(parsed.roles) else "-"
            letter = _LETTERS.get(role)
            if role == "h" and twelve:
                letter = "h"
            out.append(letter * len(part) if letter else part)
            continue
        chunk = read_chunk(part, words)
        if not chunk.words:
            out.append(" " if part.isspace() else " ".join(part.split(" ")))
            continue
        head = " " if part[:1].isspace() else ""
        tail = " " if part[-1:].isspace() else ""
        out.append(head + " ".join(chunk.skeleton) + tail)
    return _LOOSE.sub(r"\1", " ".join("".join(out).split()))


def _tables() -> tuple[str, ...]:
    from .tables import known_locales

    return known_locales()
