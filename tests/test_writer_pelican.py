"""The Pelican target: files as they should be, and the real Pelican asked what it makes of them."""

from __future__ import annotations

import ast
import json
import re
import shutil
from dataclasses import replace
from datetime import datetime
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bloggermigrate.model import Author, Blog, Label, PageLink, Post, Redirect, Status
from bloggermigrate.sites import skeleton, words
from bloggermigrate.writers import pelican
from bloggermigrate.writers.labels import tag_key, tags_of
from engines import pelican as engine
from made import (
    HOSTILE_LABELS,
    HOSTILE_TEXTS,
    THREAD,
    codes_of,
    context_for,
    files_of,
    made_blog,
    made_labels,
    made_post,
    made_widget,
    small_blog,
    split_metadata,
    write,
    written_by,
)

NEEDS_PELICAN = pytest.mark.skipif(
    engine.program() is None, reason="pelican is not installed: scripts/install-engines pelican"
)
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "pelican"


made_context = partial(context_for, "pelican")
written = partial(written_by, "pelican")
codes = partial(codes_of, "pelican")


def one(post: Post, **options: Any) -> tuple[str, dict[str, str], str]:
    """Return path, metadata and body of a post written alone."""
    files = files_of(pelican.post(post, made_context(made_blog(labels=post.labels), **options)))
    path = next(path for path in files if path.startswith("content/"))
    return path, *split_metadata(files[path])


# -- files -------------------------------------------------------------------------------------------------------


def test_a_post_stands_where_its_old_address_says_with_all_that_is_known_of_it():
    _, posts = small_blog()
    path, values, _ = one(posts[1])
    assert path == "content/posts/2011/02/perche-no.md"
    assert values == {
        "Title": 'Perché "no": 🎉',
        "Date": "2011-02-14T09:30:00+01:00",
        "Modified": "2011-03-01T10:00:00+01:00",
        "Slug": "perche-no",
        "Url": "2011/02/perche-no.html",
        "Save_as": "2011/02/perche-no.html",
        "Status": "published",
        "Category": "Blog",
        "Tags": "Pane & vino, c, cpp, A/B",
        "Author": "Lia Bo",
        "Description": "Che cos'è",
        "Place": "Torino",
        "Latitude": "45.07",
        "Longitude": "7.69",
        "Blogger_id": "1",
        "Blogger_permalink": "http://prova.blogspot.com/2011/02/perche-no.html",
        "Blogger_labels": "Pane & vino, C, C++, A/B",
        "Thread": "2011-02-perche-no",
    }


@pytest.mark.parametrize(
    ("status", "kind", "word", "issues"),
    [
        (Status.LIVE, "post", "published", []),
        (Status.SCHEDULED, "post", "published", ["not-carried"]),
        (Status.SCHEDULED, "page", "draft", ["not-carried", "not-carried"]),
        (Status.DRAFT, "post", "draft", ["not-carried"]),
        (Status.TRASHED, "post", "draft", ["not-carried"]),
        (Status.UNKNOWN, "page", "draft", ["not-carried"]),
    ],
)
def test_only_what_was_public_or_will_be_is_no_draft(status: Status, kind: Any, word: str, issues: list[str]):
    post = made_post(status=status, kind=kind)
    _, values, _ = one(post)
    assert values["Status"] == word
    # A draft with an address of its own would be written to that address.
    assert ("Save_as" in values) is ("Url" in values) is (word == "published")
    assert values.get("Blogger_status", "") == ("" if status is Status.LIVE else str(status))
    assert codes(post) == issues, "what Pelican shows of it without our settings is not said"
    assert codes(post, site=True) == (["not-carried"] if (status, kind) == (Status.SCHEDULED, "page") else [])


def test_an_untitled_undated_post_says_so():
    undated = made_post(title="", published=None, path="/undated/post-1.html", has_path=False, permalink="")
    _, values, _ = one(undated)
    assert (values["Title"], values["Date"], values["Undated"]) == ("", "1970-01-01T00:00:00+00:00", "yes")
    assert one(replace(undated, updated=made_post().published))[1]["Date"] == "2011-02-14T09:30:00+01:00"


