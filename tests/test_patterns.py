"""Regular expressions mean the same in every Python that the project runs on."""

from __future__ import annotations

import re
from pathlib import Path

import bloggermigrate

#: a group that is repeated and never given back
_POSSESSIVE_GROUP = re.compile(r"(?<!\()\)(?:[*+?]|\{\d*,?\d*\})\+")
#: The last alternative of such a group, which fails at once. Python 3.11 up to 3.11.4, which Debian 12 has, goes on
#: where an attempt that failed stopped, not where it began (CPython issue 106052); this one begins and stops there.
_GUARD = "|(?!)"


def test_no_possessive_group_goes_on_where_an_attempt_failed():
    bare = [
        f"{path.name}:{number}: {line.strip()}"
        for path in Path(bloggermigrate.__file__).parent.rglob("*.py")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for found in _POSSESSIVE_GROUP.finditer(line)
        if not line[: found.start()].endswith(_GUARD)
    ]
    assert not bare


def test_the_guard_guards():
    assert re.match(rf"(?:[^~]++|~(?!~){_GUARD})*+", "a~b~~c")[0] == "a~b"  # type: ignore[index]
