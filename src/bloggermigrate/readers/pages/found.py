"""What pages hold, as found on one of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from bloggermigrate.issues import Source
from bloggermigrate.model import Author, Location


@dataclass(slots=True, kw_only=True)
class FoundComment:
    """One comment as a page shows it."""

    id: str  #: its number, "" where the page has none
    author: Author
    html: str
    machine: str = ""  #: ISO 8601, from an attribute or an address
    printed: tuple[str, ...] = ()  #: texts that may be its date or time
    reply_to: str = ""  #: number of the comment it answers
    deleted: bool = False


@dataclass(slots=True, kw_only=True)
class FoundPost:
    """One copy of a post or page."""

    id: str  #: its number, "" where the page has none
    static: bool  #: a static page, not a dated post
    title: str
    html: str
    whole: bool  #: the body is all of it: neither a snippet nor cut at the jump break
    item: bool  #: from the post's own page, where its comments are
    mobile: bool
    permalink: str
    author: Author
    labels: tuple[str, ...]
    machine: str  #: ISO 8601, from an attribute
    printed: tuple[str, ...]  #: texts that may be its date or time, the likeliest first
    locale: str
    location: Location | None = None
    comment_total: int | None = None
    comments: list[FoundComment] = field(default_factory=list)
    local_pictures: tuple[str, ...] = ()  #: pictures a browser saved beside the page, whose old addresses are lost
    dropped: tuple[str, ...] = ()  #: words in its body that are the page's, not the post's
    source: Source

    @property
    def is_complete(self) -> bool:
        """Whether it is the copy of its own page and says all that a page can say of it."""
        own = self.whole and self.item and not self.mobile
        told = self.id and self.title and self.machine and self.author.name and self.labels
        return own and bool(told) and "://" in self.permalink

    @property
    def key(self) -> str:
        """Return by what two copies are known to be of one post."""
        if self.id:
            return self.id
        path = self.permalink.partition("://")[2].partition("/")[2]
        return f"/{path}" if path else f"{self.title}\0{self.html[:200]}"
