"""Entries as found: each form, and every trap that real exports hold."""

from __future__ import annotations

import gc
import io
import weakref
import zipfile
from pathlib import Path

import pytest

from bloggermigrate.errors import InputError
from bloggermigrate.gadgets.noise import noise_in
from bloggermigrate.issues import IssueLog
from bloggermigrate.model import RawEntry
from bloggermigrate.readers import Variant, detect
from bloggermigrate.readers.items import RawFeed
from bloggermigrate.readers.json_text import documents
from bloggermigrate.readers.mending import MendedStream
from bloggermigrate.readers.sources import Container, InputFile, file_on_disk, open_container
from bloggermigrate.readers.survey import choose, no_blog, survey
from blogs import BLOG, MadeBlog, MadeComment, MadePost, classic, settings_csv, takeout


def file_of(data: bytes, name: str = "blog.xml") -> InputFile:
    return InputFile(name, name, len(data), lambda: io.BytesIO(data))


def entries(data: bytes) -> tuple[list[RawEntry], IssueLog]:
    file, issues = file_of(data), IssueLog()
    variant = detect(file)
    assert variant is not None
    return [item for item in variant.read(file, issues) if isinstance(item, RawEntry)], issues


def one(data: bytes, kind: str) -> RawEntry:
    found = [entry for entry in entries(data)[0] if entry.kind == kind]
    assert len(found) == 1
    return found[0]


def require_blog(container: Container) -> list[tuple[InputFile, Variant]]:
    """Return what would be read of *container*, in reading order."""
    found = survey([container])
    chosen = choose(found)
    if chosen is None:
        raise no_blog(found)
    return [(part.file, part.variant) for part in chosen.parts]


FORMS = pytest.mark.parametrize("write", [classic, takeout], ids=["classic", "takeout"])


@FORMS
def test_a_post_keeps_its_strings_as_found(write):
    post = MadePost(
        number="11", title="Pane & «sale»", content="<b>a</b> &amp; b", path="/2011/03/pane.html", labels=("A/B", "c")
    )
    found = one(write(MadeBlog(posts=(post,))), "post")
    assert (found.title, found.content, found.labels, found.number) == (
        "Pane & «sale»",
        "<b>a</b> &amp; b",
        ("A/B", "c"),
        "11",
    )
    assert found.permalink.endswith("/2011/03/pane.html")


@FORMS
def test_emails_are_never_read(write):
    found, _ = entries(write(MadeBlog(posts=(MadePost(number="11", comments=(MadeComment(number="12"),)),))))
    assert "example.invalid" not in repr(found)


@FORMS
def test_draft_keeps_the_address_reserved_for_it(write):
    found = one(write(MadeBlog(posts=(MadePost(number="11", status="DRAFT", path="/2011/03/x.html"),))), "post")
    assert found.status == "DRAFT"
    assert found.permalink == ""
    assert found.reserved.endswith("/2011/03/x.html")


@FORMS
def test_comment_on_a_page_names_the_page_by_number(write):
    page = MadePost(number="20", kind="page", path="/p/chi.html", comments=(MadeComment(number="21"),))
    comment = one(write(MadeBlog(posts=(page,))), "comment")
    assert comment.parent.endswith(".post-20")


@FORMS
def test_reply_names_the_comment_it_answers(write):
    post = MadePost(number="11", comments=(MadeComment(number="12"), MadeComment(number="13", answers="12")))
    found = [entry for entry in entries(write(MadeBlog(posts=(post,))))[0] if entry.kind == "comment"]
    assert sorted(entry.in_reply_to.rpartition("-")[2] for entry in found) == ["", "12"]


@FORMS
def test_deleted_comment_is_told_by_its_property(write):
    post = MadePost(number="11", comments=(MadeComment(number="12", deleted=True),))
    assert one(write(MadeBlog(posts=(post,))), "comment").status == "GHOSTED_COMMENT"


def test_comment_without_in_reply_to_is_found_by_its_edit_link():
    data = classic(MadeBlog(posts=(MadePost(number="11", comments=(MadeComment(number="12"),)),)))
    start = data.index(b"<thr:in-reply-to")
    without = data[:start] + data[data.index(b"/>", start) + 2 :]
    assert one(without, "comment").parent == "11"


