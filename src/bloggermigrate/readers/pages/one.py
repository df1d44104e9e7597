"""One page read: pure, so that pages can be read beside each other in worker processes."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from bloggermigrate.issues import Issue, Source
from bloggermigrate.model import RawWidget
from bloggermigrate.readers.pages.archived import as_it_was, place_of
from bloggermigrate.readers.pages.classic import find_classic_posts
from bloggermigrate.readers.pages.comments import find_comments
from bloggermigrate.readers.pages.context import PageContext, absolute, read_context
from bloggermigrate.readers.pages.dom import Dom, decode
from bloggermigrate.readers.pages.found import FoundPost
from bloggermigrate.readers.pages.gadgets import find_gadgets
from bloggermigrate.readers.pages.posts import find_posts
from bloggermigrate.readers.pages.sidebar import read_sidebar

GREATEST_PAGE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PageBytes:
    """A page not yet read: its bytes, where it was saved or its address, its place in the input."""

    data: bytes
    path: str
    source: Source


@dataclass(slots=True, kw_only=True)
class FoundPage:
    """All that one page holds."""

    source: Source
    context: PageContext = field(default_factory=PageContext)
    posts: list[FoundPost] = field(default_factory=list)
    widgets: list[RawWidget] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def read_page(
    page: PageBytes, known_posts: Container[str] = frozenset(), known_widgets: Container[str] = frozenset()
) -> FoundPage:
    """Return what *page* holds. Posts on list pages and gadgets that are known already need not be read again.

    A page that holds no post says something of the blog all the same, and has its gadgets.
    """
    source = page.source
    if len(page.data) > GREATEST_PAGE:
        large = Issue("page-empty", "The page is larger than any page of a blog; it is left out.", source)
        return FoundPage(source=source, issues=[large])
    issues = []
    text, replaced = decode(page.data)
    if replaced:
        issues.append(Issue("text-replaced", "Bytes that are no text in the page's encoding were replaced.", source))
    text = as_it_was(text)
    dom = Dom(text)
    context = read_context(dom, text, place_of(page.path))
    if dom.of_class("widget"):
        widgets = list(find_gadgets(dom, context, source, known_widgets))
    else:
        # Before gadgets the sidebar was plain HTML; out of the way, it can't be taken for a part of a post.
        widgets = list(read_sidebar(dom, source, lambda href: absolute(href, context), take=True))
    comments, total = find_comments(dom, context)
    posts, count = find_posts(dom, context, source, known_posts)
    if not count:
        posts = list(find_classic_posts(dom, context, source))
        count = len(posts)
    if count == 1 and posts:
        posts[0].comments = comments
        posts[0].comment_total = total
    if not count and context.dynamic:
        issues.append(
            Issue(
                "page-dynamic",
                "A page of Dynamic Views holds no post: its script fetches them. Give the blog's feed "
                "(/feeds/posts/default) or its export instead.",
                source,
            )
        )
    return FoundPage(source=source, context=context, posts=posts, widgets=widgets, issues=issues)