def test_no_value_ends_its_line_or_the_block():
    nasty = "a\n\nStatus: published\r\n    b\u2028c\x02"
    _, values, body = one(made_post(title=nasty, description=nasty, author=Author(nasty), status=Status.DRAFT))
    assert values["Title"] == values["Description"] == values["Author"] == "a Status: published b c"
    assert values["Status"] == "draft" and body == "Una frase.\n"


def test_titles_are_html_there():
    assert one(made_post(title="<b>& &amp; Pane & vino"))[1]["Title"] == "&lt;b&gt;&amp; &amp;amp; Pane &amp; vino"
    assert one(made_post(title="Pane & vino"))[1]["Title"] == "Pane & vino"


def test_pages_stand_where_pelican_looks_for_them():
    assert one(made_post(kind="page", path="/p/chi-siamo.html"))[0] == "content/pages/chi-siamo.md"
    assert one(made_post(kind="page", path="/about.html"))[0] == "content/pages/other/about.md"
    assert "Category" not in one(made_post(kind="page"))[1]


def test_pretty_addresses_keep_the_old_one():
    _, values, _ = one(made_post(path="/2011/02/x.html"), permalinks="pretty")
    assert (values["Url"], values["Save_as"]) == ("2011/02/x/", "2011/02/x/index.html")
    assert values["Redirect_from"] == "/2011/02/x.html"
    parts = list(pelican.post(made_post(path="/2011/02/x.html"), made_context(permalinks="pretty")))
    assert Redirect("/2011/02/x.html", "/2011/02/x/") in parts


def test_an_address_that_the_site_answers_itself_is_changed_and_reported():
    context = made_context()
    parts = list(pelican.post(made_post(path="/index.html"), context))
    assert Redirect("/index.html", "/posts/other/index.html") in parts
    assert [issue.code for issue in context.renderer.take_issues()] == ["value-changed"]


@given(st.lists(st.text(min_size=1, max_size=8) | st.sampled_from(HOSTILE_LABELS), max_size=25, unique=True))
def test_no_two_labels_become_one_tag(names: list[str]):
    labels = made_labels(*names)
    tags = tags_of(labels)
    assert set(tags) == set(names)
    assert len({tag_key(tag) for tag in tags.values()}) == len(names)
    # As Pelican reads a list of tags.
    line = ", ".join(tags.values())
    parted = line.split(";" if ";" in line else ",")
    assert [part.strip() for part in parted if part.strip()] == list(tags.values())


def test_links_are_no_commands_of_pelican():
    _, _, body = one(made_post(content_html='<a href="{filename}/x.md">a</a> <a href="|tag|x">b</a> {tag} |x|'))
    assert "({" not in body and "(|" not in body and "{tag} |x|" in body.replace("\\", "")


def test_content_only_brings_nothing_of_a_site():
    files = written([made_post()], made_context())
    assert sorted(files) == ["content/posts/2011/02/post-1.md", "data/blog.json"]


def test_gadgets_are_data_and_nothing_in_them_runs():
    widgets = (made_widget("html", html='<b onclick="x()">Ciao</b><script src="https://example.org/x.js"></script>'),)
    files = files_of(pelican.blog(made_context(made_blog(widgets=widgets))))
    assert json.loads(files["data/widgets.json"])[0]["html"] == "<p><strong>Ciao</strong></p>"


def config_of(blog: Blog) -> dict[str, Any]:
    values: dict[str, Any] = {}
    text = files_of(pelican.blog(made_context(blog, site=True)))["pelicanconf.py"]
    exec(compile(text, "pelicanconf.py", "exec"), values)
    return values


@pytest.mark.parametrize("title", HOSTILE_TEXTS)
def test_the_configuration_is_python_whatever_the_blog_is_called(title: str):
    pages = (PageLink(id="1", title=title, path="/p/x.html", status=Status.LIVE),)
    config = config_of(made_blog(title=title, pages=pages, meta_description=title, posts_per_page=0))
    assert "<" not in config["SITENAME"] and unescape(config["SITENAME"]) == title
    assert config["MENUITEMS"] == [(title or "/p/x.html", "/p/x.html")]
    assert config["SITESUBTITLE"] == title
    assert (config["SITEURL"], config["DEFAULT_PAGINATION"]) == ("http://prova.blogspot.com", 1)


