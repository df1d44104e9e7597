"""The MkDocs target: files as they should be, and the real MkDocs asked what it makes of them."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bloggermigrate.loading import Posts, iter_comments
from bloggermigrate.model import Author, Blog, Label, OutputFile, PageLink, Post, Redirect, Status
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert, load
from bloggermigrate.render import Renderer
from bloggermigrate.sites import skeleton, words
from bloggermigrate.writers import mkdocs
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.mkdocs.content import tags_of
from bloggermigrate.writers.mkdocs.paths import address
from blogs import MadeBlog, MadePost, classic
from engines import mkdocs as engine
from test_writer_hugo import (
    HOSTILE_BODIES,
    HOSTILE_LABELS,
    HOSTILE_PATHS,
    HOSTILE_TEXTS,
    THREAD,
    broken_links,
    files_of,
    hostile_posts,
    made_blog,
    made_comment,
    made_labels,
    made_post,
    made_widget,
    small_blog,
    split,
    write,
)

NEEDS_MKDOCS = pytest.mark.skipif(
    engine.program() is None, reason="mkdocs is not installed: scripts/install-engines mkdocs"
)
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "mkdocs"


def made_context(blog: Blog | None = None, *, site: bool = False, **options: Any) -> Context:
    blog = blog or made_blog()
    chosen = Options(target="mkdocs", output="x", **options)
    return Context(blog, chosen, Renderer(blog, chosen, "python-markdown"), site)


def written(posts: Iterable[Post], context: Context) -> dict[str, str]:
    return files_of([*(part for post in posts for part in mkdocs.post(post, context)), *mkdocs.blog(context)])


def one(post: Post, **options: Any) -> tuple[str, dict[str, Any], str]:
    """Return path, metadata and body of a post written alone."""
    files = files_of(mkdocs.post(post, made_context(made_blog(labels=post.labels), **options)))
    path = next(path for path in files if path.endswith(".md"))
    return path, *split(files[path])


def codes(post: Post, **options: Any) -> list[str]:
    context = made_context(**options)
    list(mkdocs.post(post, context))
    return [issue.code for issue in context.renderer.take_issues()]


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


def test_comments_are_data_or_inline_or_none():
    post = made_post(comments=THREAD)
    data = files_of(mkdocs.post(post, made_context()))
    first, second = json.loads(data["data/comments/2011-02-post-1.json"])
    assert (first["id"], first["replies"][0]["id"], second["deleted"]) == ("c11", "c12", True)
    inline = files_of(mkdocs.post(post, made_context(comments="inline")))
    assert list(inline) == ["docs/posts/2011/02/post-1.md"]
    values, body = split(inline["docs/posts/2011/02/post-1.md"])
    assert "thread" not in values
    assert "## Commenti" in body and words("it")["comment_removed"] in body and "javascript" not in body
    none = files_of(mkdocs.post(post, made_context(comments="none")))
    assert "detto" not in "".join(none.values()) and len(none) == 1
    for mode in ("data", "inline"):
        parts = [p for p in mkdocs.post(post, made_context(comments=mode)) if isinstance(p, OutputFile)]
        ids = sorted(source for part in parts for source in part.sources)
        assert ids == sorted([post.id, *(comment.id for comment, _ in iter_comments(THREAD))])


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


def wanted(posts: Iterable[Post]) -> list[engine.Record]:
    """What the engine should know, from the model: no draft of a page, no date or label of one."""
    found = [
        engine.Record(
            address=post.path,
            title=" ".join(post.title.replace("\x00", " ").replace("\x1b", " ").split()),
            instant=post.published if post.kind == "post" else None,
            labels=tuple(label.name for label in post.labels) if post.kind == "post" else (),
            draft=post.status not in (Status.LIVE, Status.SCHEDULED),
            kind=post.kind,
            comments=sum(1 for _ in iter_comments(post.comments)),
        )
        for post in posts
        if post.kind == "post" or post.status is Status.LIVE
    ]
    return sorted(found, key=lambda record: record.address)


def bare(html: str) -> str:
    """Return the words of HTML without any blank."""
    tree = LexborHTMLParser(f"<main>{html}</main>").css_first("main")
    return "".join(tree.text().split()) if tree else ""


def check_words(built: Path, posts: Iterable[Post], context: Context) -> None:
    """Every post's page shows the words of its document."""
    for post in posts:
        if not (record := next(iter(wanted([post])), None)):
            continue
        page = LexborHTMLParser(engine.page_file(built, record.address).read_text(encoding="utf-8"))
        text = page.css_first("article.post > .text")
        document = context.renderer.document(post.content_html, post.source)
        assert text and bare(text.html or "") == bare(context.renderer.html(document)), post.path


