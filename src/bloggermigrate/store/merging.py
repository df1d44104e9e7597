"""Several inputs of one blog → one: entries by number, settings by key, gadgets by id.

The newest version of an entry wins, by the date of its last change; what only another version tells (a description and
a status from a Takeout, a place and a thumbnail from a classic export) is kept. Two versions that claim the same last
change and say different things are a conflict: the input that says more wins, and the other is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from bloggermigrate.account.balance import Balance
from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import RawEntry, RawWidget
from bloggermigrate.readers.items import OLD_SECTION, SUMMARY
from bloggermigrate.store import Store, rows
from bloggermigrate.store.matching import path_of, words_of
from bloggermigrate.text.instants import microseconds, parse_instant

_SECOND = 1_000_000
#: from this rank on a form tells what pages print: never a date of the last change, dates to the minute
PRINTED_RANK = 7


@dataclass(slots=True)
class InputFacts:
    """What is known of one input file (or document in it) once it is read."""

    rank: int  #: of its variant: the lower, the more such an input says
    order: int  #: place in reading order
    newest: int | None = None  #: last change of any of its entries, in microseconds since 1970
    updated: datetime | None = None  #: the last change of the blog that an export names
    settings: dict[str, str] = field(default_factory=dict)
    widgets: list[RawWidget] = field(default_factory=list)
    given_for_gadgets: bool = False  #: a theme or the like that was given beside an export, not part of one

    @property
    def age(self) -> tuple[int, int, int]:
        """Return a value that sorts inputs, the newest last."""
        return (self.newest if self.newest is not None else -1, -self.rank, self.order)


def merge_entries(store: Store, facts: Mapping[str, InputFacts], issues: IssueLog, balance: Balance) -> frozenset[int]:
    """Make one entry of all that have one number; return the rows that are not to be used, each counted by reason.

    In one file only an equal entry is a repetition; two different entries with one number are both kept and reported.
    """
    dropped: set[int] = set()
    for group in _numbers_met_twice(store):
        distinct: dict[tuple[str, bytes], int] = {}
        for row in group:
            entry = store.entry(row)
            key = (entry.source.file, _says(entry))
            if key in distinct:
                dropped.add(row)
                balance.skip(entry.kind, "duplicate")
            else:
                distinct[key] = row
        if len(distinct) > 1:
            _settle(list(distinct), list(distinct.values()), store, facts, issues, balance, dropped)
    return frozenset(dropped)


def _numbers_met_twice(store: Store) -> Iterator[list[int]]:
    """Give the rows of each number that several entries have; comments and posts are numbered apart."""
    comment = "kind = 'comment'"
    query = (
        f"SELECT number, {comment} FROM items WHERE kind IN ('post', 'page', 'comment') AND number <> '' "
        f"GROUP BY number, {comment} HAVING count(*) > 1 ORDER BY min(row)"
    )
    for number, is_comment in list(rows(store.db, query)):
        where = f"number = ? AND ({comment}) = ? AND kind IN ('post', 'page', 'comment') ORDER BY row"
        yield [row for (row,) in list(rows(store.db, f"SELECT row FROM items WHERE {where}", (number, is_comment)))]


def _settle(
    keys: Sequence[tuple[str, bytes]],
    found: Sequence[int],
    store: Store,
    facts: Mapping[str, InputFacts],
    issues: IssueLog,
    balance: Balance,
    dropped: set[int],
) -> None:
    """Merge the rows *found*, of *keys* (file, what it says), unless one file has several entries of that number."""
    files = [file for file, _ in keys]
    if len(set(files)) == len(files):
        groups = _alike([(row, store.entry(row)) for row in found], facts)
    else:
        groups = [[(row, store.meta(row))] for row in found]
        seen: set[bytes] = set()
        for (_, says), row in zip(keys, found, strict=True):
            if says in seen:
                dropped.add(row)
                balance.skip(store.meta(row).kind, "merged")
            seen.add(says)
        groups = [group for group in groups if group[0][0] not in dropped]
    for group in groups[1:]:
        entry = group[0][1]
        issues.add("duplicate-id", f"The id {entry.id} stands on another entry too.", entry.source)
    for group in groups:
        if len(group) < 2:
            continue
        versions = sorted(group, key=lambda pair: _version(pair[1], facts), reverse=True)
        merged = _merged([entry for _, entry in versions])
        _tell_conflicts([entry for _, entry in versions], issues)
        store.change(versions[0][0], merged)
        for row, entry in versions[1:]:
            dropped.add(row)
            balance.skip(entry.kind, "merged")


def _alike(found: Sequence[tuple[int, RawEntry]], facts: Mapping[str, InputFacts]) -> list[list[tuple[int, RawEntry]]]:
    """Part versions of one entry from entries that share a number by mistake: no date, address or title agrees.

    What a page prints of an entry may agree in none of these; its number was found by its address, or is Blogger's.
    """
    groups: list[list[tuple[int, RawEntry]]] = []
    for row, entry in found:
        for group in groups:
            other = group[0][1]
            same_date = _seconds(entry.published) == _seconds(other.published)
            same_path = path_of(entry) == path_of(other) != ""
            same_title = entry.title.strip() == other.title.strip() != ""
            if same_date or same_path or same_title or _is_printed(entry, facts) or _is_printed(other, facts):
                group.append((row, entry))
                break
        else:
            groups.append([(row, entry)])
    return groups


def _is_printed(entry: RawEntry, facts: Mapping[str, InputFacts]) -> bool:
    known = facts.get(entry.source.file)
    return known is not None and known.rank >= PRINTED_RANK


def _says(entry: RawEntry) -> bytes:
    """Return a hash of all that an entry says, wherever it stands."""
    return blake2b(
        repr(replace(entry, source=Source("", ""))).encode("utf-8", "surrogatepass"), digest_size=16
    ).digest()


def _seconds(text: str) -> int | None:
    """Return the instant in whole seconds: forms differ in what they keep of a second."""
    at = microseconds(parse_instant(text))
    return at // _SECOND if at is not None else None


def _version(entry: RawEntry, facts: Mapping[str, InputFacts]) -> tuple[int, int, tuple[int, int, int]]:
    """Return what versions are sorted by: the last change, then the form that says more, then the newer input."""
    known = facts.get(entry.source.file)
    rank, age = (known.rank, known.age) if known else (9, (0, 0, 0))
    changed = _seconds(entry.updated)
    return (changed if changed is not None else -(1 << 62), -rank, age)


def _merged(versions: Sequence[RawEntry]) -> RawEntry:
    """Return the first of *versions*, which is the newest, with what only the others tell."""
    first, *others = versions
    changes: dict[str, Any] = {}
    for name in ("title", "created", "in_reply_to", "parent", "description", "enclosures", "thumbnail"):
        if not getattr(first, name):
            changes[name] = next((value for entry in others if (value := getattr(entry, name))), getattr(first, name))
    if first.location is None or first.location.latitude is None:
        changes["location"] = next(
            (entry.location for entry in others if entry.location and entry.location.latitude is not None),
            first.location or next((entry.location for entry in others if entry.location), None),
        )
    if first.comment_total is None:
        changes["comment_total"] = next(
            (entry.comment_total for entry in others if entry.comment_total is not None), None
        )
    same = [entry for entry in others if _seconds(entry.updated) == _seconds(first.updated)]
    # A form without status words says no more than "not a draft"; another one may know better of the same version.
    status = first.status or next((entry.status for entry in same if entry.status), "")
    changes["status"] = status
    if status in ("", "LIVE"):
        changes["permalink"] = first.permalink or next((e.permalink for e in others if e.permalink), "")
    else:
        address = first.reserved or first.permalink or next((e.reserved or e.permalink for e in others), "")
        changes["permalink"], changes["reserved"] = "", address
    if "://" not in changes["permalink"] and changes["permalink"]:
        # Takeout has the path alone; the same path with its host says where the blog stood.
        changes["permalink"] = next(
            (e.permalink for e in others if "://" in e.permalink and path_of(e) == changes["permalink"]),
            changes["permalink"],
        )
    if not first.content.strip() or SUMMARY in first.extra:
        whole = next((e for e in others if e.content.strip() and SUMMARY not in e.extra), None)
        if whole is not None and status not in ("GHOSTED_COMMENT",):
            changes["content"], changes["has_content"] = whole.content, True
            changes["extra"] = tuple(pair for pair in first.extra if pair != SUMMARY)
    if not first.author.uri:
        changes["author"] = next(
            (
                e.author
                for e in others
                if e.author.uri and (not first.author.name or e.author.name == first.author.name)
            ),
            first.author,
        )
    for name in ("published", "updated"):
        changes[name] = _fullest(getattr(first, name), [getattr(entry, name) for entry in others])
    return replace(first, **changes)


def _fullest(text: str, others: Iterable[str]) -> str:
    """Return the spelling of the instant *text* that says most: with the blog's own offset, with its fraction."""
    best = text
    for other in others:
        if other and (not best or (_seconds(other) == _seconds(text) and _fullness(other) > _fullness(best))):
            best = other
    return best


