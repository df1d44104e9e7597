"""What belongs to the whole blog: labels, gadgets, its own data, and with a site everything that shows them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bloggermigrate.model import Blog, OutputFile, Redirect
from bloggermigrate.settings import is_true
from bloggermigrate.sites import skeleton, words
from bloggermigrate.text.locales import direction
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.eleventy.tags import tags_of
from bloggermigrate.writers.labels import label_address, label_rules, old_label_page
from bloggermigrate.writers.opml import PLACE, blogroll
from bloggermigrate.writers.places import addresses
from bloggermigrate.writers.public import site_home
from bloggermigrate.writers.site_data import facts, gadgets, menu, plain, shown_widgets

#: of the skeleton, what goes with the content into an existing site as well
_WITH_CONTENT = "content/content.11tydata.cjs"
#: addresses that Blogger answers at and that lead elsewhere now; what the site answers itself is not among them
RULES = (
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
    if blog.labels or context.site:
        pairs = zip(blog.labels, tags_of(blog.labels).values(), strict=True)
        yield _data("labels", [_label(blog, *pair) for pair in pairs])
    items = [{"name": item.text, "url": item.url} for item in menu(context, addresses(blog, context.options))]
    if items or context.site:
        yield _data("menu", items)
    shown = gadgets(context, addresses(blog, context.options))
    if shown or context.site:
        yield _data("widgets", shown, tuple(widget.id for widget in shown_widgets(context)))
    for path, data in skeleton("eleventy"):
        if context.site or path == _WITH_CONTENT:
            yield OutputFile(path, data)
    yield from blogroll(context, f"public/{PLACE}")
    if context.site:
        yield from _site(context)


def _label(blog: Blog, label: Any, tag: str) -> dict[str, Any]:
    value = {"name": label.name, "tag": tag, "slug": label.slug}
    old = old_label_page(blog, label)
    return value | {"old": old} if old else value


def _data(name: str, value: Any, sources: tuple[str, ...] = ()) -> OutputFile:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return OutputFile(f"_data/{name}.json", text.encode("utf-8", "replace") + b"\n", sources)


def _site(context: Context) -> Iterator[OutputFile | Redirect]:
    blog = context.blog
    yield _data("words", words(blog.locale))
    yield _data("site", site_facts(context))
    yield OutputFile("public/_redirects", "".join(f"{rule}\n" for rule in (*RULES, *label_rules(blog))).encode())
    for old in ("/atom.xml", "/feeds/posts/summary"):
        yield Redirect(old, "/feeds/posts/default")
    robots = blog.settings.get("BLOG_CUSTOM_ROBOTS_TXT", "").strip()
    if robots and is_true(blog.settings, "BLOG_CUSTOM_ROBOTS_TXT_ENABLED"):
        yield OutputFile("public/robots.txt", f"{robots}\n".encode("utf-8", "replace"))


def site_facts(context: Context) -> dict[str, Any]:
    """Return what the templates of a site have to know: its address, its language, how long lists are."""
    blog = context.blog
    return {
        "title": blog.title,
        "url": site_home(context).rstrip("/"),
        "description": blog.meta_description or plain(blog.description, context),
        "language": blog.locale or "en",
        "direction": direction(blog.locale),
        "timezone": blog.timezone or "UTC",
        "postsPerPage": blog.posts_per_page,
        "feedLength": 25,
        "searchable": is_true(blog.settings, "BLOG_SEARCHABLE") is not False,
        "adult": bool(is_true(blog.settings, "BLOG_ADULT_CONTENT")),
    }
