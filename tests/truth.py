"""What an export holds, counted from its XML by other means than the readers: for tests to compare with."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

_LABELS = ("http://www.blogger.com/atom/ns#",)


@dataclass
class TruePost:
    number: str
    kind: str
    title: str
    draft: bool
    instant: float
    path: str  #: "" for one without an address
    labels: set[str]
    comments: int = 0


@dataclass
class Truth:
    posts: dict[str, TruePost] = field(default_factory=dict)
    settings: int = 0
    trashed: int = 0
    spam: int = 0
    comments: int = 0
    lost_comments: int = 0  #: of trashed posts, or of posts that are not in the file


def truth_of(path: Path) -> Truth:
    """Return the truth about a classic or Takeout export; the file is read whole and leniently."""
    data = path.read_bytes()
    if not re.search(rb"<(?:\w+:)?feed\b", data[:2000]):
        data = b"<feed>" + data + b"</feed>"
    root = etree.fromstring(data, etree.XMLParser(recover=True, huge_tree=True))
    truth = Truth()
    comments: list[str] = []
    for entry in root.iter("{*}entry"):
        values: dict[str, list[etree._Element]] = {}
        for child in entry.iter():
            if isinstance(child.tag, str):
                values.setdefault(re.sub(r"^\{.*\}|^\w+:", "", child.tag), []).append(child)
        _count(entry, values, truth, comments)
    for post in comments:
        if post in truth.posts:
            truth.posts[post].comments += 1
            truth.comments += 1
        else:
            truth.lost_comments += 1
    return truth


def _text(values: dict[str, list[etree._Element]], name: str) -> str:
    found = values.get(name)
    return (found[0].text or "").strip() if found else ""


def _count(entry: etree._Element, values: dict[str, list[etree._Element]], truth: Truth, comments: list[str]) -> None:
    kinds = [c.get("term", "").rpartition("#")[2] for c in values.get("category", []) if "#kind" in c.get("scheme", "")]
    takeout = not kinds
    own_type = next((c.text for c in entry if isinstance(c.tag, str) and c.tag.endswith("type")), "") or ""
    kind = own_type.lower() if takeout else kinds[0]
    status = _text(values, "status")
    number = re.findall(r"\d+", _text(values, "id"))[-1:]
    if kind == "settings":
        truth.settings += 1
    elif kind == "comment":
        if status == "SPAM_COMMENT":
            truth.spam += 1
        elif takeout:
            comments.append(_text(values, "parent").rpartition("-")[2])
        else:
            edit = next(link.get("href", "") for link in values["link"] if link.get("rel") == "edit")
            comments.append(re.findall(r"/(\d+)/comments/", edit)[0])
    elif kind in ("post", "page"):
        if "TRASH" in status:
            truth.trashed += 1
            return
        scheme = None if takeout else _LABELS[0]
        labels = {
            c.get("term", "")
            for c in values.get("category", [])
            if c.get("term") and (scheme is None or c.get("scheme") == scheme)
        }
        if takeout:
            path = _text(values, "filename")
        else:
            links = {
                link.get("rel"): link.get("href", "")
                for link in values.get("link", [])
                if link.get("type") == "text/html"
            }
            path = urlsplit(links.get("alternate", "")).path
            path = re.sub(r"^/blogspot/[^/]+", "", path)
        truth.posts[number[0]] = TruePost(
            number=number[0],
            kind=kind,
            title=" ".join(_text(values, "title").split()),
            draft=status == "DRAFT" or _text(values, "draft") == "yes",
            instant=datetime.fromisoformat(_text(values, "published")).timestamp(),
            path=path,
            labels=labels if kind == "post" else set(),
        )
