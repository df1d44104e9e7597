"""The Nikola target: files as they should be, and the real Nikola asked what it makes of them."""

from __future__ import annotations

import ast
import re
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloggermigrate.model import Author, Blog, Label, PageLink, Post, Redirect, Status
from bloggermigrate.sites import skeleton, words
from bloggermigrate.writers import nikola
from bloggermigrate.writers.labels import tag_key
from bloggermigrate.writers.nikola.content import tags_of, without_shortcodes
from engines import nikola as engine
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
    small_blog,
    split,
    write,
    written_by,
)

NEEDS_NIKOLA = pytest.mark.skipif(
    engine.program() is None, reason="nikola is not installed: scripts/install-engines nikola"
)
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "nikola"


made_context = partial(context_for, "nikola")
written = partial(written_by, "nikola")
codes = partial(codes_of, "nikola")


def one(post: Post, **options: Any) -> tuple[str, dict[str, Any], str]:
    """Return path, metadata and body of a post written alone."""
    files = files_of(nikola.post(post, made_context(made_blog(labels=post.labels), **options)))
    path = next(path for path in files if path.endswith(".md"))
    return path, *split(files[path])


# -- files -------------------------------------------------------------------------------------------------------


def test_a_post_stands_where_its_old_address_says_with_all_that_is_known_of_it():
    _, posts = small_blog()
    path, values, _ = one(posts[1])
    assert path == "posts/2011/02/perche-no.md"
    assert values == {
        "title": 'Perché "no": 🎉',
        "slug": "perche-no",
        "date": "2011-02-14T09:30:00+01:00",
        "updated": "2011-03-01T10:00:00+01:00",
        "status": "published",
        "pretty_url": "False",
        "tags": ["Pane & vino", "c", "cpp", "A/B"],
        "author": "Lia Bo",
        "description": "Che cos'è",
        "place": "Torino",
        "latitude": "45.07",
        "longitude": "7.69",
        "blogger_id": "1",
        "blogger_permalink": "http://prova.blogspot.com/2011/02/perche-no.html",
        "thread": "2011-02-perche-no",
    }


@pytest.mark.parametrize(
    ("status", "word", "issues"),
    [
        (Status.LIVE, "published", []),
        (Status.SCHEDULED, "published", ["not-carried"]),
        (Status.DRAFT, "draft", ["not-carried"]),
        (Status.TRASHED, "draft", ["not-carried"]),
        (Status.UNKNOWN, "draft", ["not-carried"]),
    ],
)
def test_only_what_was_public_or_will_be_is_no_draft(status: Status, word: str, issues: list[str]):
    post = made_post(status=status)
    assert one(post)[1]["status"] == word
    assert codes(post) == issues, "what Nikola shows of it without our plugin is not said"
    assert codes(post, site=True) == []


def test_an_untitled_post_is_called_by_its_first_words():
    untitled = made_post(title="", content_html="<p>Senza <b>titolo</b> &amp; col cuore</p>")
    _, values, _ = one(untitled)
    assert (values["title"], values["untitled"]) == ("Senza titolo & col cuore", "yes")
    assert one(replace(untitled, content_html=""))[1]["title"] == "2011-02-14"
    _, values, _ = one(replace(untitled, content_html="", published=None))
    assert (values["title"], values["undated"], values["date"]) == (
        words("it")["untitled"],
        "yes",
        "1970-01-01T00:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("path", "kind", "file", "new"),
    [
        ("/2011/02/x.html", "post", "posts/2011/02/x.md", "/2011/02/x.html"),
        ("/2011/02/v1.it.html", "post", "posts/2011/02/v1~2Eit.md", "/2011/02/v1.it.html"),
        ("/p/chi-siamo.html", "page", "pages/p/chi-siamo.md", "/p/chi-siamo.html"),
        ("/about.html", "page", "pages/about.md", "/about.html"),
        ("/index.html", "post", "posts/posts/other/~69ndex.md", "/posts/other/index.html"),
        ("/2011/02/index.html", "post", "posts/posts/other/2011-02-index.md", "/posts/other/2011-02-index.html"),
        ("/[a]/x.html", "post", "posts/posts/other/~5Ba~5D-x.md", "/posts/other/[a]-x.html"),
        ("/2011/02/x.htm", "post", "posts/posts/other/2011-02-x.md", "/posts/other/2011-02-x.html"),
    ],
)
def test_folders_make_the_address(path: str, kind: Any, file: str, new: str):
    context = made_context()
    parts = list(nikola.post(made_post(path=path, kind=kind), context))
    assert parts[0].path == file  # type: ignore[union-attr]
    assert ([Redirect(path, new)] if path != new else []) == parts[1:]
    assert [issue.code for issue in context.renderer.take_issues()] == (["value-changed"] if path != new else [])


def test_pretty_addresses_keep_the_old_one():
    _, values, _ = one(made_post(path="/2011/02/x.html"), permalinks="pretty")
    assert (values["pretty_url"], values["redirect_from"]) == ("True", "/2011/02/x.html")
    parts = list(nikola.post(made_post(path="/2011/02/x.html"), made_context(permalinks="pretty")))
    assert Redirect("/2011/02/x.html", "/2011/02/x/") in parts


@given(st.lists(st.text(min_size=1, max_size=8) | st.sampled_from([*HOSTILE_LABELS, "draft", "Private"]), unique=True))
def test_no_two_labels_become_one_tag_and_none_is_nikolas_own(names: list[str]):
    tags = tags_of(made_labels(*names))
    assert set(tags) == set(names)
    assert len({tag_key(tag) for tag in tags.values()}) == len(names)
    assert not {"draft", "private", "mathjax"} & {tag.lower() for tag in tags.values()}


