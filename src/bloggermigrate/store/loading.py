"""From the store to the model: one post at a time, with its thread of comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import overload

from bloggermigrate.issues import Issue
from bloggermigrate.model import Comment, Label, Post, Status
from bloggermigrate.readers.items import CATEGORY
from bloggermigrate.store import Store, rows
from bloggermigrate.store.packing import byline, unpack

#: replies nested deeper stand at this depth: Blogger itself shows two levels, and every engine's data has its limit
MAX_DEPTH = 20

_POST = """
SELECT row, posts.kind, status, title, permalink, path, has_path, slug, key, published, updated, old, meta, content
FROM posts JOIN items USING (row) JOIN bodies USING (row) LEFT JOIN moved USING (row) WHERE seq = ?
"""
_THREAD = """
SELECT row, comments.number, parent, status, published, meta, content
FROM comments JOIN items USING (row) JOIN bodies USING (row)
WHERE post = ? ORDER BY at IS NULL, at, comments.number, row
"""


def load_post(store: Store, seq: int, labels: Mapping[str, Label]) -> tuple[Post, list[Issue]]:
    """Return the post with number *seq* and what its thread of comments had to be mended in.

    Raises KeyError when there is none of that number.
    """
    found = store.db.execute(_POST, (seq,)).fetchone()
    if found is None:
        raise KeyError(seq)
    row, kind, status, title, permalink, path, has_path, slug, key, published, updated, old, meta, content = found
    entry = unpack(kind, meta, content)
    comments, issues = _thread(store, row)
    post = Post(
        id=entry.id or f"urn:bloggermigrate:{key}",
        kind=kind,
        status=Status(status),
        title=" ".join(title.split()),
        permalink=permalink,
        path=path,
        has_path=bool(has_path),
        slug=slug,
        key=key,
        published=_moment(published),
        updated=_moment(updated),
        author=entry.author,
        labels=tuple(labels[name] for name in entry.labels if name in labels),
        categories=tuple(name for key, name in entry.extra if key == CATEGORY),
        moved_from=old or "",
        description=entry.description,
        location=entry.location,
        thumbnail=entry.thumbnail,
        enclosures=entry.enclosures,
        content_html=entry.content,
        comments=comments,
        comment_total=entry.comment_total,
        source=entry.source,
    )
    return post, issues


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _thread(store: Store, row: int) -> tuple[tuple[Comment, ...], list[Issue]]:
    """Return the comments of the post in *row*, oldest first, replies below what they answer."""
    issues: list[Issue] = []
    found: list[tuple[int, str, str, Comment]] = []
    by_number: dict[str, int] = {}
    for place, (item, number, parent, status, published, meta, content) in enumerate(rows(store.db, _THREAD, (row,))):
        entry_id, author, source = byline(meta)
        state = Status(status)
        comment = Comment(
            id=entry_id or f"urn:bloggermigrate:comment-{item}",
            status=state,
            author=author,
            published=_moment(published),
            content_html="" if state is Status.DELETED else _with_breaks(content),
            source=source,
        )
        found.append((place, number, parent, comment))
        if number:
            by_number.setdefault(number, place)
    parents: list[int | None] = [None] * len(found)
    for place, _, parent, comment in found:
        if not parent:
            continue
        above = by_number.get(parent)
        if above is None:
            issues.append(
                Issue("comment-parent-missing", f"The comment {parent} it answers is missing.", comment.source)
            )
        elif above != place:
            parents[place] = above
        else:
            issues.append(Issue("comment-loop", "The comment answers itself.", comment.source))
    depth = _depths(parents, [comment for *_, comment in found], issues)
    return _nest(parents, depth, [comment for *_, comment in found]), issues


def _with_breaks(comment: str) -> str:
    """Return a comment's HTML with its line breaks as elements.

    A comment is typed as plain lines. The classic export writes them as `<br />`, a Takeout as bare line feeds.
    """
    if "\n" not in comment or "<br" in comment.lower():
        return comment
    return comment.strip("\n").replace("\n", "<br />")


def _depths(parents: list[int | None], comments: Sequence[Comment], issues: list[Issue]) -> list[int]:
    """Return how deep each comment stands; opens circles in *parents* and moves up what stands too deep."""
    depth: list[int] = [-1] * len(parents)
    for start in range(len(parents)):
        chain: list[int] = []
        met: set[int] = set()
        place: int | None = start
        while place is not None and depth[place] < 0:
            if place in met:
                issues.append(Issue("comment-loop", "Comments answer each other in a circle.", comments[place].source))
                parents[chain[-1]] = None
                place = None
                break
            chain.append(place)
            met.add(place)
            place = parents[place]
        level = -1 if place is None else depth[place]
        for member in reversed(chain):
            level += 1
            if level > MAX_DEPTH:
                above = parents[member]
                parents[member] = parents[above] if above is not None else None
                level = MAX_DEPTH
            depth[member] = level
    return depth


def _nest(parents: list[int | None], depth: list[int], comments: list[Comment]) -> tuple[Comment, ...]:
    """Return the top comments with their replies inside; the deepest are closed first, so nothing recurses."""
    replies: dict[int | None, list[int]] = {}
    for place, parent in enumerate(parents):
        replies.setdefault(parent, []).append(place)
    built: dict[int, Comment] = {}
    for place in sorted(range(len(comments)), key=lambda index: -depth[index]):
        below = replies.get(place)
        built[place] = (
            replace(comments[place], replies=tuple(built[index] for index in below)) if below else comments[place]
        )
    return tuple(built[place] for place in replies.get(None, []))


class Posts(Sequence[Post]):
    """The posts and pages of a store, oldest first, each loaded when it is asked for."""

    def __init__(self, store: Store, labels: Sequence[Label]) -> None:
        self._store = store
        self._labels = {label.name: label for label in labels}
        self._length = int(store.db.execute("SELECT count(*) FROM posts WHERE seq IS NOT NULL").fetchone()[0])

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Post: ...
    @overload
    def __getitem__(self, index: slice) -> list[Post]: ...
    def __getitem__(self, index: int | slice) -> Post | list[Post]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(self._length))]
        place = index + self._length if index < 0 else index
        if not 0 <= place < self._length:
            raise IndexError(index)
        return load_post(self._store, place + 1, self._labels)[0]

    def __iter__(self) -> Iterator[Post]:
        for place in range(self._length):
            yield self[place]


def iter_comments(comments: Sequence[Comment]) -> Iterator[tuple[Comment, Comment | None]]:
    """Give every comment of a thread with the one it answers, in reading order."""
    waiting: list[tuple[Comment, Comment | None]] = [(comment, None) for comment in reversed(comments)]
    while waiting:
        comment, parent = waiting.pop()
        yield comment, parent
        waiting += [(reply, comment) for reply in reversed(comment.replies)]
