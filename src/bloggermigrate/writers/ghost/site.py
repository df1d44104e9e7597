"""What belongs to the whole blog: tags, authors, settings, the menu, routes and redirects."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bloggermigrate.model import LinkItem, OutputFile, Redirect
from bloggermigrate.redirects import Rule, Table, encoded, spellings
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.front_matter import quoted
from bloggermigrate.writers.ghost.names import (
    MAX_NAME,
    USUAL,
    addresses,
    author_slugs,
    label_address,
    tag_names,
    tag_slugs,
)
from bloggermigrate.writers.joining import Frame, Sections, numbered
from bloggermigrate.writers.menu import menu_items, plain
from bloggermigrate.writers.opml import PLACE, blogroll
from bloggermigrate.writers.threads import web_address

_TABLES = ("posts", "posts_meta", "posts_tags", "posts_authors")
_ROUTES = """\
# Ghost: Settings, Labs, Routes. Posts stand at /year/month/name/, the nearest to their old addresses that it has.
routes: {}
collections:
  /:
    permalink: /{year}/{month}/{slug}/
    template: index
taxonomies:
  tag: /tag/{slug}/
  author: /author/{slug}/
"""


def frame(context: Context) -> Frame:
    """Return how the files look: one JSON object of tables, with tags, authors and settings in each."""
    blog = context.blog
    names, slugs, authors = tag_names(blog.labels), tag_slugs(blog.labels), author_slugs(blog.authors)
    exported = int(blog.updated.timestamp() * 1000) if blog.updated else 0
    tables: dict[str, list[dict[str, Any]]] = {
        "tags": [
            {"id": slugs[label.name], "name": names[label.name], "slug": slugs[label.name]} for label in blog.labels
        ],
        "users": [
            {
                "id": slug,
                "name": (author.name or blog.title or "Author")[:MAX_NAME],
                "slug": slug,
                # Ghost has no author without one. Nobody reads mail at this one; it is not from the blog.
                "email": f"{slug}@example.invalid",
                "status": "locked",
                **({"website": url[:2000]} if (url := web_address(author.uri)) else {}),
            }
            for author, slug in authors.items()
        ],
        "roles": [{"id": "1", "name": "Author"}],
        "roles_users": [{"user_id": slug, "role_id": "1"} for slug in authors.values()],
        "settings": _settings(context),
    }
    head = {"exported_on": exported, "version": "6.0.0"}
    # An at sign as an escape: no search for addresses of people stops at the made ones.
    rest = ",\n".join(f'"{name}":{_json(rows)}' for name, rows in tables.items()).replace("@", "\\u0040")
    begin, end = f'{{"meta":{_json(head)},"data":{{\n'.encode(), f"{rest}\n}}}}\n".encode("utf-8", "replace")

    def whole(sections: Sections) -> Iterable[bytes]:
        yield begin
        for table in _TABLES:
            yield f'"{table}":[\n'.encode() + b",\n".join(sections.get(table, ())) + b"\n],\n"
        yield end

    return Frame(first="posts", name=numbered("blog", ".json"), whole=whole)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _settings(context: Context) -> list[dict[str, Any]]:
    blog = context.blog
    values = {
        "title": blog.title[:150],
        "description": plain(blog.description)[:200],
        "meta_description": blog.meta_description[:500],
        "timezone": blog.timezone,
        "locale": blog.locale,
        "navigation": _json([{"label": item.text, "url": item.url} for item in _menu(context)]),
    }
    return [{"key": key, "value": value} for key, value in values.items() if value and value != "[]"]


def _menu(context: Context) -> list[LinkItem]:
    known = addresses(context.blog, context.options)
    return menu_items(context, known.entry, known.label)


def blog(context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the routes, and where the labels' pages are now."""
    yield OutputFile("routes.yaml", _ROUTES.encode())
    yield from blogroll(context, PLACE)
    for label in context.blog.labels:
        for name in context.blog.old_names(label):
            yield Redirect(f"/search/label/{name}", label_address(label, context.blog))


def redirects_file(known: Table) -> Iterator[OutputFile]:
    """Give redirects.yaml: its keys are regular expressions over the path as it was sent, encoded, and the query."""
    rules: dict[str, str] = {}
    for rule in known.changed():
        if rule.old in ("/", "/index.html") or _is_usual(rule):
            continue
        for old in spellings(rule):
            rules.setdefault(f"^{_pattern(old)}(\\?.*)?$", encoded(rule.new))
    rules[r"^/(\d{4})/(\d\d)/([^/?]+)\.html(\?.*)?$"] = "/$1/$2/$3/"
    rules[r"^/\d{4}_\d\d_\d\d_(.*_)?archive\.html(\?.*)?$"] = "/"
    rules[r"^/\d{4}(/\d\d)?/?(\?.*)?$"] = "/"
    rules[r"^/search(/.*)?(\?.*)?$"] = "/"
    rules[r"^/feeds/.*$"] = known.feed
    yield OutputFile("redirects.yaml", _yaml(rules).encode("utf-8", "replace"))


def _yaml(rules: dict[str, str]) -> str:
    lines = (f"  {quoted(old)}: {quoted(new)}\n" for old, new in rules.items())
    return "301:\n" + "".join(lines)


def _is_usual(rule: Rule) -> bool:
    usual = USUAL.fullmatch(rule.old)
    return usual is not None and rule.new == f"/{usual[1]}/{usual[2]}/{usual[3]}/"


def _pattern(path: str) -> str:
    # Browsers write %C3, some links %c3.
    escaped = re.sub(r"[^\w/%~-]", lambda found: f"\\{found[0]}", path)
    return re.sub("%[0-9A-F]{2}", lambda byte: re.sub("[A-F]", _either, byte[0]), escaped)


def _either(digit: re.Match[str]) -> str:
    return f"[{digit[0]}{digit[0].lower()}]"