def _fullness(text: str) -> tuple[bool, bool]:
    moment = parse_instant(text)
    return (bool(moment and moment.utcoffset()), bool(moment and moment.microsecond))


def _tell_conflicts(versions: Sequence[RawEntry], issues: IssueLog) -> None:
    """Report what versions of the same last change say differently, apart from what forms spell differently."""
    first = versions[0]
    for other in versions[1:]:
        if _seconds(other.updated) != _seconds(first.updated) or not first.updated:
            continue
        summary = SUMMARY in first.extra or SUMMARY in other.extra
        differ = []
        if first.kind != "comment":
            if first.title.split() != other.title.split():
                differ.append(("title", other.title, first.title))
            if other.labels and sorted(first.labels) != sorted(other.labels):
                differ.append(("labels", ", ".join(other.labels), ", ".join(first.labels)))
        if first.status and other.status and first.status != other.status:
            differ.append(("status", other.status, first.status))
        ghost = "GHOSTED_COMMENT" in (first.status, other.status)
        if (
            not summary
            and not ghost
            and first.content != other.content
            and words_of(first.content) != words_of(other.content)
        ):
            differ.append(("content", words_of(other.content)[:60], words_of(first.content)[:60]))
        for what, old, new in differ:
            issues.add(
                "merge-conflict",
                f"{other.source.file} has another {what} for the same last change; the one of this input is kept.",
                first.source,
                old=old,
                new=new,
            )


