"""Saved pages of every era: what they hold is found, the same post on several is one, nothing makes it fall."""

from __future__ import annotations

import base64
import datetime as dt
import html
import io
import os
import plistlib
import quopri
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bloggermigrate.intake import load
from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.model import Location, Post, RawEntry, RawWidget
from bloggermigrate.options import Options
from bloggermigrate.readers import detect
from bloggermigrate.readers.items import SUMMARY, RawFeed, RawItem
from bloggermigrate.readers.pages import dating, many, read, read_all, sniff
from bloggermigrate.readers.pages.context import absolute, read_context
from bloggermigrate.readers.pages.dom import Dom, decode
from bloggermigrate.readers.pages.one import PageBytes, read_page
from bloggermigrate.readers.probe import probe
from bloggermigrate.readers.sources import InputFile, file_on_disk, open_container
from bloggermigrate.store.loading import Posts

FIXTURES = Path(__file__).parent.parent / "fixtures" / "inputs" / "pages"
CORPUS = os.environ.get("BLOGGER_CORPUS", "")
PAGES = sorted(path.name for path in FIXTURES.glob("*.html") if path.name != "other_engine.html")


def of_bytes(data: bytes, path: str = "page.html") -> InputFile:
    return InputFile(path, path, len(data), lambda: io.BytesIO(data))


def read_files(files: Iterable[InputFile]) -> tuple[list[RawItem], IssueLog]:
    issues = IssueLog()
    return list(read_all(files, issues)), issues


def read_names(*names: str) -> tuple[list[RawItem], IssueLog]:
    return read_files([file_on_disk(FIXTURES / name) for name in names])


def entries(items: Iterable[RawItem], kind: str) -> list[RawEntry]:
    return [item for item in items if isinstance(item, RawEntry) and item.kind == kind]


def words(fragment: str) -> str:
    if not fragment.strip():
        return ""
    return re.sub(r"\s+", "", "".join(map(str, lxml.html.fromstring(f"<div>{fragment}</div>").itertext())))


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_blogger_are_known(name: str) -> None:
    assert sniff(probe(file_on_disk(FIXTURES / name)))


@pytest.mark.parametrize(
    "text",
    [
        (FIXTURES / "other_engine.html").read_text("utf-8"),
        "<html><body><p>A page that mentions blogspot.com once.</p></body></html>",
        "<html xmlns:b='x'><body><b:section id='main'><b:widget id='Blog1' type='Blog'/></b:section></body></html>",
        "<html><Blogger><$BlogItemBody$></Blogger><a href='http://www.blogger.com/post-edit.g'></a></html>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><id>tag:blogger.com,1999:blog-1</id></feed>",
        "",
        "lunedì 28 febbraio 2011",
    ],
)
def test_other_files_are_not(text: str) -> None:
    assert not sniff(probe(of_bytes(text.encode())))


def test_item_page_of_layouts() -> None:
    items, issues = read_names("layouts_item.html")
    (feed,) = [item for item in items if isinstance(item, RawFeed)]
    assert (feed.id, feed.title, feed.url, feed.locale) == (
        "4000000000000000001",
        "Quaderno di prova",
        "http://quaderno-prova.blogspot.com/",
        "it",
    )
    (post,) = entries(items, "post")
    assert post.number == "5000000000000000001"
    assert post.title == "Il ponte nuovo"
    assert post.published == "2011-03-14T09:05:00+01:00"
    assert post.labels == ("città", "ponti")
    assert (post.author.name, post.author.uri) == ("Ada Prova", "https://www.blogger.com/profile/100000001")
    assert post.permalink == "http://quaderno-prova.blogspot.com/2011/03/il-ponte-nuovo.html"
    assert post.location == Location("Torino", 45.0703, 7.6869)
    assert post.comment_total == 3
    assert post.content == (
        "Oggi hanno aperto il ponte. <b>Finalmente</b>!<br><br>\n"
        '<div class="separator" style="clear: both;"><a href="https://1.bp.blogspot.com/-abc/s1600/ponte.jpg">'
        '<img src="https://1.bp.blogspot.com/-abc/s320/ponte.jpg"></a></div>\n'
        '<a name="more"></a>Il resto dopo il taglio, con la data 3 aprile 2010 nel testo.'
    )
    assert not list(issues)


def test_threads_keep_their_order_and_replies() -> None:
    items, _ = read_names("layouts_item.html")
    first, reply, deleted = entries(items, "comment")
    assert first.content == "Bello!<br>Ci vado domani."
    assert (first.author.name, first.published) == ("Bruno", "2011-03-14T10:00:00+01:00")
    assert reply.in_reply_to == first.id
    assert (reply.content, reply.parent) == ("Grazie, Bruno.", entries(items, "post")[0].id)
    assert deleted.status == "GHOSTED_COMMENT"  # as exports spell it


