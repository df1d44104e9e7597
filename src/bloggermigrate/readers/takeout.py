"""`feed.atom` of Google Takeout: Atom with the kind and status in Blogger's own namespace of 2018.

Source: 10 real files of 2022–2026. Entries are sorted by number, so a comment may stand before its post and a
reply before the comment it answers. There is no host, no setting and no template in the feed: those are
`settings.csv` and `theme-layouts.xml` beside it.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from lxml import etree

from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import NOBODY, Kind, RawEntry
from bloggermigrate.readers import atom
from bloggermigrate.readers.encodings import decode
from bloggermigrate.readers.items import RawItem
from bloggermigrate.readers.sources import InputFile

_KINDS: dict[str, Kind] = {"POST": "post", "PAGE": "page", "COMMENT": "comment"}
_TEXTS = {
    "id": "id",
    "title": "title",
    "published": "published",
    "updated": "updated",
    "blogger:created": "created",
    "blogger:status": "status",
    "blogger:parent": "parent",
    "blogger:inReplyTo": "in_reply_to",
    "blogger:metaDescription": "description",
    "blogger:filename": "permalink",
    "blogger:location": "location",
    "blogger:trashed": "trashed",
    "blogger:type": "type",
}


def entry_of(element: etree._Element, file: InputFile) -> RawEntry:
    """Return one entry as found."""
    found: dict[str, str] = {}
    labels: list[str] = []
    enclosures: list[str] = []
    author = NOBODY
    for child in element:
        name = atom.name_of(child)
        field = _TEXTS.get(name)
        if field:
            text = atom.text_of(child)
            found.setdefault(field, text if field == "title" else text.strip())
        elif name == "content":
            found["content"] = atom.text_of(child)
        elif name == "category":
            # `<category/>` without a term stands in every entry without labels.
            term, scheme = child.get("term", ""), child.get("scheme", "")
            if term and scheme != atom.KIND_SCHEME:
                labels.append(term)
        elif name == "author":
            author = atom.author_of(child)
        elif name in ("link", "enclosure"):
            address = child.get("href") or child.get("url") or (child.text or "").strip()
            if name == "enclosure" and address:
                enclosures.append(address)
    word = found.get("type", "")
    kind = _KINDS.get(word, "other" if word else "post")
    status = found.get("status", "")
    if found.get("trashed") and status in ("", "LIVE", "DRAFT"):
        status = "SOFT_TRASHED"
    entry_id = found.get("id", "")
    return RawEntry(
        kind=kind,
        id=entry_id,
        source=atom.source_of(file, element, entry_id),
        title=found.get("title", ""),
        content=found.get("content", ""),
        has_content="content" in found,
        published=found.get("published", ""),
        updated=found.get("updated", ""),
        created=found.get("created", ""),
        status=status,
        author=author,
        labels=tuple(dict.fromkeys(labels)) if kind == "post" else (),
        permalink=found.get("permalink", "") if status == "LIVE" else "",
        reserved=found.get("permalink", "") if status != "LIVE" else "",
        parent=found.get("parent", "") if kind == "comment" else "",
        in_reply_to=found.get("in_reply_to", ""),
        description=found.get("description", ""),
        location=atom.location_of(found.get("location", ""), ""),
        enclosures=tuple(enclosures),
        extra=(("kind", word),) if kind == "other" else (),
    )


def read_settings(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give each column of `settings.csv` as a setting entry, named as the classic export names it.

    Cells hold line breaks and HTML, so this is read as CSV and never split. Office programs that saved it again put
    semicolons or tabs between them, and have their own encodings.
    """
    with file.open() as raw:
        text = decode(raw.read())
    csv.field_size_limit(1 << 24)
    first = text.partition("\n")[0]
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count)))
    except csv.Error as error:
        issues.add("setting-unreadable", f"The settings can't be read: {error}.", Source(file.name))
        return
    header, values = [*rows, [], []][:2]
    if len(values) < len(header):
        lack = len(header) - len(values)
        issues.add("setting-unreadable", f"The file is cut short: {lack} settings have no value.", Source(file.name))
    for column, value in zip(header, values, strict=False):
        key = column.strip().upper()
        if key:
            yield RawEntry(
                kind="setting",
                id=f"settings.{key}",
                source=Source(file.name, key, 2),
                content=value,
                title=column,
            )
