"""Many pages, one blog: the same post met on ten of them is one post, made of the best copies."""

from __future__ import annotations

import datetime as dt
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from bloggermigrate.dates import infer_order
from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import NOBODY, RawEntry, RawWidget
from bloggermigrate.readers.items import MADE_ID, SUMMARY, RawFeed, RawItem
from bloggermigrate.readers.pages import dating
from bloggermigrate.readers.pages.context import PageContext, year_and_month
from bloggermigrate.readers.pages.found import FoundComment, FoundPost
from bloggermigrate.readers.pages.one import FoundPage


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
        self._facts: dict[str, dict[str, int]] = {}
        self._first: Source | None = None
        self.done: set[str] = set()  #: numbers of the posts of which nothing better can come from a list page
        self.read_widgets: set[str] = set()  #: ids of the gadgets whose content is known

    def take(self, page: FoundPage) -> None:
        """Take over what one page holds."""
        self._first = self._first or page.source
        self._issues.extend(page.issues)
        self._learn(page.context)
        for post in page.posts:
            # The best copy there can be is known: a list page adds nothing to it.
            if post.item or post.id not in self.done:
                self._keep(post)
        for widget in page.widgets:
            known = self._widgets.get(widget.id)
            if known is None or (widget.has_settings and not known.has_settings):
                self._widgets[widget.id] = widget
                if widget.has_settings:
                    self.read_widgets.add(widget.id)

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
        if kept.post.is_complete:
            self.done.add(kept.post.id)
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
        above: tuple[str, dt.date | None] = ("", None)
        below = iter([*self._posts.values()][1:])
        for key, kept in self._posts.items():
            beside = next(below, None)
            page = kept.post.source.file
            near = above[1] if above[0] == page else None
            if near is None and beside is not None and beside.post.source.file == page:
                near = _day(beside.post.machine)
            post, *comments = self._entries(key, kept, order, None if kept.post.static else near)
            above = (page, _day(post.published))
            yield from (post, *comments)

    def _order(self) -> str | None:
        """Return the order of day and month that all numeric dates of the blog allow."""
        texts = [
            text
            for kept in self._posts.values()
            for printed in (kept.post.printed, *(comment.printed for comment in kept.comments.values()))
            for text in dating.numeric_texts(printed)
        ]
        return infer_order(texts, locale=self._fact("locale") or None)

    def _entries(self, key: str, kept: _Kept, order: str | None, neighbour: dt.date | None) -> Iterator[RawEntry]:
        post = kept.post
        locale = post.locale or self._fact("locale")
        source = post.source._replace(entry=post.id)
        dated = dating.settle(
            post.machine,
            post.printed,
            number=post.id,
            locale=locale,
            order=order,
            month=year_and_month(post.permalink),
            near=neighbour,
        )
        if dated.note and not (post.static and dated.note[0] == "date-guessed"):
            self._issues.add(dated.note[0], dated.note[1], source)
        if not post.whole:
            self._issues.add(
                "page-snippet",
                "Only a snippet of this post is in the pages given; its own page has the whole text.",
                source,
            )
        for line in post.dropped:
            self._issues.add("chrome-dropped", f"{line!r} is the page's own, not the post's; it is left out.", source)
        if post.local_pictures:
            count = len(post.local_pictures)
            what = f"{count} pictures lie" if count > 1 else "A picture lies"
            self._issues.add(
                "page-picture",
                f"{what} beside the saved page, {post.local_pictures[0]!r}; the page does not tell the old address.",
                source,
            )
        entry_id = self._id(post.id, key)
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
            extra=() if post.whole else (SUMMARY,),
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
        source = source._replace(entry=comment.id)
        dated = dating.settle(
            comment.machine, comment.printed, number=comment.id, locale=locale, order=order, near=near
        )
        if dated.note:
            self._issues.add(dated.note[0], f"Comment: {dated.note[1]}", source)
        return RawEntry(
            kind="comment",
            id=self._id(comment.id, f"{parent}\0{comment.author.name}\0{comment.html}"),
            source=source,
            content=comment.html,
            published=dated.iso,
            status="GHOSTED_COMMENT" if comment.deleted else "",
            author=comment.author,
            parent=parent,
            in_reply_to=self._id(comment.reply_to) if comment.reply_to else "",
        )

    def _id(self, number: str, text: str = "") -> str:
        """Return the id of the entry with Blogger's *number*; without one it is made of *text*."""
        if not number:
            return f"{MADE_ID}page.post-{made_number(text)}"
        blog = self._fact("blog_id")
        return f"tag:blogger.com,1999:blog-{blog}.post-{number}" if blog else f"tag:blogger.com,1999:post-{number}"


def _fill(better: FoundPost, other: FoundPost) -> FoundPost:
    """Return *better* with what only *other* has."""
    if not better.title:
        better.title = other.title
    if not better.machine:
        better.machine = other.machine
    if not better.id:
        better.id = other.id
    if better.author == NOBODY:
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
