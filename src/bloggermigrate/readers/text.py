"""Pages of a blog copied or dumped as plain text: posts found by several marks together, never by one.

A post begins with the line of its date. What follows is its title, its paragraphs, then Blogger's own
lines: who posted it, how many comments, each comment below "… said...", the link to write one, and what
gadgets show. Each of those lines could stand in a post, so a block of them counts only when its marks add up
(``text_cut``). What can't be told stays in the body and is reported.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from bloggermigrate.dates import infer_order
from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import Author, RawEntry, RawWidget
from bloggermigrate.readers import chrome_strings as chrome
from bloggermigrate.readers.encodings import decode
from bloggermigrate.readers.items import MADE_ID, RawFeed, RawItem
from bloggermigrate.readers.pages import dating
from bloggermigrate.readers.pages.collect import made_number
from bloggermigrate.readers.probe import Probe
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.readers.text_blocks import Block, blocks_of
from bloggermigrate.readers.text_cut import TextPost, cut_posts, starts_of
from bloggermigrate.readers.text_marks import strength_of

_GREATEST: Final = 256 * 1024 * 1024


def sniff(seen: Probe) -> bool:
    """Return whether *seen* is the text of a blog's page: a date line and Blogger's lines behind it."""
    if seen.form != "text":
        return False
    blocks = blocks_of(_lines(seen.text))
    starts = starts_of(blocks)
    if not starts:
        return False
    date = blocks[starts[0]].date
    # Tags or an author below a bare date stand in many a diary and list of changes.
    enough = 1 if date is not None and date.weekday_ok is not None else 2
    return sum(strength_of(line) for block in blocks[starts[0] :] for line in block.lines) >= enough


def _lines(text: str) -> str:
    """Return *text* with one kind of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\0", "\ufffd")


@dataclass(frozen=True, slots=True)
class _Copy:
    """One text: its blocks, what stands above the first date, its posts."""

    source: Source
    blocks: list[Block]
    above: list[list[str]]
    posts: list[TextPost]


def _copy_of(file: InputFile) -> _Copy:
    with file.open() as stream:
        blocks = blocks_of(_lines(decode(stream.read(_GREATEST))))
    starts = starts_of(blocks) or ([0] if blocks else [])
    bounds = itertools.pairwise([*starts, len(blocks)])
    posts = [post for start, end in bounds for post in cut_posts(blocks[start:end])]
    above = [block.lines for block in blocks[: starts[0] if starts else 0]]
    return _Copy(Source(file.name), blocks, above, posts)


