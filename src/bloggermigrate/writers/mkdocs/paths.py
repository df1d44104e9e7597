"""Where a post's file goes and which address its page gets."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from bloggermigrate.model import Blog, Label, Post
from bloggermigrate.options import Options
from bloggermigrate.writers.own_links import Addresses, Entry
from bloggermigrate.writers.places import addresses_by, file_name
from bloggermigrate.writers.places import is_taken as is_taken_in_all

_TAKEN = re.compile(r"/(?:\d{4}/\d\d/index|archive|labels)\.html?\Z", re.IGNORECASE)
# What MkDocs leaves out, or takes for an index.
_SPECIAL = re.compile(r"/\.|/templates/|/readme\.html\Z", re.IGNORECASE)


def is_taken(path: str) -> bool:
    """Whether the site itself answers at *path*."""
    return is_taken_in_all(path) or bool(_TAKEN.match(path))


def is_kept(path: str) -> bool:
    """Whether a page can stand at *path*: the site does not answer there itself, and MkDocs can write it.

    >>> [is_kept(path) for path in ("/2011/02/x.html", "/2011/02/index.html", "/2011/02/x.htm", "/p/README.html")]
    [True, False, False, False]
    """
    return path.endswith(".html") and not is_taken(path) and not _SPECIAL.search(path)


def place(post: Entry) -> str:
    """Return the address less its ending, from the root: "/2011/02/slug"."""
    return post.path.removesuffix(".html") if is_kept(post.path) else f"/posts/other/{post.key}".replace("/.", "/~")


def address(post: Entry, options: Options) -> str:
    """Return the path of the post's page on the new site."""
    return f"{place(post)}/" if options.permalinks == "pretty" else f"{place(post)}.html"


def source_path(post: Post, options: Options) -> str:
    """Return the path of the Markdown file. That of a page is its address; a post's address is its slug."""
    if post.kind == "page":
        return f"docs{place(post)}{'/index' if options.permalinks == 'pretty' else ''}.md"
    return str(PurePosixPath("docs/posts", *map(file_name, PurePosixPath(place(post)).parts[1:]))) + ".md"


def label_address(label: Label) -> str:
    """Return the path of the label's page on the new site."""
    return f"/tags/{label.slug}.html"


def addresses(blog: Blog, options: Options) -> Addresses:
    """Return where MkDocs answers for old addresses; a page that is not found is on the list of all."""
    return addresses_by(options, lambda post: address(post, options), label_address, "/archive.html")
