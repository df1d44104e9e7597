"""What belongs to the whole blog: labels, gadgets, its own data, and with a site everything that shows them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Any

from bloggermigrate.model import OutputFile, Redirect
from bloggermigrate.settings import is_true
from bloggermigrate.sites import skeleton, word_language, words
from bloggermigrate.text.locales import direction, language
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.front_matter import front_matter, toml, yaml
from bloggermigrate.writers.hugo.tags import tag_files
from bloggermigrate.writers.labels import label_rules, rules_file
from bloggermigrate.writers.opml import PLACE, blogroll
from bloggermigrate.writers.places import addresses
from bloggermigrate.writers.public import site_home
from bloggermigrate.writers.site_data import facts, gadgets, menu, plain, shown_widgets

_CONFIG_HEAD = """\
# The settings of the site: https://gohugo.io/configuration/
# baseURL is where it will stand; change it when that is another address than the old one.
"""
#: addresses that Blogger answers at and that lead elsewhere now; what the site answers itself is not among them
_FEED_RULES = (
    "/atom.xml /feeds/posts/default 301",
    "/feeds/posts/summary /feeds/posts/default 301",
    "/search /posts/ 301",
)


def blog(context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the files of the whole blog: tags and data always, the site's own files on request."""
    yield from tag_files(context.blog)
    yield OutputFile("data/blog.yaml", yaml(facts(context)).encode())
    if widgets := gadgets(context, addresses(context.blog, context.options)):
        ids = tuple(widget.id for widget in shown_widgets(context))
        yield OutputFile("data/widgets.yaml", yaml(widgets).encode(), ids)
    yield from blogroll(context, f"static/{PLACE}")
    if context.site:
        yield from _site(context)


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
    yield OutputFile("static/_redirects", rules_file(chain(_FEED_RULES, label_rules(blog))))
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
        "baseURL": site_home(context),
        "title": blog.title,
        "locale": locale,
        "defaultContentLanguage": _language(context),
    }
    if blog.timezone:
        head["timeZone"] = blog.timezone
    if language(locale) in ("ja", "ko", "zh"):
        head["hasCJKLanguage"] = True  # else a whole post counts as a few words, and no summary ends
    params = {
        "description": blog.meta_description or plain(blog.description, context),
        "language": locale,
        "direction": direction(blog.locale),
        "postsPerPage": blog.posts_per_page,
        "feedLength": 25,
        "searchable": is_true(blog.settings, "BLOG_SEARCHABLE") is not False,
        "adult": bool(is_true(blog.settings, "BLOG_ADULT_CONTENT")),
    }
    entries = "".join(
        f"\n[[menus.main]]\n{toml({'name': item.text, 'url': item.url, 'weight': 10 * place})}"
        for place, item in enumerate(menu(context, addresses(context.blog, context.options)), 1)
    )
    return f"{_CONFIG_HEAD}{toml(head)}\n{rest.strip()}\n\n[params]\n{toml(params)}{entries}"
