"""Labels as Pelican's tags, which are one where their slugs are one: ``C``, ``C#`` and ``c`` would be one page.

A label stands in the metadata as it is spelt where its slug is its alone; another one stands there as our slug. The
site's plugin gives every tag its spelling and its address back from ``data/labels.json``.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping

from bloggermigrate.model import Label
from bloggermigrate.slugs import fold
from bloggermigrate.writers.pelican.metadata import one_line

_DROPPED = re.compile(r"[^\w\s-]")
_BLANKS = re.compile(r"[-\s]+")

#: the labels asked for last and their tags; every post of a blog asks with the same tuple
_last: tuple[tuple[Label, ...], Mapping[str, str]] = ((), {})


def tag_key(name: str) -> str:
    """Return what Pelican tells tags apart by, "" for a name that can't be a tag: commas and semicolons part tags.

    Pelican also brings letters of other scripts to Latin ones, unless SLUGIFY_USE_UNICODE is set.

    >>> tag_key("Ricette & Co"), tag_key("Caffè"), tag_key("C#"), tag_key("."), tag_key("a, b")
    ('ricette-co', 'caffe', 'c', '', '')
    """
    if set(name) & set(",;") or one_line(name) != name:
        return ""
    kept = _DROPPED.sub("", unicodedata.normalize("NFKD", name))
    latin = kept.encode("ascii", "ignore").decode()
    return _BLANKS.sub("-", latin if len(latin) * 2 > len(kept) else kept).strip("-").lower()


def tags_of(labels: tuple[Label, ...]) -> Mapping[str, str]:
    """Return for each label's name the tag that stands for it: the name itself, or its slug.

    >>> tags_of((Label("Pane", "pane"), Label("C", "c"), Label("C#", "c-sharp"), Label("a,b", "a-b")))
    {'Pane': 'Pane', 'C': 'c', 'C#': 'c-sharp', 'a,b': 'a-b'}
    """
    global _last
    last = _last
    if last[0] is not labels:
        last = _last = (labels, distinct_tags(labels, tag_key))
    return last[1]


def distinct_tags(labels: tuple[Label, ...], key_of: Callable[[str], str]) -> Mapping[str, str]:
    """Return for each label's name the tag that stands for it: the name where its key is its alone, else the slug.

    *key_of* gives what an engine tells tags apart by, "" for a name that can't be a tag there.
    """
    keys = {label.name: key_of(label.name) for label in labels}
    wanted = Counter(fold(key) for key in keys.values())
    plain = {label.name for label in labels if keys[label.name] and wanted[fold(keys[label.name])] == 1}
    while True:
        slugs = {fold(label.slug) for label in labels if label.name not in plain}
        clashing = {name for name in plain if fold(keys[name]) in slugs}
        if not clashing:
            return {label.name: label.name if label.name in plain else label.slug for label in labels}
        plain -= clashing
