"""Where the file of a post goes and which address its page gets, for engines that take any address."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable

from bloggermigrate.model import Blog, Label, Post
from bloggermigrate.options import Options
from bloggermigrate.text.slugs import safe_segment
from bloggermigrate.writers.labels import label_address
from bloggermigrate.writers.own_links import Addresses, Entry, thread_places

#: bytes of one name in a path; file systems allow 255, an ending is added
_MAX_NAME = 200
# Addresses that the site itself answers at. A post there would replace the home page, or be replaced.
_TAKEN = re.compile(r"/(?:index|404)\.html?\Z|/(?:tags|posts|pages|page|feeds|search)/", re.IGNORECASE)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_-]*")
_PAGE = re.compile(r"/p/[^/]+\Z")


def file_name(name: str) -> str:
    """Return *name* as one name in a content tree, a different one for every *name*.

    Engines read more into names than letters. To Hugo ``x.it.md`` is the Italian version of ``x.md``, ``index.md``
    owns the whole folder, blanks equal hyphens, a dot in front or ``~`` at the end hides the file. All but letters,
    digits, ``-`` and ``_`` is written as ``~`` and the byte's number; the front matter has the address, unchanged.

    >>> file_name("perché-no"), file_name("v1.2"), file_name("Index")
    ('perché-no', 'v1~2E2', '~49ndex')
    """
    safe = name if _PLAIN_NAME.fullmatch(name) else "".join(map(_safe, name.encode("utf-8", "replace").decode()))
    if safe.lower() in ("index", "_index"):
        safe = f"~{ord(safe[0]):02X}{safe[1:]}"
    if len(safe.encode()) > _MAX_NAME:
        # The end of the name may be all that two long ones differ in.
        digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:12]
        safe = f"{safe.encode()[: _MAX_NAME - 13].decode('utf-8', 'ignore').rstrip('~')}-{digest}"
    return safe


def _safe(character: str) -> str:
    if character in "-_" or unicodedata.category(character)[0] in "LNM":
        return character
    return "".join(f"~{byte:02X}" for byte in character.encode())


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


def is_taken(path: str) -> bool:
    """Whether the site itself answers at *path*, or has a folder of that name."""
    return bool(_TAKEN.match(path))


def is_file(path: str) -> bool:
    """Whether a file can stand at *path* on every system."""
    return all(map(safe_segment, path.strip("/").split("/")))


def address(post: Entry, options: Options) -> str:
    """Return the path of the post's page on the new site: the old one, or a folder's for pretty addresses."""
    path = f"/posts/other/{post.key}.html" if is_taken(post.path) else post.path
    return pretty(path) if options.permalinks == "pretty" else path


def pretty(path: str) -> str:
    """Return the address of an entry as a folder.

    >>> pretty("/2011/02/slug.html")
    '/2011/02/slug/'
    """
    return f"{path.rpartition('.')[0]}/"


def addresses(blog: Blog, options: Options) -> Addresses:
    """Return where sites answer whose pages may stand at any address."""
    return addresses_by(options, lambda post: address(post, options))


def addresses_by(
    options: Options,
    post: Callable[[Entry], str],
    label: Callable[[Label], str] = label_address,
    lost: str = "/posts/",
) -> Addresses:
    """Return where a site answers that keeps addresses, or has folders instead with pretty ones."""
    comment, comments = thread_places(options)
    entry = pretty if options.permalinks == "pretty" else str
    return Addresses(post, entry, label, lost, comment=comment, comments=comments)
