"""The real Hugo, asked what it makes of an output folder.

`records` gives one `Record` for every post and page that Hugo knows: address, title, date and state from
``hugo list all``, labels and number of comments from the pages it builds, drafts and future posts included.
`build` builds what a reader sees. Both fail on any warning.
"""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selectolax.lexbor import LexborHTMLParser

#: the year that Hugo gives to what has no date
NO_YEAR = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One post or page as the engine knows it."""

    address: str  #: path from the site's root, decoded
    title: str
    instant: datetime | None
    labels: tuple[str, ...]
    draft: bool
    kind: str  #: "post" or "page"
    comments: int  #: replies and places of deleted ones included


def executable() -> str | None:
    """Return the path of Hugo: the binary inside the Python package, else one on the path; None without any."""
    packaged = Path(sysconfig.get_paths()["purelib"]) / "hugo" / "binaries" / "hugo"
    return str(packaged) if packaged.is_file() else shutil.which("hugo")


def run(site: Path, *arguments: str) -> str:
    """Return what Hugo prints on *site*; a failure or a warning is an AssertionError with its words."""
    program = executable()
    assert program, "hugo is not installed"
    done = subprocess.run(
        [program, *arguments, "--source", str(site), "--noBuildLock"], capture_output=True, text=True, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0 and "WARN" not in said and "ERROR" not in said, said
    return done.stdout


def build(site: Path, destination: Path, *arguments: str) -> None:
    """Build *site* into *destination*: what is public, or with ``-D -F`` all of it."""
    run(site, "build", "--printPathWarnings", "--panicOnWarning", "--destination", str(destination), *arguments)


def page_file(built: Path, address: str) -> Path:
    """Return the file that a server of files answers *address* with."""
    path = built / address.lstrip("/")
    return path / "index.html" if address.endswith("/") or path.is_dir() else path


def records(site: Path, built: Path) -> list[Record]:
    """Return what Hugo knows of *site*, in order of address; *built* is an empty folder to build all of it in."""
    build(site, built, "-D", "-F")
    found = []
    for row in csv.DictReader(io.StringIO(run(site, "list", "all"))):
        if row["kind"] != "page":
            continue
        address = unquote(urlsplit(row["permalink"]).path)
        instant = datetime.fromisoformat(row["date"])
        tree = LexborHTMLParser(page_file(built, address).read_text(encoding="utf-8"))
        found.append(
            Record(
                address=address,
                title=row["title"],
                instant=None if instant.year == NO_YEAR else instant,
                labels=tuple(node.text() for node in tree.css('article.post a[rel="tag"]')),
                draft=row["draft"] == "true",
                kind="page" if row["section"] == "p" else "post",
                comments=len(tree.css("li.comment")),
            )
        )
    return sorted(found, key=lambda record: record.address)