def test_gadgets_have_their_content() -> None:
    items, _ = read_names("layouts_item.html")
    widgets = {item.id: item for item in items if isinstance(item, RawWidget)}
    assert widgets["LinkList1"].settings == {
        "text-0": "Amico uno",
        "link-0": "http://amico-uno.example/",
        "text-1": "Amico due",
        "link-1": "http://amico-due.example/",
    }
    assert (widgets["HTML1"].title, widgets["HTML1"].section) == ("Nota", "sidebar")
    assert widgets["HTML1"].settings == {"content": "<p>Testo del <i>gadget</i>.</p>"}
    assert widgets["Image1"].settings["link"] == "http://dove.example/"
    assert widgets["PopularPosts1"].has_settings is False


def test_the_same_post_on_two_pages_is_one_and_the_whole_body_wins() -> None:
    for names in (("layouts_index.html", "layouts_item.html"), ("layouts_item.html", "layouts_index.html")):
        items, issues = read_names(*names)
        bridge, rain = sorted(entries(items, "post"), key=lambda post: post.number)
        assert bridge.content.endswith("nel testo.") and bridge.extra == ()
        assert bridge.labels == ("città", "ponti")
        assert rain.title == "La pioggia"
        assert len(entries(items, "comment")) == 3
        assert not list(issues)


def test_a_body_cut_at_its_jump_break_is_marked() -> None:
    items, issues = read_names("layouts_index.html")
    bridge = next(post for post in entries(items, "post") if post.title == "Il ponte nuovo")
    assert bridge.extra == (SUMMARY,)
    assert any("snippet" in issue.message for issue in issues)


def test_snippets_of_2017_give_way_to_the_item_page() -> None:
    items, issues = read_names("theme_2017_list.html")
    (post,) = entries(items, "post")
    assert (post.number, post.published, post.extra) == (
        "5000000000000000020",
        "2018-02-07T21:11:00-08:00",
        (SUMMARY,),
    )
    assert list(issues)
    items, issues = read_names("theme_2017_list.html", "theme_2017_item.html")
    (post,) = entries(items, "post")
    assert (post.content, post.labels, post.author.name) == ("<p>It begins with a shoe.</p>", ("walking",), "Nia New")
    assert not list(issues)


def test_mobile_copies_are_folded_in() -> None:
    text = (FIXTURES / "layouts_item.html").read_text("utf-8")
    mobile = text.replace("'isMobileRequest': false", "'isMobileRequest': true").replace("Finalmente", "Mobile")
    items, _ = read_files([of_bytes(mobile.encode(), "m.html"), of_bytes(text.encode(), "full.html")])
    (post,) = entries(items, "post")
    assert "Finalmente" in post.content
    assert len(entries(items, "comment")) == 3


def test_comments_before_threads_and_printed_dates() -> None:
    items, issues = read_names("layouts_2009.html")
    (post,) = entries(items, "post")
    assert (post.published, post.author.name) == ("2009-09-01T19:08:00", "Zoé Essai")
    first, second = entries(items, "comment")
    assert (first.number, first.author.name, first.published) == ("6000000000000000010", "Léon", "2009-09-02T07:28:00")
    assert (second.author.name, second.content, second.published) == (
        "Anonyme",
        "Moi aussi\u00a0!",
        "2009-09-03T12:13:00",
    )
    assert not list(issues)


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-8-sig", "utf-16", "iso-8859-15"])
def test_other_encodings(encoding: str) -> None:
    text = (
        (FIXTURES / "layouts_2009.html")
        .read_text("utf-8")
        .replace("charset=UTF-8", f"charset={encoding}")
        .replace("…", "...")
    )
    items, _ = read_files([of_bytes(text.encode(encoding))])
    (post,) = entries(items, "post")
    assert (post.title, post.author.name) == ("Le marché", "Zoé Essai")


def test_wrong_declarations() -> None:
    # Saved by a browser as UTF-8 under the old declaration, and the other way round.
    assert decode("<meta charset=windows-1252>perché".encode()) == ("<meta charset=windows-1252>perché", False)
    for name in ("hex", "undefined", "utf-16", "unicode_escape"):
        assert decode(f"<meta charset={name}>perché".encode("windows-1252"))[0].endswith("perché")
    assert decode("<meta charset=utf-8>perché".encode("windows-1252")) == ("<meta charset=utf-8>perché", False)


def test_classic_template() -> None:
    items, issues = read_names("classic_2005.html")
    (post,) = entries(items, "post")
    assert (post.title, post.author.name, post.published) == ("A quiet day", "Tess Author", "2005-06-06T15:45:00")
    assert post.content == "Nothing happened, and it took until noon.<br><br>Then it stopped."
    assert post.permalink == "http://test-notes.blogspot.com/2005/06/quiet-day.html"
    (comment,) = entries(items, "comment")
    assert (comment.author.name, comment.published) == ("Sam", "2005-06-06T15:59:00")
    assert not list(issues)


