"""What a person wants otherwise than it was on the old blog, as one frozen value: labels, authors, addresses, metadata.

The values are applied where the whole blog is settled and where front matter is written; nothing here touches either.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from bloggermigrate.issues import Issue, Severity, Source
from bloggermigrate.model import Author
from bloggermigrate.text.nearest import did_you_mean

__all__ = ["NO_CHANGES", "Changes", "named", "said", "target_issues"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """All that a configuration changes. Names and paths on the left are those of the old blog."""

    labels: Mapping[str, str] = field(default_factory=dict)  #: old name → new name; "" drops the label
    categories: Mapping[str, str] = field(default_factory=dict)  #: old label → the category its posts get as well
    authors: Mapping[str, Author] = field(default_factory=dict)  #: old name → author; an empty *uri* keeps the old one
    slugs: Mapping[str, str] = field(default_factory=dict)  #: old path, "/2011/02/x.html" → new path of the same form
    rename_keys: Mapping[str, str] = field(default_factory=dict)  #: of front matter: old key → new key
    drop_keys: frozenset[str] = frozenset()
    add_keys: Mapping[str, Any] = field(default_factory=dict)  #: key → strings, numbers, booleans, dates, lists, tables
    file: str = "bloggermigrate.toml"  #: where they were read, for the report

    @property
    def metadata(self) -> bool:
        """Whether front matter is changed."""
        return bool(self.rename_keys or self.drop_keys or self.add_keys)

    def __or__(self, other: Changes) -> Changes:
        """Return both, *other* first where the two speak of the same."""
        values: dict[str, Any] = {}
        for each in fields(self):
            mine, theirs = getattr(self, each.name), getattr(other, each.name)
            values[each.name] = theirs if each.name == "file" else mine | theirs
        return Changes(**values)

    def front_matter(self, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        """Return the front matter as it is wanted, and each (old, new) key that could not be renamed.

        Keys keep their place. A key is not renamed to one that stands there already: both values would be one.

        >>> changes = Changes(rename_keys={"date": "created"}, drop_keys=frozenset(["draft"]), add_keys={"toc": True})
        >>> changes.front_matter({"title": "A", "date": "2011", "draft": False})
        ({'title': 'A', 'created': '2011', 'toc': True}, [])
        """
        kept = [key for key in values if key not in self.drop_keys]
        taken = {key for key in kept if key not in self.rename_keys}
        changed: dict[str, Any] = {}
        refused: list[tuple[str, str]] = []
        for key in kept:
            new = self.rename_keys.get(key, key)
            if new != key and new in taken:
                refused.append((key, new))
                new = key
            taken.add(new)
            changed[new] = values[key]
        return changed | dict(self.add_keys), refused


NO_CHANGES = Changes()


def named(name: str, known: Mapping[str, Any]) -> str | None:
    """Return the key of *known* that means *name*: letter for letter, or but for blanks around it and its normal form.

    >>> named("Caffe\\u0300 ", {"Caffè": "x"}), named("caffè", {"Caffè": "x"})
    ('Caffè', None)
    """
    if name in known:
        return name
    plain = unicodedata.normalize("NFC", name.strip())
    return plain if plain in known else None


def said(
    changes: Changes, *, labels: Mapping[str, int], authors: Mapping[str, int], paths: Sequence[tuple[str, str, Source]]
) -> Iterator[Issue]:
    """Give what *changes* did to a blog and what of them met nothing there.

    *labels* and *authors* count posts by the old names, *paths* has (old, new, source) of each address changed.
    """
    source = Source(changes.file)
    for table, counts, what in (
        ({old: new or None for old, new in changes.labels.items()}, labels, "label"),
        ({old: author.name for old, author in changes.authors.items()}, authors, "author"),
    ):
        used = _used(table, counts)
        for old, new in table.items():
            if old not in used:
                yield _unused(f"No post has the {what} {old!r}.", old, counts, source)
                continue
            number = used[old]
            done = f"became {new!r}" if new is not None else "was left out"
            message = f"The {what} {old!r} {done} on {number} post{'s' if number != 1 else ''}."
            yield Issue("config-applied", message, source, old, new or "")
    used = _used(changes.categories, labels)
    for old, new in changes.categories.items():
        if old not in used:
            yield _unused(f"No post has the label {old!r}, from which a category was to come.", old, labels, source)
        else:
            message = f"Posts with the label {old!r} are in the category {new!r}: {used[old]}."
            yield Issue("config-applied", message, source)
    moved = {old: (new, place) for old, new, place in paths}
    for old, wanted in changes.slugs.items():
        if old in moved:
            new, place = moved[old]
            other = "" if new == wanted else f"; {wanted} was not free"
            level = None if new == wanted else Severity.WARNING
            yield Issue("config-applied", f"The address {old} became {new}{other}.", place, old, new, level)
        else:
            yield _unused(f"No post or page had the address {old}.", old, (), source)


def _used(table: Mapping[str, Any], counts: Mapping[str, int]) -> dict[str, int]:
    used: dict[str, int] = {}
    for name, count in counts.items():
        key = named(name, table)
        if key is not None:
            used[key] = used.get(key, 0) + count
    return used


def _unused(message: str, word: str, known: Iterable[str], source: Source) -> Issue:
    return Issue("config-unused", message + did_you_mean(word, known), source)


def target_issues(changes: Changes, title: str, *, front_matter: bool, categories: bool) -> Iterator[Issue]:
    """Give what *changes* do to the metadata of every post of the target called *title*, and what they can't do there.

    *front_matter* and *categories* say whether it has such.
    """
    source = Source(changes.file)
    if changes.categories and not categories:
        yield Issue("not-carried", f"{title} has no categories; labels are all it is given.", source)
    if not front_matter:
        if changes.metadata:
            yield Issue("config-unused", f"{title} has no front matter, so nothing of it was changed.", source)
        return
    for old, new in changes.rename_keys.items():
        yield Issue("config-applied", f"In front matter {old!r} is called {new!r}.", source, old, new)
    for key in sorted(changes.drop_keys):
        yield Issue("config-applied", f"The key {key!r} was left out of all front matter.", source, key, "")
    for key in changes.add_keys:
        yield Issue("config-applied", f"The key {key!r} was added to all front matter.", source)
