"""The Nikola target: files as they should be, and the real Nikola asked what it makes of them."""

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
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from bloggermigrate.loading import Posts, iter_comments
from bloggermigrate.model import Author, Blog, Label, OutputFile, PageLink, Post, Redirect, Status
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert, load
from bloggermigrate.render import Renderer
from bloggermigrate.sites import skeleton, words
from bloggermigrate.writers import nikola
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.nikola.content import tags_of, without_shortcodes
from bloggermigrate.writers.nikola.paths import address
from bloggermigrate.writers.pelican.tags import tag_key
from blogs import MadeBlog, MadePost, classic
from engines import nikola as engine
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

NEEDS_NIKOLA = pytest.mark.skipif(
    engine.program() is None, reason="nikola is not installed: scripts/install-engines nikola"
)
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "nikola"


def made_context(blog: Blog | None = None, *, site: bool = False, **options: Any) -> Context:
    blog = blog or made_blog()
    chosen = Options(target="nikola", output="x", **options)
    return Context(blog, chosen, Renderer(blog, chosen, "python-markdown"), site)


def written(posts: Iterable[Post], context: Context) -> dict[str, str]:
    return files_of([*(part for post in posts for part in nikola.post(post, context)), *nikola.blog(context)])


def one(post: Post, **options: Any) -> tuple[str, dict[str, Any], str]:
    """Return path, metadata and body of a post written alone."""
    files = files_of(nikola.post(post, made_context(made_blog(labels=post.labels), **options)))
    path = next(path for path in files if path.endswith(".md"))
    return path, *split(files[path])


def codes(post: Post, **options: Any) -> list[str]:
    context = made_context(**options)
    list(nikola.post(post, context))
    return [issue.code for issue in context.renderer.take_issues()]


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


def test_comments_are_data_or_inline_or_none():
    post = made_post(comments=THREAD)
    data = files_of(nikola.post(post, made_context()))
    first, second = json.loads(data["data/comments/2011-02-post-1.json"])
    assert (first["id"], first["replies"][0]["id"], second["deleted"]) == ("c11", "c12", True)
    inline = files_of(nikola.post(post, made_context(comments="inline")))
    assert list(inline) == ["posts/2011/02/post-1.md"]
    values, body = split(inline["posts/2011/02/post-1.md"])
    assert "thread" not in values
    assert "## Commenti" in body and words("it")["comment_removed"] in body and "javascript" not in body
    none = files_of(nikola.post(post, made_context(comments="none")))
    assert "detto" not in "".join(none.values()) and len(none) == 1
    for mode in ("data", "inline"):
        parts = [p for p in nikola.post(post, made_context(comments=mode)) if isinstance(p, OutputFile)]
        ids = sorted(source for part in parts for source in part.sources)
        assert ids == sorted([post.id, *(comment.id for comment, _ in iter_comments(THREAD))])


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


def wanted(posts: Iterable[Post]) -> list[engine.Record]:
    """What the engine should know, from the model. Nikola sorts labels."""
    found = [
        engine.Record(
            address=post.path.removesuffix("index.html") if post.path.endswith("/index.html") else post.path,
            title=" ".join(post.title.replace("\x00", " ").replace("\x1b", " ").split()),
            instant=post.published,
            labels=tuple(sorted(label.name for label in post.labels)),
            draft=post.status not in (Status.LIVE, Status.SCHEDULED),
            kind=post.kind,
            comments=sum(1 for _ in iter_comments(post.comments)),
        )
        for post in posts
    ]
    return sorted(found, key=lambda record: record.address)


def bare(html: str) -> str:
    """Return the words of HTML without any blank."""
    tree = LexborHTMLParser(f"<main>{html}</main>").css_first("main")
    return "".join(tree.text().split()) if tree else ""


def check_words(built: Path, posts: Iterable[Post], context: Context) -> None:
    """Every post's page shows the words of its document."""
    for post in posts:
        (record,) = wanted([post])
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


@NEEDS_NIKOLA
@pytest.mark.parametrize("permalinks", ["keep", "pretty"])
def test_nikola_builds_a_hostile_blog_and_loses_nothing(tmp_path: Path, permalinks: str):
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
            part.old: part.new for post in posts for part in nikola.post(post, context) if isinstance(part, Redirect)
        }
        asked = [replace(post, path=moved.get(post.path, post.path)) for post in posts]
        assert found == wanted(asked)
        check_words(tmp_path / "all", asked, context)
        for post in asked:
            assert (tmp_path / "public" / post.path[1:]).is_file() is is_public(post), post.path
        # A body has <img src=x>, and Nikola writes all addresses from the root.
        assert all(link.endswith("/x") for _, link in broken_links(tmp_path / "public"))
    else:
        assert len(found) == len(posts)
        assert all((tmp_path / "public" / path[1:]).is_file() for path in HOSTILE_PATHS[3:14])
    assert not [page for page in shown(tmp_path / "all") if RUNS.search(page)]
    for feed in ("rss.xml", "sitemap.xml"):
        ElementTree.parse(tmp_path / "all" / feed)


