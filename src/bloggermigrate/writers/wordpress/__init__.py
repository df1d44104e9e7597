"""WordPress: its own export format (WXR 1.2), for Tools → Import → WordPress.

    blog.wxr.xml      authors, tags, posts and pages with their threads of comments, the menu
    blog-2.wxr.xml    where one file would be bigger than importers take (`--max-size`); import them in this order

Every file stands for itself: it names all authors and tags again, and the importer knows them by then. Bodies are
blocks of WordPress's editor. Old addresses stay when the permalinks are set to ``/%year%/%monthnum%/%postname%.html``.

Measured with WordPress 6.1 and wordpress-importer 0.9.5; Nikola, Pelican and Isso read the same files.
"""

from __future__ import annotations

from bloggermigrate.writers.wordpress.names import address, addresses
from bloggermigrate.writers.wordpress.wxr import blog, frame, post

__all__ = ["address", "addresses", "blog", "frame", "post"]
