"""Every real export becomes a Hugo site that holds all of it: counted from the XML, and read back from Hugo."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
from datetime import datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.report import Report
from truth import Truth, truth_of


def exports() -> list[str]:
    folder = os.environ.get("BLOGGER_CORPUS", "")
    if not folder:
        return []
    root = Path(folder)
    found = [*root.glob("classic/*.xml"), *root.glob("takeout/*feed.atom"), *root.glob("takeout/*export.xml")]
    return sorted(path.relative_to(root).as_posix() for path in found)


CASES = exports() or [
    pytest.param("", marks=pytest.mark.skip(reason="BLOGGER_CORPUS is not set: a folder of real exports"))
]


def hugo(site: Path, *arguments: str) -> str:
    done = subprocess.run(["hugo", *arguments, "--source", str(site)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "WARN" not in done.stdout + done.stderr, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", CASES)
def test_a_real_export_becomes_a_site_that_holds_all_of_it(tmp_path: Path, name: str):
    source = Path(os.environ["BLOGGER_CORPUS"]) / name
    truth = truth_of(source)
    report = convert([str(source)], Options(target="hugo", output=str(tmp_path / "site"), jobs=2, check=True))
    assert report.exit_status == 0, [str(issue) for issue in report.issues if issue.severity == "error"]
    check_balance(report, truth)
    check_files(tmp_path / "site", truth)
    check_site(tmp_path / "site", truth)


def check_balance(report: Report, truth: Truth) -> None:
    assert report.balance.holds
    wanted = {"post": 0, "page": 0}
    for post in truth.posts.values():
        wanted[post.kind] += 1
    for kind in ("post", "page"):
        assert report.balance[kind].written == wanted[kind]
        assert report.balance[kind].failed == 0
    assert report.balance["comment"].written == truth.comments
    assert sum(report.balance["comment"].skipped.values()) == truth.spam + truth.lost_comments
    assert report.balance["setting"].read >= truth.settings


def front_matter(path: Path) -> dict:
    return yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n", 1)[0].removeprefix("---\n"))


def count(comments: list) -> int:
    return sum(1 + count(comment.get("replies", [])) for comment in comments)


def check_files(site: Path, truth: Truth) -> None:
    """Front matter and comments data hold what the XML holds."""
    met = set()
    for path in (site / "content").rglob("*.md"):
        if path.name == "_index.md":
            continue
        values = front_matter(path)
        number = re.findall(r"\d+", values["params"]["blogger"]["id"])[-1]
        post = truth.posts[number]
        met.add(number)
        assert values["title"] == post.title
        assert set(values["params"]["blogger"].get("labels", values.get("tags", []))) == post.labels
        key = values["params"].get("comments")
        data = site / "data" / "comments" / f"{key}.json"
        assert (count(json.loads(data.read_text())) if key and data.exists() else 0) == post.comments
    assert met == set(truth.posts)


def check_site(site: Path, truth: Truth) -> None:
    """Hugo lists every post with title, date, state and address; every old address answers in what it built."""
    rows = {}
    listing = hugo(site, "list", "all")
    for row in csv.DictReader(io.StringIO(listing[listing.index("path,") :])):
        path = site / row["path"]
        if path.suffix == ".md" and path.name != "_index.md":
            rows[re.findall(r"\d+", front_matter(path)["params"]["blogger"]["id"])[-1]] = row
    assert set(rows) == set(truth.posts)
    hugo(site, "build", "--printPathWarnings", "--buildFuture")
    for number, post in truth.posts.items():
        row = rows[number]
        assert row["title"] == post.title
        assert (row["draft"] == "true") == post.draft
        assert abs(datetime.fromisoformat(row["date"]).timestamp() - post.instant) < 1
        if not post.path:
            continue
        # Hugo lists …/index.html by its folder, and serves it under both names.
        assert re.sub(r"^https?://[^/]+", "", row["permalink"]) == re.sub(r"/index\.html$", "/", post.path)
        page = site / "public" / post.path.lstrip("/")
        assert page.is_file() != post.draft, "a live address must answer, a draft must not"
        if not post.draft:
            text = page.read_text(encoding="utf-8")
            assert len(re.findall(r'id="?c\d{5,}', text)) == post.comments
    check_labels(site, truth)


def check_labels(site: Path, truth: Truth) -> None:
    """Every label of a public post has a page of its own that lists them; one that only drafts have has none."""
    pages = {}
    for path in (site / "content" / "tags").glob("*/_index.md"):
        values = front_matter(path)
        pages[values["title"]] = site / "public" / unquote(values["url"]).strip("/") / "index.html"
    assert set(pages) == {label for post in truth.posts.values() for label in post.labels if not post.draft}
    assert len({str(page).lower() for page in pages.values()}) == len(pages)
    for label, page in pages.items():
        public = [post for post in truth.posts.values() if not post.draft and label in post.labels]
        newest = max(public, key=lambda post: post.instant)
        assert newest.path in unescape(page.read_text(encoding="utf-8")), f"{label}: {page}"
