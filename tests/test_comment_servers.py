"""Comments for Isso and Disqus: files as they should be, and the real Isso asked what it takes from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from lxml import etree

from bloggermigrate.errors import UsageError
from bloggermigrate.model import Author, Comment, Post, Status
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert, load
from bloggermigrate.redirects import encoded
from bloggermigrate.store.loading import Posts, iter_comments
from bloggermigrate.writers import WRITERS, comment_servers
from engines import isso as engine
from engines.reading import bare, real_exports
from made import context_for, made_comment, made_post

made_context = partial(context_for, "hugo")
NEEDS_ISSO = pytest.mark.skipif(bool(engine.missing()), reason=engine.missing() or "isso")
SERVED = [name for name, writer in WRITERS.items() if writer.servers]
_WP = "{http://wordpress.org/export/1.0/}"
_DSQ = "{http://www.disqus.com/}"

#: what Markdown, HTML or an importer would take for something else
HOSTILE = (
    "5 * 3 * 2, _x_, `y`, # no title, 1. no list, > no quote, [no](link), ~no~, ^no^ and 2^10^",
    "<script>alert(1)</script>&lt;b&gt; &amp;amp; {{ x }} {% y %}",
    "",
    "ab",
    "one<br />two<br /><br /><b>bold</b> <i>it</i> <a href='https://example.org/a_b*c'>x</a>",
    "]]> \x0b\x00 🎉 مرحبا",
    "- a<br />- b<br /><br />&nbsp;&nbsp;&nbsp;&nbsp;four blanks",
    "https://example.org/~x/?a=1&amp;b=2 www.example.org x@example.org",
    "<code>a ^ b * c</code>",
)


def written(posts: Sequence[Post], server: str, folder: Path, **options: str) -> tuple[Path, list[str]]:
    """Write the file of threads alone; return it with the words of the issues."""
    context = made_context(comments=server, site_url="https://new.example", **options)
    frame = comment_servers.frame(context)
    assert frame
    places = WRITERS["hugo"].addresses(context.blog, context.options)
    parts = [part for post in posts for part in comment_servers.thread(post, places.post(post), context)]
    path = folder / f"{server}.xml"
    path.write_bytes(b"".join(frame.whole({"items": [part.data for part in parts]})))
    return path, [issue.message for issue in context.renderer.take_issues()]


def wild_posts() -> list[Post]:
    """Return posts with all that a thread can have."""
    deep = made_comment("9", content_html="fine")
    for number in range(8, 3, -1):
        deep = made_comment(str(number), content_html=f"level {number}", replies=(deep,))
    return [
        made_post(
            "1", title="", path="/2011/02/perché no.html",
            comments=tuple(made_comment(str(100 + n), content_html=html) for n, html in enumerate(HOSTILE)),
        ),
        made_post("2", title="<b> & ]]>", comments=(deep,)),
        made_post(
            "3", published=None, comments=(
                made_comment("30", published=None, author=Author("", "javascript:alert(1)")),
                made_comment("31", status=Status.DELETED, content_html="", replies=(made_comment("32"),)),
                made_comment("33", status=Status.SPAM, content_html="Buy now"),
                made_comment("34", published=datetime(1965, 1, 1, tzinfo=UTC)),
                replace(made_comment("35"), id="no number"),
                replace(made_comment("36"), id="none either"),
            ),
        ),
    ]  # fmt: skip


def flat(posts: Sequence[Post]) -> list[Comment]:
    return [comment for post in posts for comment, _ in iter_comments(post.comments)]


@NEEDS_ISSO
def test_isso_takes_every_comment_and_shows_the_words_that_were_said(tmp_path: Path):
    posts = wild_posts()
    file, messages = written(posts, "isso", tmp_path)
    told = engine.imported(file, folder=tmp_path)
    assert len(told) == len(flat(posts))
    assert {one.uri for one in told} == {encoded(post.path) for post in posts}
    context = made_context()
    for html in HOSTILE:
        meant = bare(context.renderer.html(context.renderer.document(html, posts[0].source)))
        assert meant in {bare(one.html) for one in told} or not meant, (html, [one.html for one in told])
    assert not any(re.search(r"<script|<img|javascript:", one.html) for one in told)
    assert not any(one.email for one in told)
    # What waits for the owner is not public; the place of a deleted comment is kept for its answer.
    assert [one.text for one in told if not one.public] == ["Buy now"]
    removed = next(one for one in told if one.author == "")
    assert [one.parent for one in told if one.parent == removed.id] == [removed.id]
    # One level of answers, and the report says so.
    levels = [one for one in told if one.text.startswith(("level", "fine"))]
    assert len({one.parent for one in levels}) == 2 and len(levels) == 6
    assert [message for message in messages if "4 that answer an answer" in message]
    assert {one.created for one in told if one.text == "Ben detto."} == {1, 1298966400}


def test_the_file_for_disqus_has_all_that_its_importer_asks_for(tmp_path: Path):
    posts = wild_posts()
    file, messages = written(posts, "disqus", tmp_path)
    items = etree.parse(str(file)).findall("channel/item")
    assert [item.findtext(f"{_DSQ}thread_identifier") for item in items] == [encoded(post.path) for post in posts]
    assert [item.findtext("link") for item in items] == [f"https://new.example{encoded(post.path)}" for post in posts]
    assert all(item.findtext("title", "").strip() for item in items)
    comments = [comment for item in items for comment in item.findall(f"{_WP}comment")]
    assert len(comments) == len(flat(posts))
    told = [{child.tag.removeprefix(_WP): child.text or "" for child in comment} for comment in comments]
    assert all(len(one["comment_content"]) >= 3 and one["comment_author"] for one in told)
    ids = [one["comment_id"] for one in told]
    assert len(set(ids)) == len(ids)
    assert {one["comment_parent"] for one in told} - {"0"} <= set(ids)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", one["comment_date_gmt"]) for one in told)
    # One made address for each author: Disqus shows all that share one under one name.
    authors = {(one["comment_author"], one["comment_author_url"]): one["comment_author_email"] for one in told}
    assert len(set(authors.values())) == len(authors)
    assert all(address.endswith("@example.invalid") for address in authors.values())
    assert sum("three characters" in message for message in messages) == 2
    assert set(told[0]) == {
        "comment_id", "comment_author", "comment_author_email", "comment_author_url", "comment_author_IP",
        "comment_date_gmt", "comment_content", "comment_approved", "comment_parent",
    }  # fmt: skip


@NEEDS_ISSO
def test_a_reader_of_that_form_takes_the_file_for_disqus(tmp_path: Path):
    posts = wild_posts()
    file, _ = written(posts, "disqus", tmp_path)
    assert len(engine.imported(file, folder=tmp_path)) == len(flat(posts))


@NEEDS_ISSO
@pytest.mark.parametrize("target", SERVED)
def test_threads_of_the_sample_stand_at_the_new_addresses(tmp_path: Path, sample: Path, target: str):
    options = Options(
        target=target, output=str(tmp_path / "out"), comments="isso", site=False, jobs=1, check=False,
        permalinks="pretty", site_url="https://new.example",
    )  # fmt: skip
    report = convert([str(sample / "takeout.zip")], options)
    loaded = load([str(sample / "takeout.zip")], options)
    places = WRITERS[target].addresses(loaded.blog, options)
    posts = list(Posts(loaded.store, loaded.blog.labels))
    wanted = {encoded(places.post(post)) for post in posts if post.comments}
    # The importer counts as the account does.
    told = engine.imported(tmp_path / "out" / "comments" / "isso.xml", folder=tmp_path)
    assert {one.uri for one in told} == wanted
    assert len(told) == report.balance["comment"].written
    rest = [path for path in (tmp_path / "out").rglob("*") if path.is_file() and path.suffix != ".xml"]
    assert not any("Brava! Ma il sale" in path.read_text("utf-8", "replace") for path in rest)


@NEEDS_ISSO
def test_threads_of_real_blogs_arrive_whole(tmp_path: Path, corpus: Path):
    for number, source in enumerate(real_exports(corpus)):
        folder = tmp_path / str(number)
        options = Options(target="hugo", output=str(folder / "out"), comments="isso", site=False, check=False)
        report = convert([str(source)], options)
        files = sorted((folder / "out" / "comments").glob("isso*.xml"))
        assert len(engine.imported(*files, folder=folder)) == report.balance["comment"].written


# -- what pages say ----------------------------------------------------------------------------------------------


def test_pages_ask_a_server_only_when_its_owner_names_it():
    assert comment_servers.embed(made_context()) == ""
    for server in comment_servers.SERVERS:
        shown = comment_servers.embed(made_context(comments=server))
        assert shown.startswith("<!--") and f"comments/{server}.xml" in shown and "<script" not in shown
    shown = comment_servers.embed(made_context(comments="isso", comments_server="https://c.example.org/talk/"))
    assert 'src="https://c.example.org/talk/js/embed.min.js"' in shown
    shown = comment_servers.embed(made_context(comments="disqus", comments_server="my-blog"))
    assert 'src="https://my-blog.disqus.com/embed.js"' in shown


@pytest.mark.parametrize(
    ("server", "address"),
    [("isso", 'https://x"><script>'), ("isso", "x"), ("isso", "javascript:alert(1)"), ("disqus", "a/b"), ("data", "x")],
)
def test_an_address_that_no_server_can_have_is_refused(server: str, address: str):
    with pytest.raises(UsageError):
        comment_servers.check(Options(comments=server, comments_server=address))  # type: ignore[arg-type]


@pytest.mark.parametrize("target", [name for name in WRITERS if name not in SERVED])
def test_a_target_without_pages_for_it_says_what_to_do(target: str):
    with pytest.raises(UsageError) as caught:
        WRITERS[target].check(Options(target=target, comments="isso"))
    assert caught.value.advice