def test_empty_category_is_no_label():
    assert one(takeout(MadeBlog(posts=(MadePost(number="11"),))), "post").labels == ()


def test_categories_of_comments_are_ignored():
    data = takeout(MadeBlog(posts=(MadePost(number="11", comments=(MadeComment(number="12"),)),)))
    data = data.replace(b"<blogger:type>COMMENT", b"<category scheme='x' term='no'/><blogger:type>COMMENT")
    assert one(data, "comment").labels == ()


def test_kind_category_is_no_label():
    assert one(classic(MadeBlog(posts=(MadePost(number="11", labels=("uno",)),))), "post").labels == ("uno",)


def test_location_and_thumbnail_and_enclosure_are_read():
    extra = (
        "<georss:featurename>Rocca</georss:featurename><georss:point>45.1 7.2</georss:point>"
        "<media:thumbnail xmlns:media='http://search.yahoo.com/mrss/' url='http://x/t.jpg' height='72' width='72'/>"
        "<link rel='enclosure' href='http://x/a.mp3'/><thr:total>3</thr:total>"
    )
    found = one(classic(MadeBlog(posts=(MadePost(number="11", extra=extra),))), "post")
    assert found.location is not None
    assert (found.location.name, found.location.latitude, found.location.longitude) == ("Rocca", 45.1, 7.2)
    assert (found.thumbnail, found.enclosures, found.comment_total) == ("http://x/t.jpg", ("http://x/a.mp3",), 3)


@FORMS
def test_xhtml_content_is_markup_again(write):
    data = write(MadeBlog(posts=(MadePost(number="11", content="QQQ"),)))
    data = data.replace(
        b"<content type='html'>QQQ</content>",
        b"<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a <b>b &amp; c</b><br/>d &lt; e</div></content>",
    )
    assert one(data, "post").content == "a <b>b &amp; c</b><br>d &lt; e"


@FORMS
def test_cdata_and_split_cdata_are_text(write):
    data = write(MadeBlog(posts=(MadePost(number="11", content="QQQ"),)))
    data = data.replace(b">QQQ<", b"><![CDATA[<i>a</i>]]><![CDATA[ & b]]><")
    assert one(data, "post").content == "<i>a</i> & b"


@FORMS
def test_prefix_of_the_document_does_not_matter(write):
    data = write(MadeBlog(posts=(MadePost(number="11", labels=("uno",)),)))
    text = data.decode().replace("xmlns='http://www.w3.org/2005/Atom'", "xmlns:atom='http://www.w3.org/2005/Atom'")
    for name in (
        "feed",
        "entry",
        "id",
        "title",
        "content",
        "category",
        "link",
        "author",
        "name",
        "published",
        "updated",
    ):
        text = text.replace(f"<{name}", f"<atom:{name}").replace(f"</{name}", f"</atom:{name}")
    assert one(text.encode(), "post").labels == ("uno",)


def test_undeclared_prefix_is_read_and_reported():
    data = classic(MadeBlog(posts=(MadePost(number="11", status="DRAFT"),)))
    found, issues = entries(data.replace(b" xmlns:app='http://purl.org/atom/app#'", b""))
    assert [entry.status for entry in found if entry.kind == "post"] == ["DRAFT"]
    assert [issue.code for issue in issues] == ["xml-repaired"]


def test_faults_of_html_read_before_are_not_taken_for_faults_of_the_file():
    assert noise_in("<foo:bar>x<b>y</i>&nope") is None
    test_undeclared_prefix_is_read_and_reported()


def test_a_row_of_entries_without_a_feed_is_read():
    data = classic(MadeBlog(posts=(MadePost(number="11"), MadePost(number="12"))))
    bare = data[data.index(b"<entry>") :].removesuffix(b"</feed>").replace(b"</entry><entry>", b"</entry>\n<entry>")
    found, issues = entries(bare)
    assert [entry.number for entry in found if entry.kind == "post"] == ["11", "12"]
    assert [issue.code for issue in issues] == ["xml-repaired"]


