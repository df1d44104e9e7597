"""The real Eleventy, asked what it makes of an output folder.

`records` gives one `Record` for every post and page that Eleventy knows, drafts and future posts included, from a page
that prints its collections; labels and number of comments come from the pages it builds. `build` builds what a reader
sees. Both fail on what Eleventy calls a problem.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from engines.hugo import Record, page_file
from environment import ENGINES

__all__ = ["Record", "build", "listing", "page_file", "program", "records"]

#: prints what Eleventy knows; in a file that no site has
_DUMP = """
exports.data = { permalink: "/zz-dump.json", eleventyExcludeFromCollections: true };
exports.render = ({ collections, comments }) => JSON.stringify(collections.all.filter(
  (item) => item.inputPath.startsWith("./content/")).map((item) => ({
  file: item.inputPath, url: item.url, date: item.data.date ? item.date.toISOString() : null, title: item.data.title,
  tags: item.data.tags || [], draft: item.data.draft, thread: comments?.[item.data.thread] || [], html: item.templateContent,
})));
"""


def program() -> Path | None:
    """Return Eleventy's command for Node, None where one of the two is missing."""
    found = ENGINES / "eleventy" / "node_modules" / "@11ty" / "eleventy" / "cmd.cjs"
    return found if found.is_file() and shutil.which("node") else None


def run(site: Path, destination: Path, *arguments: str, drafts: bool = False) -> str:
    """Return what Eleventy says; a failure is an AssertionError with its words."""
    command = program()
    assert command, "eleventy is not installed: scripts/install-engines eleventy"
    known = {name: value for name, value in os.environ.items() if name not in ("DRAFTS", "TZ")}
    done = subprocess.run(
        ["node", str(command), "--quiet", f"--output={os.path.relpath(destination, site)}", *arguments],
        cwd=site,
        env=known | ({"DRAFTS": "1"} if drafts else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0 and "Problem" not in said and "rror" not in said, said[:4000]
    return said


def build(site: Path, destination: Path, *, drafts: bool = False) -> None:
    """Build *site* into *destination*: what is public, or with *drafts* all of it."""
    run(site, destination, drafts=drafts)


def listing(site: Path, destination: Path, *, drafts: bool = True) -> list[dict[str, Any]]:
    """Build *site* and return what Eleventy's own collection of all posts and pages holds."""
    dump = site / "zz-dump.11ty.cjs"
    dump.write_text(_DUMP)
    try:
        run(site, destination, "--formats=md,njk,11ty.js", drafts=drafts)
    finally:
        dump.unlink()
    found: list[dict[str, Any]] = json.loads((destination / "zz-dump.json").read_text(encoding="utf-8"))
    (destination / "zz-dump.json").unlink()
    return found


def records(site: Path, built: Path) -> list[Record]:
    """Return what Eleventy knows of *site*, in order of address; *built* is an empty folder to build all of it in."""
    found = []
    for item in listing(site, built):
        tree = LexborHTMLParser(page_file(built, item["url"]).read_text(encoding="utf-8"))
        found.append(
            Record(
                address=item["url"],
                title=item["title"],
                instant=datetime.fromisoformat(item["date"]) if item["date"] else None,
                labels=tuple(node.text() for node in tree.css('article.post a[rel="tag"]')),
                draft=item["draft"],
                kind="page" if item["file"].startswith("./content/p/") else "post",
                comments=len(tree.css("li.comment")),
            )
        )
    return sorted(found, key=lambda record: record.address)
