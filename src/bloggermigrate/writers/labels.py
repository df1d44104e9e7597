"""Labels as sites keep them: their pages, their old addresses, the tags that keep apart those an engine would mix."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from urllib.parse import quote

from bloggermigrate.model import Blog, Label
from bloggermigrate.text.slugs import fold, safe_segment
from bloggermigrate.writers.lines import one_line

LABEL_PATH = "/search/label/"
_DROPPED = re.compile(r"[^\w\s-]")
_BLANKS = re.compile(r"[-\s]+")


def label_address(label: Label) -> str:
    """Return the path of the label's page on the new site."""
    return f"/tags/{label.slug}/"


def old_label_path(name: str) -> str | None:
    """Return the old path of a label's page, decoded; None when files of that name can't be on every system.

    Hugo on Windows builds no site that has such an alias. ``#`` and ``%`` are harmless in a file's name.
    """
    parts = name.replace("#", "-").replace("%", "-").split("/")
    return f"{LABEL_PATH}{name}" if all(safe_segment(part) for part in parts) else None


def old_label_page(blog: Blog, label: Label) -> str | None:
    """Return where the label's page was on the old blog; None where it had none, or no file can be called so."""
    names = blog.old_names(label)
    return old_label_path(names[0]) if names else None


def _feed_address(label: Label) -> str:
    return f"{label_address(label)}rss.xml"


def rules_file(rules: Iterable[str]) -> bytes:
    """Return *rules* as the bytes of a file, one a line, never all of them as texts at once."""
    gathered = BytesIO()
    gathered.writelines(f"{rule}\n".encode() for rule in rules)
    return gathered.getvalue()


def label_rules(
    blog: Blog,
    page: Callable[[Label], str] = label_address,
    feed: Callable[[Label], str] = _feed_address,
) -> Iterator[str]:
    """Give the lines of ``_redirects`` for labels: their pages, and their feeds."""
    for label, name in ((each, name) for each in blog.labels for name in blog.old_names(each)):
        # Blogger writes %20 for a blank and %2F for a slash; older links have a plus for the blank.
        encoded = quote(name, safe="", errors="replace")
        new = quote(page(label))
        yield f"{LABEL_PATH}{encoded} {new} 301"
        if "%20" in encoded:
            yield f"{LABEL_PATH}{encoded.replace('%20', '+')} {new} 301"
        yield f"/feeds/posts/default/-/{encoded} {quote(feed(label))} 301"


def tag_key(name: str) -> str:
    """Return what engines in Python tell tags apart by; "" for a name that can't be a tag: a comma parts tags.

    Pelican, Nikola and Material do so. Pelican also brings letters of other scripts to Latin ones, unless
    SLUGIFY_USE_UNICODE is set.

    >>> tag_key("Ricette & Co"), tag_key("Caffè"), tag_key("C#"), tag_key("."), tag_key("a, b")
    ('ricette-co', 'caffe', 'c', '', '')
    """
    if set(name) & set(",;") or one_line(name) != name:
        return ""
    kept = _DROPPED.sub("", unicodedata.normalize("NFKD", name))
    latin = kept.encode("ascii", "ignore").decode()
    return _BLANKS.sub("-", latin if len(latin) * 2 > len(kept) else kept).strip("-").lower()


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


#: the labels asked for last and their tags; every post of a blog asks with the same tuple
_last: tuple[tuple[Label, ...], Mapping[str, str]] = ((), {})


def tags_of(labels: tuple[Label, ...]) -> Mapping[str, str]:
    """Return for each label's name the tag that stands for it where tags are one when their slugs are one.

    ``C``, ``C#`` and ``c`` would be one page. A label stands there as it is spelt where its slug is its alone; another
    one as our slug. Sites give every tag its spelling and its address back from their list of labels.

    >>> tags_of((Label("Pane", "pane"), Label("C", "c"), Label("C#", "c-sharp"), Label("a,b", "a-b")))
    {'Pane': 'Pane', 'C': 'c', 'C#': 'c-sharp', 'a,b': 'a-b'}
    """
    global _last
    last = _last
    if last[0] is not labels:
        last = _last = (labels, distinct_tags(labels, tag_key))
    return last[1]
