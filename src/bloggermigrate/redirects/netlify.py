"""``_redirects``, which Netlify and Cloudflare Pages read."""

from __future__ import annotations

from collections.abc import Iterator

from bloggermigrate.model import OutputFile
from bloggermigrate.redirects.spelling import encoded, map_file, spellings
from bloggermigrate.redirects.table import Table


def netlify(known: Table) -> Iterator[OutputFile]:
    """Give the file: one rule a line."""
    lines = [
        "# Netlify and Cloudflare Pages read this as _redirects in the folder that is published.",
        "# Cloudflare takes 2,000 of these rules, and 100 with a star. Both pass ?m=1 on, which does no harm.",
    ]
    seen: set[str] = set()
    for rule in known.changed():
        for old in spellings(rule):
            if old not in seen and old != encoded(rule.new):
                seen.add(old)
                lines.append(f"{old} {encoded(rule.new)} 301")
    search = encoded(known.places.search or known.places.home)
    lines += [f"/search/* {search} 301"]
    if not known.feed.startswith("/feeds/"):
        lines.append(f"/feeds/* {encoded(known.feed)} 301")
    yield map_file("_redirects", lines)
