"""Where files go for engines that want the day of a post in its name, as Jekyll and Hexo do."""

from __future__ import annotations

import hashlib
import re

from bloggermigrate.model import Post

#: bytes of one name in a path; file systems allow 255, a date and an ending are added
_MAX_NAME = 200
_PAGE = re.compile(r"/p/[^/]+\Z")
_MONTH = re.compile(r"/(\d{4})/(0[1-9]|1[0-2])/")
# What the reader of _data/ takes out of names: else two threads could get one name.
_NO_DATA = re.compile(r"[^A-Za-z0-9-]")


def file_name(name: str) -> str:
    """Return *name* as one name that these engines read, a different one for every *name*.

    Jekyll passes over names that begin with ``.``, ``_``, ``#`` or ``~`` or end in ``~``. All but letters and digits of
    any script, ``-`` and ``_`` is written as ``=`` and the byte's number, also ``_`` in front.

    >>> file_name("perché-no"), file_name("v1.2"), file_name("_x")
    ('perché-no', 'v1=2E2', '=5Fx')
    """
    safe = "".join(
        c if c.isalnum() or c == "-" or (c == "_" and place) else "".join(f"={byte:02X}" for byte in c.encode())
        for place, c in enumerate(name.encode("utf-8", "replace").decode())
    )
    if len(safe.encode()) > _MAX_NAME:
        # The end of the name may be all that two long ones differ in.
        digest = hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:12]
        safe = f"{safe.encode()[: _MAX_NAME - 13].decode('utf-8', 'ignore').rstrip('=')}-{digest}"
    return safe


def day(post: Post) -> str:
    """Return the day that a post's file name begins with: its own, else the first of its address's month, else any."""
    if post.published:
        return post.published.isoformat()[:10]
    month = _MONTH.match(post.path)
    return f"{month[1]}-{month[2]}-01" if month else "1970-01-01"


def post_path(post: Post, *, public: bool) -> str:
    """Return the path of a post's Markdown file, as unique as `Post.slug`: ``_posts/2011-02-14-slug.md``.

    One that is not *public* is ``_drafts/slug.md``.
    """
    name = file_name(post.slug)
    return f"_posts/{day(post)}-{name}.md" if public else f"_drafts/{name}.md"


def page_path(post: Post) -> str:
    """Return the path of a page's Markdown file, as unique as `Post.key`: /p/slug.html is ``p/slug.md``.

    A page at another address stands below p/ in a folder of its own.
    """
    stem = post.path.rpartition(".")[0]
    names = ["p", stem.rpartition("/")[2]] if _PAGE.match(stem) else ["p", "other", post.key]
    return f"{'/'.join(map(file_name, names))}.md"


def thread_name(post: Post) -> str:
    """Return the name under _data/comments/ of the post's thread: its key, where Jekyll keeps all of it.

    Jekyll drops all but ASCII letters, digits, ``_`` and ``-`` from names of data.
    """
    plain = _NO_DATA.sub("", post.key)
    if plain == post.key:
        return plain
    return f"{plain}_{hashlib.sha256(post.key.encode('utf-8', 'replace')).hexdigest()[:12]}"
