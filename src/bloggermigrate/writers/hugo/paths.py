"""Where a post's file goes and which address its page gets."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from bloggermigrate.model import Post
from bloggermigrate.options import Options

#: bytes of one name in a path; file systems allow 255, an ending is added
_MAX_NAME = 200
# Addresses that the site itself answers at. A post there would replace the home page, or be replaced.
_TAKEN = re.compile(r"/(?:index|404)\.html?\Z|/(?:tags|posts|pages|page|feeds|search)/", re.IGNORECASE)
_PAGE = re.compile(r"/p/[^/]+\Z")


def file_name(name: str) -> str:
    """Return *name* as one name in Hugo's content tree, a different one for every *name*.

    Hugo reads more into names than letters: ``x.it.md`` is the Italian version of ``x.md``, ``index.md`` owns the
    whole folder, blanks equal hyphens, a dot in front or ``~`` at the end hides the file. All but letters, digits,
    ``-`` and ``_`` is written as ``~`` and the byte's number; the address stands in the front matter, unchanged.

    >>> file_name("perché-no"), file_name("v1.2"), file_name("Index")
    ('perché-no', 'v1~2E2', '~49ndex')
    """
    safe = "".join(
        c if c in "-_" or unicodedata.category(c)[0] in "LNM" else "".join(f"~{byte:02X}" for byte in c.encode())
        for c in name.encode("utf-8", "replace").decode()
    )
    if safe.lower() in ("index", "_index"):
        safe = f"~{ord(safe[0]):02X}{safe[1:]}"
    if len(safe.encode()) > _MAX_NAME:
        # The end of the name may be all that two long ones differ in.
        digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:12]
        safe = f"{safe.encode()[: _MAX_NAME - 13].decode('utf-8', 'ignore').rstrip('~')}-{digest}"
    return safe


def content_path(post: Post) -> str:
    """Return the path of the post's Markdown file, as unique as `Post.path` and `Post.key` are.

    "/2011/02/slug.html" → content/posts/2011/02/slug.md, the page "/p/slug.html" → content/p/slug.md. A page at
    another address stands below content/p/ in a folder of its own.
    """
    stem = post.path.rpartition(".")[0]
    if post.kind == "post":
        names = ["posts", *stem.strip("/").split("/")]
    elif _PAGE.match(stem):
        names = ["p", stem.rpartition("/")[2]]
    else:
        names = ["p", "other", post.key]
    return f"content/{'/'.join(map(file_name, names))}.md"


def thread_name(post: Post) -> str:
    """Return the name under data/comments/ of the post's thread: its key, but never a hidden file, which Hugo skips."""
    return file_name(post.key) if post.key.startswith((".", "~")) else post.key


def is_taken(path: str) -> bool:
    """Whether the site itself answers at *path*, or has a folder of that name."""
    return bool(_TAKEN.match(path))


def address(post: Post, options: Options) -> str:
    """Return the path of the post's page on the new site: the old one, or Hugo's style for pretty addresses."""
    path = f"/posts/other/{post.key}.html" if is_taken(post.path) else post.path
    return pretty(path) if options.permalinks == "pretty" else path


def pretty(path: str) -> str:
    """Return an address of an entry in Hugo's own style.

    >>> pretty("/2011/02/slug.html")
    '/2011/02/slug/'
    """
    return f"{path.rpartition('.')[0]}/"
