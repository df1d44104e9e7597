"""Nothing vanishes: for every kind, read = written + skipped + failed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bloggermigrate.model import KINDS, Kind, Widget

#: why an entry is not written, in words; reports show these
REASONS: dict[str, str] = {
    "draft": "drafts were left out on request",
    "scheduled": "scheduled posts were left out on request",
    "trashed": "it was in Blogger's trash",
    "spam": "it was marked as spam",
    "not-public": "its status is unknown, so it is not made public",
    "posts-excluded": "posts were left out on request",
    "pages-excluded": "pages were left out on request",
    "comments-excluded": "comments were left out on request",
    "widgets-excluded": "gadgets were left out on request",
    "label": "it has none of the labels asked for",
    "date": "it lies outside the dates asked for",
    "limit": "it lies beyond the number of posts asked for",
    "post-skipped": "its post is not written",
    "orphan": "its post is not in the input",
    "duplicate": "the same entry was read before",
    "merged": "another input of the blog has it too; the two were made one",
    "removed": "the blog's newest layout has it no more",
    "elsewhere": "it was written on another blog",
    "other-blog": "it belongs to another blog than the one chosen",
    "personal": "it is personal data",
    "blogger-only": "it means nothing outside Blogger",
    "theme": "a theme of Blogger's runs nowhere else; its gadgets are counted as widgets",
    "system": "the new site has its own",
    "advertising": "it shows advertising or counts visitors",
    "share": "it holds share buttons or a counter",
    "no-content": "its content is not in the input",
    "hidden": "it was switched off in Blogger",
    "not-carried": "the target has no place for it",
    "unknown-kind": "its kind is unknown",
}

#: gadgets that are not written, with the reason; all other kinds are
_WIDGET_REASONS: Mapping[str, str] = {
    "system": "system",
    "header": "system",
    "ads": "advertising",
    "share": "share",
}


def widget_reason(widget: Widget) -> str:
    """Return why *widget* is not written, a key of `REASONS`; "" when it is."""
    if reason := _WIDGET_REASONS.get(widget.kind, ""):
        return reason
    if not widget.visible:
        return "hidden"
    return "" if widget.has_content else "no-content"


@dataclass(slots=True)
class Tally:
    """The account of one kind."""

    read: int = 0
    written: int = 0
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)  #: by a key of `REASONS`

    @property
    def holds(self) -> bool:
        return self.read == self.written + sum(self.skipped.values()) + self.failed


class Balance:
    """The account of a run, by kind."""

    def __init__(self) -> None:
        self.kinds: dict[Kind, Tally] = {kind: Tally() for kind in KINDS}

    def __getitem__(self, kind: Kind) -> Tally:
        return self.kinds[kind]

    def skip(self, kind: Kind, reason: str, count: int = 1) -> None:
        if reason not in REASONS:
            raise KeyError(reason)
        if count:
            self.kinds[kind].skipped[reason] += count

    @property
    def holds(self) -> bool:
        return all(tally.holds for tally in self.kinds.values())

    @property
    def failed(self) -> int:
        return sum(tally.failed for tally in self.kinds.values())

    def as_dict(self) -> dict[str, dict[str, Any]]:
        return {
            kind: {
                "read": tally.read,
                "written": tally.written,
                "skipped": dict(sorted(tally.skipped.items())),
                "failed": tally.failed,
            }
            for kind, tally in self.kinds.items()
        }
