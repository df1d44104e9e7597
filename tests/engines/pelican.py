"""The real Pelican, asked what it makes of an output folder.

`build` runs the command as a reader of the documentation would; `records` gives one `Record` for every post and page
that Pelican's own generators know, drafts and future posts included. Both fail on any warning.
"""

from __future__ import annotations

import json
import os
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from engines.hugo import Record, page_file
from environment import ENGINES

__all__ = ["Record", "build", "listing", "page_file", "program", "records"]

#: settings that write drafts too, to where Pelican puts them by default
_ALL = ("-e", 'DRAFT_SAVE_AS="drafts/{slug}.html"', 'DRAFT_PAGE_SAVE_AS="drafts/pages/{slug}.html"')
#: prints what the generators know when all have read their files
_DUMP = """
import json, os, sys
from pelican import main, signals

def dump(generators):
    found = []
    for generator in generators:
        for name in ("articles", "drafts", "hidden_articles", "translations", "pages", "draft_pages", "hidden_pages"):
            for item in getattr(generator, name, ()) or ():
                if "Generator" in type(generator).__name__ and hasattr(item, "title"):
                    found.append({
                        "url": item.url, "save_as": item.save_as, "title": item.title, "date": item.date.isoformat(),
                        "undated": hasattr(item, "undated"), "status": item.status, "kind": type(item).__name__,
                        "tags": [[tag.name, tag.slug] for tag in getattr(item, "tags", ())],
                        "author": getattr(getattr(item, "author", None), "name", ""),
                    })
    with open(os.environ["DUMP"], "w", encoding="utf-8") as file:
        json.dump(found, file)

signals.all_generators_finalized.connect(dump)
main(sys.argv[1:])
"""


def program() -> Path | None:
    """Return the Python that has Pelican, None where there is none."""
    found = ENGINES / "pelican" / "bin" / "python"
    return found if (found.parent / "pelican").is_file() else None


def run(site: Path, destination: Path, *arguments: str, dump: Path | None = None) -> str:
    """Return what Pelican says; a failure or a warning is an AssertionError with its words."""
    python = program()
    assert python, "pelican is not installed: scripts/install-engines pelican"
    start = ["-c", _DUMP] if dump else ["-m", "pelican"]
    done = subprocess.run(
        [str(python), *start, "--fatal", "errors", "-o", str(destination), *arguments],
        cwd=site,
        env=os.environ | {"DUMP": str(dump), "COLUMNS": "1000", "PYTHONPATH": "", "PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0 and "WARNING" not in said and "ERROR" not in said and "CRITICAL" not in said, said[
        -6000:
    ]
    return said


def build(site: Path, destination: Path, *, drafts: bool = False) -> None:
    """Build *site* into *destination*: what is public, or with *drafts* all of it."""
    run(site, destination, *(_ALL if drafts else ()))


def listing(site: Path, built: Path, *arguments: str) -> list[dict[str, Any]]:
    """Build all of *site* and return what Pelican knows of each post and page."""
    dump = built.with_suffix(".json")
    run(site, built, *(arguments or _ALL), dump=dump)
    found: list[dict[str, Any]] = json.loads(dump.read_text(encoding="utf-8"))
    return found


def records(site: Path, built: Path) -> list[Record]:
    """Return what Pelican knows of *site*, in order of address; *built* is an empty folder to build all of it in."""
    found = []
    for item in listing(site, built):
        tree = LexborHTMLParser((built / item["save_as"]).read_text(encoding="utf-8"))
        title = LexborHTMLParser(f"<p>{item['title']}</p>").css_first("p")
        found.append(
            Record(
                address=f"/{unquote(item['url'])}",
                title=title.text() if title else "",
                instant=None if item["undated"] else datetime.fromisoformat(item["date"]),
                labels=tuple(node.text() for node in tree.css('article.post a[rel="tag"]')),
                draft=item["status"] == "draft",
                kind="page" if item["kind"] == "Page" else "post",
                comments=len(tree.css("li.comment")),
            )
        )
    return sorted(found, key=lambda record: record.address)