MENDED = {
    "vertical-tab": (b"Una", b"U\x0bna"),
    "nul": (b"Una", b"U\x00na"),
    "reference-to-vertical-tab": (b"Una", b"U&#11;na"),
    "reference-to-surrogate": (b"Una", b"U&#xD83D;na"),
    "html-entity": (b"Una", b"U&nbsp;na"),
    "unknown-entity": (b"Una", b"U&qqq;na"),
    "bare-ampersands": (b"Una", b"U&n & a &amp b&"),
    "bare-ampersand-in-an-address": (b"Una", b"&lt;a href='/?a=1&b=2&c'&gt;U&lt;/a&gt;na"),
    "declared-twice": (b"<?xml", b"<?xml version='1.0'?>\n<?xml"),
    "secure-name": (b"http://www.w3.org/2005/Atom", b"https://www.w3.org/2005/Atom"),
    "cp1252-bytes": (b"Una", b"Un\xe0"),
    "encoded-surrogate": (b"Una", b"Un\xed\xa0\xbda"),
    "blank-lines-before": (b"<?xml", b"\n\n<?xml"),
    "conflict-marks-before": (b"<?xml", b"<<<<<<< HEAD\n<?xml"),
    "unknown-encoding-name": (b"encoding='UTF-8'", b"encoding='UTF-99'"),
    "utf8-bom": (b"<?xml", b"\xef\xbb\xbf<?xml"),
    "no-prolog": (b"<?xml version='1.0' encoding='UTF-8'?>", b""),
    "cr-newlines": (b"><", b">\r<"),
    "comment-first": (b"<feed", b"<!-- saved by hand --><feed"),
}


@FORMS
@pytest.mark.parametrize("case", MENDED)
def test_not_quite_xml_loses_no_entry(write, case):
    old, new = MENDED[case]
    blog = MadeBlog(posts=tuple(MadePost(number=str(n)) for n in range(10, 14)))
    data = write(blog)
    found, _ = entries(data.replace(old, new, 1) if old != b"><" else data.replace(old, new))
    posts = [entry for entry in found if entry.kind == "post"]
    assert [entry.number for entry in posts] == ["10", "11", "12", "13"]
    assert all("frase" in entry.content for entry in posts)


