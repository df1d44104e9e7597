"""Saved pages of a blog: one, or a folder, archive or crawl of them.

What a page holds is found by the class names and addresses that Blogger printed in all its eras, never by
its words alone:

* classic templates, 1999 to 2006: free markup; anchors that are numbers, "permanent link" titles
* layouts, 2006 to 2016: ``.post``, ``.post-body``, ``abbr.published[title]``, ``dl#comments-block``, then threads
* themes of 2017 and later: ``time.published[datetime]``; list pages hold snippets
* themes by others, which keep some of these names
* Dynamic Views, 2011 and later: nothing but a script; a page without posts
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from bloggermigrate.issues import IssueLog
from bloggermigrate.readers.items import RawItem
from bloggermigrate.readers.pages.collect import PageCollector, made_number
from bloggermigrate.readers.pages.many import read_pages
from bloggermigrate.readers.probe import Probe
from bloggermigrate.readers.sources import InputFile

__all__ = ["PageCollector", "made_number", "read", "read_all", "sniff"]

#: Any of these alone tells a page of Blogger's.
_STRONG: Final = re.compile(
    r"<meta[^>]{0,200}content=['\"]blogger['\"]|_WidgetManager\._(?:Init|SetDataContext)|blogger\.com/navbar|"
    r"blogger\.com/(?:post-edit|email-post|delete-comment|comment|rsd)\.g\?|/widgets/\d+-widget_css_bundle|"
    r"class=['\"]widget Blog['\"]|blogger-template",
    re.IGNORECASE,
)
#: Two of these together do.
_WEAK: Final = (
    re.compile(r"\.blogspot\.[a-z.]{2,6}/", re.IGNORECASE),
    re.compile(r"bp\.blogspot\.com|blogger\.googleusercontent\.com|blogblog\.com|buttons\.blogger\.com", re.IGNORECASE),
    re.compile(r"class=['\"][^'\"]*\bpost-body\b", re.IGNORECASE),
    re.compile(r"title=['\"](?:permanent link|comment permalink)['\"]", re.IGNORECASE),
    re.compile(r"powered by blogger|bloggerbutton", re.IGNORECASE),
)
_THEME: Final = re.compile(r"<b:(?:skin|section|widget)[\s>]|<\$Blog\w+\$>|<Blogger>")
_HTML: Final = re.compile(r"<(?:html|head|body|div|p|a|table|script)[\s>]", re.IGNORECASE)


def sniff(seen: Probe) -> bool:
    """Return whether *seen* is a saved page of a Blogger blog: not its theme, not its feed.

    A classic page may hold unfilled template marks, so they tell a template only where no post was printed.
    """
    if seen.form not in {"html", "xml", "text"} or seen.root in {"feed", "entry", "rss", "opml"}:
        return False
    text = seen.text
    if not _HTML.search(text) or re.search(r"<b:(?:skin|section|widget)[\s>]", text):
        return False
    if _THEME.search(text) and "<$BlogItemBody$>" in text:
        return False
    return _STRONG.search(text) is not None or sum(mark.search(text) is not None for mark in _WEAK) >= 2


def read(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give what one saved page holds."""
    return read_all([file], issues)


def read_all(
    files: Iterable[InputFile],
    issues: IssueLog,
    jobs: int = 1,
    *,
    progress: Callable[[InputFile], None] | None = None,
) -> Iterator[RawItem]:
    """Give the blog that *files*, saved pages, are pages of; few of them are in memory at a time.

    *jobs* is how many processes may read them. *progress* is called with each file when it is opened.
    """
    collector = PageCollector(issues)
    for page in read_pages(files, jobs, collector.done, collector.read_widgets, progress):
        collector.take(page)
    yield from collector.items()
