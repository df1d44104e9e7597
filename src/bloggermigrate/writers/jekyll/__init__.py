"""Jekyll: posts and pages with YAML front matter, comments and gadgets as data, on request a whole small site.

    _posts/2011-02-14-slug.md       posts; Jekyll wants their date in the name
    _drafts/slug.md                 posts that were not public
    p/slug.md                       static pages
    _data/comments/<key>.yml        threads of comments, one file a post
    _data/{blog,labels,menu,widgets}.yml
    _config.yml, Gemfile, _layouts/, _includes/, _plugins/, css/   with a site

Measured with Jekyll 4.3.1. The pages of labels, months and years are made by two small files in _plugins/, which a
build with ``--safe`` does not run.
"""

from __future__ import annotations

from bloggermigrate.writers.jekyll.content import post
from bloggermigrate.writers.jekyll.paths import addresses
from bloggermigrate.writers.jekyll.site import blog

__all__ = ["addresses", "blog", "post"]
