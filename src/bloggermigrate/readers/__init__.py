"""Readers: bytes → entries as found.

`VARIANTS` is the table of input forms; the first that knows a file is its form. A new form is one module and one row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from bloggermigrate.issues import IssueLog
from bloggermigrate.later import Later
from bloggermigrate.readers import export, takeout, theme_file
from bloggermigrate.readers.items import RawFeed, RawItem
from bloggermigrate.readers.mending import NAMESPACES
from bloggermigrate.readers.pieces import Piece, ReadPiece
from bloggermigrate.readers.probe import Probe, probe
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.readers.theme import is_classic_template, is_theme

__all__ = ["HOW_TO_EXPORT", "VARIANTS", "RawFeed", "RawItem", "Variant", "detect", "look", "name_stranger"]

# Most runs read an export.
_albums = Later(f"{__name__}.albums")
_api_json = Later(f"{__name__}.api_json")
_feed_atom = Later(f"{__name__}.feed_atom")
_feed_json = Later(f"{__name__}.feed_json")
_feed_rss = Later(f"{__name__}.feed_rss")
_pages = Later(f"{__name__}.pages")
_text = Later(f"{__name__}.text")
_warc = Later(f"{__name__}.pages.warc")


class Variant(NamedTuple):
    """One input form.

    *role*: "blog" holds entries; "extra" adds to the blog it lies beside or is given with; "beside" is a part of a
    Takeout that is known and not read as a blog. *evidence* says in words what the form is known by. Of two inputs
    that hold the same version of an entry, the one of lower *rank* says more.
    """

    name: str
    title: str
    role: str
    sniff: Callable[[Probe], bool]
    read: Callable[[InputFile, IssueLog], Iterator[RawItem]]
    evidence: str = ""
    rank: int = 9
    #: reads all files of the form together, where one alone doesn't tell enough, in so many processes; used in place
    #: of *read* then
    read_all: Callable[[Iterable[InputFile], IssueLog, int], Iterator[RawItem]] | None = None
    #: reads a piece of a file that is cut, as *read* would read it; None where the file must be read in one
    read_piece: Callable[[Piece], ReadPiece | None] | None = None


def _is_export(seen: Probe) -> bool:
    if seen.root == "feed" and seen.feed_id.endswith(".archive") and seen.is_blogger_feed:
        return True
    return (
        seen.form == "xml"
        and seen.root in ("feed", "entry")
        and "schemas.google.com/blogger/2008/kind#" in seen.text
        and not _is_takeout(seen)
    )


def _is_takeout(seen: Probe) -> bool:
    return seen.root in ("feed", "entry") and (
        NAMESPACES["blogger"] in seen.attributes
        or re.search(r"<blogger:type[ >]", seen.text) is not None
        or f"xmlns='{NAMESPACES['blogger']}'" in seen.text
    )


def _first_line(seen: Probe) -> str:
    return seen.text.lstrip("\ufeff").split("\n", 1)[0].lower() if seen.form in ("csv", "text") else ""


def _is_settings(seen: Probe) -> bool:
    first = _first_line(seen)
    return "blog_name" in first and "blog_publishing_mode" in first


def _is_people(seen: Probe) -> bool:
    """Whether it is one of Takeout's tables of persons: profile.csv, followers.csv, reading_list.csv."""
    first = _first_line(seen)
    return first.startswith("display_name,") and ("profile_image_url" in first or "show_email" in first)


def _is_theme(seen: Probe) -> bool:
    return seen.form in ("xml", "html", "text") and is_theme(seen.text)


def _is_classic_template(seen: Probe) -> bool:
    return seen.form in ("html", "text", "xml") and (
        # A page may hold marks that were never filled; a template has that of the post itself.
        seen.text.strip().startswith("templateref:")
        or ("<$BlogItemBody$>" in seen.text and is_classic_template(seen.text))
    )


def _is_index(seen: Probe) -> bool:
    """Whether it is Takeout's own index page, whose words are in the owner's language."""
    marks = ('class="service_name"', 'class="extracted-folder-name"', 'class="takeout-resource-link"')
    return seen.form == "html" and sum(mark in seen.text for mark in marks) >= 2