def test_classic_template_without_elements_around_posts() -> None:
    items, _ = read_names("classic_flat.html")
    first, second = entries(items, "post")
    assert (words(first.content), first.published) == ("Firstwords.Secondline.", "2005-06-07T08:26:00")
    assert (words(second.content), second.author.name) == ("Olderwords.", "Flo")


def test_static_page_has_the_innermost_body_and_no_invented_date() -> None:
    items, issues = read_names("static_page.html")
    (page,) = entries(items, "page")
    assert (page.number, page.title, page.content, page.published) == (
        "5000000000000000030",
        "About",
        "<p>Who writes here.</p>",
        "",
    )
    assert not list(issues)


def test_dynamic_views_say_what_to_do_instead() -> None:
    items, issues = read_names("dynamic_views.html")
    assert not entries(items, "post")
    (issue,) = issues
    assert "feed" in issue.message


#: Where designs by others print the date of a post that begins with ``{title}``, ``{body}``.
DESIGNS = {
    "a class of its own": "{title}<div class='postdate'>27 ottobre 2010</div>{body}",
    "a sentence": "{title}<p class='post-meta'>Posted by Lia on October 27, 2010 | <a href='#c'>3 Comments</a></p>{body}",
    "a script": "{title}<div class='fecha'><script>cambia('miércoles, 27 de octubre de 2010');</script></div>{body}",
    "three boxes": "<div class='box'><span>27</span><span>ott</span><span>2010</span></div>{title}{body}",
    "no class": "{title}<span>27 ottobre 2010</span>{body}",
    "the footer": "{title}{body}<div class='post-footer'>Pubblicato da Lia a mercoledì, ottobre 27, 2010</div>",
    "a title": "{title}<span class='published' title='27 October 2010'>3 years ago</span>{body}",
    "with other dates": "{title}<span>27 ottobre 2010</span>{body}<ul><li>Fiori, 3 maggio 2009</li><li>4 giugno 2008</li></ul>",
}


def _designed(design: str, address: str) -> bytes:
    title = "<h3 class='post-title'>Lago</h3>"
    body = "<div class='post-body'>Il lago era gelato già il 3 marzo 2009, lungo la riva nord.</div>"
    return (
        "<html><head><meta content='blogger' name='generator'/><title>Quaderno</title>"
        f"<link rel='canonical' href='{address}'/></head><body><div class='post'>"
        f"{DESIGNS[design].format(title=title, body=body)}</div></body></html>"
    ).encode()


@pytest.mark.parametrize("design", DESIGNS)
def test_dates_of_designs_by_others(design: str) -> None:
    page = _designed(design, "http://quaderno.blogspot.com/2010/10/lago.html")
    items, issues = read_files([of_bytes(page)])
    (post,) = entries(items, "post")
    assert post.published == "2010-10-27"
    assert [issue.code for issue in issues if "date" in issue.code] == []


@pytest.mark.parametrize(
    ("day", "posted", "counted", "time", "count"),
    [
        ("Monday, February 28, 2011", "Posted by Lia at 10:35 PM", "One comment:", "22:35", 1),
        ("2011年2月28日月曜日", "投稿者 Lia 時刻: 10:35", "3 件のコメント:", "10:35", 3),
        ("الاثنين، 28 فبراير 2011", "مرسلة بواسطة Lia في 10:35 ص", "هناك تعليق واحد:", "10:35", 1),
        ("lunedì 28 febbraio 2011", "Pubblicato da Lia alle 10:35", "Nessun commento:", "10:35", 0),
    ],
)
def test_time_and_count_that_only_words_tell(day: str, posted: str, counted: str, time: str, count: int) -> None:
    page = (
        "<html><head><meta content='blogger' name='generator'/></head><body>"
        f"<h2 class='date-header'>{day}</h2><div class='post'><h3 class='post-title'>Lago</h3><div class='post-body'>Testo.</div>"
        f"<div class='post-footer'>{posted}</div></div><div id='comments'><h4>{counted}</h4></div></body></html>"
    )
    (post,) = entries(read_files([of_bytes(page.encode())])[0], "post")
    assert (post.published, post.author.name, post.comment_total) == (f"2011-02-28T{time}:00", "Lia", count)


def test_a_date_around_a_post_of_another_month_is_not_its_own() -> None:
    page = _designed("no class", "http://quaderno.blogspot.com/2012/03/lago.html")
    items, issues = read_files([of_bytes(page)])
    assert entries(items, "post")[0].published == "2012-03-01"
    assert "date-guessed" in [issue.code for issue in issues]


def test_no_date_on_the_page_takes_that_of_the_address_and_says_so() -> None:
    text = (FIXTURES / "layouts_2009.html").read_text("utf-8")
    text = text.replace("mardi 1 septembre 2009", "").replace("19 h 08", "#")
    items, issues = read_files([of_bytes(text.encode())])
    (post,) = entries(items, "post")
    assert post.published == "2009-09-01"
    assert any("address" in issue.message for issue in issues)


