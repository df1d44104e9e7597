"""Names as WordPress keeps them: slugs, logins, addresses, and words that are not read as markup."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import quote

from bloggermigrate.model import NOBODY, Author, Blog, Label, PageLink
from bloggermigrate.options import Options
from bloggermigrate.redirects import site_address
from bloggermigrate.text.addresses import slug_in
from bloggermigrate.text.slugs import fold, slugify, unique
from bloggermigrate.writers.own_links import Addresses, Entry

#: characters of a slug in the database, where a letter outside ASCII is %xx for each byte; the column has 200
_MAX_SLUG = 180
_PLAIN = re.compile(r"[a-z0-9_]+(?:-[a-z0-9_]+)*")
# wp_unique_post_slug: what feeds and page numbers are called can't be the name of a page.
_FEEDS = re.compile(r"feed|rdf|rss|rss2|atom|embed")
_NUMBER = re.compile(r"(?:page)?\d+")
_ENDING = {"keep": ".html", "pretty": "/"}
# Where the permalinks end without a slash, so does every other address of WordPress.
_SLASH = {"keep": "", "pretty": "/"}
_MAX_LOGIN = 50

# WordPress takes titles and names for HTML. An ampersand that begins no entity, and a lone "<", it leaves alone.
_MARKUP = re.compile(r"<(?=[a-zA-Z/!?])|&(?=#?\w+;)")


def words(value: str) -> str:
    """Return *value* so that WordPress shows these characters and runs none of them.

    >>> words("1 < 2 & <b>x</b> &lt;"), words("R&D")
    ('1 < 2 & &lt;b>x&lt;/b> &amp;lt;', 'R&D')
    """
    return _MARKUP.sub(lambda found: "&lt;" if found[0] == "<" else "&amp;", value)


def wp_slug(name: str) -> str:
    """Return *name* as WordPress would keep it: lower case, no accents, hyphens for all that is no letter.

    Where more than the case changes, the end tells two names apart that would become one.

    >>> wp_slug("pane-e-sassi"), wp_slug("PANE"), wp_slug("x.y"), wp_slug("книги")
    ('pane-e-sassi', 'pane', 'x-y-b24c', 'книги')
    """
    lowered = name.lower()
    if _PLAIN.fullmatch(lowered) and len(lowered) <= _MAX_SLUG:
        return lowered
    kept = "".join(map(_letter, unicodedata.normalize("NFC", lowered)))
    kept = re.sub("-+", "-", kept).strip("-")
    if kept == lowered and len(quote(kept)) <= _MAX_SLUG:
        return kept
    digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:4]
    while len(quote(kept)) > _MAX_SLUG:
        kept = kept[:-1]
    return f"{kept.strip('-')}-{digest}".strip("-")


def _letter(character: str) -> str:
    if character == "_":
        return character
    base = unicodedata.normalize("NFKD", character)[0]
    if base.isascii():
        return base if base.isalnum() else "-"
    return character if unicodedata.category(character)[0] in "LNM" else "-"


@lru_cache(maxsize=4)
def tag_slugs(labels: tuple[Label, ...]) -> Mapping[str, str]:
    """Return the slug of each label's name: unique, for WordPress takes two tags with one slug for one tag."""
    take = _Taker()
    return {label.name: unique(wp_slug(label.slug) or "tag", take) for label in labels}


@lru_cache(maxsize=4)
def logins(authors: tuple[Author, ...]) -> Mapping[Author, str]:
    """Return for each author a login: ASCII, unique, at most 60 characters, as `sanitize_user` keeps it."""
    take = _Taker()
    found: dict[Author, str] = {}
    for author in authors or (NOBODY,):
        slug = slugify(author.name)
        wanted = slug[:_MAX_LOGIN].strip("-") if slug.isascii() else ""
        found[author] = unique(wanted or "author", take)
    return found


class _Taker:
    """Says of a name whether it was free, and takes it."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, name: str) -> bool:
        free = fold(name) not in self._taken
        self._taken.add(fold(name))
        return free


@lru_cache(maxsize=4)
def page_slugs(pages: tuple[PageLink, ...]) -> Mapping[str, str]:
    """Return the slug of each page's old path. Pages share no names with posts."""
    take = _Taker()
    return {page.path: unique(_allowed(wp_slug(slug_in(page.path)), "page"), take) for page in pages}


def _allowed(slug: str, kind: str) -> str:
    reserved = _FEEDS.fullmatch(slug) or (kind == "page" and _NUMBER.fullmatch(slug))
    return f"{slug}-{kind}" if reserved else slug or kind


def post_slug(post: Entry, blog: Blog) -> str:
    """Return the name of the post or page in its address."""
    if post.kind == "page" and (slug := page_slugs(blog.pages).get(post.path)):
        return slug
    return _allowed(wp_slug(post.slug), post.kind)


def label_address(label: Label, blog: Blog, options: Options) -> str:
    """Return the path of the tag's page."""
    return f"/tag/{tag_slugs(blog.labels)[label.name]}{_SLASH[options.permalinks]}"


def page_address(slug: str, options: Options) -> str:
    """Return the path of the page with this slug."""
    return f"/{slug}{_SLASH[options.permalinks]}"


def address(post: Entry, blog: Blog, options: Options) -> str:
    """Return the path, decoded, at which WordPress answers for the post, with the permalinks that we ask for.

    The year and month are those of the date: of the post, not of its old address.
    """
    slug = post_slug(post, blog)
    if post.kind == "page":
        return page_address(slug, options)
    when = post.published or post.updated
    if when is None:
        return f"/1970/01/{slug}{_ENDING[options.permalinks]}"
    return f"/{when.year:04}/{when.month:02}/{slug}{_ENDING[options.permalinks]}"


def addresses(blog: Blog, options: Options) -> Addresses:
    """Return where WordPress answers for old addresses."""
    slugs = page_slugs(blog.pages)

    def entry(path: str) -> str:
        if path in slugs:
            return page_address(slugs[path], options)
        return path.removesuffix(".html") + _ENDING[options.permalinks] if path.endswith(".html") else path

    return Addresses(
        lambda post: address(post, blog, options),
        entry,
        lambda label: label_address(label, blog, options),
        # WordPress writes its own links with the host; where that is not known yet, a path from the root does.
        base=site_address(options.site_url, blog).rstrip("/"),
        # The importer numbers comments anew.
        comment="comments",
    )