def test_templates_use_only_words_that_exist_and_ask_nobody_else():
    used = set()
    for path, data in skeleton("pelican"):
        text = data.decode()
        if path.endswith(".py.in"):
            ast.parse(text)
        used |= set(re.findall(r'\bwords\.([a-z_]+)|\["words"\]\["([a-z_]+)', text))
        if path.startswith("theme/"):
            assert "<script" not in text, path
            assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//', text), path
    assert used and {name for pair in used for name in pair if name} <= set(words("en"))


@pytest.mark.parametrize("site", [False, True], ids=["content", "site"])
def test_a_small_blog_looks_as_it_was_read_line_by_line(request: pytest.FixtureRequest, site: bool):
    blog, posts = small_blog()
    files = written(posts, made_context(blog, site=site))
    for path, _ in skeleton("pelican"):
        if path != "pelicanconf.py.in" and site:
            del files[path.removesuffix(".in")]
    folder = GOLDEN / ("site" if site else "content")
    if request.config.getoption("--update-goldens", default=False):
        shutil.rmtree(folder, ignore_errors=True)
        write(files, folder)
    kept = {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()
    }
    assert files == kept


# -- the real Pelican --------------------------------------------------------------------------------------------


def bare(html: str) -> str:
    """Return the words of HTML without any blank."""
    tree = LexborHTMLParser(f"<main>{html}</main>").css_first("main")
    return "".join(tree.text().split()) if tree else ""


@NEEDS_PELICAN
def test_feeds_have_whole_addresses_and_names_for_all(tmp_path: Path):
    labels = (Label("C#", "c-sharp"), Label("C", "c"))
    posts = [
        made_post("1", title="", content_html='<p>Ecco <a href="#n">qui</a> <img src="/x.png"></p>', labels=labels),
        made_post("2", title="<b> & &amp;", content_html='<p>Uno</p><a name="more"></a><p>due</p>'),
    ]
    write(written(posts, made_context(made_blog(labels=labels), site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    items = {item.findtext("link"): item for item in ElementTree.parse(tmp_path / "public" / "rss.xml").iter("item")}
    first, second = (items[f"http://prova.blogspot.com/2011/02/post-{n}.html"] for n in (1, 2))
    assert (first.findtext("title"), second.findtext("title")) == ("Ecco qui", "<b> & &amp;")
    assert [item.text for item in first.iter("category")] == ["C#", "C"]
    assert 'href="http://prova.blogspot.com/2011/02/post-1.html#n"' in (first.findtext("description") or "")
    assert 'src="http://prova.blogspot.com/x.png"' in (first.findtext("description") or "")
    assert "due" in (second.findtext("description") or "") and "<!--" not in (second.findtext("description") or "")


@NEEDS_PELICAN
def test_content_alone_is_read_right_by_a_pelican_without_settings(tmp_path: Path):
    labels = made_labels("C", "C#", "1.0", "Caffè")
    posts = [
        made_post("1", title="Perché: {x} | y", content_html="<p>Si scrive {tag}x e |filename|.</p>", comments=THREAD),
        made_post("2", path="/2011/02/{filename}.html", labels=labels),
        made_post("3", status=Status.DRAFT, path="/2011/02/segreto.html"),
        made_post("4", kind="page", path="/p/chi.html"),
    ]
    write(written(posts, made_context(made_blog(labels=labels))), tmp_path / "site")
    bare = ("content", "-e", 'SITEURL="https://example.org"', 'TIMEZONE="Europe/Rome"')
    found = {item["save_as"]: item for item in engine.listing(tmp_path / "site", tmp_path / "out", *bare)}
    assert sorted(found) == ["2011/02/post-1.html", "2011/02/{filename}.html", "drafts/segreto.html", "p/chi.html"]
    assert [datetime.fromisoformat(item["date"]) for item in found.values()] == [post.published for post in posts]
    assert [slug for _, slug in found["2011/02/{filename}.html"]["tags"]] == ["c", "c-sharp", "10", "caffe"]
    assert found["2011/02/post-1.html"]["title"] == "Perché: {x} | y"


#: exports of blogs in Italian, English and Spanish or so, small ones first; all there are with BLOGGER_CORPUS_ALL
