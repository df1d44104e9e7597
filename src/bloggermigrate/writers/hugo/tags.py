"""Labels as Hugo's tags: each keeps its spelling and gets a page with an address of its own.

Hugo makes one tag of all spellings that are equal in lower case and with hyphens for blanks, builds no page for
``.``, and reads ``A/B`` as a folder. A label that is safe from this stands in the front matter as it is spelt;
another one stands there as its slug. Every label has a ``content/tags/<tag>/_index.md``, which carries its spelling
as title, its address (where ``C``, ``C#`` and ``C++`` differ), and sends readers on from ``/search/label/<label>``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from bloggermigrate.model import Label, OutputFile, Redirect
from bloggermigrate.slugs import fold, safe_segment
from bloggermigrate.writers.front_matter import front_matter

_LABEL_PATH = "/search/label/"


def label_address(label: Label) -> str:
    """Return the path of the label's page on the new site."""
    return f"/tags/{label.slug}/"


def tag_key(name: str) -> str | None:
    """Return what Hugo looks for in content/tags/ when a post has the tag *name*; None when *name* is not safe.

    >>> tag_key("Ricette & Co"), tag_key("C#"), tag_key("A/B"), tag_key("."), tag_key("Caffè")
    ('ricette-&-co', None, None, None, 'caffè')
    """
    # Letter by letter, as Go does it: str.lower() knows of a final sigma and gives two characters for "İ".
    lowered = [character.lower() for character in name]
    key = "".join(lowered).replace(" ", "-")
    plain = all(len(letter) == 1 for letter in lowered) and name == unicodedata.normalize("NFC", name)
    return key if plain and key.strip("._- ") == key and safe_segment(key) and len(key.encode()) < 200 else None


#: the labels asked for last and their tags; every post of a blog asks with the same tuple, and hashing 800 labels
#: for each costs more than all the rest of its front matter
_last: tuple[tuple[Label, ...], Mapping[str, str]] = ((), {})


def tags_of(labels: tuple[Label, ...]) -> Mapping[str, str]:
    """Return for each label's name the tag that stands for it in front matter: the name itself, or its slug.

    >>> tags_of((Label("Pane", "pane"), Label("C", "c"), Label("c", "c-2"), Label("A/B", "a-b")))
    {'Pane': 'Pane', 'C': 'c', 'c': 'c-2', 'A/B': 'a-b'}
    """
    global _last
    last = _last
    if last[0] is not labels:
        last = _last = (labels, _choose(labels))
    return last[1]


def _choose(labels: tuple[Label, ...]) -> Mapping[str, str]:
    keys = {label.name: tag_key(label.name) for label in labels}
    wanted = Counter(fold(key) for key in keys.values() if key)
    plain = {label.name for label in labels if (key := keys[label.name]) and wanted[fold(key)] == 1}
    while True:
        slugs = {fold(label.slug) for label in labels if label.name not in plain}
        clashing = {name for name in plain if fold(keys[name] or "") in slugs}
        if not clashing:
            return {label.name: label.name if label.name in plain else label.slug for label in labels}
        plain -= clashing


def old_label_path(name: str) -> str | None:
    """Return the old path of a label's page, decoded; None when files of that name can't be on every system.

    Hugo on Windows builds no site that has such an alias. ``#`` and ``%`` are harmless in a file's name.
    """
    parts = name.replace("#", "-").replace("%", "-").split("/")
    return f"{_LABEL_PATH}{name}" if all(safe_segment(part) for part in parts) else None


def tag_files(labels: Sequence[Label]) -> Iterator[OutputFile | Redirect]:
    """Give for each label its ``_index.md``, and say where its old address leads."""
    tags = tags_of(tuple(labels))
    for label in labels:
        tag = tags[label.name]
        values: dict[str, object] = {"title": label.name, "url": label_address(label)}
        if old := old_label_path(label.name):
            values["aliases"] = [old]
        yield OutputFile(f"content/tags/{tag_key(tag) or tag}/_index.md", front_matter(values).encode())
        yield Redirect(f"{_LABEL_PATH}{label.name}", label_address(label))


def _feed_address(label: Label) -> str:
    return f"{label_address(label)}rss.xml"


def label_rules(
    labels: Iterable[Label],
    page: Callable[[Label], str] = label_address,
    feed: Callable[[Label], str] = _feed_address,
) -> Iterator[str]:
    """Give the lines of ``_redirects`` for labels: their pages, and their feeds."""
    for label in labels:
        # Blogger writes %20 for a blank and %2F for a slash; older links have a plus for the blank.
        encoded = quote(label.name, safe="", errors="replace")
        new = quote(page(label))
        yield f"{_LABEL_PATH}{encoded} {new} 301"
        if "%20" in encoded:
            yield f"{_LABEL_PATH}{encoded.replace('%20', '+')} {new} 301"
        yield f"/feeds/posts/default/-/{encoded} {quote(feed(label))} 301"