def test_no_date_and_no_address_takes_the_neighbours_day_and_says_so() -> None:
    post = "<div class='post hentry'><h3 class='post-title'>{0}</h3><div class='post-body' id='post-body-12345{0}'>{0}</div>{1}</div>"
    dated = "<abbr class='published' title='2011-03-14T09:05:00+01:00'>x</abbr>"
    for order in ([1, 2], [2, 1]):
        body = "".join(post.format(number, dated if number == 1 else "") for number in order)
        items, issues = read_files(
            [of_bytes(f"<html><body><div class='widget Blog'>{body}</div></body></html>".encode())]
        )
        days = {entry.title: entry.published[:10] for entry in entries(items, "post")}
        assert days == {"1": "2011-03-14", "2": "2011-03-14"}
        (told,) = [issue for issue in issues if issue.code == "date-guessed"]
        assert "neighbour" in told.message


def test_wrong_weekday_and_ambiguous_dates_are_reported() -> None:
    text = (FIXTURES / "layouts_2009.html").read_text("utf-8")
    items, issues = read_files([of_bytes(text.replace("mardi 1", "lundi 1").encode())])
    assert entries(items, "post")[0].published == "2009-09-01T19:08:00"
    assert any("Monday" in issue.message for issue in issues)
    # A year apart from the permalink's, so that nothing decides.
    numeric = text.replace("mardi 1 septembre 2009", "3/2/2011")
    items, issues = read_files([of_bytes(numeric.encode())])
    assert any("could be" in issue.message for issue in issues)


def test_order_of_numbers_is_told_from_the_whole_blog() -> None:
    page = (
        "<html><head><meta name='generator' content='blogger'></head><body><div class='widget Blog' id='Blog1'>"
        "<h2 class='date-header'>{date}</h2><div class='post'><a name='{number}'></a><h3 class='post-title'>T</h3>"
        "<div class='post-body'>x</div></div></div></body></html>"
    )
    dates = ["3/2/2011", "4/2/2011", "14/2/2011"]
    files = [
        of_bytes(page.format(date=date, number=7000000000000000000 + at).encode(), f"{at}.html")
        for at, date in enumerate(dates)
    ]
    items, issues = read_files(files)
    assert [post.published for post in entries(items, "post")] == ["2011-02-03", "2011-02-04", "2011-02-14"]
    assert not list(issues)


def test_mirrors_tell_addresses_by_their_folders() -> None:
    dom = Dom("<html><head><meta name='generator' content='blogger'></head></html>")
    page = read_context(dom, "", "mirror/quaderno.blogspot.com/2011/03/x.html")
    assert (page.url, page.home, page.kind) == (
        "http://quaderno.blogspot.com/2011/03/x.html",
        "http://quaderno.blogspot.com/",
        "item",
    )
    assert absolute("../02/y.html", page) == "http://quaderno.blogspot.com/2011/02/y.html"
    assert absolute("../../../2.bp.blogspot.com/-a/s1600/z.jpg", page) == "https://2.bp.blogspot.com/-a/s1600/z.jpg"
    assert absolute("#comments", page) == "#comments"
    assert absolute("./Il ponte_files/ponte.jpg", page) == "./Il ponte_files/ponte.jpg"


def test_browsers_note_where_a_page_was() -> None:
    text = "<!-- saved from url=(0052)http://quaderno.blogspot.com/2011/03/x.html?m=1#more --><html></html>"
    page = read_context(Dom(text), text, "Il ponte.html")
    assert page.url == "http://quaderno.blogspot.com/2011/03/x.html"


@pytest.mark.parametrize("folder", ["Il ponte_files", "./Il ponte-Dateien", "Il%20ponte_archivos"])
def test_pictures_saved_by_a_browser_get_their_addresses_back_or_are_told(folder: str) -> None:
    text = (FIXTURES / "layouts_item.html").read_text("utf-8")
    old = '<img src="../../1.bp.blogspot.com/-abc/s320/ponte.jpg"/></a>'
    assert old in text
    saved = text.replace(
        '<a href="../../1.bp.blogspot.com/-abc/s1600/ponte.jpg">' + old,
        f'<a href="http://1.bp.blogspot.com/-abc/s1600/ponte.jpg"><img src="{folder}/ponte.jpg"/></a>'
        f'<img src="{folder}/fiume.png"><a href="http://altro.example/"><img src="{folder}/barca.gif"></a>'
        f'<img src="{folder}/lago.jpg" data-src="//2.bp.blogspot.com/-d/s400/lago.jpg">',
    )
    items, issues = read_files([of_bytes(saved.encode(), "Il ponte.html")])
    (post,) = entries(items, "post")
    sources = re.findall(r'<img src="([^"]*)"', post.content)
    assert sources[0] == "http://1.bp.blogspot.com/-abc/s1600/ponte.jpg"
    assert sources[3] in ("//2.bp.blogspot.com/-d/s400/lago.jpg", "https://2.bp.blogspot.com/-d/s400/lago.jpg")
    assert [source.rpartition("/")[2] for source in sources[1:3]] == ["fiume.png", "barca.gif"]
    (told,) = [issue for issue in issues if issue.code == "page-picture"]
    assert "2 pictures" in told.message
    assert "fiume.png" in told.message


