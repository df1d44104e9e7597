"""Comments: whose post each belongs to, and why one is left out."""

from __future__ import annotations

from bloggermigrate.assemble.frame import Frame
from bloggermigrate.model import Status, number_of
from bloggermigrate.store import rows
from bloggermigrate.store.packing import answer, byline
from bloggermigrate.text.instants import microseconds, parse_instant, rfc3339

_COMMENT_STATUS = {
    "": Status.LIVE,
    "LIVE": Status.LIVE,
    "GHOSTED_COMMENT": Status.DELETED,
    "SPAM_COMMENT": Status.SPAM,
}


def fill_comments(frame: Frame, repeated: frozenset[int]) -> None:
    """Fill `comments`: each with its post's row, or skipped with the reason."""
    db, wanted = frame.store.db, frame.options.include
    always = bool(frame.options.timezone)
    off = "comments" not in wanted or frame.options.comments == "none"
    for row, number, meta in rows(db, "SELECT row, number, meta FROM items WHERE kind = 'comment' ORDER BY row"):
        if row in repeated:
            continue
        entry = answer(meta)
        status = _COMMENT_STATUS.get(entry.status.strip().upper(), Status.UNKNOWN)
        if "TRASH" in entry.status.upper():
            status = Status.TRASHED
        # Refs of comments on static pages say `.post-N` where the page's own id says `.page-N`: numbers agree.
        post = db.execute(
            "SELECT row, skipped FROM posts WHERE number = ? AND number <> '' ORDER BY skipped <> '', row",
            (number_of(entry.parent),),
        ).fetchone()
        reason = ""
        if status is Status.UNKNOWN:
            reason = "not-public"
            frame.issues.add(
                "status-unknown", f"Status {entry.status!r}: not made public.", byline(meta)[2], old=entry.status
            )
        elif status is Status.SPAM and "spam" not in wanted:
            reason = "spam"
        elif status is Status.TRASHED and "trashed" not in wanted:
            reason = "trashed"
        elif off:
            reason = "comments-excluded"
        elif post is None:
            reason = "orphan"
            frame.issues.add(
                "comment-orphan",
                f"Its post {entry.parent or '(not named)'} is not in the input.",
                byline(meta)[2],
            )
        elif post[1]:
            reason = "post-skipped"
        if reason:
            frame.balance.skip("comment", reason)
            continue
        if status is Status.DELETED:
            frame.issues.add("comment-deleted", "The comment was deleted in Blogger.", byline(meta)[2])
        moment = parse_instant(entry.published, frame.zone, always=always)
        if moment is None:
            code = "date-unparsed" if entry.published else "entry-no-date"
            frame.issues.add(code, "The comment has no usable date.", byline(meta)[2], old=entry.published or None)
        db.execute(
            "INSERT INTO comments VALUES (?, ?, ?, ?, ?, ?, ?, '')",
            (
                row,
                post[0],
                number,
                number_of(entry.in_reply_to),
                status,
                rfc3339(moment),
                microseconds(moment),
            ),
        )
    db.execute("CREATE INDEX comments_post ON comments (post)")


def compare_counts(frame: Frame) -> None:
    """Report posts of which Blogger counted more comments than the input holds."""
    if "comments" not in frame.options.include or frame.options.comments == "none":
        return
    query = (
        "SELECT row, total, (SELECT count(*) FROM comments WHERE post = posts.row) AS held FROM posts "
        "WHERE total > held AND skipped = '' ORDER BY row"
    )
    for row, total, held in list(rows(frame.store.db, query)):
        frame.issues.add(
            "comment-count",
            f"Blogger counted {total} comments; {held} of them are here.",
            frame.store.meta(row).source,
            old=str(total),
            new=str(held),
        )
