"""Answers of the Blogger API v3: lists and single resources of posts, pages and comments, and of the blog.

Source: Google's reference of the API and one real dump (a bare list of posts, whose names and labels hold HTML
entities). A resource says what it is in `kind`; lists hold resources in `items`, dumps put them into lists or under
names.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any

from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import Author, Kind, Location, RawEntry
from bloggermigrate.readers.atom import BLOG_TAG
from bloggermigrate.readers.items import RawFeed, RawItem
from bloggermigrate.readers.json_text import documents, looks_like_json
from bloggermigrate.readers.probe import Probe
from bloggermigrate.readers.public_feed import PublicFeed
from bloggermigrate.readers.sources import InputFile

__all__ = ["read", "sniff"]

_PREFIX = "blogger#"
_KINDS: dict[str, Kind] = {"post": "post", "page": "page", "comment": "comment"}
#: the API's words for a comment's status, in those of Takeout
_COMMENT_STATUS = {"live": "LIVE", "emptied": "GHOSTED_COMMENT", "spam": "SPAM_COMMENT", "pending": "PENDING"}
_LISTS = frozenset(("postList", "pageList", "commentList", "blogList", "postUserInfosList"))


def sniff(seen: Probe) -> bool:
    """Whether the file is an answer of the Blogger API."""
    return looks_like_json(seen.text) and re.search(r'"kind"\s*:\s*"blogger#\w', seen.text) is not None


def read(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give every resource as found; a post's own comments come after it, a list's extent after its entries."""
    for document in documents(file, issues):
        waiting: list[Any] = [document]
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting += reversed(value)
                continue
            if isinstance(value, PublicFeed):
                yield value
            if not isinstance(value, dict):
                continue
            word = _text(value, "kind").removeprefix(_PREFIX)
            rows = value.get("items")
            if word in _LISTS or (not word and isinstance(rows, list)):
                items = rows if isinstance(rows, list) else []
                waiting += [_page_of(value, word, items, file), *reversed(items)]
            elif word == "blog":
                yield _blog(value, file)
            elif word in ("blogUserInfo", "postUserInfo"):
                waiting.append(value.get("blog" if word == "blogUserInfo" else "post"))
            elif word in _KINDS or "content" in value:
                yield _entry(value, _KINDS.get(word, "post"), file)
                waiting.append(_within(value, "replies").get("items"))
            elif word:
                yield RawEntry(
                    kind="other",
                    id=_text(value, "id"),
                    source=Source(file.name, _text(value, "id")),
                    extra=(("kind", word),),
                )
            else:
                # A dump that somebody's script made: resources under names of its own.
                waiting += [part for part in reversed(value.values()) if isinstance(part, dict | list)]


def _page_of(value: Mapping[str, Any], word: str, items: list[Any], file: InputFile) -> PublicFeed:
    """Return what to give after the entries of a list: which blog's it is and whether it goes on."""
    first = next((item for item in items if isinstance(item, dict)), {})
    number = _text(_within(first, "blog"), "id")
    return PublicFeed(
        id=f"{BLOG_TAG}{number}" if number else "",
        source=Source(file.name),
        scope=f"api {word} {number}".strip(),
        count=len(items),
        more=bool(_text(value, "nextPageToken")),
    )


def _blog(value: Mapping[str, Any], file: InputFile) -> RawFeed:
    locale = _within(value, "locale")
    number = _text(value, "id")
    parts = (_text(locale, "language"), _text(locale, "country"))
    return RawFeed(
        id=f"{BLOG_TAG}{number}" if number else "",
        title=_text(value, "name"),
        url=_text(value, "url"),
        description=_text(value, "description"),
        updated=_text(value, "updated"),
        locale="-".join(part for part in parts if part),
        source=Source(file.name),
    )


def _entry(value: Mapping[str, Any], kind: Kind, file: InputFile) -> RawEntry:
    entry_id = _text(value, "id")
    author = _within(value, "author")
    status = _text(value, "status")
    comment = kind == "comment"
    if comment:
        status = _COMMENT_STATUS.get(status.lower(), status)
    # A draft's url is that of its preview, or the one it will have.
    url = "" if comment or "/post-preview" in _text(value, "url") else _text(value, "url")
    public = status.upper() in ("", "LIVE")
    labels = value.get("labels")
    names = [html.unescape(name) for name in labels if isinstance(name, str)] if isinstance(labels, list) else []
    total = _text(_within(value, "replies"), "totalItems")
    images = value.get("images")
    image = images[0] if isinstance(images, list) and images else {}
    return RawEntry(
        kind=kind,
        id=entry_id,
        source=Source(file.name, entry_id),
        title=_text(value, "title", strip=False),
        content=_text(value, "content", strip=False),
        has_content="content" in value,
        published=_text(value, "published"),
        updated=_text(value, "updated"),
        status=status,
        author=Author(html.unescape(_text(author, "displayName")), _text(author, "url")),
        labels=tuple(dict.fromkeys(filter(None, names))) if kind == "post" else (),
        permalink=url if public else "",
        reserved="" if public else url,
        parent=_text(_within(value, "post"), "id") if comment else "",
        in_reply_to=_text(_within(value, "inReplyTo"), "id") if comment else "",
        location=_location(_within(value, "location")),
        thumbnail=_text(image, "url") if isinstance(image, dict) else "",
        comment_total=int(total) if total.isdecimal() and len(total) < 10 else None,
    )


def _location(value: Mapping[str, Any]) -> Location | None:
    name = _text(value, "name")
    north, east = value.get("lat"), value.get("lng")
    if isinstance(north, int | float) and isinstance(east, int | float):
        return Location(name, float(north), float(east))
    return Location(name) if name else None


def _within(value: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return the object under *key*, an empty one when there is none."""
    part = value.get(key)
    return part if isinstance(part, dict) else {}


def _text(value: Mapping[str, Any], key: str, *, strip: bool = True) -> str:
    """Return the text under *key*; numbers as text, since ids are met as either; "" for all else."""
    part = value.get(key)
    if isinstance(part, int | float) and not isinstance(part, bool):
        part = str(part)
    if not isinstance(part, str):
        return ""
    # A lone surrogate is no text and can't be written anywhere.
    part = part.encode("utf-8", "replace").decode()
    return part.strip() if strip else part
