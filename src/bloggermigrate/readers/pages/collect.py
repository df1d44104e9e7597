"""Many pages, one blog: the same post met on ten of them is one post, made of the best copies."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from bloggermigrate.dates import infer_order
from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import Author, RawEntry, RawWidget
from bloggermigrate.readers.items import RawFeed, RawItem
from bloggermigrate.readers.pages import dating
from bloggermigrate.readers.pages.classic import find_classic_posts
from bloggermigrate.readers.pages.comments import find_comments
from bloggermigrate.readers.pages.context import PageContext, read_context, year_and_month
from bloggermigrate.readers.pages.dom import Dom, decode
from bloggermigrate.readers.pages.found import FoundComment, FoundPost
from bloggermigrate.readers.pages.gadgets import find_gadgets
from bloggermigrate.readers.pages.posts import find_posts
from bloggermigrate.readers.sources import InputFile

_GREATEST_PAGE: Final = 64 * 1024 * 1024


@dataclass(slots=True)
class _Kept:
    """The best copies of one post; the body is kept packed, since there may be thousands."""

    post: FoundPost
    body: bytes
    comments: dict[str, FoundComment] = field(default_factory=dict)


def _rank(post: FoundPost) -> tuple[bool, bool, bool, bool, int]:
    """Return by what one copy is better than another: whole, from a full page, the post's own, dated, long."""
    return post.whole, not post.mobile, post.item, bool(post.machine), len(post.html)


