"""Where a post's file goes and which address its page gets: Nikola makes the address of folders and slug."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from bloggermigrate.model import Blog, Label, Post
from bloggermigrate.options import Options
from bloggermigrate.writers.own_links import Addresses, Entry
from bloggermigrate.writers.places import addresses_by, file_name
from bloggermigrate.writers.places import is_taken as is_taken_in_all

# The archive's pages of years and months, the pages that follow the first, the list of labels.
_TAKEN = re.compile(r"/(?:\d{4}/(?:\d\d/)?index|index-\d+|labels)\.html?\Z", re.IGNORECASE)
# A folder is found with a pattern of the shell's, and a hidden one not at all.
_FOLDERS = re.compile(r"(?:/(?!\.)[^/\[\]*?]+)*\Z")


def is_kept(path: str) -> bool:
    """Whether a page can stand at *path*: the site does not answer there itself, and Nikola can write it.

    >>> [is_kept(path) for path in ("/2011/02/x.html", "/2011/02/index.html", "/2011/02/x.htm", "/[a]/x.html")]
    [True, False, False, False]
    """
    folder = path.rpartition("/")[0]
    # An equals sign can't stand in the name of a task, which is the path of the page.
    return path.endswith(".html") and "=" not in path and not is_taken(path) and bool(_FOLDERS.match(folder))


def is_taken(path: str) -> bool:
    """Whether the site itself answers at *path*."""
    return is_taken_in_all(path) or bool(_TAKEN.match(path))


def place(post: Entry) -> str:
    """Return the address less its ending, from the root: "/2011/02/slug"."""
    if is_kept(post.path):
        return post.path.removesuffix(".html")
    return f"/posts/other/{file_name(post.key) if '=' in post.key else post.key}"


def address(post: Entry, options: Options) -> str:
    """Return the path of the post's page on the new site; an index answers for its folder too."""
    return f"{place(post)}/" if options.permalinks == "pretty" else f"{place(post)}.html"


def source_path(post: Post) -> str:
    """Return the path of the Markdown file. Its folder counts, its name does not: the slug stands in the metadata.

    A dot in the name would make it a translation: "x.it.md" is the Italian "x.md".
    """
    where = PurePosixPath(place(post))
    folder = "posts" if post.kind == "post" else "pages"
    return str(PurePosixPath(folder, *where.parts[1:-1], f"{file_name(where.name)}.md"))


def label_address(label: Label) -> str:
    """Return the path of the label's page on the new site."""
    return f"/tags/{label.slug}.html"


def addresses(blog: Blog, options: Options) -> Addresses:
    """Return where Nikola answers for old addresses."""
    return addresses_by(options, lambda post: address(post, options), label_address)
