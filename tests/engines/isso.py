"""The real Isso, asked what it makes of a file: its importer fills a database, its own Markdown shows the texts."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path

from engines.wordpress import tool

_SHOW = """
import json, sys
from isso import config
from isso.html import Markup
conf = config.load(config.default_file(), sys.argv[1])
show = Markup(conf).render
print(json.dumps([show(text) for text in json.load(sys.stdin)]))
"""


@dataclass(frozen=True, slots=True)
class Told:
    """One comment as Isso keeps it."""

    uri: str  #: path of the page, encoded
    id: int
    parent: int  #: 0 without
    created: int  #: seconds since 1970
    public: bool
    author: str
    email: str
    text: str  #: Markdown
    html: str  #: as Isso shows it


def missing() -> str:
    """Return why Isso can't run, "" when it can."""
    return "" if tool("isso") else "isso is not installed: scripts/install-engines wordpress"


def imported(*files: Path, folder: Path, kind: str = "wordpress") -> list[Told]:
    """Return what ``isso import`` takes from *files*, in the order of its numbers."""
    program = tool("isso")
    assert program
    settings = folder / "isso.cfg"
    settings.write_text(
        f"[general]\ndbpath = {folder}/comments.db\nhost = http://127.0.0.1/\n[guard]\nenabled = false\n"
    )
    for file in files:
        done = subprocess.run(
            [program, "-c", str(settings), "import", "-t", kind, str(file)],
            input="y\n" * len(files), capture_output=True, text=True, check=False, env={**os.environ, "TZ": "UTC"},
        )  # fmt: skip
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stdout + done.stderr
    with sqlite3.connect(folder / "comments.db") as db:
        rows = list(
            db.execute(
                "SELECT uri, comments.id, coalesce(parent, 0), created, mode, coalesce(author, ''), "
                "coalesce(email, ''), text FROM comments JOIN threads ON tid = threads.id ORDER BY comments.id"
            )
        )
    python = Path(program).with_name("python")
    done = subprocess.run(
        [str(python), "-c", _SHOW, str(settings)],
        input=json.dumps([row[-1] for row in rows]), capture_output=True, text=True, check=True,
    )  # fmt: skip
    shown = json.loads(done.stdout.splitlines()[-1])
    return [
        Told(uri, number, parent, int(created), mode == 1, author, email, text, html)
        for (uri, number, parent, created, mode, author, email, text), html in zip(rows, shown, strict=True)
    ]
