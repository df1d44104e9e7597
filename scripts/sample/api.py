"""The sample blog as the Blogger API v3 answers, asked by its owner (``view=ADMIN``)."""

from __future__ import annotations

import json
from typing import Any

from sample.source import Blog, Comment, Entry, fill, instant

POST_STATUS = {"live": "LIVE", "draft": "DRAFT", "scheduled": "SCHEDULED", "trashed": "SOFT_TRASHED"}
COMMENT_STATUS = {"live": "live", "removed": "emptied", "spam": "spam"}
ROOT = "https://www.googleapis.com/blogger/v3/blogs"


def stamp(text: str) -> str:
    """The API has no fractions."""
    return instant(text).isoformat(timespec="seconds")


def person(author: dict[str, str]) -> dict[str, Any]:
    number = author["uri"].rpartition("/")[2] if "/profile/" in author["uri"] else "g0"
    image = {"image": {"url": author["image"]}} if "image" in author else {}
    return {"id": number, "displayName": author["name"], **({"url": author["uri"]} if author["uri"] else {}), **image}


def post(blog: Blog, entry: Entry) -> dict[str, Any]:
    facts = blog.facts
    value: dict[str, Any] = {
        "kind": f"blogger#{entry.kind}",
        "id": entry.number,
        "status": POST_STATUS[entry.status],
        "blog": {"id": facts["id"]},
        "published": stamp(entry.published),
        "updated": stamp(entry.updated),
        "url": blog.url + entry.path if entry.path else "",
        "selfLink": f"{ROOT}/{facts['id']}/{entry.kind}s/{entry.number}",
        "title": entry.title,
        "content": fill(blog, entry.body, entry.number),
        "author": person(facts["authors"][entry.author]),
    }
    if not entry.path:
        del value["url"]
    if entry.kind == "post":
        total = sum(comment.on is entry and comment.status != "spam" for comment in blog.comments)
        value["replies"] = {"totalItems": str(total), "selfLink": f"{value['selfLink']}/comments"}
        if entry.labels:
            value["labels"] = entry.labels
    if entry.location:
        name, point = entry.location
        north, east = map(float, point.split())
        value["location"] = {"name": name, "lat": north, "lng": east, "span": ""}
    return value


def comment(blog: Blog, found: Comment) -> dict[str, Any]:
    value: dict[str, Any] = {
        "kind": "blogger#comment",
        "status": COMMENT_STATUS[found.status],
        "id": found.number,
        "post": {"id": found.on.number},
        "blog": {"id": blog.facts["id"]},
        "published": stamp(found.published),
        "updated": stamp(found.updated),
        "content": "" if found.status == "removed" else found.content,
        "author": person(found.author),
    }
    return value | ({"inReplyTo": {"id": found.parent}} if found.parent else {})


def listing(kind: str, items: list[dict[str, Any]], token: str = "") -> dict[str, Any]:
    following = {"nextPageToken": token} if token else {}
    return {"kind": f"blogger#{kind}", **following, "items": items, "etag": '"esempio"'}


def api(blog: Blog) -> dict[str, bytes]:
    """The answers by file name; `posts.json` is a dump of two pages in one list."""
    facts = blog.facts
    posts = [post(blog, entry) for entry in blog.entries if entry.kind == "post"]
    pages = [post(blog, entry) for entry in blog.entries if entry.kind == "page"]
    home = {
        "kind": "blogger#blog",
        "id": facts["id"],
        "name": facts["title"],
        "description": facts["settings"]["DESCRIPTION"][1],
        "published": stamp(facts["created"]),
        "updated": stamp(facts["updated"]),
        "url": f"{blog.url}/",
        "posts": {"totalItems": len(posts)},
        "pages": {"totalItems": len(pages)},
        "locale": {"language": facts["settings"]["LOCALE"][1], "country": "IT", "variant": ""},
    }
    values: dict[str, Any] = {
        "blog.json": home,
        "posts.json": [listing("postList", posts[:10], "CgkIChiAgP"), listing("postList", posts[10:])],
        "pages.json": listing("pageList", pages),
        "comments.json": listing("commentList", [comment(blog, found) for found in reversed(blog.comments)]),
        "post.json": posts[0],
    }
    return {name: json.dumps(value, ensure_ascii=False, indent=1).encode() for name, value in values.items()}
