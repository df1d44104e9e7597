"""An entry as the store keeps it: a line of JSON beside its content, and what a pass over all entries asks for."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from bloggermigrate.issues import Source
from bloggermigrate.linking.clues import Clue, clues_in
from bloggermigrate.model import Author, Kind, Location, RawEntry
from bloggermigrate.readers.items import CATEGORY, SUMMARY
from bloggermigrate.text.instants import microseconds, parse_instant

#: → what a text of JSON says, and where it ends
_read_json = json.JSONDecoder().raw_decode


class Packed(NamedTuple):
    """An entry made ready for the store, of plain values: quickly handed from one process to another."""

    kind: Kind
    id: str
    file: str  #: the name of its input
    number: str
    changed: int | None  #: its last change, in microseconds since 1970
    meta: str
    content: str
    clues: tuple[Clue, ...]  #: what the content tells of other entries


def pack(entry: RawEntry) -> Packed:
    content = storable(entry.content)
    return Packed(
        kind=entry.kind,
        id=entry.id,
        file=entry.source.file,
        number=entry.number,
        changed=microseconds(parse_instant(entry.updated)),
        meta=meta_of(entry),
        content=content,
        clues=tuple(clues_in(content)),
    )


def storable(text: str) -> str:
    """Return *text* without lone surrogates, which no file can hold."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def meta_of(entry: RawEntry) -> str:
    """Return all that *entry* says but its content; `unpack` takes the values in the same order."""
    location = entry.location
    # ASCII: a lone surrogate survives as an escape and is met again as such.
    return json.dumps(
        (
            entry.id,
            entry.author.name,
            entry.author.uri,
            entry.source.file,
            entry.source.line,
            entry.title,
            entry.has_content,
            entry.published,
            entry.updated,
            entry.created,
            entry.status,
            entry.labels,
            entry.permalink,
            entry.reserved,
            entry.parent,
            entry.in_reply_to,
            entry.description,
            entry.enclosures,
            entry.thumbnail,
            entry.comment_total,
            (location.name, location.latitude, location.longitude) if location else None,
            [pair for pair in entry.extra if entry.kind == "other" or pair == SUMMARY or pair[0] == CATEGORY],
        )
    )


def unpack(kind: Any, meta: str, content: str) -> RawEntry:
    """Return the entry that is kept as *meta* and *content*."""
    (
        entry_id,
        name,
        uri,
        file,
        line,
        title,
        has_content,
        published,
        updated,
        created,
        status,
        labels,
        permalink,
        reserved,
        parent,
        in_reply_to,
        description,
        enclosures,
        thumbnail,
        comment_total,
        location,
        extra,
    ) = _read_json(meta)[0]
    return RawEntry(
        kind=kind,
        id=entry_id,
        source=Source(file, entry_id, line),
        title=title,
        content=content,
        has_content=has_content,
        published=published,
        updated=updated,
        created=created,
        status=status,
        author=Author(name, uri),
        labels=tuple(labels),
        permalink=permalink,
        reserved=reserved,
        parent=parent,
        in_reply_to=in_reply_to,
        description=description,
        location=Location(*location) if location else None,
        enclosures=tuple(enclosures),
        thumbnail=thumbnail,
        comment_total=comment_total,
        extra=tuple((key, value) for key, value in extra),
    )


def byline(meta: str) -> tuple[str, Author, Source]:
    """Return id, author and place of the entry that is kept as *meta*: all that a comment has beside its text."""
    entry_id, name, uri, file, line, *_ = _read_json(meta)[0]
    return entry_id, Author(name, uri), Source(file, entry_id, line)


class Answer(NamedTuple):
    """What the whole-blog pass has to know of a comment, as found."""

    status: str
    published: str
    parent: str
    in_reply_to: str


def answer(meta: str) -> Answer:
    """Return that of the comment that is kept as *meta*."""
    _, _, _, _, _, _, _, published, _, _, status, _, _, _, parent, in_reply_to, *_ = _read_json(meta)[0]
    return Answer(status, published, parent, in_reply_to)
