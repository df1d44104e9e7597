"""Hexo: posts and pages with YAML front matter, comments and gadgets as data, on request a whole small site.

    source/_posts/2011-02-14-slug.md    posts
    source/_drafts/slug.md              what was not public, pages among it
    source/p/slug.md                    static pages
    source/_data/comments/<key>.json    threads of comments, one file a post
    source/_data/{blog,labels,menu,widgets}.json
    _config.yml, package.json, scripts/, themes/blog/, source/css/   with a site

Measured with Hexo 8.1.2 and hexo-renderer-marked 7.0.1.
"""

from __future__ import annotations

from bloggermigrate.writers.hexo.content import post
from bloggermigrate.writers.hexo.site import blog
from bloggermigrate.writers.places import addresses

__all__ = ["addresses", "blog", "post"]