def test_authors_who_would_share_a_page_are_kept_apart():
    blog = made_blog(authors=(Author("Lia"), Author("lia"), Author("🎉"), Author("Ugo")))
    keys = {}
    for name in ("Lia", "lia", "🎉", "Ugo"):
        files = files_of(nikola.post(made_post(author=Author(name)), made_context(blog)))
        values, _ = split(files["posts/2011/02/post-1.md"])
        keys[name] = next(key for key in ("author", "written_by") if values.get(key) == name)
    assert keys == {"Lia": "written_by", "lia": "written_by", "🎉": "written_by", "Ugo": "author"}


def test_the_jump_break_is_nikolas():
    assert "<!-- TEASER_END -->" in one(made_post(content_html='<p>a</p><a name="more"></a><p>b</p>'))[2]
    inside = '<ul><li>a<a name="more"></a>b</li></ul>'
    assert "<!-- TEASER_END -->" in one(made_post(content_html=inside))[2]
    assert "<!-- TEASER_END -->" in one(made_post(content_html="<pre>a<!--more-->b</pre>"))[2]
    assert "TEASER_END" not in one(made_post(content_html="<pre>&lt;!--more--&gt;</pre>"))[2]


def test_shortcodes_are_text():
    assert without_shortcodes("{{% x") == "{{{{% raw %}}%{{% /raw %}} x"


def test_content_only_brings_nothing_of_a_site():
    files = written([made_post()], made_context())
    assert sorted(files) == ["data/blog.json", "posts/2011/02/post-1.md"]


def config_of(blog: Blog) -> dict[str, Any]:
    values: dict[str, Any] = {}
    text = files_of(nikola.blog(made_context(blog, site=True)))["conf.py"]
    exec(compile(text, "conf.py", "exec"), values)
    return values


@pytest.mark.parametrize("title", HOSTILE_TEXTS)
def test_the_configuration_is_python_whatever_the_blog_is_called(title: str):
    pages = (PageLink(id="1", title=title, path="/p/x.html", status=Status.LIVE),)
    config = config_of(made_blog(title=title, pages=pages, meta_description=title, posts_per_page=0))
    assert config["BLOG_TITLE"] == config["BLOG_DESCRIPTION"] == title
    assert config["NAVIGATION_LINKS"] == {"it": (("/p/x.html", title or "/p/x.html"),)}
    assert (config["SITE_URL"], config["INDEX_DISPLAY_POST_COUNT"]) == ("http://prova.blogspot.com/", 1)


def test_templates_use_only_words_that_exist_and_ask_nobody_else():
    used = set()
    for path, data in skeleton("nikola"):
        text = data.decode()
        if path.endswith(".py.in"):
            ast.parse(text)
        if path.startswith("themes/"):
            used |= set(re.findall(r"\bwords\.([a-z_]+)", text))
            assert "<script" not in text, path
            assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//', text), path
    assert used and used <= set(words("en"))


@pytest.mark.parametrize("site", [False, True], ids=["content", "site"])
def test_a_small_blog_looks_as_it_was_read_line_by_line(request: pytest.FixtureRequest, site: bool):
    blog, posts = small_blog()
    files = written(posts, made_context(blog, site=site))
    for path, _ in skeleton("nikola"):
        if path != "conf.py.in" and site:
            del files[path.removesuffix(".in")]
    folder = GOLDEN / ("site" if site else "content")
    if request.config.getoption("--update-goldens", default=False):
        shutil.rmtree(folder, ignore_errors=True)
        write(files, folder)
    kept = {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()
    }
    assert files == kept


# -- the real Nikola --------------------------------------------------------------------------------------------


@NEEDS_NIKOLA
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
    assert 'src="http://prova.blogspot.com/x.png"' in (first.findtext("description") or "")
    assert "due" in (second.findtext("description") or "")


BARE = """
BLOG_AUTHOR = BLOG_EMAIL = ""
BLOG_TITLE = "x"
SITE_URL = "https://example.org/"
TRANSLATIONS = {"en": ""}
POSTS = (("posts/*.md", "", "post.tmpl"),)
PAGES = (("pages/*.md", "", "page.tmpl"),)
COMPILERS = {"markdown": [".md"]}
THEME = "base-jinja"
"""


@NEEDS_NIKOLA
def test_content_alone_builds_with_nikolas_own_settings(tmp_path: Path):
    labels = made_labels("C", "C#", "1.0", "Caffè", "draft")
    posts = [
        made_post("1", title="Perché: {x} | y", content_html="<p>Si scrive {{% x %}} e {{%.</p>", comments=THREAD),
        made_post("2", path="/2011/02/v1.2.html", labels=labels, author=Author("🎉")),
        made_post("3", kind="page", path="/p/chi.html"),
    ]
    site = tmp_path / "site"
    write(written(posts, made_context(made_blog(labels=labels))), site)
    (site / "conf.py").write_text(BARE)
    engine.build(site, tmp_path / "public")
    for post in posts:
        assert (tmp_path / "public" / post.path[1:]).is_file(), post.path
    page = (tmp_path / "public" / "2011" / "02" / "post-1.html").read_text()
    assert "Si scrive {{% x %}} e {{%." in page and "Perché: {x} | y" in page
    slugs = {path.stem for path in (tmp_path / "public" / "categories").glob("*.xml")}
    assert {"c", "c-sharp", "10", "caffe", "label-draft"} <= slugs


#: exports of blogs in Italian, English and Spanish or so, small ones first; all there are with BLOGGER_CORPUS_ALL
