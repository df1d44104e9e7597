"""Sites of files: the real engine of each target builds them, and what it knows is what the blog was.

`engines.sites.ENGINES` puts all engines behind one face; what only one of them has is in ``test_writer_<name>.py``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from bloggermigrate.model import Author, Blog, PageLink, Post, Status
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert, load
from bloggermigrate.sites import word_language, words
from bloggermigrate.store.loading import Posts
from bloggermigrate.writers.context import Context
from blogs import MadeBlog, MadePost, classic
from engines import crawl, serving
from engines.reading import broken_links, pages, real_exports, runs, wrong_words
from engines.sites import ENGINES, Engine
from made import (
    HOSTILE_BODIES,
    HOSTILE_LABELS,
    HOSTILE_TEXTS,
    OBJECT_LABELS,
    THREAD,
    context_for,
    hostile_posts,
    made_blog,
    made_comment,
    made_labels,
    made_post,
    made_widget,
    write,
    written_by,
)


@cache
def _missing(name: str) -> str:
    return ENGINES[name].missing()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    if lack := _missing(request.param):
        pytest.skip(lack)
    return ENGINES[request.param]


def build(engine: Engine, posts: list[Post], folder: Path, blog: Blog | None = None, **options: str) -> Context:
    """Write a whole site of made posts into *folder*/site and build it into *folder*/public."""
    context = context_for(engine.name, blog, site=True, **options)
    write(written_by(engine.name, posts, context), folder / "site")
    engine.build(folder / "site", folder / "public")
    return context


# -- hostile blogs -----------------------------------------------------------------------------------------------


def hostile_blog() -> tuple[Blog, list[Post]]:
    """Return a blog of everything that could break, merge, vanish, leak or run."""
    labels = made_labels(*HOSTILE_LABELS, *(name for name in OBJECT_LABELS if name not in HOSTILE_LABELS))
    widgets = tuple(
        made_widget("html", id=f"HTML{n}", title=text, html=body)
        for n, (text, body) in enumerate(zip(HOSTILE_TEXTS, HOSTILE_BODIES, strict=False))
    )
    blog = made_blog(
        title='"{{< x >}}{{ y }}" <b> & 🎉',
        description='<b>"{{ x }}"</b><script>alert(1)</script>',
        labels=labels,
        widgets=(*widgets, made_widget("labels"), made_widget("archive"), made_widget("profile")),
        authors=tuple(Author(text, text) for text in HOSTILE_TEXTS),
        settings={"BLOG_CUSTOM_PAGE_NOT_FOUND": "<script>alert(1)</script>Niente.", "BLOG_CUSTOM_ROBOTS_TXT": "x"},
        pages=(PageLink(id="602", title="---", path="/p/index.html", status=Status.LIVE),),
    )
    deep = made_comment("2000")
    for number in range(2001, 2021):
        deep = made_comment(str(number), replies=(deep,))
    later = datetime(2099, 1, 1, tzinfo=UTC)
    posts = [
        *hostile_posts(labels),
        made_post("801", path="/2011/02/{{ x }} {y.html"),
        made_post("802", path="/2011_02_01_archive.html"),
        made_post("803", path="/undated/2012-05-06-x.html", published=None),
        made_post("804", path="/2099/01/poi.html", status=Status.SCHEDULED, published=later),
        made_post("805", path="/2011/02/_x.html", comments=(deep,)),
        made_post("806", path="/2011/02/{: .x}.html", content_html="<p>{: .x}</p><p>{::comment}</p>a | b $$ c *[x]: y"),
        made_post("807", path="/2011/02/bozza.html", status=Status.DRAFT, published=None, content_html="segreto"),
        made_post("808", path="/constructor.html", key="constructor", comments=THREAD),
        made_post("809", path="/2011/02/{{ x }} [y].html"),
        made_post("810", content_html='<p>a <img src="http://e.org/%E9.jpg" alt="c"></p>'),
        made_post("811", path="/p/bozza.html", kind="page", status=Status.DRAFT, content_html="segreto"),
        made_post("812", path="/2011/02/poi..html"),
        made_post("813", path="/2011/02/gemello.html", title="Gemello"),
        made_post("814", path="/2011/02/gemello_2.html", title="Gemello"),
        made_post("815", content_html="<p>::: x</p><p>[gallery] [caption id=1]x[/caption]</p><p>{% raw %} {#x#}</p>"),
    ]
    # Slugs are unique in a blog.
    return blog, [replace(post, slug=post.key) for post in posts]


@pytest.mark.parametrize("permalinks", ["keep", "pretty"])
def test_a_hostile_blog_is_built_and_nothing_is_lost(engine: Engine, tmp_path: Path, permalinks: str):
    blog, posts = hostile_blog()
    context = build(engine, posts, tmp_path, blog, permalinks=permalinks)
    found = engine.records(tmp_path / "site", tmp_path / "all")
    assert engine.as_told(found) == engine.wanted(posts, context.options, context)
    addresses = {record.address for record in found}
    assert len(addresses) == len(found)
    shown = [post for post in posts if engine.is_public(post)]
    moved = [replace(post, path=engine.address(post, context)) for post in posts]
    assert not wrong_words(tmp_path / "public", [post for post in moved if engine.is_public(post)], context)
    for post in moved:
        there = serving.file_of(tmp_path / "public", post.path.replace("%", "%25"))
        assert (there is not None) is engine.is_public(post), post.path
    assert not [link for _, link in broken_links(tmp_path / "public") if not engine.broken(link)]
    assert not [page for page in pages(tmp_path / "all") if runs(page)]
    assert not [page for page in pages(tmp_path / "public") if "segreto" in page]
    assert len(shown) > 100
    for feed in engine.feeds:
        ElementTree.parse(tmp_path / "all" / feed)


ODD_SLUGS = (
    "CON", "index", "aux", "100%25", "due%20parole", "%E2%80%8Fshalom", "perch%C3%A9", "nul.txt", "a%2Fb", "x.", "aux.",
)  # fmt: skip


def test_odd_slugs_and_twins_of_an_export_all_arrive(engine: Engine, tmp_path: Path):
    posts = [MadePost(number=str(n), path=f"/2011/03/{slug}.html", title=slug) for n, slug in enumerate(ODD_SLUGS, 100)]
    posts += [MadePost(number=str(n), title="Gemello", labels=("C", "C#", "C++", "c", "A/B", ".")) for n in (200, 201)]
    posts += [
        MadePost(number="300", published="1970-01-01T00:00:00.000Z", path="/1970/01/a.html"),
        MadePost(number="301", published="2099-01-01T00:00:00.000Z", path="/2099/01/a.html"),
        MadePost(
            number="302",
            status="DRAFT",
            path="/2011/03/segreto.html",
            content="<p>segreto</p>",
            labels=("Segreto", "s#"),
        ),
        MadePost(
            number="306", published="2099-01-01T00:00:00.000Z", path="/2099/01/b.html", labels=("Segreto domani",)
        ),
        # A clock of another time zone: the order of instants is not that of years.
        MadePost(number="303", published="2012-01-01T00:30:00.000+14:00", path="/2012/01/a.html"),
        MadePost(number="304", published="2011-12-31T23:00:00.000-11:00", path="/2011/12/a.html"),
        MadePost(number="305", published="2012-01-01T12:30:00.000+14:00", path="/2012/01/b.html"),
    ]
    (tmp_path / "blog.xml").write_bytes(classic(MadeBlog(posts=tuple(posts))))
    options = Options(target=engine.name, output=str(tmp_path / "site"), site=True, jobs=1)
    assert convert([str(tmp_path / "blog.xml")], options).exit_status == 0
    loaded = load([str(tmp_path / "blog.xml")], options)
    meant = list(Posts(loaded.store, loaded.blog.labels))
    assert len(meant) == len(posts)
    context = context_for(engine.name, loaded.blog)
    found = engine.as_told(engine.records(tmp_path / "site", tmp_path / "all"))
    assert found == engine.wanted(meant, options, context)
    engine.build(tmp_path / "site", tmp_path / "public")
    assert not _telling(tmp_path / "public", "segreto")


def _telling(folder: Path, word: str) -> list[str]:
    """Return the files that have *word* in them or in their names, whatever they are."""
    files = ((path.relative_to(folder).as_posix(), path.read_bytes()) for path in folder.rglob("*") if path.is_file())
    return [name for name, content in files if word in name.lower() or word.encode() in content.lower()]


# -- the sample, and real blogs ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("form", "permalinks"), [("blog-11-23-2014.xml", "keep"), ("takeout.zip", "pretty")])
def test_the_sample_is_shown_as_it_was_and_answers_at_every_old_address(
    engine: Engine, tmp_path: Path, sample: Path, form: str, permalinks: str
):
    source = str(sample / form)
    options = Options(
        target=engine.name, output=str(tmp_path / "site"), site=True, jobs=1,
        permalinks=permalinks, redirects=("csv", "netlify"),
    )  # type: ignore[arg-type]  # fmt: skip
    assert convert([source], options).exit_status == 0
    (tmp_path / "site" / "redirects").rename(tmp_path / "maps")
    loaded = load([source], options)
    posts = list(Posts(loaded.store, loaded.blog.labels))
    context = context_for(engine.name, loaded.blog, permalinks=permalinks)
    found = engine.as_told(engine.records(tmp_path / "site", tmp_path / "all"))
    assert found == engine.wanted(posts, options, context)

    public = tmp_path / "public"
    engine.build(tmp_path / "site", public)
    live = [replace(post, path=engine.address(post, context)) for post in posts if engine.is_public(post)]
    assert not wrong_words(public, live, context)
    for post in posts:
        there = serving.file_of(public, engine.address(post, context))
        assert (there is not None) is engine.is_public(post), post.path
    used = {label for post in live for label in post.labels}
    for label in used:
        page = engine.label.format(slug=label.slug)
        assert serving.file_of(public, page), page
        if not set(engine.no_label_page) & set(label.name):  # no file can be called so; _redirects has them
            old = public / "search" / "label" / label.name / "index.html"
            assert page in old.read_text(), old
        if engine.label_feed and label in used:
            ElementTree.parse(public / engine.label_feed.format(slug=label.slug))
    for feed in engine.feeds:
        ElementTree.parse(public / feed)

    with serving.files(public) as base:
        met, broken = crawl.walk(base)
    assert not broken
    assert {serving.file_of(public, path) for path in met} >= {serving.file_of(public, post.path) for post in live}
    if lack := serving.missing("netlify"):
        pytest.skip(lack)
    with serving.served("netlify", tmp_path / "maps", public) as base:
        assert not crawl.wrong_answers(base, tmp_path / "maps" / "redirects.csv")


def test_real_exports_arrive_whole(engine: Engine, tmp_path: Path, corpus: Path):
    """At least six languages in sum: each engine takes others of them, all of them where BLOGGER_CORPUS_ALL is set."""
    for number, path in enumerate(real_exports(corpus, turn=list(ENGINES).index(engine.name))):
        site, built = tmp_path / f"site-{number}", tmp_path / f"built-{number}"
        options = Options(target=engine.name, output=str(site), site=True, jobs=2, check=False)
        assert convert([str(path)], options).exit_status == 0, path.name
        loaded = load([str(path)], options)
        posts = list(Posts(loaded.store, loaded.blog.labels))
        context = context_for(engine.name, loaded.blog)
        found = engine.as_told(engine.records(site, built))
        assert found == engine.wanted(posts, options, context), path.name
        shown = [post for post in posts if engine.is_public(post)]
        moved = [replace(post, path=engine.address(post, context)) for post in shown]
        assert not wrong_words(built, moved, context), path.name
        assert not [page for page in pages(built) if runs(page)], path.name


# -- life in the new site ----------------------------------------------------------------------------------------


def test_the_owner_goes_on_writing(engine: Engine, tmp_path: Path):
    labels = made_labels("Pane")
    # Comments go on elsewhere, under new posts as well.
    served = {"comments": "isso", "comments_server": "https://talk.example.org"}
    context = context_for(engine.name, made_blog(labels=labels), site=True, **served)
    name, text = engine.new_post
    write(written_by(engine.name, [made_post(labels=labels)], context) | {name: text}, tmp_path / "site")
    public = tmp_path / "public"
    engine.build(tmp_path / "site", public)
    page = (public / "2024" / "05" / "nuovo.html").read_text()
    tree = LexborHTMLParser(page)
    tags = {node.text(): node.attributes.get("href") or "" for node in tree.css('article.post a[rel="tag"]')}
    assert list(tags) == ["Nuove cose", "Pane"] and "6 maggio 2024" in page
    assert 'src="https://talk.example.org/js/embed.min.js"' in page and 'id="isso-thread"' in page
    for place in tags.values():
        file = serving.file_of(public, place)
        assert file and "Nuovo" in file.read_text(), place
    assert "Nuovo" in (public / "2024" / "05" / "index.html").read_text()
    assert not broken_links(public)


def test_every_language_has_all_words():
    known = [path.name.removesuffix(".toml") for path in (files("bloggermigrate.sites") / "words").iterdir()]
    assert len(known) > 30
    for name in known:
        assert word_language(name) == name
        assert words(name).keys() == words("en").keys(), name
        assert all(word.strip() == word != "" for word in words(name).values()), name


@pytest.mark.parametrize("locale", ["", "ar", "zh-TW", "tr", "xx"])
def test_the_site_speaks_the_blog_s_language(engine: Engine, tmp_path: Path, locale: str):
    build(engine, [made_post(comments=THREAD)], tmp_path, made_blog(locale=locale, title="Prova"))
    page = (tmp_path / "public" / "2011" / "02" / "post-1.html").read_text()
    assert words(locale)["comments"] in page
    assert words(locale)["comment_removed"] in page
    assert f'lang="{locale or "en"}"' in page
    assert f'dir="{"rtl" if locale == "ar" else "ltr"}"' in page


def test_lists_show_beginnings_and_turn_pages(engine: Engine, tmp_path: Path):
    long = "<p>" + "parola " * 50 + "</p>"
    posts = [
        made_post("1", content_html='<ul><li>uno <a name="more"></a></li><li>nascosto</li></ul>'),
        made_post("2", content_html=long * 3),
        made_post("3", title="", content_html="<p>Senza <b>titolo</b> &amp; col cuore</p>"),
        made_post("4", comments=(*THREAD, made_comment("19")), content_html="<pre>x\n\n<b>y</b></pre>"),
    ]
    build(engine, [replace(post, slug=post.key) for post in posts], tmp_path, made_blog(posts_per_page=3))
    first, second = (serving.file_of(tmp_path / "public", path) for path in ("/", engine.second_page))
    assert first and second
    both = first.read_text() + second.read_text()
    assert "nascosto" not in both and both.count("parola") in engine.beginning
    assert both.count(words("it")["read_more"]) == 2
    assert "Senza titolo &amp; col cuore</a>" in both
    assert 'Commenti <span class="count">3</span>' in both
    assert both.count("<ul") == both.count("</ul>") and len(re.findall("<li[ >]", both)) == both.count("</li>")
    assert "<title>Senza titolo &amp; col cuore ·" in (tmp_path / "public/2011/02/post-3.html").read_text()


def test_a_jump_break_before_everything_is_no_trouble(engine: Engine, tmp_path: Path):
    body = '<a name="more"></a><p>Tutto sta sotto.</p>'
    build(engine, [made_post(content_html=body), made_post("2", content_html="")], tmp_path)
    page = (tmp_path / "public" / "2011" / "02" / "post-1.html").read_text()
    assert page.count("Tutto sta sotto.") >= 1
    assert "/2011/02/post-1.html" in (tmp_path / "public" / "index.html").read_text()


@pytest.mark.parametrize("sentence", ["パンを焼く。", "今天烤面包。", "빵을 굽는다。"])
def test_where_words_have_no_blanks_lists_show_no_more_than_a_beginning(engine: Engine, tmp_path: Path, sentence: str):
    body = f"<p>{sentence * 15}</p>" * 20
    build(engine, [made_post(content_html=body)], tmp_path, made_blog(locale="ja", title="Prova"))
    home = (tmp_path / "public" / "index.html").read_text()
    # Pelican cuts within the paragraph.
    assert 10 < home.count(sentence) <= 30
    assert words("ja")["read_more"] in home


def test_the_site_says_where_it_stands(engine: Engine, tmp_path: Path):
    build(engine, [made_post()], tmp_path, site_url="new.example")
    page = LexborHTMLParser((tmp_path / "public" / "2011" / "02" / "post-1.html").read_text())
    canonical = page.css_first('link[rel="canonical"]')
    assert canonical and canonical.attributes["href"] == "https://new.example/2011/02/post-1.html"
    assert "prova.blogspot.com" not in (tmp_path / "public" / "rss.xml").read_text()


def test_an_empty_blog_builds(engine: Engine, tmp_path: Path):
    build(engine, [], tmp_path, Blog(id="", title="", url=""))
    assert (tmp_path / "public" / "index.html").is_file()