@pytest.mark.parametrize(
    ("machine", "printed", "number", "expected"),
    [
        ("2010-07-25T04:24:28.312+00:00", ["25 de julio de 2010, 6:24"], "", "2010-07-25T06:24:28.312000+02:00"),
        ("2010-07-25T04:24:28+00:00", ["25 de julio de 2010"], "", "2010-07-25T04:24:28+00:00"),
        ("", ["3:59 PM"], "111808076412345678", "2005-06-06T15:59:24-02:00"),
        ("", [], "111808076412345678", "2005-06-06T17:59:24+00:00"),
        ("", ["nothing here"], "12", ""),
    ],
)
def test_dates_in_order_of_trust(machine: str, printed: list[str], number: str, expected: str) -> None:
    assert dating.settle(machine, printed, number=number, locale="", order=None).iso == expected


def test_a_zip_of_pages_is_one_blog(tmp_path: Path) -> None:
    path = tmp_path / "pages.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("layouts_index.html", "layouts_item.html"):
            archive.write(FIXTURES / name, f"quaderno-prova.blogspot.com/{name}")
    items, _ = read_files(open_container(str(path)).files)
    assert len(entries(items, "post")) == 2


def _archived(page: str) -> str:
    """Return *page* as the Internet Archive shows it."""

    def led(found: re.Match[str]) -> str:
        host = "" if found[1] == "src" else "https://web.archive.org"
        kind = "im_" if found[1] == "src" else ""
        return f"{found[1]}={found[2]}{host}/web/20120314150926{kind}/{found[3]}{found[2]}"

    page = re.sub(r"(href|src)=(['\"])(https?://.*?)\2", led, page)
    page = page.replace("'url': 'http", "'url': 'https://web.archive.org/web/20120314150926/http")
    page = re.sub(
        "<head>",
        '<head><script src="https://web-static.archive.org/_static/js/wombat.js"></script>'
        "<!-- End Wayback Rewrite JS Include -->",
        page,
        count=1,
    )
    bar = '<div id="wm-ipp-base"><h1>Internet Archive</h1><p>Wayback Machine, 14 March 2012</p></div>'
    bar = f"<!-- BEGIN WAYBACK TOOLBAR INSERT -->{bar}<!-- END WAYBACK TOOLBAR INSERT -->"
    page = re.sub(r"<body[^>]*>", lambda found: found[0] + bar, page, count=1)
    return page + "<!--\n     FILE ARCHIVED ON 15:09:26 Mar 14, 2012 AND RETRIEVED FROM THE\n     INTERNET ARCHIVE -->"


@pytest.mark.parametrize(
    "name", ["layouts_item.html", "layouts_index.html", "theme_2017_item.html", "classic_2005.html"]
)
def test_a_copy_of_the_internet_archive_is_the_page_itself(name: str) -> None:
    page = (FIXTURES / name).read_text("utf-8")
    file = of_bytes(_archived(page).encode())
    variant = detect(file)
    assert variant is not None
    assert variant.name == "page"
    told, _ = read_files([of_bytes(page.encode())])
    copied, _ = read_files([file])
    assert copied == told


def test_links_that_the_author_led_to_the_archive_stay() -> None:
    link = "<a href='https://web.archive.org/web/2009/http://perduto.example/'>perduto</a>"
    page = (FIXTURES / "layouts_item.html").read_text("utf-8")
    page = re.sub(r"(<div class='post-body[^>]*>)", rf"\1{link}", page, count=1)
    for source in (page, _archived(page)):
        (post, *_) = entries(read_files([of_bytes(source.encode())])[0], "post")
        assert "https://web.archive.org/web/2009/http://perduto.example/" in post.content


def test_a_mirror_of_the_archive_tells_the_address_of_the_page() -> None:
    page = (
        "<html><body><div class='post'><h3 class='post-title'>x</h3><div class='post-body'>y</div></div></body></html>"
    )
    place = "web.archive.org/web/20120314150926/http:/quaderno.blogspot.com/2011/03/x.html"
    (post,) = entries(read_files([of_bytes(page.encode(), place)])[0], "post")
    assert post.permalink == "http://quaderno.blogspot.com/2011/03/x.html"


