"""The Jekyll target: files as they should be, and the real Jekyll asked what it makes of them."""

from __future__ import annotations

import re
import shutil
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bloggermigrate.model import OutputFile, Post, Redirect, Status
from bloggermigrate.sites import skeleton, words
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.slugs import fold, safe_segment
from bloggermigrate.writers import jekyll
from bloggermigrate.writers.dated import file_name, thread_name
from engines import jekyll as engine
from made import (
    THREAD,
    context_for,
    files_of,
    made_blog,
    made_post,
    small_blog,
    split,
    write,
    written_by,
)

NEEDS_JEKYLL = pytest.mark.skipif(
    engine.executable() is None, reason="jekyll 4 is not installed: scripts/install-engines jekyll"
)
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "jekyll"


made_context = partial(context_for, "jekyll")
written = partial(written_by, "jekyll")


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
def test_a_table_without_a_head_has_an_empty_one_so_that_css_can_hide_it(tmp_path: Path):
    table = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    write(written([made_post(content_html=table)], made_context(site=True)), tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    page = (tmp_path / "public" / "2011" / "02" / "post-1.html").read_text()
    assert re.search(r"<thead>\s*<tr>\s*<th></th>\s*<th></th>\s*</tr>\s*</thead>", page)
