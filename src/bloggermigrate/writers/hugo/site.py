"""What belongs to the whole blog: labels, gadgets, its own data, and with a site everything that shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import unquote

from bloggermigrate.issues import Source
from bloggermigrate.locales import direction, language
from bloggermigrate.model import LinkItem, OutputFile, Redirect, Status, Widget
from bloggermigrate.settings import is_true
from bloggermigrate.sites import skeleton, word_language, words
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.front_matter import front_matter, toml, yaml
from bloggermigrate.writers.hugo.comments import web_address
from bloggermigrate.writers.hugo.own_links import place_of
from bloggermigrate.writers.hugo.paths import pretty
from bloggermigrate.writers.hugo.tags import label_rules, tag_files

_CONFIG_HEAD = """\
# The settings of the site: https://gohugo.io/configuration/
# baseURL is where it will stand; change it when that is another address than the old one.
"""
#: settings in which Blogger allows markup, scripts included
_HTML_SETTINGS = frozenset(
    ("BLOG_DESCRIPTION", "BLOG_CUSTOM_PAGE_NOT_FOUND", "BLOG_COMMENT_MESSAGE", "BLOG_POST_FEED_FOOTER")
)
_TAG = re.compile(r"<[^<>]*>")
#: addresses that Blogger answers at and that lead elsewhere now; what the site answers itself is not among them
_FEED_RULES = (
    "/atom.xml /feeds/posts/default 301",
    "/feeds/posts/summary /feeds/posts/default 301",
    "/search /posts/ 301",
)


def blog(context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the files of the whole blog: tags and data always, the site's own files on request."""
    yield from tag_files(context.blog.labels)
    yield OutputFile("data/blog.yaml", yaml(_facts(context)).encode())
    widgets = [_widget(widget, context) for widget in context.widgets]
    if widgets:
        ids = tuple(widget.id for widget in context.widgets)
        yield OutputFile("data/widgets.yaml", yaml(widgets).encode(), ids)
    if context.site:
        yield from _site(context)


# -- data --------------------------------------------------------------------------------------------------------


def _facts(context: Context) -> dict[str, Any]:
    """Return what is known of the blog, for templates; settings stand in Blogger's words."""
    blog = context.blog
    settings = {
        key: _clean(value, Source("settings", key), context) if key in _HTML_SETTINGS else value
        for key, value in blog.settings.items()
        if value.strip()
    }
    return {
        "id": blog.id,
        "title": blog.title,
        "url": blog.url,
        "description": _plain(blog.description, context),
        "description_html": _clean(blog.description, Source("settings", "BLOG_DESCRIPTION"), context),
        "language": blog.locale,
        "timezone": blog.timezone,
        "authors": [{"name": author.name, "uri": web_address(author.uri)} for author in blog.authors],
        "settings": settings,
    }


def _clean(html: str, source: Source, context: Context) -> str:
    if not html.strip():
        return ""
    renderer = context.renderer
    return renderer.html(renderer.document(html, source)).strip()


def _plain(html: str, context: Context) -> str:
    """Return the words of a description, which may hold markup."""
    return " ".join(unescape(_TAG.sub(" ", _clean(html, Source("settings"), context))).split())


def _widget(widget: Widget, context: Context) -> dict[str, Any]:
    """Return a gadget for templates; only the fields that its kind has. No script of the blog comes through."""
    blog, options = context.blog, context.options
    value: dict[str, Any] = {"id": widget.id, "kind": widget.kind, "type": widget.type, "section": widget.section}
    if widget.title:
        value["title"] = widget.title
    if html := _clean(widget.html, widget.source, context):
        value["html"] = html
    if widget.image:
        value["image"] = web_address(widget.image) or widget.image
    if widget.link:
        value["link"] = place_of(widget.link, blog, options)
    if widget.items:
        value["items"] = [_item(item, context) for item in widget.items]
    return value


def _item(item: LinkItem, context: Context) -> dict[str, str]:
    place = place_of(item.url, context.blog, context.options) if item.url else ""
    return {"text": item.text, "url": place} if place else {"text": item.text}


# -- the site ----------------------------------------------------------------------------------------------------


def _site(context: Context) -> Iterator[OutputFile | Redirect]:
    blog = context.blog
    said = words(blog.locale)
    for path, data in skeleton("hugo"):
        yield OutputFile(path, _config(context, data.decode()).encode() if path == "hugo.toml" else data)
    for name in sorted({_language(context), "en"}):
        yield OutputFile(f"i18n/{name}.toml", toml(said if name == _language(context) else words("en")).encode())
    yield OutputFile("content/posts/_index.md", front_matter({"title": said["archive"]}).encode())
    # Pages stand at /p/<name>.html, and one of them may be called index.
    yield OutputFile("content/p/_index.md", front_matter({"title": said["pages"], "url": "/pages/"}).encode())
    yield OutputFile(
        "static/_redirects", "".join(f"{rule}\n" for rule in (*_FEED_RULES, *label_rules(blog.labels))).encode()
    )
    for old in ("/atom.xml", "/feeds/posts/summary"):
        yield Redirect(old, "/feeds/posts/default")
    robots = blog.settings.get("BLOG_CUSTOM_ROBOTS_TXT", "").strip()
    if robots and is_true(blog.settings, "BLOG_CUSTOM_ROBOTS_TXT_ENABLED"):
        yield OutputFile("static/robots.txt", f"{robots}\n".encode("utf-8", "replace"))


def _language(context: Context) -> str:
    """Return Hugo's name for the language: where templates look up words, and how months are called."""
    return (
        word_language(context.blog.locale)
        if word_language(context.blog.locale) != "en"
        else language(context.blog.locale) or "en"
    )


def _config(context: Context, rest: str) -> str:
    """Return hugo.toml: what is the blog's own, then what every site has, then parameters and the menu."""
    blog = context.blog
    locale = blog.locale or "en"
    head: dict[str, Any] = {
        "baseURL": blog.url or "https://example.org/",
        "title": blog.title,
        "locale": locale,
        "defaultContentLanguage": _language(context),
    }
    if blog.timezone:
        head["timeZone"] = blog.timezone
    params = {
        "description": blog.meta_description or _plain(blog.description, context),
        "language": locale,
        "direction": direction(blog.locale),
        "postsPerPage": blog.posts_per_page,
        "feedLength": 25,
        "searchable": is_true(blog.settings, "BLOG_SEARCHABLE") is not False,
        "adult": bool(is_true(blog.settings, "BLOG_ADULT_CONTENT")),
    }
    menu = "".join(f"\n[[menus.main]]\n{toml(entry)}" for entry in _menu(context))
    return f"{_CONFIG_HEAD}{toml(head)}\n{rest.strip()}\n\n[params]\n{toml(params)}{menu}"


def _menu(context: Context) -> Iterator[dict[str, Any]]:
    """Give the menu: as the page list gadgets have it, else every public page. Pages that are not public stay out."""
    blog, options = context.blog, context.options
    public = {page.path for page in blog.pages if page.status is Status.LIVE}
    if options.permalinks == "pretty":
        public = {pretty(path) for path in public}
    lists = [widget.items for widget in context.widgets if widget.kind == "pages"]
    items = (
        [LinkItem(page.title or page.path, page.path) for page in blog.pages]
        if not lists
        else [i for ls in lists for i in ls]
    )
    seen: set[str] = set()
    for item in items:
        place = place_of(item.url, blog, options)
        if not place or place in seen or (place.startswith("/p/") and unquote(place.partition("#")[0]) not in public):
            continue
        seen.add(place)
        yield {"name": item.text or place, "url": place, "weight": 10 * len(seen)}
