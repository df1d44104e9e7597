"""Hosts that the input does not name and that bodies show to be the blog's: an address it had before, or today's."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from bloggermigrate.issues import Issue, IssueLog, Severity, Source
from bloggermigrate.store import Store, rows

#: different permalinks on a host that are entries here: year, month and name agree, so chance is out of the question
_PROOF = 3
_MOST_TOLD = 5


def hosts_shown(store: Store, known: Collection[str], issues: IssueLog, source: Source) -> Iterator[str]:
    """Give the hosts on which links to posts of this blog stand, beyond those *known*; tell of each, and of doubts.

    A host is the blog's when at least three permalinks on it, and half of all, are those of entries.
    """
    query = (
        "SELECT name, count(*), sum(key IS NOT NULL) AS hits FROM clues LEFT JOIN old_places ON key = value "
        "WHERE kind = 'host' GROUP BY name HAVING hits > 0 ORDER BY hits DESC, name"
    )
    found = [row for row in rows(store.db, query) if row[0] not in known]
    for host, total, hits in found[:_MOST_TOLD]:
        sure = hits >= _PROOF and 2 * hits >= total
        links = f"Of {total} addresses of posts on {host} that bodies link to, {hits} belong to entries here"
        message = f"{links}; it is taken for an address of this blog." if sure else f"{links}."
        level = Severity.INFO if sure else None
        issues.extend([Issue("link-host", message, source, old=host, level=level)])
        if sure:
            yield host
