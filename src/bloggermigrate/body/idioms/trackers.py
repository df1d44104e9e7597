"""Pictures that only count readers, told by where they come from; those of one pixel go in any case."""

from __future__ import annotations

from bloggermigrate.body.document import Style
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element

#: Hosts and paths that serve nothing but counters.
COUNTERS = (
    "blogger.googleusercontent.com/tracker/",
    "feeds.feedburner.com/~r/",
    "feedburner.com/~f/",
    "feedburner.com/~ff/",
    "c.statcounter.com/",
    "pixel.quantserve.com/",
    "img.zemanta.com/zemified",
    "img.zemanta.com/pixy",
    "b.scorecardresearch.com/",
    "pixel.wp.com/",
    "www.google-analytics.com/",
)
_LONGEST = 2000  #: a longer address holds the picture itself


def _matches(tag: Tag) -> bool:
    src = tag.get("src")[:_LONGEST].lower()
    return any(counter in src for counter in COUNTERS)


def _read(reader: Reader, element: Element, style: Style) -> bool:
    reader.notes.add("tracker-dropped")
    return True


TRACKERS = Idiom(
    name="trackers",
    summary="Counters go.",
    tags=("img",),
    matches=_matches,
    read=_read,
    before='text<img src="https://blogger.googleusercontent.com/tracker/1-2?l=x" alt="" />',
    after="text",
)
