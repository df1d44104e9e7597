"""What an element's `style` attribute says, read as a browser reads it, as far as text can tell."""

from __future__ import annotations

import re

_DECLARATION = re.compile(r"([a-zA-Z-]+)\s*:\s*([^;]+)")
_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)")


def declarations(style: str) -> dict[str, str]:
    """Return the properties of a `style` attribute, lower case; a later one wins.

    >>> declarations("Font-Weight: BOLD; color:red;")
    {'font-weight': 'bold', 'color': 'red'}
    """
    return {name.lower(): value.strip().lower() for name, value in _DECLARATION.findall(style)}


def weight(value: str) -> bool | None:
    """Return whether a `font-weight` is bold, or None if it leaves the weight as it is.

    >>> weight("700"), weight("bold !important"), weight("400"), weight("inherit")
    (True, True, False, None)
    """
    if value.startswith("bold"):
        return True
    if value.startswith("normal"):
        return False
    number = _NUMBER.match(value)
    return None if number is None else float(number.group(1)) >= 600


def slant(value: str) -> bool | None:
    """Return whether a `font-style` is italic, or None if it leaves the style as it is.

    >>> slant("italic"), slant("normal"), slant("inherit")
    (True, False, None)
    """
    if value.startswith(("italic", "oblique")):
        return True
    return False if value.startswith("normal") else None


_RELATIVE = re.compile(r"(\d*\.?\d+)(em|%)")


def script(style: dict[str, str]) -> str | None:
    """Return "super" or "sub" where text is raised or lowered and smaller than what is around it, else None.

    >>> script({"vertical-align": "super", "font-size": "0.6em"}), script({"vertical-align": "super"})
    ('super', None)
    """
    align, size = style.get("vertical-align", ""), style.get("font-size", "")
    if align not in ("super", "sub"):
        return None
    relative = _RELATIVE.match(size)
    if relative:
        return align if float(relative.group(1)) < (100 if relative.group(2) == "%" else 1) else None
    return align if size in ("smaller", "small", "x-small", "xx-small") else None


def number(text: str | None) -> float | None:
    """Return the number that an attribute such as `width` begins with, or None.

    >>> number("320px"), number("50%"), number("auto")
    (320.0, 50.0, None)
    """
    found = _NUMBER.match(text or "")
    return float(found.group(1)) if found else None
