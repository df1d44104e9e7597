"""How an address is spelt in links, and in what a server compares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote

from bloggermigrate.model import OutputFile
from bloggermigrate.redirects.table import LABEL, Rule, Table

#: the folder of the maps in the output
FOLDER = "redirects"


def encoded(path: str) -> str:
    """Return *path* percent-encoded as browsers send it.

    >>> encoded("/2011/02/perché no.html")
    '/2011/02/perch%C3%A9%20no.html'
    """
    return quote(path, safe="/!'()*,;:@&=+~", errors="replace")


def spellings(rule: Rule) -> list[str]:
    """Return the encoded forms in which links spell the old path: in labels Blogger encodes all, blanks also as "+".

    >>> spellings(Rule("/search/label/A/B & C", "/", "label"))
    ['/search/label/A%2FB%20%26%20C', '/search/label/A%2FB+%26+C', '/search/label/A/B%20&%20C']
    """
    head, found, name = rule.old.partition(LABEL if rule.kind == "label" else "/-/")
    if not found:
        return [encoded(rule.old)]
    full = f"{head}{found}{quote(name, safe='', errors='replace')}"
    return list(dict.fromkeys((full, full.replace("%20", "+"), encoded(rule.old))))


def plain_spellings(rule: Rule) -> list[str]:
    """Return the decoded forms, for servers that decode before they compare; without what can't be in a request."""
    spelt = rule.kind == "label" or "/-/" in rule.old
    forms = [rule.old, rule.old.replace(" ", "+") if spelt else rule.old]
    return [form for form in dict.fromkeys(forms) if not re.search(r"[\x00-\x1f\x7f]", form)]


def patterns(known: Table, year: str, month: str) -> Iterator[tuple[str, str]]:
    """Give regular expressions over the path without its first slash, for what has no end: old archives, the rest.

    *year* and *month* are how a target refers to the first two groups. Targets are encoded.
    """
    archive = encoded(known.month.format(year="YYYY", month="MM"))
    # Before 2006 the name of the blog stood in it, and a blog could have an archive for every week.
    yield (
        r"^(\d{4})_(\d\d)_\d\d_(?:[\w.-]+_)?archive\.html$",
        archive.replace("YYYY", year).replace("MM", month),
    )
    yield r"^search(?:/.*)?$", encoded(known.places.search or known.places.home)
    if not known.feed.startswith("/feeds/"):
        yield r"^feeds/(?:\d+/)?comments/", encoded(known.places.comments_feed or known.feed)
        yield r"^feeds/", encoded(known.feed)


def map_file(name: str, lines: Iterable[str]) -> OutputFile:
    """Return one file of the maps."""
    return OutputFile(f"{FOLDER}/{name}", "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
