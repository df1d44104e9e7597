"""The report for reading as text: the balance first, then the issues by kind with what to do."""

from __future__ import annotations

from bloggermigrate.account.balance import REASONS
from bloggermigrate.issues import CODES, Issue, Severity
from bloggermigrate.report.record import PLURALS, Report


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
            lines.append(f"| {PLURALS[kind]} | {tally.read} | {tally.written} | {skipped} | {tally.failed} |")
    reasons = [
        f"- {count} {PLURALS[kind]}: {REASONS[reason]}"
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
