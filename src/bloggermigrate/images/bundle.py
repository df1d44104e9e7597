"""Ghost's importer takes one archive: the JSON, and beside it the pictures under the paths that posts name."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

_ONE_DATE = (1980, 1, 1, 0, 0, 0)
_CHUNK = 1 << 20


def bundles(root: Path, pictures: Iterable[str], staging: Path) -> Iterator[tuple[str, Path]]:
    """Give an archive for each `blog*.json` in *root*, with those of *pictures* (paths below it) that it names.

    Path in the output, and where the finished file waits. The same content gives the same bytes.
    """
    known = sorted(pictures)
    for json in sorted(root.glob("blog*.json")):
        text = json.read_bytes()
        staged = staging / f"{json.stem}.zip"
        with zipfile.ZipFile(staged, "w", zipfile.ZIP_STORED) as archive:
            _add(archive, json.name, json, zipfile.ZIP_DEFLATED)
            for path in known:
                if quote(path).encode() in text:
                    _add(archive, path, root / path, zipfile.ZIP_STORED)
        yield f"{json.stem}.zip", staged


def _add(archive: zipfile.ZipFile, name: str, source: Path, how: int) -> None:
    info = zipfile.ZipInfo(name, _ONE_DATE)
    info.compress_type = how
    info.external_attr = 0o644 << 16
    with archive.open(info, "w", force_zip64=source.stat().st_size > 1 << 31) as target, source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            target.write(chunk)
