#!/usr/bin/env python3
"""What becomes of the pictures of real blogs, as a table: led to the original, left, dropped with the reason.

    scripts/images_table.py FOLDER [--write docs/images.md]

FOLDER has `classic/` and `takeout/` with exports in them. Every export is converted (nothing is written) and its
account of pictures counted. With --write the table is put between the marks in that file; else it is printed.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bloggermigrate.images.sizes import parse
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.report import Report
from page_table import run

#: codes of issues that say why pictures went, with the words of the table
DROPPED = {
    "tracker-dropped": "counters",
    "chrome-image-dropped": "Blogger's own",
    "dead-image-dropped": "without a reachable address",
}
_TIMES = re.compile(r"\((\d+) times\)")


def left(url: str) -> str:
    """Return why a picture was not led to a larger one."""
    address = parse(url)
    if address.host == "google":
        return "ornaments at their size" if address.size else "Google, without a size to change"
    if address.host == "photos":
        return "photos.blogger.com, no larger one linked"
    return "on other hosts" if address.url.startswith("http") else "paths on a host that is not known"


def row(name: str, report: Report) -> tuple[str, Counter[str]]:
    counts = Counter(report.ledger.reference_counts().get("image", {}))
    why = Counter(left(each.url) for each in report.ledger.references("image", "remote"))
    for issue in report.issues:
        if issue.code in DROPPED:
            times = _TIMES.search(issue.message)
            why[f"dropped: {DROPPED[issue.code]}"] += int(times[1]) if times else 1
    told = "; ".join(f"{count} × {words}" for words, count in why.most_common())
    return line(name, counts, told), counts


def line(name: str, counts: Counter[str], told: str) -> str:
    numbers = " | ".join(str(counts[state]) for state in ("fullsize", "remote", "local", "dropped"))
    return f"| {name} | {sum(counts.values())} | {numbers} | {told} |"


def table(folder: Path) -> str:
    """Return the table: one row for each export that has pictures."""
    rows: list[str] = []
    sums: Counter[str] = Counter()
    alone = 0
    with tempfile.TemporaryDirectory() as out:
        found = [*folder.glob("classic/*.xml"), *folder.glob("takeout/*.atom"), *folder.glob("takeout/*.xml")]
        for source in sorted(found):
            options = Options(target="hugo", output=f"{out}/site", dry_run=True, jobs=1, check=False)
            try:
                report = convert([str(source)], options)
            except Exception as error:  # themes and settings stand among the exports
                print(f"{source.name}: {error}", file=sys.stderr)
                continue
            text, counts = row(source.name, report)
            if not counts:
                alone += 1
                continue
            sums += counts
            rows.append(text)
    head = [
        "| export | pictures | original | left | in the post | dropped | why |",
        "| --- | --: | --: | --: | --: | --: | --- |",
    ]
    return "\n".join([*head, *rows, line("**all**", sums, ""), "", f"{alone} more exports have no picture."]) + "\n"


if __name__ == "__main__":
    run(__doc__, "scripts/images_table.py FOLDER --write docs/images.md", table)