# -- settings ----------------------------------------------------------------------------------------------------


def merge_settings(facts: Iterable[InputFacts]) -> dict[str, str]:
    """Return each setting as the newest input that has it says it; an empty value does not hide one."""
    settings: dict[str, str] = {}
    for known in sorted(facts, key=lambda known: known.age):
        for key, value in known.settings.items():
            if value.strip() or key not in settings:
                settings[key] = value
    return settings


# -- gadgets -----------------------------------------------------------------------------------------------------


def merge_widgets(facts: Iterable[InputFacts], balance: Balance) -> list[RawWidget]:
    """Return the gadgets of the newest layout, with what others know of them.

    A gadget that this layout lists without content (exports before 2016) gets the content it has elsewhere. A layout
    that was given for its gadgets (a theme backup, a saved page) also adds those that the export lacks; what only an
    older export has was taken away since.
    """
    layouts = [known for known in facts if known.widgets]
    if not layouts:
        return []
    layouts.sort(
        key=lambda known: (known.given_for_gadgets, _is_old(known), *(-part for part in known.age[:2]), known.order)
    )
    kept = list(layouts[0].widgets)
    for layout in layouts[1:]:
        places = _places(kept)
        taken: set[int] = set()
        for widget in layout.widgets:
            place = next((p for p in _twins(widget, kept, places) if p not in taken), None)
            if place is not None:
                taken.add(place)
                kept[place] = _completed(kept[place], widget)
                balance.skip("widget", "merged")
            elif layout.given_for_gadgets:
                kept.append(replace(widget, order=len(kept)))
            else:
                balance.skip("widget", "removed")
    return kept


def _is_old(layout: InputFacts) -> bool:
    """Whether it is a sidebar from before gadgets: a Takeout has that of a blog that got gadgets long since, too."""
    return all(widget.section == OLD_SECTION for widget in layout.widgets)


def _places(widgets: Sequence[RawWidget]) -> dict[tuple[str, str], list[int]]:
    places: dict[tuple[str, str], list[int]] = {}
    for place, widget in enumerate(widgets):
        places.setdefault(("id", widget.id), []).append(place)
        if widget.title.strip():
            places.setdefault((widget.type, widget.title.strip()), []).append(place)
    return places


def _twins(widget: RawWidget, kept: Sequence[RawWidget], places: Mapping[tuple[str, str], list[int]]) -> Iterator[int]:
    """Give the places of the same gadget: of its id, unless type or title say otherwise; else of its type and title."""
    title = widget.title.strip()
    for place in places.get(("id", widget.id), ()) if widget.id else ():
        other = kept[place]
        if other.type == widget.type and (not title or not other.title.strip() or title == other.title.strip()):
            yield place
    if title:
        yield from places.get((widget.type, title), ())


def _completed(widget: RawWidget, other: RawWidget) -> RawWidget:
    if not widget.has_settings and other.has_settings:
        widget = replace(widget, settings=other.settings, has_settings=True)
    return widget if widget.title.strip() else replace(widget, title=other.title)
