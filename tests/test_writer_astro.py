"""The Astro target: files as they should be, and the real Astro asked what it makes of them."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from bloggermigrate.loading import Posts, iter_comments
from bloggermigrate.model import Author, Blog, OutputFile, PageLink, Post, Redirect, Status
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert, load
from bloggermigrate.render import Renderer
from bloggermigrate.sites import skeleton, words
from bloggermigrate.writers import astro
from bloggermigrate.writers.context import Context
from blogs import MadeBlog, MadePost, classic
from engines import astro as engine
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

NEEDS_ASTRO = pytest.mark.skipif(
    engine.program() is None, reason="astro is not installed: scripts/install-engines astro"
)
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "astro"


def made_context(blog: Blog | None = None, *, site: bool = False, **options: Any) -> Context:
    blog = blog or made_blog()
    chosen = Options(target="astro", output="x", **options)
    return Context(blog, chosen, Renderer(blog, chosen, "remark"), site)


def written(posts: Iterable[Post], context: Context) -> dict[str, str]:
    return files_of([*(part for post in posts for part in astro.post(post, context)), *astro.blog(context)])


def one(post: Post, **options: Any) -> tuple[str, dict[str, Any], str]:
    """Return path, front matter and body of a post written alone."""
    files = files_of(astro.post(post, made_context(made_blog(labels=post.labels), **options)))
    path = next(path for path in files if path.startswith("src/content/"))
    return path, *split(files[path])


# -- files -------------------------------------------------------------------------------------------------------


def test_a_post_stands_where_its_old_address_says_with_all_that_is_known_of_it():
    _, posts = small_blog()
    path, values, _ = one(posts[1])
    assert path == "src/content/posts/2011/02/perche-no.md"
    assert list(values)[:5] == ["title", "pubDate", "updatedDate", "draft", "path"]
    assert (values["title"], values["path"]) == ('Perché "no": 🎉', "/2011/02/perche-no.html")
    # As strings: a YAML date would come out in UTC, and the clock that readers saw be lost.
    assert (values["pubDate"], values["updatedDate"]) == ("2011-02-14T09:30:00+01:00", "2011-03-01T10:00:00+01:00")
    assert values["draft"] is False
    assert values["tags"] == ["Pane & vino", "C", "C++", "A/B"]
    assert values["description"] == "Che cos'è"
    assert values["author"] == "Lia Bo"
    assert values["location"] == {"name": "Torino", "latitude": 45.07, "longitude": 7.69}
    assert values["comments"] == "2011-02-perche-no"


@pytest.mark.parametrize(
    "path", ["/index.html", "/2011/02/x.htm", "/2011/02/x.HTML", "/2011/02/e\u0301.html", "/2011.html", "/2011/02.html"]
)
def test_an_address_that_astro_cannot_write_is_changed_and_reported(path: str):
    context = made_context()
    parts = list(astro.post(made_post(path=path, key="k"), context))
    assert Redirect(path, "/posts/other/k.html") in parts
    assert [issue.code for issue in context.renderer.take_issues()] == ["value-changed"]
    stubs = [part for part in parts if isinstance(part, OutputFile) and part.path == f"public{path}"]
    assert bool(stubs) is (path != "/index.html")


@pytest.mark.parametrize(
    ("status", "draft"),
    [(Status.LIVE, False), (Status.SCHEDULED, False), (Status.DRAFT, True), (Status.TRASHED, True), (Status.UNKNOWN, True)],
)  # fmt: skip
def test_only_what_was_public_or_will_be_is_no_draft(status: Status, draft: bool):
    _, values, _ = one(made_post(status=status))
    assert values["draft"] is draft
    assert values["blogger"].get("status") == (None if status is Status.LIVE else str(status))


def test_an_untitled_undated_post_gets_nothing_invented():
    _, values, _ = one(made_post(title="", published=None, path="/undated/post-1.html", has_path=False, permalink=""))
    assert values["title"] == ""
    assert "pubDate" not in values and "aliases" not in values


def test_pretty_addresses_keep_the_old_one():
    _, values, _ = one(made_post(path="/2011/02/x.html"), permalinks="pretty")
    assert (values["path"], values["aliases"]) == ("/2011/02/x/", ["/2011/02/x.html"])
    parts = list(astro.post(made_post(path="/2011/02/x.html"), made_context(permalinks="pretty")))
    assert Redirect("/2011/02/x.html", "/2011/02/x/") in parts


def test_comments_are_data_or_inline_or_none():
    post = made_post(comments=THREAD)
    data = files_of(astro.post(post, made_context()))
    first, second = json.loads(data["src/data/comments/2011-02-post-1.json"])
    assert (first["id"], first["replies"][0]["id"], second["deleted"]) == ("c11", "c12", True)
    assert "script" not in first["html"]
    inline = files_of(astro.post(post, made_context(comments="inline")))
    assert list(inline) == ["src/content/posts/2011/02/post-1.md"]
    values, body = split(inline["src/content/posts/2011/02/post-1.md"])
    assert "comments" not in values
    assert "## Commenti" in body and words("it")["comment_removed"] in body and "javascript" not in body
    none = files_of(astro.post(post, made_context(comments="none")))
    assert "detto" not in "".join(none.values()) and len(none) == 1
    for mode in ("data", "inline"):
        parts = [p for p in astro.post(post, made_context(comments=mode)) if isinstance(p, OutputFile)]
        ids = sorted(source for part in parts for source in part.sources)
        assert ids == sorted([post.id, *(comment.id for comment, _ in iter_comments(THREAD))])


@pytest.mark.parametrize("key", ["__proto__", "constructor", "v1.2", "2011-02-x", "-x", "toString"])
def test_a_thread_is_found_by_a_name_that_means_nothing_to_javascript(key: str):
    (name,) = [
        path.removeprefix("src/data/comments/").removesuffix(".json")
        for path in files_of(astro.post(made_post(key=key, comments=THREAD), made_context()))
        if path.startswith("src/data/")
    ]
    assert "." not in name and not name.startswith("_") and name != "constructor"


OBJECT_LABELS = ("all", "posts", "labels", "__proto__", "constructor", "toString", "[0]", "[basic]", "all-2", "ALL")


def test_content_only_brings_nothing_of_a_site():
    files = written([made_post()], made_context())
    assert sorted(files) == ["src/content.config.ts", "src/content/posts/2011/02/post-1.md", "src/data/blog.json"]


def test_gadgets_are_data_and_nothing_in_them_runs():
    widgets = (made_widget("html", html='<b onclick="x()">Ciao</b><script src="https://example.org/x.js"></script>'),)
    files = written([], made_context(made_blog(widgets=widgets)))
    (gadget,) = json.loads(files["src/data/widgets.json"])
    assert gadget["html"] == "<p><strong>Ciao</strong></p>"


def test_templates_use_only_words_that_exist_and_ask_nobody_else():
    used = set()
    for path, data in skeleton("astro"):
        text = data.decode()
        used |= set(re.findall(r"\bwords\.(?!json)([a-z_]+)", text))
        assert "<script" not in text, path
        if path.startswith(("src/components/", "src/pages/", "public/")):
            assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//', text), path
    assert used and used <= set(words("en"))


@pytest.mark.parametrize("site", [False, True], ids=["content", "site"])
def test_a_small_blog_looks_as_it_was_read_line_by_line(request: pytest.FixtureRequest, site: bool):
    blog, posts = small_blog()
    files = written(posts, made_context(blog, site=site))
    for path, data in skeleton("astro"):
        if site or path == "src/content.config.ts":
            assert files.pop(path) == data.decode()
    folder = GOLDEN / ("site" if site else "content")
    if request.config.getoption("--update-goldens", default=False):
        shutil.rmtree(folder, ignore_errors=True)
        write(files, folder)
    kept = {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()
    }
    assert files == kept


# -- the real Astro -------------------------------------------------------------------------------------------


def wanted(posts: Iterable[Post]) -> list[engine.Record]:
    """What the engine should know, from the model. JavaScript counts milliseconds."""
    found = [
        engine.Record(
            address=post.path.removesuffix("index.html") if post.path.endswith("/index.html") else post.path,
            title=post.title,
            instant=milliseconds(post.published),
            labels=tuple(label.name for label in post.labels),
            draft=post.status not in (Status.LIVE, Status.SCHEDULED),
            kind=post.kind,
            comments=sum(1 for _ in iter_comments(post.comments)),
        )
        for post in posts
    ]
    return sorted(found, key=lambda record: record.address)


def milliseconds(moment: datetime | None) -> datetime | None:
    return moment and moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def bare(html: str) -> str:
    """Return the words of HTML without any blank."""
    tree = LexborHTMLParser(f"<main>{html}</main>").css_first("main")
    return "".join(tree.text().split()) if tree else ""


def check_words(built: Path, posts: Iterable[Post], context: Context) -> None:
    """Every post's page shows the words of its document."""
    for post in posts:
        page = LexborHTMLParser(engine.page_file(built, post.path).read_text(encoding="utf-8"))
        text = page.css_first("article.post > .text")
        document = context.renderer.document(post.content_html, post.source)
        assert text and bare(text.html or "") == bare(context.renderer.html(document)), post.path


