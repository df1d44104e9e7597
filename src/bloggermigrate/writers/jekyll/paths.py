"""Which address a post's page gets, and how Jekyll has to be told."""

from __future__ import annotations

from bloggermigrate.model import Blog, Post, Status
from bloggermigrate.options import Options
from bloggermigrate.writers.own_links import Addresses, Entry
from bloggermigrate.writers.places import addresses_by, is_taken, pretty


def is_public(post: Post) -> bool:
    """Whether *post* is shown, now or from its date on. Jekyll holds back posts of the future, but no pages."""
    return post.status is Status.LIVE or (post.status is Status.SCHEDULED and post.kind == "post")


def address(post: Entry, options: Options) -> str:
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


def addresses(blog: Blog, options: Options) -> Addresses:
    """Return where Jekyll answers for old addresses."""
    return addresses_by(options, lambda post: address(post, options))
