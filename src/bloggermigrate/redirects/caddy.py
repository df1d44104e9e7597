"""A snippet for Caddy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bloggermigrate.model import OutputFile
from bloggermigrate.redirects.spelling import encoded, map_file, patterns, plain_spellings
from bloggermigrate.redirects.table import Table


def caddy(known: Table) -> Iterator[OutputFile]:
    """Give the file, which a Caddyfile imports."""
    lines = [
        "# For Caddy: import this file at the top of the Caddyfile, then say `import blogger` inside of the site.",
        "(blogger) {",
        "\tmap {path} {blogger_new} {",
    ]
    seen: set[str] = set()
    for rule in known.changed():
        for old in plain_spellings(rule):
            if old not in seen and old != "/":
                seen.add(old)
                lines.append(f"\t\t{_key(old)} {_string(encoded(rule.new))}")
    for pattern, new in patterns(known, "${1}", "${2}"):
        lines.append(f'\t\t{_string("~^/" + pattern[1:])} "{new}"')
    lines += [
        '\t\tdefault ""',
        "\t}",
        # {path} is decoded, and a place that readers are sent to must not be.
        "\tmap {uri} {blogger_plain} {",
        '\t\t"~^([^?]*)\\?(?:.*&)?showComment=(\\d+)" "${1}#c${2}"',
        '\t\t"~^([^?]*)\\?m=[01]$" "${1}"',
        '\t\tdefault ""',
        "\t}",
        '\t@blogger_plain expression `{blogger_plain} != ""`',
        "\tredir @blogger_plain {blogger_plain} permanent",
        '\t@blogger_moved expression `{blogger_new} != ""`',
        "\tredir @blogger_moved {blogger_new} permanent",
        "}",
    ]
    yield map_file("Caddyfile", lines)


def _key(path: str) -> str:
    # Nothing escapes a backslash inside of quotes, and one before a quote is lost: only a pattern can name such a path.
    if "\\" not in path:
        return _string(path)
    pattern = re.sub(r"[^\w/ -]", lambda c: rf"\x{ord(c[0]):02x}" if c[0].isascii() else c[0], path)
    return f'"~^{pattern}$"'


def _string(value: str) -> str:
    # The quotes take a backslash only before a quote; braces would name a placeholder.
    return '"' + value.replace('"', '\\"').replace("{", "\\{" if not value.startswith("~") else "{") + '"'
