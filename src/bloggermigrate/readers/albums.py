"""The albums of a Takeout: which pictures it holds, for whoever fetches images later.

`Albums/<blog title>/` holds each picture, beside it `<picture>.json` with its name, size and time, and one
`metadata.json` of the album. Nothing links a picture to a post but its file name. Source: one whole real tree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import NamedTuple

from bloggermigrate.readers.probe import Probe
from bloggermigrate.readers.sources import InputFile

__all__ = ["MEDIA", "AlbumPicture", "pictures", "sniff"]

#: endings of pictures and films; such files are never looked into for a blog
MEDIA = tuple(
    f".{name}"
    for name in (
        *("jpg", "jpeg", "png", "gif", "webp", "bmp", "tif", "tiff", "heic", "heif", "avif", "svg", "ico"),
        *("mp4", "mov", "m4v", "avi", "webm", "mkv", "3gp", "mpg", "mp3", "m4a", "ogg", "wav"),
    )
)
_PICTURE = re.compile(r'"(?:creationTimestampMs|hasOriginalBytes|uploadStatus)"\s*:')
_ALBUM = re.compile(r'"totalItems(?:Accuracy)?"\s*:')
_MOST_BYTES = 1 << 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class AlbumPicture(NamedTuple):
    """A picture or film of an album. *name* is its file name as uploaded; *created* when, in UTC, None if unknown."""

    name: str
    album: str  #: name of the album's folder: the title of its blog, with "_" for some characters
    file: InputFile
    size: int
    created: datetime | None = None
    mime: str = ""


def sniff(seen: Probe) -> bool:
    """Whether the file describes an album or one of its pictures."""
    if seen.form != "json" or not seen.text.lstrip().startswith("{"):
        return False
    return (_PICTURE.search(seen.text) is not None and '"filename"' in seen.text) or (
        _ALBUM.search(seen.text) is not None and '"title"' in seen.text and '"kind"' not in seen.text
    )


def pictures(described: Iterable[InputFile], files: Iterable[InputFile]) -> Iterator[AlbumPicture]:
    """Give the pictures among *files* that lie where one of the *described* files (see `sniff`) lies.

    The description may lie in another part of the same Takeout; a picture without one is given with what its file says.
    """
    facts: dict[str, Mapping[str, str]] = {}
    folders: set[str] = set()
    for file in described:
        folders.add(_album(file))
        value = _object(file)
        if name := value.get("filename"):
            facts[f"{_album(file)}/{name}"] = value
            # Takeout shortens long names; the description's own name says which file it means.
            facts[f"{_album(file)}/{file.basename.removesuffix('.json')}"] = value
    for file in files:
        if PurePosixPath(file.basename.lower()).suffix in MEDIA and _album(file) in folders:
            known = facts.get(f"{_album(file)}/{file.basename}", {})
            yield AlbumPicture(
                name=known.get("filename") or file.basename,
                album=PurePosixPath(file.folder).name,
                file=file,
                size=file.size,
                created=_moment(known.get("creationTimestampMs", "")),
                mime=known.get("mimeType", ""),
            )


def _album(file: InputFile) -> str:
    """Return the last two folders of *file*: alike in all parts of one Takeout."""
    return "/".join(PurePosixPath(file.folder).parts[-2:])


def _object(file: InputFile) -> dict[str, str]:
    try:
        value = json.loads(file.head(_MOST_BYTES))
    except (ValueError, RecursionError):
        return {}
    return {key: str(part) for key, part in value.items()} if isinstance(value, dict) else {}


def _moment(text: str) -> datetime | None:
    if not (text.isdecimal() and text.isascii() and 0 < len(text) <= 14):
        return None
    return _EPOCH + timedelta(milliseconds=int(text))
