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
from bloggermigrate.writers.front_matter import yaml
from bloggermigrate.writers.hexo.dates import zone_name
from bloggermigrate.writers.labels import label_address, label_rules, old_label_page
from bloggermigrate.writers.opml import PLACE, blogroll
from bloggermigrate.writers.places import addresses
from bloggermigrate.writers.public import site_home
from bloggermigrate.writers.site_data import facts, gadgets, menu, plain, shown_widgets

_CONFIG_HEAD = """\
# The settings of the site: https://hexo.io/docs/configuration
# url is where it will stand; change it when that is another address than the old one.
"""
#: longest key that YAML reads (section 7.4.2)
_MAX_KEY = 1000
#: addresses that Blogger answers at and that lead elsewhere now; what the site answers itself is not among them
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
    if blog.labels:
        yield _data("labels", [_label(blog, label) for label in blog.labels])
    if items := [{"name": item.text, "url": item.url} for item in menu(context, addresses(blog, context.options))]:
        yield _data("menu", items)
    if shown := gadgets(context, addresses(blog, context.options)):
        yield _data("widgets", shown, tuple(widget.id for widget in shown_widgets(context)))
    yield from blogroll(context, f"source/{PLACE}")
    if context.site:
        yield from _site(context)


def _label(blog: Blog, label: Label) -> dict[str, str]:
    """Return a label with its address, and its old one where files of that name can be on every system.

    Hexo ends the build at an address with a percent sign.
    """
    value = {"name": label.name, "slug": label.slug}
    old = old_label_page(blog, label)
    return value | {"old": old} if old and "%" not in old else value


def _data(name: str, value: Any, sources: tuple[str, ...] = ()) -> OutputFile:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return OutputFile(f"source/_data/{name}.json", text.encode("utf-8", "replace") + b"\n", sources)


def _site(context: Context) -> Iterator[OutputFile | Redirect]:
    blog = context.blog
    for path, data in skeleton("hexo"):
        if path == "_config.yml":
            data = f"{_CONFIG_HEAD}{yaml(_settings(context))}\n{data.decode()}".encode()
        yield OutputFile(path, data)
    yield _data("words", words(blog.locale) | {"dates": date_words(blog.locale)})
    rules = "".join(f"{rule}\n" for rule in (*_RULES, *label_rules(blog)))
    yield OutputFile("source/_redirects", rules.encode())
    for old in ("/atom.xml", "/feeds/posts/summary"):
        yield Redirect(old, "/feeds/posts/default")
    robots = blog.settings.get("BLOG_CUSTOM_ROBOTS_TXT", "").strip()
    if robots and is_true(blog.settings, "BLOG_CUSTOM_ROBOTS_TXT_ENABLED"):
        yield OutputFile("source/robots.txt", f"{robots}\n".encode("utf-8", "replace"))


def _settings(context: Context) -> dict[str, Any]:
    """Return what _config.yml says of this blog; `tag_map` keeps apart labels that Hexo would put at one address."""
    blog = context.blog
    return {
        "title": blog.title,
        "description": blog.meta_description or plain(blog.description, context),
        "url": site_home(context).rstrip("/"),
        "language": blog.locale or "en",
        "direction": direction(blog.locale),
        "timezone": zone_name(blog),
        "per_page": blog.posts_per_page,
        "searchable": is_true(blog.settings, "BLOG_SEARCHABLE") is not False,
        "adult": bool(is_true(blog.settings, "BLOG_ADULT_CONTENT")),
        "tag_map": {label.name: label.slug for label in blog.labels if len(label.name) < _MAX_KEY},
    }
