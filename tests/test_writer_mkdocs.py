"""The MkDocs target: files as they should be, and the real MkDocs asked what it makes of them."""

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
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bloggermigrate.model import Label, Post, Redirect, Status
from bloggermigrate.sites import skeleton, words
from bloggermigrate.writers import mkdocs
from bloggermigrate.writers.mkdocs.content import tags_of
from engines import mkdocs as engine
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

NEEDS_MKDOCS = pytest.mark.skipif(
    engine.program() is None, reason="mkdocs is not installed: scripts/install-engines mkdocs"
)
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "mkdocs"


made_context = partial(context_for, "mkdocs")
written = partial(written_by, "mkdocs")
codes = partial(codes_of, "mkdocs")


def one(post: Post, **options: Any) -> tuple[str, dict[str, Any], str]:
    """Return path, metadata and body of a post written alone."""
    files = files_of(mkdocs.post(post, made_context(made_blog(labels=post.labels), **options)))
    path = next(path for path in files if path.endswith(".md"))
    return path, *split(files[path])


# -- files -------------------------------------------------------------------------------------------------------


def test_a_post_stands_where_its_old_address_says_with_all_that_is_known_of_it():
    _, posts = small_blog()
    path, values, body = one(posts[1])
    assert path == "docs/posts/2011/02/perche-no.md"
    assert values.pop("date") == {"created": posts[1].published, "updated": posts[1].updated}
    assert values == {
        "title": 'Perché "no": 🎉',
        "slug": "2011/02/perche-no",
        "categories": ["pane-vino", "c", "cpp", "A/B"],
        "author": "Lia Bo",
        "description": "Che cos'è",
        "location": {"name": "Torino", "latitude": 45.07, "longitude": 7.69},
        "thread": "2011-02-perche-no",
        "blogger": {"id": "1", "permalink": "http://prova.blogspot.com/2011/02/perche-no.html"},
    }
    assert body.strip().startswith('# Perché "no": 🎉')


@pytest.mark.parametrize(
    ("status", "kind", "draft", "issues"),
    [
        (Status.LIVE, "post", None, []),
        (Status.SCHEDULED, "post", None, ["not-carried"]),
        (Status.DRAFT, "post", True, []),
        (Status.TRASHED, "post", True, []),
        (Status.UNKNOWN, "post", True, []),
        (Status.DRAFT, "page", True, ["value-changed"]),
        (Status.SCHEDULED, "page", None, ["value-changed"]),
    ],
)
def test_only_what_was_public_or_will_be_is_no_draft(status: Status, kind: Any, draft: bool | None, issues: list[str]):
    post = made_post(status=status, kind=kind)
    path, values, _ = one(post)
    assert values.get("draft") is draft
    assert codes(post) == issues
    assert path.startswith("drafts/") is (kind == "page"), "MkDocs would publish it"


def test_an_untitled_post_is_called_by_its_first_words():
    untitled = made_post(title="", content_html="<p>Senza <b>titolo</b> &amp; col cuore</p>")
    _, values, body = one(untitled)
    assert (values["title"], values["untitled"]) == ("Senza titolo & col cuore", True)
    assert body.strip().startswith("# Senza titolo")
    _, values, _ = one(replace(untitled, content_html="", published=None))
    assert (values["title"], values["undated"]) == (words("it")["untitled"], True)


def test_titles_are_text_in_metadata_and_body():
    _, values, body = one(made_post(title="<script>alert(1)</script> *a*"))
    assert values["title"] == "&lt;script&gt;alert(1)&lt;/script&gt; *a*"
    assert "<script" not in body and "\\*a\\*" in body


@pytest.mark.parametrize(
    ("path", "kind", "file", "new"),
    [
        ("/2011/02/x.html", "post", "docs/posts/2011/02/x.md", "/2011/02/x.html"),
        ("/p/chi-siamo.html", "page", "docs/p/chi-siamo.md", "/p/chi-siamo.html"),
        ("/about.html", "page", "docs/about.md", "/about.html"),
        ("/p/README.html", "page", "docs/posts/other/p-README.md", "/posts/other/p-README.html"),
        ("/2011/02/index.html", "post", "docs/posts/posts/other/2011-02-index.md", "/posts/other/2011-02-index.html"),
        ("/2011/02/x.htm", "post", "docs/posts/posts/other/2011-02-x.md", "/posts/other/2011-02-x.html"),
    ],
)
def test_addresses_are_kept_where_mkdocs_can(path: str, kind: Any, file: str, new: str):
    context = made_context()
    parts = list(mkdocs.post(made_post(path=path, kind=kind), context))
    assert parts[0].path == file  # type: ignore[union-attr]
    assert ([Redirect(path, new)] if path != new else []) == parts[1:]
    assert [issue.code for issue in context.renderer.take_issues()] == (["value-changed"] if path != new else [])


