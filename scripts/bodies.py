"""Every distinct post, page and comment body below a folder, whatever export or feed it stands in.

The files are recognised by their content, never by their name: Atom and RSS (classic export, Takeout,
public feed), the JSON forms of feed and API, JSON lines with `id` and `html`, and zip or tar archives of
these.  This is deliberately not the project's own reader: what measures the conversion should not share the
reader's faults.
"""

from __future__ import annotations

import html
import io
import json
import re
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from lxml import etree

KINDS = ("post", "page", "comment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One body as the file has it."""

    id: str  #: blog/kind-number, cut to the last digits: enough to find it again, too little to name anybody
    kind: str
    html: str
    file: str


def collect(folder: Path) -> tuple[list[Body], int]:
    """The distinct bodies below *folder* (or in the one file) in a stable order, and how many were empty."""
    found: dict[str, Body] = {}
    empty = 0
    names = [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if p.is_file())
    for name in names:
        for key, body in _read(name.read_bytes(), str(name)):
            if key in found:
                continue
            if not body.html.strip():
                empty += 1
                continue
            found[key] = body
    return list(found.values()), empty


def _read(data: bytes, file: str) -> Iterator[tuple[str, Body]]:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in sorted(archive.namelist()):
                yield from _read(archive.read(name), f"{file}!{name}")
    elif head.startswith(b"\x1f\x8b") or data[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            for member in tar:
                if (stream := tar.extractfile(member)) is not None:
                    yield from _read(stream.read(), f"{file}!{member.name}")
    elif head.startswith((b"{", b"[")):
        yield from _read_json(data, file)
    elif head.startswith(b"<") and re.search(rb"<(?:\w+:)?(?:feed|rss|entry)\b", head):
        yield from _read_xml(data, file)


# ----------------------------------------------------------------------------------------------------- XML


def _local(tag: object) -> str:
    """The name without namespace; an undeclared prefix (seen in cut-out entries) is dropped as well."""
    return re.sub(r"^.*[}:]", "", tag) if isinstance(tag, str) else ""


def _read_xml(data: bytes, file: str) -> Iterator[tuple[str, Body]]:
    events = etree.iterparse(io.BytesIO(data), huge_tree=True, recover=True)
    for _, element in events:
        name = _local(element.tag)
        if name not in ("entry", "item"):
            continue
        kind = _kind(element)
        if kind:
            identity = next((c.text for c in element if _local(c.tag) in ("id", "guid") and c.text), "")
            yield _body(identity, kind, _content(element), file)
        element.clear()


def _kind(entry: Any) -> str:
    """post, page or comment; "" for templates, settings and what else an export holds."""
    comment = False
    for child in entry:
        name = _local(child.tag)
        if name == "category" and (child.get("scheme") or "").endswith("#kind"):
            term = (child.get("term") or "").rpartition("#")[2]
            return term if term in KINDS else ""
        if name == "type" and child.text:
            term = child.text.strip().lower()
            return term if term in KINDS else ""
        comment = comment or name == "in-reply-to"
    return "comment" if comment else "post"


def _content(entry: Any) -> str:
    for wanted in ("content", "encoded", "description", "summary"):
        for child in entry:
            if _local(child.tag) != wanted:
                continue
            if child.get("type") == "xhtml":
                return "".join(etree.tostring(c, encoding="unicode") for c in child)
            text = child.text or ""
            # A summary is called text, but is the body less its tags: its entities are still there.
            plain = child.get("type") == "text" and wanted == "content"
            return html.escape(text, quote=False) if plain else text
    return ""


# ---------------------------------------------------------------------------------------------------- JSON


def _read_json(data: bytes, file: str) -> Iterator[tuple[str, Body]]:
    try:
        value = json.loads(data)
    except ValueError:
        yield from _read_json_lines(data, file)
        return
    for found in value if isinstance(value, list) else [value]:
        if not isinstance(found, dict):
            continue
        for entry in (found.get("feed") or {}).get("entry") or ():
            text = entry.get("content") or entry.get("summary") or {}
            kind = "comment" if "thr$in-reply-to" in entry else "post"
            yield _body(entry.get("id", {}).get("$t", ""), kind, text.get("$t", ""), file)
        for item in found.get("items") or ():
            kind = str(item.get("kind", "")).rpartition("#")[2] or "post"
            if kind in KINDS:
                yield _body(str(item.get("id", "")), kind, item.get("content") or "", file)


def _read_json_lines(data: bytes, file: str) -> Iterator[tuple[str, Body]]:
    for line in data.decode("utf-8", "replace").splitlines():
        try:
            value = json.loads(line)
        except ValueError:
            return
        if isinstance(value, dict) and "html" in value:
            name = str(value.get("id", ""))
            yield name, Body(id=name, kind=str(value.get("kind", "case")), html=value["html"], file=file)


def _body(identity: str, kind: str, text: str, file: str) -> tuple[str, Body]:
    if not identity:  # cut-out entries; the text itself is then the identity
        identity = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    blog = re.search(r"blog-?(\d+)", identity)
    label = blog.group(1)[-5:] if blog else sha256(Path(file).name.encode()).hexdigest()[:5]
    number = re.search(r"(\w{1,8})\W*$", identity)
    name = f"{label}/{kind}-{number.group(1) if number else '0'}"
    return identity.strip(), Body(id=name, kind=kind, html=text, file=file)
