"""Posts and pages as meant: their statuses, dates and old addresses."""

from __future__ import annotations

from datetime import datetime

from bloggermigrate.assemble.frame import Frame
from bloggermigrate.model import RawEntry, Status
from bloggermigrate.store import rows
from bloggermigrate.text import addresses
from bloggermigrate.text.instants import FIRST_YEAR, microseconds, parse_instant, rfc3339

_POST_STATUS = {"": Status.LIVE, "LIVE": Status.LIVE, "DRAFT": Status.DRAFT, "SCHEDULED": Status.SCHEDULED}


def _status(entry: RawEntry, published: datetime | None, frame: Frame) -> Status:
    word = entry.status.strip().upper()
    if "TRASH" in word:
        return Status.TRASHED
    status = _POST_STATUS.get(word)
    if status is None:
        frame.issues.add("status-unknown", f"Status {entry.status!r}: kept as a draft.", entry.source, old=entry.status)
        return Status.DRAFT
    known = frame.inputs.get(entry.source.file)
    # A classic export has no word for it: what is dated after the blog's own last change is yet to come.
    if not word and published and known and known.updated and published > known.updated:
        return Status.SCHEDULED
    return status


def _published(entry: RawEntry, frame: Frame) -> datetime | None:
    always = bool(frame.options.timezone)
    moment = parse_instant(entry.published, frame.zone, always=always)
    if moment is None:
        spare = next(
            (m for text in (entry.created, entry.updated) if (m := parse_instant(text, frame.zone, always=always))),
            None,
        )
        code = "date-unparsed" if entry.published else "entry-no-date"
        instead = f"; {rfc3339(spare)} is used" if spare else ""
        frame.issues.add(code, f"No usable publication date{instead}.", entry.source, old=entry.published or None)
        return spare
    if moment.year < FIRST_YEAR:
        frame.issues.add("date-unlikely", f"It is dated {moment.date().isoformat()}.", entry.source)
    return moment


def fill_posts(frame: Frame, repeated: frozenset[int]) -> None:
    """Fill `posts` and `labels`: all but the names, which need the whole set."""
    db = frame.store.db
    always = bool(frame.options.timezone)
    sizes = "SELECT row, size FROM items WHERE kind IN ('post', 'page') ORDER BY row"
    for (row, entry), (_, size) in zip(frame.store.entries("post", "page"), rows(db, sizes), strict=True):
        if row in repeated:
            continue
        published = _published(entry, frame)
        updated = parse_instant(entry.updated, frame.zone, always=always)
        if published and updated and updated < published:
            frame.issues.add(
                "updated-before-published",
                f"Changed {rfc3339(updated)}, published {rfc3339(published)}.",
                entry.source,
            )
        if not entry.number:
            frame.issues.add("entry-no-id", "The entry has no id with a number.", entry.source)
        if not entry.has_content:
            frame.issues.add("entry-no-content", "The entry has no content element.", entry.source)
        status = _status(entry, published, frame)
        address = entry.permalink or entry.reserved
        path = addresses.path_of(address) if address else None
        if entry.permalink and path is None:
            frame.issues.add(
                "path-unsafe",
                "The old address is no safe path; another one was made.",
                entry.source,
                old=address,
            )
        db.execute(
            "INSERT INTO posts (row, kind, number, status, title, permalink, path, has_path, slug, key, published, "
            "updated, at, size, total) VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '', ?, ?, ?, ?, ?)",
            (
                row,
                entry.kind,
                entry.number,
                status,
                entry.title,
                entry.permalink,
                path or "",
                path is not None,
                rfc3339(published),
                rfc3339(updated),
                microseconds(published),
                size,
                entry.comment_total,
            ),
        )
        if entry.labels:
            db.executemany("INSERT INTO labels VALUES (?, ?)", [(row, label) for label in entry.labels])
    db.execute("CREATE INDEX posts_number ON posts (number)")
    db.execute("CREATE INDEX labels_row ON labels (row)")