def runs(page: str) -> bool:
    """Whether something in a page would be executed. Astro leaves "<" in attributes as it is, which no browser minds."""
    tree = LexborHTMLParser(page)
    return bool(tree.css_first("script")) or any(
        name.startswith("on") or (value or "").strip().lower().startswith("javascript:")
        for node in tree.css("*")
        for name, value in node.attributes.items()
    )


def shown(folder: Path) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in folder.rglob("*.html")]


@NEEDS_ASTRO
@pytest.mark.parametrize("permalinks", ["keep", "pretty"])
def test_astro_builds_a_hostile_blog_and_loses_nothing(tmp_path: Path, permalinks: str):
    labels = made_labels(*HOSTILE_LABELS, *OBJECT_LABELS)
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
        made_post("801", path="/2011/02/{{ x }} [y].html"),
        made_post("806", content_html='<p>a <img src="x.jpg" alt="b"> <img src="http://e.org/%E9.jpg" alt="c"></p>'),
        made_post("802", path="/2011_02_01_archive.html"),
        made_post("803", path="/undated/2012-05-06-x.html", published=None),
        made_post("804", path="/2099/01/poi.html", status=Status.SCHEDULED, published=datetime(2099, 1, 1, tzinfo=UTC)),
        made_post("805", path="/constructor.html", key="constructor", comments=THREAD),
    ]
    context = made_context(blog, site=True, permalinks=permalinks)
    write(written(posts, context), tmp_path / "site")
    found = engine.records(tmp_path / "site", tmp_path / "all")
    engine.build(tmp_path / "site", tmp_path / "public")
    if permalinks == "keep":
        moved = {
            part.old: part.new for post in posts for part in astro.post(post, context) if isinstance(part, Redirect)
        }
        asked = [replace(post, path=moved.get(post.path, post.path)) for post in posts]
        assert found == wanted(asked)
        check_words(tmp_path / "all", asked, context)
        for post in asked:
            assert engine.page_file(tmp_path / "public", post.path).is_file() is (post.status is Status.LIVE), post.path
        assert not broken_links(tmp_path / "public")
    else:
        assert len(found) == len(posts)
        assert all((tmp_path / "public" / path[1:]).is_file() for path in HOSTILE_PATHS[3:14])
    assert not [page for page in shown(tmp_path / "all") if runs(page)]
    for feed in ("feeds/posts/default", "rss.xml", "sitemap.xml"):
        ElementTree.fromstring((tmp_path / "all" / feed).read_bytes())


