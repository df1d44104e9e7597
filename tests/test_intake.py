"""What is given, in whatever wrapping: archives, parts of one Takeout, several blogs, several inputs of one blog."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import stat
import struct
import tarfile
import tracemalloc
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from click.testing import CliRunner, Result
from hypothesis import settings
from hypothesis import strategies as st

from bloggermigrate.cli import main
from bloggermigrate.errors import InputError
from bloggermigrate.intake import Loaded, load, open_inputs
from bloggermigrate.model import Post, Status
from bloggermigrate.options import Options, selection
from bloggermigrate.readers.sources import open_container
from bloggermigrate.store.loading import Posts, iter_comments
from blogs import BLOG, MadeBlog, MadeComment, MadePost, classic, settings_csv, takeout

ONE = MadeBlog(posts=(MadePost(number="11", title="Uno", path="/2011/03/uno.html"),))
TWO = MadeBlog(title="Il secondo", posts=(MadePost(number="21", title="Due", path="/2012/03/due.html"),))
THEME = """<html xmlns:b='x'><b:skin/><b:section id='lato'>
<b:widget id='HTML1' title='Nota' type='HTML'><b:widget-settings>
<b:widget-setting name='content'>&lt;b&gt;ciao&lt;/b&gt;</b:widget-setting></b:widget-settings></b:widget>
<b:widget id='LinkList1' title='Amici' type='LinkList'><b:widget-settings>
<b:widget-setting name='link-0'>http://amica.example/</b:widget-setting>
<b:widget-setting name='text-0'>Amica</b:widget-setting></b:widget-settings></b:widget>
</b:section></html>"""
OLD_THEME = "<html><b:section id='vecchio'><b:widget id='HTML1' title='Nota' type='HTML'/></b:section></html>"


def of_blog(data: bytes, number: str) -> bytes:
    return data.replace(f"blog-{BLOG}".encode(), f"blog-{number}".encode())


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, members: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def written(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def loaded(*paths: Path, **options: Any) -> Loaded:
    return load([str(path) for path in paths], Options(target="jsonl", **options))


def posts(found: Loaded) -> dict[str, Post]:
    return {post.number: post for post in Posts(found.store, found.blog.labels)}


def codes(found: Loaded) -> list[str]:
    return [issue.code for issue in found.issues]


def run(*arguments: object, input: bytes | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=input)


def takeout_members(blog: MadeBlog = ONE, name: str = "Il blog", root: str = "Takeout/Blogger") -> dict[str, bytes]:
    return {
        f"{root}/Blogs/{name}/feed.atom": takeout(blog),
        f"{root}/Blogs/{name}/settings.csv": settings_csv(blog),
        f"{root}/Blogs/{name}/theme-layouts.xml": THEME.encode(),
        f"{root}/Blogs/{name}/followers.csv": b"display_name,profile_image_url,is_blocked\nzqsegreto,,\n",
        f"{root}/Profile/profile.csv": b"display_name,user_name,email,show_email\nzqsegreto,,x@example.invalid,\n",
    }


# -- archives ----------------------------------------------------------------------------------------------------


PACKED = {"tgz": "w:gz", "tar": "w", "tar.bz2": "w:bz2", "tar.xz": "w:xz"}


@pytest.mark.parametrize("kind", ["zip", *PACKED, "folder"])
def test_a_takeout_is_the_same_however_it_is_packed(tmp_path: Path, kind: str):
    members = takeout_members()
    if kind == "zip":
        given = zipped(tmp_path / "t.zip", members)
    elif kind in PACKED:
        given = tarred(tmp_path / f"t.{kind}", members, PACKED[kind])
    else:
        given = tmp_path / "t"
        for name, data in members.items():
            written(given / name, data)
    found = loaded(given)
    assert list(posts(found)) == ["11"]
    assert (found.blog.timezone, [w.id for w in found.blog.widgets]) == ("Europe/Rome", ["HTML1", "LinkList1"])
    assert found.inputs[0].variant == "takeout"
    assert "zqsegreto" not in repr(found.blog) + repr(list(found.issues))
    assert [issue.message for issue in found.issues if "personal" in issue.message].__len__() == 2


def test_one_gzipped_export_is_read(tmp_path: Path):
    assert list(posts(loaded(written(tmp_path / "blog.xml.gz", gzip.compress(classic(ONE)))))) == ["11"]


@pytest.mark.parametrize("spelling", ["as it is", "mark", "UTF-16", "semicolons", "tabs and UTF-16", "Windows-1252"])
def test_settings_that_an_office_program_saved_again(tmp_path: Path, spelling: str):
    members = takeout_members()
    name = next(name for name in members if name.endswith("settings.csv"))
    rows = list(csv.reader(io.StringIO(members[name].decode(), newline="")))
    out = io.StringIO()
    csv.writer(out, delimiter={"semicolons": ";", "tabs and UTF-16": "\t"}.get(spelling, ",")).writerows(rows)
    encodings = {"mark": "utf-8-sig", "UTF-16": "utf-16", "tabs and UTF-16": "utf-16", "Windows-1252": "cp1252"}
    members[name] = out.getvalue().encode(encodings.get(spelling, "utf-8"))
    found = loaded(zipped(tmp_path / "t.zip", members))
    assert found.blog.timezone == "Europe/Rome"
    assert not any(issue.code == "setting-unreadable" for issue in found.issues)


@pytest.mark.parametrize("keep", [0, 1, 2])
def test_settings_cut_short_are_reported(tmp_path: Path, keep: int):
    members = takeout_members()
    name = next(name for name in members if name.endswith("settings.csv"))
    header, values = list(csv.reader(io.StringIO(members[name].decode(), newline="")))[:2]
    out = io.StringIO()
    csv.writer(out).writerows([header, values[:keep]] if keep else [header])
    members[name] = out.getvalue().encode()
    found = loaded(zipped(tmp_path / "t.zip", members))
    assert [issue.message for issue in found.issues if issue.code == "setting-unreadable"] == [
        f"The file is cut short: {len(header) - keep} settings have no value."
    ]


def test_a_zip_on_standard_input_is_read(tmp_path: Path):
    data = zipped(tmp_path / "t.zip", takeout_members()).read_bytes()
    result = run("convert", "-", "--to", "jsonl", "-o", "-", input=data)
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout.splitlines()[1])["title"] == "Uno"


def test_names_that_lead_out_of_an_archive_lead_nowhere(tmp_path: Path):
    names = ["../../fuori/feed.atom", "/etc/feed.atom", "C:\\x\\feed.atom", "a/../../b/feed.atom"]
    for number, name in enumerate(names):
        folder = tmp_path / str(number)
        folder.mkdir()
        for given in (zipped(folder / "t.zip", {name: takeout(ONE)}), tarred(folder / "t.tar", {name: takeout(ONE)})):
            found = loaded(given)
            assert list(posts(found)) == ["11"], name
            assert "archive-member" in codes(found)
            assert {path.name for path in folder.iterdir()} <= {"t.zip", "t.tar"}


def test_links_in_archives_and_folders_are_not_followed(tmp_path: Path):
    secret = written(tmp_path / "segreto.atom", takeout(TWO))
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.writestr("feed.atom", takeout(ONE))
        link = zipfile.ZipInfo("link/feed.atom")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, str(secret))
    with tarfile.open(tmp_path / "t.tgz", "w:gz") as archive:
        member = tarfile.TarInfo("feed.atom")
        member.size = len(takeout(ONE))
        archive.addfile(member, io.BytesIO(takeout(ONE)))
        for name, kind in (("a/feed.atom", tarfile.SYMTYPE), ("b/feed.atom", tarfile.LNKTYPE), ("c", tarfile.FIFOTYPE)):
            odd = tarfile.TarInfo(name)
            odd.type, odd.linkname = kind, str(secret)
            archive.addfile(odd)
    folder = tmp_path / "f"
    written(folder / "feed.atom", takeout(ONE))
    (folder / "link.atom").symlink_to(secret)
    for given in (tmp_path / "t.zip", tmp_path / "t.tgz", folder):
        found = loaded(given)
        assert list(posts(found)) == ["11"]
        assert "archive-member" in codes(found)


def test_an_encrypted_zip_says_so(tmp_path: Path):
    path = zipped(tmp_path / "t.zip", {"feed.atom": takeout(ONE)})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark) + offset
        data[place : place + 2] = struct.pack("<H", 1)
    path.write_bytes(data)
    with pytest.raises(InputError, match="encrypted") as caught:
        loaded(path)
    assert "password" in caught.value.advice


def test_an_archive_in_an_archive_says_so(tmp_path: Path):
    inner = zipped(tmp_path / "inner.zip", takeout_members())
    outer = zipped(tmp_path / "outer.zip", {"takeout-001.zip": inner.read_bytes()})
    with pytest.raises(InputError, match=r"another archive, takeout-001\.zip"):
        loaded(outer)
    with pytest.raises(InputError, match="another archive"):
        loaded(written(tmp_path / "x.gz", gzip.compress(inner.read_bytes())))


@pytest.mark.parametrize("kind", ["zip", *PACKED, "gz"])
def test_an_archive_cut_anywhere_is_refused_or_whole(tmp_path: Path, kind: str):
    blog = MadeBlog(posts=tuple(MadePost(number=str(n), content=os.urandom(40).hex()) for n in range(100, 160)))
    if kind == "gz":
        whole = written(tmp_path / "x.xml.gz", gzip.compress(classic(blog))).read_bytes()
    elif kind == "zip":
        whole = zipped(tmp_path / "x.zip", {"feed.atom": takeout(blog), "z.txt": b"z"}).read_bytes()
    else:
        members = {"feed.atom": takeout(blog), "z.txt": b"z"}
        whole = tarred(tmp_path / f"x.{kind}", members, PACKED[kind]).read_bytes()
    for cut in (5, len(whole) // 3, len(whole) // 2, len(whole) * 9 // 10):
        with pytest.raises(InputError):
            loaded(written(tmp_path / f"cut.{kind}", whole[:cut]))


@settings(max_examples=60)
@hypothesis.given(
    place=st.integers(0, 3000), junk=st.binary(min_size=1, max_size=6), kind=st.sampled_from(["zip", "tar", "tgz"])
)
def test_a_damaged_archive_never_crashes(tmp_path_factory: pytest.TempPathFactory, place: int, junk: bytes, kind: str):
    folder = tmp_path_factory.mktemp("damage")
    members = takeout_members()
    path = folder / f"t.{kind}"
    if kind == "zip":
        zipped(path, members)
    else:
        tarred(path, members, "w:gz" if kind == "tgz" else "w")
    data = bytearray(path.read_bytes())
    place %= len(data)
    data[place : place + len(junk)] = junk
    path.write_bytes(data)
    result = run("convert", path, "--to", "jsonl", "-o", "-")
    assert result.exit_code in (0, 1, 3), result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_bombs_are_refused_and_can_be_let_through(tmp_path: Path):
    letters = "a" * (80 << 20)
    big = takeout(MadeBlog(posts=(MadePost(number="11", content=letters),)))
    path = zipped(tmp_path / "t.zip", {"feed.atom": big})
    packed = written(tmp_path / "t.xml.gz", gzip.compress(big, 9))
    del letters, big
    for given in (path, packed):
        with pytest.raises(InputError, match="unpack") as caught:
            loaded(given)
        assert "--max-ratio" in caught.value.advice
        assert list(posts(loaded(given, max_ratio=5000))) == ["11"]


def test_a_header_that_lies_about_the_size_lets_nothing_through(tmp_path: Path):
    path = zipped(tmp_path / "t.zip", {"feed.atom": takeout(ONE) + b" " * 5000})
    data = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = data.index(mark) + offset
        data[place : place + 4] = struct.pack("<I", 300)
    path.write_bytes(data)
    with pytest.raises(InputError):
        loaded(path)


def test_one_big_post_in_a_zip_is_no_bomb(tmp_path: Path):
    blog = MadeBlog(posts=(MadePost(number="11", content="x" * 50_000_000),))
    assert list(posts(loaded(zipped(tmp_path / "t.zip", {"feed.atom": takeout(blog)})))) == ["11"]


# -- parts of a Takeout ------------------------------------------------------------------------------------------


def test_files_that_nobody_knows_are_counted_and_named(tmp_path: Path):
    members = takeout_members()
    others = {f"Takeout/altro/{n}.html": b"<html><body><p>Un altro sito.</p></body></html>" for n in range(7)}
    found = loaded(
        zipped(tmp_path / "t.zip", members | others | {"Takeout/altro/x.css": b"p{}", "Takeout/y.png": b"\x89PNG"})
    )
    (message,) = [issue.message for issue in found.issues if issue.code == "file-unknown"]
    assert message.startswith("7 files are none of a Blogger blog's: Takeout/altro/0.html, ")
    assert message.endswith("Takeout/altro/4.html …")
    assert not any(issue.code == "file-unknown" for issue in loaded(zipped(tmp_path / "u.zip", members)).issues)


@pytest.mark.parametrize("given", ["arguments", "folder", "unpacked"])
def test_parts_of_one_takeout_are_one(tmp_path: Path, given: str):
    members = takeout_members()
    names = list(members)
    picture = "Takeout/Blogger/Albums/Il blog/foto.jpg"
    halves = [
        {name: members[name] for name in names[:1]} | {picture: b"\xff\xd8\xff"},
        {name: members[name] for name in names[1:]}
        | {f"{picture}.json": json.dumps({"filename": "foto.jpg", "creationTimestampMs": "1300000000000"}).encode()},
    ]
    folder = tmp_path / "in"
    folder.mkdir()
    if given == "unpacked":
        for number, half in enumerate(halves):
            for name, data in half.items():
                written(folder / f"takeout-{number}" / name, data)
    else:
        zipped(folder / "takeout-001.zip", halves[0])
        tarred(folder / "takeout-002.tgz", halves[1], "w:gz")
    found = loaded(*sorted(folder.iterdir())) if given == "arguments" else loaded(folder)
    assert list(posts(found)) == ["11"]
    assert (found.blog.timezone, len(found.blog.widgets)) == ("Europe/Rome", 2)
    (shot,) = found.pictures
    assert (shot.name, shot.album, shot.size) == ("foto.jpg", "Il blog", 3)
    assert shot.created is not None
    assert shot.created.isoformat() == "2011-03-13T07:06:40+00:00"
    with shot.file.open() as stream:
        assert stream.read() == b"\xff\xd8\xff"


def test_albums_of_the_sample(sample: Path):
    for name in ("takeout.zip", "takeout"):
        found = loaded(sample / name)
        assert len(found.pictures) == 10
        assert {(shot.name, shot.mime) for shot in found.pictures} >= {("forno.png", "image/png")}
        assert all(shot.created for shot in found.pictures)
        assert sum("albums" in issue.message for issue in found.issues if issue.code == "takeout-part") == 1


@pytest.mark.parametrize("folder", ["Comments", "Commenti", "Комментарии"])
def test_comments_written_elsewhere_are_counted_and_kept_apart(tmp_path: Path, folder: str):
    away = MadeBlog(title="Altrove", posts=(MadePost(number="7", comments=(MadeComment(number="8"), MadeComment(number="9"))),))  # fmt: skip
    feed = takeout(away)
    post = feed[feed.index(b"  <entry>") : feed.index(b"</entry>") + 9]
    members = takeout_members() | {
        f"Takeout/Blogger/{folder}/Altrove/feed.atom": of_blog(feed.replace(post, b""), "99")
    }
    found = loaded(zipped(tmp_path / "t.zip", members))
    assert list(posts(found)) == ["11"]
    assert found.balance["comment"].read == 0
    assert (found.balance["other"].read, found.balance["other"].skipped) == (2, {"elsewhere": 2})
    assert found.balance["other"].holds
    (issue,) = [issue for issue in found.issues if issue.code == "takeout-part" and "Altrove" in issue.message]
    assert "2 comments" in issue.message


def test_unknown_kinds_and_statuses_are_counted_and_named(tmp_path: Path):
    blog = MadeBlog(
        posts=(
            MadePost(number="11"),
            *(MadePost(number=str(n), kind="story") for n in range(20, 23)),
            MadePost(number="30", kind="poll"),
            MadePost(number="31", status="EMBARGOED"),
        )
    )
    out = tmp_path / "out.jsonl"
    result = run("convert", written(tmp_path / "feed.atom", takeout(blog)), "--to", "jsonl", "-o", out, "--report", tmp_path / "r.json")  # fmt: skip
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert {line["id"].rpartition("-")[2]: line["status"] for line in lines if line["kind"] == "post"} == {
        "11": "live",
        "31": "draft",
    }
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["balance"]["other"] == {"read": 4, "written": 0, "skipped": {"unknown-kind": 4}, "failed": 0}
    named = {issue["old"]: issue["message"] for issue in report["issues"] if issue["code"] == "kind-unknown"}
    assert set(named) == {"STORY", "POLL"}
    assert "3" in named["STORY"]
    assert [i["old"] for i in report["issues"] if i["code"] == "status-unknown"] == ["EMBARGOED"]


# -- several blogs -----------------------------------------------------------------------------------------------


@pytest.fixture
def two(tmp_path: Path) -> Path:
    members = takeout_members() | {
        name.replace("Il blog", "Il secondo_"): of_blog(data, "7311") for name, data in takeout_members(TWO).items()
    }
    return zipped(tmp_path / "t.zip", members)


def test_several_blogs_are_listed(two: Path):
    result = run("convert", two, "--to", "jsonl", "-o", "-")
    assert result.exit_code == 3
    assert result.stdout == ""
    for word in ("2 blogs", "Il blog di prova", "Il secondo", "7310", "7311", "--blog", "--all"):
        assert word in result.stderr


@pytest.mark.parametrize("name", ["Il secondo", "il SECONDO", "Il secondo_", "7311", "secondo"])
def test_one_of_several_blogs_is_chosen(two: Path, name: str):
    result = run("convert", two, "--to", "jsonl", "-o", "-", "--blog", name)
    assert result.exit_code == 0, result.stderr
    assert [json.loads(line)["title"] for line in result.stdout.splitlines()[:2]] == ["Il secondo", "Due"]


def test_a_choice_that_fits_none_or_two_is_refused(two: Path):
    for name, word in (("terzo", "no blog called"), ("il", "2 blogs are called")):
        result = run("convert", two, "--to", "jsonl", "-o", "-", "--blog", name)
        assert result.exit_code == 3
        assert word in result.stderr


def test_all_blogs_go_to_folders_of_their_own(two: Path, tmp_path: Path):
    out = tmp_path / "out"
    result = run("convert", two, "--to", "hugo", "-o", out, "--all", "--report", tmp_path / "r.json")
    assert result.exit_code == 0, result.output
    assert {path.name for path in out.iterdir()} == {"il-blog-di-prova", "il-secondo"}
    assert (out / "il-secondo" / "content" / "posts").is_dir()
    for name, title in (("il-blog-di-prova", "Il blog di prova"), ("il-secondo", "Il secondo")):
        report = json.loads((tmp_path / f"r.{name}.json").read_text())
        assert (report["blog"]["title"], report["output"]) == (title, str(out / name))
        assert report["balance"]["post"]["written"] == 1
    again = run("convert", two, "--to", "hugo", "-o", out, "--all", "--report", tmp_path / "r.json")
    assert again.exit_code == 0
    actions = {file["action"] for file in json.loads((tmp_path / "r.il-secondo.json").read_text())["files"]}
    assert actions == {"same"}
    lines = run("convert", two, "--to", "jsonl", "-o", tmp_path / "lines", "--all")
    assert lines.exit_code == 0, lines.output
    assert {path.name for path in (tmp_path / "lines").iterdir()} == {"il-blog-di-prova.jsonl", "il-secondo.jsonl"}


def test_a_blog_that_cannot_be_read_costs_only_itself(tmp_path: Path):
    one = written(tmp_path / "a.xml", classic(ONE))
    other = of_blog(classic(TWO), "7311")
    broken = written(tmp_path / "b.xml", other[: other.index(b"kind#post")])
    result = run("convert", broken, one, "--to", "jsonl", "-o", tmp_path / "out", "--all")
    assert result.exit_code == 3
    assert "b.xml" in result.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"il-blog-di-prova.jsonl"}


def test_a_blog_that_has_no_place_costs_only_itself(two: Path, tmp_path: Path):
    written(tmp_path / "out" / "il-blog-di-prova", b"a file where a folder belongs")
    result = run("convert", two, "--to", "hugo", "-o", tmp_path / "out", "--all")
    assert result.exit_code == 4
    assert "il-blog-di-prova" in result.stderr
    assert (tmp_path / "out" / "il-secondo" / "content" / "posts").is_dir()


def test_all_needs_a_folder_and_no_choice(two: Path, tmp_path: Path):
    for arguments in (["-o", "-"], ["-o", tmp_path / "x", "--blog", "uno"], ["-o", tmp_path / "x", "--keep-store", tmp_path / "s"]):  # fmt: skip
        result = run("convert", two, "--to", "jsonl", "--all", *arguments)
        assert result.exit_code == 2
        assert not (tmp_path / "x").exists()


def test_blogs_of_one_title_go_to_different_folders(tmp_path: Path):
    one = written(tmp_path / "a" / "feed.atom", takeout(ONE))
    same = written(tmp_path / "b" / "feed.atom", of_blog(takeout(ONE), "7399"))
    result = run("convert", one, same, "--to", "hugo", "-o", tmp_path / "out", "--all")
    assert result.exit_code == 0, result.output
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"il-blog-di-prova-7310", "il-blog-di-prova-7399"}


def test_inputs_of_different_blogs_are_not_mixed(tmp_path: Path):
    one = written(tmp_path / "a.xml", classic(ONE))
    two = written(tmp_path / "b.xml", of_blog(classic(TWO), "7311"))
    with pytest.raises(InputError, match="different blogs") as caught:
        loaded(one, two)
    assert "a.xml" in caught.value.message
    assert list(posts(loaded(one, two, blog="7311"))) == ["21"]


def test_entries_of_two_blogs_in_one_file(tmp_path: Path):
    other = of_blog(classic(TWO), "7311")
    entries = other[other.index(b"<entry>") : other.rindex(b"</feed>")]
    mixed = written(tmp_path / "x.xml", classic(ONE).replace(b"</feed>", entries + b"</feed>"))
    with pytest.raises(InputError, match="2 blogs") as caught:
        loaded(mixed)
    assert "--blog" in caught.value.advice
    for number, post in (("7310", "11"), ("7311", "21")):
        found = loaded(mixed, blog=number)
        assert list(posts(found)) == [post]
        assert found.balance["post"].skipped == {"other-blog": 1}


def test_two_takeouts_of_one_blog_are_one(tmp_path: Path):
    later = replace(ONE, posts=(*ONE.posts, MadePost(number="12", path="/2013/01/nuovo.html")))
    first = zipped(tmp_path / "2022.zip", takeout_members())
    second = zipped(tmp_path / "2024.zip", takeout_members(later))
    assert set(posts(loaded(first, second))) == {"11", "12"}


# -- one file, several documents ---------------------------------------------------------------------------------


@pytest.mark.parametrize("between", [b"", b"\n\n", b"<?xml version='1.0'?>\n"])
def test_two_exports_behind_each_other_are_both_read(tmp_path: Path, between: bytes):
    newer = replace(ONE.posts[0], title="Uno, rivisto", updated="2012-01-01T00:00:00.000+01:00")
    later = replace(ONE, posts=(newer, MadePost(number="12", path="/2013/01/nuovo.html")))
    for first, second in ((classic, classic), (classic, takeout), (takeout, classic), (takeout, takeout)):
        # Without anything between, the second one's declaration is left out too.
        data = first(ONE) + between + (second(later) if between else second(later).partition(b"?>")[2])
        found = loaded(written(tmp_path / "x.xml", data))
        assert {number: post.title for number, post in posts(found).items()} == {
            "11": "Uno, rivisto",
            "12": "Un titolo",
        }
        assert found.balance["post"].skipped == {"merged": 1}
        assert "xml-repaired" in codes(found)


def test_documents_longer_than_a_chunk_behind_each_other(tmp_path: Path):
    for pad in range(65_400, 65_700, 23):
        first = replace(ONE, posts=(replace(ONE.posts[0], content="x" * pad),))
        found = loaded(written(tmp_path / "x.xml", classic(first) + b"\n" + classic(TWO)))
        assert set(posts(found)) == {"11", "21"}, pad


def test_both_forms_mixed_in_one_feed(tmp_path: Path):
    data, other = classic(ONE), takeout(TWO)
    entries = other[other.index(b"  <entry>") : other.rindex(b"</feed>")]
    mixed = data.replace(b"<feed ", b"<feed xmlns:blogger='http://schemas.google.com/blogger/2018' ").replace(
        b"</feed>", entries + b"</feed>"
    )
    found = loaded(written(tmp_path / "x.xml", mixed))
    assert {number: (post.path, post.status) for number, post in posts(found).items()} == {
        "11": ("/2011/03/uno.html", Status.LIVE),
        "21": ("/2012/03/due.html", Status.LIVE),
    }


# -- merging -----------------------------------------------------------------------------------------------------


def test_the_newest_version_wins_and_the_rest_is_kept(tmp_path: Path):
    old = MadePost(
        number="11",
        title="Vecchio",
        path="/2011/03/x.html",
        labels=("uno",),
        extra="<georss:featurename>Rocca</georss:featurename><georss:point>45.1 7.2</georss:point><thr:total>3</thr:total>"
        "<media:thumbnail xmlns:media='http://search.yahoo.com/mrss/' url='http://x/t.jpg'/>",
    )
    new = replace(old, title="Nuovo", updated="2013-01-01T00:00:00.000+01:00", labels=("due",), extra="")
    feed = takeout(MadeBlog(posts=(new,))).replace(
        b"<blogger:metaDescription/>", b"<blogger:metaDescription>Di che si parla</blogger:metaDescription>"
    )
    paths = [written(tmp_path / "a.xml", classic(MadeBlog(posts=(old,)))), written(tmp_path / "feed.atom", feed)]
    for given in (paths, paths[::-1]):
        found = loaded(*given)
        post = posts(found)["11"]
        assert (post.title, [label.name for label in post.labels]) == ("Nuovo", ["due"])
        assert post.description == "Di che si parla"
        assert post.location is not None
        assert (post.location.name, post.thumbnail, post.comment_total) == ("Rocca", "http://x/t.jpg", 3)
        assert post.published is not None
        assert post.published.isoformat() == "2011-03-01T08:00:00+01:00"
        assert post.permalink == "http://prova.blogspot.com/2011/03/x.html"
        assert "merge-conflict" not in codes(found)


def test_two_versions_of_one_moment_are_a_conflict(tmp_path: Path):
    post = MadePost(number="11", path="/2011/03/x.html", title="Uno", content="<p>a</p>", status="DRAFT")
    other = replace(post, title="Due", content="<p>b</p>", status="LIVE")
    found = loaded(
        written(tmp_path / "a.xml", classic(MadeBlog(posts=(post,)))),
        written(tmp_path / "feed.atom", takeout(MadeBlog(posts=(other,)))),
    )
    assert (posts(found)["11"].title, posts(found)["11"].status) == ("Due", Status.LIVE)
    conflicts = {(issue.old, issue.new) for issue in found.issues if issue.code == "merge-conflict"}
    assert conflicts == {("Uno", "Due"), ("a", "b"), ("DRAFT", "LIVE")}


def test_status_of_the_takeout_holds_for_the_same_version(tmp_path: Path):
    blog = MadeBlog(posts=(MadePost(number="11"), MadePost(number="12")))
    trashed = MadeBlog(posts=(replace(blog.posts[0], status="SOFT_TRASHED"), blog.posts[1]))
    found = loaded(written(tmp_path / "a.xml", classic(blog)), written(tmp_path / "feed.atom", takeout(trashed)))
    assert list(posts(found)) == ["12"]
    assert found.balance["post"].skipped == {"merged": 2, "trashed": 1}


def test_entries_that_share_a_number_by_mistake_are_both_kept(tmp_path: Path):
    one = MadePost(number="11", title="Pane", path="/2011/03/pane.html")
    two = MadePost(number="11", title="Sassi", path="/2012/04/sassi.html", published="2012-04-01T08:00:00.000+02:00")
    found = loaded(
        written(tmp_path / "a.xml", classic(MadeBlog(posts=(one,)))),
        written(tmp_path / "b.xml", classic(MadeBlog(posts=(two,)))),
    )
    assert sorted(post.title for post in Posts(found.store, found.blog.labels)) == ["Pane", "Sassi"]
    assert "duplicate-id" in codes(found)


def test_settings_of_the_newest_export_win(tmp_path: Path):
    def blog(updated: str, **values: str) -> bytes:
        return classic(MadeBlog(posts=(MadePost(number="11", updated=updated),), settings=values, updated=updated))

    old = written(tmp_path / "a.xml", blog("2012-01-01T00:00:00.000+01:00", BLOG_LOCALE="it", BLOG_MAX_NUM="5"))
    new = written(tmp_path / "b.xml", blog("2014-01-01T00:00:00.000+01:00", BLOG_LOCALE="fr", BLOG_MAX_NUM=""))
    for given in ((old, new), (new, old)):
        found = loaded(*given)
        assert (found.blog.locale, found.blog.posts_per_page) == ("fr", 5)


def classic_with(theme: str, **values: Any) -> bytes:
    data = classic(MadeBlog(posts=(MadePost(number="11", **values),)))
    entry = (
        f"<entry><id>tag:blogger.com,1999:blog-{BLOG}.layout</id><category scheme='http://schemas.google.com/g/2005#kind' "
        "term='http://schemas.google.com/blogger/2008/kind#template'/><title type='text'>t</title><content type='text'>"
        + theme.replace("&", "&amp;").replace("<", "&lt;")
        + "</content></entry>"
    )
    return data.replace(b"</feed>", entry.encode() + b"</feed>")


@pytest.mark.parametrize("source", ["theme", "takeout"])
def test_gadgets_without_content_are_completed(tmp_path: Path, source: str):
    old = written(tmp_path / "blog.xml", classic_with(OLD_THEME))
    assert [w.has_content for w in loaded(old).blog.widgets] == [False]
    beside = tmp_path / "in"
    if source == "theme":
        written(beside / "modello.xml", THEME.encode())
        beside = beside / "modello.xml"
    else:
        for name, data in takeout_members(MadeBlog(posts=(MadePost(number="11"),))).items():
            written(beside / name, data)
    for given in ((old, beside), (beside, old)):
        found = loaded(*given)
        widgets = {widget.id: widget for widget in found.blog.widgets}
        assert list(widgets) == ["HTML1", "LinkList1"]
        assert widgets["HTML1"].html == "<b>ciao</b>"
        assert [(item.text, item.url) for item in widgets["LinkList1"].items] == [("Amica", "http://amica.example/")]
        tally = found.balance["widget"]
        assert (tally.read, sum(tally.skipped.values())) == (3, 1)


def test_gadgets_taken_away_since_do_not_come_back(tmp_path: Path):
    old = written(tmp_path / "a.xml", classic_with(THEME, updated="2012-01-01T00:00:00.000+01:00"))
    new = written(tmp_path / "b.xml", classic_with(OLD_THEME, updated="2014-01-01T00:00:00.000+01:00"))
    found = loaded(old, new)
    assert [(widget.id, widget.section, widget.html) for widget in found.blog.widgets] == [
        ("HTML1", "vecchio", "<b>ciao</b>")
    ]
    assert found.balance["widget"].skipped == {"merged": 1, "removed": 1}


def test_a_theme_of_another_time_does_not_lend_its_content_to_another_gadget(tmp_path: Path):
    export = written(tmp_path / "a.xml", classic_with(OLD_THEME.replace("Nota", "Contatti")))
    found = loaded(export, written(tmp_path / "t.xml", THEME.encode()))
    assert [(w.title, w.has_content) for w in found.blog.widgets] == [
        ("Contatti", False),
        ("Nota", True),
        ("Amici", True),
    ]


def test_comments_and_replies_are_merged_too(tmp_path: Path):
    post = MadePost(number="11", comments=(MadeComment(number="12"), MadeComment(number="13", answers="12")))
    later = replace(post, comments=(*post.comments[:1], MadeComment(number="14", answers="12")))
    found = loaded(
        written(tmp_path / "a.xml", classic(MadeBlog(posts=(post,)))),
        written(tmp_path / "feed.atom", takeout(MadeBlog(posts=(later,)))),
    )
    thread = [(c.number, above and above.number) for c, above in iter_comments(posts(found)["11"].comments)]
    assert sorted(thread, key=lambda pair: pair[0]) == [("12", None), ("13", "12"), ("14", "12")]
    assert found.balance["comment"].skipped == {"merged": 1}


def test_a_short_feed_does_not_replace_whole_posts(tmp_path: Path):
    export = written(
        tmp_path / "a.xml", classic(MadeBlog(posts=(MadePost(number="11", content="<p>Tutto il testo</p>"),)))
    )
    feed = classic(
        MadeBlog(posts=(MadePost(number="11", content="Tutto", updated="2015-01-01T00:00:00.000+01:00"),), settings={})
    )
    feed = feed.replace(b".archive", b"").replace(b"<content type='html'>", b"<summary type='text'>")
    feed = feed.replace(b"</content>", b"</summary>")
    start = feed.index(b"<category")
    feed = feed[:start] + feed[feed.index(b"/>", start) + 2 :]
    found = loaded(export, written(tmp_path / "b.xml", feed))
    assert posts(found)["11"].content_html == "<p>Tutto il testo</p>"
    assert found.balance["post"].skipped == {"merged": 1}


MERGED = st.lists(
    st.tuples(st.integers(10, 14), st.integers(1, 5), st.sampled_from(["LIVE", "DRAFT"])), min_size=1, max_size=8
)


@settings(max_examples=40)
@hypothesis.given(versions=st.lists(MERGED, min_size=2, max_size=4), forms=st.lists(st.sampled_from([classic, takeout]), min_size=4, max_size=4), order=st.randoms(use_true_random=False))  # fmt: skip
def test_merging_does_not_depend_on_the_order_of_inputs(
    tmp_path_factory: pytest.TempPathFactory, versions, forms, order
):
    folder = tmp_path_factory.mktemp("merge")
    paths, newest = [], {}
    for number, entries in enumerate(versions):
        made = {}
        for ident, month, status in entries:
            # One number and one last change are one version: the same in every input.
            made[ident] = MadePost(
                number=str(ident), title=f"{ident} v{month}", updated=f"2012-0{month}-01T00:00:00.000+01:00",
                path=f"/2011/03/n{ident}.html", status="LIVE" if month % 2 else status and "DRAFT",
            )  # fmt: skip
            newest[ident] = max(newest.get(ident, ""), "")
        for ident, post in made.items():
            newest[ident] = max(newest[ident], post.title)
        write = forms[number]
        paths.append(written(folder / f"{number}.xml", write(MadeBlog(posts=tuple(made.values())))))
    shuffled = paths[:]
    order.shuffle(shuffled)
    first, second = posts(loaded(*paths)), posts(loaded(*shuffled))
    assert {n: (p.title, p.status, p.path) for n, p in first.items()} == {
        n: (p.title, p.status, p.path) for n, p in second.items()
    }
    assert {int(n): p.title for n, p in first.items()} == newest


# -- feeds -------------------------------------------------------------------------------------------------------


def test_pages_of_a_feed_in_a_folder_are_one_blog(sample: Path, tmp_path: Path):
    for name in ("posts-1.atom", "posts-2.atom", "posts.rss"):
        # As mirrors save them: no ending, or one that says nothing.
        written(tmp_path / {"posts-1.atom": "default", "posts.rss": "default@alt=rss"}.get(name, "default.1"), (sample / "feeds" / name).read_bytes())  # fmt: skip
    found = loaded(tmp_path)
    assert len(posts(found)) == 19
    assert "feed-partial" not in codes(found)
    half = loaded(tmp_path / "default")
    assert "feed-partial" in codes(half)
    assert "feed-partial" not in codes(loaded(tmp_path / "default", sample / "blog-11-23-2014.xml"))


# -- size --------------------------------------------------------------------------------------------------------


def test_many_equal_names_take_linear_time(tmp_path: Path):
    """A search for a free number that begins at 2 each time would make 200 million questions of this."""
    count = 20_000
    blog = MadeBlog(
        posts=(
            *(MadePost(number=str(n), kind="page", title="Uguale", content="x") for n in range(1, count)),
            MadePost(number=str(count), labels=tuple(f"🙂{'!' * (n % 50)}{n}" for n in range(5)), content="x"),
        )
    )
    found = loaded(written(tmp_path / "x.xml", classic(blog)))
    paths = {path for (path,) in found.store.db.execute("SELECT path FROM posts")}
    assert len(paths) == count
    assert f"/p/uguale-{count - 1}.html" in paths


def test_an_entry_repeated_very_often_stays_linear(tmp_path: Path):
    data = classic(MadeBlog(posts=(MadePost(number="11", content="x"),)))
    start, end = data.rindex(b"<entry>"), data.rindex(b"</feed>")
    entry = data[start:end]
    same = entry * 3000
    other = b"".join(entry.replace(b">x<", f">{n}<".encode()) for n in range(3000))
    found = loaded(written(tmp_path / "x.xml", data[:end] + same + other + b"</feed>"))
    assert found.balance["post"].read == 6001
    assert found.balance["post"].skipped == {"duplicate": 3000}


def test_memory_does_not_grow_with_bodies_that_are_merged(tmp_path: Path):
    def blog(mark: str) -> MadeBlog:
        return MadeBlog(posts=tuple(MadePost(number=str(n), content=mark * 200_000) for n in range(10, 60)))

    paths = [written(tmp_path / f"{mark}.xml", classic(blog(mark))) for mark in "abc"]
    tracemalloc.start()
    try:
        loaded(*paths)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12_000_000, f"{peak:,} bytes at once of 30,000,000 read"


def test_what_is_chosen_may_stand_in_one_word_with_commas():
    kept = {"posts", "comments", "scheduled", "trashed", "spam"}
    assert selection(("trashed,spam",), ("drafts", "pages, widgets")) == kept


def test_containers_can_be_given_again(two: Path):
    container = open_container(str(two))
    assert open_container(container) is container
    found = open_inputs([container], Options())
    assert [blog.id for blog in found.survey.blogs] == ["7310", "7311"]
    assert selection((), ()) == Options().include
