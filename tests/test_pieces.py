"""A big export read in pieces gives what reading it in one gives: the same entries, issues and lines, in one order."""

from __future__ import annotations

import io
import os
from concurrent.futures import Executor, ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloggermigrate.errors import BloggerMigrateError
from bloggermigrate.issues import Issue, IssueLog
from bloggermigrate.model import RawEntry
from bloggermigrate.readers import VARIANTS, Variant, detect, export, pieces
from bloggermigrate.readers.pieces import cut
from bloggermigrate.readers.sources import InputFile, file_on_disk
from bloggermigrate.running import reading
from bloggermigrate.running.reading import read_file
from bloggermigrate.store.packing import Packed, pack
from blogs import MadeBlog, MadeComment, MadePost, classic, takeout
from test_corpus import CASES

CLASSIC = next(variant for variant in VARIANTS if variant.name == "classic")
SIZES = (40, 200, 1000, 5000)


def file_of(data: bytes) -> InputFile:
    return InputFile("blog.xml", "blog.xml", len(data), lambda: io.BytesIO(data))


def in_one(variant: Variant, file: InputFile) -> tuple[list[object], list[Issue] | str]:
    issues = IssueLog()
    try:
        items = [pack(item) if isinstance(item, RawEntry) else item for item in variant.read(file, issues)]
    except BloggerMigrateError as error:
        return [], str(error)
    return items, list(issues)


def in_pieces(
    variant: Variant, file: InputFile, size: int, jobs: int = 1, executor: Executor | None = None
) -> tuple[list[object], list[Issue] | str]:
    issues = IssueLog()
    try:
        found = list(read_file(variant, file, issues, jobs, executor, size))
    except BloggerMigrateError as error:
        return [], str(error)
    return [pack(item) if isinstance(item, RawEntry) else item for item in found], list(issues)


BLOG = MadeBlog(
    posts=tuple(
        MadePost(
            number=str(number),
            title=f"Pane {number}",
            content=f"<p>uno\ndue &amp; tre {'x' * number}</p>\n",
            comments=(MadeComment(number=f"1{number}", content="sì\nno"),),
        )
        for number in range(10, 40)
    )
)


def entry(text: str, ending: str = "") -> str:
    return (
        f"<entry{ending}><id>tag:blogger.com,1999:blog-1.post-{len(text)}</id><category "
        "scheme='http://schemas.google.com/g/2005#kind' term='http://schemas.google.com/blogger/2008/kind#post'/>"
        f"<title>t</title>\n<content type='html'>{text}</content></entry>\n"
    )


HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom' "
    "xmlns:blogger='http://schemas.google.com/blogger/2018'>\n<id>tag:blogger.com,1999:blog-1.archive</id>\n"
)
ROW = "".join(entry("x" * number + "\n") for number in range(20))
TAKEOUT = "<entry><id>a</id><blogger:type>POST</blogger:type><content>y</content></entry>"

