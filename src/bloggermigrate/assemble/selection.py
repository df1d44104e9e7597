"""Which posts are written, and in which order."""

from __future__ import annotations

from typing import Any

from bloggermigrate.assemble.frame import Frame
from bloggermigrate.issues import Source
from bloggermigrate.model import Status
from bloggermigrate.store import Store, rows
from bloggermigrate.text.nearest import did_you_mean
from bloggermigrate.text.slugs import fold


def select(frame: Frame) -> None:
    """Say of each post why it is not written, if it isn't; the first reason counts."""
    db, options = frame.store.db, frame.options
    wanted = options.include

    def skip(reason: str, where: str, *values: Any) -> None:
        db.execute(f"UPDATE posts SET skipped = ? WHERE skipped = '' AND ({where})", (reason, *values))

    for kind in ("post", "page"):
        if f"{kind}s" not in wanted:
            skip(f"{kind}s-excluded", "kind = ?", kind)
    if "trashed" not in wanted:
        skip("trashed", "status = ?", Status.TRASHED)
    if "drafts" not in wanted:
        skip("draft", "status = ?", Status.DRAFT)
    if "scheduled" not in wanted:
        skip("scheduled", "status = ?", Status.SCHEDULED)
    if options.labels:
        new = options.changes.labels
        names = {fold(name) for label in options.labels for name in (label, new.get(label) or label)}
        for (row,) in list(rows(db, "SELECT row FROM posts")):
            if not any(fold(name) in names for (name,) in rows(db, "SELECT name FROM labels WHERE row = ?", (row,))):
                skip("label", "row = ?", row)
    if options.since:
        skip("date", "published = '' OR substr(published, 1, 10) < ?", options.since.isoformat())
    if options.until:
        skip("date", "published = '' OR substr(published, 1, 10) > ?", options.until.isoformat())
    if options.limit is not None:
        skip(
            "limit",
            "kind = 'post' AND row NOT IN (SELECT row FROM posts WHERE kind = 'post' AND skipped = '' "
            "ORDER BY at IS NULL, at DESC, row LIMIT ?)",
            options.limit,
        )
    _tell_of_nothing(frame)
    for kind, reason, count in rows(db, "SELECT kind, skipped, count(*) FROM posts WHERE skipped <> '' GROUP BY 1, 2"):
        frame.balance.skip(kind, reason, count)


def _tell_of_nothing(frame: Frame) -> None:
    """Say which label of the options no post has, and whether the options leave nothing to write."""
    store, options = frame.store, frame.options
    source = Source("options")
    known = {fold(name): name for (name,) in rows(store.db, "SELECT DISTINCT name FROM labels")}
    for label in options.labels:
        if not {fold(label), fold(options.changes.labels.get(label) or label)} & set(known):
            meant = did_you_mean(label, known.values())
            frame.issues.add("selection-empty", f"No post has the label {label!r}.{meant}", source)
    chosen = options.labels or options.since or options.until
    if chosen and next(rows(store.db, "SELECT 1 FROM posts WHERE skipped = '' LIMIT 1"), None) is None:
        frame.issues.add("selection-empty", "No post or page is within what the options choose.", source)


def number_in_order(store: Store) -> None:
    """Number what is written by publication, oldest first; undated ones last."""
    store.db.execute(
        "UPDATE posts SET seq = place FROM (SELECT row AS r, row_number() OVER (ORDER BY at IS NULL, at, number, row) "
        "AS place FROM posts WHERE skipped = '') WHERE posts.row = r"
    )
    store.db.execute("CREATE UNIQUE INDEX posts_seq ON posts (seq) WHERE seq IS NOT NULL")
