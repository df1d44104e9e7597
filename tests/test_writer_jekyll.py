"""The Jekyll target: files as they should be, and the real Jekyll asked what it makes of them."""

from __future__ import annotations

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

from bloggermigrate.loading import Posts, iter_comments
from bloggermigrate.model import Author, Blog, OutputFile, PageLink, Post, Redirect, Status
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert, load
from bloggermigrate.render import Renderer
from bloggermigrate.sites import skeleton, words
from bloggermigrate.slugs import fold, safe_segment
from bloggermigrate.writers import jekyll
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.jekyll.paths import file_name, thread_name
from engines import jekyll as engine
from engines.hugo import Record, page_file
from engines.reading import RUNS, pages, real_exports, wrong_words
from test_writer_hugo import (
    HOSTILE_BODIES,
    HOSTILE_LABELS,
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

NEEDS_JEKYLL = pytest.mark.skipif(
    engine.executable() is None, reason="jekyll 4 is not installed: scripts/install-engines jekyll"
)
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "jekyll"


def made_context(blog: Blog | None = None, *, site: bool = False, **options: Any) -> Context:
    blog = blog or made_blog()
    chosen = Options(target="jekyll", output="x", **options)
    return Context(blog, chosen, Renderer(blog, chosen, "kramdown"), site)


def written(posts: Iterable[Post], context: Context) -> dict[str, str]:
    return files_of([*(part for post in posts for part in jekyll.post(post, context)), *jekyll.blog(context)])


def one(post: Post, **options: Any) -> tuple[str, dict[str, Any], str]:
    """Return path, front matter and body of a post written alone."""
    files = files_of(jekyll.post(post, made_context(made_blog(labels=post.labels), **options)))
    path = next(path for path in files if path.endswith(".md"))
    return path, *split(files[path])


# -- files -------------------------------------------------------------------------------------------------------


def test_a_post_is_called_by_its_day_and_slug_and_says_all_that_is_known_of_it():
    _, posts = small_blog()
    path, values, _ = one(posts[1])
    assert path == "_posts/2011-02-14-perche-no.md"
    assert list(values)[:5] == ["layout", "title", "date", "last_modified_at", "permalink"]
    assert values["layout"] == "post"
    assert values["title"] == 'Perché "no": 🎉'
    assert values["date"].isoformat() == "2011-02-14T09:30:00+01:00"
    assert values["permalink"] == "/2011/02/perche-no.html"
    assert values["tags"] == ["Pane & vino", "C", "C++", "A/B"]
    assert values["author"] == "Lia Bo"
    assert values["location"] == {"name": "Torino", "latitude": 45.07, "longitude": 7.69}
    assert values["blogger"] == {"id": "1", "permalink": "http://prova.blogspot.com/2011/02/perche-no.html"}
    assert values["thread"] == "2011-02-perche-no"
    assert values["render_with_liquid"] is False


@pytest.mark.parametrize("status", list(Status))
def test_what_was_not_public_stands_among_the_drafts(status: Status):
    path, values, _ = one(made_post(status=status))
    public = status in (Status.LIVE, Status.SCHEDULED)
    assert path == ("_posts/2011-02-14-post-1.md" if public else "_drafts/post-1.md")
    assert values["blogger"].get("status") == (None if status is Status.LIVE else str(status))
    path, values, _ = one(made_post(status=status, kind="page", path="/p/x.html"))
    assert path == "p/x.md"
    # Jekyll would show a page at once, whatever its date.
    assert values.get("published") is (None if status is Status.LIVE else False)


def test_an_undated_post_is_called_by_the_month_of_its_address_and_marked():
    context = made_context()
    parts = list(jekyll.post(made_post(published=None), context))
    assert isinstance(parts[0], OutputFile) and parts[0].path == "_posts/2011-02-01-post-1.md"
    values, _ = split(parts[0].data.decode())
    assert values["undated"] is True and "date" not in values
    assert [issue.code for issue in context.renderer.take_issues()] == ["value-changed"]
    path, values, _ = one(made_post(published=None, status=Status.DRAFT, path="/undated/x.html", has_path=False))
    assert path == "_drafts/x.md" and "date" not in values


def test_pages_stand_below_p():
    assert one(made_post(kind="page", path="/p/chi-siamo.html"))[0] == "p/chi-siamo.md"
    assert one(made_post(kind="page", path="/about.html"))[0] == "p/other/about.md"


def test_pretty_addresses_keep_the_old_one():
    post = made_post(path="/2011/02/x.html")
    _, values, _ = one(post, permalinks="pretty")
    assert (values["permalink"], values["redirect_from"]) == ("/2011/02/x/", ["/2011/02/x.html"])
    assert Redirect("/2011/02/x.html", "/2011/02/x/") in list(jekyll.post(post, made_context(permalinks="pretty")))


@pytest.mark.parametrize(("path", "key"), [("/index.html", "index"), ("/2011/02/x.htm", "2011-02-x")])
def test_an_address_that_jekyll_can_not_answer_at_is_changed_and_reported(path: str, key: str):
    context = made_context()
    post = made_post(path=path)
    parts = list(jekyll.post(post, context))
    values, _ = split(next(part.data.decode() for part in parts if isinstance(part, OutputFile)))
    assert values["permalink"] == f"/posts/other/{key}.html"
    assert Redirect(path, f"/posts/other/{key}.html") in parts
    assert [issue.code for issue in context.renderer.take_issues()] == ["value-changed"]
    stubs = [part for part in parts if isinstance(part, OutputFile) and part.path == path[1:]]
    assert len(stubs) == (path.endswith(".htm"))


def test_two_dots_in_an_address_are_not_read_as_a_slash():
    assert one(made_post(path="/2011/02/e-poi..html"))[1]["permalink"] == "/2011/02/e-poi%2E.html"


def test_comments_are_data_or_inline_or_none():
    post = made_post(comments=THREAD)
    files = files_of(jekyll.post(post, made_context()))
    first, second = yaml.safe_load(files["_data/comments/2011-02-post-1.yml"])
    assert (first["id"], first["author"], first["replies"][0]["id"]) == ("c11", "Lia", "c12")
    assert first["published"] == "2011-03-01T09:00:00+01:00"
    assert (second["deleted"], second["html"], second["replies"]) == (True, "", [])
    assert "script" not in str(first)
    inline = files_of(jekyll.post(post, made_context(comments="inline")))
    values, body = split(inline["_posts/2011-02-14-post-1.md"])
    assert len(inline) == 1 and "thread" not in values
    assert "Commenti" in body and "detto" in body and words("it")["comment_removed"] in body and "alert" not in body
    none = files_of(jekyll.post(post, made_context(comments="none")))
    assert len(none) == 1 and "detto" not in "".join(none.values())


def test_every_comment_is_among_the_sources_of_what_holds_it():
    for mode in ("data", "inline"):
        parts = list(jekyll.post(made_post(comments=THREAD), made_context(comments=mode)))
        ids = [source for part in parts if isinstance(part, OutputFile) for source in part.sources]
        assert sorted(ids) == sorted([made_post().id, *(comment.id for comment, _ in iter_comments(THREAD))])


segments = st.text(min_size=1, max_size=40).filter(safe_segment)


@given(st.lists(segments, max_size=30, unique_by=fold))
def test_names_that_differ_stay_different_and_none_is_passed_over(names: list[str]):
    made = [file_name(name) for name in names]
    assert len({fold(name) for name in made}) == len(names)
    for name in made:
        assert safe_segment(f"{name}.md") and name[0] not in "._#~"
    threads = [thread_name(made_post(key=name)) for name in names]
    assert len({fold(name) for name in threads}) == len(names)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]+", name) for name in threads)