RUNS = re.compile(r"<script|javascript:|<[^>]*\son[a-z]+=", re.IGNORECASE)


def shown(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]


def is_public(post: Post) -> bool:
    now = datetime.now(UTC)
    return post.status in (Status.LIVE, Status.SCHEDULED) and not (post.published and post.published > now)


@NEEDS_MKDOCS
@pytest.mark.parametrize("permalinks", ["keep", "pretty"])
def test_mkdocs_builds_a_hostile_blog_and_loses_nothing(tmp_path: Path, permalinks: str):
    labels = made_labels(*HOSTILE_LABELS)
    widgets = tuple(
        made_widget("html", id=f"HTML{n}", title=text, html=body)
        for n, (text, body) in enumerate(zip(HOSTILE_TEXTS, HOSTILE_BODIES, strict=False))
    )
    blog = made_blog(
        title='"{{< x >}}" <b> & 🎉',
        description='<b>"{{ x }}"</b><script>alert(1)</script>',
        labels=labels,
        widgets=(*widgets, made_widget("labels"), made_widget("archive"), made_widget("profile")),
        authors=tuple(Author(text, text) for text in HOSTILE_TEXTS),
        settings={"BLOG_CUSTOM_PAGE_NOT_FOUND": "<script>alert(1)</script>Niente."},
        pages=(PageLink(id="602", title="---", path="/p/index.html", status=Status.LIVE),),
    )
    posts = [
        *hostile_posts(labels),
        made_post("801", path="/2011/02/{{ x }} {% y %}.html"),
        made_post("802", path="/2011_02_01_archive.html"),
        made_post("803", path="/undated/2012-05-06-x.html", published=None),
        made_post("804", path="/2099/01/poi.html", status=Status.SCHEDULED, published=datetime(2099, 1, 1, tzinfo=UTC)),
        made_post("805", path="/p/bozza.html", kind="page", status=Status.DRAFT),
    ]
    context = made_context(blog, site=True, permalinks=permalinks)
    write(written(posts, context), tmp_path / "site")
    found = engine.records(tmp_path / "site", tmp_path / "all")
    engine.build(tmp_path / "site", tmp_path / "public")
    if permalinks == "keep":
        moved = {
            part.old: part.new for post in posts for part in mkdocs.post(post, context) if isinstance(part, Redirect)
        }
        asked = [replace(post, path=moved.get(post.path, post.path)) for post in posts]
        assert found == wanted(asked)
        check_words(tmp_path / "all", asked, context)
        for post in asked:
            assert (tmp_path / "public" / post.path[1:]).is_file() is is_public(post), post.path
        assert not broken_links(tmp_path / "public")
    else:
        assert len(found) == len(wanted(posts))
        assert all((tmp_path / "public" / path[1:]).is_file() for path in HOSTILE_PATHS[3:14])
    assert not [page for page in shown(tmp_path / "all") if RUNS.search(page)]
    for feed in ("rss.xml", "sitemap.xml"):
        ElementTree.parse(tmp_path / "all" / feed)


