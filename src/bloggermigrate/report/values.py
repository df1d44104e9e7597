"""The report as plain values and as JSON, in the form of docs/report.schema.json."""

from __future__ import annotations

import json
from typing import Any

from bloggermigrate.issues import as_object
from bloggermigrate.report.record import Report

#: raised when a field changes its meaning or goes away
REPORT_VERSION = 1


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
        "references": {
            "counts": report.ledger.reference_counts(),
            "image_hosts": report.ledger.hosts("image"),
        },
        "fidelity": {"checked": report.checked, "identical": report.identical},
        "exit_status": report.exit_status,
        "duration_s": round(report.duration_s, 3),
    }


def as_json(report: Report) -> str:
    return json.dumps(as_dict(report), ensure_ascii=False, indent=1) + "\n"
