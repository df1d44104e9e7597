"""Names as Ghost keeps them: ASCII slugs, addresses, tags that stay public."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC
from functools import lru_cache

from bloggermigrate.model import NOBODY, Author, Blog, Label, PageLink
from bloggermigrate.options import Options
from bloggermigrate.text.addresses import slug_in
from bloggermigrate.text.instants import zone_named
from bloggermigrate.text.slugs import fold, slugify, unique
from bloggermigrate.writers.own_links import Addresses, Entry

MAX_NAME = 191  #: characters of a slug or a tag's name
_MAX_SLUG = 180
_PLAIN = re.compile(r"[a-z0-9_]+(?:-[a-z0-9_]+)*")
_RESERVED = frozenset(("ghost", "rss", "amp", "tag", "author", "page", "p", "private", "members", "webmentions"))
#: what one rule can say for almost all posts
USUAL = re.compile(r"/(\d{4})/(\d\d)/([^/]+)\.html")
_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z", "и": "i", "й": "i",
    "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu",
    "я": "ia", "і": "i", "ї": "i", "є": "ie", "ґ": "g", "ў": "u", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c",
    "ђ": "dj", "џ": "dz",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l",
    "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f",
    "χ": "ch", "ψ": "ps", "ω": "o",
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "v", "ז": "z", "ח": "ch", "ט": "t", "י": "y", "כ": "k",
    "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "ע": "a", "פ": "p", "ף": "f", "צ": "ts",
    "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
    "ا": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h", "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z",
    "س": "s", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y", "ى": "a", "ة": "a", "پ": "p", "چ": "ch", "ژ": "zh",
    "گ": "g", "ک": "k", "ی": "y", "ء": "", "ـ": "",
}  # fmt: skip


def ascii_slug(name: str) -> str:
    """Return *name* in ASCII. Ghost spells other scripts its own way, and then nobody knows where a page stands.

    Cyrillic, Greek, Hebrew and Arabic by a table, syllables by their name in Unicode, ideographs by their number.

    >>> ascii_slug("pane-e-sassi_26"), ascii_slug("книги"), ascii_slug("さくら"), ascii_slug("x.y")
    ('pane-e-sassi_26', 'knigi', 'sa-ku-ra', 'x-y')
    >>> ascii_slug("ελληνικά"), ascii_slug("שלום"), ascii_slug("جبال-وأودية")
    ('ellinika', 'shlvm', 'jbal-wawdya')
    """
    lowered = name.lower()
    if _PLAIN.fullmatch(lowered) and len(lowered) <= _MAX_SLUG:
        return lowered
    spelt = "".join(map(_spelt, unicodedata.normalize("NFC", lowered)))
    spelt = re.sub("[^a-z0-9_]+", "-", spelt).strip("-")
    return spelt[:_MAX_SLUG].strip("-")


def _spelt(character: str) -> str:
    if character.isascii():
        return character
    if (known := _LETTERS.get(character)) is not None:
        return known
    base = unicodedata.normalize("NFKD", character)
    if (known := _LETTERS.get(base[0])) is not None:
        return known
    if base[0].isascii() and base[0].isalnum():
        return base[0]
    word = unicodedata.name(character, "").rpartition(" ")[2].rpartition("-")[2].lower()
    return f"{word}-" if unicodedata.category(character)[0] in "LN" and word.isalnum() else ""


class _Taker:
    """Says of a name whether it was free, and takes it."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def __call__(self, name: str) -> bool:
        free = fold(name) not in self._taken
        self._taken.add(fold(name))
        return free


@lru_cache(maxsize=4)
def tag_slugs(labels: tuple[Label, ...]) -> Mapping[str, str]:
    """Return the slug of each label's name, unique."""
    take = _Taker()
    return {label.name: unique(ascii_slug(label.slug) or "tag", take) for label in labels}


@lru_cache(maxsize=4)
def tag_names(labels: tuple[Label, ...]) -> Mapping[str, str]:
    """Return what each label is called there: as it is, but never with a # in front, which hides a tag from readers."""
    return {label.name: _tag_name(label.name) for label in labels}


def _tag_name(name: str) -> str:
    name = " ".join(name.split()).replace(",", "‚")
    return (f"＃{name[1:]}" if name.startswith("#") else name)[:MAX_NAME] or "?"


@lru_cache(maxsize=4)
def author_slugs(authors: tuple[Author, ...]) -> Mapping[Author, str]:
    """Return the slug of each author, unique; a blog without authors has one without a name."""
    take = _Taker()
    return {author: unique(ascii_slug(slugify(author.name)) or "author", take) for author in authors or (NOBODY,)}


@lru_cache(maxsize=4)
def page_slugs(pages: tuple[PageLink, ...]) -> Mapping[str, str]:
    """Return the slug of each page's old path."""
    take = _Taker()
    return {page.path: unique(_free(ascii_slug(slug_in(page.path)), "page"), take) for page in pages}


def _free(slug: str, kind: str) -> str:
    return f"{slug}-{kind}" if slug in _RESERVED else slug or kind


def post_slug(post: Entry, blog: Blog) -> str:
    """Return the slug of a post or page."""
    if post.kind == "page" and (slug := page_slugs(blog.pages).get(post.path)):
        return slug
    slug = _free(ascii_slug(post.slug), post.kind)
    # Two names that differ in what is left out would be one, and Ghost drops the second post without a word.
    return slug if slug == post.slug.lower() else f"{slug}-{post.number[-6:] or post.key[-6:]}"


def address(post: Entry, blog: Blog) -> str:
    """Return the path of the post, as routes.yaml lays it: year and month are those of the blog's own clock."""
    slug = post_slug(post, blog)
    when = post.published or post.updated
    if post.kind == "page" or when is None:
        return f"/{slug}/"
    when = when.astimezone(zone_named(blog.timezone) or UTC)
    return f"/{when.year:04}/{when.month:02}/{slug}/"


def label_address(label: Label, blog: Blog) -> str:
    """Return the path of the tag's page."""
    return f"/tag/{tag_slugs(blog.labels)[label.name]}/"


def addresses(blog: Blog, options: Options) -> Addresses:
    """Return where Ghost answers for old addresses: all stand in folders."""
    slugs = page_slugs(blog.pages)

    def entry(path: str) -> str:
        if path in slugs:
            return f"/{slugs[path]}/"
        usual = USUAL.fullmatch(path)
        return f"/{usual[1]}/{usual[2]}/{usual[3]}/" if usual else path

    # Ghost puts the site's address for this word, in pages, feeds and newsletters alike.
    return Addresses(
        lambda post: address(post, blog), entry, lambda label: label_address(label, blog), base="__GHOST_URL__"
    )
