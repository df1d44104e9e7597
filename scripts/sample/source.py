"""Read the sample blog as its authors typed it, and spell its numbers and times as Blogger does."""

from __future__ import annotations

import hashlib
import html
import re
import tomllib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

BLOCK = "div|p|br|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|h[1-6]|blockquote|iframe|object|script|pre"


@dataclass(frozen=True, slots=True)
class Entry:
    """A post or page of the source; *stamps* are ISO 8601 with the blog's offset, as the author saw them."""

    key: str
    kind: str
    number: str
    title: str
    path: str
    status: str
    published: str
    updated: str
    trashed: str
    author: str
    labels: list[str]
    description: str
    location: list[str]
    body: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the source; *parent* is None or the comment it answers, *on* the entry it stands under."""

    number: str
    on: Entry
    parent: str | None
    author: dict[str, str]
    published: str
    updated: str
    status: str
    content: str


@dataclass(slots=True)
class Blog:
    """The whole source, with every ``@placeholder@`` still in place."""

    facts: dict[str, Any]
    theme: str
    entries: list[Entry] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    @property
    def tag(self) -> str:
        return f"tag:blogger.com,1999:blog-{self.facts['id']}"

    @property
    def url(self) -> str:
        return f"http://{self.facts['host']}"


def number(name: str) -> str:
    """The id of the thing *name*: nineteen digits at most, the same on every run."""
    return str(int(hashlib.sha256(name.encode()).hexdigest()[:15], 16) * 8 + 1)


def join_lines(body: str) -> str:
    """*body* as Blogger's editor stores it: lines broken for our eyes joined, ``<pre>`` untouched."""
    parts = re.split(r"(<pre.*?</pre>)", body.strip(), flags=re.S)
    for index in range(0, len(parts), 2):
        text = re.sub(r"\s*\n\s*", " ", parts[index])
        text = re.sub(rf" (?=</?(?:{BLOCK})\b)", "", text)
        parts[index] = re.sub(rf"(</?(?:{BLOCK})\b[^>]*>) ", r"\1", text)
    return "".join(parts)


def read_entry(path: Path, kind: str) -> Entry:
    head, body = path.read_text(encoding="utf-8").split("+++\n", 2)[1:]
    meta = tomllib.loads(head)
    key = re.sub(r"^(\d{4}-\d\d-\d\d|draft|scheduled)-", "", path.stem)
    if key == "appunti-di-settembre":  # two posts share the title, and so the name
        key = path.stem
    return Entry(
        key=key,
        kind=kind,
        number=number(f"{kind}:{path.stem}"),
        title=meta["title"],
        path=meta.get("path", ""),
        status=meta.get("status", "live"),
        published=stamp(meta["published"]),
        updated=stamp(meta["updated"]),
        trashed=stamp(meta["trashed"]) if "trashed" in meta else "",
        author=meta["author"],
        labels=meta.get("labels", []),
        description=meta.get("description", ""),
        location=meta.get("location", []),
        body=body.strip() if meta.get("raw") else join_lines(body),
    )


def read_blog(source: Path) -> Blog:
    """The blog in *source*, posts newest first as Blogger lists them."""
    facts = tomllib.loads((source / "blog.toml").read_text(encoding="utf-8"))
    blog = Blog(facts, (source / "theme.xml").read_text(encoding="utf-8").strip())
    for folder, kind in (("posts", "post"), ("pages", "page")):
        found = [read_entry(path, kind) for path in sorted((source / folder).glob("*.html"))]
        blog.entries += sorted(found, key=lambda entry: instant(entry.published), reverse=True)
    by_key = {entry.key: entry for entry in blog.entries}
    for raw in tomllib.loads((source / "comments.toml").read_text(encoding="utf-8"))["comment"]:
        name = raw["author"]
        author = facts["authors"][name[1:]] if name.startswith("@") else {"name": name, "uri": raw.get("uri", "")}
        blog.comments.append(
            Comment(
                number=number(f"comment:{raw['key']}"),
                on=by_key[raw["on"]],
                parent=number(f"comment:{raw['reply_to']}") if "reply_to" in raw else None,
                author=author,
                published=stamp(raw["published"]),
                updated=stamp(raw.get("updated", raw["published"])),
                status=raw.get("status", "live"),
                content=raw["content"],
            )
        )
    return blog


def fill(blog: Blog, text: str, post: str = "") -> str:
    """*text* with the numbers of the blog, of *post*, and of the pages and comments it names."""

    def comment(match: re.Match[str]) -> str:
        return number(f"comment:{match[1]}")

    text = text.replace("@blogid@", blog.facts["id"]).replace("@postid@", post)
    text = re.sub(r"@page:([\w-]+)@", lambda match: number(f"page:{match[1]}"), text)
    return re.sub(r"@comment:([\w-]+)@", comment, text)


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def stamp(text: str) -> str:
    """*text* with the milliseconds Blogger always writes: ``2009-03-08T18:20:00.000+01:00``."""
    return instant(text).isoformat(timespec="milliseconds")


def zulu(text: str) -> str:
    """The same instant as Takeout spells it: in UTC, whole seconds where there are no milliseconds."""
    moment = instant(text).astimezone(UTC).replace(tzinfo=None)
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds") + "Z"


def escape(text: str) -> str:
    return html.escape(text, quote=False)


def quoted(text: str) -> str:
    return "'" + html.escape(text, quote=False).replace("'", "&#39;").replace("\n", "&#10;") + "'"


def element(name: str, text: str = "", /, **attributes: str) -> str:
    """One element; ``__`` in an attribute's name stands for a colon. Without text it closes itself."""
    start = name + "".join(f" {key.replace('__', ':')}={quoted(value)}" for key, value in attributes.items())
    return f"<{start}>{text}</{name}>" if text else f"<{start}/>"
