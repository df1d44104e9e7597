"""Writers: the blog as meant → files of one engine.

`WRITERS` is the table of targets. A writer is two pure functions: `post` gives the files of one post or page
(in a worker process), `blog` those of the whole blog (once, after all posts). Neither touches the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bloggermigrate.model import OutputFile, Post, Redirect
from bloggermigrate.redirects import Places, Table
from bloggermigrate.writers import (
    astro,
    atom,
    eleventy,
    ghost,
    hexo,
    hugo,
    jekyll,
    jsonfeed,
    jsonl,
    mkdocs,
    nikola,
    pelican,
    wordpress,
)
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.joining import Frame

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
    head: Callable[[Context], Iterable[OutputFile]] | None = None
    frame: Callable[[Context], Frame] | None = None
    one_file: bool = False
    between: bytes = b""  #: of a one-file target: what parts the pieces called `joining.ITEM`
    places: Places = field(default_factory=Places)  #: where it answers for Blogger's own pages
    redirects: Callable[[Table], Iterable[OutputFile]] | None = None  #: its own form of the map, always written
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
            places=Places(
                label="/tags/{slug}/",
                label_feed="/tags/{slug}/rss.xml",
                year="/{year}/",
                month="/{year}/{month}/",
                feed="/feeds/posts/default",
                search="/posts/",
            ),
            next_step="cd {output} && hugo server",
        ),
        Writer(
            name="eleventy",
            title="Eleventy",
            dialect="markdown-it",
            summary="content folder with front matter, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages labels",
                "drafts scheduled comments threads authors description location redirects widgets menu",
            ),
            post=eleventy.post,
            blog=eleventy.blog,
            places=Places(
                label="/tags/{slug}/",
                label_feed="/tags/{slug}/rss.xml",
                year="/{year}/",
                month="/{year}/{month}/",
                feed="/feeds/posts/default",
                search="/posts/",
            ),
            next_step="cd {output} && npm install && npm start",
        ),
        Writer(
            name="astro",
            title="Astro",
            dialect="remark",
            summary="content collections with their schema, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages labels",
                "drafts scheduled comments threads authors description location redirects widgets menu",
            ),
            post=astro.post,
            blog=astro.blog,
            places=Places(
                label="/tags/{slug}/",
                label_feed="/tags/{slug}/rss.xml",
                year="/{year}/",
                month="/{year}/{month}/",
                feed="/feeds/posts/default",
                search="/posts/",
            ),
            next_step="cd {output} && npm install && npm start",
        ),
        Writer(
            name="jekyll",
            title="Jekyll",
            dialect="kramdown",
            summary="posts, drafts and pages with front matter, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled labels description redirects",
                "comments threads authors location widgets menu",
            ),
            post=jekyll.post,
            blog=jekyll.blog,
            places=Places(
                label="/tags/{slug}/",
                label_feed="/tags/{slug}/rss.xml",
                year="/{year}/",
                month="/{year}/{month}/",
                feed="/feeds/posts/default",
                search="/posts/",
            ),
            next_step="cd {output} && jekyll serve",
        ),
        Writer(
            name="nikola",
            title="Nikola",
            dialect="python-markdown",
            summary="posts and pages with YAML metadata, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled authors labels description redirects menu",
                "comments threads location widgets",
            ),
            post=nikola.post,
            blog=nikola.blog,
            places=Places(
                label="/tags/{slug}.html",
                label_feed="/tags/{slug}.xml",
                year="/{year}/",
                month="/{year}/{month}/",
                feed="/rss.xml",
                search="/posts/",
            ),
            next_step="cd {output} && nikola build && nikola serve",
        ),
        Writer(
            name="pelican",
            title="Pelican",
            dialect="python-markdown",
            summary="content folder with metadata, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled authors labels redirects menu",
                "comments threads description location widgets",
            ),
            post=pelican.post,
            blog=pelican.blog,
            places=Places(
                label="/tags/{slug}/",
                label_feed="/tags/{slug}/rss.xml",
                year="/{year}/",
                month="/{year}/{month}/",
                feed="/feeds/posts/default",
                search="/posts/",
            ),
            next_step="cd {output} && pelican && pelican --listen",
        ),
        Writer(
            name="hexo",
            title="Hexo",
            dialect="marked",
            summary="posts, drafts and pages with front matter, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled labels description redirects",
                "comments threads authors location widgets menu",
            ),
            post=hexo.post,
            blog=hexo.blog,
            places=Places(
                label="/tags/{slug}/",
                label_feed="/tags/{slug}/rss.xml",
                year="/{year}/",
                month="/{year}/{month}/",
                feed="/feeds/posts/default",
                search="/posts/",
            ),
            next_step="cd {output} && npm install && npx hexo server",
        ),
        Writer(
            name="mkdocs",
            title="MkDocs (Material blog)",
            dialect="python-markdown",
            summary="a docs folder for Material's blog, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled labels description",
                "comments threads authors location widgets menu redirects",
            ),
            post=mkdocs.post,
            blog=mkdocs.blog,
            places=Places(
                label="/tags/{slug}.html",
                year="/archive.html",
                month="/{year}/{month}/",
                feed="/rss.xml",
                search="/archive.html",
            ),
            next_step="cd {output} && mkdocs build",
        ),
        Writer(
            name="wordpress",
            title="WordPress",
            dialect="gfm",
            summary="WXR files for its importer: posts, pages, threads of comments, tags, authors, menu",
            carries=_carries(
                "posts pages drafts scheduled comments threads authors labels description menu", "location redirects"
            ),
            post=wordpress.post,
            blog=wordpress.blog,
            frame=wordpress.frame,
            places=Places(
                label="/tag/{slug}",
                label_feed="/tag/{slug}/feed",
                year="/{year}",
                month="/{year}/{month}",
                feed="/feed",
                comments_feed="/comments/feed",
            ),
            next_step=f"set the permalinks to {wordpress.KEPT_PERMALINKS} and import {{output}}/blog.wxr.xml",
        ),
        Writer(
            name="ghost",
            title="Ghost",
            dialect="gfm",
            summary="JSON for its importer, redirects.yaml and routes.yaml; comments at the end of each post",
            carries=_carries(
                "posts pages drafts scheduled authors labels description redirects menu", "comments threads"
            ),
            post=ghost.post,
            blog=ghost.blog,
            frame=ghost.frame,
            redirects=ghost.redirects_file,
            places=Places(label="/tag/{slug}/", feed="/rss/"),
            next_step="upload {output}/routes.yaml and redirects.yaml (Settings, Labs), then import {output}/blog.json",
        ),
        Writer(
            name="atom",
            title="Atom feed",
            dialect="gfm",
            summary="one file: posts, pages and comments that were public; the blogroll as OPML beside it",
            carries=_carries("posts pages comments threads authors labels description location"),
            head=atom.head,
            post=atom.post,
            blog=atom.blog,
            one_file=True,
        ),
        Writer(
            name="jsonfeed",
            title="JSON Feed",
            dialect="gfm",
            summary="one file: what was public, comments as an extension; the blogroll as OPML beside it",
            carries=_carries("posts pages authors labels description", "comments threads"),
            head=jsonfeed.head,
            post=jsonfeed.post,
            blog=jsonfeed.blog,
            between=b",\n",
            one_file=True,
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
