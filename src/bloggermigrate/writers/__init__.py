"""Writers: the blog as meant → files of one engine.

`WRITERS` is the table of targets. A writer is two pure functions: `post` gives the files of one post or page
(in a worker process), `blog` those of the whole blog (once, after all posts). Neither touches the disk.
"""

from __future__ import annotations

from bloggermigrate.later import Later
from bloggermigrate.redirects import Places
from bloggermigrate.writers import gadget_use
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.own_links import unchanged_absolute
from bloggermigrate.writers.writer import FEATURES, Writer

__all__ = ["FEATURES", "WRITERS", "Context", "Writer"]

# A run needs one of them.
_astro = Later(f"{__name__}.astro")
_atom = Later(f"{__name__}.atom")
_eleventy = Later(f"{__name__}.eleventy")
_ghost = Later(f"{__name__}.ghost")
_hexo = Later(f"{__name__}.hexo")
_hugo = Later(f"{__name__}.hugo")
_jekyll = Later(f"{__name__}.jekyll")
_jsonfeed = Later(f"{__name__}.jsonfeed")
_jsonl = Later(f"{__name__}.jsonl")
_mkdocs = Later(f"{__name__}.mkdocs")
_nikola = Later(f"{__name__}.nikola")
_pelican = Later(f"{__name__}.pelican")
_wordpress = Later(f"{__name__}.wordpress")


def _carries(native: str, data: str = "", part: str = "") -> dict[str, str]:
    return {
        word: grade for grade, words in (("native", native), ("data", data), ("part", part)) for word in words.split()
    }


#: for what keeps the old addresses
_AS_BEFORE = Places(
    label_feed="/feeds/posts/default",
    year="/{year}/",
    month="/{year}/{month}/",
    feed="/feeds/posts/default",
    comments_feed="/feeds/comments/default",
    search="/search",
)

#: where most of our sites answer for Blogger's own pages
_PLACES = Places(
    label="/tags/{slug}/",
    label_feed="/tags/{slug}/rss.xml",
    year="/{year}/",
    month="/{year}/{month}/",
    feed="/feeds/posts/default",
    rss="/rss.xml",
    search="/posts/",
)

