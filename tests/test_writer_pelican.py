"""The Pelican target: files as they should be, and the real Pelican asked what it makes of them."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
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
from bloggermigrate.writers import pelican
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.pelican.tags import tag_key, tags_of
from blogs import MadeBlog, MadePost, classic
from engines import pelican as engine
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
    write,
)

NEEDS_PELICAN = pytest.mark.skipif(
    engine.program() is None, reason="pelican is not installed: scripts/install-engines pelican"
)
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "pelican"


def made_context(blog: Blog | None = None, *, site: bool = False, **options: Any) -> Context:
    blog = blog or made_blog()
    chosen = Options(target="pelican", output="x", **options)
    return Context(blog, chosen, Renderer(blog, chosen, "python-markdown"), site)


def written(posts: Iterable[Post], context: Context) -> dict[str, str]:
    return files_of([*(part for post in posts for part in pelican.post(post, context)), *pelican.blog(context)])


def split(text: str) -> tuple[dict[str, str], str]:
    head, _, body = text.partition("\n\n")
    return {key: value.strip() for key, _, value in (line.partition(":") for line in head.split("\n"))}, body


def one(post: Post, **options: Any) -> tuple[str, dict[str, str], str]:
    """Return path, metadata and body of a post written alone."""
    files = files_of(pelican.post(post, made_context(made_blog(labels=post.labels), **options)))
    path = next(path for path in files if path.startswith("content/"))
    return path, *split(files[path])


def codes(post: Post, **options: Any) -> list[str]:
    context = made_context(**options)
    list(pelican.post(post, context))
    return [issue.code for issue in context.renderer.take_issues()]


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


def test_comments_are_data_or_inline_or_none():
    post = made_post(comments=THREAD)
    data = files_of(pelican.post(post, made_context()))
    first, second = json.loads(data["data/comments/2011-02-post-1.json"])
    assert (first["id"], first["replies"][0]["id"], second["deleted"]) == ("c11", "c12", True)
    assert "script" not in first["html"]
    inline = files_of(pelican.post(post, made_context(comments="inline")))
    assert list(inline) == ["content/posts/2011/02/post-1.md"]
    values, body = split(inline["content/posts/2011/02/post-1.md"])
    assert "Thread" not in values
    assert "## Commenti" in body and words("it")["comment_removed"] in body and "javascript" not in body
    none = files_of(pelican.post(post, made_context(comments="none")))
    assert "detto" not in "".join(none.values()) and len(none) == 1
    for mode in ("data", "inline"):
        parts = [p for p in pelican.post(post, made_context(comments=mode)) if isinstance(p, OutputFile)]
        ids = sorted(source for part in parts for source in part.sources)
        assert ids == sorted([post.id, *(comment.id for comment, _ in iter_comments(THREAD))])


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


def wanted(posts: Iterable[Post]) -> list[engine.Record]:
    """What the engine should know, from the model. A draft stands at an address of its own."""
    now = datetime.now(UTC)
    found = []
    for post in posts:
        waits = post.status is Status.SCHEDULED and (post.kind == "page" or (post.published and post.published > now))
        future = bool(post.kind == "post" and post.published and post.published > now)
        draft = post.status not in (Status.LIVE, Status.SCHEDULED) or bool(waits) or future
        found.append(
            engine.Record(
                address=f"/drafts/{'pages/' if post.kind == 'page' else ''}{post.slug}.html" if draft else post.path,
                title=" ".join(post.title.replace("\x00", " ").replace("\x1b", " ").split()),
                instant=post.published,
                labels=tuple(label.name for label in post.labels),
                draft=draft,
                kind=post.kind,
                comments=sum(1 for _ in iter_comments(post.comments)),
            )
        )
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
    return not wanted([post])[0].draft


@NEEDS_PELICAN
@pytest.mark.parametrize("permalinks", ["keep", "pretty"])
def test_pelican_builds_a_hostile_blog_and_loses_nothing(tmp_path: Path, permalinks: str):
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
    posts = [replace(post, slug=f"{post.slug}-{post.number}") for post in posts]  # they are unique in a blog
    context = made_context(blog, site=True, permalinks=permalinks)
    write(written(posts, context), tmp_path / "site")
    found = engine.records(tmp_path / "site", tmp_path / "all")
    engine.build(tmp_path / "site", tmp_path / "public")
    if permalinks == "keep":
        moved = {
            part.old: part.new for post in posts for part in pelican.post(post, context) if isinstance(part, Redirect)
        }
        asked = [replace(post, path=moved.get(post.path, post.path)) for post in posts]
        assert found == wanted(asked)
        check_words(tmp_path / "all", asked, context)
        for post in asked:
            assert (tmp_path / "public" / post.path[1:]).is_file() is is_public(post), post.path
        assert not broken_links(tmp_path / "public")
    else:
        assert len(found) == len(posts)
        assert all((tmp_path / "public" / path[1:]).is_file() for path in HOSTILE_PATHS[3:14])
    assert not (tmp_path / "public" / "drafts").exists()
    assert not [page for page in shown(tmp_path / "all") if RUNS.search(page)]
    for feed in ("feeds/posts/default", "rss.xml", "sitemap.xml"):
        ElementTree.parse(tmp_path / "all" / feed)


@NEEDS_PELICAN
@pytest.mark.parametrize("form", ["blog-11-23-2014.xml", "takeout.zip"])
def test_pelican_shows_the_sample_as_it_was(tmp_path: Path, sample: Path, form: str):
    source = str(sample / form)
    options = Options(target="pelican", output=str(tmp_path / "site"), site=True, jobs=1)
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
        assert (public / "tags" / label.slug / "index.html").is_file()
        if not set("?/") & set(label.name):  # no file on Windows is called so; _redirects has them
            old = public / "search" / "label" / label.name / "index.html"
            assert f"/tags/{label.slug}/" in old.read_text(), old
    for feed in ("feeds/posts/default", "rss.xml", "sitemap.xml", "tags/pane/rss.xml"):
        ElementTree.parse(public / feed)
    assert not broken_links(public)


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


@NEEDS_PELICAN
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
    options = Options(target="pelican", output=str(tmp_path / "site"), site=True, jobs=1)
    assert convert([str(tmp_path / "blog.xml")], options).exit_status == 0
    loaded = load([str(tmp_path / "blog.xml")], options)
    meant = list(Posts(loaded.store, loaded.blog.labels))
    assert len(meant) == len(posts)
    assert engine.records(tmp_path / "site", tmp_path / "all") == wanted(meant)
    engine.build(tmp_path / "site", tmp_path / "public")
    assert not [page for page in shown(tmp_path / "public") if "segreto" in page]


@NEEDS_PELICAN
def test_the_owner_goes_on_writing(tmp_path: Path):
    labels = made_labels("Pane")
    write(written([made_post(labels=labels)], made_context(made_blog(labels=labels), site=True)), tmp_path)
    (tmp_path / "content" / "posts" / "nuovo.md").write_text(
        "Title: Nuovo\nDate: 2024-05-06\nTags: Nuove cose, Pane\n\nCiao.\n"
    )
    engine.build(tmp_path, tmp_path / "output")
    page = (tmp_path / "output" / "2024" / "05" / "nuovo.html").read_text()
    assert 'href="/tags/nuove-cose/"' in page and 'href="/tags/pane/"' in page and "6 maggio 2024" in page
    assert "Nuovo" in (tmp_path / "output" / "tags" / "pane" / "index.html").read_text()
    assert not broken_links(tmp_path / "output")


@NEEDS_PELICAN
@pytest.mark.parametrize("locale", ["", "ar", "zh-TW", "xx"])
def test_pelican_speaks_the_blog_s_language(tmp_path: Path, locale: str):
    blog = made_blog(locale=locale, title="Prova")
    write(written([made_post(comments=THREAD)], made_context(blog, site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    page = (tmp_path / "public" / "2011" / "02" / "post-1.html").read_text()
    assert words(locale)["comments"] in page
    assert words(locale)["comment_removed"] in page
    assert f'lang="{locale or "en"}"' in page
    assert f'dir="{"rtl" if locale == "ar" else "ltr"}"' in page


@NEEDS_PELICAN
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
    assert "nascosto" not in pages and 60 < pages.count("parola") < 80
    assert pages.count(words("it")["read_more"]) == 2
    assert "Senza titolo &amp; col cuore</a>" in pages
    assert 'Commenti <span class="count">3</span>' in pages
    assert "<title>Senza titolo &amp; col cuore · " in (tmp_path / "public/2011/02/post-3.html").read_text()


@NEEDS_PELICAN
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
        blog = load([str(path)], Options(target="pelican")).blog
        if blog.counts.get("post", 0) > 3:
            languages.setdefault(blog.locale[:2], path)
    return list(languages.values())


@NEEDS_PELICAN
def test_real_exports_arrive_whole(tmp_path: Path, corpus: Path):
    for number, path in enumerate(real_exports(corpus)):
        site, built = tmp_path / f"site-{number}", tmp_path / f"built-{number}"
        options = Options(target="pelican", output=str(site), site=True, jobs=2)
        assert convert([str(path)], options).exit_status == 0, path.name
        loaded = load([str(path)], options)
        posts = list(Posts(loaded.store, loaded.blog.labels))
        assert engine.records(site, built) == wanted(posts), path.name
        check_words(built, posts, made_context(loaded.blog))
        assert not [page for page in shown(built) if RUNS.search(page)], path.name
