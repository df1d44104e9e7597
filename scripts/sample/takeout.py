"""The sample blog as Takeout hands it out: the files below ``Takeout/``."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from sample.pictures import PIXELS, draw
from sample.source import Blog, Comment, Entry, element, escape, fill, instant, number, stamp, zulu

TAKEOUT_STATUS = {
    "live": "LIVE",
    "draft": "DRAFT",
    "scheduled": "SCHEDULED",
    "trashed": "SOFT_TRASHED",
    "removed": "GHOSTED_COMMENT",
    "spam": "SPAM_COMMENT",
}
PROFILE = """
    display_name user_name email show_email gender birthday homepage_url im_service im_username
    city region country industry occupation introduction interests favorite_movies favorite_music
    favorite_books audio_clip_url profile_image_url wishlist_url random_question
"""


def takeout_author(author: dict[str, str]) -> Iterator[str]:
    yield "<author>"
    yield "  " + element("name", escape(author["name"]))
    yield f"  <uri>{escape(author['uri'])}</uri>"
    yield "  <blogger:type>BLOGGER</blogger:type>"
    yield "</author>"


def takeout_post(blog: Blog, entry: Entry) -> Iterator[str]:
    yield element("id", f"{blog.tag}.post-{entry.number}")  # pages too: only blogger:type tells them apart
    yield element("blogger:type", entry.kind.upper())
    yield element("blogger:status", TAKEOUT_STATUS[entry.status])
    yield from takeout_author(blog.facts["authors"][entry.author])
    yield element("title", escape(entry.title))
    yield element("content", escape(fill(blog, entry.body, entry.number)), type="html")
    yield element("blogger:metaDescription", escape(entry.description))
    yield element("blogger:created", zulu(min(entry.published, entry.updated, key=instant)))
    yield element("published", zulu(entry.published))
    yield element("updated", zulu(entry.updated))
    yield "<blogger:location/>"
    for label in entry.labels:
        yield element("category", scheme=blog.tag, term=label)
    if not entry.labels:
        yield "<category/>"
    yield element("blogger:filename", entry.path)
    yield "<link/>"
    yield "<enclosure/>"
    yield element("blogger:trashed", zulu(entry.trashed) if entry.trashed else "")


def takeout_comment(tag: str, parent_tag: str, comment: Comment) -> Iterator[str]:
    # Takeout keeps the line breaks of a comment as they were typed, and nothing of a removed one.
    content = "" if comment.status == "removed" else comment.content.replace("<br />", "\n")
    yield element("id", f"{tag}.post-{comment.number}")
    yield element("blogger:parent", f"{parent_tag}.post-{comment.on.number}")
    yield element("blogger:inReplyTo", f"{tag}.post-{comment.parent}" if comment.parent else "")
    yield "<blogger:type>COMMENT</blogger:type>"
    yield element("blogger:status", TAKEOUT_STATUS[comment.status])
    yield from takeout_author(comment.author)
    yield element("content", escape(content), type="html")
    yield element("blogger:created", zulu(comment.published))
    yield element("published", zulu(comment.published))
    yield element("updated", zulu(comment.updated))
    yield "<blogger:trashed/>"


def takeout_feed(tag: str, title: str, entries: Iterable[Iterable[str]]) -> str:
    lines = ["<?xml version='1.0' encoding='utf-8'?>"]
    spaces = "xmlns='http://www.w3.org/2005/Atom' xmlns:blogger='http://schemas.google.com/blogger/2018'"
    lines += [f"<feed {spaces}>", "  " + element("id", tag), "  " + element("title", escape(title))]
    for entry in entries:
        lines += ["  <entry>", *("    " + line for line in entry), "  </entry>"]
    return "\n".join([*lines, "</feed>", ""])


def settings_row(facts: dict[str, Any]) -> dict[str, str]:
    row = {f"blog_{key.lower()}": value for key, (_, value) in facts["settings"].items()}
    for only_classic in (
        "backlinks_allowed",
        "default_backlinks_mode",
        "alternate_jsrender_allowed",
        "promoted",
    ):
        del row[f"blog_{only_classic}"]
    for mail in ("m2b_whitelist_email", "mail_publish", "mail_to_blogger", "show_title"):
        del row[f"blog_{mail}"]
    extra: dict[str, str] = facts["takeout_settings"]
    return row | extra


def csv_text(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def elsewhere(blog: Blog) -> Comment:
    """A comment Irene left on a blog that is not hers: Takeout puts it in a folder of its own."""
    content = "Provato con la segale: due ore in più, ma che crosta."
    on = Entry("", "post", number("elsewhere"), "", "", "live", "", "", "", "irene", [], "", [], "")
    when = stamp("2013-02-11T21:14:00.123+01:00")
    return Comment(number("comment:elsewhere"), on, None, blog.facts["authors"]["irene"], when, when, "live", content)


def takeout(blog: Blog) -> dict[str, bytes]:
    """Every file of the Takeout tree, by its path below ``Takeout/``."""
    facts, title = blog.facts, blog.facts["title"]
    numbered: list[tuple[int, Iterable[str]]] = [(int(e.number), takeout_post(blog, e)) for e in blog.entries]
    numbered += [(int(c.number), takeout_comment(blog.tag, blog.tag, c)) for c in blog.comments]
    entries = [lines for _, lines in sorted(numbered, key=lambda pair: pair[0])]
    row, base = settings_row(facts), f"Blogger/Blogs/{title}"
    followers = [
        ("display_name", "profile_image_url", "is_blocked"),
        ("Lettore Fisso", "https://example.invalid/lettore.png", "false"),
        ("Lettrice Silenziosa", "https://example.invalid/lettrice.png", "false"),
    ]
    person = {
        "display_name": "Irene Valsania",
        "email": "irene.valsania@posta.invalid",
        "city": "Borgata Sagna",
    }
    columns = PROFILE.split()
    foreign = "tag:blogger.com,1999:blog-1414213562373095048"
    texts = {
        f"{base}/feed.atom": takeout_feed(blog.tag, title, entries),
        f"{base}/settings.csv": csv_text([row.keys(), row.values()]),
        f"{base}/theme-layouts.xml": fill(blog, blog.theme) + "\n",
        f"{base}/theme-classic.html": "templateref:rounders",
        f"{base}/followers.csv": csv_text(followers),
        "Blogger/Comments/Il forno di Paolo/feed.atom": takeout_feed(
            foreign, "Il forno di Paolo", [takeout_comment(foreign, foreign, elsewhere(blog))]
        ),
        "Blogger/Profile/profile.csv": csv_text([columns, [person.get(name, "") for name in columns]]),
        "archive_browser.html": (
            '<!DOCTYPE html><html><head><meta charset="UTF-8"><title>Contenuto dell\'archivio</title></head>'
            '<body><h1>Il tuo archivio</h1><h2 class="service_name">Blogger</h2><p>1 blog.</p>'
            '<div class="extracted-folder-name">Blogger</div></body></html>\n'
        ),
    }
    files = {path: text.encode() for path, text in texts.items()}
    album = f"Blogger/Albums/{title}"
    names = sorted(
        set(
            re.findall(
                r"bp\.blogspot\.com/[^\"<]*/([^/\"<]+\.png)",
                " ".join(e.body for e in blog.entries) + blog.theme,
            )
        )
    )
    metadata = {"title": title, "totalItems": str(len(names)), "totalItemsAccuracy": "EXACT"}
    files[f"{album}/metadata.json"] = json.dumps(metadata, indent=2).encode()
    moment = str(int(instant(facts["created"]).timestamp() * 1000))
    for name in (name.replace("+", " ") for name in names):
        files[f"{album}/{name}"] = draw(name)
        about = {"uploadStatus": "UPLOAD_COMPLETED", "sizeBytes": str(PIXELS), "filename": name}
        about |= {"creationTimestampMs": moment, "hasOriginalBytes": "true", "mimeType": "image/png"}
        files[f"{album}/{name}.json"] = json.dumps(about, ensure_ascii=False, indent=2).encode()
    return files
