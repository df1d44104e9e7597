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
from bloggermigrate.writers.front_matter import front_matter, yaml
from bloggermigrate.writers.labels import label_rules, old_label_page
from bloggermigrate.writers.lines import html_text
from bloggermigrate.writers.mkdocs.content import tags_of
from bloggermigrate.writers.mkdocs.paths import addresses, label_address
from bloggermigrate.writers.opml import PLACE, blogroll
from bloggermigrate.writers.public import site_home
from bloggermigrate.writers.site_data import facts, gadgets, menu, plain, shown_widgets

_CONFIG_HEAD = """\
# The settings of the site: https://squidfunk.github.io/mkdocs-material/plugins/blog/
# site_url is where it will stand; change it when that is another address than the old one.
"""
#: ending of Python files in the skeleton: as they are, test runners and checkers of types would load them
_SOURCE = ".in"
_RULES = (
    "/atom.xml /rss.xml 301",
    "/feeds/posts/default /rss.xml 301",
    "/feeds/posts/summary /rss.xml 301",
    "/search /archive.html 301",
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
    items = [{"name": item.text, "url": item.url} for item in menu(context, addresses(blog, context.options))]
    if items or context.site:
        yield _data("menu", items)
    yield from blogroll(context, f"docs/{PLACE}")
    if context.site:
        yield from _site(context)


def _label(blog: Blog, label: Label, tag: str) -> dict[str, str]:
    """Return a label as the hooks need it; *old* is where a page can send readers on to it."""
    value = {"tag": tag, "name": label.name, "slug": label.slug}
    old = old_label_page(blog, label)
    return value | {"old": old} if old else value


def _data(name: str, value: Any, sources: tuple[str, ...] = ()) -> OutputFile:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return OutputFile(f"data/{name}.json", text.encode("utf-8", "replace") + b"\n", sources)


def _site(context: Context) -> Iterator[OutputFile | Redirect]:
    blog = context.blog
    said = words(blog.locale)
    for path, data in skeleton("mkdocs"):
        name = path.removesuffix(_SOURCE)
        yield OutputFile(name, _config(context, data.decode()).encode() if name == "mkdocs.yml" else data)
    yield _data("words", said)
    yield _data("dates", date_words(blog.locale))
    for name, title, template in (
        ("index", html_text(blog.title or said["home"]), "blog.html"),
        ("archive", said["archive"], "archive.html"),
        ("labels", said["labels"], "labels.html"),
    ):
        yield OutputFile(f"docs/{name}.md", front_matter({"title": title, "template": template}).encode())
    rules = (*_RULES, *label_rules(blog, label_address, lambda _: "/rss.xml"))
    yield OutputFile("docs/_redirects", "".join(f"{rule}\n" for rule in rules).encode())
    for old in ("/atom.xml", "/feeds/posts/default", "/feeds/posts/summary"):
        yield Redirect(old, "/rss.xml")
    robots = blog.settings.get("BLOG_CUSTOM_ROBOTS_TXT", "").strip()
    if robots and is_true(blog.settings, "BLOG_CUSTOM_ROBOTS_TXT_ENABLED"):
        yield OutputFile("docs/robots.txt", f"{robots}\n".encode("utf-8", "replace"))


def _config(context: Context, rest: str) -> str:
    """Return mkdocs.yml: what is the blog's own, then what every site has."""
    blog = context.blog
    values = {
        "site_name": blog.title or words(blog.locale)["home"],  # MkDocs refuses an empty one
        "site_url": site_home(context),
        "site_description": blog.meta_description or plain(blog.description, context),
    }
    extra = {
        "language": blog.locale or "en",
        "direction": direction(blog.locale),
        "timezone": blog.timezone or "UTC",
        "searchable": is_true(blog.settings, "BLOG_SEARCHABLE") is not False,
        "adult": bool(is_true(blog.settings, "BLOG_ADULT_CONTENT")),
    }
    settings = rest.strip().replace("pagination_per_page: 10", f"pagination_per_page: {max(blog.posts_per_page, 1)}")
    return f"{_CONFIG_HEAD}{yaml(values)}\n{settings}\n\n{yaml({'extra': extra})}"
