"""Pages and texts beside an export: what shows no number of Blogger's is found again, and nothing is doubled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bloggermigrate.intake import Loaded, load
from bloggermigrate.model import Post
from bloggermigrate.options import Options
from bloggermigrate.store.loading import Posts, iter_comments
from blogs import BLOG, MadeBlog, MadeComment, MadePost, classic, settings_csv, takeout

COMMENTS = (
    MadeComment(number="61", author="Bruno", content="Ben detto.", published="2011-03-01T09:00:12.000+01:00"),
    MadeComment(number="62", author="Bruno", content="E ancora.", published="2011-03-01T09:00:40.000+01:00"),
    MadeComment(number="63", author="Ada", content="Grazie <b>mille</b>.", published="2011-03-02T10:30:00.000+01:00"),
)
POST = MadePost(
    number="11", title="Il ponte", path="/2011/03/il-ponte.html", content="<p>Una frase.</p>", comments=COMMENTS
)


def page(comments: tuple[tuple[str, str, str], ...], *, path: str = "/2011/03/il-ponte.html", body: str = "") -> bytes:
    """Return a page of a theme by others: no number of the post, none of its comments."""
    rows = "".join(
        f"<dt class='comment-author'>{who} ha detto...</dt><dd class='comment-body'><p>{text}</p></dd>"
        f"<dd class='comment-footer'><span class='comment-timestamp'>{when}</span></dd>"
        for who, text, when in comments
    )
    return (
        "<html lang='it'><head><meta name='generator' content='blogger'/>"
        f"<link rel='canonical' href='http://prova.blogspot.com{path}'/></head><body>"
        "<div class='post hentry'><h3 class='post-title'>Il ponte (ritoccato)</h3>"
        f"<div class='post-body entry-content'>{body or '<p>Una frase.</p>'}</div>"
        "<span class='post-date'>martedì 1 marzo 2011</span></div>"
        f"<div id='comments'><h4>{len(comments)} commenti:</h4><dl id='comments-block'>{rows}</dl></div>"
        "<div class='widget LinkList' id='LinkList7'><h2>Amici</h2><div class='widget-content'><ul>"
        "<li><a href='http://amica.example/'>Amica</a></li></ul></div></div></body></html>"
    ).encode()


SHOWN = (
    ("Bruno", "Ben detto.", "1 marzo 2011 09:00"),
    ("Bruno", "E ancora.", "1 marzo 2011 09:00"),
    ("Ada", "Grazie <b>mille</b>.", "2 marzo 2011"),
)


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def loaded(*paths: Path) -> tuple[Loaded, list[Post]]:
    found = load([str(path) for path in paths], Options(target="jsonl"))
    return found, list(Posts(found.store, found.blog.labels))


def export(folder: Path, form: str, blog: MadeBlog) -> Path:
    if form == "classic":
        return written(folder / "blog.xml", classic(blog))
    written(folder / "Takeout/Blogger/Blogs/x/settings.csv", settings_csv(blog))
    written(folder / "Takeout/Blogger/Blogs/x/feed.atom", takeout(blog))
    return folder / "Takeout"


@pytest.mark.parametrize("form", ["classic", "takeout"])
@pytest.mark.parametrize("first", ["page", "export"])
def test_a_page_without_numbers_is_found_by_its_address(tmp_path: Path, form: str, first: str):
    blog = export(tmp_path, form, MadeBlog(posts=(POST,)))
    shown = written(tmp_path / "saved" / "ponte.html", page(SHOWN))
    found, posts = loaded(*((shown, blog) if first == "page" else (blog, shown)))
    assert [(post.number, post.title) for post in posts] == [("11", "Il ponte")]
    comments = [(c.number, c.author.name, c.content_html) for c, _ in iter_comments(posts[0].comments)]
    assert comments == [(c.number, c.author, c.content) for c in COMMENTS]
    assert found.balance["post"].skipped == {"merged": 1}
    assert found.balance["comment"].skipped == {"merged": 3}
    assert not [i for i in found.issues if i.code in ("duplicate-id", "merge-conflict", "slug-collision")]
    # What the export lacks is there: a gadget of the page.
    assert [widget.id for widget in found.blog.widgets] == ["LinkList7"]


def test_what_only_the_page_has_is_kept(tmp_path: Path):
    lacking = replace(POST, content="", comments=COMMENTS[:1])
    blog = written(tmp_path / "blog.xml", classic(MadeBlog(posts=(lacking,))))
    other = page((), path="/2012/05/un-altro.html")
    paths = [written(tmp_path / "saved" / "a.html", page(SHOWN)), written(tmp_path / "saved" / "b.html", other)]
    posts = sorted(loaded(blog, *paths)[1], key=lambda post: post.path)
    assert [post.path for post in posts] == ["/2011/03/il-ponte.html", "/2012/05/un-altro.html"]
    assert "Una frase." in posts[0].content_html
    # The page prints minutes: what stands there alone has no seconds to be sorted by.
    assert {c.content_html for c, _ in iter_comments(posts[0].comments)} == {c.content for c in COMMENTS}


def test_a_snippet_on_a_page_does_not_complete_an_export_that_is_whole(tmp_path: Path):
    blog = written(tmp_path / "blog.xml", classic(MadeBlog(posts=(replace(POST, content="<p>Una frase intera.</p>"),))))
    cut = page(SHOWN, body="<p>Una</p><div class='jump-link'><a href='#'>Continua</a></div>")
    _, posts = loaded(blog, written(tmp_path / "a.html", cut))
    assert [post.content_html for post in posts] == ["<p>Una frase intera.</p>"]


def test_comments_with_numbers_follow_their_post(tmp_path: Path):
    blog = written(tmp_path / "blog.xml", classic(MadeBlog(posts=(replace(POST, comments=()),))))
    numbered = page(SHOWN[:1]).replace(b"<dt class='comment-author'>", b"<dt class='comment-author' id='c600061'>")
    found, posts = loaded(blog, written(tmp_path / "a.html", numbered))
    assert [c.number for c, _ in iter_comments(posts[0].comments)] == ["600061"]
    assert "comment-orphan" not in {issue.code for issue in found.issues}


def test_numbers_of_a_page_join_where_nothing_else_agrees(tmp_path: Path):
    """A page prints minutes and no zone; its comment's number alone says that it is the same."""
    blog = written(tmp_path / "blog.xml", classic(MadeBlog(posts=(POST,))))
    numbered = page((("B.", "Ben  detto!", "1 marzo 2011"),)).replace(
        b"<dt class='comment-author'>", b"<dt class='comment-author' id='c600061'>"
    )
    known = classic(MadeBlog(posts=(replace(POST, comments=(replace(COMMENTS[0], number="600061"),)),)))
    found, posts = loaded(written(blog, known), written(tmp_path / "a.html", numbered))
    assert [(c.number, c.content_html) for c, _ in iter_comments(posts[0].comments)] == [("600061", "Ben detto.")]
    assert "duplicate-id" not in {issue.code for issue in found.issues}


TEXT = """martedì 1 marzo 2011

Il ponte

Una frase.

2 commenti:

Bruno ha detto...

Ben detto.

Ada ha detto...

Grazie mille.

Posta un commento
"""


def test_a_copied_text_is_found_by_its_day_and_title(tmp_path: Path):
    blog = written(tmp_path / "blog.xml", classic(MadeBlog(posts=(POST,))))
    found, posts = loaded(blog, written(tmp_path / "copia.txt", TEXT.encode()))
    assert [post.number for post in posts] == ["11"]
    assert [c.number for c, _ in iter_comments(posts[0].comments)] == ["61", "62", "63"]
    assert found.blog.id == BLOG


def test_two_posts_of_one_day_and_title_are_not_guessed_between(tmp_path: Path):
    twin = replace(POST, number="12", path="/2011/03/il-ponte_01.html", comments=())
    blog = written(tmp_path / "blog.xml", classic(MadeBlog(posts=(POST, twin))))
    _, posts = loaded(blog, written(tmp_path / "copia.txt", TEXT.encode()))
    assert len(posts) == 3
