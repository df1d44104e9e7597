"""Labels as Eleventy's tags, which are collections: a tag is looked up by its exact spelling.

So ``C``, ``C#`` and ``c`` stay three by themselves. A label stands in the front matter as it is spelt, unless Eleventy
or the site's configuration means something else by that name: ``all`` holds every page, names of a JavaScript object's
own members end the build ("configCollections[name] is not a function"), one that begins with ``[`` disappears.
"""

from __future__ import annotations

from collections.abc import Mapping

from bloggermigrate.model import Label
from bloggermigrate.text.slugs import fold, unique

#: collections that the site's configuration makes
_OURS = ("posts", "pages", "labels", "lists", "years", "periods", "moved", "feeds", "parts")
_OF_OBJECTS = (
    "__proto__", "__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "constructor",
    "hasOwnProperty", "isPrototypeOf", "propertyIsEnumerable", "toLocaleString", "toString", "valueOf",
)  # fmt: skip
_TAKEN = frozenset(("all", *_OURS, *_OF_OBJECTS))

#: the labels asked for last and their tags; every post of a blog asks with the same tuple
_last: tuple[tuple[Label, ...], Mapping[str, str]] = ((), {})


def tags_of(labels: tuple[Label, ...]) -> Mapping[str, str]:
    """Return for each label's name the tag that stands for it in front matter.

    >>> tags_of((Label("C#", "c-sharp"), Label("all", "all"), Label("[x]", "x"), Label("x", "x-2")))
    {'C#': 'C#', 'all': 'all-2', '[x]': 'x-2', 'x': 'x'}
    """
    global _last
    last = _last
    if last[0] is not labels:
        last = _last = (labels, _choose(labels))
    return last[1]


def _choose(labels: tuple[Label, ...]) -> Mapping[str, str]:
    safe = {label.name: label.name not in _TAKEN and not label.name.startswith("[") for label in labels}
    used = {name for name, kept in safe.items() if kept} | _TAKEN
    folded = {fold(name) for name in used}

    def take(name: str) -> bool:
        free = name not in folded
        folded.add(name)
        return free

    return {label.name: label.name if safe[label.name] else unique(label.slug or "label", take) for label in labels}