def _mhtml(page: bytes, transfer: str, charset: str) -> bytes:
    body = quopri.encodestring(page) if transfer == "quoted-printable" else base64.encodebytes(page)
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: http://quaderno.blogspot.com/2011/03/x.html\r\n"
        b"Subject: =?utf-8?Q?Il=20ponte?=\r\nDate: Mon, 28 Feb 2011 10:35:00 -0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Bound--x----"\r\n\r\n\r\n'
        b"------Bound--x----\r\nContent-Type: text/html"
        + (b'; charset="%s"' % charset.encode() if charset else b"")
        + b"\r\n"
        b"Content-Transfer-Encoding: %s\r\n"
        b"Content-Location: http://quaderno.blogspot.com/2011/03/x.html\r\n\r\n%s\r\n"
        b"------Bound--x----\r\nContent-Type: text/css\r\nContent-Location: cid:css@x\r\n\r\np{}\r\n------Bound--x------\r\n"
    ) % (transfer.encode(), body.replace(b"\n", b"\r\n"))


def _webarchive(page: bytes, charset: str) -> bytes:
    main = {"WebResourceData": page, "WebResourceURL": "http://quaderno.blogspot.com/2011/03/x.html"}
    held = {"WebMainResource": {**main, "WebResourceTextEncodingName": charset}, "WebSubresources": []}
    return plistlib.dumps(held, fmt=plistlib.FMT_BINARY)


WRAPPED = {
    "Chrome": lambda page: _mhtml(page.encode(), "quoted-printable", "utf-8"),
    "Internet Explorer": lambda page: _mhtml(
        page.encode("windows-1252", "xmlcharrefreplace"), "base64", "windows-1252"
    ),
    "no charset": lambda page: _mhtml(page.encode(), "quoted-printable", ""),
    "Safari": lambda page: _webarchive(page.encode(), "UTF-8"),
}


@pytest.mark.parametrize("browser", WRAPPED)
def test_a_page_that_a_browser_saved_into_one_file(browser: str) -> None:
    page = (FIXTURES / "layouts_item.html").read_text("utf-8")
    file = of_bytes(WRAPPED[browser](page), "Il ponte.mhtml")
    variant = detect(file)
    assert variant is not None
    assert variant.name == "page"
    plain, _ = read_files([of_bytes(page.encode())])
    saved, _ = read_files([file])
    for kind in ("post", "comment"):
        told = [(one.title, one.published, one.permalink, words(one.content)) for one in entries(plain, kind)]
        assert [(one.title, one.published, one.permalink, words(one.content)) for one in entries(saved, kind)] == told
    assert entries(saved, "post")


@pytest.mark.parametrize("browser", WRAPPED)
def test_a_file_of_a_browser_cut_anywhere_never_crashes(browser: str) -> None:
    data = WRAPPED[browser]((FIXTURES / "layouts_item.html").read_text("utf-8"))
    for cut in range(0, len(data), max(1, len(data) // 40)):
        file = of_bytes(data[:cut], "x.mhtml")
        detect(file)
        list(read_all([file], IssueLog()))


def test_a_crawl_is_one_blog() -> None:
    warcio = pytest.importorskip("warcio")
    from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped, unused-ignore]
    from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped, unused-ignore]

    from bloggermigrate.readers.pages import warc

    assert warcio
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for name, kind in (("layouts_index.html", "text/html"), ("layouts_item.html", "text/html"), ("x.css", "text/css")):
        body = (FIXTURES / name).read_bytes() if kind == "text/html" else b"body {}"
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        address = f"http://quaderno-prova.blogspot.com/{name}"
        writer.write_record(
            writer.create_warc_record(
                address, "response", payload=io.BytesIO(body), length=len(body), http_headers=headers
            )
        )
    whole = out.getvalue()
    file = of_bytes(whole, "crawl.warc.gz")
    items = list(warc.read_warc(file, IssueLog()))
    assert len(entries(items, "post")) == 2
    issues = IssueLog()
    assert list(warc.read_warc(of_bytes(whole[:-200]), issues))


def test_many_pages_are_read_one_at_a_time() -> None:
    text = (FIXTURES / "layouts_index.html").read_text("utf-8")
    held = []

    def pages() -> Iterable[InputFile]:
        for at in range(300):
            yield of_bytes(text.replace("500000000000000000", f"5{at:03}00000000000000").encode(), f"{at}.html")

    items = list(read_all(pages(), IssueLog(), progress=lambda file: held.append(file.name)))
    assert len(held) == 300
    assert len(entries(items, "post")) == 600


def test_pages_read_by_several_processes_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "WORTH_WORKERS", 8)
    item = (FIXTURES / "layouts_item.html").read_text("utf-8")
    index = (FIXTURES / "layouts_index.html").read_text("utf-8")
    pages = []
    for at in range(60):
        # Each post's own page, a mobile copy of some, and list pages that show it again, in between.
        own = item.replace("5000000000000000001", f"5{at:03}00000000000000").replace("il-ponte", f"post-{at}")
        pages.append(own)
        if at % 5 == 0:
            pages.append(own.replace("'isMobileRequest': false", "'isMobileRequest': true"))
        if at % 3 == 0:
            pages.append(index.replace("500000000000000000", f"5{at:03}00000000000000"[:-1]))
    files = [of_bytes(page.encode(), f"{place:03}.html") for place, page in enumerate(pages)]
    alone, together = IssueLog(), IssueLog()
    one = list(read_all(files, alone, 1))
    assert one == list(read_all(files, together, 2))
    assert list(alone) == list(together)
    assert len(entries(one, "post")) >= 60


