"""Astro: two content collections with their schema, comments and gadgets as data, on request a whole small site.

    src/content/posts/2011/02/slug.md   posts, at the place that their old address names
    src/content/p/slug.md               static pages
    src/content.config.ts               the schema: a build checks every date and state
    src/data/comments/<key>.json        threads of comments, one file a post
    src/data/{blog,labels,menu,widgets}.json
    astro.config.mjs, package.json, src/{components,layouts,lib,pages}/, public/   with a site

Measured with Astro 7.3.5 on Node 22.23. Bodies are ``.md``, never ``.mdx``, where braces and tags would be code.
"""

from __future__ import annotations

from bloggermigrate.writers.astro.content import post
from bloggermigrate.writers.astro.places import addresses
from bloggermigrate.writers.astro.site import blog

__all__ = ["addresses", "blog", "post"]
