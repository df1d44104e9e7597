"""The real Jekyll, asked what it makes of an output folder.

`records` gives one `Record` for every post and page that Jekyll knows, drafts, hidden and future ones included: address,
title, date and state from a hook that runs inside of Jekyll, labels and number of comments from the pages it builds.
`build` builds what a reader sees. Both fail on any warning, conflicts of addresses among them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from engines.hugo import Record, page_file

_DUMP = r"""
Jekyll::Hooks.register :site, :post_write do |site|
  entries = site.posts.docs + site.pages.select { |page| page.data["blogger"] }
  found = entries.map do |entry|
    post = entry.is_a?(Jekyll::Document)
    hidden = post ? entry.draft? : entry.data["published"] == false
    date = post ? entry.date : entry.data["date"]
    { "url" => entry.url, "title" => entry.data["title"], "date" => date && date.getutc.xmlschema, "draft" => hidden,
      "undated" => !!entry.data["undated"], "kind" => post ? "post" : "page", "tags" => entry.data["tags"] || [] }
  end
  File.write(ENV.fetch("RECORDS"), JSON.generate(found))
end
"""


@cache
def executable() -> str | None:
    """Return the path of Jekyll 4 with jekyll-redirect-from; None without both."""
    program = shutil.which("jekyll")
    if not program or not shutil.which("ruby"):
        return None
    done = subprocess.run(["ruby", "-e", "require 'jekyll'; require 'jekyll-redirect-from'; print Jekyll::VERSION"],
                          capture_output=True, text=True, check=False)  # fmt: skip
    return program if done.returncode == 0 and done.stdout.startswith("4.") else None


def build(site: Path, destination: Path, *arguments: str, **environment: str) -> None:
    """Build *site* into *destination*: what is public, or with ``--drafts --unpublished --future`` all of it."""
    program = executable()
    assert program, "jekyll is not installed"
    done = subprocess.run(
        [
            program,
            "build",
            "--strict_front_matter",
            "--disable-disk-cache",
            "-s",
            str(site),
            "-d",
            str(destination),
            *arguments,
        ],
        capture_output=True,
        text=True,
        check=False,
        # The site's Gemfile is for those who have bundler.
        env=os.environ | {"JEKYLL_NO_BUNDLER_REQUIRE": "1", "LC_ALL": "C.UTF-8"} | environment,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    assert not any(word in said for word in ("Warning", "Error", "Conflict", "warning:", "rror:", "does not exist")), (
        said
    )


def records(site: Path, built: Path) -> list[Record]:
    """Return what Jekyll knows of *site*, in order of address; *built* is an empty folder to build all of it in."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "dump.rb").write_text(_DUMP)
        told = Path(folder) / "records.json"
        plugins = f"{site / '_plugins'},{folder}"
        build(site, built, "--drafts", "--unpublished", "--future", "--plugins", plugins, RECORDS=str(told))
        entries = json.loads(told.read_text(encoding="utf-8"))
    found = []
    for entry in entries:
        address = unquote(entry["url"])
        tree = LexborHTMLParser(page_file(built, address).read_text(encoding="utf-8"))
        shown = tuple(node.text() for node in tree.css('article.post a[rel="tag"]'))
        assert len(shown) == len(entry["tags"])
        found.append(
            Record(
                address=address,
                title=entry["title"],
                instant=datetime.fromisoformat(entry["date"]) if entry["date"] and not entry["undated"] else None,
                labels=shown,
                draft=entry["draft"],
                kind=entry["kind"],
                comments=len(tree.css("li.comment")),
            )
        )
    return sorted(found, key=lambda record: record.address)
