"""All engines that build sites of files, behind one face: what each is asked, and how it may know what it was given."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bloggermigrate.model import Post, Status
from bloggermigrate.options import Options
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.writers import WRITERS
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.lines import printable
from engines import astro, eleventy, hexo, hugo, jekyll, mkdocs, nikola, pelican
from engines.hugo import Record

_PUBLIC = (Status.LIVE, Status.SCHEDULED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One engine. `records` builds and tells all that it knows, `build` what a reader sees.

    The rest says how it may differ from the model: *instant* rounds as it counts, *sorts* labels, gives *pages* no
    labels, dates or drafts, puts drafts of Pelican's into folders of theirs.
    """

    name: str
    ready: Callable[[], object]
    records: Callable[[Path, Path], list[Record]]
    build: Callable[[Path, Path], None]
    new_post: tuple[str, str]  #: file and text of a post that the owner writes later
    instant: Callable[[datetime | None], datetime | None] = lambda moment: moment
    label: str = "/tags/{slug}/"
    feeds: tuple[str, ...] = ("feeds/posts/default", "rss.xml", "sitemap.xml")
    label_feed: str = "tags/{slug}/rss.xml"
    hides: Literal["all", "posts", "scheduled"] = "posts"  #: whose date has to come first
    no_label_page: str = "?/"  #: characters of labels whose old addresses only the map of redirects has
    second_page: str = "/page/2/"  #: of the list of posts
    beginning: range = range(100, 101)  #: words of a post without a jump break in that list
    sorts: bool = False
    one_line: bool = False  #: control characters in titles are blanks
    printable: bool = False  #: the same, one by one
    labels_of_pages: bool = True
    dates_of_pages: bool = True
    drafts_of_pages: bool = True
    scheduled_pages: bool = True
    draft_folder: bool = False
    broken: Callable[[str], bool] = lambda link: False  #: links of hostile bodies that the engine makes its own

    def missing(self) -> str:
        return "" if self.ready() else f"{self.name} is not installed: scripts/install-engines {self.name}"

    def is_public(self, post: Post) -> bool:
        """Whether readers see the post today."""
        later = post.published is not None and post.published > datetime.now(UTC)
        if post.status is Status.LIVE:
            return not later or self.hides == "scheduled" or (self.hides == "posts" and post.kind == "page")
        return post.status is Status.SCHEDULED and not later and (self.scheduled_pages or post.kind == "post")

    def wanted(self, posts: Iterable[Post], options: Options, context: Context) -> list[Record]:
        """Return what the engine should know of *posts*, in order of address."""
        known = (self._record(post, self.address(post, context)) for post in posts)
        return sorted((record for record in known if record), key=lambda record: record.address)

    def address(self, post: Post, context: Context) -> str:
        """Return where the page of a post stands, drafts of Pelican's apart."""
        return WRITERS[self.name].addresses(context.blog, context.options).post(post)

    def _record(self, post: Post, address: str) -> Record | None:
        page = post.kind == "page"
        draft = self._is_draft(post)
        if page and draft and not self.drafts_of_pages:
            return None
        if draft and self.draft_folder:
            address = f"/drafts/{'pages/' if page else ''}{post.slug}.html"
        labels = [label.name for label in post.labels] if self.labels_of_pages or not page else []
        title = " ".join(printable(post.title).split())
        return Record(
            address=_folder(address),
            title=title if self.one_line else printable(post.title) if self.printable else post.title,
            instant=self.instant(post.published) if self.dates_of_pages or not page else None,
            labels=tuple(sorted(labels) if self.sorts else labels),
            draft=draft,
            kind=post.kind,
            comments=sum(1 for _ in iter_comments(post.comments)),
        )

    def _is_draft(self, post: Post) -> bool:
        if self.draft_folder:
            later = post.kind == "post" and post.published is not None and post.published > datetime.now(UTC)
            return post.status not in _PUBLIC or later or (post.kind == "page" and post.status is Status.SCHEDULED)
        if not self.drafts_of_pages and post.kind == "page":
            return post.status is not Status.LIVE
        if not self.scheduled_pages and post.kind == "page":
            return post.status is not Status.LIVE
        return post.status not in _PUBLIC

    def as_told(self, records: Iterable[Record]) -> list[Record]:
        """Return records with addresses, instants and labels brought to what both sides can say, in order of address."""
        known = (
            replace(
                one,
                address=_folder(one.address),
                instant=self.instant(one.instant),
                labels=tuple(sorted(one.labels)) if self.sorts else one.labels,
            )
            for one in records
        )
        return sorted(known, key=lambda record: record.address)