def _nothing(_: InputFile, __: IssueLog) -> Iterator[RawItem]:
    return iter(())


VARIANTS: tuple[Variant, ...] = (
    Variant(
        "classic",
        "Blogger export (blog-MM-DD-YYYY.xml)",
        "blog",
        _is_export,
        export.read,
        "an Atom feed whose id ends in .archive, or entries with a kind of Blogger's (schemas.google.com/blogger/2008)",
        2,
        read_piece=export.read_piece,
    ),
    Variant(
        "takeout",
        "Google Takeout feed.atom",
        "blog",
        _is_takeout,
        export.read,
        "an Atom feed with the namespace http://schemas.google.com/blogger/2018",
        1,
        read_piece=export.read_piece,
    ),
    Variant(
        "feed-atom",
        "public Atom feed",
        "blog",
        _feed_atom.sniff,
        _feed_atom.read,
        "an Atom feed with a blog's id of Blogger's and entries without a kind",
        4,
    ),
    Variant(
        "feed-rss",
        "public RSS feed",
        "blog",
        _feed_rss.sniff,
        _feed_rss.read,
        "an RSS feed whose channel or items have ids of Blogger's",
        6,
    ),
    Variant(
        "feed-json",
        "public JSON feed",
        "blog",
        _feed_json.sniff,
        _feed_json.read,
        "a JSON object with a feed or entry, texts under $t, ids of Blogger's",
        5,
    ),
    Variant(
        "api",
        "Blogger API v3 answer",
        "blog",
        _api_json.sniff,
        _api_json.read,
        'JSON with resources of "kind": "blogger#…"',
        3,
    ),
    Variant(
        "takeout-settings",
        "settings.csv of Google Takeout",
        "extra",
        _is_settings,
        takeout.read_settings,
        "a table whose columns are Blogger's settings",
    ),
    Variant(
        "theme",
        "Blogger theme",
        "extra",
        _is_theme,
        theme_file.read,
        "elements of Blogger's themes (b:skin, b:section, b:widget)",
    ),
    Variant(
        "classic-template",
        "classic Blogger template",
        "extra",
        _is_classic_template,
        theme_file.read_classic,
        "tags of Blogger's classic templates (<$Blog…$>), or a reference to one",
    ),
    Variant(
        "album",
        "album of Google Takeout",
        "beside",
        _albums.sniff,
        _nothing,
        "JSON with the fields of Takeout's pictures and albums",
    ),
    Variant(
        "people",
        "profile or followers of Google Takeout",
        "beside",
        _is_people,
        _nothing,
        "a table of persons; nothing of it is read",
    ),
    Variant(
        "takeout-index",
        "archive_browser.html of Google Takeout",
        "beside",
        _is_index,
        _nothing,
        "the classes of Takeout's own index page",
    ),
    # Behind all that a Takeout is made of: these rows load what they know a file by.
    Variant(
        "page",
        "saved page of a Blogger blog",
        "blog",
        _pages.sniff,
        _pages.read,
        "class names and addresses that Blogger prints into its pages",
        7,
        _pages.read_all,
    ),
    Variant(
        "warc",
        "crawl of a Blogger blog (WARC)",
        "blog",
        _warc.sniff,
        _warc.read_warc,
        "records of a web archive",
        7,
    ),
    Variant(
        "text",
        "text copied from a page of a Blogger blog",
        "blog",
        _text.sniff,
        _text.read,
        "a date line as Blogger prints it, and Blogger's own lines behind it",
        8,
        _text.read_all,
    ),
)

HOW_TO_EXPORT = (
    "Get your blog from Blogger: Settings → Manage blog → Back up content (a Google Takeout zip with feed.atom), "
    "or give an older blog-MM-DD-YYYY.xml."
)


def look(file: InputFile) -> tuple[Probe, Variant | None]:
    """Return what is seen of *file*, and its variant; None when it is none of ours."""
    seen = probe(file)
    return seen, next((variant for variant in VARIANTS if variant.sniff(seen)), None)


def detect(file: InputFile) -> Variant | None:
    """Return the variant of *file*, None when it is none of ours."""
    return look(file)[1]


