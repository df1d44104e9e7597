"""Every old address with its new one as CSV: for a look, or for a server that has no form here."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from bloggermigrate.model import OutputFile
from bloggermigrate.redirects.spelling import FOLDER, encoded, spellings
from bloggermigrate.redirects.table import Table


def listing(known: Table) -> Iterator[OutputFile]:
    """Give the file; what stays as it is has the status 200."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["old", "new", "status", "kind"])
    for rule in known.rules():
        for old in spellings(rule):
            new = encoded(rule.new)
            writer.writerow([old, new, 200 if old == new else 301, rule.kind])
    yield OutputFile(f"{FOLDER}/redirects.csv", out.getvalue().encode("utf-8", "replace"))
