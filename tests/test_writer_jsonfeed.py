"""The JSON Feed target: version 1.1 by the letter, a real reader."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from blogs import MadeBlog, MadePost
from engines import feeds as engine
from test_writer_atom import run
from test_writer_wordpress import HOSTILE, golden, of_corpus

_AUTHORS = {"type": "array", "items": {"type": "object", "minProperties": 1}}
#: https://www.jsonfeed.org/version/1.1/, what it says of the members that we write
SCHEMA = {
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string"},
        "home_page_url": {"type": "string", "pattern": "^https?://"},
        "language": {"type": "string", "minLength": 2},
        "authors": _AUTHORS,
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": {"type": "string", "pattern": "^(https?:/)?/"},
                    "title": {"type": "string"},
                    "content_html": {"type": "string"},
                    "image": {"type": "string", "pattern": "^https?://"},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "authors": _AUTHORS,
                    "attachments": {"type": "array", "items": {"required": ["url", "mime_type"]}},
                    "_comments": {"type": "array"},
                },
            },
        },
    },
}


def check(file: Path) -> list[dict[str, Any]]:
    feed = json.loads(file.read_text())
    jsonschema.validate(feed, SCHEMA)
    for item in feed["items"]:
        for name in ("date_published", "date_modified"):
            if name in item:
                assert datetime.fromisoformat(item[name]).tzinfo is not None
    items: list[dict[str, Any]] = feed["items"]
    return items


def test_the_hostile_blog_is_a_feed_of_what_was_public(tmp_path: Path):
    report = run(HOSTILE, tmp_path, "jsonfeed")
    assert report.exit_status == 0 and report.balance.holds
    items = check(tmp_path / "out.jsonfeed")
    assert len(items) == sum(post.status == "LIVE" for post in HOSTILE.posts)
    assert all(
        "<script" not in item["content_html"] and "javascript:" not in str(item["content_html"]) for item in items
    )
    titles = {item.get("title") for item in items}
    assert not titles & {"Bozza segreta", "Futuro"}
    bad = next(item for item in items if item["id"].endswith("-5"))
    assert [len(thread["replies"]) for thread in bad["_comments"]] == [1, 1]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_commas_stand_between_items(tmp_path: Path, count: int):
    posts = tuple(MadePost(number=str(n), path=f"/2011/03/{n}.html") for n in range(1, count + 1))
    run(MadeBlog(posts=(*posts, MadePost(number="9", status="DRAFT"))), tmp_path, "jsonfeed")
    assert len(check(tmp_path / "out.jsonfeed")) == count


def test_real_blogs_give_feeds(tmp_path: Path, corpus: Path):
    for number, source in enumerate(of_corpus(corpus)):
        output = tmp_path / f"{number}.json"
        report = convert([str(source)], Options(target="jsonfeed", output=str(output)))
        assert report.balance.failed == 0
        assert len(check(output)) == report.balance["post"].written + report.balance["page"].written


@pytest.mark.skipif(bool(engine.missing()), reason=engine.missing() or "-")
def test_a_real_reader_takes_the_sample(tmp_path: Path, sample: Path):
    convert([str(sample / "takeout.zip")], Options(target="jsonfeed", output=str(tmp_path / "feed.json"), jobs=1))
    items = check(tmp_path / "feed.json")
    kept = {entry["id"]: entry for entry in engine.reader(tmp_path / "feed.json")["entries"]}
    assert set(kept) == {item["id"] for item in items}
    for item in items:
        entry = kept[item["id"]]
        assert entry["link"] == item["url"] and (entry["title"] or "") == item.get("title", "")
        assert datetime.fromisoformat(entry["published"]) == datetime.fromisoformat(item["date_published"])


def test_the_file_is_as_it_was(tmp_path: Path, request: pytest.FixtureRequest):
    (tmp_path / "out").mkdir()
    run(HOSTILE, tmp_path, "jsonfeed")
    (tmp_path / "out.jsonfeed").rename(tmp_path / "out" / "hostile.jsonfeed")
    golden(tmp_path / "out", "jsonfeed", request)
