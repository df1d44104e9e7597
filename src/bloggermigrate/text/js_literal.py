r"""JavaScript data literals read as Python values, without running anything.

Blogger keeps some settings as JavaScript rather than JSON: quotes of either kind, ``\x3d`` escapes, bare
words as keys. ``pageListJson`` of the page menu is the one that matters (some real ones are JSON as well,
most are not).
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["LiteralFault", "parse_literal"]

_TOKEN = re.compile(
    r"""(?P<blank>\s++|//[^\n]*+|/\*(?:[^*]++|\*(?!/)|(?!))*+\*/)
      | (?P<mark>[{}\[\]:,])
      | (?P<string>"(?:[^"\\]++|\\.|(?!))*+"|'(?:[^'\\]++|\\.|(?!))*+')
      | (?P<number>[+-]?(?:0[xX][0-9A-Fa-f]++|(?:\d++\.?\d*+|\.\d++)(?:[eE][+-]?\d++)?))
      | (?P<word>[^\W\d][\w$]*+|\$[\w$]*+)""",
    re.S | re.X,
)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}|(\r\n|.))", re.S)
_SIMPLE = {
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "b": "\b",
    "f": "\f",
    "v": "\v",
    "0": "\0",
    "\n": "",
    "\r\n": "",
    "\r": "",
}
_WORDS = {"true": True, "false": False, "null": None, "undefined": None, "NaN": None, "Infinity": None}
_END = object()


class LiteralFault(ValueError):
    """The text is not a data literal; the message says at which character."""


def parse_literal(text: str) -> Any:
    r"""Return the value of the literal *text*: dict, list, str, int, float, bool or None.

    Keys become strings; the last of two equal keys wins, as in JavaScript. Commas before a closing bracket
    and comments are allowed. Any depth is read in one pass. Raises `LiteralFault` for anything but data.

    >>> parse_literal(r"{'home': {'href': '/?a\x3d1', title: 'L\u0027inizio', 'position': 0,}}")
    {'home': {'href': '/?a=1', 'title': "L'inizio", 'position': 0}}
    """
    # One frame for each open bracket: the container, and for an object the key that waits for its value.
    stack: list[tuple[Any, list[str]]] = []
    result: Any = _END
    expecting = "value"  # "value", "key", "colon", "after"
    place, end = 0, len(text)
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None:
            raise LiteralFault(f"unexpected {text[place]!r} at character {place}")
        place, kind, token = found.end(), found.lastgroup, found[0]
        if kind == "blank":
            continue
        if expecting == "after" and not stack:
            raise LiteralFault(f"something follows the value at character {found.start()}")
        if kind == "mark" and token in "}]":
            if not stack or (token == "}") != isinstance(stack[-1][0], dict) or expecting == "colon" or stack[-1][1]:
                raise LiteralFault(f"unexpected {token!r} at character {found.start()}")
            value, expecting = stack.pop()[0], "after"
        elif kind == "mark" and token == "," and expecting == "after":
            expecting = "key" if isinstance(stack[-1][0], dict) else "value"
            continue
        elif kind == "mark" and token == ":" and expecting == "colon":
            expecting = "value"
            continue
        elif kind == "mark" and token in "{[" and expecting == "value":
            stack.append(({} if token == "{" else [], []))
            expecting = "key" if token == "{" else "value"
            continue
        elif expecting == "key" and kind != "mark":
            stack[-1][1].append(_string(token) if kind == "string" else token)
            expecting = "colon"
            continue
        elif expecting == "value" and kind != "mark":
            value, expecting = _scalar(kind or "", token, found.start()), "after"
        else:
            raise LiteralFault(f"unexpected {token!r} at character {found.start()}")
        if not stack:
            result = value
        elif isinstance(stack[-1][0], dict):
            stack[-1][0][stack[-1][1].pop()] = value
        else:
            stack[-1][0].append(value)
    if stack or result is _END:
        raise LiteralFault("the text ends before the value")
    return result


def _scalar(kind: str, token: str, place: int) -> Any:
    if kind == "string":
        return _string(token)
    if kind == "word":
        if token in _WORDS:
            return _WORDS[token]
        raise LiteralFault(f"the name {token!r} at character {place} is no value")
    sign, digits = (-1 if token[0] == "-" else 1), token.lstrip("+-")
    if digits[:2] in ("0x", "0X"):
        return sign * int(digits, 16)
    # Python refuses to turn more than some thousand digits into an int; no number of Blogger's has so many.
    return sign * (int(digits) if digits.isdecimal() and len(digits) < 400 else float(digits))


def _string(token: str) -> str:
    body = token[1:-1]
    if "\\" not in body:
        return body
    # Two \u escapes may be the halves of one character.
    return _ESCAPE.sub(_character, body).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2] or match[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _SIMPLE.get(match[4], match[4])