def test_what_list_pages_show_again_is_not_read_again() -> None:
    item = (FIXTURES / "layouts_item.html").read_bytes()
    known = read_page(PageBytes(item, "a.html", Source("a.html")))
    (post,) = known.posts
    assert post.is_complete
    listed = item.replace(b"'pageType': 'item'", b"'pageType': 'index'").replace(
        b"/2011/03/il-ponte-nuovo.html'", b"/'"
    )
    again = read_page(PageBytes(listed, "b.html", Source("b.html")), {post.id}, {"HTML1"})
    assert not again.posts
    assert "HTML1" not in {widget.id for widget in again.widgets}


def test_gadgets_of_all_pages_are_one_sidebar(tmp_path: Path) -> None:
    """Each page shows a part of the layout; none of these parts is taken for a later one without the rest."""
    page = "<html><head><meta name='generator' content='blogger'/></head><body>{}</body></html>"
    gadget = "<div class='widget HTML' id='HTML{0}'><h2>N{0}</h2><div class='widget-content'>{0}</div></div>"
    for number in (1, 2, 3):
        (tmp_path / f"{number}.html").write_text(page.format(gadget.format(number)))
    (tmp_path / "post.html").write_bytes((FIXTURES / "layouts_item.html").read_bytes())
    found = load([str(tmp_path)], Options(target="jsonl"))
    assert {"HTML1", "HTML2", "HTML3", "LinkList1"} <= {widget.id for widget in found.blog.widgets}
    assert not found.balance["widget"].skipped["removed"]


def test_the_page_of_a_label_tells_the_label_of_its_posts() -> None:
    text = (FIXTURES / "theme_2017_list.html").read_text("utf-8")
    address = "http://quaderno-prova.blogspot.com/search/label/gite%20in%20barca"
    labelled = re.sub(r"('(?:canonicalUrl|url)': )'[^']*'", rf"\g<1>'{address}'", text)
    items, _ = read_files([of_bytes(labelled.encode())])
    posts = entries(items, "post")
    assert posts
    assert all("gite in barca" in post.labels for post in posts)


def test_a_line_that_a_mirror_stamped_on_the_page_is_no_part_of_the_post() -> None:
    stamp = "<div class='archived'>Archived on December 7, 2016</div>"
    text = (FIXTURES / "layouts_item.html").read_text("utf-8").replace("<body>", f"<body>{stamp}")
    text = text.replace("Oggi hanno aperto", f"{stamp}Oggi hanno aperto")
    items, issues = read_files([of_bytes(text.encode())])
    (post,) = entries(items, "post")
    assert "Archived" not in post.content
    assert "Oggi hanno aperto" in post.content
    assert [issue.code for issue in issues if "Archived" in issue.message] == ["chrome-dropped"]


HEAD = (
    b"<html><head><meta name=generator content='blogger'></head><body><div id=Blog1 class='widget Blog'>"
    b"<div class='post hentry'><h3 class='post-title'>T</h3><div class='post-body' id='post-body-123456'>"
)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 100,
        b"\xff\xfe",
        HEAD,
        HEAD + b"<div>" * 100_000,
        HEAD + b"<b>" * 100_000 + b"x",
        HEAD + b"<div class='post-body'>" * 20_000,
        HEAD + b"<" * 100_000,
        HEAD + b"<!--" * 100_000,
        HEAD + b"\x00\x0b\xc3\x28&#11;&#0;&#xD800;",
        HEAD
        + b"</div></div>"
        + b"<div class='post'><h3 class=post-title>T</h3><div class=post-body>x</div></div>" * 500,
        HEAD
        + b"</div></div>"
        + b"<h2 class=date-header>May 2, 2011</h2><div class=post><p class=post-body>x</div>" * 500,
        b"<meta name=generator content=blogger><div>"
        + b"".join(b"<a name=%d></a>x" % (10**9 + i) for i in range(2000)),
        HEAD + b"<script>_WidgetManager._SetDataContext([{'a':'" + b"\\x3d" * 100_000,
        HEAD + b"</div></div><dl id=comments-block>" + b"<dt>a<dd class=comment-body>b" * 500,
    ],
    ids=lambda data: f"{len(data)} bytes",
)
def test_nothing_makes_it_fall(data: bytes) -> None:
    items, _ = read_files([of_bytes(data)])
    assert isinstance(items[0], RawFeed)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_pages_cut_anywhere_are_read(data: st.DataObject) -> None:
    text = (FIXTURES / data.draw(st.sampled_from(PAGES))).read_bytes()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    read_files([of_bytes(text[start:end])])


# -- the corpus ---------------------------------------------------------------------------------------------

