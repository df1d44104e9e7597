"""The neutral model: entries as found (`RawEntry`, `RawWidget`) and the blog as meant (`Blog`, `Post` …).

Everything here is frozen. Nothing here reads, writes or knows a variant or a target.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from bloggermigrate.issues import Source

Kind = Literal["post", "page", "comment", "widget", "setting", "template", "other"]
#: every kind that the balance counts, in the order of reports
KINDS: tuple[Kind, ...] = ("post", "page", "comment", "widget", "setting", "template", "other")


class Status(StrEnum):
    """What became of an entry in Blogger. Only *live* was public."""

    LIVE = "live"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    TRASHED = "trashed"
    SPAM = "spam"
    DELETED = "deleted"  #: a comment whose text is gone; its place in the thread is kept
    UNKNOWN = "unknown"


_NUMBER = re.compile(r"(\d+)\s*$")


def number_of(entry_id: str) -> str:
    """Return the decimal tail of a Blogger id, the part that all variants agree on, or "".

    >>> number_of("tag:blogger.com,1999:blog-19.post-42"), number_of("42"), number_of("tag:x.layout")
    ('42', '42', '')
    """
    tail = entry_id.rpartition("-")[2]
    if tail.isdecimal():  # as nearly all are
        return tail
    match = _NUMBER.search(entry_id)
    return match[1] if match else ""


class Author(NamedTuple):
    """Who wrote something, as displayed. E-mail addresses are never read."""

    name: str = ""
    uri: str = ""


#: of what names nobody
NOBODY = Author()


class Location(NamedTuple):
    """A place set on a post: its name and, where known, degrees north and east."""

    name: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """One entry as the input has it: strings untouched, nothing guessed.

    *content* is an HTML fragment for posts, pages and comments, plain text for settings and templates.
    Dates are text. References (*parent*, *in_reply_to*) are ids as spelt by the variant.
    """

    kind: Kind
    id: str
    source: Source
    title: str = ""
    content: str = ""
    has_content: bool = True  #: False where the element itself is missing
    published: str = ""
    updated: str = ""
    created: str = ""
    status: str = ""  #: the variant's word ("LIVE", "DRAFT", "SOFT_TRASHED"); "" where it has none
    author: Author = NOBODY
    labels: tuple[str, ...] = ()
    permalink: str = ""  #: an address, or a path from the site's root; "" where there is none
    reserved: str = ""  #: the address a draft had or will have, where known
    parent: str = ""  #: of a comment: the id of its post
    in_reply_to: str = ""  #: of a comment: the id of the comment it answers
    description: str = ""
    location: Location | None = None
    enclosures: tuple[str, ...] = ()
    thumbnail: str = ""
    comment_total: int | None = None  #: what Blogger counted
    extra: tuple[tuple[str, str], ...] = ()  #: extended properties of no use here, and the word of an unknown kind

    @property
    def number(self) -> str:
        return number_of(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class RawWidget:
    """One gadget as a theme has it. *settings* maps setting names to their unescaped text."""

    id: str  #: "HTML1"
    type: str  #: "HTML"
    title: str
    section: str  #: id of the `b:section` it stands in
    order: int  #: place among all gadgets of the theme, from 0
    settings: Mapping[str, str] = field(default_factory=dict)
    has_settings: bool = False  #: False in exports before 2016, which leave the content out
    visible: bool = True
    attributes: Mapping[str, str] = field(default_factory=dict)
    source: Source


class LinkItem(NamedTuple):
    """One line of a link list, blogroll or pages menu; *url* may be "" for a list of texts."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """A gadget as meant. *kind* says how to show it; only the fields of that kind are filled.

    kinds: html, text, links, texts, blogroll, pages, image, profile, labels, archive, search, popular, feed,
    subscribe, header, attribution, system, ads, share, unknown.
    """

    id: str
    type: str  #: Blogger's word
    kind: str
    title: str
    section: str
    order: int
    html: str = ""
    items: tuple[LinkItem, ...] = ()
    image: str = ""
    link: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    has_content: bool = True
    visible: bool = True
    note: str = ""  #: why it is left out or can't be shown; "" when it is carried
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment with its replies, oldest first. *published* is aware, in the blog's own offset."""

    id: str
    status: Status
    author: Author
    published: datetime | None
    content_html: str  #: as found, line feeds of a Takeout made `<br />`; "" when deleted
    replies: tuple[Comment, ...] = ()
    source: Source

    @property
    def number(self) -> str:
        return number_of(self.id)

    @property
    def deleted(self) -> bool:
        return self.status is Status.DELETED


