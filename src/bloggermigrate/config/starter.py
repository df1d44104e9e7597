"""A configuration to begin with: everything is a comment, the names are those of one blog."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bloggermigrate.model import Status
from bloggermigrate.store import Store, rows
from bloggermigrate.text import addresses
from bloggermigrate.text.slugs import slugify, unique

#: rows of a table that are written out; the rest is counted
_MOST = 500
# Blogger's names for posts without a title, and those it numbered because the name was taken.
_POOR_SLUG = re.compile(r"/(?:blog-post|post|untitled)(?:[_-]\w+)?\.html?$|_\d+\.html?$", re.I)


def starter(found: Mapping[str, Any], inputs: Sequence[str], store: Store) -> str:
    """Return the text of a configuration for the blog that `inspection.inspect` told of."""
    blog = found["blog"]
    lines = [
        f"# Settings for bloggermigrate: {_line(blog['title']) or 'an untitled blog'}",
        "#",
        "# Every line that begins with # is a remark. Take the # away in front of what you want, and change the text",
        "# behind the equals sign. Names and addresses in front of it are those of the old blog.",
        "# What stands on the command line wins over what stands here. All of it: docs/config.md",
        "",
        "# Options have the names of the command line, without the dashes in front.",
        '# to = "hugo"',
        '# output = "my-site"',
        f"# timezone = {_quoted(blog['timezone'] or 'Europe/Rome')}",
        f"# locale = {_quoted(blog['locale'] or 'it')}",
        *([] if blog["url"] else ['# blog-url = "https://example.blogspot.com/"']),
        '# permalinks = "keep"             # or "pretty"',
        '# redirects = ["netlify"]         # or apache, nginx, caddy, csv, blogger',
        '# exclude = ["drafts"]',
        "",
        f"# -- labels: {len(found['labels'])}, with their number of posts",
        "# A new name renames a label, the same name for two of them merges them, false leaves a label out.",
        "[labels]",
        *_table(found["labels"], str),
        "",
        "# -- categories: Blogger has none. Posts with a label get one here; the label stays, unless it is left out.",
        "[categories]",
        *_table(dict(list(found["labels"].items())[:3]), lambda name: name),
        "",
        f"# -- authors: {len(found['authors'])}, with their number of posts and pages",
        "[authors]",
        *_table(found["authors"], lambda name: name),
        *([] if found["authors"] else ['# "Old Name" = { name = "New Name", uri = "https://example.org/about/" }']),
        "",
        "# -- addresses: the old path, and the new name of the page. The old address leads to the new one.",
        "# These have a name that says little:",
        "[slugs]",
        *_slugs(store),
        "",
        "# -- front matter of every post and page",
        "[front-matter]",
        '# rename = { description = "summary" }',
        '# drop = ["blogger"]',
        '# add = { layout = "post", toc = true }',
        "",
        "# -- what holds for one engine alone: options and tables as above",
        "# [target.hugo]",
        '# permalinks = "pretty"',
        "# [target.hugo.front-matter]",
        '# rename = { description = "summary" }',
        "",
    ]
    head = [f"# Made from {_line(', '.join(inputs))}: {_counts(found)}."]
    text = "\n".join([lines[0], *head, *lines[1:]])
    # Half a surrogate pair is no text of a file.
    return text.encode("utf-8", "replace").decode()


def _counts(found: Mapping[str, Any]) -> str:
    counts = found["counts"]
    return ", ".join(f"{counts[kind]} {kind}{'s' if counts[kind] != 1 else ''}" for kind in ("post", "page", "comment"))


def _table(counts: Mapping[str, int], value: Any) -> Iterator[str]:
    shown = list(counts.items())[:_MOST]
    width = min(max((len(_quoted(name)) for name, _ in shown), default=0), 40)
    for name, count in shown:
        row = f"# {_quoted(name):<{width}} = {_quoted(value(name))}"
        yield f"{row:<{2 * width + 8}}  # {count}"
    if len(counts) > _MOST:
        yield f"# … and {len(counts) - _MOST} more"


def _slugs(store: Store) -> Iterator[str]:
    query = "SELECT path, title FROM posts WHERE has_path AND status = ? ORDER BY at IS NULL, at, row"
    poor = [(path, title) for path, title in rows(store.db, query, (Status.LIVE,)) if _POOR_SLUG.search(path)]
    taken = {path for (path,) in rows(store.db, "SELECT path FROM posts")} if poor else set()
    for path, title in poor[:_MOST]:
        yield f"# {_quoted(path)} = {_quoted(_better(path, title, taken))}"
    if len(poor) > _MOST:
        yield f"# … and {len(poor) - _MOST} more"
    if not poor:
        yield '# "/2011/02/old-name.html" = "new-name"'


def _better(path: str, title: str, taken: set[str]) -> str:
    """Return a name after the title that no other page has, and take it."""
    folder = path.rpartition("/")[0]

    def take(name: str) -> bool:
        known = len(taken)
        taken.add(f"{folder}/{name}.html")
        return len(taken) > known

    return unique(slugify(title) or addresses.slug_in(path), take)


def _quoted(text: str) -> str:
    """Return *text* as a string of TOML, which takes those of JSON."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _line(text: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", text).split())
