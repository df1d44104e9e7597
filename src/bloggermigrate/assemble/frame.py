"""What every step of the whole-blog pass needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from bloggermigrate.account.balance import Balance
from bloggermigrate.issues import IssueLog
from bloggermigrate.options import Options
from bloggermigrate.readers.items import RawFeed
from bloggermigrate.store import Store
from bloggermigrate.store.merging import InputFacts
from bloggermigrate.text.slugs import fold, unique


@dataclass(slots=True)
class Gathered:
    """What the reading of all inputs left beside the store."""

    feeds: list[RawFeed] = field(default_factory=list)
    has_made_ids: bool = False  #: whether an entry has no number of Blogger's but a made one
    inputs: dict[str, InputFacts] = field(default_factory=dict)  #: by the name of the file, as in `Source.file`


@dataclass(frozen=True, slots=True)
class Frame:
    """What every step below needs to know."""

    store: Store
    options: Options
    issues: IssueLog
    balance: Balance
    zone: tzinfo | None
    inputs: Mapping[str, InputFacts]
    numbers: dict[tuple[str, str], int] = field(default_factory=dict)  #: the next one for a name met before

    def unique(self, space: str, wanted: str) -> str:
        """Return *wanted*, or it with the first number from 2 on that is free, and take it in *space*.

        Names are never given back, so the search goes on where it ended: 100,000 equal names cost no more than others.
        """
        key = (space, fold(wanted))
        name = unique(wanted, lambda folded: self.store.take(space, folded), self.numbers.get(key, 2))
        if name != wanted:
            self.numbers[key] = int(name.rpartition("-")[2]) + 1
        return name
