"""Pelican: Markdown with a block of metadata, comments and gadgets as data, on request a whole small site.

    content/posts/2011/02/slug.md   posts, at the place that their old address names
    content/pages/slug.md           static pages
    data/comments/<key>.json        threads of comments, one file a post
    data/{blog,labels,menu,widgets}.json
    pelicanconf.py, plugins/blogger.py, theme/   with a site

Measured with Pelican 4.12. It writes drafts to ``drafts/<slug>.html``, where everybody who guesses the name can read
them, and publishes posts of the future at once. The site's settings switch both off; content that goes into a site
with settings of its own gets an issue for each such post.
"""

from __future__ import annotations

from bloggermigrate.writers.pelican.content import post
from bloggermigrate.writers.pelican.site import blog
from bloggermigrate.writers.places import addresses

__all__ = ["addresses", "blog", "post"]
