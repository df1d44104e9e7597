"""Encodings that a file declares of itself: only those that it can be in."""

from __future__ import annotations

import codecs

#: what a declaration is made of, and what codecs that are no encodings of text (escapes, UTF-7) read as something else
_LETTERS = b"<?xml version='1.0' charset=ABC+AD4-.xyz"
_ESCAPES = b"\\x41\\u0041"


def declared(name: str) -> str:
    """Return the codec for an encoding that a file declares in plain letters, "" for one that it can't be in.

    Such a declaration was read byte by byte, so the encoding is one in which ASCII letters are themselves: UTF-16 is
    not (tools that keep text in memory write it into files that they save as UTF-8), nor is any of Python's codecs
    that make something else than text.

    >>> [declared(name) for name in ("Windows-1252", "UTF-16", "hex", "undefined", "unicode_escape", "nothing")]
    ['cp1252', '', '', '', '', '']
    """
    try:
        codec = codecs.lookup(name).name
        plain = _LETTERS.decode(codec) == _LETTERS.decode("ascii")
        return codec if plain and len(_ESCAPES.decode(codec, "replace")) == len(_ESCAPES) else ""
    except (LookupError, UnicodeError, ValueError):
        return ""
