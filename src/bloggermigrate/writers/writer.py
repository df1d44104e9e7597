"""What a target is: two pure functions, and what has to be known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from bloggermigrate.errors import UsageError
from bloggermigrate.issues import Issue, Source
from bloggermigrate.model import Blog, OutputFile, Post, Redirect, Widget
from bloggermigrate.options import Options
from bloggermigrate.redirects import Places, Table
from bloggermigrate.writers import comment_servers, gadget_use
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.joining import Frame
from bloggermigrate.writers.own_links import Addresses, unchanged

#: what a target may carry: "native" to the engine, as "data" that the site's templates show, in "part", or ""
FEATURES = (
    "posts",
    "pages",
    "drafts",
    "scheduled",
    "comments",
    "threads",
    "authors",
    "labels",
    "description",
    "location",
    "redirects",
    "widgets",
    "menu",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One target. *head* of a one-file target comes before the posts, *blog* after them.

    A post that a target has no place for gives no file. Where posts share files in a folder, `post` and `blog` give
    `joining.Part`s and *frame* says how they are joined.
    """

    name: str
    title: str
    dialect: str  #: a name of `body.DIALECTS`
    summary: str
    carries: dict[str, str]  #: feature → "native" or "data"; what is missing here is not carried
    post: Callable[[Post, Context], Iterable[OutputFile | Redirect]]
    blog: Callable[[Context], Iterable[OutputFile | Redirect]]
    addresses: Callable[[Blog, Options], Addresses] = unchanged  #: where it answers for posts, pages and labels
    head: Callable[[Context], Iterable[OutputFile]] | None = None
    frame: Callable[[Context], Frame] | None = None
    one_file: bool = False
    #: bodies say what they said in Blogger: links lead where they led, what only looks like code is text
    as_found: bool = False
    between: bytes = b""  #: of a one-file target: what parts the pieces called `joining.ITEM`
    places: Places = field(default_factory=Places)  #: where it answers for Blogger's own pages
    redirects: Callable[[Table], Iterable[OutputFile]] | None = None  #: its own form of the map, always written
    gadgets: gadget_use.Uses = field(default_factory=dict)  #: what becomes of them, by kind
    servers: bool = False  #: whether comments of its pages can live on one of `comment_servers.SERVERS`
    next_step: str = ""  #: what to do with the result
    also_called: tuple[str, ...] = ()  #: what people call it, for a slip to be answered

    @property
    def has_site(self) -> bool:
        """Whether it writes a file for each post, into a site that it can also write whole."""
        return not self.one_file and self.frame is None

    def check(self, options: Options) -> None:
        """Raise `UsageError` where the target can't do what *options* ask for."""
        server = comment_servers.SERVERS.get(options.comments)
        if server and not self.servers:
            raise UsageError(
                f"{self.title} has no pages on which {server.title} could show comments.",
                advice="Leave --comments out: they are carried by the target itself."
                if "comments" in self.carries
                else "Convert to another target.",
            )
        comment_servers.check(options)

    def issues(self, options: Options) -> Iterator[Issue]:
        """Give what the target does otherwise than *options* want it."""
        folder = urlsplit(options.site_url).path.strip("/")
        if folder and self.has_site:
            message = f"Links of posts lead to the root of the host, and the site is to stand at /{folder}/."
            yield Issue("site-below-folder", message, Source("--site-url"))

    def left_out(self, widget: Widget, options: Options) -> tuple[str, str]:
        """Return why a gadget is not written, a key of `balance.REASONS`, and the words of its issue; else ""."""
        if self.one_file and options.output == "-" and self.gadgets.get(widget.kind) == "opml":
            return "not-carried", "Standard output has no place for a second file (*.opml)."
        return gadget_use.left_out(widget, self.gadgets, self.title)

    def frames(self, context: Context) -> dict[str, Frame]:
        """Return the frames of all files that posts share, by `joining.Part.joined`."""
        found = {"": self.frame(context)} if self.frame else {}
        threads = comment_servers.frame(context) if self.servers else None
        return found | {comment_servers.JOINED: threads} if threads else found

    def files(self, post: Post, context: Context) -> Iterator[OutputFile | Redirect]:
        """Give the files of one post or page, and its thread where a server has the comments."""
        yield from self.post(post, context)
        if self.servers and post.comments and context.options.comments in comment_servers.SERVERS:
            place = self.addresses(context.blog, context.options).post(post)
            yield from comment_servers.thread(post, place, context)
