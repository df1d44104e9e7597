"""The Hexo target: files as they should be, and the real Hexo asked what it makes of them."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bloggermigrate.model import OutputFile, Post, Redirect, Status
from bloggermigrate.sites import skeleton, words
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.writers import hexo
from bloggermigrate.writers.hexo.dates import exact, local, zone_name
from engines import hexo as engine
from engines.hugo import Record
from made import (
    THREAD,
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

ROME = ZoneInfo("Europe/Rome")
NEEDS_HEXO = pytest.mark.skipif(engine.modules() is None, reason="hexo is not installed: scripts/install-engines hexo")
GOLDEN = Path(__file__).parent.parent / "fixtures" / "targets" / "hexo"


made_context = partial(context_for, "hexo")
written = partial(written_by, "hexo")


def one(post: Post, *, site: bool = True, **options: Any) -> tuple[str, dict[str, Any], str]:
    """Return path, front matter and body of a post written alone."""
    files = files_of(hexo.post(post, made_context(made_blog(labels=post.labels), site=site, **options)))
    path = next(path for path in files if path.endswith(".md"))
    return path, *split(files[path])


# -- files -------------------------------------------------------------------------------------------------------


def test_a_post_is_called_by_its_day_and_slug_and_says_all_that_is_known_of_it():
    _, posts = small_blog()
    path, values, _ = one(posts[1])
    assert path == "source/_posts/2011-02-14-perche-no.md"
    assert list(values)[:5] == ["title", "layout", "date", "updated", "permalink"]
    assert values["title"] == 'Perché "no": 🎉'
    assert values["date"] == datetime(2011, 2, 14, 9, 30)
    assert values["permalink"] == "2011/02/perche-no.html"
    assert values["tags"] == ["Pane & vino", "C", "C++", "A/B"]
    assert values["author"] == "Lia Bo"
    assert values["location"] == {"name": "Torino", "latitude": 45.07, "longitude": 7.69}
    assert values["blogger"] == {"id": "1", "permalink": "http://prova.blogspot.com/2011/02/perche-no.html"}
    assert values["thread"] == "2011-02-perche-no"
    assert values["disableNunjucks"] is True


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("site", [False, True])
def test_what_was_not_public_stands_among_the_drafts(status: Status, site: bool):
    public = status is Status.LIVE or (status is Status.SCHEDULED and site)
    path, values, _ = one(made_post(status=status), site=site)
    assert path == ("source/_posts/2011-02-14-post-1.md" if public else "source/_drafts/post-1.md")
    assert values["blogger"].get("status") == (None if status is Status.LIVE else str(status))
    path, values, _ = one(made_post(status=status, kind="page", path="/p/x.html"), site=site)
    assert path == ("source/p/x.md" if public else "source/_drafts/p/x.md")
    assert values["layout"] == "page"


def test_a_date_is_local_time_in_the_blog_s_zone():
    _, values, _ = one(made_post(published=datetime(2012, 7, 31, 23, 30, tzinfo=UTC)))
    assert values["date"] == datetime(2012, 8, 1, 1, 30) and "date_exact" not in values
    _, values, _ = one(made_post(published=datetime(2012, 7, 1, 8, 30, 0, 7000, tzinfo=UTC)))
    assert values["date"] == datetime(2012, 7, 1, 10, 30, 0, 7000)


@given(st.datetimes(datetime(2008, 1, 1), datetime(2014, 1, 1), timezones=st.just(UTC)))
def test_a_date_that_is_not_marked_means_one_instant_wherever_it_is_read(moment: datetime):
    if not exact(moment, ROME):
        return
    naive = local(moment, ROME)
    assert isinstance(naive, datetime)
    assert naive.replace(tzinfo=ROME) == moment
    # What Hexo does on a machine in UTC: the zone's offset at the local time, read as if it were UTC.
    offset = naive.replace(tzinfo=UTC).astimezone(ROME).utcoffset() or timedelta(0)
    assert naive.replace(tzinfo=UTC) - offset == moment


@pytest.mark.parametrize("hour", [0, 23])
def test_hours_around_a_change_of_clocks_are_marked(hour: int):
    moment = datetime(2009, 10, 24 if hour == 23 else 25, hour, 30, tzinfo=UTC)
    assert one(made_post(published=moment))[1]["date_exact"] == f"{moment:%Y-%m-%dT%H}:30:00+00:00"


def test_an_undated_post_is_called_by_the_month_of_its_address_and_marked():
    context = made_context()
    parts = list(hexo.post(made_post(published=None), context))
    assert isinstance(parts[0], OutputFile) and parts[0].path == "source/_posts/2011-02-01-post-1.md"
    values, _ = split(parts[0].data.decode())
    assert values["undated"] is True and values["date"] == datetime(2011, 2, 1)
    assert [issue.code for issue in context.renderer.take_issues()] == ["value-changed"]


def test_pretty_addresses_keep_the_old_one():
    post = made_post(path="/2011/02/x.html")
    _, values, _ = one(post, permalinks="pretty")
    assert (values["permalink"], values["alias"]) == ("2011/02/x/index.html", ["2011/02/x.html"])
    assert Redirect("/2011/02/x.html", "/2011/02/x/") in list(hexo.post(post, made_context(permalinks="pretty")))


def test_an_address_that_the_site_answers_itself_is_changed_and_reported():
    context = made_context()
    parts = list(hexo.post(made_post(path="/index.html"), context))
    values, _ = split(next(part.data.decode() for part in parts if isinstance(part, OutputFile)))
    assert values["permalink"] == "posts/other/index.html"
    assert Redirect("/index.html", "/posts/other/index.html") in parts
    assert [issue.code for issue in context.renderer.take_issues()] == ["value-changed"]


def test_comments_are_data_or_inline_or_none():
    post = made_post(comments=THREAD)
    files = files_of(hexo.post(post, made_context()))
    first, second = json.loads(files["source/_data/comments/2011-02-post-1.json"])
    assert (first["id"], first["author"], first["replies"][0]["id"]) == ("c11", "Lia", "c12")
    assert (second["deleted"], second["html"], second["replies"]) == (True, "", [])
    assert "script" not in str(first)
    inline = files_of(hexo.post(post, made_context(comments="inline")))
    values, body = split(inline["source/_posts/2011-02-14-post-1.md"])
    assert len(inline) == 1 and "thread" not in values
    assert "Commenti" in body and "detto" in body and words("it")["comment_removed"] in body and "alert" not in body
    none = files_of(hexo.post(post, made_context(comments="none")))
    assert len(none) == 1 and "detto" not in "".join(none.values())


def test_every_comment_is_among_the_sources_of_what_holds_it():
    for mode in ("data", "inline"):
        parts = list(hexo.post(made_post(comments=THREAD), made_context(comments=mode)))
        ids = [source for part in parts if isinstance(part, OutputFile) for source in part.sources]
        assert sorted(ids) == sorted([made_post().id, *(comment.id for comment, _ in iter_comments(THREAD))])


def test_content_only_brings_nothing_of_a_site():
    files = sorted(written([made_post()], made_context()))
    assert files == ["source/_data/blog.json", "source/_posts/2011-02-14-post-1.md"]


def test_the_configuration_says_what_the_blog_is():
    blog = made_blog(locale="he", posts_per_page=3, labels=made_labels("C", "C#", "1.0"))
    config = yaml.safe_load(files_of(hexo.blog(made_context(blog, site=True)))["_config.yml"])
    assert (config["url"], config["language"], config["direction"]) == ("http://prova.blogspot.com", "he", "rtl")
    assert (config["timezone"], config["per_page"], config["future"]) == ("Europe/Rome", 3, False)
    assert config["tag_map"] == {"C": "c", "C#": "c-sharp", "1.0": "1-0"}


def test_a_blog_without_a_zone_has_that_of_its_last_change():
    east = made_blog(timezone="", updated=datetime.fromisoformat("2014-01-01T00:00:00+07:00"))
    assert zone_name(east) == "Etc/GMT-7"
    assert zone_name(made_blog(timezone="Nowhere/Land")) == "UTC"


def test_templates_use_only_words_that_exist_and_ask_nobody_else():
    used = set()
    for path, data in skeleton("hexo"):
        text = data.decode()
        used |= set(re.findall(r"\bwords(?:\(\))?\.([a-z_]+)", text)) - {"dates"}
        assert "<script" not in text, path
        if path.startswith(("themes/", "source/css/")):
            assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?(?:https?:)?//', text), path
    assert used and used <= set(words("en"))


@pytest.mark.parametrize("site", [False, True], ids=["content", "site"])
def test_a_small_blog_looks_as_it_was_read_line_by_line(request: pytest.FixtureRequest, site: bool):
    blog, posts = small_blog()
    files = written(posts, made_context(blog, site=site))
    for path, data in skeleton("hexo"):
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


# -- the real Hexo -----------------------------------------------------------------------------------------------


def wanted(posts: Iterable[Post]) -> list[Record]:
    """What the engine should know, from the model. JavaScript counts milliseconds; a page has no labels in Blogger."""
    found = [
        Record(
            address=re.sub(r"/index\.html\Z", "/", post.path),
            title=post.title,
            instant=meant(post.published),
            labels=tuple(sorted(label.name for label in post.labels)) if post.kind == "post" else (),
            draft=post.status not in (Status.LIVE, Status.SCHEDULED),
            kind=post.kind,
            comments=sum(1 for _ in iter_comments(post.comments)),
        )
        for post in posts
    ]
    return sorted(found, key=lambda record: record.address)


def meant(moment: datetime | None) -> datetime | None:
    """Return *moment* in milliseconds; where zones had odd offsets, to the day. The year 9999 has no later one."""
    if moment and (moment.year < 1900 or moment.year == 9999):
        return moment.replace(hour=12, minute=0, second=0, microsecond=0, tzinfo=UTC)
    return moment and moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def own_slugs(posts: Iterable[Post]) -> list[Post]:
    """Return posts with slugs that are unique, as the whole-blog pass gives them."""
    return [replace(post, slug=post.key) for post in posts]


@NEEDS_HEXO
def test_content_alone_is_safe_in_a_site_of_somebody_else(tmp_path: Path):
    body = "<p>{{ site.title }} {% nope %} {# x #} {% raw %}</p><pre>{{ x }}\n{% endraw %}</pre>"
    later = made_post("2", slug="post-2", status=Status.SCHEDULED, published=datetime(2099, 1, 1, tzinfo=UTC))
    write(written([made_post(content_html=body, comments=THREAD), later], made_context()), tmp_path)
    (tmp_path / "_config.yml").write_text("title: Altro\ntheme: mini\ntimezone: Europe/Rome\n")
    (tmp_path / "package.json").write_text(dict(skeleton("hexo"))["package.json"].decode())
    layout = tmp_path / "themes" / "mini" / "layout"
    layout.mkdir(parents=True)
    (layout / "post.ejs").write_text(
        "<main><%- page.content %></main><%= site.data['comments/' + page.thread].length %>"
    )
    engine.build(tmp_path, tmp_path / "_site")
    page = (tmp_path / "_site" / "2011" / "02" / "post-1.html").read_text()
    assert "{{ site.title }} {% nope %} {# x #} {% raw %}" in page and "Altro" not in page and "</main>2" in page
    assert not (tmp_path / "_site" / "2011" / "02" / "post-2.html").exists()


@NEEDS_HEXO
@pytest.mark.parametrize("zone", ["UTC", "Europe/Rome", "America/Los_Angeles"])
def test_a_date_is_the_same_on_every_machine(tmp_path: Path, zone: str):
    moments = [datetime(2009, 10, 24, 22, tzinfo=UTC) + timedelta(minutes=30 * step) for step in range(12)]
    moments += [datetime(2012, 7, 31, 23, 30, tzinfo=UTC), datetime(1970, 1, 1, tzinfo=UTC)]
    posts = own_slugs(made_post(f"1{n:02}", published=moment) for n, moment in enumerate(moments))
    write(written(posts, made_context(site=True)), tmp_path / "site")
    assert engine.records(tmp_path / "site", tmp_path / "all", zone) == wanted(posts)


@NEEDS_HEXO
def test_a_build_changes_no_file_of_the_site(tmp_path: Path):
    files = written([made_post()], made_context(site=True))
    write(files, tmp_path / "site")
    engine.build(tmp_path / "site", tmp_path / "public")
    assert {path: (tmp_path / "site" / path).read_bytes().decode() for path in files} == files
