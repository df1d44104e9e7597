"""What the report tells of the whole blog, gathered from store and ledger: counts and short lists, never bodies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from bloggermigrate.account.balance import REASONS, widget_reason
from bloggermigrate.body.notes import NOTES
from bloggermigrate.issues import CODES, Issue, Severity
from bloggermigrate.model import Redirect, Reference, Widget, number_of
from bloggermigrate.report.html.charts import BalanceRow
from bloggermigrate.report.record import PLURALS, Report
from bloggermigrate.store import rows
from bloggermigrate.writers import WRITERS

__all__ = ["EntryMarks", "Facts", "IssueGroup", "gather", "marks"]

#: how many issues of one code, redirects, links … are listed; the JSON form has them all
MOST_LISTED = 100
_MOST_LABELS = 40
_QUIET_YEARS = 6

#: severity → what its group says to the reader
HEADINGS: dict[Severity, tuple[str, str]] = {
    Severity.ERROR: ("Something is missing", "These lost something. Please look at each of them."),
    Severity.WARNING: ("Worth a look", "A person should have a look at these, best before the old blog is gone."),
    Severity.INFO: ("Good to know", "Nothing to do here. It is told so that you know."),
}
_ADVICE = {"info": "Nothing to do.", "warning": "Look at the entry."}
#: code, as `tongues.language_of` gives it → name
LANGUAGES = {
    "en": "English",
    "it": "Italian",
    "es": "Spanish",
    "pt": "Portuguese",
    "fr": "French",
    "de": "German",
    "nl": "Dutch",
    "sv": "Swedish",
    "da": "Danish",
    "nb": "Norwegian",
    "fi": "Finnish",
    "pl": "Polish",
    "cs": "Czech",
    "sl": "Slovenian",
    "hr": "Croatian",
    "hu": "Hungarian",
    "ro": "Romanian",
    "tr": "Turkish",
    "id": "Indonesian",
    "ca": "Catalan",
    "ja": "Japanese",
    "ko": "Korean",
    "zh": "Chinese",
    "th": "Thai",
    "hi": "Hindi",
    "ta": "Tamil",
    "he": "Hebrew",
    "el": "Greek",
    "uk": "Ukrainian",
    "fa": "Persian",
    "ar": "Arabic",
    "ru": "Russian",
}
#: what a target does with a gadget that it keeps
_KEPT_AS = {"menu": "in the menu", "opml": "in a list for feed readers (OPML)"}
_KEPT_AS_HTML = "block-kept-as-html"

#: state of a link or picture → in the words of people
STATES: dict[str, dict[str, str]] = {
    "link": {
        "resolved": "to your own blog, leading to the new place",
        "missing": "to your own blog, but nothing is there",
        "external": "to other sites",
        "other": "mail addresses and the like",
    },
    "image": {
        "local": "in the new site",
        "fullsize": "in full size, from where they are now",
        "remote": "as they were, from where they are now",
        "dropped": "left out",
        "failed": "could not be fetched",
    },
}


@dataclass(frozen=True, slots=True)
class IssueGroup:
    """The issues of one code: what it means, what to do, and the first of them."""

    code: str
    severity: Severity
    meaning: str
    advice: str
    count: int
    shown: Sequence[Issue]


@dataclass(frozen=True, slots=True)
class Gadget:
    """A gadget and what becomes of it."""

    title: str
    type: str
    fate: str
    carried: bool


@dataclass(slots=True)
class EntryMarks:
    """What the ledger says of one entry."""

    worst: int = 0  #: 0 nothing, 1 info, 2 warning, 3 error
    count: int = 0
    kept_as_html: int = 0
    failed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that stands above the table of entries."""

    balance: Sequence[BalanceRow]
    reasons: Sequence[tuple[int, str, str]]  #: how many, of what, why they are left out
    years: Mapping[int, Sequence[int]]  #: year → posts of each month, newest year first
    undated: int
    labels: Sequence[tuple[str, int]]
    more_labels: Sequence[tuple[str, int]]
    comments: int
    most_commented: Sequence[tuple[int, str, int]]  #: number of the post, its title, comments
    statuses: Sequence[tuple[str, int]]
    links: Mapping[str, int]
    images: Mapping[str, int]
    image_hosts: Sequence[tuple[str, Mapping[str, int]]]
    embed_hosts: Sequence[tuple[str, int]]
    missing_links: Sequence[Reference]
    redirects: Sequence[Redirect]
    redirect_count: int
    gadgets: Sequence[Gadget]
    files: Mapping[str, int]
    groups: Sequence[tuple[Severity, Sequence[IssueGroup]]]
    severities: Mapping[Severity, int]
    entries: Mapping[str, int]  #: number of a post or page at Blogger → its place in the order of publication
    titles: Mapping[int, str] = field(default_factory=dict)  #: of the entries that the lists name


