"""Readers: bytes → entries as found.

`VARIANTS` is the table of input forms; exactly one may match a file. A new form is one module and one row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bloggermigrate.errors import InputError
from bloggermigrate.issues import IssueLog
from bloggermigrate.readers import atom_export, takeout, theme_file
from bloggermigrate.readers.items import RawFeed, RawItem
from bloggermigrate.readers.mending import NAMESPACES
from bloggermigrate.readers.probe import Probe, probe
from bloggermigrate.readers.sources import Container, InputFile

__all__ = ["VARIANTS", "RawFeed", "RawItem", "Variant", "detect", "name_stranger"]


class Variant(NamedTuple):
    """One input form. *role*: "blog" holds entries; "extra" adds to the blog it lies beside."""

    name: str
    title: str
    role: str
    sniff: Callable[[Probe], bool]
    read: Callable[[InputFile, IssueLog], Iterator[RawItem]]


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


def _is_settings(seen: Probe) -> bool:
    first = seen.text.lstrip("\ufeff").split("\n", 1)[0].lower()
    return seen.form in ("csv", "text") and "blog_name" in first and "blog_publishing_mode" in first


def _is_theme(seen: Probe) -> bool:
    return seen.form in ("xml", "html", "text") and re.search(r"<b:(?:skin|section|widget)[\s>]", seen.text) is not None


VARIANTS: tuple[Variant, ...] = (
    Variant("classic", "Blogger export (blog-MM-DD-YYYY.xml)", "blog", _is_export, atom_export.read),
    Variant("takeout", "Google Takeout feed.atom", "blog", _is_takeout, takeout.read),
    Variant("takeout-settings", "settings.csv of Google Takeout", "extra", _is_settings, takeout.read_settings),
    Variant("theme", "Blogger theme", "extra", _is_theme, theme_file.read),
)

HOW_TO_EXPORT = (
    "Get your blog from Blogger: Settings → Manage blog → Back up content (a Google Takeout zip with feed.atom), "
    "or give an older blog-MM-DD-YYYY.xml."
)


def detect(file: InputFile) -> Variant | None:
    """Return the variant of *file*, None when it is none of ours."""
    seen = probe(file)
    return next((variant for variant in VARIANTS if variant.sniff(seen)), None)


#: what people give by mistake: how it is recognised, what it is called, what to do instead
_STRANGERS: tuple[tuple[Callable[[Probe], bool], str, str], ...] = (
    (lambda p: p.form == "empty", "an empty file", "Export or download it again."),
    (
        lambda p: "wordpress.org/export/" in p.attributes,
        "a WordPress export (WXR)",
        "Use an importer for WordPress.",
    ),
    (lambda p: p.root == "rss", "an RSS feed", "A feed holds the newest posts only; export the whole blog."),
    (lambda p: p.is_blogger_feed, "a public feed of a Blogger blog", "A feed holds the newest posts only."),
    (lambda p: p.root == "feed", "an Atom feed of another engine", "Give the export of a Blogger blog."),
    (lambda p: p.root == "opml", "an OPML list of feeds", "Give the export of a Blogger blog."),
    (
        lambda p: p.form == "html" and re.search(r"content=['\"]blogger['\"]", p.text, re.I) is not None,
        "a web page of a Blogger blog",
        "",
    ),
    (lambda p: p.form == "html", "a web page", ""),
    (lambda p: p.form == "xml", "an XML file of another kind", ""),
    (lambda p: p.form == "json", "a JSON file", ""),
    (lambda p: p.form == "gzip", "a gzip file", "Unpack it first."),
    (lambda p: p.form == "zip", "a zip inside an archive", "Unpack it first."),
    (lambda p: p.form == "binary", "a binary file", ""),
    (lambda p: p.form == "csv", "a table (CSV)", ""),
)


def name_stranger(file: InputFile) -> tuple[str, str]:
    """Return what a file that is no variant of ours is, in words, and what to do instead."""
    seen = probe(file)
    for test, what, advice in _STRANGERS:
        if test(seen):
            return what, f"{advice} {HOW_TO_EXPORT}".strip()
    return "a text file", HOW_TO_EXPORT


def require_blog(container: Container) -> list[tuple[InputFile, Variant]]:
    """Return the files of *container* that are ours with their variants, in reading order: settings first.

    Raises `InputError` when there is no blog in it, or more than one.
    """
    found = [(file, variant) for file in _candidates(container) if (variant := detect(file))]
    blogs = [(file, variant) for file, variant in found if variant.role == "blog"]
    # A Takeout holds the owner's comments on other blogs as a feed of its own; that is not the blog.
    own = [(file, variant) for file, variant in blogs if "/Comments/" not in f"/{file.path}"] or blogs
    if not own:
        raise _no_blog(container, found)
    if len(own) > 1:
        names = ", ".join(file.path for file, _ in own[:5])
        raise InputError(
            f"There are {len(own)} blogs in it: {names}.",
            where=container.name,
            advice="Give the one you want: its feed.atom, or its folder.",
        )
    feed, variant = own[0]
    beside = [(f, v) for f, v in found if v.role == "extra" and f.folder == feed.folder]
    return [*sorted(beside, key=lambda pair: pair[1].name), (feed, variant)]


def _candidates(container: Container) -> Iterator[InputFile]:
    """Give the files worth a look: all of a small container, else those whose ending may hold a blog."""
    for file in container.files:
        if len(container.files) == 1 or file.basename.lower().endswith((".atom", ".xml", ".csv", ".html", ".txt")):
            yield file


def _no_blog(container: Container, found: list[tuple[InputFile, Variant]]) -> InputError:
    if any(variant.name == "theme" for _, variant in found):
        return InputError(
            "This is a theme (the look of a blog), not its content.",
            where=container.name,
            advice=HOW_TO_EXPORT,
        )
    if len(container.files) == 1 and container.kind in ("file", "standard input"):
        what, advice = name_stranger(container.files[0])
        return InputError(f"This is {what}, not an export of a Blogger blog.", where=container.name, advice=advice)
    what = "The zip archive" if container.kind == "zip" else "The folder"
    if not container.files:
        return InputError(f"{what} is empty.", where=container.name, advice=HOW_TO_EXPORT)
    return InputError(
        f"{what} holds {len(container.files)} files, but no feed.atom and no Blogger export.",
        where=container.name,
        advice=HOW_TO_EXPORT,
    )
