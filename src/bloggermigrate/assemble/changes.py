"""What a configuration changes of the entries: labels, categories, authors. Old addresses are left to `paths`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bloggermigrate.assemble.frame import Frame
from bloggermigrate.config.changes import Changes, named
from bloggermigrate.model import Author, RawEntry
from bloggermigrate.readers.items import CATEGORY


@dataclass(slots=True)
class Applied:
    """What was met and what became of it, by the old names."""

    labels: Counter[str] = field(default_factory=Counter)  #: posts and pages by label
    authors: Counter[str] = field(default_factory=Counter)  #: and by author
    renamed: dict[str, str] = field(default_factory=dict)  #: as in `Blog.label_changes`


def apply_changes(frame: Frame) -> Applied:
    """Change the entries in the store as the options want it; comments follow the author of posts who wrote them."""
    changes, applied = frame.options.changes, Applied()
    if not (changes.labels or changes.categories or changes.authors):
        return applied
    people: dict[Author, Author] = {}
    changed: list[tuple[int, RawEntry]] = []
    for row, entry in frame.store.entries("post", "page"):
        applied.labels.update(set(entry.labels))
        applied.authors[entry.author.name] += 1
        author = people.setdefault(entry.author, _author(entry.author, changes.authors))
        labels, categories = _labels(entry.labels, changes)
        if labels == entry.labels and author == entry.author and not categories:
            continue
        extra = (*entry.extra, *((CATEGORY, name) for name in categories))
        changed.append((row, replace(entry, labels=labels, author=author, extra=extra)))
    people = {old: new for old, new in people.items() if old != new}
    if people:
        for row, entry in frame.store.entries("comment"):
            if entry.author in people:
                changed.append((row, replace(entry, author=people[entry.author])))
    for row, entry in changed:
        frame.store.change_meta(row, entry)
    wanted = set(changes.labels.values())
    for name in applied.labels:
        key = named(name, changes.labels)
        if key is not None:
            applied.renamed[name] = changes.labels[key]
        elif name in wanted:
            applied.renamed[name] = name
    return applied


def _labels(labels: tuple[str, ...], changes: Changes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the labels as they are wanted, each once, and the categories that the old ones stand for."""
    wanted: dict[str, None] = {}
    categories: dict[str, None] = {}
    for label in labels:
        key = named(label, changes.labels)
        name = label if key is None else changes.labels[key]
        if name:
            wanted[name] = None
        if (key := named(label, changes.categories)) is not None:
            categories[changes.categories[key]] = None
    return tuple(wanted), tuple(categories)


def _author(author: Author, changes: Mapping[str, Author]) -> Author:
    key = named(author.name, changes)
    if key is None:
        return author
    return Author(changes[key].name, changes[key].uri or author.uri)
