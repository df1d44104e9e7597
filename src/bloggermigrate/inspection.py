"""What is in an input, without converting it: for a person as a table, for programs as values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bloggermigrate.instants import rfc3339
from bloggermigrate.intake import Loaded
from bloggermigrate.issues import CODES, as_object
from bloggermigrate.store import rows

_IMAGE_HOST = re.compile(r"""<img\b[^>]*?\bsrc\s*=\s*["']?\s*(?:https?:)?//([^/"'\s>?]+)""", re.I)


def inspect(loaded: Loaded) -> dict[str, Any]:
    """Return all that `bloggermigrate inspect` tells, as plain values."""
    blog, store = loaded.blog, loaded.store
    return {
        "inputs": [{"path": i.path, "variant": i.variant, "sha256": i.sha256} for i in loaded.inputs],
        "blog": {
            "id": blog.id,
            "title": blog.title,
            "url": blog.url,
            "description": blog.description,
            "locale": blog.locale,
            "timezone": blog.timezone,
            "updated": rfc3339(blog.updated) or None,
            "hosts": list(blog.hosts),
        },
        "counts": {kind: tally.read for kind, tally in loaded.balance.kinds.items()},
        "status": {
            "post": _count(loaded, "SELECT status, count(*) FROM posts WHERE kind = 'post' GROUP BY 1"),
            "page": _count(loaded, "SELECT status, count(*) FROM posts WHERE kind = 'page' GROUP BY 1"),
            "comment": _count(loaded, "SELECT status, count(*) FROM comments GROUP BY 1")
            | dict(loaded.balance["comment"].skipped),
        },
        "dates": _dates(loaded),
        "years": _count(loaded, "SELECT substr(published, 1, 4), count(*) FROM posts WHERE published <> '' GROUP BY 1"),
        "authors": _authors(loaded),
        "labels": dict(
            rows(
                store.db, "SELECT name, count(*) FROM labels GROUP BY name ORDER BY count(*) DESC, name COLLATE NOCASE"
            )
        ),
        "widgets": [
            {
                "id": w.id,
                "type": w.type,
                "kind": w.kind,
                "title": w.title,
                "section": w.section,
                "content": w.has_content,
            }
            for w in blog.widgets
        ],
        "image_hosts": dict(_image_hosts(loaded).most_common()),
        "problems": [as_object(issue) for issue in loaded.issues],
    }


def _count(loaded: Loaded, query: str) -> dict[str, int]:
    return dict(rows(loaded.store.db, f"{query} ORDER BY 1"))


def _dates(loaded: Loaded) -> dict[str, str | None]:
    query = "SELECT published FROM posts WHERE at IS NOT NULL AND kind = 'post' ORDER BY at"
    found = [text for (text,) in rows(loaded.store.db, query)]
    return {"first": found[0] if found else None, "last": found[-1] if found else None}


def _authors(loaded: Loaded) -> dict[str, int]:
    counts = Counter(entry.author.name for _, entry in loaded.store.entries("post", "page") if entry.author.name)
    return dict(counts.most_common())


def _image_hosts(loaded: Loaded) -> Counter[str]:
    counts: Counter[str] = Counter()
    for _, entry in loaded.store.entries("post", "page", content=True):
        counts.update(host.lower() for host in _IMAGE_HOST.findall(entry.content))
    return counts


def as_text(found: dict[str, Any]) -> str:
    """Return the result of `inspect` as a table for the terminal."""
    return "\n".join(f"{name:<12} {text}".rstrip() for name, text in _lines(found)) + "\n"


def _lines(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for record in found["inputs"]:
        yield "input", f"{record['path']}  ({record['variant']})"
    blog = found["blog"]
    yield "blog", blog["title"] or "(untitled)"
    yield "address", blog["url"] or "unknown; give it with --blog-url"
    yield "language", blog["locale"] or "unknown"
    yield "time zone", blog["timezone"] or "unknown; give it with --timezone"
    yield "dates", f"{(found['dates']['first'] or '?')[:10]} to {(found['dates']['last'] or '?')[:10]}"
    for kind, plural in (("post", "posts"), ("page", "pages"), ("comment", "comments")):
        by_status = ", ".join(f"{count} {word}" for word, count in found["status"][kind].items())
        yield plural, f"{found['counts'][kind]}" + (f"  ({by_status})" if by_status else "")
    counts = found["counts"]
    yield (
        "also",
        ", ".join(f"{counts[kind]} {kind}s" for kind in ("setting", "template", "other") if counts[kind]) or "–",
    )
    yield "authors", _some(found["authors"])
    yield f"{len(found['labels'])} labels", _some(found["labels"])
    yield "years", _some(found["years"], 40)
    yield "images on", _some(found["image_hosts"])
    yield "hosts", ", ".join(blog["hosts"])
    widgets = Counter(widget["type"] for widget in found["widgets"])
    empty = sum(not widget["content"] for widget in found["widgets"])
    without = f"  ({empty} without content in this input)" if empty else ""
    yield f"{len(found['widgets'])} gadgets", _some(dict(widgets.most_common())) + without
    problems = Counter(problem["code"] for problem in found["problems"])
    for code, count in problems.most_common():
        yield "problem", f"{code} × {count}: {CODES[code].meaning}"


def _some(counts: dict[str, int], limit: int = 12) -> str:
    shown = ", ".join(f"{name} {count}" for name, count in list(counts.items())[:limit])
    return shown + (f", … {len(counts) - limit} more" if len(counts) > limit else "") or "–"
