#!/usr/bin/env python3
"""Where the links of real blogs to themselves lead, as a table; each that leads nowhere is explained.

    scripts/links_table.py FOLDER [--write docs/links.md]

FOLDER has `classic/` and `takeout/` with exports in them. Every export is converted (nothing is written) and its
account of links counted. With --write the table is put between the marks in that file; else it is printed.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.report import Report
from page_table import run

#: words of the message → what a reader of the table wants to know; the first that fits counts
REASONS = (
    (r"No post has the label", "page of a label that no post has"),
    (r"No post has the number", "post by a number that is not in the export"),
    (r"no http:// in front", "address of another site without http:// in front"),
    (r"words and no address", "words where an address belongs"),
    (r"The nearest is", "address of no entry; a near one is named"),
    (r"published at that time", "archive of a time without posts"),
    (r"is not written", "entry that is not written in this run"),
)


def reason(message: str, url: str) -> str:
    for pattern, words in REASONS:
        if re.search(pattern, message):
            return words
    if re.search(r"/\d{4}/\d\d/[^/]+\.html|/p/[^/]+\.html", url):
        return "post or page that is not in the export"
    return "path that Blogger never had"


def row(name: str, report: Report) -> str:
    counts = report.ledger.reference_counts().get("link", {})
    messages = {
        (i.source.entry, i.old): i.message for i in report.issues if i.code in ("link-missing", "link-not-written")
    }
    why: Counter[str] = Counter()
    for each in report.ledger.references("link", "missing"):
        why[reason(messages.get((each.entry, each.url), ""), each.url)] += 1
    told = "; ".join(f"{count} × {words}" for words, count in why.most_common())
    resolved, missing = counts.get("resolved", 0), counts.get("missing", 0)
    return f"| {name} | {resolved + missing} | {resolved} | {missing} | {told} |"


def table(folder: Path) -> str:
    """Return the table: one row for each export that has links to itself."""
    rows, sums, alone = [], [0, 0], 0
    with tempfile.TemporaryDirectory() as out:
        for source in sorted(
            [*folder.glob("classic/*.xml"), *folder.glob("takeout/*.atom"), *folder.glob("takeout/*.xml")]
        ):
            options = Options(target="hugo", output=f"{out}/site", dry_run=True, jobs=1, check=False)
            try:
                report = convert([str(source)], options)
            except Exception as error:  # themes and settings stand among the exports
                print(f"{source.name}: {error}", file=sys.stderr)
                continue
            counts = report.ledger.reference_counts().get("link", {})
            found = counts.get("resolved", 0), counts.get("missing", 0)
            if not any(found):
                alone += 1
                continue
            sums = [sums[0] + found[0], sums[1] + found[1]]
            rows.append(row(source.name, report))
    head = ["| export | own links | resolved | missing | why |", "| --- | --: | --: | --: | --- |"]
    total = f"| **all** | {sum(sums)} | {sums[0]} | {sums[1]} | |"
    return "\n".join([*head, *rows, total, "", f"{alone} more exports have no link to themselves."]) + "\n"


if __name__ == "__main__":
    run(__doc__, "scripts/links_table.py FOLDER --write docs/links.md", table)
