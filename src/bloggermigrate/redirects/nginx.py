"""A map for nginx, and the two lines that ask it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bloggermigrate.model import OutputFile
from bloggermigrate.redirects.spelling import encoded, map_file, patterns, plain_spellings
from bloggermigrate.redirects.table import Table


def nginx(known: Table) -> Iterator[OutputFile]:
    """Give both files: one belongs into ``http``, the other into ``server``."""
    exact: dict[str, str] = {}
    for rule in known.changed():
        for old in plain_spellings(rule):
            if old != "/":
                exact.setdefault(old, rule.new)
    # nginx compares without regard to case, and refuses two keys that are equal then.
    same = Counter(_ascii_lower(old) for old in exact)
    lines = [
        "# For nginx, inside of http { … }: include this file there, and nginx-server.conf in server { … }.",
        f"map_hash_max_size {_power(2 * len(exact) + 2048)};",
        f"map_hash_bucket_size {_power(max((len(old.encode()) for old in exact), default=64) + 64)};",
        "map $uri $blogger_new {",
        '  default "";',
    ]
    for old, new in exact.items():
        if same[_ascii_lower(old)] == 1:
            lines.append(f"  {_string(old)} {_string(encoded(new))};")
    for old, new in exact.items():
        if same[_ascii_lower(old)] > 1:
            lines.append(f"  {_string(f'~^{_regex(old)}$')} {_string(encoded(new))};")
    for pattern, new in patterns(known, "$blogger_y", "$blogger_m"):
        named = pattern.replace(r"(\d{4})_(\d\d)", r"(?<blogger_y>\d{4})_(?<blogger_m>\d\d)")
        lines.append(f"  {_string('~^/' + named[1:])} {_string(new)};")
    lines += [
        "}",
        "map $request_uri $blogger_plain {",
        '  default "";',
        r'  "~^(?<blogger_page>[^?]*)\?(?:.*&)?showComment=(?<blogger_comment>\d+)" "$blogger_page#c$blogger_comment";',
        r'  "~^(?<blogger_page>[^?]*)\?m=[01]$" "$blogger_page";',
        "}",
    ]
    yield map_file("nginx-map.conf", lines)
    yield map_file(
        "nginx-server.conf",
        [
            "# For nginx, inside of server { … }; nginx-map.conf belongs into http { … }.",
            'if ($blogger_plain != "") { return 301 $blogger_plain; }',
            'if ($blogger_new != "") { return 301 $blogger_new; }',
        ],
    )


def _ascii_lower(value: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in value)


def _power(size: int) -> int:
    return 1 << max(size - 1, 64).bit_length()


def _regex(value: str) -> str:
    return re.sub(r"[^\w/ -]", lambda c: f"\\{c[0]}", value)


def _string(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