@given(st.lists(st.text(min_size=1, max_size=8) | st.sampled_from(HOSTILE_LABELS), unique=True))
def test_no_two_labels_become_one_category_and_none_is_markup(names: list[str]):
    tags = tags_of(made_labels(*names))
    assert set(tags) == set(names)
    assert len(set(tags.values())) == len(names)
    assert not [tag for tag in tags.values() if set(tag) & set("*<>#[]`|\\")]


def test_the_jump_break_is_materials():
    assert "<!-- more -->" in one(made_post(content_html='<p>a</p><a name="more"></a><p>b</p>'))[2]
    assert "<!-- more -->" not in one(made_post(content_html="<pre>&lt;!--more--&gt;</pre>"))[2]


def test_content_only_brings_nothing_of_a_site():
    files = written([made_post()], made_context())
    assert sorted(files) == ["data/blog.json", "docs/posts/2011/02/post-1.md"]


@pytest.mark.parametrize("title", HOSTILE_TEXTS)
def test_the_configuration_is_yaml_whatever_the_blog_is_called(title: str):
    blog = made_blog(title=title, meta_description=title, posts_per_page=0)
    config = yaml.safe_load(files_of(mkdocs.blog(made_context(blog, site=True)))["mkdocs.yml"])
    assert config["site_name"] == (title or "Home")
    assert config["site_description"] == title
    assert config["plugins"][0]["material/blog"]["pagination_per_page"] == 1
    assert config["extra"]["language"] == "it"


def test_templates_use_only_words_that_exist_and_ask_nobody_else():
    used = set()
    for path, data in skeleton("mkdocs"):
        text = data.decode()
        if path.endswith(".py.in"):
            ast.parse(text)
        if path.startswith("theme/"):
            used |= set(re.findall(r"\bwords\.([a-z_]+)", text))
            assert "<script" not in text, path
            assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//', text), path
    assert used and used <= set(words("en"))


@pytest.mark.parametrize("site", [False, True], ids=["content", "site"])
def test_a_small_blog_looks_as_it_was_read_line_by_line(request: pytest.FixtureRequest, site: bool):
    blog, posts = small_blog()
    files = written(posts, made_context(blog, site=site))
    for path, _ in skeleton("mkdocs"):
        if path != "mkdocs.yml" and site:
            del files[path.removesuffix(".in")]
    folder = GOLDEN / ("site" if site else "content")
    if request.config.getoption("--update-goldens", default=False):
        shutil.rmtree(folder, ignore_errors=True)
        write(files, folder)
    kept = {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()
    }
    assert files == kept


# -- the real MkDocs --------------------------------------------------------------------------------------------


def shown(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]


@NEEDS_MKDOCS
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
    assert 'href="http://prova.blogspot.com/2011/02/post-1.html#n"' in (first.findtext("description") or "")
    assert "due" in (second.findtext("description") or "")


BARE = """
site_name: x
site_url: https://example.org/
use_directory_urls: false
theme: {name: material, font: false}
plugins:
  - blog: {blog_dir: ., post_dir: posts, post_url_format: "{slug}", draft_if_future_date: true, archive: false}
"""


@NEEDS_MKDOCS
def test_content_alone_is_read_right_by_material_itself(tmp_path: Path):
    labels = made_labels("C", "C#", "1.0", "Caffè")
    posts = [
        made_post("1", title="<script>alert(1)</script> *a*", content_html="<p>Uno</p>", comments=THREAD),
        made_post("2", path="/2011/02/v1.2.html", labels=labels),
        made_post("3", kind="page", path="/p/chi.html"),
        made_post("4", status=Status.DRAFT, content_html="<p>segreto</p>"),
    ]
    site = tmp_path / "site"
    write(written(posts, made_context(made_blog(labels=labels))), site)
    (site / "mkdocs.yml").write_text(BARE)
    (site / "docs" / "index.md").write_text("# x\n")
    engine.build(site, tmp_path / "public")
    for post in posts[:3]:
        assert (tmp_path / "public" / post.path[1:]).is_file(), post.path
    assert not (tmp_path / "public" / posts[3].path[1:]).exists()
    assert not [page for page in shown(tmp_path / "public") if "alert(1)</script>" in page or "segreto" in page]
    assert {path.stem for path in (tmp_path / "public" / "category").glob("*.html")} == {"c", "c-sharp", "10", "caffè"}


#: exports of blogs in Italian, English and Spanish or so, small ones first; all there are with BLOGGER_CORPUS_ALL
