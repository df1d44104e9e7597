"""Where fuzzing begins: the project's own fixtures, cut to the size that a fuzzer likes, and all that it ever found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
#: inputs that once broke a law, by law
FOUND = ROOT / "fuzz" / "found"
_MOST = 8_000


def seeds(law: str) -> Iterator[bytes]:
    """Give the first inputs for *law*."""
    yield from _FROM[law]()
    if (FOUND / law).is_dir():
        for path in sorted((FOUND / law).iterdir()):
            yield path.read_bytes()


def _xml() -> Iterator[bytes]:
    for number, path in enumerate(
        (
            FIXTURES / "sample" / "blog-11-23-2014.xml",
            next((FIXTURES / "sample" / "takeout").rglob("feed.atom")),
            *sorted((FIXTURES / "inputs" / "feeds").rglob("*.xml")),
        )
    ):
        data = path.read_bytes()
        head, entries = data[: data.find(b"<entry")], re.findall(rb"<entry.*?</entry>", data, re.S)
        form = bytes([3 if b"<rss" in data[:300] else min(number, 2)])
        yield form + data[:_MOST]
        for start in range(0, min(len(entries), 40), 8):
            yield form + (head + b"".join(entries[start : start + 3]) + b"</feed>")[:_MOST]


def _json() -> Iterator[bytes]:
    for folder, form in (("feeds", b"\0"), ("api", b"\1")):
        for path in sorted((FIXTURES / "inputs" / folder).rglob("*.js*")):
            yield form + path.read_bytes()[:_MOST]


def _files(folder: str) -> Iterator[bytes]:
    for path in sorted((FIXTURES / "inputs" / folder).rglob("*")):
        if path.is_file():
            yield path.read_bytes()[: 3 * _MOST]


def _bodies() -> Iterator[bytes]:
    for number, path in enumerate(sorted([*FIXTURES.glob("rules/*.md"), *FIXTURES.glob("elements/*.md")])):
        text = path.read_text(encoding="utf-8")
        for html in re.findall(r"^.+\n\.\n((?:.|\n)*?)\n\.\n(?:.*\n)*?\.$", text, re.M):
            yield bytes([number % 8]) + html.encode()


def _dates() -> Iterator[bytes]:
    for number, path in enumerate(sorted(FIXTURES.glob("dates/*.tsv"))):
        for line in path.read_text(encoding="utf-8").splitlines()[1:6]:
            yield bytes([number % 16]) + max(line.split("\t"), key=len).encode()


_FROM = {
    "xml": _xml,
    "json": _json,
    "page": lambda: _files("pages"),
    "text": lambda: _files("text"),
    "theme": lambda: _files("themes"),
    "markdown": _bodies,
    "dates": _dates,
}
