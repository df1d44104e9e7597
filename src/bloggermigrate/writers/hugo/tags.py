"""Labels as Hugo's tags: each keeps its spelling and gets a page with an address of its own.

Hugo makes one tag of all spellings that are equal in lower case and with hyphens for blanks, builds no page for
``.``, and reads ``A/B`` as a folder. A label that is safe from this stands in the front matter as it is spelt;
another one stands there as its slug. Every label has a ``content/tags/<tag>/_index.md``, which carries its spelling
as title, its address (where ``C``, ``C#`` and ``C++`` differ), and sends readers on from ``/search/label/<label>``.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from bloggermigrate.model import Blog, Label, OutputFile, Redirect
from bloggermigrate.text.slugs import fold, safe_segment
from bloggermigrate.writers.front_matter import front_matter, yaml
from bloggermigrate.writers.labels import LABEL_PATH, label_address, old_label_path


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


def tag_files(blog: Blog) -> Iterator[OutputFile | Redirect]:
    """Give for each label its ``_index.md``, and say where its old address leads.

    One that only drafts have gets none, since Hugo would make a page of it; once a draft is published, its tag does.
    How such a one is spelt, if not as its tag, stands in ``data/labels.yaml``.
    """
    tags = tags_of(tuple(blog.labels))
    hidden = {tags[label.name]: label.name for label in blog.labels if not label.public}
    if spelt := {tag: name for tag, name in hidden.items() if tag != name}:
        yield OutputFile("data/labels.yaml", yaml(spelt).encode("utf-8", "replace"))
    for label in blog.labels:
        names = blog.old_names(label)
        if not names:
            continue
        tag = tags[label.name]
        values: dict[str, object] = {"title": label.name, "url": label_address(label)}
        if aliases := [old for name in names if (old := old_label_path(name))]:
            values["aliases"] = aliases
        yield OutputFile(f"content/tags/{tag_key(tag) or tag}/_index.md", front_matter(values).encode())
        yield from (Redirect(f"{LABEL_PATH}{name}", label_address(label)) for name in names)