@NEEDS_ASTRO
@pytest.mark.parametrize("form", ["blog-11-23-2014.xml", "takeout.zip"])
def test_astro_shows_the_sample_as_it_was(tmp_path: Path, sample: Path, form: str):
    source = str(sample / form)
    options = Options(target="astro", output=str(tmp_path / "site"), site=True, jobs=1)
    assert convert([source], options).exit_status == 0
    loaded = load([source], options)
    posts = list(Posts(loaded.store, loaded.blog.labels))
    assert engine.records(tmp_path / "site", tmp_path / "all") == wanted(posts)
    check_words(tmp_path / "all", posts, made_context(loaded.blog))

    public = tmp_path / "public"
    engine.build(tmp_path / "site", public)
    now = datetime.now(UTC)
    live = [
        post
        for post in posts
        if post.status is Status.LIVE
        or (post.status is Status.SCHEDULED and post.published is not None and post.published <= now)
    ]
    for post in posts:
        assert (public / post.path[1:]).is_file() is (post in live), post.path
    for post in live:
        if post.kind == "post" and post.published:
            year, month = f"{post.published:%Y %m}".split()
            for old in (f"{year}/index.html", f"{year}/{month}/index.html", f"{year}_{month}_01_archive.html"):
                assert (public / old).is_file(), old
    for label in loaded.blog.labels:
        assert (public / "tags" / label.slug / "index.html").is_file()
        if not set("?/#%") & set(label.name):  # Astro or Windows has no file called so; _redirects has them
            old = public / "search" / "label" / label.name / "index.html"
            assert f"/tags/{label.slug}/" in old.read_text(), old
    for feed in ("feeds/posts/default", "rss.xml", "sitemap.xml", "tags/pane/rss.xml"):
        ElementTree.fromstring((public / feed).read_bytes())
    assert not broken_links(public)


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


