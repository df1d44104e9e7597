"""The Atom target: RFC 4287 by the letter, real readers, nothing that was not public."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from bloggermigrate.issues import Source
from bloggermigrate.model import Blog, LinkItem, Widget
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert, load
from bloggermigrate.render import Renderer
from bloggermigrate.report import Report
from bloggermigrate.store.loading import Posts
from bloggermigrate.writers import opml
from bloggermigrate.writers.context import Context
from blogs import MadeBlog, MadePost
from engines import feeds as engine
from test_writer_wordpress import HOSTILE, golden, of_corpus, takeout

ATOM = "{http://www.w3.org/2005/Atom}"
NEEDS_READERS = pytest.mark.skipif(bool(engine.missing()), reason=engine.missing() or "-")


def run(blog: MadeBlog, folder: Path, target: str, **options: Any) -> Report:
    source = folder / "feed.atom"
    source.write_bytes(takeout(blog))
    given = {"blog_url": "https://prova.blogspot.com", "timezone": "Europe/Rome", "locale": "it"} | options
    return convert([str(source)], Options(target=target, output=str(folder / f"out.{target}"), jobs=1, **given))


def blogroll_context() -> Context:
    items = (
        LinkItem('Pane & "sassi"', "http://pane.blogspot.it/"),
        LinkItem("Altro", "https://example.org/"),
        LinkItem("Male", "javascript:alert(1)"),
    )
    widget = Widget(
        id="BlogList1", type="BlogList", kind="blogroll", title="Amici", section="s", order=1, items=items,
        source=Source("x"),
    )  # fmt: skip
    blog = Blog(id="1", title="Prova", url="https://prova.blogspot.com/", widgets=(widget,))
    options = Options(target="atom", output="x")
    return Context(blog, options, Renderer(blog, options, "gfm"), False)


def check_atom(file: Path) -> list[Any]:
    """Return the entries of a feed that keeps to RFC 4287, sections 4.1.1 and 4.1.2."""
    tree = etree.parse(str(file), etree.XMLParser(resolve_entities=False, huge_tree=True)).getroot()
    assert tree.tag == f"{ATOM}feed"
    for need in ("id", "title", "updated"):
        assert len(tree.findall(f"{ATOM}{need}")) == 1, need
    has_author = tree.find(f"{ATOM}author") is not None
    entries = tree.findall(f"{ATOM}entry")
    for entry in entries:
        for need in ("id", "title", "updated", "content"):
            assert len(entry.findall(f"{ATOM}{need}")) == 1, need
        assert has_author or entry.find(f"{ATOM}author") is not None
        for name in ("published", "updated"):
            if found := entry.findtext(f"{ATOM}{name}"):
                assert datetime.fromisoformat(found).tzinfo is not None
    return entries


def test_the_hostile_blog_is_a_feed_of_what_was_public(tmp_path: Path):
    report = run(HOSTILE, tmp_path, "atom")
    assert report.exit_status == 0 and report.balance.holds
    file = tmp_path / "out.atom"
    text = file.read_text()
    assert "<script" not in text
    contents = [node.text or "" for node in etree.parse(str(file)).iter(f"{ATOM}content")]
    assert all("<script" not in each and "onclick" not in each for each in contents)
    assert "javascript:" not in text and "Bozza segreta" not in text and "Futuro" not in text and "spam" not in text
    entries = check_atom(file)
    public = [post for post in HOSTILE.posts if post.status == "LIVE"]
    comments = sum(not c.spam for post in public for c in post.comments)
    assert len(entries) == len(public) + comments
    ids = {entry.findtext(f"{ATOM}id") for entry in entries}
    assert len(ids) == len(entries)
    for reply in etree.parse(str(file)).iter("{http://purl.org/syndication/thread/1.0}in-reply-to"):
        assert reply.get("ref") in ids
    skipped = [issue for issue in report.issues if issue.code == "not-carried"]
    assert len(skipped) == 2
    assert report.balance["post"].skipped == {"not-carried": 2}


def test_real_blogs_give_feeds(tmp_path: Path, corpus: Path):
    for number, source in enumerate(of_corpus(corpus)):
        output = tmp_path / f"{number}.atom"
        report = convert([str(source)], Options(target="atom", output=str(output)))
        assert report.balance.failed == 0
        entries = check_atom(output)
        assert len(entries) == sum(report.balance[kind].written for kind in ("post", "page", "comment"))


@NEEDS_READERS
def test_real_readers_take_the_sample(tmp_path: Path, sample: Path):
    source = str(sample / "takeout.zip")
    options = Options(target="atom", output=str(tmp_path / "blog.atom"), jobs=1)
    convert([source], options)
    loaded = load([source], options)
    posts = {post.id: post for post in Posts(loaded.store, loaded.blog.labels) if post.status == "live"}
    found = engine.feedparser(tmp_path / "blog.atom")
    assert not found["bozo"], found["why"]
    seen = {entry["id"]: entry for entry in found["entries"]}
    assert set(posts) <= set(seen)
    for number, post in posts.items():
        entry = seen[number]
        assert entry["title"] == post.title
        assert entry["tags"] == [label.name for label in post.labels]
        assert post.published and datetime.fromisoformat(entry["published"]) == post.published
    assert sum(entry["reply"] is not None for entry in found["entries"]) == sum(
        entry["id"] not in posts for entry in found["entries"]
    )
    kept = engine.reader(tmp_path / "blog.atom")
    assert {entry["id"] for entry in kept["entries"]} == set(seen)
    articles = engine.newsboat(tmp_path / "blog.atom", tmp_path)
    assert articles is None or len(articles) == len(seen)


# -- the blogroll ------------------------------------------------------------------------------------------------


def test_the_blogroll_is_opml(tmp_path: Path):
    (file,) = opml.blogroll(blogroll_context())
    tree = etree.fromstring(file.data)
    assert tree.get("version") == "2.0"
    outlines = [dict(node.attrib) for node in tree.iter("outline")]
    assert outlines[0] == {"text": "Amici"}
    assert outlines[1]["xmlUrl"] == "https://pane.blogspot.com/feeds/posts/default"
    assert outlines[2] == {"text": "Altro", "title": "Altro", "type": "link", "url": "https://example.org/"}
    assert outlines[3] == {"text": "Male"}
    if not engine.missing():
        (tmp_path / "x.opml").write_bytes(file.data)
        assert engine.listparser(tmp_path / "x.opml") == {
            "bozo": False,
            "feeds": [['Pane & "sassi"', "https://pane.blogspot.com/feeds/posts/default"]],
        }


def test_the_blogroll_stands_beside_the_feed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from bloggermigrate.writers import atom

    made = list(opml.blogroll(blogroll_context()))
    monkeypatch.setattr(atom, "blogroll", lambda context: iter(made))
    report = run(MadeBlog(posts=(MadePost(number="1"),)), tmp_path, "atom")
    assert (tmp_path / "out.opml").read_bytes() == made[0].data
    assert str(tmp_path / "out.opml") in {file.path for file in report.files}


def test_the_file_is_as_it_was(tmp_path: Path, request: pytest.FixtureRequest):
    (tmp_path / "out").mkdir()
    run(HOSTILE, tmp_path, "atom")
    (tmp_path / "out.atom").rename(tmp_path / "out" / "hostile.atom")
    golden(tmp_path / "out", "atom", request)