class Label(NamedTuple):
    """A label in Blogger's spelling with its slug: ASCII where possible and unique in the blog."""

    name: str
    slug: str
    public: bool = True  #: readers of the old blog met it: not only drafts and scheduled posts have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post or static page. Datetimes are aware and carry the blog's own offset at that instant."""

    id: str
    kind: Literal["post", "page"]
    status: Status  #: live, draft, scheduled, trashed or unknown
    title: str  #: "" for an untitled one
    permalink: str  #: address on the old blog; "" when it never had one
    path: str  #: the address from the site's root, "/2012/05/name.html"; made where Blogger gave none
    has_path: bool  #: whether Blogger gave it
    slug: str  #: last readable part of the path, unique in the blog, no slash, no extension
    key: str  #: the path as one safe file name, "2012-05-name"; unique in the blog, also when case is ignored
    published: datetime | None
    updated: datetime | None
    author: Author = NOBODY
    labels: tuple[Label, ...] = ()
    categories: tuple[str, ...] = ()  #: as a configuration wants them; Blogger has none
    moved_from: str = ""  #: its path on the old blog, where a configuration gave it another one
    description: str = ""
    location: Location | None = None
    thumbnail: str = ""
    enclosures: tuple[str, ...] = ()
    content_html: str = ""  #: as found; read into a document when it is rendered
    comments: tuple[Comment, ...] = ()
    comment_total: int | None = None
    source: Source

    @property
    def number(self) -> str:
        return number_of(self.id)

    @property
    def old_path(self) -> str:
        """Its address on the old blog, where `has_path`."""
        return self.moved_from or self.path


class PageLink(NamedTuple):
    """A static page as menus and indexes need it."""

    id: str
    title: str
    path: str
    status: Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Blog:
    """What is true of the whole blog. Posts are not in here: they come one at a time from the store."""

    id: str  #: Blogger's number, "" where unknown
    title: str
    url: str  #: with scheme and a slash at the end; "" where unknown
    description: str = ""
    meta_description: str = ""
    locale: str = ""  #: BCP-47, "it", "pt-BR"; "" where unknown
    timezone: str = ""  #: IANA name; "" where unknown
    posts_per_page: int = 10
    convert_line_breaks: bool | None = None
    hosts: tuple[str, ...] = ()  #: every host that means this blog, lower case, without "www."
    labels: tuple[Label, ...] = ()
    #: old name → new one, "" for none; of labels that were changed, and of those that others became
    label_changes: Mapping[str, str] = field(default_factory=dict)
    authors: tuple[Author, ...] = ()
    pages: tuple[PageLink, ...] = ()
    widgets: tuple[Widget, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)  #: public settings only
    updated: datetime | None = None
    #: posts and pages, oldest first, each loaded when it is asked for; empty where only the frame is needed
    posts: Sequence[Post] = field(default=(), compare=False, repr=False)

    def old_names(self, label: Label) -> tuple[str, ...]:
        """Return the names under which readers of the old blog met the label; () for one that none could meet.

        They are its own, unless it was renamed or others became it.
        """
        if not label.public:
            return ()
        return tuple(old for old, new in self.label_changes.items() if new == label.name) or (label.name,)

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc.lower()


class Redirect(NamedTuple):
    """An old path and the new one that answers for it, both from the site's root."""

    old: str
    new: str


class Reference(NamedTuple):
    """A link, picture or embed as met in one entry, and what became of it.

    States of links: resolved (an address of the blog, led to its new place), missing (an address of the blog that
    nothing answers for), external, other (mailto: and the like). Of pictures: local, fullsize, remote, dropped, failed.
    """

    kind: Literal["link", "image", "embed"]
    state: str
    url: str  #: as found
    place: str  #: as written; "" when it is not written
    entry: str  #: id of the post, page, comment or gadget it stands in


@dataclass(frozen=True, slots=True)
class OutputFile:
    """Something to be written: *path* is relative to the output folder, POSIX style.

    For a target that is one file, parts with one path are joined in the order of the blog.
    """

    path: str
    data: bytes
    sources: tuple[str, ...] = ()  #: ids of the entries it was made from
