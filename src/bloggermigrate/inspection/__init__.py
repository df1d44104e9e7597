"""What is in an input, without converting it: for a person as a table, for programs as values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Sized
from typing import IO, Any

from bloggermigrate.inspection.missing import missing
from bloggermigrate.intake import Found, Loaded, Progress, load, open_inputs
from bloggermigrate.issues import CODES, as_object
from bloggermigrate.options import Options
from bloggermigrate.readers.survey import Part
from bloggermigrate.store import rows
from bloggermigrate.text.instants import rfc3339
from bloggermigrate.text.tongues import language_of

__all__ = ["as_text", "inspect", "inspect_each"]

# The value of an attribute that begins a tag's address; a tag ends at the next one at the latest.
_IMAGE_HOST = re.compile(r"""<img\b[^<>]*?\bsrc\s*=\s*["']?\s*(?:https?:)?//([^/"'\s<>?]+)""", re.I)
_TAG = re.compile(r"<[^<>]*>")
#: reasons for which an entry that was read is not one more
_REPEATED = ("merged", "duplicate", "removed")
#: characters of a body that are looked at for its language
_SAMPLE = 4000


def inspect_each(
    inputs: Sequence[str], options: Options, *, progress: Progress | None = None, stdin: IO[bytes] | None = None
) -> dict[str, Any]:
    """Return what `inspect` tells of the one blog in *inputs*; of several, `{"blogs": [...]}` with one value each."""
    found = open_inputs(inputs, options, stdin, progress)
    if len(found.survey.blogs) < 2 or options.blog:
        return inspect(load(inputs, options, progress=progress, found=found, whole=False))
    return {"blogs": [_one(inputs, options, found.only(blog)) for blog in found.survey.blogs]}


def _one(inputs: Sequence[str], options: Options, found: Found) -> dict[str, Any]:
    return inspect(load(inputs, options, found=found, whole=False))


def inspect(loaded: Loaded) -> dict[str, Any]:
    """Return all that `bloggermigrate inspect` tells of one blog, as plain values."""
    blog, store, found = loaded.blog, loaded.store, loaded.survey
    images, languages = _bodies(loaded)
    # An input without entries has no dates and words whose zone and language could matter.
    idle = (
        ("timezone-unknown", "locale-unknown")
        if not any(loaded.balance[kind].read for kind in ("post", "page", "comment"))
        else ()
    )
    return {
        "inputs": [{"path": i.path, "variant": i.variant, "sha256": i.sha256} for i in loaded.inputs],
        "files": [_file(part) for part in (*loaded.parts, *(part for part, _ in found.elsewhere), *found.beside)],
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
            | {why: n for why, n in loaded.balance["comment"].skipped.items() if why not in _REPEATED},
        },
        "repeated": {
            kind: count
            for kind, tally in loaded.balance.kinds.items()
            if (count := sum(tally.skipped[why] for why in _REPEATED))
        },
        "elsewhere": sum(count for _, count in found.elsewhere),
        "pictures": len(loaded.pictures),
        "dates": _dates(loaded),
        "years": _count(loaded, "SELECT substr(published, 1, 4), count(*) FROM posts WHERE published <> '' GROUP BY 1"),
        "languages": dict(languages.most_common()),
        "authors": _authors(loaded),
        "labels": dict(
            rows(
                store.db, "SELECT name, count(*) FROM labels GROUP BY name ORDER BY count(*) DESC, name COLLATE NOCASE"
            )
        ),
        "settings": dict(blog.settings),
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
        "image_hosts": dict(images.most_common()),
        "missing": [{"what": lack.what, "how": lack.how} for lack in missing(loaded)],
        "problems": [as_object(issue) for issue in loaded.issues if issue.code not in idle],
    }


def _file(part: Part) -> dict[str, Any]:
    return {
        "path": part.file.name,
        "variant": part.variant.name,
        "title": part.variant.title,
        "evidence": part.variant.evidence,
        "size": part.file.size,
        "blog": part.blog,
    }


def _count(loaded: Loaded, query: str) -> dict[str, int]:
    return dict(rows(loaded.store.db, f"{query} ORDER BY 1"))


def _dates(loaded: Loaded) -> dict[str, str | None]:
    query = "SELECT published FROM posts WHERE at IS NOT NULL AND kind = 'post' ORDER BY at"
    first = last = None
    for (text,) in rows(loaded.store.db, query):
        first, last = first or text, text
    return {"first": first, "last": last}


def _authors(loaded: Loaded) -> dict[str, int]:
    query = "SELECT row FROM posts"
    counts = Counter(loaded.store.meta(row).author.name for (row,) in list(rows(loaded.store.db, query)))
    return {name: count for name, count in counts.most_common() if name}


