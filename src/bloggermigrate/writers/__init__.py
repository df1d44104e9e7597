"""Writers: the blog as meant → files of one engine.

`WRITERS` is the table of targets. A writer is two pure functions: `post` gives the files of one post or page
(in a worker process), `blog` those of the whole blog (once, after all posts). Neither touches the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bloggermigrate.model import OutputFile, Post, Redirect
from bloggermigrate.writers import hugo, jsonl
from bloggermigrate.writers.context import Context

__all__ = ["FEATURES", "WRITERS", "Context", "Writer"]

#: what a target may carry: "native" to the engine, as "data" that the site's templates show, or "" not at all
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
    """One target. *head* of a one-file target comes before the posts, *blog* after them."""

    name: str
    title: str
    dialect: str  #: a name of `body.DIALECTS`
    summary: str
    carries: dict[str, str]  #: feature → "native" or "data"; what is missing here is not carried
    post: Callable[[Post, Context], Iterable[OutputFile | Redirect]]
    blog: Callable[[Context], Iterable[OutputFile | Redirect]]
    head: Callable[[Context], Iterable[OutputFile]] | None = None
    one_file: bool = False
    next_step: str = ""  #: what to do with the result


def _carries(native: str, data: str = "") -> dict[str, str]:
    return dict.fromkeys(native.split(), "native") | dict.fromkeys(data.split(), "data")


WRITERS: dict[str, Writer] = {
    writer.name: writer
    for writer in (
        Writer(
            name="hugo",
            title="Hugo",
            dialect="goldmark",
            summary="content folder with front matter, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled labels description redirects menu",
                "comments threads authors location widgets",
            ),
            post=hugo.post,
            blog=hugo.blog,
            next_step="cd {output} && hugo server",
        ),
        Writer(
            name="jsonl",
            title="JSON Lines",
            dialect="gfm",
            summary="one file, one JSON object a line: the blog, posts and pages with their comments, gadgets",
            carries=_carries(" ".join(FEATURES)),
            head=jsonl.head,
            post=jsonl.post,
            blog=jsonl.blog,
            one_file=True,
        ),
    )
}
