"""MkDocs with the blog of Material: content with YAML metadata, comments and gadgets as data, on request a small site.

    docs/posts/2011/02/slug.md    posts; their slug is the whole address
    docs/p/slug.md                static pages
    drafts/p/slug.md              static pages that are not public: the blog knows drafts, MkDocs none
    data/comments/<key>.json      threads of comments, one file a post
    data/{blog,labels,menu,widgets}.json
    mkdocs.yml, hooks/blogger.py, theme/   with a site

Measured with Material 9.8.1 on MkDocs 1.6. A site of one's own needs ``use_directory_urls: false`` and of the blog
``blog_dir: .``, ``post_url_format: "{slug}"`` and ``draft_if_future_date: true``.
"""

from __future__ import annotations

from bloggermigrate.writers.mkdocs.content import post
from bloggermigrate.writers.mkdocs.paths import addresses
from bloggermigrate.writers.mkdocs.site import blog

__all__ = ["addresses", "blog", "post"]
