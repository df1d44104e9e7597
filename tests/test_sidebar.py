"""Sidebars from before gadgets: plain HTML of rendered pages and of templates, read as the gadgets it would be."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bloggermigrate.gadgets import read_widget
from bloggermigrate.intake import load
from bloggermigrate.issues import Source
from bloggermigrate.model import Widget
from bloggermigrate.options import Options
from bloggermigrate.readers.pages.sidebar import read_template
from bloggermigrate.store.loading import Posts
from blogs import MadeBlog, MadePost, classic, settings_csv, takeout

FIXTURES = Path(__file__).parent.parent / "fixtures" / "inputs" / "pages"
TEMPLATE = """<html><head><title><$BlogPageTitle$></title></head><body><h1><$BlogTitle$></h1>
<div id="main"><Blogger><BlogDateHeader><h2><$BlogDateHeaderDate$></h2></BlogDateHeader>
<a name="<$BlogItemNumber$>"></a><$BlogItemBody$><a href="<$BlogItemPermalinkURL$>">#</a></Blogger></div>
<div id="side"><$BlogMemberProfile$>
<MainOrArchivePage><h2 class="sidebar-title"><$I18NLinks$></h2><ul><li><a href="http://amica.example/?a=1&b=2">Amica</a></li></ul></MainOrArchivePage>
<h2 class="sidebar-title"><$I18NPreviousPosts$></h2><ul id="recently"><BloggerPreviousItems>
<li><a href="<$BlogItemPermalinkURL$>"><$BlogPreviousItemTitle$></a></li></BloggerPreviousItems></ul>
<h2>Mesi</h2><BloggerArchives><a href="<$BlogArchiveURL$>"><$BlogArchiveName$></a><br></BloggerArchives>
<h2>Licenza</h2><p>Si copia <i>citando</i>.</p><p><$BlogFeedsVertical$></p>
</div></body></html>"""


def widgets_of(*paths: Path) -> dict[str, Widget]:
    found = load([str(path) for path in paths], Options(target="jsonl"), whole=False)
    return {widget.id: widget for widget in found.blog.widgets}


def test_a_rendered_sidebar_is_read_and_is_no_part_of_the_post():
    found = load([str(FIXTURES / "classic_sidebar.html")], Options(target="jsonl"))
    widgets = {widget.id: widget for widget in found.blog.widgets}
    assert {name: (w.kind, w.title) for name, w in widgets.items()} == {
        "Text-about": ("text", "About"),
        "Profile-contributors": ("profile", "Contributors"),
        "PreviousPosts-previous": ("system", "Previous"),
        "BloggerButton-box": ("system", ""),
        "LinkList-friends": ("links", "Friends"),
        "BlogArchive-archives": ("archive", "Archives"),
        "HTML-box": ("ads", ""),
        "HTML-a-picture": ("html", "A picture"),
    }
    assert widgets["Text-about"].html == "<p>Notes that <b>nobody</b> asked for.</p>"
    assert [(item.text, item.url) for item in widgets["LinkList-friends"].items] == [
        ("Friend one", "http://friend-one.example/"),
        ("Friend two", "https://friend-two.example.com/notes.html"),
    ]
    assert "sitemeter.com" in widgets["HTML-box"].note
    (post,) = Posts(found.store, found.blog.labels)
    assert post.content_html == "Nothing happened, and it took until noon."
    assert found.balance["widget"].read == 8


def test_a_sidebar_of_tables_is_the_cell_beside_the_posts():
    found = load([str(FIXTURES / "classic_table.html")], Options(target="jsonl"))
    assert {w.title: (w.kind, [item.text for item in w.items]) for w in found.blog.widgets} == {
        "": ("links", ["Prima pagina", "Feed"]),
        "Si legge": ("links", ["Uno", "Due"]),
        "Chi scrive": ("text", []),
    }
    assert len(Posts(found.store, found.blog.labels)) == 2


def test_a_line_of_links_below_each_post_is_no_sidebar(tmp_path: Path):
    """Its class is the owner's choice; what it leads to tells."""
    post = (
        "<div><a name='1118642769094149{0}'></a>Un testo.<div class='links'>Posted 2:04 AM by Ada "
        "<a href='http://x.blogspot.com/2005/06/p-{0}.html' title='permanent link'>#</a> "
        "<a href='http://www.blogger.com/comment.g?blogID=1&postID=1118642769094149{0}'>0 comments</a></div></div>"
    )
    path = tmp_path / "page.html"
    path.write_text(
        "<html><head><meta name='generator' content='Blogger'></head><body>"
        + "".join(post.format(number) for number in (10, 11, 12))
        + "</body></html>"
    )
    found = load([str(path)], Options(target="jsonl"))
    assert not found.blog.widgets
    assert [post.content_html for post in Posts(found.store, found.blog.labels)] == ["Un testo."] * 3