#: what a design for Blogger has where the posts go, and no page that Blogger wrote
_UNFILLED = re.compile(r"INSERT BLOGGER CODE|</?Blogger>|<BlogItemTitle>", re.I)


def _is_page(seen: Probe) -> bool:
    return seen.form == "html" or (seen.form == "xml" and seen.root.lower() == "html")


#: what the first bytes of archives that are not read say, in words; then those of all files that hold no text
_PACKED: tuple[tuple[bytes, str], ...] = (
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"(\xb5/\xfd", "a Zstandard archive"),
)
_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF"),
    (b"SQLite format", "a database (SQLite)"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"{\\rtf", "a document (RTF)"),
    (b"\xd0\xcf\x11\xe0", "a document of old Office"),
    *_PACKED,
)
_HOW_A_TEXT_IS_KNOWN = (
    "A page copied as text is known by the line of a date above each post and a line of Blogger's below it, such as "
    "“3 comments:” or “Posted by Anna at 10:35”."
)
#: what people give by mistake: how it is recognised, what it is called, what to do instead
_STRANGERS: tuple[tuple[Callable[[Probe], bool], str, str], ...] = (
    (lambda p: p.form == "empty", "an empty file", "Export or download it again."),
    (
        lambda p: "wordpress.org/export/" in p.attributes,
        "a WordPress export (WXR)",
        "Use an importer for WordPress.",
    ),
    (lambda p: p.root in ("rss", "RDF"), "an RSS feed of another engine", "Give the export of a Blogger blog."),
    (lambda p: p.root == "feed", "an Atom feed of another engine", "Give the export of a Blogger blog."),
    (lambda p: p.root == "tumblr", "an export of Tumblr", "Use an importer for Tumblr."),
    (
        lambda p: p.form == "json" and "tumblr.com" in p.text and "blogger" not in p.text.lower(),
        "an export of Tumblr (JSON)",
        "Use an importer for Tumblr.",
    ),
    (
        lambda p: p.form == "json" and "jsonfeed.org/version" in p.text,
        "a JSON feed of another engine",
        "Give the export of a Blogger blog.",
    ),
    (
        lambda p: p.form == "text" and re.match(r"From \S+ .*\n(?:[\w-]+: .*\n)+", p.text) is not None,
        "a mailbox (mbox)",
        "",
    ),
    (lambda p: p.root == "opml", "an OPML list of feeds", "Give the export of a Blogger blog."),
    (lambda p: p.root in ("urlset", "sitemapindex"), "a sitemap", "It holds addresses only."),
    (
        lambda p: p.form in ("html", "xml") and _UNFILLED.search(p.text) is not None,
        "a web page written by hand into a design made for Blogger: the places for posts were never filled by Blogger",
        "Copy its words into a text that begins with the line of the date, or give pages that Blogger wrote.",
    ),
    (
        lambda p: _is_page(p) and re.search(r"content=['\"]blogger['\"]", p.text, re.I) is not None,
        "a web page of a Blogger blog",
        "",
    ),
    (_is_page, "a web page", ""),
    (lambda p: p.root == "svg", "a drawing (SVG)", ""),
    (lambda p: p.form == "xml", "an XML file of another kind", ""),
    (lambda p: p.form == "json", "a JSON file of another kind", ""),
    (lambda p: p.form == "gzip", "a gzip file", "Unpack it first."),
    (lambda p: p.form == "zip", "a zip inside an archive", "Unpack it first."),
    (lambda p: p.form == "binary", "a binary file", ""),
    (lambda p: p.form == "csv", "a table (CSV)", ""),
)


def name_stranger(file: InputFile) -> tuple[str, str]:
    """Return what a file that is no variant of ours is, in words, and what to do instead."""
    head = file.head(16)
    for magic, what in _BYTES:
        if head.startswith(magic):
            return what, "Unpack it and give what was in it." if (magic, what) in _PACKED else HOW_TO_EXPORT
    seen = probe(file)
    for test, what, advice in _STRANGERS:
        if test(seen):
            return what, f"{advice} {HOW_TO_EXPORT}".strip()
    return "a text file", f"{_HOW_A_TEXT_IS_KNOWN} {HOW_TO_EXPORT}"
