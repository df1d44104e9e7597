#!/usr/bin/env python3
"""Write the sample blog in every form Blogger hands out, from its one source.

    python scripts/make_sample.py            write fixtures/sample/
    python scripts/make_sample.py --check    exit 1 if what is there is not what would be written

``fixtures/sample/source/`` holds the blog as its authors typed it; this script spells it as Blogger does: a
classic export (GData Atom, one line), the Takeout tree, the same tree as a zip, the public feeds, and answers of
the API. Nothing depends on the clock, on chance or on the machine: ids come from the sources' names.
"""

from __future__ import annotations

import argparse
import io
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from sample.api import api
from sample.classic import classic
from sample.feeds import feeds
from sample.source import read_blog
from sample.takeout import takeout

SAMPLE = Path(__file__).resolve().parent.parent / "fixtures" / "sample"
CLASSIC = "blog-11-23-2014.xml"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in sorted(files.items()):
            info = zipfile.ZipInfo(f"Takeout/{path}", (2014, 11, 23, 18, 42, 10))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def sample(source: Path) -> dict[str, bytes]:
    """Every file of the sample, by its path below ``fixtures/sample/``."""
    blog = read_blog(source)
    tree = takeout(blog)
    files = {CLASSIC: classic(blog).encode(), "takeout.zip": zipped(tree)}
    files |= {f"feeds/{name}": data for name, data in feeds(blog).items()}
    files |= {f"api/{name}": data for name, data in api(blog).items()}
    return files | {f"takeout/Takeout/{path}": data for path, data in tree.items()}


def unzipped(data: bytes) -> object:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {info.filename: meaning(info.filename, archive.read(info)) for info in archive.infolist()}


def pixels(data: bytes) -> object:
    start = data.index(b"IDAT")
    length = int.from_bytes(data[start - 4 : start])
    return data[: start - 4], zlib.decompress(data[start + 4 : start + 4 + length])


MEANING: dict[str, Callable[[bytes], object]] = {".zip": unzipped, ".png": pixels}


def meaning(name: str, data: bytes) -> object:
    """*data* without what the installed zlib decides: builds of it compress the same bytes differently."""
    return MEANING.get(Path(name).suffix, bytes)(data)


def stale(folder: Path) -> list[str]:
    """Paths below *folder* that are missing, different, or nobody's."""
    wanted = sample(folder / "source")
    found = [p for made in ("takeout", "feeds", "api") for p in (folder / made).rglob("*") if p.is_file()]
    present = {path.relative_to(folder).as_posix() for path in found}
    wrong = [
        path
        for path, data in wanted.items()
        if not (folder / path).is_file() or meaning(path, (folder / path).read_bytes()) != meaning(path, data)
    ]
    return sorted({*wrong, *(present - set(wanted))})


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if anything is out of date")
    parser.add_argument("--folder", type=Path, default=SAMPLE, help="default: fixtures/sample")
    options = parser.parse_args()
    wrong = stale(options.folder)
    if options.check:
        for path in wrong:
            print(f"out of date: {path}", file=sys.stderr)
        return 1 if wrong else 0
    files = sample(options.folder / "source")
    for path in wrong:
        target = options.folder / path
        if path not in files:
            target.unlink()
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(files[path])
    print(f"{len(files)} files, {len(wrong)} written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
