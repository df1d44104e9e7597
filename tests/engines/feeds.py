"""Real readers of feeds: feedparser, listparser and `reader` in an environment of their own, newsboat."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from engines.wordpress import ENGINES

_PYTHON = ENGINES / "reader" / "bin" / "python"

_PARSE = """
import json, sys, feedparser
found = feedparser.parse(open(sys.argv[1], "rb").read())
print(json.dumps({"bozo": bool(found.bozo), "why": repr(found.get("bozo_exception")), "feed": {"title": found.feed.get("title")},
  "entries": [{"id": e.get("id"), "title": e.get("title", ""), "link": e.get("link"), "published": e.get("published"),
    "updated": e.get("updated"), "tags": [t.term for t in e.get("tags", [])], "author": e.get("author"),
    "content": e.content[0].value if e.get("content") else "", "reply": (e.get("thr_in-reply-to") or {}).get("ref")}
   for e in found.entries]}))
"""
_READ = """
import json, sys
from reader import make_reader
reader = make_reader(":memory:")
reader.add_feed(sys.argv[1]); reader.update_feed(sys.argv[1])
feed = reader.get_feed(sys.argv[1])
print(json.dumps({"title": feed.title, "entries": [{"id": e.id, "title": e.title, "link": e.link,
  "published": e.published and e.published.isoformat(), "content": [c.value for c in e.content]}
  for e in reader.get_entries()]}))
"""
_OPML = """
import json, sys, listparser
found = listparser.parse(open(sys.argv[1], "rb").read())
print(json.dumps({"bozo": bool(found.bozo), "feeds": [[f.title, f.url] for f in found.feeds]}))
"""


def missing() -> str:
    """Return what the readers lack to run here, "" when nothing."""
    return "" if _PYTHON.is_file() else "feed readers are not installed: scripts/install-engines feeds"


def _python(script: str, argument: str) -> Any:
    done = subprocess.run([str(_PYTHON), "-c", script, argument], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def feedparser(file: Path) -> dict[str, Any]:
    """Return what feedparser understands; *bozo* says that it found the file to be broken."""
    found: dict[str, Any] = _python(_PARSE, str(file))
    return found


def listparser(file: Path) -> dict[str, Any]:
    """Return the feeds that an OPML file lists."""
    found: dict[str, Any] = _python(_OPML, str(file))
    return found


def reader(file: Path) -> dict[str, Any]:
    """Return what `reader` keeps of a feed that it fetches from loopback."""
    with served(file.parent) as base:
        found: dict[str, Any] = _python(_READ, f"{base}/{file.name}")
        return found


def newsboat(file: Path, folder: Path) -> list[tuple[str, str, str]] | None:
    """Return title, address and time of each article that newsboat has after a reload; None without newsboat."""
    import sqlite3

    if shutil.which("newsboat") is None:
        return None
    with served(file.parent) as base:
        (folder / "urls").write_text(f"{base}/{file.name}\n")
        (folder / "config").write_text("")
        command = ["newsboat", "-u", str(folder / "urls"), "-c", str(folder / "cache.db"), "-C", str(folder / "config")]
        environment = {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        done = subprocess.run(
            [*command, "-x", "reload"], capture_output=True, env=environment, check=False, timeout=120
        )
        assert done.returncode == 0, done.stderr
    with sqlite3.connect(folder / "cache.db") as db:
        return list(db.execute("SELECT title, url, pubDate FROM rss_item ORDER BY pubDate"))


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".json": "application/feed+json"}  # noqa: RUF012

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve *folder* on loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
