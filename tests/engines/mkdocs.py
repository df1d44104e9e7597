"""The real MkDocs with Material's blog, asked what it makes of an output folder.

`build` runs the command as a reader of the documentation would, strictly; `records` gives one `Record` for every post
and page that the build knows, drafts and future posts included, from a hook of its own.
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

#: prints what the build knows of each page; a hook of its own
_DUMP = """
import json, os
found = []

def on_page_content(text, page, config, files):
    kind = type(page).__name__
    date = page.config.date.created.isoformat() if kind == "Post" else None
    found.append({"url": page.url, "file": page.file.dest_uri, "title": page.title, "date": date, "kind": kind, "meta": {
        name: page.meta[name] for name in ("undated", "untitled", "draft", "categories", "template") if name in page.meta
    }, "html": text, "slugs": [category.url for category in getattr(page, "categories", ())]})

def on_post_build(config):
    with open(os.environ["DUMP"], "w", encoding="utf-8") as file:
        json.dump(found, file)
"""


def program() -> Path | None:
    """Return the command, None where there is none."""
    found = ENGINES / "mkdocs" / "bin" / "mkdocs"
    return found if found.is_file() else None


def run(site: Path, destination: Path, config: str = "mkdocs.yml", dump: Path | None = None) -> str:
    """Return what MkDocs says; a failure or a warning is an AssertionError with its words."""
    command = program()
    assert command, "mkdocs is not installed: scripts/install-engines mkdocs"
    done = subprocess.run(
        [str(command), "build", "--strict", "--quiet", "-f", config, "-d", str(destination)],
        cwd=site,
        env=os.environ
        | {"DUMP": str(dump), "PYTHONPATH": "", "DISABLE_MKDOCS_2_WARNING": "true", "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0 and "WARNING" not in said and "ERROR" not in said, said[-6000:]
    return said


def build(site: Path, destination: Path) -> None:
    """Build what is public of *site* into *destination*."""
    run(site, destination)


def listing(site: Path, destination: Path) -> list[dict[str, Any]]:
    """Build all of *site* into *destination* and return what the build knows of its posts and pages."""
    text = (site / "mkdocs.yml").read_text(encoding="utf-8")
    text = text.replace("draft_on_serve: false", "draft: true")
    text = (
        text.replace("hooks:\n", "hooks:\n  - hooks/dump.py\n")
        if "hooks:\n" in text
        else f"{text}\nhooks: [hooks/dump.py]\n"
    )
    (site / "hooks").mkdir(exist_ok=True)
    (site / "hooks" / "dump.py").write_text(_DUMP)
    (site / "all.yml").write_text(text, encoding="utf-8")
    dump = destination.with_suffix(".json")
    run(site, destination, "all.yml", dump)
    for name in ("hooks/dump.py", "all.yml"):
        (site / name).unlink()
    found: list[dict[str, Any]] = json.loads(dump.read_text(encoding="utf-8"))
    ours = ("blog.html", "archive.html", "labels.html")
    return [item for item in found if item["kind"] in ("Post", "Page") and item["meta"].get("template") not in ours]


def records(site: Path, built: Path) -> list[Record]:
    """Return what MkDocs knows of *site*, in order of address; *built* is a new folder for all of it."""
    found = []
    for item in listing(site, built):
        tree = LexborHTMLParser((built / item["file"]).read_text(encoding="utf-8"))
        title = LexborHTMLParser(f"<p>{item['title']}</p>").css_first("p")
        post = item["kind"] == "Post"
        found.append(
            Record(
                address=f"/{unquote(item['url'])}",
                title="" if item["meta"].get("untitled") else title.text() if title else "",
                instant=None if item["meta"].get("undated") or not post else datetime.fromisoformat(item["date"]),
                labels=tuple(node.text() for node in tree.css('article.post a[rel="tag"]')),
                draft=bool(item["meta"].get("draft")),
                kind="post" if post else "page",
                comments=len(tree.css("li.comment")),
            )
        )
    return sorted(found, key=lambda record: record.address)