def read(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give the posts, comments and gadgets of one text."""
    return read_all([file], issues)


def read_all(files: Iterable[InputFile], issues: IssueLog, jobs: int = 1) -> Iterator[RawItem]:
    """Give the blog that *files*, texts, are copies of: one language, one order of numbers, one sidebar."""
    copies = [_copy_of(file) for file in files]
    blocks = [block for copy in copies for block in copy.blocks]
    posts = [post for copy in copies for post in copy.posts]
    order = infer_order(block.lines[0] for block in blocks if block.date is not None)
    _unglue(posts, {line for block in blocks for line in block.lines})
    locale = _locale(posts, blocks)
    around = next((day for post in posts if (day := _first_comment(post, locale, order))), None)
    shown: set[str] = set()

    def boxes(title: str, blocks: list[list[str]], source: Source, line: int) -> Iterator[RawWidget]:
        """Give the gadget that *blocks* are, once: each copy shows the sidebar."""
        key = repr((title, blocks))
        if key not in shown:
            shown.add(key)
            yield _gadget(len(shown), title, blocks, source, line)

    for copy in copies:
        yield RawFeed(locale=locale, source=copy.source)
        if copy.above:
            # The header of the page, a menu: not a post's, and not to be lost.
            first = copy.above[0][0][:80]
            issues.add("text-unclear", f"{first!r} … stands before the first date; kept as a gadget.", copy.source)
            yield from boxes("", copy.above, copy.source, 1)
        for post in copy.posts:
            for title, lines in post.gadgets:
                yield from boxes(title, [lines], copy.source, post.line)
            yield from _entries(post, locale, order, around, copy.source, issues)


def _unglue(posts: list[TextPost], lines: set[str]) -> None:
    """Part the names of authors from the word before the time ("Annaa 10:35"), where the page shows them elsewhere."""
    for post in posts:
        if post.author and post.author not in lines:
            parted = (post.author[:at] for at in (-1, -2, -3, -4) if chrome.is_at(post.author[at:]))
            post.author = next((name for name in parted if name in lines), post.author)


def _locale(posts: list[TextPost], blocks: list[Block]) -> str:
    """Return the language that the dates speak; where they could be of several, that of Blogger's lines."""
    counts = Counter(post.date.locale for post in posts if post.date is not None and post.date.locale)
    if not counts:
        counts = Counter(code for block in blocks for line in block.lines for code in chrome.languages_of(line))
        ((_, most), *others) = counts.most_common(2) or [("", 0)]
        if any(count == most for _, count in others):
            return ""
    return counts.most_common(1)[0][0] if counts else ""


def _html(blocks: list[list[str]]) -> str:
    """Return paragraphs of HTML with the very words of *blocks*; a line's end inside one is a ``<br />``."""
    return "\n".join(f"<p>{'<br />'.join(escape(line, quote=False) for line in lines)}</p>" for lines in blocks)


def _gadget(number: int, title: str, blocks: list[list[str]], source: Source, line: int) -> RawWidget:
    return RawWidget(
        id=f"Copied{number}",
        type="Text",
        title=title,
        section="",
        order=number - 1,
        settings={"content": _html(blocks)},
        has_settings=True,
        source=Source(source.file, line=line),
    )


def _first_comment(post: TextPost, locale: str, order: str | None) -> dt.date | None:
    """Return the day of the earliest comment on *post*: not long after the post's own."""
    found = [dating.settle("", one.printed, number="", locale=locale, order=order).iso for one in post.comments]
    return min((dt.date.fromisoformat(iso[:10]) for iso in found if iso), default=None)


def _entries(
    post: TextPost, locale: str, order: str | None, around: dt.date | None, source: Source, issues: IssueLog
) -> Iterator[RawEntry]:
    """Give *post* and its comments; *around* is a day of the blog, which tells the year where nothing nearer does."""
    here = Source(source.file, line=post.line)
    printed = [text for text in (post.date.text if post.date else "", post.time) if text]
    yearless = post.date is not None and post.date.year_from_context
    near = (_first_comment(post, locale, order) or around) if yearless else None
    dated = dating.settle("", printed, number="", locale=locale, order=order, near=near)
    if yearless:
        told = f"that of a comment makes it {dated.iso}" if near else "nothing tells it"
        issues.add("date-guessed", f"{printed[0]!r} has no year; {told}.", here)
    elif dated.note:
        issues.add(dated.note[0], dated.note[1], here)
    for line, kind in post.dropped:
        issues.add("chrome-dropped", f"{line[:80]!r} is {kind}; it is left out.", here)
    for line in post.doubts:
        issues.add("text-unclear", f"{line[:80]!r}: can't tell what it belongs to; it is kept.", here)
    number = made_number(f"{dated.iso}\0{post.title}\0{_html(post.body)}")
    entry_id = f"{MADE_ID}text.post-{number}"
    yield RawEntry(
        kind="post",
        id=entry_id,
        source=here,
        title=post.title,
        content=_html(post.body),
        published=dated.iso,
        author=Author(post.author),
        labels=post.labels,
        comment_total=post.total,
    )
    if post.total is not None and post.total != len(post.comments):
        issues.add(
            "comment-count",
            f"The text says {post.total} comments; {len(post.comments)} were found.",
            here,
        )
    for comment in post.comments:
        when = dating.settle("", comment.printed, number="", locale=locale, order=order)
        html = _html(comment.blocks)
        # Text gives a comment no date of its own where the page printed none: the post's is not taken for it.
        yield RawEntry(
            kind="comment",
            id=f"{MADE_ID}text.post-{made_number(f'{entry_id}{comment.author}{html}')}",
            source=Source(source.file, line=comment.number),
            content=html,
            published=when.iso,
            author=Author(comment.author),
            parent=entry_id,
        )
