"""The account of a run: balance, files, redirects, issues, fidelity; as JSON, Markdown, HTML, and as a summary.

The JSON form is described by docs/report.schema.json. Files and issues stay in the
ledger on disk and are read when asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bloggermigrate.errors import UsageError
from bloggermigrate.intake import Progress
from bloggermigrate.output.single_file import write_report
from bloggermigrate.report.markdown import as_markdown
from bloggermigrate.report.record import Report
from bloggermigrate.report.summary import summary, told_references
from bloggermigrate.report.values import REPORT_VERSION, as_dict, as_json

__all__ = [
    "FORMS",
    "REPORT_VERSION",
    "Report",
    "as_dict",
    "as_json",
    "as_markdown",
    "check_report_path",
    "summary",
    "told_references",
    "write",
]


def _write_json(report: Report, path: Path, progress: Progress | None) -> None:
    write_report(path, (as_json(report),))


def _write_markdown(report: Report, path: Path, progress: Progress | None) -> None:
    write_report(path, (as_markdown(report),))


def _write_html(report: Report, path: Path, progress: Progress | None) -> None:
    # Jinja2 and all that shows an entry are loaded for this form alone.
    from bloggermigrate.report.html import write_html

    write_html(report, path, progress)


#: suffix → what writes the report in this form
FORMS: dict[str, Callable[[Report, Path, Progress | None], None]] = {
    ".json": _write_json,
    ".md": _write_markdown,
    ".html": _write_html,
}


def check_report_path(path: Path) -> None:
    """Raise `UsageError` for a report whose suffix names no form."""
    if path.suffix.lower() not in FORMS:
        raise UsageError(
            f"No report can be written as {path.name!r}.",
            advice=f"Its name ends in one of: {', '.join(FORMS)}.",
        )


def write(report: Report, path: Path, *, progress: Progress | None = None) -> None:
    """Write the report in the form that the suffix of *path* asks for, whole or not at all.

    The HTML form renders every entry once more; *progress* is called with the stage "report" and how many are done.
    """
    FORMS[path.suffix.lower()](report, path, progress)
