"""Metadata as text: YAML front matter, YAML data files and TOML, so written that they load back equal.

YAML is written here and not by a library. Every string is a JSON string, which YAML 1.2 (section 5.7 and 7.3.1)
takes as a double-quoted scalar: nothing in it is a tag, an anchor, a number, a comment or the end of the block,
it is never folded, and words of any script and emoji stay readable, where libyaml writes ``\\U0001F389``. It also
costs a tenth of the time. The tests load everything back through PyYAML and through the engines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import tomli_w

from bloggermigrate.text.instants import rfc3339

# What a JSON string may hold raw and YAML or a reader of it does not: DEL and C1 control characters (not
# printable), line and paragraph separator and NEL (line breaks in YAML 1.1), the byte order mark, U+FFFE, U+FFFF.
_NOT_RAW = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_json = json.JSONEncoder(ensure_ascii=False).encode
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
# Words that YAML 1.1 reads as true, false or null.
_NOT_A_KEY = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null"])

Scalar = str | bool | int | float | datetime | None
#: most values are one of these, and are no list and no mapping
_SCALARS = frozenset((str, bool, int, datetime))


def quoted(text: str) -> str:
    """Return *text* as a double-quoted scalar of YAML (and string of JSON). Half a surrogate pair is no text: U+FFFD.

    >>> print(quoted('Perché "no": 🎉'), quoted("a\\nb\\x85"))
    "Perché \\"no\\": 🎉" "a\\nb\\u0085"
    """
    plain = _json(text)
    if plain.isascii() and "\x7f" not in plain:
        return plain
    return _NOT_RAW.sub(lambda match: f"\\u{ord(match[0]):04x}", _SURROGATE.sub("\ufffd", plain))


def scalar(value: Scalar) -> str:
    """Return one value as YAML: strings quoted, an aware datetime as RFC 3339 in its own offset."""
    if isinstance(value, str):
        return quoted(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return rfc3339(value)
    return repr(value)


@lru_cache(maxsize=512)  # all posts have the same ones
def _key(name: str) -> str:
    return name if _PLAIN_KEY.match(name) and name.lower() not in _NOT_A_KEY else quoted(name)


def _lines(value: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, item in value.items():
        head = f"{indent}{_key(name)}:"
        if type(item) in _SCALARS:
            yield f"{head} {scalar(item)}"
        elif isinstance(item, Mapping):
            if item:
                yield head
                yield from _lines(item, f"{indent}  ")
            else:
                yield f"{head} {{}}"
        elif isinstance(item, Sequence) and not isinstance(item, str):
            if any(type(member) not in _SCALARS and isinstance(member, Mapping) for member in item):
                yield head
                yield from _items(item, f"{indent}  ")
            else:
                yield f"{head} [{', '.join(map(scalar, item))}]"
        else:
            yield f"{head} {scalar(item)}"


def _items(items: Sequence[Any], indent: str) -> Iterator[str]:
    for item in items:
        mark = f"{indent}- "
        if isinstance(item, Mapping) and item:
            for line in _lines(item, f"{indent}  "):
                yield mark + line[len(mark) :]
                mark = f"{indent}  "
        else:
            yield mark + ("{}" if isinstance(item, Mapping) else scalar(item))


def yaml(value: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> str:
    """Return a mapping, or a list of mappings, as a YAML document; keys keep their order.

    Values are strings, numbers, booleans, None, aware datetimes, lists of these, mappings, lists of mappings. A key
    is at most 1000 characters long: YAML does not read longer ones (section 7.4.2).

    >>> print(yaml({"title": "Sì: no", "tags": ["C#", "1.0"], "params": {"id": 5, "list": [{"name": "x"}]}}), end="")
    title: "Sì: no"
    tags: ["C#", "1.0"]
    params:
      id: 5
      list:
        - name: "x"
    """
    lines = _lines(value, "") if isinstance(value, Mapping) else _items(value, "")
    text = "\n".join(lines)
    return f"{text}\n" if text else "{}\n" if isinstance(value, Mapping) else "[]\n"


def front_matter(value: Mapping[str, Any]) -> str:
    """Return *value* as a block of YAML between lines of dashes; no string in it can end the block early."""
    return f"---\n{yaml(value)}---\n"


def toml(value: Mapping[str, Any]) -> str:
    """Return *value* as TOML. Half a surrogate pair is written as U+FFFD; None is no value of TOML."""
    return _SURROGATE.sub("\ufffd", tomli_w.dumps(value))
