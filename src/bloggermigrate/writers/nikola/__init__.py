"""Nikola: content with YAML metadata, comments and gadgets as data, on request a whole small site.

    posts/2011/02/slug.md         posts; the folder is the beginning of the address
    pages/p/slug.md               static pages
    data/comments/<key>.json      threads of comments, one file a post
    data/{blog,labels,menu,widgets}.json
    conf.py, plugins/, themes/, files/   with a site

Measured with Nikola 8.3.3, which needs ruamel.yaml for the metadata and Jinja2 for the theme. It writes drafts, and
posts before their date, to the address that they will have; the site's plugin keeps them back, and content that goes
into a site of one's own gets an issue for each.
"""

from __future__ import annotations

from bloggermigrate.writers.nikola.content import post
from bloggermigrate.writers.nikola.paths import addresses
from bloggermigrate.writers.nikola.site import blog

__all__ = ["addresses", "blog", "post"]
