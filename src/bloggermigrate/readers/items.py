"""What a reader yields."""

from __future__ import annotations

from dataclasses import dataclass

from bloggermigrate.issues import Source
from bloggermigrate.model import RawEntry, RawWidget


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """What an input says of the whole blog, as found."""

    id: str = ""
    title: str = ""
    url: str = ""
    description: str = ""
    updated: str = ""
    locale: str = ""
    source: Source


#: begins the id of an entry that its input gives no number of Blogger's; the number at its end is made
MADE_ID = "urn:bloggermigrate:"

#: the section of all boxes of a sidebar from before gadgets
OLD_SECTION = "sidebar-before-gadgets"

#: among an entry's `extra`: its content is a summary, as short feeds have it
SUMMARY = ("summary", "yes")

RawItem = RawFeed | RawEntry | RawWidget

#: in `RawEntry.extra`, with a category that a configuration made of a label
CATEGORY = "bloggermigrate:category"
