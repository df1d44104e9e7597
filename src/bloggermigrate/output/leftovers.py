"""Files of an earlier run that this one did not make: of entries that moved, and of entries that are gone."""

from __future__ import annotations

from bloggermigrate.account.ledger import Ledger
from bloggermigrate.issues import Issue, Source
from bloggermigrate.output import Folder
from bloggermigrate.store import Store, rows


def clear_up(folder: Folder, store: Store, ledger: Ledger) -> None:
    """Take away what stands in the way of a second conversion, and say what is kept.

    A post that was published, or got another address, since the last run has a new file: the old one goes, unless it
    was edited by hand. What was deleted in Blogger stays here, for that is what one migrates for, and is reported. An
    entry that is in the input and was not chosen this time keeps its file in silence.
    """
    here: set[str] | None = None
    issues = []
    for path, entry, now in folder.leftovers():
        if now:
            if folder.remove(path):
                message = f"It has another place now, {now}; the old file is removed."
                issues.append(Issue("file-moved", message, Source(path, entry), old=path, new=now))
            else:
                message = f"It has another place now, {now}; the old file was edited by hand and is left alone."
                issues.append(Issue("file-edited", message, Source(path, entry), old=path, new=now))
            continue
        if here is None:
            here = _entries(store)
        if entry not in here:
            message = "The input does not hold it any more; the file of the last conversion is kept."
            issues.append(Issue("entry-gone", message, Source(path, entry), old=path))
    ledger.add_issues(issues)


def _entries(store: Store) -> set[str]:
    """Return what the manifest calls the entries of this run, written or not; the trashed are as good as gone."""
    query = (
        "SELECT DISTINCT number FROM items WHERE kind IN ('post', 'page', 'comment') AND number <> '' "
        "AND row NOT IN (SELECT row FROM posts WHERE skipped = 'trashed')"
    )
    return {number for (number,) in rows(store.db, query)}