DOCUMENTS = {
    "classic": classic(BLOG),
    "takeout": takeout(BLOG),
    "nothing but a head": f"{HEAD}</feed>".encode(),
    "one entry": f"{HEAD}{entry('a')}</feed>".encode(),
    "cut short": classic(BLOG)[:-700],
    "cut short in a tag": f"{HEAD}{ROW}<entry".encode(),
    "no end": f"{HEAD}{ROW}".encode(),
    "text behind the end": f"{HEAD}{ROW}</feed>and more{entry('z')}".encode(),
    "two documents": classic(BLOG) + classic(BLOG),
    "a feed in a feed": f"{HEAD}{ROW}<feed><id>b</id>{ROW}</feed>{ROW}</feed>".encode(),
    "both forms": f"{HEAD}{ROW}{TAKEOUT}{ROW}{TAKEOUT}{TAKEOUT}</feed>".encode(),
    "a CDATA section with entries": f"{HEAD}{ROW}{entry(f'<![CDATA[{ROW}]]>')}{ROW}</feed>".encode(),
    "a comment with entries": f"{HEAD}<!--{ROW}-->{ROW}<!--{ROW}-->{ROW}</feed>".encode(),
    "an entry in a comment before the first": f"{HEAD}<!-- <entry> -->{ROW}<!-- <entry> -->{ROW}-->".encode(),
    "a comment that the first entry is in": f"{HEAD}<!-- <entry> -->{'<entry><id>a</id></entry>-->' * 60}</feed>".encode(),
    "an instruction that the first entry is in": f"{HEAD}<?x <entry> ?>{'<entry><id>a</id></entry>?>' * 60}</feed>".encode(),
    "a section that the first entry is in": (
        f"{HEAD}<title><![CDATA[ <entry> ]]></title>{'<entry><id>a</id><title>]]></title></entry>' * 60}</feed>"
    ).encode(),
    "an entry of no name that is looked for": f"{HEAD}<é:entry xmlns:é='http://www.w3.org/2005/Atom'/>{ROW}</feed>".encode(),
    "an entry that ends where it begins": f"{HEAD}<entry/>{ROW}</feed>".encode(),
    "names of namespaces in words": f"{HEAD}{entry('https://www.w3.org/2005/Atom')}{ROW}{entry('https://www.blogger.com/atom/ns#')}</feed>".encode(),
    "names in sections with entries": (
        f"{HEAD}{ROW}" + entry(f"<![CDATA[https://www.w3.org/2005/Atom {ROW}]]>") * 20 + f"{ROW}</feed>"
    ).encode(),
    "a comment with entries and no others": f"{HEAD}<!--{ROW}--></feed>".encode(),
    "an entry in an entry": f"{HEAD}{ROW}{entry(f'<div>{ROW}</div>')}{ROW}</feed>".encode(),
    "a processing instruction with entries": f"{HEAD}{ROW}<?x {ROW}?>{ROW}</feed>".encode(),
    "entries that begin otherwise": f"{HEAD}{entry('a', ' a=1')}{ROW}{entry('b', chr(10))}{ROW}</feed>".encode(),
    "attributes without quotes": f"{HEAD}{ROW}{entry('a', ' a=1')}{ROW}</feed>".encode(),
    "an undeclared prefix": f"{HEAD}{ROW}<entry><id>p</id><x:y/></entry>{ROW}</feed>".encode(),
    "control characters": f"{HEAD}{ROW}{entry(chr(8) + 'a')}{ROW}</feed>".encode(),
    "bytes that are no text": f"{HEAD}{ROW}".encode()
    + b"<entry><title>\xe8</title></entry>"
    + f"{ROW}</feed>".encode(),
    "another encoding": f"{HEAD}{ROW}{entry('è')}</feed>".replace("UTF-8", "windows-1252").encode("cp1252"),
    "UTF-16": f"{HEAD}{ROW}</feed>".replace("UTF-8", "UTF-16").encode("utf-16"),
    "a mark before it": b"\xef\xbb\xbf" + f"{HEAD}{ROW}</feed>".encode(),
    "a prefix": f"{HEAD}{ROW}</feed>".replace("<feed xmlns=", "<a:feed xmlns:a=")
    .replace("</feed", "</a:feed")
    .replace("<entry", "<a:entry")
    .replace("</entry", "</a:entry")
    .encode(),
    "a row without a feed": ROW.encode(),
    "a DOCTYPE": f"<!DOCTYPE feed>{HEAD}{ROW}</feed>".encode(),
    "secure names": f"{HEAD}{ROW}</feed>".replace("http://www.w3", "https://www.w3").encode(),
    "lines of Windows": f"{HEAD}{ROW}</feed>".replace("\n", "\r\n").encode(),
    "no line at all": f"{HEAD}{ROW}</feed>".replace("\n", " ").encode(),
    "a long entry among short ones": f"{HEAD}{ROW}{entry('x' * 9000)}{ROW}</feed>".encode(),
    "bare ampersands": f"{HEAD}{ROW}{entry('a & b')}{ROW}</feed>".encode(),
}


@pytest.mark.parametrize("data", DOCUMENTS.values(), ids=DOCUMENTS)
def test_pieces_give_what_the_whole_gives(data: bytes):
    file = file_of(data)
    variant = detect(file) or CLASSIC
    wanted = in_one(variant, file)
    for size in SIZES:
        assert in_pieces(variant, file, size) == wanted


@pytest.mark.parametrize("name", ["classic", "takeout", "cut short", "two documents", "both forms"])
def test_whoever_reads_them(monkeypatch, name: str):
    monkeypatch.setattr(reading, "_WORTH_WORKERS", 0)
    file = file_of(DOCUMENTS[name])
    wanted = in_one(CLASSIC, file)
    assert in_pieces(CLASSIC, file, 1000, jobs=2) == wanted
    with ThreadPoolExecutor(2) as executor:
        assert in_pieces(CLASSIC, file, 1000, jobs=2, executor=executor) == wanted