@FORMS
def test_a_file_in_which_every_address_was_made_a_secure_one_is_read(write):
    posts = tuple(MadePost(number=str(n), labels=("pane",), path=f"/2011/03/{n}.html") for n in range(1000, 2000))
    data = write(MadeBlog(posts=posts))
    plain, _ = entries(data)
    # Long enough for names that are cut by the end of a piece that is read at once.
    found, issues = entries(data.replace(b"http://", b"https://"))
    assert [(e.kind, e.number, e.labels) for e in found] == [(e.kind, e.number, e.labels) for e in plain]
    assert [issue.code for issue in issues] == ["xml-repaired"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1", "cp1252"])
def test_other_encodings_are_read(encoding):
    text = classic(MadeBlog(posts=(MadePost(number="11", title="Perché no"),))).decode()
    name = {"utf-16-le": "UTF-16"}.get(encoding, encoding)
    data = text.replace("UTF-8", name).encode(encoding)
    if encoding == "utf-16-le":
        data = b"\xff\xfe" + data
    assert one(data, "post").title == "Perché no"


@FORMS
@pytest.mark.parametrize(
    "name", ["UTF-16", "utf-32", "hex", "rot13", "undefined", "idna", "punycode", "unicode_escape"]
)
def test_an_encoding_that_the_file_can_not_be_in_is_passed_over(write, name):
    data = write(MadeBlog(posts=(MadePost(number="11", title="Perché \\x41 no"),)))
    assert one(data.replace(b"UTF-8", name.encode(), 1), "post").title == "Perché \\x41 no"


@FORMS
def test_what_stands_before_a_break_is_read_and_the_break_is_placed(write):
    data = write(MadeBlog(posts=tuple(MadePost(number=str(n)) for n in range(10, 20))))
    cut = data.index(b".post-17")
    found, issues = entries(data[:cut])
    assert [entry.number for entry in found if entry.kind == "post"] == [str(n) for n in range(10, 17)]
    (issue,) = issues
    assert issue.code == "xml-broken"
    assert issue.severity == "error"
    assert "line" in issue.message
    assert "column" in issue.message


@pytest.mark.parametrize(
    "bomb",
    [
        b"<!DOCTYPE feed [<!ENTITY a 'x'>]>",
        b"<!DOCTYPE feed SYSTEM 'http://127.0.0.1:9/x.dtd'>",
        b"<!DOCTYPE feed [<!ENTITY f SYSTEM 'file:///etc/passwd'>]>",
    ],
)
@FORMS
def test_a_doctype_is_refused(write, bomb):
    data = write(MadeBlog(posts=(MadePost(number="11"),))).replace(b"<feed", bomb + b"<feed", 1)
    with pytest.raises(InputError, match="DOCTYPE"):
        entries(data)


def test_settings_csv_is_read_as_a_table():
    blog = MadeBlog(settings={"BLOG_DESCRIPTION": 'due\nrighe, "virgolette"', "BLOG_LOCALE": "it"})
    file = file_of(settings_csv(blog), "settings.csv")
    variant = detect(file)
    assert variant is not None
    found = {item.id: item.content for item in variant.read(file, IssueLog()) if isinstance(item, RawEntry)}
    assert found["settings.BLOG_DESCRIPTION"] == 'due\nrighe, "virgolette"'
    assert len(found) == 14


def test_a_number_that_is_too_long_is_told():
    issues = IssueLog()
    data = b'{"kind":"blogger#postList","items":[' + b"1" * 10_000 + b"]}"
    assert list(documents(file_of(data, "x.json"), issues)) in ([], [{"kind": "blogger#postList", "items": []}])
    assert [issue.message.partition(":")[2][:28] for issue in issues] == [" a number in it is too long."]


def test_feed_header_is_read_in_both_forms():
    for write in (classic, takeout):
        file = file_of(write(MadeBlog(title="A & B", posts=(MadePost(number="1"),))))
        variant = detect(file)
        assert variant is not None
        feeds = [item for item in variant.read(file, IssueLog()) if isinstance(item, RawFeed)]
        assert [feed.title for feed in feeds] == ["A & B"]
        assert BLOG in feeds[0].id


STRANGERS = {
    "wxr": (
        b"<?xml version='1.0'?><rss version='2.0' xmlns:wp='http://wordpress.org/export/1.2/'><channel/></rss>",
        "WordPress",
    ),
    "rss": (b"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title></channel></rss>", "RSS"),
    "atom": (b"<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:x</id></feed>", "another engine"),
    "opml": (b"<?xml version='1.0'?><opml version='2.0'><body/></opml>", "OPML"),
    "html": (b"<!DOCTYPE html><html><head><title>x</title></head></html>", "web page"),
    "empty": (b"", "empty"),
    "blanks": (b"  \n ", "empty"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(100), "PNG"),
    "text": (b"only some words", "text"),
    "json": (b'{"a": 1}', "JSON"),
    "theme": (b"<html xmlns:b='x'><head><b:skin/></head><body><b:section id='a'/></body></html>", "theme"),
}


@pytest.mark.parametrize("case", STRANGERS)
def test_what_is_not_ours_is_named(tmp_path: Path, case: str):
    data, word = STRANGERS[case]
    path = tmp_path / "blog.xml"
    path.write_bytes(data)
    with pytest.raises(InputError, match=word) as caught:
        require_blog(open_container(str(path)))
    assert "Blogger" in caught.value.advice


def test_a_missing_path_says_so():
    with pytest.raises(InputError, match="no such file"):
        open_container("/nowhere/at/all.xml")


def _zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def test_takeout_zip_and_folder_give_feed_and_settings(tmp_path: Path):
    blog = MadeBlog(posts=(MadePost(number="11"),))
    members = {
        "Takeout/Blogger/Blogs/Il blog/feed.atom": takeout(blog),
        "Takeout/Blogger/Blogs/Il blog/settings.csv": settings_csv(blog),
        "Takeout/Blogger/Comments/Altrove/feed.atom": takeout(MadeBlog()),
        "Takeout/archive_browser.html": b"<html></html>",
    }
    archive = _zip(tmp_path / "takeout.zip", members)
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path / "folder")
    for given in (archive, tmp_path / "folder", tmp_path / "folder" / "Takeout" / "Blogger"):
        names = [variant.name for _, variant in require_blog(open_container(str(given)))]
        assert names == ["takeout-settings", "takeout"]


