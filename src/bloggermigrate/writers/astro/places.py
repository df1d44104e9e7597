"""Which address a post's page gets."""

from __future__ import annotations

import re
import unicodedata

from bloggermigrate.model import Blog
from bloggermigrate.options import Options
from bloggermigrate.writers.own_links import Addresses, Entry
from bloggermigrate.writers.places import addresses_by, is_taken, pretty

# What Astro writes as a page: it puts ".html" behind a path that it has brought to NFC. Of /x.html and /x/ it writes
# one, so the addresses of the site's own folders are out.
_AS_IT_IS = re.compile(r"/(?!(?:tags|posts|pages|\d{4}(?:/\d\d)?)\.html).*\.html\Z")


def address(post: Entry, options: Options) -> str:
    """Return the path of the post's page on the new site: the old one where Astro can write it."""
    kept = _AS_IT_IS.match(post.path) and unicodedata.is_normalized("NFC", post.path) and not is_taken(post.path)
    path = post.path if kept else f"/posts/other/{post.key}.html"
    return pretty(path) if options.permalinks == "pretty" else path


def addresses(blog: Blog, options: Options) -> Addresses:
    """Return where Astro answers for old addresses."""
    return addresses_by(options, lambda post: address(post, options))