@NEEDS_ASTRO
def test_odd_slugs_and_twins_of_an_export_all_arrive(tmp_path: Path):
    posts = [MadePost(number=str(n), path=f"/2011/03/{slug}.html", title=slug) for n, slug in enumerate(ODD_SLUGS, 100)]
    posts += [MadePost(number=str(n), title="Gemello", labels=("C", "C#", "C++", "c", "A/B", ".")) for n in (200, 201)]
    posts += [
        MadePost(number="300", published="1970-01-01T00:00:00.000Z", path="/1970/01/a.html"),
        MadePost(number="301", published="2099-01-01T00:00:00.000Z", path="/2099/01/a.html"),
        MadePost(number="302", status="DRAFT", path="/2011/03/segreto.html", content="<p>segreto</p>"),
    ]
    (tmp_path / "blog.xml").write_bytes(classic(MadeBlog(posts=tuple(posts))))
    options = Options(target="astro", output=str(tmp_path / "site"), site=True, jobs=1)
    assert convert([str(tmp_path / "blog.xml")], options).exit_status == 0
    loaded = load([str(tmp_path / "blog.xml")], options)
    meant = list(Posts(loaded.store, loaded.blog.labels))
    assert len(meant) == len(posts)
    assert engine.records(tmp_path / "site", tmp_path / "all") == wanted(meant)
    engine.build(tmp_path / "site", tmp_path / "public")
    assert not [page for page in shown(tmp_path / "public") if "segreto" in page]


@NEEDS_ASTRO
def test_the_owner_goes_on_writing(tmp_path: Path):
    write(
        written(
            [made_post(labels=made_labels("Pane"))], made_context(made_blog(labels=made_labels("Pane")), site=True)
        ),
        tmp_path,
    )
    (tmp_path / "src" / "content" / "posts" / "nuovo.md").write_text(
        '---\ntitle: "Nuovo"\npubDate: 2024-05-06\ntags: [Nuove cose, pane]\n---\nCiao.\n'
    )
    engine.build(tmp_path, tmp_path / "dist")
    page = (tmp_path / "dist" / "2024" / "05" / "nuovo.html").read_text()
    assert 'href="/tags/nuove-cose/"' in page and 'href="/tags/pane-2/"' in page and "6 maggio 2024" in page
    assert "Nuovo" in (tmp_path / "dist" / "tags" / "nuove-cose" / "index.html").read_text()
    assert not broken_links(tmp_path / "dist")


@NEEDS_ASTRO
@pytest.mark.parametrize("locale", ["ar", "zh-TW", "xx"])
def test_astro_speaks_the_blog_s_language(tmp_path: Path, locale: str):
    blog = made_blog(locale=locale, title="Prova")
    write(written([made_post(comments=THREAD)], made_context(blog, site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    page = (tmp_path / "public" / "2011" / "02" / "post-1.html").read_text()
    assert words(locale)["comments"] in page
    assert words(locale)["comment_removed"] in page
    assert f'lang="{locale or "en"}"' in page
    assert f'dir="{"rtl" if locale == "ar" else "ltr"}"' in page


@NEEDS_ASTRO
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
    assert "<title>Senza titolo &amp; col cuore · " in (tmp_path / "public/2011/02/post-3.html").read_text()


@NEEDS_ASTRO
def test_an_empty_blog_builds(tmp_path: Path):
    write(written([], made_context(Blog(id="", title="", url=""), site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    assert (tmp_path / "public" / "index.html").is_file()


def real_exports(corpus: Path) -> list[Path]:
    """Return exports of blogs in different languages, the smallest first; all there are with BLOGGER_CORPUS_ALL."""
    found = [*corpus.glob("classic/*.xml"), *corpus.glob("takeout/*feed.atom"), *corpus.glob("takeout/*export.xml")]
    found.sort(key=lambda path: path.stat().st_size)
    if os.environ.get("BLOGGER_CORPUS_ALL"):
        return found
    languages: dict[str, Path] = {}
    for path in found:
        if len(languages) == 4:
            break
        blog = load([str(path)], Options(target="astro")).blog
        if blog.counts.get("post", 0) > 3:
            languages.setdefault(blog.locale[:2], path)
    return list(languages.values())


@NEEDS_ASTRO
def test_real_exports_arrive_whole(tmp_path: Path, corpus: Path):
    for number, path in enumerate(real_exports(corpus)):
        site, built = tmp_path / f"site-{number}", tmp_path / f"built-{number}"
        options = Options(target="astro", output=str(site), site=True, jobs=2)
        assert convert([str(path)], options).exit_status == 0, path.name
        loaded = load([str(path)], options)
        posts = list(Posts(loaded.store, loaded.blog.labels))
        assert engine.records(site, built) == wanted(posts), path.name
        check_words(built, posts, made_context(loaded.blog))
        assert not [page for page in shown(built) if runs(page)], path.name
