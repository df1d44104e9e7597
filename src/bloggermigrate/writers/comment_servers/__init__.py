"""Comments that go on elsewhere: a file for the importer of a comment server, beside the site that shows its threads.

`SERVERS` is the table. Every target whose pages can hold such a thread has the same files: a thread belongs to the
address of its page, and that is all a server knows of the site. Long files are cut like those for other importers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from bloggermigrate.errors import UsageError
from bloggermigrate.later import Later
from bloggermigrate.model import Post
from bloggermigrate.options import Options
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.joining import Frame, Part

__all__ = ["JOINED", "SERVERS", "Server", "embed", "frame", "thread"]

_disqus = Later(f"{__name__}.disqus")
_isso = Later(f"{__name__}.isso")

#: what `joining.Part.joined` is called for these files
JOINED = "comments"


class Server(NamedTuple):
    """One comment server. *item* gives the thread of a page at an address, *embed* what shows it there."""

    title: str
    frame: Callable[[Context], Frame]
    item: Callable[[Post, str, Context], str]
    embed: Callable[[str, Context], str]
    address: re.Pattern[str]  #: what `--comments-server` may be
    example: str


#: the word of `--comments` → its server
SERVERS: dict[str, Server] = {
    "isso": Server(
        title="Isso",
        frame=_isso.frame,
        item=_isso.item,
        embed=_isso.embed,
        address=re.compile(r"(?:https?:)?//[\w.:\[\]-]+(?:/[\w./~-]*)?"),
        example="https://comments.example.org",
    ),
    "disqus": Server(
        title="Disqus",
        frame=_disqus.frame,
        item=_disqus.item,
        embed=_disqus.embed,
        address=re.compile(r"[A-Za-z0-9-]+"),
        example="my-blog, the short name of the site there",
    ),
}


def check(options: Options) -> None:
    """Raise `UsageError` for the address of a server that none can have."""
    given = options.comments_server
    if given and options.comments not in SERVERS:
        raise UsageError("--comments-server says where comments live.", advice="Give --comments isso or disqus, too.")
    if given and not SERVERS[options.comments].address.fullmatch(given):
        server = SERVERS[options.comments]
        raise UsageError(f"{given!r} can't be where {server.title} answers.", advice=f"Such as {server.example}")


def frame(context: Context) -> Frame | None:
    """Return how the server's files look; None when the comments go to no server."""
    server = SERVERS.get(context.options.comments)
    return server.frame(context) if server else None


def thread(post: Post, path: str, context: Context) -> Iterator[Part]:
    """Give the thread of *post*, whose page stands at *path*, for the server that was asked for."""
    server = SERVERS.get(context.options.comments)
    if server and post.comments:
        ids = tuple(comment.id for comment, _ in iter_comments(post.comments))
        item = server.item(post, path, context)
        yield Part("items", item.encode("utf-8", "replace"), ids, joined=JOINED)


def embed(context: Context) -> str:
    """Return the HTML that shows a page's thread, for the end of every post; "" when no server has the comments.

    Without the server's address it is a comment that says where the threads are: nothing is asked of anybody.
    """
    server = SERVERS.get(context.options.comments)
    if server is None:
        return ""
    if not context.options.comments_server:
        return (
            f"<!-- The comments are in comments/{context.options.comments}.xml, for {server.title}. "
            "Its code that shows them belongs here. -->"
        )
    return server.embed(context.options.comments_server, context)
