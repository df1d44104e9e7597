"""The real Nikola, asked what it makes of an output folder.

`build` runs the command as a reader of the handbook would; `records` gives one `Record` for every post and page that
Nikola has scanned, drafts and future posts included. Both fail on any warning.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from engines.hugo import Record, page_file
from environment import ENGINES

__all__ = ["Record", "build", "listing", "page_file", "program", "records"]

#: prints what Nikola has scanned; a command of its own
_DUMP = """
import json, os
from nikola.plugin_categories import Command

class Dump(Command):
    name = "dump"
    def _execute(self, options, args):
        self.site.scan_posts()
        found = [{
            "url": post.permalink(), "file": post.destination_path(), "title": post.title(), "date": post.date.isoformat(),
            "undated": post.meta("undated"), "untitled": post.meta("untitled"), "draft": post.is_draft, "post": post.is_post,
            "later": post.publish_later, "tags": post.tags, "author": post.author(), "slug": post.meta("slug"),
        } for post in self.site.timeline]
        with open(os.environ["DUMP"], "w", encoding="utf-8") as file:
            json.dump(found, file)
"""
_PLUGIN = "[Core]\nName = dump\nModule = dump\n\n[Nikola]\nPluginCategory = Command\n"


def program() -> Path | None:
    """Return the command, None where there is none."""
    found = ENGINES / "nikola" / "bin" / "nikola"
    return found if found.is_file() else None


def run(site: Path, *arguments: str, drafts: bool = False, dump: Path | None = None) -> str:
    """Return what Nikola says; a failure or a warning is an AssertionError with its words."""
    command = program()
    assert command, "nikola is not installed: scripts/install-engines nikola"
    known = {name: value for name, value in os.environ.items() if name != "NIKOLA_DRAFTS"}
    done = subprocess.run(
        [str(command), *arguments],
        cwd=site,
        env=known | {"DUMP": str(dump), "PYTHONPATH": ""} | ({"NIKOLA_DRAFTS": "1"} if drafts else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0 and "WARNING" not in said and "ERROR" not in said, said[-6000:]
    return said


def build(site: Path, destination: Path, *, drafts: bool = False) -> None:
    """Build *site* anew into *destination*: what is public, or with *drafts* all of it."""
    for name in ("output", "cache"):
        shutil.rmtree(site / name, ignore_errors=True)
    for name in site.glob(".doit*"):
        name.unlink()
    run(site, "build", "-v0", drafts=drafts)
    shutil.move(site / "output", destination)


def listing(site: Path, destination: Path, *, drafts: bool = True) -> list[dict[str, Any]]:
    """Build *site* into *destination* and return what Nikola has scanned."""
    folder = site / "plugins" / "dump"
    folder.mkdir(parents=True)
    (folder / "dump.py").write_text(_DUMP)
    (folder / "dump.plugin").write_text(_PLUGIN)
    dump = destination.with_suffix(".json")
    run(site, "dump", drafts=drafts, dump=dump)
    shutil.rmtree(folder)
    build(site, destination, drafts=drafts)
    found: list[dict[str, Any]] = json.loads(dump.read_text(encoding="utf-8"))
    return [item for item in found if item["slug"] != "404" or item["file"] != "404.html"]


def records(site: Path, built: Path) -> list[Record]:
    """Return what Nikola knows of *site*, in order of address; *built* is a new folder for all of it."""
    found = []
    for item in listing(site, built):
        tree = LexborHTMLParser((built / item["file"]).read_text(encoding="utf-8"))
        found.append(
            Record(
                address=unquote(item["url"]),
                title="" if item["untitled"] else item["title"],
                instant=None if item["undated"] else datetime.fromisoformat(item["date"]),
                labels=tuple(sorted(node.text() for node in tree.css("article.post > ul.tags li > *"))),
                draft=item["draft"],
                kind="post" if item["post"] else "page",
                comments=len(tree.css("li.comment")),
            )
        )
    return sorted(found, key=lambda record: record.address)
