"""The real Hexo, asked what it makes of an output folder.

`records` gives one `Record` for every post and page that Hexo knows, drafts and future posts included: address, title,
date and state from its database (db.json), labels and number of comments from the pages it builds. `build` builds what
a reader sees. Both fail on any warning.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from datetime import datetime
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from engines.hugo import Record, page_file
from environment import ENGINES

_ROOT = Path(__file__).parent.parent.parent
#: two posts of one address would be one file
_PATHS = re.compile(r"Generated: (.*)")


def modules() -> Path | None:
    """Return the node_modules with Hexo and what our sites name; None where it is not installed."""
    folder = ENGINES / "hexo" / "node_modules"
    return folder if (folder / "hexo" / "bin" / "hexo").is_file() and shutil.which("node") else None


def build(site: Path, destination: Path, *, everything: bool = False, zone: str = "UTC") -> None:
    """Build *site* into *destination*: what is public, or with *everything* drafts and posts of the future, too."""
    folder = modules()
    assert folder, "hexo is not installed"
    if not (site / "node_modules").exists():
        (site / "node_modules").symlink_to(folder)
    shutil.rmtree(site / "public", ignore_errors=True)
    (site / "db.json").unlink(missing_ok=True)
    arguments = []
    if everything:
        (site / "everything.yml").write_text("future: true\nrender_drafts: true\n")
        arguments = ["--config", "_config.yml,everything.yml"]
    done = subprocess.run(
        ["node", str(folder / "hexo" / "bin" / "hexo"), "generate", "--bail", "--force", *arguments],
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"TZ": zone},
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0 and not re.search(r"^(?:WARN|ERROR|FATAL)", said, re.MULTILINE), said[-4000:]
    written = _PATHS.findall(re.sub(r"\x1b\[[\d;]*m", "", said))
    assert len(written) == len(set(written)), said[-4000:]
    shutil.move(site / "public", destination)


def records(site: Path, built: Path, zone: str = "UTC") -> list[Record]:
    """Return what Hexo knows of *site*, in order of address; *built* is an empty folder to build all of it in."""
    build(site, built, everything=True, zone=zone)
    models = json.loads((site / "db.json").read_text(encoding="utf-8"))["models"]
    entries = [(entry, f"/{entry['__permalink'].lstrip('/')}") for entry in models["Post"]]
    entries += [(entry, f"/{entry['path'].lstrip('/')}") for entry in models["Page"]]
    found = []
    for entry, address in entries:
        tree = LexborHTMLParser(page_file(built, address).read_text(encoding="utf-8"))
        undated = entry.get("undated") or ("blogger" in entry and not re.search(r"^date:", entry["raw"], re.MULTILINE))
        found.append(
            Record(
                address=re.sub(r"/index\.html\Z", "/", address),
                title=entry["title"],
                instant=None if undated else datetime.fromisoformat(entry["date"]),
                labels=tuple(node.text() for node in tree.css('article.post a[rel="tag"]')),
                draft=entry["source"].startswith("_drafts/"),
                kind=entry["layout"],
                comments=len(tree.css("li.comment")),
            )
        )
    return sorted(found, key=lambda record: record.address)
