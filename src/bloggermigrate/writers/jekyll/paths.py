"""Where a post's file goes, and how Jekyll has to be told its address."""

from __future__ import annotations

import hashlib
import re

from bloggermigrate.model import Post, Status
from bloggermigrate.options import Options
from bloggermigrate.writers.hugo.paths import is_taken, pretty

#: bytes of one name in a path; file systems allow 255, a date and an ending are added
_MAX_NAME = 200
_PAGE = re.compile(r"/p/[^/]+\Z")
_MONTH = re.compile(r"/(\d{4})/(0[1-9]|1[0-2])/")
# What the reader of _data/ takes out of names: else two threads could get one name.
_NO_DATA = re.compile(r"[^A-Za-z0-9-]")


def is_public(post: Post) -> bool:
    """Whether *post* is shown, now or from its date on. Jekyll holds back posts of the future, but no pages."""
    return post.status is Status.LIVE or (post.status is Status.SCHEDULED and post.kind == "post")


def file_name(name: str) -> str:
    """Return *name* as one name that Jekyll reads, a different one for every *name*.

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


def content_path(post: Post) -> str:
    """Return the path of the post's Markdown file, as unique as `Post.slug` and `Post.key` are.

    A post is ``_posts/2011-02-14-slug.md``, one that is not public ``_drafts/slug.md``, the page /p/slug.html
    ``p/slug.md``; a page at another address stands below p/ in a folder of its own.
    """
    if post.kind == "post":
        name = file_name(post.slug)
        return f"_posts/{day(post)}-{name}.md" if is_public(post) else f"_drafts/{name}.md"
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


def address(post: Post, options: Options) -> str:
    """Return the path of the post's page on the new site: the old one, or Jekyll's style for pretty addresses.

    Jekyll adds ``.html`` to every address that does not end so or in a slash.
    """
    kept = not is_taken(post.path) and post.path.endswith(".html")
    path = post.path if kept else f"/posts/other/{post.key}.html"
    return pretty(path) if options.permalinks == "pretty" else path


def permalink(path: str) -> str:
    """Return *path* as front matter has to spell it: Jekyll reads dots as folders, and decodes percent signs.

    jekyll-redirect-from writes a list of addresses, in which braces would be a template.

    >>> permalink("/2011/02/e-poi..html"), permalink("/search/label/50%/")
    ('/2011/02/e-poi%2E.html', '/search/label/50%25/')
    """
    return path.replace("%", "%25").replace("..", "%2E.").replace("./", "%2E/").replace("{", "%7B")
