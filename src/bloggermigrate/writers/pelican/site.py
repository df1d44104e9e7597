"""What belongs to the whole blog: labels, gadgets, its own data, and with a site everything that shows them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bloggermigrate.model import Blog, Label, OutputFile, Redirect
from bloggermigrate.settings import is_true
from bloggermigrate.sites import skeleton, words
from bloggermigrate.sites.dates import date_words
from bloggermigrate.text.locales import direction
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.labels import label_address, label_rules, old_label_page, tags_of
from bloggermigrate.writers.lines import html_text
from bloggermigrate.writers.opml import PLACE, blogroll
from bloggermigrate.writers.places import addresses
from bloggermigrate.writers.public import site_home
from bloggermigrate.writers.site_data import facts, gadgets, menu, plain, shown_widgets

_CONFIG_HEAD = """\
# The settings of the site: https://docs.getpelican.com/en/stable/settings.html
# SITEURL is where it will stand; change it when that is another address than the old one.
"""
#: ending of Python files in the skeleton: as they are, test runners and checkers of types would load them
_SOURCE = ".in"
_RULES = (
    "/atom.xml /feeds/posts/default 301",
    "/feeds/posts/summary /feeds/posts/default 301",
    "/search /posts/ 301",
)


def blog(context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the files of the whole blog: data always, the site's own files on request."""
    blog = context.blog
    for label in blog.labels:
        yield from (Redirect(f"/search/label/{name}", label_address(label)) for name in blog.old_names(label))
    yield _data("blog", facts(context))
    tags = tags_of(blog.labels)
    if blog.labels or context.site:
        yield _data("labels", [_label(blog, label, tags[label.name]) for label in blog.labels])
    shown = gadgets(context, addresses(blog, context.options))
    if shown or context.site:
        yield _data("widgets", shown, tuple(widget.id for widget in shown_widgets(context)))
    items = [(item.text, item.url) for item in menu(context, addresses(blog, context.options))]
    yield from blogroll(context, f"theme/static/{PLACE}")
    if context.site:
        yield from _site(context, items)
    elif items:
        yield _data("menu", [{"name": name, "url": url} for name, url in items])


def _label(blog: Blog, label: Label, tag: str) -> dict[str, str]:
    """Return a label as the plugin needs it; *old* is where a page can send readers on to it."""
    value = {"tag": tag, "name": label.name, "slug": label.slug}
    old = old_label_page(blog, label)
    return value | {"old": old} if old else value


def _data(name: str, value: Any, sources: tuple[str, ...] = ()) -> OutputFile:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return OutputFile(f"data/{name}.json", text.encode("utf-8", "replace") + b"\n", sources)


def _site(context: Context, items: list[tuple[str, str]]) -> Iterator[OutputFile | Redirect]:
    blog = context.blog
    for path, data in skeleton("pelican"):
        name = path.removesuffix(_SOURCE)
        yield OutputFile(name, _config(context, items, data) if name == "pelicanconf.py" else data)
    yield _data("words", words(blog.locale))
    yield _data("dates", date_words(blog.locale))
    rules = (*_RULES, *label_rules(blog))
    yield OutputFile("theme/static/_redirects", "".join(f"{rule}\n" for rule in rules).encode())
    for old in ("/atom.xml", "/feeds/posts/summary"):
        yield Redirect(old, "/feeds/posts/default")
    robots = blog.settings.get("BLOG_CUSTOM_ROBOTS_TXT", "").strip()
    if robots and is_true(blog.settings, "BLOG_CUSTOM_ROBOTS_TXT_ENABLED"):
        yield OutputFile("theme/static/robots.txt", f"{robots}\n".encode("utf-8", "replace"))


def _config(context: Context, items: list[tuple[str, str]], rest: bytes) -> bytes:
    """Return pelicanconf.py: what is the blog's own, then what every site has."""
    blog = context.blog
    values: dict[str, Any] = {
        "SITEURL": site_home(context).rstrip("/"),
        "SITENAME": html_text(blog.title),
        "SITESUBTITLE": blog.meta_description or plain(blog.description, context),
        "LANGUAGE": blog.locale or "en",
        "DIRECTION": direction(blog.locale),
        "TIMEZONE": blog.timezone or "UTC",
        "DEFAULT_PAGINATION": max(blog.posts_per_page, 1),
        "SEARCHABLE": is_true(blog.settings, "BLOG_SEARCHABLE") is not False,
        "ADULT": bool(is_true(blog.settings, "BLOG_ADULT_CONTENT")),
    }
    lines = [f"{key} = {_literal(value)}" for key, value in values.items()]
    lines += ["MENUITEMS = [", *(f"    ({_literal(name)}, {_literal(url)})," for name, url in items), "]"]
    head = "\n".join(lines).encode("utf-8", "replace")
    return _CONFIG_HEAD.encode() + head + b"\n\n" + rest


def _literal(value: str | bool | int) -> str:
    """Return *value* as Python spells it; a string in double quotes, as people write it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