def test_long_names_fit_and_stay_different():
    made = {file_name("日" * 80), file_name("日" * 79 + "本"), file_name("a." * 110), file_name("a." * 110 + "b")}
    assert len(made) == 4
    assert all(len(name.encode()) <= 210 for name in made)


def test_content_only_brings_nothing_of_a_site():
    assert sorted(written([made_post()], made_context())) == ["_data/blog.yml", "_posts/2011-02-14-post-1.md"]


def test_the_configuration_says_what_the_blog_is():
    blog = made_blog(locale="he", posts_per_page=3, settings={"BLOG_SEARCHABLE": "false"})
    config = yaml.safe_load(files_of(jekyll.blog(made_context(blog, site=True)))["_config.yml"])
    assert (config["url"], config["lang"], config["direction"]) == ("http://prova.blogspot.com", "he", "rtl")
    assert (config["timezone"], config["posts_per_page"], config["searchable"]) == ("Europe/Rome", 3, False)
    assert config["strict_front_matter"] is True


def test_a_blog_without_a_zone_shows_the_clock_of_its_last_change():
    east = made_blog(timezone="", updated=datetime.fromisoformat("2014-01-01T00:00:00+07:00"))
    assert "Etc/GMT-7" in files_of(jekyll.blog(made_context(east, site=True)))["_config.yml"]