class PageCollector:
    """Takes pages one at a time; gives the blog that they are pages of."""

    def __init__(self, issues: IssueLog) -> None:
        self._issues = issues
        self._posts: dict[str, _Kept] = {}
        self._by_path: dict[str, str] = {}
        self._widgets: dict[str, RawWidget] = {}
        self._pages: list[PageContext] = []
        self._facts: dict[str, dict[str, int]] = {}
        self._first: Source | None = None
        self.dynamic = 0  #: pages of Dynamic Views, which hold no post
        self.pages = 0

    def add(self, file: InputFile) -> None:
        """Read one page. One that holds no post adds what it says of the blog, and its gadgets."""
        source = Source(file.name)
        with file.open() as stream:
            data = stream.read(_GREATEST_PAGE + 1)
        if len(data) > _GREATEST_PAGE:
            self._issues.add("page-empty", "The page is larger than any page of a blog; it is left out.", source)
            return
        text, replaced = decode(data)
        if replaced:
            self._issues.add("text-replaced", "Bytes that are no text in the page's encoding were replaced.", source)
        self.add_text(text, file.path, source)

    def add_text(self, text: str, path: str, source: Source) -> None:
        """Read one page whose text is known; *path* is where it was saved or its address."""
        self.pages += 1
        self._first = self._first or source
        dom = Dom(text)
        page = read_context(dom, text, path)
        self._learn(page)
        widgets = list(find_gadgets(dom, page, source))
        comments, total = find_comments(dom, page)
        posts = find_posts(dom, page, source) or list(find_classic_posts(dom, page, source))
        if len(posts) == 1:
            posts[0].comments = comments
            posts[0].comment_total = total
        if not posts and page.dynamic:
            self.dynamic += 1
            self._issues.add(
                "page-dynamic",
                "A page of Dynamic Views holds no post: its script fetches them. Give the blog's feed "
                "(/feeds/posts/default) or its export instead.",
                source,
            )
        for post in posts:
            self._keep(post)
        for widget in widgets:
            known = self._widgets.get(widget.id)
            if known is None or (widget.has_settings and not known.has_settings):
                self._widgets[widget.id] = widget

    def _learn(self, page: PageContext) -> None:
        for name in ("blog_id", "blog_title", "home", "locale", "description"):
            value = getattr(page, name)
            if value:
                counts = self._facts.setdefault(name, {})
                counts[value] = counts.get(value, 0) + 1

    def _fact(self, name: str) -> str:
        counts = self._facts.get(name, {})
        return max(counts, key=lambda value: counts[value]) if counts else ""

    def _keep(self, post: FoundPost) -> None:
        key = post.key
        path = post.permalink.partition("://")[2].partition("/")[2]
        if path:
            # A list page may show only the address where the post's own page shows the number.
            known = self._by_path.get(path)
            if known is not None and known in self._posts:
                if post.id and not self._posts[known].post.id:
                    self._posts[post.id] = self._posts.pop(known)
                    self._by_path[path] = post.id
                elif not post.id or known == post.id:
                    key = known
            else:
                self._by_path[path] = key
        packed = zlib.compress(post.html.encode("utf-8", "surrogatepass"), 1)
        kept = self._posts.get(key)
        if kept is None:
            kept = self._posts[key] = _Kept(post, packed)
        else:
            better, other = (post, kept.post) if _rank(post) > _rank(kept.post) else (kept.post, post)
            kept.body = packed if better is post else kept.body
            kept.post = _fill(better, other)
        for comment in post.comments:
            kept.comments.setdefault(comment.id or f"{comment.author.name}\0{comment.html}", comment)
        kept.post.comments = []
        if len(kept.post.html) > 200:
            # The rank needs its length only.
            kept.post.html = " " * len(kept.post.html)

    def items(self) -> Iterator[RawItem]:
        """Give the blog: its header, its gadgets, its posts in order of their dates, each with its comments."""
        if self._first is None:
            return
        yield RawFeed(
            id=self._fact("blog_id"),
            title=self._fact("blog_title"),
            url=self._fact("home"),
            description=self._fact("description"),
            locale=self._fact("locale"),
            source=self._first,
        )
        yield from (replace(widget, order=order) for order, widget in enumerate(self._widgets.values()))
        order = self._order()
        for key, kept in self._posts.items():
            yield from self._entries(key, kept, order)

    def _order(self) -> str | None:
        """Return the order of day and month that all numeric dates of the blog allow."""
        texts = [
            text
            for kept in self._posts.values()
            for printed in (kept.post.printed, *(comment.printed for comment in kept.comments.values()))
            for text in dating.numeric_texts(printed)
        ]
        return infer_order(texts, locale=self._fact("locale") or None)

    def _entries(self, key: str, kept: _Kept, order: str | None) -> Iterator[RawEntry]:
        post = kept.post
        locale = post.locale or self._fact("locale")
        source = replace(post.source, entry=post.id)
        dated = dating.settle(
            post.machine,
            post.printed,
            number=post.id,
            locale=locale,
            order=order,
            month=year_and_month(post.permalink),
        )
        if dated.note and not (post.static and dated.note[0] == "date-guessed"):
            self._issues.add(dated.note[0], dated.note[1], source)
        if not post.whole:
            self._issues.add(
                "page-snippet",
                "Only a snippet of this post is in the pages given; its own page has the whole text.",
                source,
            )
        number = post.id or made_number(key)
        entry_id = f"tag:blogger.com,1999:blog-{self._fact('blog_id') or '0'}.post-{number}"
        yield RawEntry(
            kind="page" if post.static else "post",
            id=entry_id,
            source=source,
            title=post.title,
            content=zlib.decompress(kept.body).decode("utf-8", "surrogatepass"),
            published=dated.iso,
            author=post.author,
            labels=post.labels,
            permalink=post.permalink,
            location=post.location,
            comment_total=post.comment_total,
            extra=() if post.whole else (("snippet", "true"),),
        )
        near = _day(dated.iso)
        for comment in kept.comments.values():
            yield self._comment(comment, entry_id, locale, order, near, source)

    def _comment(
        self,
        comment: FoundComment,
        parent: str,
        locale: str,
        order: str | None,
        near: dt.date | None,
        source: Source,
    ) -> RawEntry:
        source = replace(source, entry=comment.id)
        dated = dating.settle(
            comment.machine, comment.printed, number=comment.id, locale=locale, order=order, near=near
        )
        if dated.note:
            self._issues.add(dated.note[0], f"Comment: {dated.note[1]}", source)
        number = comment.id or made_number(f"{parent}\0{comment.author.name}\0{comment.html}")
        prefix = parent.partition(".post-")[0]
        return RawEntry(
            kind="comment",
            id=f"{prefix}.post-{number}",
            source=source,
            content=comment.html,
            published=dated.iso,
            status="GHOSTED_COMMENT" if comment.deleted else "",
            author=comment.author,
            parent=parent,
            in_reply_to=f"{prefix}.post-{comment.reply_to}" if comment.reply_to else "",
        )


def _fill(better: FoundPost, other: FoundPost) -> FoundPost:
    """Return *better* with what only *other* has."""
    if not better.title:
        better.title = other.title
    if not better.machine:
        better.machine = other.machine
    if not better.id:
        better.id = other.id
    if better.author == Author():
        better.author = other.author
    if not better.permalink or ("://" not in better.permalink and "://" in other.permalink):
        better.permalink = other.permalink
    better.labels = tuple(dict.fromkeys((*better.labels, *other.labels)))
    better.printed = tuple(dict.fromkeys((*better.printed, *other.printed)))
    better.location = better.location or other.location
    better.static = better.static or other.static
    if better.comment_total is None:
        better.comment_total = other.comment_total
    return better


def made_number(text: str) -> str:
    """Return a number for what has none: the same for the same *text*, so that a second run finds it again."""
    return str(int(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:15], 16))


def _day(iso: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(iso).date() if iso else None
    except ValueError:
        return None