def _folder(address: str) -> str:
    """Return the address of an index as that of its folder: servers answer both."""
    return re.sub(r"/index\.html\Z", "/", address)


def _to_seconds(moment: datetime | None) -> datetime | None:
    # The year 1 is Hugo's own for what has no date.
    return moment.replace(microsecond=0) if moment and moment.year > 1 else None


def _to_milliseconds(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def _noon(moment: datetime) -> datetime:
    return moment.replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=UTC)


def _jekylls(moment: datetime | None) -> datetime | None:
    """Jekyll counts seconds; where zones had odd offsets Ruby loses these: to the day."""
    return _noon(moment) if moment and moment.year < 1900 else moment and moment.replace(microsecond=0)


def _hexos(moment: datetime | None) -> datetime | None:
    """As Jekyll, in milliseconds; the year 9999 has no later one."""
    return _noon(moment) if moment and (moment.year < 1900 or moment.year == 9999) else _to_milliseconds(moment)


_POST = "---\n{}title: Nuovo\n{}: 2024-05-06\n{}\n---\n\nCiao.\n"
_LIST = "tags: [Nuove cose, Pane]"

ENGINES: dict[str, Engine] = {
    engine.name: engine
    for engine in (
        Engine(
            name="hugo",
            hides="all",
            ready=hugo.executable,
            records=hugo.records,
            build=hugo.build,
            instant=_to_seconds,
            printable=True,
            new_post=(
                "content/posts/nuovo.md",
                '---\ntitle: Nuovo\nurl: "/2024/05/nuovo.html"\ndate: 2024-05-06\ntags: [Nuove cose, Pane]\n---\nCiao.\n',
            ),
        ),
        Engine(
            name="eleventy",
            hides="scheduled",
            ready=eleventy.program,
            records=eleventy.records,
            build=eleventy.build,
            instant=_to_milliseconds,
            new_post=("content/posts/nuovo.md", _POST.format("", "date", _LIST)),
        ),
        Engine(
            name="astro",
            hides="scheduled",
            ready=astro.program,
            records=astro.records,
            build=astro.build,
            instant=_to_milliseconds,
            no_label_page="?/#%",
            new_post=("src/content/posts/nuovo.md", _POST.format("", "pubDate", _LIST)),
        ),
        Engine(
            name="jekyll",
            ready=jekyll.executable,
            records=jekyll.records,
            build=jekyll.build,
            instant=_jekylls,
            labels_of_pages=False,
            scheduled_pages=False,
            new_post=("_posts/2024-05-06-nuovo.md", _POST.format("layout: post\n", "date", _LIST)),
        ),
        Engine(
            name="hexo",
            ready=hexo.modules,
            records=hexo.records,
            build=hexo.build,
            instant=_hexos,
            sorts=True,
            labels_of_pages=False,
            no_label_page="?/%",
            new_post=("source/_posts/2024-05-06-nuovo.md", _POST.format("layout: post\n", "date", _LIST)),
        ),
        Engine(
            name="nikola",
            second_page="/index-1.html",
            hides="all",
            ready=nikola.program,
            records=nikola.records,
            build=nikola.build,
            sorts=True,
            one_line=True,
            label="/tags/{slug}.html",
            feeds=("rss.xml", "sitemap.xml"),
            label_feed="tags/{slug}.xml",
            # A body has <img src=x>, and Nikola writes all addresses from the root.
            broken=lambda link: link.endswith("/x"),
            new_post=("posts/2024/05/nuovo.md", _POST.format("slug: nuovo\n", "date", _LIST)),
        ),
        Engine(
            name="pelican",
            beginning=range(60, 80),
            ready=pelican.program,
            records=pelican.records,
            build=pelican.build,
            one_line=True,
            scheduled_pages=False,
            draft_folder=True,
            new_post=("content/posts/nuovo.md", "Title: Nuovo\nDate: 2024-05-06\nTags: Nuove cose, Pane\n\nCiao.\n"),
        ),
        Engine(
            name="mkdocs",
            ready=mkdocs.program,
            records=mkdocs.records,
            build=mkdocs.build,
            one_line=True,
            labels_of_pages=False,
            dates_of_pages=False,
            drafts_of_pages=False,
            scheduled_pages=False,
            label="/tags/{slug}.html",
            feeds=("rss.xml", "sitemap.xml"),
            label_feed="",
            new_post=(
                "docs/posts/nuovo.md",
                _POST.format("slug: 2024/05/nuovo\n", "date", "categories: [Nuove cose, Pane]"),
            ),
        ),
    )
}