def test_the_forms_of_dates_are_current():
    import make_site_dates

    assert make_site_dates.TARGET.read_text("utf-8") == make_site_dates.text(), "run scripts/make_site_dates.py"


def test_templates_use_only_words_that_exist_and_ask_nobody_else():
    used = set()
    for path, data in skeleton("jekyll"):
        text = data.decode()
        used |= set(re.findall(r"\bwords\.([a-z_]+)", text)) | set(re.findall(r'say\("([a-z_]+)"\)', text))
        assert "<script" not in text, path
        if path.startswith(("_layouts/", "_includes/", "css/")):
            assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//', text), path
    assert used and used <= set(words("en"))


@pytest.mark.parametrize("site", [False, True], ids=["content", "site"])
def test_a_small_blog_looks_as_it_was_read_line_by_line(request: pytest.FixtureRequest, site: bool):
    blog, posts = small_blog()
    files = written(posts, made_context(blog, site=site))
    for path, data in skeleton("jekyll"):
        if path != "_config.yml" and site:
            assert files.pop(path) == data.decode()
    folder = GOLDEN / ("site" if site else "content")
    if request.config.getoption("--update-goldens", default=False):
        shutil.rmtree(folder, ignore_errors=True)
        write(files, folder)
    kept = {
        file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.rglob("*") if file.is_file()
    }
    assert files == kept


# -- the real Jekyll ---------------------------------------------------------------------------------------------


def wanted(posts: Iterable[Post]) -> list[Record]:
    """What the engine should know, from the model. A page has no labels in Blogger."""
    found = [
        Record(
            address=post.path,
            title=post.title,
            instant=exact(post.published),
            labels=tuple(label.name for label in post.labels) if post.kind == "post" else (),
            draft=post.status is not Status.LIVE and not (post.status is Status.SCHEDULED and post.kind == "post"),
            kind=post.kind,
            comments=sum(1 for _ in iter_comments(post.comments)),
        )
        for post in posts
    ]
    return sorted(found, key=lambda record: record.address)


def exact(moment: datetime | None) -> datetime | None:
    """Return *moment* in seconds, as Jekyll counts; where zones had odd offsets Ruby loses these: to the day."""
    if moment and moment.year < 1900:
        return moment.replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=UTC)
    return moment and moment.replace(microsecond=0)


def own_slugs(posts: Iterable[Post]) -> list[Post]:
    """Return posts with slugs that are unique, as the whole-blog pass gives them."""
    return [replace(post, slug=post.key) for post in posts]