def gather(report: Report) -> Facts:
    """Return the facts of *report*."""
    db, ledger = report.store.db, report.ledger
    entries = dict(rows(db, "SELECT number, seq FROM posts WHERE seq IS NOT NULL AND number != '' ORDER BY seq DESC"))
    years, undated = _years(report)
    labels = list(
        rows(
            db,
            "SELECT name, count(*) FROM labels JOIN posts USING (row) WHERE seq IS NOT NULL GROUP BY name "
            "ORDER BY count(*) DESC, name",
        )
    )
    commented = rows(
        db,
        "SELECT seq, title, count(*) FROM comments JOIN posts ON posts.row = comments.post "
        "WHERE comments.skipped = '' AND seq IS NOT NULL GROUP BY seq ORDER BY count(*) DESC, seq LIMIT 5",
    )
    references = ledger.reference_counts()
    groups = _groups(report)
    missing = list(islice(ledger.references("link", "missing"), MOST_LISTED))
    redirects = list(islice(ledger.redirects(), MOST_LISTED))
    named = {each.entry for each in missing} | {i.source.entry for _, all_ in groups for g in all_ for i in g.shown}
    wanted = {entries[number] for entry in named if (number := number_of(entry)) in entries}
    return Facts(
        balance=[
            BalanceRow(
                PLURALS[kind] if tally.read != 1 else _singular(PLURALS[kind]),
                tally.read,
                tally.written,
                sum(tally.skipped.values()),
                tally.failed,
            )
            for kind, tally in report.balance.kinds.items()
            if tally.read
        ],
        reasons=[
            (count, PLURALS[kind] if count != 1 else _singular(PLURALS[kind]), REASONS[reason])
            for kind, tally in report.balance.kinds.items()
            for reason, count in sorted(tally.skipped.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        years=years,
        undated=undated,
        labels=labels[:_MOST_LABELS],
        more_labels=labels[_MOST_LABELS:],
        comments=report.balance["comment"].written,
        most_commented=[(seq, " ".join(title.split()), count) for seq, title, count in commented],
        statuses=list(
            rows(db, "SELECT status, count(*) FROM posts WHERE seq IS NOT NULL GROUP BY status ORDER BY 2 DESC, 1")
        ),
        links=_in_order(references, "link"),
        images=_in_order(references, "image"),
        image_hosts=_hosts(report),
        embed_hosts=list(ledger.hosts("embed").items())[:12],
        missing_links=missing,
        redirects=redirects,
        redirect_count=_count(report, "redirects"),
        gadgets=[_gadget(widget, report) for widget in report.blog.widgets],
        files=ledger.count_actions(),
        groups=groups,
        severities=ledger.count_issues(),
        entries=entries,
        titles={
            seq: " ".join(title.split())
            for seq, title in rows(db, "SELECT seq, title FROM posts WHERE seq IS NOT NULL")
            if seq in wanted
        },
    )


def marks(report: Report, entries: Mapping[str, int]) -> dict[int, EntryMarks]:
    """Return what the ledger says of each entry, by its place; entries of which it says nothing are not in it."""
    found: dict[int, EntryMarks] = {}
    ranks = {str(severity): rank for rank, severity in enumerate(Severity, start=1)}
    query = "SELECT entry, code, severity, count(*) FROM issues WHERE entry != '' GROUP BY 1, 2, 3"
    for entry, code, severity, count in rows(report.ledger.db, query):
        seq = entries.get(number_of(entry))
        if seq is None:
            continue
        mark = found.setdefault(seq, EntryMarks())
        mark.count += count
        mark.worst = max(mark.worst, ranks[severity])
        if code == _KEPT_AS_HTML:
            mark.kept_as_html += count
        mark.failed = mark.failed or code == "body-failed"
    return found


def _in_order(references: Mapping[str, Mapping[str, int]], kind: str) -> dict[str, int]:
    """Return the counts of one kind by state, in the order of `STATES`."""
    counts = references.get(kind, {})
    order = list(STATES[kind])
    return dict(sorted(counts.items(), key=lambda pair: (order.index(pair[0]) if pair[0] in order else 99, pair[0])))


def _years(report: Report) -> tuple[dict[int, list[int]], int]:
    """Return posts by year and month, the newest year first, and how many have no date."""
    years: dict[int, list[int]] = {}
    undated = 0
    query = (
        "SELECT substr(published, 1, 4), substr(published, 6, 2), count(*) FROM posts "
        "WHERE seq IS NOT NULL AND kind = 'post' GROUP BY 1, 2"
    )
    for year, month, count in rows(report.store.db, query):
        if not year or not month:
            undated += count
            continue
        years.setdefault(int(year), [0] * 12)[int(month) - 1] += count
    # A quiet year shows as one; between a wrong date and the others are too many.
    known = sorted(years)
    for before, after in pairwise(known):
        if after - before <= _QUIET_YEARS:
            years |= {year: [0] * 12 for year in range(before + 1, after)}
    return {year: years[year] for year in sorted(years, reverse=True)}, undated


def _hosts(report: Report) -> list[tuple[str, dict[str, int]]]:
    """Return the hosts of pictures, the most used first, with how many of their pictures are in which state."""
    hosts: dict[str, dict[str, int]] = {}
    query = "SELECT host, state, count(*) FROM met WHERE kind = 'image' GROUP BY 1, 2"
    for host, state, count in rows(report.ledger.db, query):
        hosts.setdefault(host or "written out in the page, or without an address", {})[state] = count
    return sorted(hosts.items(), key=lambda pair: (-sum(pair[1].values()), pair[0]))[:20]


def _count(report: Report, table: str) -> int:
    return int(report.ledger.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def _gadget(widget: Widget, report: Report) -> Gadget:
    writer = WRITERS[report.target]
    reason, told = widget_reason(widget), ""
    if not reason and "widgets" not in report.options.include:
        reason = "widgets-excluded"
    elif not reason:
        reason, told = writer.left_out(widget, report.options)
    if not reason:
        return Gadget(widget.title, widget.type, _KEPT_AS.get(writer.gadgets.get(widget.kind, ""), ""), True)
    # The words of the issue begin with the gadget's name, which stands beside them here.
    why = widget.note or told.rpartition("”: ")[2] or REASONS[reason]
    return Gadget(widget.title, widget.type, why, False)


def _groups(report: Report) -> list[tuple[Severity, list[IssueGroup]]]:
    """Return the issues by what to do about them: the gravest first, in each the most frequent code first."""
    counts: Counter[tuple[str, str]] = Counter()
    shown: dict[tuple[str, str], list[Issue]] = {}
    for issue in report.ledger.issues():
        key = (issue.code, str(issue.severity))
        counts[key] += 1
        if counts[key] <= MOST_LISTED:
            shown.setdefault(key, []).append(issue)
    groups: list[tuple[Severity, list[IssueGroup]]] = []
    for severity in reversed(Severity):
        own = [
            IssueGroup(code, severity, *_meaning(code, level), count, shown[code, level])
            for (code, level), count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
            if level == severity
        ]
        if own:
            groups.append((severity, own))
    return groups


def _meaning(code: str, level: str) -> tuple[str, str]:
    if code in CODES:
        return CODES[code].meaning, CODES[code].advice
    message = NOTES[code].message if code in NOTES else code
    return f"{message[:1].upper()}{message[1:]}.", _ADVICE.get(level, "Look at the entry.")


def _singular(plural: str) -> str:
    """Return the word for one of them.

    >>> _singular("posts"), _singular("other entries")
    ('post', 'other entry')
    """
    return f"{plural[:-3]}y" if plural.endswith("ies") else plural.removesuffix("s")
