"""Hugo: content with YAML front matter, comments and gadgets as data, on request a whole small site.

    content/posts/2011/02/slug.md   posts, at the place that their old address names
    content/p/slug.md               static pages
    content/tags/<tag>/_index.md    labels: their spelling, their address, their old address
    data/comments/<key>.json        threads of comments, one file a post
    data/widgets.yaml, data/blog.yaml, data/labels.yaml, static/_redirects
    hugo.toml, layouts/, i18n/, static/css/   with a site

Measured with Hugo 0.168; the templates also run on 0.111, the oldest that distributions ship.
"""

from __future__ import annotations

from bloggermigrate.writers.hugo.content import post
from bloggermigrate.writers.hugo.site import blog
from bloggermigrate.writers.places import addresses

__all__ = ["addresses", "blog", "post"]
