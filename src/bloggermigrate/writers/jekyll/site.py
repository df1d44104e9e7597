"""What belongs to the whole blog: labels, gadgets, its own data, and with a site everything that shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import Any

from bloggermigrate.model import Blog, Label, OutputFile, Redirect
from bloggermigrate.settings import is_true
from bloggermigrate.sites import skeleton, words
from bloggermigrate.sites.dates import date_words
from bloggermigrate.text.locales import direction
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.front_matter import yaml
from bloggermigrate.writers.jekyll.paths import addresses, permalink
from bloggermigrate.writers.labels import label_address, label_rules, old_label_page, rules_file
from bloggermigrate.writers.opml import PLACE, blogroll
from bloggermigrate.writers.public import site_home
from bloggermigrate.writers.site_data import facts, gadgets, menu, plain, shown_widgets

_CONFIG_HEAD = """\
# The settings of the site: https://jekyllrb.com/docs/configuration/
# url is where it will stand; change it when that is another address than the old one.
"""
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
    yield from blogroll(context, PLACE)
    if context.site:
        yield from _site(context)


def _label(blog: Blog, label: Label) -> dict[str, str]:
    """Return a label with its address, and its old one where files of that name can be on every system."""
    value = {"name": label.name, "slug": label.slug}
    old = old_label_page(blog, label)
    return value | {"old": permalink(old)} if old else value


def _data(name: str, value: Any, sources: tuple[str, ...] = ()) -> OutputFile:
    return OutputFile(f"_data/{name}.yml", yaml(value).encode(), sources)


def _site(context: Context) -> Iterator[OutputFile | Redirect]:
    blog = context.blog
    for path, data in skeleton("jekyll"):
        if path == "_config.yml":
            data = f"{_CONFIG_HEAD}{yaml(_settings(context))}\n{data.decode()}".encode()
        yield OutputFile(path, data)
    yield _data("words", words(blog.locale) | {"dates": date_words(blog.locale)})
    yield OutputFile("_redirects", rules_file(chain(_RULES, label_rules(blog))))
    for old in ("/atom.xml", "/feeds/posts/summary"):
        yield Redirect(old, "/feeds/posts/default")
    robots = blog.settings.get("BLOG_CUSTOM_ROBOTS_TXT", "").strip()
    if robots and is_true(blog.settings, "BLOG_CUSTOM_ROBOTS_TXT_ENABLED"):
        yield OutputFile("robots.txt", f"{robots}\n".encode("utf-8", "replace"))


def _settings(context: Context) -> dict[str, Any]:
    """Return what _config.yml says of this blog."""
    blog = context.blog
    return {
        "title": blog.title,
        "description": blog.meta_description or plain(blog.description, context),
        "url": site_home(context).rstrip("/"),
        "baseurl": "",
        "lang": blog.locale or "en",
        "direction": direction(blog.locale),
        "timezone": _zone(blog),
        "posts_per_page": blog.posts_per_page,
        "feed_length": 25,
        "searchable": is_true(blog.settings, "BLOG_SEARCHABLE") is not False,
        "adult": bool(is_true(blog.settings, "BLOG_ADULT_CONTENT")),
    }


def _zone(blog: Blog) -> str:
    """Return the zone in which Jekyll shows dates: it has one for all, and without a word takes the machine's.

    >>> _zone(Blog(id="", title="", url="", timezone="Europe/Rome")), _zone(Blog(id="", title="", url=""))
    ('Europe/Rome', 'UTC')
    """
    if blog.timezone:
        return blog.timezone
    offset = (blog.updated.utcoffset() if blog.updated else None) or timedelta(0)
    hours = round(offset / timedelta(hours=1))
    # The names of these zones count the other way.
    return f"Etc/GMT{-hours:+d}" if hours and -14 <= -hours <= 12 else "UTC"
