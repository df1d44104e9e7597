"""A theme as a file of its own: `theme-layouts.xml` of a Takeout, or a theme backup."""

from __future__ import annotations

from collections.abc import Iterator

from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import RawEntry
from bloggermigrate.readers.items import RawItem
from bloggermigrate.readers.mending import decode_head
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.readers.theme import read_theme


def read(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give the theme as one template entry, then each of its gadgets."""
    with file.open() as stream:
        text = decode_head(stream.read())
    source = Source(file.name)
    yield RawEntry(kind="template", id=f"theme.{file.basename}", source=source, content=text, title=file.basename)
    yield from read_theme(text, source)