@NEEDS_MKDOCS
@pytest.mark.parametrize("form", ["blog-11-23-2014.xml", "takeout.zip"])
def test_mkdocs_shows_the_sample_as_it_was(tmp_path: Path, sample: Path, form: str):
    source = str(sample / form)
    options = Options(target="mkdocs", output=str(tmp_path / "site"), site=True, jobs=1)
    assert convert([source], options).exit_status == 0
    loaded = load([source], options)
    posts = list(Posts(loaded.store, loaded.blog.labels))
    assert engine.records(tmp_path / "site", tmp_path / "all") == wanted(posts)
    check_words(tmp_path / "all", posts, made_context(loaded.blog))

    public = tmp_path / "public"
    engine.build(tmp_path / "site", public)
    live = [post for post in posts if is_public(post)]
    for post in posts:
        assert (public / post.path[1:]).is_file() is (post in live), post.path
    for post in live:
        if post.kind == "post" and post.published:
            year, month = f"{post.published:%Y %m}".split()
            for old in (f"{year}/index.html", f"{year}/{month}/index.html", f"{year}_{month}_01_archive.html"):
                assert (public / old).is_file(), old
    used = {label for post in live for label in post.labels}
    for label in used:
        assert (public / "tags" / f"{label.slug}.html").is_file()
        if not set("?/") & set(label.name):  # no file on Windows is called so; _redirects has them
            old = public / "search" / "label" / label.name / "index.html"
            assert f"/tags/{label.slug}.html" in old.read_text(), old
    for feed in ("rss.xml", "sitemap.xml"):
        ElementTree.parse(public / feed)
    assert not broken_links(public)


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


ODD_SLUGS = (
    "CON",
    "index",
    "aux",
    "100%25",
    "due%20parole",
    "%E2%80%8Fshalom",
    "perch%C3%A9",
    "nul.txt",
    "a%2Fb",
    "x.",
)


@NEEDS_MKDOCS
def test_odd_slugs_and_twins_of_an_export_all_arrive(tmp_path: Path):
    posts = [MadePost(number=str(n), path=f"/2011/03/{slug}.html", title=slug) for n, slug in enumerate(ODD_SLUGS, 100)]
    posts += [MadePost(number=str(n), title="Gemello", labels=("C", "C#", "C++", "c", "A/B", ".")) for n in (200, 201)]
    posts += [
        MadePost(number="300", published="1970-01-01T00:00:00.000Z", path="/1970/01/a.html"),
        MadePost(number="301", published="2099-01-01T00:00:00.000Z", path="/2099/01/a.html"),
        MadePost(number="302", status="DRAFT", path="/2011/03/segreto.html", content="<p>segreto</p>"),
        # A clock of another time zone: the order of instants is not that of years.
        MadePost(number="303", published="2012-01-01T00:30:00.000+14:00", path="/2012/01/a.html"),
        MadePost(number="304", published="2011-12-31T23:00:00.000-11:00", path="/2011/12/a.html"),
        MadePost(number="305", published="2012-01-01T12:30:00.000+14:00", path="/2012/01/b.html"),
    ]
    (tmp_path / "blog.xml").write_bytes(classic(MadeBlog(posts=tuple(posts))))
    options = Options(target="mkdocs", output=str(tmp_path / "site"), site=True, jobs=1)
    assert convert([str(tmp_path / "blog.xml")], options).exit_status == 0
    loaded = load([str(tmp_path / "blog.xml")], options)
    meant = list(Posts(loaded.store, loaded.blog.labels))
    assert len(meant) == len(posts)
    meant = [replace(post, path=address(post, options)) for post in meant]
    assert engine.records(tmp_path / "site", tmp_path / "all") == wanted(meant)
    engine.build(tmp_path / "site", tmp_path / "public")
    assert not [page for page in shown(tmp_path / "public") if "segreto" in page]