needs_corpus = pytest.mark.skipif(not CORPUS, reason="BLOGGER_CORPUS names no folder of real exports and pages")
#: pages, the same blog as feed or export
BLOGS = [
    ("I014*", ["feeds/I014*default.xml"]),
    ("RenatoBrazioli*", ["feeds/RenatoBrazioli*default.xml"]),
    ("RenatoBrazioli*", ["feeds/RenatoBrazioli*.rss"]),
    ("waseemakramadsen*", ["feeds/waseemakramadsen*default.xml"]),
    ("fradyaranda*", ["feeds/fradyaranda*default.xml"]),
    ("bklenovs*", ["feeds/bklenovs*=default.xml"]),
    ("bklenovs*", ["feeds/bklenovs*default9522.xml"]),
    ("bklenovs*", ["classic/bklenovs*.xml"]),
]


@needs_corpus
def test_every_page_of_the_corpus_is_read() -> None:
    for path in sorted((Path(CORPUS) / "pages").iterdir()):
        items = list(read(file_on_disk(path), IssueLog()))
        assert isinstance(items[0], RawFeed), path.name
        for entry in entries(items, "post"):
            if entry.published:
                dt.datetime.fromisoformat(entry.published)


@needs_corpus
def test_posts_from_pages_equal_those_from_feeds_and_exports(capsys: pytest.CaptureFixture[str]) -> None:
    """Prints a table: what is equal, of what both have. Nothing differs, and both together double nothing."""
    corpus, rows = Path(CORPUS), []
    for pages, others in BLOGS:
        saved = sorted((corpus / "pages").glob(pages))
        known = [path for pattern in others for path in sorted(corpus.glob(pattern))]
        shown, told = _by_address(saved), _by_address(known)
        answers = _comments(known)
        both = [(shown[key], told[key]) for key in shown if key in told]
        comments = [(one, answers[number]) for number, one in _comments(saved).items() if number in answers]
        together = load([str(path) for path in (*saved, *known)], Options(target="jsonl"))
        rows.append((
            others[0],
            {
                "posts": len(both),
                "title": sum(_line(a.title) == _line(b.title) for a, b in both),
                "date": sum(_same_minute(a.published, b.published) for a, b in both),
                "text": sum(_same_text(a, b) for a, b in both),
                "labels": sum(_same_labels(a, b) for a, b in both),
            },
            {
                "comments": len(comments),
                "author": sum(_same_author(a, b) for a, b in comments),
                "date ": sum(_same_minute(a.published, b.published) for a, b in comments),
                "text ": sum(words(a.content) == words(b.content) for a, b in comments),
            },
            len(Posts(together.store, together.blog.labels)) - len({*shown, *told}),
        ))  # fmt: skip
    with capsys.disabled():
        for other, *counts, doubled in rows:
            print(f"\n{other:36}" + "".join(f" {key} {n:3}" for part in counts for key, n in part.items()), doubled)
    for other, posts, comments, doubled in rows:
        assert posts["posts"] >= 3, other
        assert len(set(posts.values())) == 1, other
        assert len(set(comments.values())) == 1, other
        assert doubled == 0, other
    assert sum(comments["comments"] for *_, comments, _ in rows) >= 10


def _by_address(paths: list[Path]) -> dict[str, Post]:
    """Return posts and pages by the path of their address; numbers are not on every page."""
    found = load([str(path) for path in paths], Options(target="jsonl"))
    return {post.path: post for post in Posts(found.store, found.blog.labels)}


def _comments(paths: list[Path]) -> dict[str, RawEntry]:
    """Return all comments by their numbers, also those whose posts are elsewhere."""
    found = load([str(path) for path in paths], Options(target="jsonl"), whole=False)
    return {entry.number: entry for _, entry in found.store.entries("comment", content=True)}


def _same_labels(a: Post, b: Post) -> bool:
    """Snippets on the list pages of some themes print none; the page of a label tells that one."""
    one, two = {label.name for label in a.labels}, {label.name for label in b.labels}
    return one == two or (one < two and words(a.content_html) != words(b.content_html))


def _same_author(a: RawEntry, b: RawEntry) -> bool:
    """Nobody's name is in the language of whoever asked: "Anonymous", "Anónimo"."""
    nobody = {"Anonymous", "Anónimo", "Unknown"}
    same = a.author.name == b.author.name or {a.author.name, b.author.name} <= nobody
    return same and a.author.uri == b.author.uri


def _same_text(a: Post, b: Post) -> bool:
    """A snippet on a list page is the beginning of the text."""
    one, two = words(a.content_html), words(b.content_html)
    return one == two or (len(one) > 40 and two.startswith(one.rstrip(".…")))


def _line(text: str) -> str:
    return " ".join(html.unescape(text).split())


def _same_minute(a: dt.datetime | str | None, b: dt.datetime | str | None) -> bool:
    a, b = (dt.datetime.fromisoformat(value) if isinstance(value, str) else value for value in (a, b))
    return a is not None and b is not None and abs((a - b).total_seconds()) < 60