@NEEDS_JEKYLL
@pytest.mark.parametrize("permalinks", ["keep", "pretty"])
def test_jekyll_builds_a_hostile_blog_and_loses_nothing(tmp_path: Path, permalinks: str):
    labels = made_labels(*HOSTILE_LABELS)
    widgets = tuple(
        made_widget("html", id=f"HTML{n}", title=text, html=body)
        for n, (text, body) in enumerate(zip(HOSTILE_TEXTS, HOSTILE_BODIES, strict=False))
    )
    blog = made_blog(
        title='"{{ x }}" <b> & 🎉',
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
    posts = own_slugs([
        *hostile_posts(labels),
        made_post("801", path="/2011/02/{{ x }} {% y %}.html"),
        made_post("802", path="/2011_02_01_archive.html"),
        made_post("803", path="/2011/02/poi..html"),
        made_post("804", path="/2099/01/poi.html", status=Status.SCHEDULED, published=datetime(2099, 1, 1, tzinfo=UTC)),
        made_post("805", path="/2011/02/_x.html", comments=(deep,)),
        made_post("806", path="/2011/02/{: .x}.html", content_html="<p>{: .x}</p><p>{::comment}</p>a | b $$ c *[x]: y"),
        made_post("807", path="/2011/02/bozza.html", status=Status.DRAFT, published=None, content_html="segreto"),
    ])  # fmt: skip
    context = made_context(blog, site=True, permalinks=permalinks)
    write(written(posts, context), tmp_path / "site")
    found = engine.records(tmp_path / "site", tmp_path / "all")
    engine.build(tmp_path / "site", tmp_path / "public")
    moved = {part.old: part.new for post in posts for part in jekyll.post(post, context) if isinstance(part, Redirect)}
    asked = [replace(post, path=moved.get(post.path, post.path)) for post in posts]
    assert [replace(record, instant=exact(record.instant)) for record in found] == wanted(asked)
    assert not wrong_words(tmp_path / "all", asked, context)
    now = datetime.now(UTC)
    for post in asked:
        future = post.kind == "post" and post.published is not None and post.published > now
        public = post.status is Status.LIVE and not future
        assert page_file(tmp_path / "public", post.path).is_file() is public, post.path
    assert not broken_links(tmp_path / "public")
    if permalinks == "pretty":
        assert all((tmp_path / "public" / post.path[1:]).is_file() for post in posts[45:60])
    built = pages(tmp_path / "all")
    assert not [page for page in built if RUNS.search(page)]
    assert not [page for page in pages(tmp_path / "public") if "segreto" in page]
    for feed in ("feeds/posts/default", "rss.xml", "sitemap.xml"):
        ElementTree.fromstring((tmp_path / "all" / feed).read_bytes())


@NEEDS_JEKYLL
@pytest.mark.parametrize("form", ["blog-11-23-2014.xml", "takeout.zip"])
def test_jekyll_shows_the_sample_as_it_was(tmp_path: Path, sample: Path, form: str):
    source = str(sample / form)
    options = Options(target="jekyll", output=str(tmp_path / "site"), site=True, jobs=1)
    assert convert([source], options).exit_status == 0
    loaded = load([source], options)
    posts = list(Posts(loaded.store, loaded.blog.labels))
    assert engine.records(tmp_path / "site", tmp_path / "all") == wanted(posts)
    assert not wrong_words(tmp_path / "all", posts, made_context(loaded.blog))

    public = tmp_path / "public"
    engine.build(tmp_path / "site", public)
    now = datetime.now(UTC)
    scheduled = [post for post in posts if post.status is Status.SCHEDULED and post.published and post.published <= now]
    live = [post for post in posts if post.status is Status.LIVE or post in scheduled]
    for post in posts:
        assert (public / post.path[1:]).is_file() is (post in live), post.path
    for post in live:
        if post.kind == "post" and post.published:
            year, month = f"{post.published:%Y %m}".split()
            for old in (f"{year}/index.html", f"{year}/{month}/index.html", f"{year}_{month}_01_archive.html"):
                assert (public / old).is_file(), old
    for label in loaded.blog.labels:
        assert (public / "tags" / label.slug / "index.html").is_file()
        if not set("?/") & set(label.name):  # no file on Windows is called so; _redirects has them
            old = public / "search" / "label" / label.name / "index.html"
            assert f"/tags/{label.slug}/" in old.read_text(), old
    for feed in ("feeds/posts/default", "rss.xml", "sitemap.xml", "tags/pane/rss.xml"):
        ElementTree.fromstring((public / feed).read_bytes())
    assert not broken_links(public)


@NEEDS_JEKYLL
def test_content_alone_is_safe_in_a_site_of_somebody_else(tmp_path: Path):
    body = "<p>{{ site.title }} {% nope %} {% raw %}</p><pre>{{ x }}\n{% endraw %}</pre>"
    write(written([made_post(content_html=body, comments=THREAD)], made_context()), tmp_path)
    (tmp_path / "_config.yml").write_text("title: Altro\n")
    (tmp_path / "_layouts").mkdir()
    (tmp_path / "_layouts" / "post.html").write_text(
        "<main>{{ content }}</main>{{ site.data.comments[page.thread].size }}"
    )
    engine.build(tmp_path, tmp_path / "_site")
    page = (tmp_path / "_site" / "2011" / "02" / "post-1.html").read_text()
    assert "{{ site.title }} {% nope %} {% raw %}" in page and "Altro" not in page and page.endswith("</main>2")


@NEEDS_JEKYLL
def test_the_owner_goes_on_writing(tmp_path: Path):
    labels = made_labels("Pane")
    write(written([made_post(labels=labels)], made_context(made_blog(labels=labels), site=True)), tmp_path)
    (tmp_path / "_posts" / "2024-05-06-nuovo.md").write_text(
        "---\nlayout: post\ntitle: Nuovo\ntags: [Nuove cose, pane]\n---\nCiao.\n"
    )
    engine.build(tmp_path, tmp_path / "_site")
    page = (tmp_path / "_site" / "2024" / "05" / "nuovo.html").read_text()
    assert 'href="/tags/nuove-cose/"' in page and 'href="/tags/pane-2/"' in page and "6 maggio 2024" in page
    assert "Nuovo" in (tmp_path / "_site" / "tags" / "nuove-cose" / "index.html").read_text()
    assert "Nuovo" in (tmp_path / "_site" / "2024" / "05" / "index.html").read_text()
    assert not broken_links(tmp_path / "_site")


@NEEDS_JEKYLL
@pytest.mark.parametrize("locale", ["", "ar", "zh-TW", "sr-Latn", "xx"])
def test_jekyll_speaks_the_blog_s_language(tmp_path: Path, locale: str):
    blog = made_blog(locale=locale, title="Prova")
    write(written([made_post(comments=THREAD)], made_context(blog, site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    page = (tmp_path / "public" / "2011" / "02" / "post-1.html").read_text()
    assert words(locale)["comments"] in page
    assert words(locale)["comment_removed"] in page
    assert f'lang="{locale or "en"}"' in page
    assert f'dir="{"rtl" if locale == "ar" else "ltr"}"' in page
    day = {"": "February 14, 2011", "ar": "14 فبراير", "zh-TW": "2011年2月14日", "sr-Latn": "14. februar 2011."}
    assert day.get(locale, day[""]) in page


@NEEDS_JEKYLL
def test_lists_show_beginnings_and_turn_pages(tmp_path: Path):
    long = "<p>" + "parola " * 50 + "</p>"
    posts = own_slugs([
        made_post("1", content_html='<ul><li>uno <a name="more"></a></li><li>nascosto</li></ul>'),
        made_post("2", content_html=long * 3),
        made_post("3", title="", content_html="<p>Senza <b>titolo</b> &amp; col cuore</p>"),
        made_post("4", comments=(*THREAD, made_comment("19")), content_html="<pre>x\n\n<b>y</b></pre>"),
    ])  # fmt: skip
    write(written(posts, made_context(made_blog(posts_per_page=3), site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    both = (tmp_path / "public" / "index.html").read_text() + (tmp_path / "public/page/2/index.html").read_text()
    assert "nascosto" not in both and both.count("parola") == 100
    assert both.count(words("it")["read_more"]) == 2
    assert "Senza titolo &amp; col cuore</a>" in both
    assert 'Commenti <span class="count">3</span>' in both
    assert both.count("<ul") == both.count("</ul>") and len(re.findall("<li[ >]", both)) == both.count("</li>")
    assert "<title>Senza titolo &amp; col cuore · " in (tmp_path / "public/2011/02/post-3.html").read_text()


@NEEDS_JEKYLL
def test_an_empty_blog_builds(tmp_path: Path):
    write(written([], made_context(Blog(id="", title="", url=""), site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    assert (tmp_path / "public" / "index.html").is_file()


@NEEDS_JEKYLL
def test_real_exports_arrive_whole(tmp_path: Path, corpus: Path):
    for number, path in enumerate(real_exports(corpus)):
        site, built = tmp_path / f"site-{number}", tmp_path / f"built-{number}"
        options = Options(target="jekyll", output=str(site), site=True, jobs=2)
        assert convert([str(path)], options).exit_status == 0, path.name
        loaded = load([str(path)], options)
        posts = list(Posts(loaded.store, loaded.blog.labels))
        assert engine.records(site, built) == wanted(posts), path.name
        assert not wrong_words(built, posts, made_context(loaded.blog)), path.name
        assert not [page for page in pages(built) if RUNS.search(page)], path.name
