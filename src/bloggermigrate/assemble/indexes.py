"""What menus and indexes need of the whole blog: labels, authors, static pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bloggermigrate.assemble.frame import Frame
from bloggermigrate.issues import Source
from bloggermigrate.model import Author, Label, PageLink, Status
from bloggermigrate.store import Store, rows
from bloggermigrate.store.packing import byline
from bloggermigrate.text.slugs import slugify


def labels_of(frame: Frame) -> Iterator[Label]:
    """Give each label with a slug of its own, in the order in which the blog first used them."""
    store = frame.store
    query = (
        "SELECT name, max(status = ?) FROM labels JOIN posts USING (row) WHERE seq IS NOT NULL "
        "GROUP BY name ORDER BY min(seq), min(labels.rowid)"
    )
    plain: dict[str, str] = {}
    for name, public in list(rows(store.db, query, (Status.LIVE,))):
        wanted = slugify(name) or "label"
        slug = frame.unique("label", wanted)
        if slug != wanted and wanted in plain:
            frame.issues.add(
                "label-merged",
                f"{plain[wanted]!r} and {name!r} would share an address.",
                Source("labels"),
                old=wanted,
                new=slug,
            )
        plain.setdefault(wanted, name)
        yield Label(name, slug, bool(public))


def authors_of(store: Store) -> Iterable[Author]:
    """Return the authors of what is written, the most busy first."""
    counts: dict[Author, int] = {}
    query = "SELECT meta FROM posts JOIN items USING (row) WHERE seq IS NOT NULL ORDER BY seq"
    for (meta,) in rows(store.db, query):
        _, author, _ = byline(meta)
        if author.name:
            counts[author] = counts.get(author, 0) + 1
    return sorted(counts, key=lambda author: (-counts[author], author.name))


def pages_of(store: Store) -> Iterator[PageLink]:
    query = "SELECT row, title, path, status FROM posts WHERE kind = 'page' AND seq IS NOT NULL ORDER BY seq"
    for row, title, path, status in rows(store.db, query):
        yield PageLink(id=store.meta(row).id, title=title, path=path, status=Status(status))
