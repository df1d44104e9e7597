"""Eleventy: content with YAML front matter, comments and gadgets as data, on request a whole small site.

    content/posts/2011/02/slug.md    posts, at the place that their old address names
    content/p/slug.md                static pages
    content/content.11tydata.cjs     what holds for all of them: drafts and future posts are not built for readers
    _data/comments/<key>.json        threads of comments, one file a post
    _data/{blog,labels,menu,widgets}.json
    eleventy.config.js, package.json, _includes/, templates/, public/   with a site

Measured with Eleventy 3.1.8. Its folders are those of an Eleventy project without settings, so that content and data
fit into an existing one.
"""

from __future__ import annotations

from bloggermigrate.writers.eleventy.content import post
from bloggermigrate.writers.eleventy.site import blog
from bloggermigrate.writers.places import addresses

__all__ = ["addresses", "blog", "post"]