def test_two_blogs_in_one_takeout_are_named(tmp_path: Path):
    feed = takeout(MadeBlog(posts=(MadePost(number="11"),)))
    archive = _zip(tmp_path / "t.zip", {"Blogs/uno/feed.atom": feed, "Blogs/due/feed.atom": feed})
    with pytest.raises(InputError, match="2 blogs"):
        require_blog(open_container(str(archive)))


@pytest.mark.parametrize("members", [{}, {"a.txt": b"x"}, {"pic.png": b"\x89PNG"}], ids=["empty", "text", "picture"])
def test_an_archive_without_a_blog_is_refused(tmp_path: Path, members: dict[str, bytes]):
    with pytest.raises(InputError):
        require_blog(open_container(str(_zip(tmp_path / "t.zip", members))))


def test_a_damaged_zip_is_refused(tmp_path: Path):
    archive = _zip(tmp_path / "t.zip", {"feed.atom": takeout(MadeBlog(posts=(MadePost(number="11"),)))})
    archive.write_bytes(archive.read_bytes()[:-40])
    with pytest.raises(InputError, match="damaged"):
        open_container(str(archive))


def test_a_bomb_is_refused(tmp_path: Path):
    archive = _zip(tmp_path / "t.zip", {"feed.atom": b"<feed>" + bytes(70 * 1024 * 1024)})
    with pytest.raises(InputError, match="unpack"):
        open_container(str(archive))


def test_links_out_of_a_folder_are_not_followed(tmp_path: Path):
    outside = tmp_path / "outside.atom"
    outside.write_bytes(takeout(MadeBlog(posts=(MadePost(number="11"),))))
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "feed.atom").symlink_to(outside)
    with pytest.raises(InputError, match="empty"):
        require_blog(open_container(str(folder)))


def test_every_corpus_export_is_recognised(corpus: Path):
    for path in sorted(corpus.glob("classic/*.xml")):
        variant = detect(file_on_disk(path))
        assert variant is not None, path.name
        assert variant.name == "classic", path.name
    for path in sorted([*corpus.glob("takeout/*feed.atom"), *corpus.glob("takeout/*export.xml")]):
        variant = detect(file_on_disk(path))
        assert variant is not None, path.name
        assert variant.name == "takeout", path.name


def test_nothing_of_a_mended_file_stays_in_memory():
    mended = MendedStream(io.BytesIO(b"<feed><entry>\xe8</entry></feed>"))
    counts = weakref.ref(mended.mended)
    assert mended.read().decode() == "<feed><entry>è</entry></feed>" and counts() == {"bytes that are no text": 1}
    del mended
    gc.collect()
    assert counts() is None


@pytest.mark.parametrize("before", ["", "one\ntwo\n", "\n\n"])
def test_lines_are_those_of_the_file_that_was_mended(before):
    text = classic(MadeBlog(posts=(MadePost(number="11", title="A & B"),))).decode().replace("A &amp; B", "A & B")
    data = (before + text.replace("?>", "?>\n\n", 1)).encode()
    wanted = data[: data.index(b"post-11")].rpartition(b"<entry>")[0].count(b"\n") + 1
    assert one(data, "post").source.line == wanted
    _, issues = entries(data.replace(b"</feed>", b"<x></feed>"))
    (broken,) = [issue for issue in issues if issue.code == "xml-broken"]
    assert broken.source.line == data.count(b"\n", 0, data.index(b"</feed>")) + 1