WRITERS: dict[str, Writer] = {
    writer.name: writer
    for writer in (
        Writer(
            name="hugo",
            title="Hugo",
            also_called=("markdown", "md"),
            dialect="goldmark",
            summary="content folder with front matter, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled labels description redirects menu",
                "comments threads authors location widgets",
            ),
            post=_hugo.post,
            blog=_hugo.blog,
            gadgets=gadget_use.SITE,
            addresses=_hugo.addresses,
            servers=True,
            places=_PLACES,
            next_step="cd {output} && hugo server",
        ),
        Writer(
            name="eleventy",
            title="Eleventy",
            also_called=("11ty",),
            dialect="markdown-it",
            summary="content folder with front matter, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages labels",
                "drafts scheduled comments threads authors description location redirects widgets menu",
            ),
            post=_eleventy.post,
            blog=_eleventy.blog,
            gadgets=gadget_use.SITE,
            addresses=_eleventy.addresses,
            servers=True,
            places=_PLACES,
            next_step="cd {output} && npm install && npm start",
        ),
        Writer(
            name="astro",
            title="Astro",
            dialect="remark",
            summary="content collections with their schema, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages labels",
                "drafts scheduled comments threads authors description location redirects widgets menu",
            ),
            post=_astro.post,
            blog=_astro.blog,
            gadgets=gadget_use.SITE,
            addresses=_astro.addresses,
            servers=True,
            places=_PLACES,
            next_step="cd {output} && npm install && npm start",
        ),
        Writer(
            name="jekyll",
            title="Jekyll",
            dialect="kramdown",
            summary="posts, drafts and pages with front matter, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled labels description redirects",
                "comments threads authors location widgets menu",
            ),
            post=_jekyll.post,
            blog=_jekyll.blog,
            gadgets=gadget_use.SITE,
            addresses=_jekyll.addresses,
            servers=True,
            places=_PLACES,
            next_step="cd {output} && jekyll serve",
        ),
        Writer(
            name="nikola",
            title="Nikola",
            dialect="python-markdown",
            summary="posts and pages with YAML metadata, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled authors labels description redirects menu",
                "comments threads location widgets",
            ),
            post=_nikola.post,
            blog=_nikola.blog,
            gadgets=gadget_use.SITE,
            addresses=_nikola.addresses,
            servers=True,
            places=Places(
                label="/tags/{slug}.html",
                label_feed="/tags/{slug}.xml",
                year="/{year}/",
                month="/{year}/{month}/",
                feed="/rss.xml",
                search="/posts/",
            ),
            next_step="cd {output} && nikola build && nikola serve",
        ),
        Writer(
            name="pelican",
            title="Pelican",
            dialect="python-markdown",
            summary="content folder with metadata, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled authors labels redirects menu",
                "comments threads description location widgets",
            ),
            post=_pelican.post,
            blog=_pelican.blog,
            gadgets=gadget_use.SITE,
            addresses=_pelican.addresses,
            servers=True,
            places=_PLACES,
            next_step="cd {output} && pelican && pelican --listen",
        ),
        Writer(
            name="hexo",
            title="Hexo",
            dialect="marked",
            summary="posts, drafts and pages with front matter, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled labels description redirects",
                "comments threads authors location widgets menu",
            ),
            post=_hexo.post,
            blog=_hexo.blog,
            gadgets=gadget_use.SITE,
            addresses=_hexo.addresses,
            servers=True,
            places=_PLACES,
            next_step="cd {output} && npm install && npx hexo server",
        ),
        Writer(
            name="mkdocs",
            title="MkDocs (Material blog)",
            also_called=("material",),
            dialect="python-markdown",
            summary="a docs folder for Material's blog, comments and gadgets as data, on request a whole site",
            carries=_carries(
                "posts pages drafts scheduled labels description",
                "comments threads authors location widgets menu redirects",
            ),
            post=_mkdocs.post,
            blog=_mkdocs.blog,
            gadgets=gadget_use.SITE,
            addresses=_mkdocs.addresses,
            servers=True,
            places=Places(
                label="/tags/{slug}.html",
                year="/archive.html",
                month="/{year}/{month}/",
                feed="/rss.xml",
                search="/archive.html",
            ),
            next_step="cd {output} && mkdocs build",
        ),
        Writer(
            name="wordpress",
            title="WordPress",
            also_called=("wp", "wxr"),
            dialect="gfm",
            summary="WXR files for its importer: posts, pages, threads of comments, tags, authors, menu",
            carries=_carries(
                "posts pages drafts scheduled comments threads authors labels description menu",
                "location redirects",
                "widgets",
            ),
            post=_wordpress.post,
            blog=_wordpress.blog,
            gadgets=gadget_use.WORDPRESS,
            addresses=_wordpress.addresses,
            frame=_wordpress.frame,
            places=Places(
                label="/tag/{slug}",
                label_feed="/tag/{slug}/feed",
                year="/{year}",
                month="/{year}/{month}",
                feed="/feed",
                comments_feed="/comments/feed",
            ),
            next_step="set the permalinks to /%year%/%monthnum%/%postname%.html and import {output}/blog.wxr.xml",
        ),
        Writer(
            name="ghost",
            title="Ghost",
            dialect="gfm",
            summary="JSON for its importer, redirects.yaml and routes.yaml; comments at the end of each post",
            carries=_carries(
                "posts pages drafts scheduled authors labels description redirects menu", "comments threads", "widgets"
            ),
            post=_ghost.post,
            blog=_ghost.blog,
            gadgets=gadget_use.GHOST,
            addresses=_ghost.addresses,
            servers=True,
            frame=_ghost.frame,
            redirects=_ghost.redirects_file,
            places=Places(label="/tag/{slug}/", feed="/rss/"),
            next_step="upload {output}/routes.yaml and redirects.yaml (Settings, Labs), then import {output}/blog.json "
            "(blog.zip, where pictures came along)",
        ),
        Writer(
            name="atom",
            title="Atom feed",
            also_called=("rss", "feed"),
            dialect="gfm",
            summary="one file: posts, pages and comments that were public; the blogroll as OPML beside it",
            carries=_carries("posts pages comments threads authors labels description location", part="widgets"),
            head=_atom.head,
            post=_atom.post,
            addresses=unchanged_absolute,
            places=_AS_BEFORE,
            blog=_atom.blog,
            gadgets=gadget_use.FEED,
            one_file=True,
        ),
        Writer(
            name="jsonfeed",
            title="JSON Feed",
            dialect="gfm",
            summary="one file: what was public, comments as an extension; the blogroll as OPML beside it",
            carries=_carries("posts pages authors labels description", "comments threads", "widgets"),
            head=_jsonfeed.head,
            post=_jsonfeed.post,
            addresses=unchanged_absolute,
            places=_AS_BEFORE,
            blog=_jsonfeed.blog,
            gadgets=gadget_use.FEED,
            between=b",\n",
            one_file=True,
        ),
        Writer(
            name="jsonl",
            title="JSON Lines",
            also_called=("json", "ndjson"),
            dialect="gfm",
            summary="one file, one JSON object a line: the blog, posts and pages with their comments, gadgets",
            carries=_carries(" ".join(FEATURES)),
            head=_jsonl.head,
            post=_jsonl.post,
            places=_AS_BEFORE,
            blog=_jsonl.blog,
            gadgets=gadget_use.ALL,
            one_file=True,
            as_found=True,
        ),
    )
}
