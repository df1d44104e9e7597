"""Pictures that only count readers, and Blogger's own, told by where they come from; one pixel goes in any case."""

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
#: Hosts and paths of what Blogger puts around posts: pencils, envelopes, blank and rounded corners.
CHROME = (
    "resources.blogblog.com/",
    "img1.blogblog.com/",
    "img2.blogblog.com/",
    "www.blogblog.com/",
    "www1.blogblog.com/",
    "www2.blogblog.com/",
    "www.blogger.com/img/",
    "www.blogger.com/buttons/",
    "buttons.blogger.com/",
)
_LONGEST = 2000  #: a longer address holds the picture itself


def _matches(tag: Tag) -> bool:
    src = tag.get("src")[:_LONGEST].lower()
    return any(counter in src for counter in COUNTERS) or _is_chrome(src)


def _is_chrome(src: str) -> bool:
    return src.partition("//")[2].startswith(CHROME)


def _read(reader: Reader, element: Element, style: Style) -> bool:
    src = element.tag.get("src")[:_LONGEST].lower()
    reader.notes.add("chrome-image-dropped" if _is_chrome(src) else "tracker-dropped")
    return True


TRACKERS = Idiom(
    name="trackers",
    summary="Counters go, and the pencils and corners that Blogger puts around posts.",
    tags=("img",),
    matches=_matches,
    read=_read,
    before='text<img src="https://blogger.googleusercontent.com/tracker/1-2?l=x" alt="" />',
    after="text",
)
