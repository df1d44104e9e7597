"""The account in a few lines, for the terminal."""

from __future__ import annotations

from bloggermigrate.issues import Severity
from bloggermigrate.report.record import PLURALS, Report


def summary(report: Report) -> str:
    """Return the account in a few lines, for the terminal."""
    blog = report.blog
    lines = [f"{blog.title or 'Untitled blog'}  {blog.url}".rstrip()]
    for kind, tally in report.balance.kinds.items():
        if tally.read:
            skipped = ", ".join(f"{n} {r}" for r, n in sorted(tally.skipped.items()))
            left = f"  left out: {skipped}" if skipped else ""
            failed = f"  FAILED: {tally.failed}" if tally.failed else ""
            lines.append(f"  {PLURALS[kind]:<14}{tally.written:>6} of {tally.read}{left}{failed}")
    if not report.balance.holds:
        lines.append("  THE BALANCE DOES NOT HOLD: something was lost. Please report this.")
    if report.checked:
        lines.append(f"  {'rendered back':<14}{report.identical:>6} of {report.checked} identical")
    lines += [f"  {told}" for told in told_references(report)]
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


def told_references(report: Report) -> list[str]:
    """Return a line on the blog's links to itself and one on its pictures, where it has any."""
    counts = report.ledger.reference_counts()
    links, pictures = counts.get("link", {}), counts.get("image", {})
    lines: list[str] = []
    resolved, missing = links.get("resolved", 0), links.get("missing", 0)
    if resolved + missing:
        lost = f", {missing} to nothing (see the report)" if missing else ""
        lines.append(f"{'own links':<14}{resolved:>6} of {resolved + missing} lead to their new place{lost}")
    shown = {state: count for state, count in pictures.items() if state != "dropped"}
    if shown:
        told = ", ".join(f"{shown[state]} {words}" for state, words in _PICTURES.items() if shown.get(state))
        lines.append(f"{'pictures':<14}{sum(shown.values()):>6}: {told}")
    return lines


#: states of pictures in the words of the summary
_PICTURES = {
    "local": "in the site",
    "fullsize": "lead to the original",
    "remote": "stay where they are",
    "failed": "could not be fetched (see the report)",
}
