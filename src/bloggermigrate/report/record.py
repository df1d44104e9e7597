"""What a run did, as one value that every form of the report is made from."""

from __future__ import annotations

from dataclasses import dataclass

from bloggermigrate.account.balance import Balance
from bloggermigrate.account.ledger import FileRecord, Ledger
from bloggermigrate.intake import InputRecord
from bloggermigrate.issues import Issue, Severity
from bloggermigrate.model import Blog
from bloggermigrate.options import Options
from bloggermigrate.store import Store

#: the kinds of the balance, in the words of people
PLURALS = {
    "post": "posts",
    "page": "pages",
    "comment": "comments",
    "widget": "gadgets",
    "setting": "settings",
    "template": "themes",
    "other": "other entries",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run did, or would do. Its `exit_status` is the command's."""

    inputs: tuple[InputRecord, ...]
    target: str
    output: str
    dry_run: bool
    strict: bool
    blog: Blog
    options: Options
    site: bool  #: whether a complete site was written, not content only
    balance: Balance
    checked: int  #: bodies whose Markdown was rendered back and compared
    identical: int  #: those that came back the same without a block kept as HTML
    duration_s: float
    ledger: Ledger
    store: Store  #: what was read, for whoever wants to look again

    @property
    def files(self) -> list[FileRecord]:
        """The files of the output in the order of their paths."""
        return list(self.ledger.files())

    @property
    def issues(self) -> list[Issue]:
        """The issues in the order in which they were met."""
        return list(self.ledger.issues())

    @property
    def exit_status(self) -> int:
        """0: done; 1: something failed, or there were warnings and the run was strict."""
        counts = self.ledger.count_issues()
        if counts[Severity.ERROR] or self.balance.failed or not self.balance.holds:
            return 1
        return 1 if self.strict and counts[Severity.WARNING] else 0
