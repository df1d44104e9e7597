"""``.htaccess`` for Apache, with mod_rewrite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bloggermigrate.model import OutputFile
from bloggermigrate.redirects.spelling import encoded, map_file, patterns, plain_spellings
from bloggermigrate.redirects.table import Table


def apache(known: Table) -> Iterator[OutputFile]:
    """Give the file: rules over the path as the server decoded it."""
    lines = [
        "# For Apache: .htaccess in the site's folder (AllowOverride FileInfo), with mod_rewrite.",
        "RewriteEngine On",
        "# Blogger's mobile pages, and links to one comment.",
        'RewriteCond %{QUERY_STRING} "(?:^|&)showComment=(\\d+)(?:&|$)"',
        'RewriteRule "^" "%{REQUEST_URI}#c%1" [R=301,L,NE,QSD]',
        'RewriteCond %{QUERY_STRING} "^m=[01]$"',
        'RewriteRule "^" "%{REQUEST_URI}" [R=301,L,QSD]',
    ]
    seen: set[str] = set()
    for rule in known.changed():
        for old in plain_spellings(rule):
            if old not in seen and old != "/" and old != rule.new:
                seen.add(old)
                if old == "/index.html":  # it is also what Apache looks for when somebody asks for "/"
                    lines.append(r'RewriteCond %{THE_REQUEST} "^\S+ /index\.html[ ?]"')
                lines.append(_rewrite(f"^{_pattern(old[1:])}$", encoded(rule.new)))
    lines += [_rewrite(pattern, new) for pattern, new in patterns(known, "$1", "$2")]
    yield map_file(".htaccess", lines)


def _pattern(path: str) -> str:
    # Inside of quotes a backslash before a quote is the only escape; \x22 is the quote for the regular expression.
    return re.sub(r"[^\w/-]", lambda c: "\\x22" if c[0] == '"' else f"\\{c[0]}", path)


def _rewrite(pattern: str, target: str) -> str:
    # In a target %1 is a reference, and a percent sign stands before every encoded byte.
    return f'RewriteRule "{pattern}" "{target.replace("%", chr(92) + "%")}" [R=301,L,NE,QSD]'