@NEEDS_NIKOLA
@pytest.mark.parametrize("form", ["blog-11-23-2014.xml", "takeout.zip"])
def test_nikola_shows_the_sample_as_it_was(tmp_path: Path, sample: Path, form: str):
    source = str(sample / form)
    options = Options(target="nikola", output=str(tmp_path / "site"), site=True, jobs=1)
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
    for feed in ("rss.xml", "sitemap.xml", "tags/pane.xml"):
        ElementTree.parse(public / feed)
    assert not broken_links(public)


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


@NEEDS_NIKOLA
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
    options = Options(target="nikola", output=str(tmp_path / "site"), site=True, jobs=1)
    assert convert([str(tmp_path / "blog.xml")], options).exit_status == 0
    loaded = load([str(tmp_path / "blog.xml")], options)
    meant = list(Posts(loaded.store, loaded.blog.labels))
    assert len(meant) == len(posts)
    meant = [replace(post, path=address(post, options)) for post in meant]
    assert engine.records(tmp_path / "site", tmp_path / "all") == wanted(meant)
    engine.build(tmp_path / "site", tmp_path / "public")
    assert not [page for page in shown(tmp_path / "public") if "segreto" in page]


@NEEDS_NIKOLA
def test_the_owner_goes_on_writing(tmp_path: Path):
    labels = made_labels("Pane")
    write(written([made_post(labels=labels)], made_context(made_blog(labels=labels), site=True)), tmp_path)
    folder = tmp_path / "posts" / "2024" / "05"
    folder.mkdir(parents=True)
    (folder / "nuovo.md").write_text(
        "---\ntitle: Nuovo\nslug: nuovo\ndate: 2024-05-06 10:00:00\ntags: [Nuove cose, Pane]\n---\n\nCiao.\n"
    )
    engine.build(tmp_path, tmp_path / "public")
    page = (tmp_path / "public" / "2024" / "05" / "nuovo.html").read_text()
    assert 'href="/tags/nuove-cose.html"' in page and 'href="/tags/pane.html"' in page and "6 maggio 2024" in page
    assert "Nuovo" in (tmp_path / "public" / "tags" / "pane.html").read_text()
    assert not broken_links(tmp_path / "public")


@NEEDS_NIKOLA
@pytest.mark.parametrize("locale", ["", "ar", "zh-TW", "xx"])
def test_nikola_speaks_the_blog_s_language(tmp_path: Path, locale: str):
    blog = made_blog(locale=locale, title="Prova")
    write(written([made_post(comments=THREAD)], made_context(blog, site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    page = (tmp_path / "public" / "2011" / "02" / "post-1.html").read_text()
    assert words(locale)["comments"] in page
    assert words(locale)["comment_removed"] in page
    assert f'lang="{locale or "en"}"' in page
    assert f'dir="{"rtl" if locale == "ar" else "ltr"}"' in page


@NEEDS_NIKOLA
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
    pages = (tmp_path / "public" / "index.html").read_text() + (tmp_path / "public/index-1.html").read_text()
    assert "nascosto" not in pages and pages.count("parola") == 100
    assert pages.count(words("it")["read_more"]) == 2
    assert "Senza titolo &amp; col cuore</a>" in pages
    assert 'Commenti <span class="count">3</span>' in pages
    assert "<title>Senza titolo &amp; col cuore ·" in (tmp_path / "public/2011/02/post-3.html").read_text()


@NEEDS_NIKOLA
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
        blog = load([str(path)], Options(target="nikola")).blog
        if blog.counts.get("post", 0) > 3:
            languages.setdefault(blog.locale[:2], path)
    return list(languages.values())


@NEEDS_NIKOLA
def test_real_exports_arrive_whole(tmp_path: Path, corpus: Path):
    for number, path in enumerate(real_exports(corpus)):
        site, built = tmp_path / f"site-{number}", tmp_path / f"built-{number}"
        options = Options(target="nikola", output=str(site), site=True, jobs=2)
        assert convert([str(path)], options).exit_status == 0, path.name
        loaded = load([str(path)], options)
        posts = list(Posts(loaded.store, loaded.blog.labels))
        assert engine.records(site, built) == wanted(posts), path.name
        check_words(built, posts, made_context(loaded.blog))
        assert not [page for page in shown(built) if RUNS.search(page)], path.name
