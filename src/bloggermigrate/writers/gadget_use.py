"""What becomes of each kind of gadget on a target: the rows of the table, and the words of the report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from bloggermigrate.model import Widget

#: shown by the site's templates or carried as data; part of the menu; a list for feed readers; the engine has its own
#: at work; the engine has its own for the owner to put somewhere
Use = Literal["shown", "menu", "opml", "own", "offered"]
Uses = Mapping[str, Use]

#: kinds that mean something outside of Blogger, in the order of the table
KINDS = (
    "html", "text", "image", "links", "texts", "blogroll", "pages", "profile", "labels", "archive", "search",
    "popular", "feed", "subscribe", "attribution", "unknown",
)  # fmt: skip
#: all of them, as data for a program that decides itself
ALL: Uses = dict.fromkeys(KINDS, "shown")
#: a site of files: it can neither search nor count its readers
SITE: Uses = {kind: "menu" if kind == "pages" else "shown" for kind in KINDS if kind not in ("search", "popular")}
#: a feed has a blogroll beside it
FEED: Uses = {"links": "opml", "blogroll": "opml"}
WORDPRESS: Uses = {
    "pages": "menu", "links": "opml", "blogroll": "opml", "labels": "offered", "archive": "offered",
    "search": "offered", "feed": "offered", "subscribe": "own",
}  # fmt: skip
GHOST: Uses = {"pages": "menu", "links": "opml", "blogroll": "opml", "search": "own", "subscribe": "own"}

_WHY = {
    "search": "only a server can search; a list of everything stands in its place",
    "popular": "only a server counts its readers",
}


def left_out(widget: Widget, uses: Uses, title: str) -> tuple[str, str]:
    """Return why a gadget is not written on the target *title*, a key of `balance.REASONS`, and the words of the issue.

    Both are "" for one that is written.

    >>> from bloggermigrate.issues import Source
    >>> search = Widget(
    ...     id="S1", type="BlogSearch", kind="search", title="", section="s", order=0, source=Source("t")
    ... )
    >>> left_out(search, GHOST, "Ghost")[0], left_out(search, SITE, "Hugo")[0], left_out(search, ALL, "JSON Lines")[0]
    ('system', 'not-carried', '')
    """
    use = uses.get(widget.kind)
    if use == "opml" and not widget.items:
        use = None
    name = f"{widget.type} “{widget.title or widget.id}”"
    match use:
        case "own":
            return "system", ""
        case "offered":
            return "not-carried", f"{name}: {title} has one of its own, to be put where you want it."
        case None:
            return "not-carried", f"{name}: {_WHY.get(widget.kind, f'{title} has no place for it')}."
        case _:
            return "", ""
