"""Ghost: a file for Settings → Import, with what keeps old addresses alive.

    blog.json        posts, pages, tags, authors, the menu; blog-2.json … where one would be too big (`--max-size`)
    redirects.yaml   old addresses → new ones (Settings → Labs → Redirects): Ghost has no address that ends in .html
    routes.yaml      posts at /year/month/name/ (Settings → Labs → Routes)

Upload routes and redirects first. Comments of Ghost's belong to members and can't be imported, so a thread stands at
the end of its post, as a card of HTML. One value too long, or an empty title, and Ghost takes nothing of the whole
file, without a word: every value is made to fit.

Measured with Ghost 6.65.
"""

from __future__ import annotations

from bloggermigrate.writers.ghost.content import post
from bloggermigrate.writers.ghost.names import addresses
from bloggermigrate.writers.ghost.site import blog, frame, redirects_file

__all__ = ["addresses", "blog", "frame", "post", "redirects_file"]
