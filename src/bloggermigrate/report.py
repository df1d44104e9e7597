"""The account of a run: balance, files, redirects, issues, fidelity; as JSON, as Markdown, as a summary.

The JSON form is described by docs/report.schema.json. Files and issues stay in the
ledger on disk and are read when asked for.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bloggermigrate.balance import REASONS, Balance
from bloggermigrate.errors import UsageError
from bloggermigrate.intake import InputRecord
from bloggermigrate.issues import CODES, Issue, Severity, as_object
from bloggermigrate.ledger import FileRecord, Ledger
from bloggermigrate.model import Blog
from bloggermigrate.store import Store

#: raised when a field changes its meaning or goes away
REPORT_VERSION = 1

_PLURALS = {
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


def as_dict(report: Report) -> dict[str, Any]:
    """Return the report as plain values, in the form of docs/report.schema.json."""
    blog = report.blog
    inputs = [{"path": i.path, "variant": i.variant, "sha256": i.sha256} for i in report.inputs]
    return {
        "version": REPORT_VERSION,
        "input": inputs[0],
        "inputs": inputs,
        "target": report.target,
        "output": report.output,
        "dry_run": report.dry_run,
        "blog": {
            "title": blog.title,
            "url": blog.url,
            "locale": blog.locale,
            "timezone": blog.timezone,
            "id": blog.id,
        },
        "balance": report.balance.as_dict(),
        "files": [{"path": f.path, "sources": list(f.sources), "action": f.action} for f in report.ledger.files()],
        "redirects": [{"old": r.old, "new": r.new} for r in report.ledger.redirects()],
        "issues": [as_object(issue) for issue in report.ledger.issues()],
        "fidelity": {"checked": report.checked, "identical": report.identical},
        "exit_status": report.exit_status,
        "duration_s": round(report.duration_s, 3),
    }


def as_json(report: Report) -> str:
    return json.dumps(as_dict(report), ensure_ascii=False, indent=1) + "\n"


def as_markdown(report: Report) -> str:
    """Return the report for reading: the balance first, then the issues by kind with what to do."""
    blog = report.blog
    lines = [
        f"# {_plain(blog.title) or 'Untitled blog'}: {'what would be' if report.dry_run else 'what was'} done",
        "",
    ]
    lines += [f"- Read: {', '.join(f'`{i.path}` ({i.variant})' for i in report.inputs)}"]
    lines += [f"- Target: {report.target}, to `{report.output}`"]
    known = (blog.url or "address unknown", blog.locale or "language unknown", blog.timezone or "time zone unknown")
    lines += [f"- Blog: {', '.join(known)}"]
    actions = ", ".join(f"{count} {action}" for action, count in report.ledger.count_actions().items())
    lines += [f"- Files: {actions or 'none'}"]
    if report.checked:
        lines += [f"- Rendered back and compared: {report.identical} of {report.checked} bodies are identical"]
    lines += ["", "## Balance", "", "| kind | read | written | skipped | failed |", "|---|--:|--:|--:|--:|"]
    for kind, tally in report.balance.kinds.items():
        if tally.read:
            skipped = sum(tally.skipped.values())
            lines.append(f"| {_PLURALS[kind]} | {tally.read} | {tally.written} | {skipped} | {tally.failed} |")
    reasons = [
        f"- {count} {_PLURALS[kind]}: {REASONS[reason]}"
        for kind, tally in report.balance.kinds.items()
        for reason, count in sorted(tally.skipped.items())
    ]
    if reasons:
        lines += ["", "Left out:", "", *reasons]
    lines += ["", *_issue_sections(report)]
    return "\n".join(lines).rstrip() + "\n"


def _issue_sections(report: Report) -> list[str]:
    groups: dict[str, list[Issue]] = {}
    for issue in report.ledger.issues():
        groups.setdefault(issue.code, []).append(issue)
    if not groups:
        return ["## Issues", "", "None."]
    lines = ["## Issues", ""]
    ranks = list(Severity)
    for code, issues in sorted(groups.items(), key=lambda g: (-ranks.index(g[1][0].severity), g[0])):
        lines += [f"### {code} ({issues[0].severity}, {len(issues)})", ""]
        if code in CODES:
            lines += [f"{CODES[code].meaning} {CODES[code].advice}", ""]
        lines += [f"- {_plain(issue.message)} {_place(issue)}" for issue in issues]
        lines.append("")
    return lines


def _place(issue: Issue) -> str:
    change = f" `{_plain(issue.old or '')}` → `{_plain(issue.new or '')}`" if issue.new is not None else ""
    return f"— {_plain(str(issue.source))}{change}"


def _plain(text: str) -> str:
    """Return *text* on one line, with nothing that Markdown would take for markup at its start."""
    return " ".join(text.split()).replace("`", "'").replace("<", "&lt;")


def summary(report: Report) -> str:
    """Return the account in a few lines, for the terminal."""
    blog = report.blog
    lines = [f"{blog.title or 'Untitled blog'}  {blog.url}".rstrip()]
    for kind, tally in report.balance.kinds.items():
        if tally.read:
            skipped = ", ".join(f"{n} {r}" for r, n in sorted(tally.skipped.items()))
            left = f"  left out: {skipped}" if skipped else ""
            failed = f"  FAILED: {tally.failed}" if tally.failed else ""
            lines.append(f"  {_PLURALS[kind]:<14}{tally.written:>6} of {tally.read}{left}{failed}")
    if not report.balance.holds:
        lines.append("  THE BALANCE DOES NOT HOLD: something was lost. Please report this.")
    if report.checked:
        lines.append(f"  {'rendered back':<14}{report.identical:>6} of {report.checked} identical")
    actions = report.ledger.count_actions()
    would = "would be " if report.dry_run else ""
    words = {
        "create": f"{would}created",
        "replace": f"{would}replaced",
        "same": "already right",
        "kept": "kept as you edited them",
    }
    files = ", ".join(f"{count} {words[action]}" for action, count in actions.items())
    lines.append(f"  files: {files or 'none'}  → {report.output}")
    counts = report.ledger.count_issues()
    told = ", ".join(
        f"{counts[s]} {s}{'s' if counts[s] != 1 and s != 'info' else ''}" for s in reversed(Severity) if counts[s]
    )
    lines.append(f"  issues: {told or 'none'}")
    return "\n".join(lines)


FORMS = {".json": as_json, ".md": as_markdown}


def check_report_path(path: Path) -> None:
    """Raise `UsageError` for a report whose suffix names no form."""
    if path.suffix.lower() not in FORMS:
        raise UsageError(
            f"No report can be written as {path.name!r}.",
            advice=f"Its name ends in one of: {', '.join(FORMS)}.",
        )


def render(report: Report, path: Path) -> str:
    """Return the report in the form that the suffix of *path* asks for."""
    return FORMS[path.suffix.lower()](report)