@NEEDS_MKDOCS
def test_the_owner_goes_on_writing(tmp_path: Path):
    labels = made_labels("Pane")
    write(written([made_post(labels=labels)], made_context(made_blog(labels=labels), site=True)), tmp_path)
    (tmp_path / "docs" / "posts" / "nuovo.md").write_text(
        "---\ntitle: Nuovo\nslug: 2024/05/nuovo\ndate: 2024-05-06\ncategories: [Nuove cose, Pane]\n---\n\nCiao.\n"
    )
    engine.build(tmp_path, tmp_path / "public")
    page = (tmp_path / "public" / "2024" / "05" / "nuovo.html").read_text()
    assert 'href="/tags/nuove-cose.html"' in page and 'href="/tags/pane.html"' in page and "6 maggio 2024" in page
    assert "Nuovo" in (tmp_path / "public" / "tags" / "pane.html").read_text()
    assert not broken_links(tmp_path / "public")


@NEEDS_MKDOCS
@pytest.mark.parametrize("locale", ["", "ar", "zh-TW", "xx"])
def test_mkdocs_speaks_the_blog_s_language(tmp_path: Path, locale: str):
    blog = made_blog(locale=locale, title="Prova")
    write(written([made_post(comments=THREAD)], made_context(blog, site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    page = (tmp_path / "public" / "2011" / "02" / "post-1.html").read_text()
    assert words(locale)["comments"] in page
    assert words(locale)["comment_removed"] in page
    assert f'lang="{locale or "en"}"' in page
    assert f'dir="{"rtl" if locale == "ar" else "ltr"}"' in page


@NEEDS_MKDOCS
def test_lists_show_beginnings_and_turn_pages(tmp_path: Path):
    long = "<p>" + "parola " * 50 + "</p>"
    posts = [
        made_post("1", content_html='<ul><li>uno <a name="more"></a></li><li>nascosto</li></ul>'),
        made_post("2", content_html=long * 3),
        made_post("3", title="", content_html="<p>Senza <b>titolo</b> &amp; col cuore</p>"),
        made_post("4", comments=(*THREAD, made_comment("19"))),
    ]
    write(written(posts, made_context(made_blog(posts_per_page=3), site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    pages = (tmp_path / "public" / "index.html").read_text() + (tmp_path / "public/page/2/index.html").read_text()
    assert "nascosto" not in pages and pages.count("parola") == 100
    assert pages.count(words("it")["read_more"]) == 2
    assert "Senza titolo &amp; col cuore</a>" in pages
    assert 'Commenti <span class="count">3</span>' in pages
    assert "<title>Senza titolo &amp; col cuore ·" in (tmp_path / "public/2011/02/post-3.html").read_text()


@NEEDS_MKDOCS
def test_an_empty_blog_builds(tmp_path: Path):
    write(written([], made_context(Blog(id="", title="", url=""), site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    assert (tmp_path / "public" / "index.html").is_file()


#: exports of blogs in Italian, English and Spanish or so, small ones first; all there are with BLOGGER_CORPUS_ALL
def real_exports(corpus: Path) -> list[Path]:
    found = [*corpus.glob("classic/*.xml"), *corpus.glob("takeout/*feed.atom"), *corpus.glob("takeout/*export.xml")]
    found.sort(key=lambda path: path.stat().st_size)
    languages: dict[str, Path] = {}
    for path in found:
        if len(languages) == 3:
            break
        blog = load([str(path)], Options(target="mkdocs")).blog
        if blog.counts.get("post", 0) > 3:
            languages.setdefault(blog.locale[:2], path)
    return list(languages.values())


@NEEDS_MKDOCS
def test_real_exports_arrive_whole(tmp_path: Path, corpus: Path):
    for number, path in enumerate(real_exports(corpus)):
        site, built = tmp_path / f"site-{number}", tmp_path / f"built-{number}"
        options = Options(target="mkdocs", output=str(site), site=True, jobs=2)
        assert convert([str(path)], options).exit_status == 0, path.name
        loaded = load([str(path)], options)
        posts = list(Posts(loaded.store, loaded.blog.labels))
        assert engine.records(site, built) == wanted(posts), path.name
        check_words(built, posts, made_context(loaded.blog))
        assert not [page for page in shown(built) if RUNS.search(page)], path.name
