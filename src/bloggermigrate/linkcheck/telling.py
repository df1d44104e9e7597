"""What was found, for people and for programs."""

from __future__ import annotations

import json
from collections import Counter

from bloggermigrate.linkcheck.checking import Checked, Link

_MOST_HOSTS = 15


def as_json(checked: Checked) -> str:
    """Return counts, and every link as an object."""
    value = {
        "target": checked.target,
        "counts": checked.counts(),
        "links": [_object(link) for link in checked.links],
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def _object(link: Link) -> dict[str, str]:
    value: dict[str, str] = {"kind": link.kind, "state": link.state, "url": link.url, "file": link.file}
    if link.why:
        value["why"] = link.why
    if link.status:
        value["status"] = link.status
    return value


def as_text(checked: Checked, every: bool = False) -> str:
    """Return the counts as a table, the links that lead nowhere, the hosts of the rest; with *every* all links."""
    lines = [f"{kind:<6} {state:<9}{count:>7}" for kind, by in checked.counts().items() for state, count in by.items()]
    if not lines:
        return "There is no link and no picture in it.\n"
    shown = checked.links if every else checked.lost
    if shown:
        lines += ["", *(_line(link) for link in shown)]
    for kind, state, words in (("link", "external", "Links lead to"), ("image", "remote", "Pictures come from")):
        hosts = Counter(link.host for link in checked.links if link.kind == kind and link.state == state)
        if hosts:
            ranked = sorted(hosts.items(), key=lambda host: (-host[1], host[0]))
            told = ", ".join(f"{host or '?'} {count}" for host, count in ranked[:_MOST_HOSTS])
            more = f", and {len(ranked) - _MOST_HOSTS} more" if len(ranked) > _MOST_HOSTS else ""
            lines += ["", f"{words}: {told}{more}"]
    return "\n".join(lines) + "\n"


def _line(link: Link) -> str:
    why = ", ".join(filter(None, (link.why, link.status)))
    return f"{link.file}: {link.kind} {link.state}: {link.url}{f' ({why})' if why else ''}"
