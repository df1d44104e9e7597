"""What belongs to the whole blog: labels, gadgets, its own data, and with a site everything that shows them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bloggermigrate.model import Blog, Label, LinkItem, OutputFile, Redirect
from bloggermigrate.settings import is_true
from bloggermigrate.sites import skeleton, word_language, words
from bloggermigrate.sites.dates import date_words
from bloggermigrate.text.locales import direction, language, script
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.front_matter import front_matter
from bloggermigrate.writers.labels import label_rules, old_label_page
from bloggermigrate.writers.nikola.content import tags_of
from bloggermigrate.writers.nikola.paths import addresses, label_address
from bloggermigrate.writers.opml import PLACE, blogroll
from bloggermigrate.writers.public import site_home
from bloggermigrate.writers.site_data import facts, gadgets, menu, plain, shown_widgets

_CONFIG_HEAD = """\
# The settings of the site: https://getnikola.com/handbook.html
# SITE_URL is where it will stand; change it when that is another address than the old one.
"""
#: ending of Python files in the skeleton: as they are, test runners and checkers of types would load them
_SOURCE = ".in"
#: languages that Nikola 8 speaks, less Arabic and Slovak, whose messages end a build with an archive by months; for
#: others its own few words are English, and ours are not
_SPOKEN = frozenset((
    "af", "az", "bg", "bs", "ca", "cs", "da", "de", "el", "en", "eo", "es", "et", "eu", "fa", "fi", "fr", "fur", "gl",
    "he", "hi", "hr", "hu", "ia", "id", "it", "ja", "ko", "lt", "mi", "ml", "mr", "nb", "nl", "oc", "pa", "pl", "pt",
    "ru", "sl", "sq", "sr", "sv", "te", "th", "tr", "uk", "ur", "vi",
))  # fmt: skip
_RULES = (
    "/atom.xml /rss.xml 301",
    "/feeds/posts/default /rss.xml 301",
    "/feeds/posts/summary /rss.xml 301",
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
    items = list(menu(context, addresses(blog, context.options)))
    yield from blogroll(context, f"files/{PLACE}")
    if context.site:
        yield from _site(context, items)
    elif items:
        yield _data("menu", [{"name": item.text, "url": item.url} for item in items])


def _label(blog: Blog, label: Label, tag: str) -> dict[str, str]:
    """Return a label as the plugin needs it; *old* is where a page can send readers on to it."""
    value = {"tag": tag, "name": label.name, "slug": label.slug}
    old = old_label_page(blog, label)
    return value | {"old": old} if old else value


def _data(name: str, value: Any, sources: tuple[str, ...] = ()) -> OutputFile:
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return OutputFile(f"data/{name}.json", text.encode("utf-8", "replace") + b"\n", sources)


def _site(context: Context, items: list[LinkItem]) -> Iterator[OutputFile | Redirect]:
    blog = context.blog
    said = words(blog.locale)
    for path, data in skeleton("nikola"):
        name = path.removesuffix(_SOURCE)
        yield OutputFile(name, _config(context, items, data) if name == "conf.py" else data)
    yield _data("words", said)
    yield _data("dates", date_words(blog.locale))
    missing = {"title": said["not_found"], "slug": "404", "pretty_url": "False", "template": "404.tmpl"}
    yield OutputFile("pages/404.md", front_matter(missing | {"date": "1970-01-01T00:00:00+00:00"}).encode())
    rules = (*_RULES, *label_rules(blog, label_address, lambda label: f"/tags/{label.slug}.xml"))
    yield OutputFile("files/_redirects", "".join(f"{rule}\n" for rule in rules).encode())
    for old in ("/atom.xml", "/feeds/posts/default", "/feeds/posts/summary"):
        yield Redirect(old, "/rss.xml")
    robots = blog.settings.get("BLOG_CUSTOM_ROBOTS_TXT", "").strip()
    if robots and is_true(blog.settings, "BLOG_CUSTOM_ROBOTS_TXT_ENABLED"):
        yield OutputFile("files/robots.txt", f"{robots}\n".encode("utf-8", "replace"))


def _spoken(locale: str) -> str:
    """Return Nikola's name for the language of *locale*, or "en".

    >>> [_spoken(code) for code in ("it-IT", "pt-BR", "zh-TW", "zh", "sr-Latn", "xh", "")]
    ['it', 'pt_br', 'zh_tw', 'zh_cn', 'sr_latin', 'en', 'en']
    """
    name = language(locale)
    if name == "zh":
        return "zh_tw" if word_language(locale) == "zh-hant" else "zh_cn"
    if name == "sr" and script(locale) == "Latn":
        return "sr_latin"
    if locale.upper() == "PT-BR":
        return "pt_br"
    return name if name in _SPOKEN else "en"


def _config(context: Context, items: list[LinkItem], rest: bytes) -> bytes:
    """Return conf.py: what is the blog's own, then what every site has."""
    blog = context.blog
    names = [author.name for author in blog.authors]
    values: dict[str, Any] = {
        "BLOG_TITLE": blog.title,
        "BLOG_AUTHOR": names[0] if len(names) == 1 else "",
        "BLOG_DESCRIPTION": blog.meta_description or plain(blog.description, context),
        "SITE_URL": site_home(context),
        "DEFAULT_LANG": _spoken(blog.locale),
        "TIMEZONE": blog.timezone or "UTC",
        "INDEX_DISPLAY_POST_COUNT": max(blog.posts_per_page, 1),
    }
    shown: dict[str, Any] = {
        "LANGUAGE": blog.locale or "en",
        "DIRECTION": direction(blog.locale),
        "SEARCHABLE": is_true(blog.settings, "BLOG_SEARCHABLE") is not False,
        "ADULT": bool(is_true(blog.settings, "BLOG_ADULT_CONTENT")),
    }
    lines = [f"{key} = {_literal(value)}" for key, value in values.items()]
    lines += ["GLOBAL_CONTEXT = {", *(f"    {_literal(key)}: {_literal(value)}," for key, value in shown.items()), "}"]
    lines += ["MENU = [", *(f"    ({_literal(item.url)}, {_literal(item.text)})," for item in items), "]"]
    head = "\n".join(lines).encode("utf-8", "replace")
    return _CONFIG_HEAD.encode() + head + b"\n\n" + rest


def _literal(value: str | bool | int) -> str:
    """Return *value* as Python spells it; a string in double quotes, as people write it."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)
