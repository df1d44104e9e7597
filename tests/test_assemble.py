"""Entries as found → the blog as meant: addresses, statuses, dates, threads, labels, selection."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bloggermigrate.intake import Loaded, load
from bloggermigrate.issues import Source
from bloggermigrate.linking.index import fill
from bloggermigrate.model import Author, Location, Post, RawEntry, Status
from bloggermigrate.options import Options, selection
from bloggermigrate.readers.items import SUMMARY
from bloggermigrate.store import Store, transaction
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.store.packing import byline
from blogs import MadeBlog, MadeComment, MadePost, classic, settings_csv, takeout

Load = Callable[..., tuple[Loaded, list[Post]]]


@pytest.fixture
def loaded(tmp_path: Path) -> Load:
    def make(
        blog: MadeBlog | bytes, write: Callable[[MadeBlog], bytes] = classic, **options: Any
    ) -> tuple[Loaded, list[Post]]:
        from bloggermigrate.store.loading import Posts

        folder = tmp_path / "in"
        folder.mkdir(exist_ok=True)
        (folder / "feed.atom").write_bytes(blog if isinstance(blog, bytes) else write(blog))
        if write is takeout and isinstance(blog, MadeBlog):
            (folder / "settings.csv").write_bytes(settings_csv(blog))
        found = load([str(folder)], Options(target="jsonl", **options))
        return found, list(Posts(found.store, found.blog.labels))

    return make


def codes(found: Loaded) -> list[str]:
    return [issue.code for issue in found.issues]


FORMS = pytest.mark.parametrize("write", [classic, takeout], ids=["classic", "takeout"])


@FORMS
def test_both_forms_give_the_same_post(loaded: Load, write):
    post = MadePost(
        number="11",
        title="Il pane  nero",
        path="/2011/03/il-pane-nero.html",
        labels=("Pane", "C#"),
        published="2012-08-01T00:30:00.000+02:00",
        updated="2012-08-02T10:00:00.000+02:00",
    )
    _, (found,) = loaded(MadeBlog(posts=(post,)), write)
    assert found.title == "Il pane nero"
    assert (found.path, found.slug, found.key) == ("/2011/03/il-pane-nero.html", "il-pane-nero", "2011-03-il-pane-nero")
    assert found.published is not None
    # The wall clock of readers in Rome, also where the input says the instant in UTC (a month earlier).
    assert found.published.isoformat() == "2012-08-01T00:30:00+02:00"
    assert [(label.name, label.slug) for label in found.labels] == [("Pane", "pane"), ("C#", "c-sharp")]


@FORMS
def test_both_forms_give_the_same_facts(loaded: Load, write):
    found, _ = loaded(MadeBlog(posts=(MadePost(number="11"),)), write)
    blog = found.blog
    assert (blog.title, blog.locale, blog.timezone) == ("Il blog di prova", "it", "Europe/Rome")
    assert blog.url == "http://prova.blogspot.com/"
    assert blog.hosts == ("prova.blogspot.com",)


def test_what_no_setting_tells_is_said(loaded: Load):
    blog = MadeBlog(posts=(MadePost(number="11"),), settings={})
    assert {"locale-unknown", "timezone-unknown"} <= set(codes(loaded(blog)[0]))
    known, _ = loaded(blog, locale="it", timezone="Europe/Rome")
    assert not {"locale-unknown", "timezone-unknown"} & set(codes(known))


@pytest.mark.parametrize(("code", "meant"), [("in", "id"), ("iw", "he"), ("en_GB", "en-GB"), ("pt_BR", "pt-BR")])
def test_old_locale_codes_are_brought_up_to_date(loaded: Load, code: str, meant: str):
    blog = MadeBlog(posts=(MadePost(number="11"),), settings={"BLOG_LOCALE": code})
    assert loaded(blog)[0].blog.locale == meant


@FORMS
def test_drafts_with_and_without_an_address(loaded: Load, write):
    posts = (
        MadePost(number="11", status="DRAFT", title="Senza indirizzo"),
        MadePost(number="12", status="DRAFT", title="Altro", path="/2010/01/con-indirizzo.html"),
    )
    found = {post.number: post for post in loaded(MadeBlog(posts=posts), write)[1]}
    assert all(post.status is Status.DRAFT for post in found.values())
    assert (found["11"].path, found["11"].has_path) == ("/2011/03/senza-indirizzo.html", False)
    assert (found["12"].path, found["12"].has_path) == ("/2010/01/con-indirizzo.html", True)


def test_live_post_dated_after_the_export_is_scheduled(loaded: Load):
    blog = MadeBlog(
        updated="2014-01-01T00:00:00.000+01:00",
        posts=(MadePost(number="11", published="2014-02-01T00:00:00.000+01:00"),),
    )
    assert loaded(blog)[1][0].status is Status.SCHEDULED


def test_scheduled_word_of_takeout(loaded: Load):
    assert (
        loaded(MadeBlog(posts=(MadePost(number="11", status="SCHEDULED"),)), takeout)[1][0].status is Status.SCHEDULED
    )


def test_trashed_and_spam_stay_away_and_are_counted(loaded: Load):
    blog = MadeBlog(
        posts=(
            MadePost(number="11", comments=(MadeComment(number="12", spam=True), MadeComment(number="13"))),
            MadePost(number="14", status="SOFT_TRASHED", comments=(MadeComment(number="15"),)),
        )
    )
    found, posts = loaded(blog, takeout)
    assert [post.number for post in posts] == ["11"]
    assert [comment.number for comment in posts[0].comments] == ["13"]
    assert found.balance["post"].skipped == {"trashed": 1}
    assert found.balance["comment"].skipped == {"spam": 1, "post-skipped": 1}


def test_trashed_and_spam_come_on_request(loaded: Load):
    blog = MadeBlog(
        posts=(
            MadePost(number="11", comments=(MadeComment(number="12", spam=True),)),
            MadePost(number="14", status="SOFT_TRASHED"),
        )
    )
    _, posts = loaded(blog, takeout, include=selection(("trashed", "spam"), ()))
    assert [(post.number, post.status) for post in posts] == [("11", Status.LIVE), ("14", Status.TRASHED)]
    assert [comment.status for comment in posts[0].comments] == [Status.SPAM]


def test_unknown_status_is_a_draft_and_reported(loaded: Load):
    found, (post,) = loaded(MadeBlog(posts=(MadePost(number="11", status="EMBARGOED"),)), takeout)
    assert post.status is Status.DRAFT
    assert [(i.code, i.old) for i in found.issues if i.code == "status-unknown"] == [("status-unknown", "EMBARGOED")]


@FORMS
def test_comments_of_a_page_reach_it(loaded: Load, write):
    page = MadePost(number="20", kind="page", path="/p/chi.html", comments=(MadeComment(number="21"),))
    _, (found,) = loaded(MadeBlog(posts=(page,)), write)
    assert [comment.number for comment in found.comments] == ["21"]


@FORMS
def test_threads_and_deleted_comments(loaded: Load, write):
    comments = (
        MadeComment(number="40", published="2011-03-05T09:00:00.000+01:00", deleted=True, content="via"),
        # Numbers below their parent's: in a Takeout they stand before it.
        MadeComment(number="30", published="2011-03-06T09:00:00.000+01:00", answers="40"),
        MadeComment(number="31", published="2011-03-04T09:00:00.000+01:00"),
    )
    _, (post,) = loaded(MadeBlog(posts=(MadePost(number="11", comments=comments),)), write)
    thread = [(comment.number, parent and parent.number) for comment, parent in iter_comments(post.comments)]
    assert thread == [("31", None), ("40", None), ("30", "40")]
    assert (post.comments[1].deleted, post.comments[1].content_html) == (True, "")


def test_circles_of_comments_are_opened(loaded: Load):
    comments = tuple(MadeComment(number=str(30 + n), answers=str(30 + (n + 1) % 4)) for n in range(4))
    comments += (MadeComment(number="50", answers="50"), MadeComment(number="60", answers="99"))
    _, (post,) = loaded(MadeBlog(posts=(MadePost(number="11", comments=comments),)))
    assert sorted(comment.number for comment, _ in iter_comments(post.comments)) == ["30", "31", "32", "33", "50", "60"]


def test_a_thousand_nested_replies_are_all_there(loaded: Load):
    comments = tuple(MadeComment(number=str(1000 + n), answers=str(999 + n) if n else "") for n in range(1000))
    _, (post,) = loaded(MadeBlog(posts=(MadePost(number="11", comments=comments),)))
    assert sum(1 for _ in iter_comments(post.comments)) == 1000


def test_comment_without_post_is_listed(loaded: Load):
    data = classic(MadeBlog(posts=(MadePost(number="11", comments=(MadeComment(number="12"),)),)))
    found, _ = loaded(data.replace(b".post-11'", b".post-99'").replace(b"/11/comments", b"/99/comments"))
    assert found.balance["comment"].skipped == {"orphan": 1}
    assert "comment-orphan" in codes(found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0000-00-00T00:00:00Z",
        "ieri",
        "2011-02-30T10:00:00+01:00",
        "2011-01-01T00:00:00+99:00",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_entry_without_a_usable_date_is_kept_and_reported(loaded: Load, text: str):
    data = classic(MadeBlog(posts=(MadePost(number="11", published="PUB", updated="UPD"),)))
    found, (post,) = loaded(data.replace(b"PUB", text.encode()).replace(b"UPD", text.encode()))
    assert post.published is None
    assert {"date-unparsed", "entry-no-date"} & set(codes(found))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1970-01-02T23:59:00Z", "1970-01-03T00:59:00+01:00"),
        ("1981-08-12T01:00:00.000-03:00", "1981-08-12T01:00:00-03:00"),
        ("2011-03-01T24:00:00.000+01:00", "2011-03-02T00:00:00+01:00"),
        ("9999-12-31T12:00:00Z", "9999-12-31T13:00:00+01:00"),
        ("2011-03-01T10:00:00", "2011-03-01T10:00:00+01:00"),
        ("2011-07-01T10:00:00.5Z", "2011-07-01T12:00:00.500000+02:00"),
    ],
)
def test_odd_dates_are_kept(loaded: Load, text: str, meant: str):
    _, (post,) = loaded(MadeBlog(posts=(MadePost(number="11", published=text),), updated="9999-12-31T23:00:00Z"))
    assert post.published is not None
    assert post.published.isoformat() == meant


def test_timezone_option_moves_every_date(loaded: Load):
    _, (post,) = loaded(MadeBlog(posts=(MadePost(number="11"),)), timezone="America/New_York")
    assert post.published is not None
    assert post.published.isoformat() == "2011-03-01T02:00:00-05:00"


def test_empty_and_equal_titles_get_names_of_their_own(loaded: Load):
    posts = tuple(
        MadePost(number=str(100 + n), title=title)
        for n, title in enumerate(["", "", "Uguale", "Uguale", "uguale", "写真", "CON"])
    )
    _, found = loaded(MadeBlog(posts=posts))
    assert len({post.path.lower() for post in found}) == 7
    assert len({post.key.lower() for post in found}) == 7
    assert [post.slug for post in found][2:6] == ["uguale", "uguale-2", "uguale-3", "写真"]
    assert found[6].slug == "con-2"


def test_existing_addresses_come_before_made_ones(loaded: Load):
    posts = (
        MadePost(number="11", title="Uguale", status="DRAFT"),
        MadePost(number="12", title="Altro", path="/2011/03/uguale.html", published="2011-03-20T08:00:00.000+01:00"),
    )
    found = {post.number: post for post in loaded(MadeBlog(posts=posts))[1]}
    assert found["12"].path == "/2011/03/uguale.html"
    assert found["11"].path == "/2011/03/uguale-2.html"


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd.html",
        "/2011/03/..%2f..%2fx.html",
        "/2011/03/a\\b.html",
        "/2011/03/CON.html",
        "/C:/x.html",
        "//x/",
        "/2011/03/.html",
    ],
)
def test_unsafe_addresses_are_replaced_and_reported(loaded: Load, path: str):
    found, (post,) = loaded(MadeBlog(posts=(MadePost(number="11", path=path),)), takeout)
    assert post.path == "/2011/03/un-titolo.html"
    assert [(issue.code, issue.old) for issue in found.issues if issue.code == "path-unsafe"] == [("path-unsafe", path)]


def test_labels_that_would_share_a_slug_do_not(loaded: Load):
    labels = ("C", "C#", "C++", "c", "A/B", "A-B", ".", "true", "1.0", "🙂", "Città", "citta")
    _, (post,) = loaded(MadeBlog(posts=(MadePost(number="11", labels=labels),)))
    assert [label.name for label in post.labels] == list(labels)
    assert len({label.slug.lower() for label in post.labels}) == len(labels)


def test_early_permalinks_and_hosts(loaded: Load):
    blog = MadeBlog(
        host="http://www.blogger.com/blogspot/prova", posts=(MadePost(number="11", path="/2008/01/x.html"),)
    )
    found, (post,) = loaded(blog)
    assert post.path == "/2008/01/x.html"
    assert found.blog.url == "http://prova.blogspot.com/"


def test_repeated_entries_count_once(loaded: Load):
    post = MadePost(number="11")
    found, posts = loaded(MadeBlog(posts=(post, post)))
    assert len(posts) == 1
    assert found.balance["post"].skipped == {"duplicate": 1}


def test_two_entries_with_one_id_are_both_kept(loaded: Load):
    posts = (MadePost(number="11", title="Uno"), MadePost(number="11", title="Due"))
    found, kept = loaded(MadeBlog(posts=posts))
    assert sorted(post.title for post in kept) == ["Due", "Uno"]
    assert "duplicate-id" in codes(found)


def test_selection_by_label_date_and_number(loaded: Load):
    posts = tuple(
        MadePost(
            number=str(10 + n), labels=("dispari",) if n % 2 else (), published=f"2011-03-{n + 1:02}T08:00:00.000+01:00"
        )
        for n in range(6)
    )
    blog = MadeBlog(posts=posts)

    def numbers(**options: Any) -> list[str]:
        return [post.number for post in loaded(blog, **options)[1]]

    assert numbers(labels=("DISPARI",)) == ["11", "13", "15"]
    assert numbers(since=date(2011, 3, 5)) == ["14", "15"]
    assert numbers(until=date(2011, 3, 2)) == ["10", "11"]
    assert numbers(limit=2) == ["14", "15"]
    assert numbers(limit=2, labels=("dispari",)) == ["13", "15"]


@pytest.mark.parametrize("what", ["posts", "pages", "drafts", "scheduled", "comments"])
def test_exclude(loaded: Load, what: str):
    posts = (
        MadePost(number="11", comments=(MadeComment(number="1"),)),
        MadePost(number="12", kind="page", comments=(MadeComment(number="2"),)),
        MadePost(number="13", status="DRAFT", comments=(MadeComment(number="3"),)),
        MadePost(number="14", status="SCHEDULED", comments=(MadeComment(number="4"),)),
    )
    everything = {
        "posts": {"11", "13", "14"},
        "pages": {"12"},
        "drafts": {"13"},
        "scheduled": {"14"},
        "comments": set(),
    }
    found, kept = loaded(MadeBlog(posts=posts), takeout, include=selection((), (what,)))
    assert {post.number for post in kept} == {"11", "12", "13", "14"} - everything[what]
    comments = sum(len(post.comments) for post in kept)
    assert comments == (0 if what == "comments" else len(kept))
    assert sum(found.balance["comment"].skipped.values()) == 4 - comments


def test_personal_settings_go_nowhere(tmp_path: Path, loaded: Load):
    blog = MadeBlog(
        posts=(MadePost(number="11"),),
        settings={
            "BLOG_ADMIN_PERMISSION": "chi@example.invalid",
            "BLOG_COMMENT_EMAIL": "chi@example.invalid",
            "BLOG_LOCALE": "it",
        },
    )
    store = tmp_path / "kept.sqlite"
    found, _ = loaded(blog, keep_store=store)
    assert "chi@example.invalid" not in repr(found.blog)
    assert b"chi@example.invalid" not in store.read_bytes()


def test_names_do_not_depend_on_the_order_of_entries(loaded: Load):
    posts = tuple(
        MadePost(number=str(10 + n), title="Uguale", published=f"2011-03-{n + 1:02}T08:00:00.000+01:00")
        for n in range(5)
    )
    blog = MadeBlog(posts=posts)
    first = {post.number: post.path for post in loaded(blog)[1]}
    assert first == {post.number: post.path for post in loaded(replace(blog, posts=posts[::-1]))[1]}


def test_an_entry_comes_out_of_the_store_as_it_went_in():
    entry = RawEntry(
        kind="other",
        id="tag:blogger.com,1999:blog-1.post-42",
        source=Source("x.xml", "tag:blogger.com,1999:blog-1.post-42", 7),
        title="Pane \ud83c e sassi",
        content="<b>Sì</b>",
        has_content=False,
        published="1",
        updated="2",
        created="3",
        status="LIVE",
        author=Author("Anna", "https://example.org/anna"),
        labels=("Pane", "Sassi"),
        permalink="4",
        reserved="5",
        parent="6",
        in_reply_to="7",
        description="8",
        location=Location("Bergamo", 45.7, 9.67),
        enclosures=("9",),
        thumbnail="10",
        comment_total=11,
        extra=(("kind", "12"),),
    )
    assert all(getattr(entry, field.name) for field in fields(entry) if field.name != "has_content")
    store = Store.new()
    store.add(entry)
    store.add(replace(entry, kind="post", location=None, extra=(("no", "use"), SUMMARY)))
    store.index()
    assert store.entry(1) == entry
    assert store.entry(2) == replace(entry, kind="post", location=None, extra=(SUMMARY,))
    (meta,) = store.db.execute("SELECT meta FROM items WHERE row = 1").fetchone()
    assert byline(meta) == (entry.id, entry.author, entry.source)


def test_the_whole_pass_is_one_transaction():
    store = Store.new()
    with transaction(store.db):
        fill(store)
        assert store.db.in_transaction