EXPECTED = {
    "Profile-box": "profile",
    "LinkList-links": "links",
    "PreviousPosts-previous-posts": "system",
    "BlogArchive-mesi": "archive",
    "Text-licenza": "text",
    "Subscribe-box": "subscribe",
}


def in_export(template: str) -> bytes:
    data = classic(MadeBlog(posts=(MadePost(number="11", path="/2011/03/x.html"),)))
    entry = (
        "<entry><id>tag:blogger.com,1999:blog-7310.layout</id><category scheme='http://schemas.google.com/g/2005#kind' "
        "term='http://schemas.google.com/blogger/2008/kind#template'/><title>t</title><content type='text'>"
        + template.replace("&", "&amp;").replace("<", "&lt;")
        + "</content></entry>"
    )
    return data.replace(b"</feed>", entry.encode() + b"</feed>")


@pytest.mark.parametrize("form", ["file", "export", "takeout"])
def test_the_sidebar_of_a_template_is_read(tmp_path: Path, form: str):
    if form == "file":
        path = tmp_path / "template.html"
        path.write_text(TEMPLATE)
    elif form == "export":
        path = tmp_path / "blog.xml"
        path.write_bytes(in_export(TEMPLATE))
    else:
        path = tmp_path / "Takeout"
        folder = path / "Blogger" / "Blogs" / "x"
        folder.mkdir(parents=True)
        (folder / "feed.atom").write_bytes(takeout(MadeBlog(posts=(MadePost(number="11", path="/2011/03/x.html"),))))
        (folder / "settings.csv").write_bytes(settings_csv(MadeBlog()))
        (folder / "theme-classic.html").write_text(TEMPLATE)
    widgets = widgets_of(path)
    assert {name: widget.kind for name, widget in widgets.items()} == EXPECTED
    assert widgets["LinkList-links"].items[0].url == "http://amica.example/?a=1&b=2"
    assert widgets["Text-licenza"].html == "<p>Si copia <i>citando</i>.</p>"
    assert all(widget.has_content for widget in widgets.values())


def test_gadgets_of_today_hide_the_template_of_then(tmp_path: Path):
    (tmp_path / "feed.atom").write_bytes(takeout(MadeBlog(posts=(MadePost(number="11", path="/2011/03/x.html"),))))
    (tmp_path / "theme-classic.html").write_text(TEMPLATE)
    (tmp_path / "theme-layouts.xml").write_text(
        "<html xmlns:b='b'><b:section id='lato'><b:widget id='Text1' type='Text' title='Oggi'><b:widget-settings>"
        "<b:widget-setting name='content'>x</b:widget-setting></b:widget-settings></b:widget></b:section></html>"
    )
    found = load([str(tmp_path)], Options(target="jsonl"))
    assert [widget.id for widget in found.blog.widgets] == ["Text1"]
    assert found.balance["widget"].skipped == {"removed": len(EXPECTED)}


def test_a_template_without_a_sidebar_says_so(tmp_path: Path):
    path = tmp_path / "t.html"
    path.write_text("<html><body><Blogger><$BlogItemBody$></Blogger></body></html>")
    found = load([str(path)], Options(target="jsonl"), whole=False)
    assert not found.blog.widgets
    assert "takeout-part" in {issue.code for issue in found.issues}


@settings(deadline=None, max_examples=80)
@given(
    st.lists(
        st.sampled_from(
            [
                "<div id=sidebar>",
                "</div>",
                "<h2>x</h2>",
                "<b>y</b>",
                "<a href=z>z</a>",
                "<td>",
                "<$BlogFeeds$>",
                "<ul>",
                "w",
            ]
        ),
        max_size=40,
    )
)
def test_any_markup_is_cut(parts: list[str]):
    for raw in read_template("".join(parts), Source("t")):
        read_widget(raw)


@pytest.mark.parametrize("piece", ["<h2>x</h2>", "<div>", "<b>x</b><br>", "<div id=sidebar>", "<p><script></script>"])
def test_hostile_sidebars_take_one_pass(piece: str):
    def spent(count: int) -> float:
        begun = time.process_time()
        list(read_template("<div id=sidebar>" + piece * count, Source("t")))
        return time.process_time() - begun

    spent(100)
    assert spent(4000) < 40 * max(spent(400), 0.02)


@pytest.mark.skipif(not os.environ.get("BLOGGER_CORPUS"), reason="BLOGGER_CORPUS names no folder of real exports")
def test_real_classic_sidebars_are_read():
    corpus = Path(os.environ["BLOGGER_CORPUS"])
    for name, least in (("trafilatura__136", 12), ("trafilatura__72", 4)):
        widgets = widgets_of(*corpus.glob(f"pages/*{name}.html"))
        assert len(widgets) >= least, name
        assert {"links", "profile"} & {widget.kind for widget in widgets.values()}
    kinds = {widget.kind for widget in widgets_of(*corpus.glob("themes/*original.txt")).values()}
    assert kinds >= {"profile", "links", "archive", "subscribe"}
