"""Write docs/issues.md from the tables of codes; tests hold the two together."""

from __future__ import annotations

from pathlib import Path

from bloggermigrate.account.balance import REASONS
from bloggermigrate.body.notes import NOTES
from bloggermigrate.issues import CODES

TARGET = Path(__file__).resolve().parent.parent / "docs" / "issues.md"

HEAD = """# Issues

What went other than plain is in the report, each with a stable code. *info* needs no look, *warning* deserves one,
*error* means that something is missing. This page is written by `scripts/make_issue_docs.py`.
"""


def text() -> str:
    """Return the page."""
    lines = [
        HEAD,
        "## The blog and its entries",
        "",
        "| code | severity | meaning | what to do |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| `{name}` | {code.severity} | {code.meaning} | {code.advice} |" for name, code in sorted(CODES.items())
    ]
    lines += ["", "## Bodies of posts and comments", "", "| code | severity | meaning |", "| --- | --- | --- |"]
    lines += [
        f"| `{name}` | {note.severity} | {note.message[0].upper()}{note.message[1:]}. |"
        for name, note in sorted(NOTES.items())
    ]
    lines += ["", "## Reasons for leaving an entry out", "", "| reason | meaning |", "| --- | --- |"]
    lines += [f"| `{name}` | {meaning[0].upper()}{meaning[1:]}. |" for name, meaning in sorted(REASONS.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