def _bodies(loaded: Loaded) -> tuple[Counter[str], Counter[str]]:
    """Return the hosts of images and the languages, both counted over posts and pages."""
    hosts: Counter[str] = Counter()
    languages: Counter[str] = Counter()
    for (row,) in list(rows(loaded.store.db, "SELECT row FROM posts")):
        entry = loaded.store.entry(row)
        hosts.update(host.lower() for host in _IMAGE_HOST.findall(entry.content))
        if language := language_of(f"{entry.title} {_TAG.sub(' ', entry.content[:_SAMPLE])}"):
            languages[language] += 1
    return hosts, languages


# -- for people --------------------------------------------------------------------------------------------------


def as_text(found: dict[str, Any]) -> str:
    """Return the result of `inspect` or `inspect_each` as a table for the terminal."""
    if "blogs" in found:
        count = len(found["blogs"])
        head = f"There are {count} blogs. Choose one with --blog NAME, or convert each with --all.\n\n"
        return head + "\n".join(as_text(blog) for blog in found["blogs"])
    return "\n".join(f"{name:<17}{text}".rstrip() for name, text in _lines(found)) + "\n"


def _lines(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for record in found["inputs"]:
        yield "input", f"{record['path']}  ({record['variant']})"
    yield from _file_lines(found["files"])
    if any(found["counts"][kind] for kind in ("post", "page", "comment", "setting")):
        yield from _blog_lines(found)
    else:
        yield "no blog", "it is read, but it holds no post, page or comment"
    widgets = Counter(widget["type"] for widget in found["widgets"])
    empty = sum(not widget["content"] for widget in found["widgets"])
    without = f"  ({empty} without content in this input)" if empty else ""
    yield _number("gadgets", found["widgets"]), _some(dict(widgets.most_common())) + without
    for lack in found["missing"]:
        yield "missing", f"{lack['what']}{'' if lack['what'].endswith('.') else '.'} {lack['how']}".rstrip()
    problems = Counter(problem["code"] for problem in found["problems"])
    for code, count in problems.most_common():
        yield "problem", f"{code} × {count}: {CODES[code].meaning if code in CODES else ''}"


def _file_lines(files: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Give each form of file with what it is known by; of many files of one form the first is named."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for file in files:
        groups.setdefault(file["variant"], []).append(file)
    for variant, group in groups.items():
        more = f" and {len(group) - 1} more" if len(group) > 1 else ""
        yield variant, f"{group[0]['title']}: {group[0]['path']}{more}"
        yield "", f"known by {group[0]['evidence']}"


def _blog_lines(found: dict[str, Any]) -> Iterator[tuple[str, str]]:
    blog, counts = found["blog"], found["counts"]
    yield "blog", (blog["title"] or "(untitled)") + (f"  (number {blog['id']})" if blog["id"] else "")
    yield "address", blog["url"] or "unknown; give it with --blog-url"
    yield "language", blog["locale"] or "unknown; give it with --locale"
    yield "written in", _some(found["languages"])
    yield "time zone", blog["timezone"] or "unknown; give it with --timezone"
    yield "dates", f"{(found['dates']['first'] or '?')[:10]} to {(found['dates']['last'] or '?')[:10]}"
    for kind, plural in (("post", "posts"), ("page", "pages"), ("comment", "comments")):
        by_status = ", ".join(f"{count} {word}" for word, count in found["status"][kind].items())
        distinct = counts[kind] - found["repeated"].get(kind, 0)
        yield plural, f"{distinct}" + (f"  ({by_status})" if by_status else "")
    unknown = counts["other"] - found["elsewhere"]
    numbers = (("setting", counts["setting"]), ("theme", counts["template"]))
    also = [_counted(count, name) for name, count in numbers if count] + [f"{unknown} of unknown kind"] * bool(unknown)
    if found["repeated"]:
        also.append(f"{sum(found['repeated'].values())} that several inputs hold or one holds twice")
    if found["elsewhere"]:
        also.append(f"{found['elsewhere']} comments written on other blogs")
    if found["pictures"]:
        also.append(f"{found['pictures']} pictures in albums")
    yield "also", ", ".join(also) or "–"
    yield "authors", _some(found["authors"])
    yield _number("labels", found["labels"]), _some(found["labels"])
    yield "years", _some(found["years"], 40)
    yield "images on", _some(found["image_hosts"])
    yield "posts at", ", ".join(blog["hosts"]) or "–"


def _number(name: str, things: Sized) -> str:
    return _counted(len(things), name.removesuffix("s")) if things else name


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _some(counts: dict[str, int], limit: int = 12) -> str:
    shown = ", ".join(f"{name} {count}" for name, count in list(counts.items())[:limit])
    return shown + (f", … {len(counts) - limit} more" if len(counts) > limit else "") or "–"