@pytest.mark.parametrize("name", ["classic", "takeout", "a comment with entries", "lines of Windows"])
def test_pieces_are_read_where_they_lie(tmp_path: Path, name: str):
    path = tmp_path / "blog.xml"
    path.write_bytes(DOCUMENTS[name])
    file = file_on_disk(path)
    assert in_pieces(CLASSIC, file, 700) == in_one(CLASSIC, file)
    assert not any(piece.data for piece in cut(file, 700))


@pytest.mark.parametrize(
    "name", ["classic", "takeout", "lines of Windows", "a prefix", "a long entry among short ones"]
)
def test_a_sound_file_is_cut_and_read_once(name: str):
    file = file_of(DOCUMENTS[name])
    found = [*cut(file, 1000)]
    assert len(found) > 3
    assert b"".join(piece.data for piece in found) == DOCUMENTS[name]

    def again(*_: object) -> None:
        raise AssertionError("It was read in one.")

    in_pieces(CLASSIC._replace(read=again), file, 1000)


def test_names_of_the_blog_may_stand_behind_entries():
    data = f"{HEAD}{ROW}<title>late</title>{ROW}{'<x/>' * 20_000}{ROW}</feed>".encode()
    wanted = in_one(CLASSIC, file_of(data))
    assert in_pieces(CLASSIC, file_of(data), 1 << 16) == wanted


@pytest.mark.parametrize("first", ["<entry a='1'>", "<entry\n>", "<entry >"])
def test_however_entries_begin_the_next_is_found(first: str):
    data = f"{HEAD}{first}<id>a</id></entry>{ROW}{'<entry ><id>c</id></entry>' * 100}</feed>".encode()
    assert max(len(piece.data) for piece in cut(file_of(data), 500)) < 1500
    assert in_pieces(CLASSIC, file_of(data), 500) == in_one(CLASSIC, file_of(data))


def test_a_long_entry_does_not_wait_in_memory(monkeypatch):
    monkeypatch.setattr(pieces, "_FARTHEST", 2000)
    file = file_of(DOCUMENTS["a long entry among short ones"])
    with pytest.raises(pieces.Uncut):
        list(cut(file, 500))
    assert in_pieces(CLASSIC, file, 500) == in_one(CLASSIC, file)


def test_words_of_a_post_are_no_names_of_namespaces():
    text = "&lt;a href='https://www.w3.org/2005/Atom'&gt;https://www.blogger.com/atom/ns#&lt;/a&gt;"
    for head in (HEAD, HEAD.replace("http://www.w3", "https://www.w3")):
        items, issues = in_one(CLASSIC, file_of(f"{head}{entry(text)}</feed>".encode()))
        assert [item.content for item in items if isinstance(item, Packed)] == [unescape(text)]
        assert len(issues) == (head != HEAD)


def test_a_file_that_changes_meanwhile_is_read_again(tmp_path: Path):
    path = tmp_path / "blog.xml"
    path.write_bytes(DOCUMENTS["classic"])
    file = file_on_disk(path)
    found = [*cut(file, 1000)]
    path.write_bytes(DOCUMENTS["classic"].replace(b"<entry>", b"<entry >"))
    assert any(export.read_piece(piece) is None for piece in found)


@pytest.mark.parametrize("name", CASES)
def test_real_exports(name: str):
    file = file_on_disk(Path(os.environ["BLOGGER_CORPUS"]) / name, name)
    variant = detect(file)
    assert variant is not None
    wanted = in_one(variant, file)
    for size in (10_000, 300_000):
        assert in_pieces(variant, file, size) == wanted
    assert len([*cut(file, 10_000)]) > 1 or b"<feed" not in file.head() or file.size < 100_000


_MARKS = ("<![CDATA[", "]]>", "<!--", "-->", "<?x ", "?>", "\n", "\r\n", "è", "&lt;", "&", "<x:y/>", "\x01", "<", ">")
_TAGS = ("<entry>", "</entry>", "<entry a='1'>", "<feed>", "</feed>", "<id>", "</id>", HEAD[-60:])
_BITS = st.sampled_from((entry("a"), entry("b\n"), TAKEOUT, *_MARKS, *_TAGS))


@given(st.lists(_BITS, max_size=30), st.sampled_from(["</feed>", "", "</feed>\n"]), st.integers(1, 400))
def test_any_row_of_bits(bits: list[str], end: str, size: int):
    file = file_of((HEAD + entry("first") + "".join(bits) + end).encode())
    assert in_pieces(CLASSIC, file, size) == in_one(CLASSIC, file)
