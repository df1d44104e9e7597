"""`inspect`: which form, by what evidence, what is in it, what is missing and how to get it; strangers by name."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bloggermigrate.cli import main
from bloggermigrate.errors import InputError
from bloggermigrate.inspection import as_text, inspect_each
from bloggermigrate.options import Options
from bloggermigrate.readers import VARIANTS
from bloggermigrate.text.tongues import language_of
from blogs import MadeBlog, MadeComment, MadePost, classic, settings_csv, takeout


def inspected(*paths: Path, **options: Any) -> dict[str, Any]:
    return inspect_each([str(path) for path in paths], Options(target="jsonl", **options))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["inspect", *map(str, arguments)])


#: every file of the sample with what it is
SAMPLE = {
    "blog-11-23-2014.xml": "classic",
    "takeout.zip": "takeout",
    "takeout": "takeout",
    "feeds/posts-1.atom": "feed-atom",
    "feeds/pages.atom": "feed-atom",
    "feeds/comments.atom": "feed-atom",
    "feeds/comments-lievito-madre.atom": "feed-atom",
    "feeds/posts.rss": "feed-rss",
    "feeds/posts.json": "feed-json",
    "feeds/posts.js": "feed-json",
    "api/posts.json": "api",
    "api/post.json": "api",
    "api/comments.json": "api",
}
_BLOG = "takeout/Takeout/Blogger/Blogs/Pane, sassi e nuvole"
SAMPLE |= {
    f"{_BLOG}/feed.atom": "takeout",
    f"{_BLOG}/settings.csv": "takeout-settings",
    f"{_BLOG}/theme-layouts.xml": "theme",
    f"{_BLOG}/theme-classic.html": "classic-template",
    f"{_BLOG}/followers.csv": "people",
    "takeout/Takeout/Blogger/Profile/profile.csv": "people",
    "takeout/Takeout/archive_browser.html": "takeout-index",
    "takeout/Takeout/Blogger/Albums/Pane, sassi e nuvole/metadata.json": "album",
    "takeout/Takeout/Blogger/Albums/Pane, sassi e nuvole/forno.png.json": "album",
}


@pytest.mark.parametrize("name", SAMPLE)
def test_every_file_of_the_sample_is_named(sample: Path, name: str):
    found = inspected(sample / name)
    assert found["inputs"][0]["variant"] == SAMPLE[name]
    file = next(file for file in found["files"] if file["variant"] == SAMPLE[name])
    assert file["evidence"]
    assert file["evidence"] in as_text(found)
    assert "irene.valsania@" not in json.dumps(found)


def test_every_form_has_evidence_and_a_name_of_its_own():
    assert len({variant.name for variant in VARIANTS}) == len(VARIANTS)
    assert all(variant.evidence and variant.title for variant in VARIANTS)


def test_every_form_stands_in_the_docs():
    text = (Path(__file__).parent.parent / "docs" / "inputs.md").read_text(encoding="utf-8")
    assert all(f"`{variant.name}`" in text for variant in VARIANTS)


def expected_of(path: Path) -> str:
    """Return the form of a file of the corpus, from its folder and name."""
    folder, name = path.parent.name, path.name
    if folder == "takeout":
        for ending, variant in (
            ("settings.csv", "takeout-settings"), ("theme-layouts.xml", "theme"), ("theme-classic.html", "classic-template"),
            ("archive_browser.html", "takeout-index"), ("metadata.json", "album"),
        ):  # fmt: skip
            if name.endswith(ending):
                return variant
        return "takeout"
    if folder == "feeds":
        if name.endswith(".json"):
            return "feed-json"
        return "feed-rss" if "rss" in name or "9522" in name else "feed-atom"
    if folder == "themes":
        return "classic-template" if name.endswith("original.txt") else "theme"
    return folder


def test_every_file_of_the_corpus_is_named(corpus: Path):
    paths = [path for path in sorted(corpus.glob("*/*")) if path.parent.name != "pages"]
    assert len(paths) > 80
    for path in paths:
        found = inspected(path)
        assert found["inputs"][0]["variant"] == expected_of(path), path.name
        assert as_text(found)
        if expected_of(path) in ("classic", "takeout"):
            assert found["counts"]["post"] == sum(found["status"]["post"].values())
            assert found["dates"]["first"]
            assert found["missing"]


def test_no_page_of_the_corpus_is_taken_for_something_else(corpus: Path):
    named, refused = 0, []
    paths = sorted(corpus.glob("pages/*"))
    for path in paths:
        try:
            found = inspected(path)
        except InputError as error:
            named += "web page" in error.message
            refused.append((path.name, error.message))
        else:
            assert "page" in found["inputs"][0]["variant"], path.name
            named += 1
    assert named == len(paths)
    # All are Blogger's but one, which somebody wrote by hand into a design for it.
    ((name, why),) = refused
    assert "trafilatura__51" in name
    assert "design made for Blogger" in why


def _zip(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return held.getvalue()


def _tar(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as archive:
        for name, data in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return held.getvalue()


STRANGERS: dict[str, tuple[bytes, str]] = {
    "wxr": (b"<?xml version='1.0'?><rss xmlns:wp='http://wordpress.org/export/1.2/'><channel/></rss>", "WordPress"),
    "rss": (b"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title></channel></rss>", "RSS"),
    "rdf": (b"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><item/></rdf:RDF>", "RSS"),
    "atom": (b"<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:x</id><entry/></feed>", "another engine"),
    "opml": (b"<?xml version='1.0'?><opml version='2.0'><body/></opml>", "OPML"),
    "sitemap": (b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url/></urlset>", "sitemap"),
    "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>", "SVG"),
    "xml": (b"<?xml version='1.0'?><note><to>x</to></note>", "XML"),
    "html": (b"<!DOCTYPE html><html><head><title>x</title></head><body>x</body></html>", "web page"),
    "xhtml": (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><p>x</p></html>", "web page"),
    "empty": (b"", "empty"),
    "blanks": (b" \r\n\t ", "empty"),
    "json": (b'{"posts": [1, 2]}', "JSON"),
    "json-feed": (b'{"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": []}', "JSON feed"),
    "other-kind": (b'{"kind": "youtube#videoList", "items": []}', "JSON"),
    "ghost": (b'{"db": [{"meta": {}, "data": {"posts": []}}]}', "JSON"),
    "csv": (b"a,b,c,d,e,f,g,h,i,j,k,l\n1,2,3,4,5,6,7,8,9,0,1,2\n", "CSV"),
    "text": (b"Caro diario, oggi piove.", "text"),
    "markdown": (b"---\ntitle: x\n---\n\n# Titolo\n", "text"),
    "png": (b"\x89PNG\r\n\x1a\n" + bytes(64), "picture (PNG)"),
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(64), "picture (JPEG)"),
    "pdf": (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
    "sqlite": (b"SQLite format 3\0" + bytes(64), "SQLite"),
    "rtf": (b"{\\rtf1\\ansi lunedi 28 febbraio 2011}", "RTF"),
    "program": (b"\x7fELF\x02\x01\x01" + bytes(500), "binary"),
    "noise": (random.Random(1).randbytes(5000), "binary"),
    "zstd": (b"\x28\xb5\x2f\xfd" + random.Random(2).randbytes(500), "Zstandard"),
    "docx": (_zip({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<w/>"}), "Word document"),
    "epub": (_zip({"mimetype": b"application/epub+zip", "META-INF/container.xml": b"<c/>"}), "EPUB"),
    "odt": (_zip({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<c/>"}), "office suite"),
    "mbox": (b"From lia@example.invalid Mon Feb 28 10:35:00 2011\nFrom: Lia\nSubject: Ciao\n\nTesto\n", "mbox"),
    "tumblr-xml": (b"<?xml version='1.0'?><tumblr version='1.0'><tumblelog/><posts/></tumblr>", "Tumblr"),
    "tumblr-json": (b'{"posts": [{"post_url": "https://x.tumblr.com/post/1", "type": "text"}]}', "Tumblr"),
    "wordpress-rss": (
        b"<?xml version='1.0'?><rss version='2.0'><channel><title>x</title><generator>https://wordpress.org/?v=6.2"
        b"</generator><item><title>y</title><guid>https://x.example/?p=1</guid></item></channel></rss>",
        "another engine",
    ),
    "by-hand": (
        b"<html><body><!-- INSERT BLOGGER CODE HERE --><p>Thursday, September 12, 2002</p><p>x</p></blogger></body></html>",
        "design made for Blogger",
    ),
    "zeros": (bytes(5000), "empty"),
    "empty-zip": (b"PK\x05\x06" + bytes(18), "empty"),
    "zip-of-pictures": (_zip({"a.png": b"\x89PNG", "b.txt": b"x"}), "2 files"),
    "zip-in-zip": (_zip({"a.zip": _zip({"feed.atom": b"x"})}), "another archive"),
    "tar-of-text": (_tar({"a.txt": b"x", "b.md": b"y"}), "2 files"),
    "gzip-of-text": (gzip.compress(b"only words"), "text"),
    "bzip2-of-text": (bz2.compress(b"only words"), "text"),
    "xz-broken": (lzma.compress(b"x" * 5000)[:60], "damaged"),
    "gzip-broken": (b"\x1f\x8b\x08\x00" + bytes(20), "damaged"),
    "cut-zip": (_zip({"feed.atom": b"x" * 500})[:200], "damaged"),
}


@pytest.mark.parametrize("case", STRANGERS)
@pytest.mark.parametrize("command", ["inspect", "convert"])
def test_what_is_none_of_ours_is_named(tmp_path: Path, case: str, command: str):
    data, word = STRANGERS[case]
    path = tmp_path / "blog.xml"
    path.write_bytes(data)
    rest = ["--to", "jsonl", "-o", str(tmp_path / "out")] if command == "convert" else []
    result = CliRunner().invoke(main, [command, str(path), *rest])
    assert result.exit_code == 3, result.output
    assert word in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "out").exists()


ALONE: dict[str, Callable[[], bytes]] = {
    "theme": lambda: (
        b"<html xmlns:b='x'><b:skin/><b:section id='a'><b:widget id='Text1' type='Text'/></b:section></html>"
    ),
    "classic-template": lambda: b"<html><body><h1><$BlogTitle$></h1><Blogger><$BlogItemBody$></Blogger></body></html>",
    "takeout-settings": lambda: settings_csv(MadeBlog()),
    "classic": lambda: classic(MadeBlog()),
}


@pytest.mark.parametrize("variant", ALONE)
def test_what_holds_no_entry_is_told_but_not_converted(tmp_path: Path, variant: str):
    path = tmp_path / "x"
    path.write_bytes(ALONE[variant]())
    assert inspected(path)["inputs"][0]["variant"] == variant
    result = CliRunner().invoke(main, ["convert", str(path), "--to", "jsonl", "-o", str(tmp_path / "out")])
    assert result.exit_code == 3
    assert "Back up content" in result.stderr or "Export the blog again" in result.stderr
    assert not (tmp_path / "out").exists()


# -- what is in it -----------------------------------------------------------------------------------------------


def test_the_sample_is_told_in_full(sample: Path):
    found = inspected(sample / "takeout.zip")
    assert found["status"] == {
        "post": {"draft": 2, "live": 19, "scheduled": 1},
        "page": {"live": 2, "trashed": 1},
        "comment": {"deleted": 1, "live": 15, "spam": 1},
    }
    assert found["blog"]["hosts"] == ["panesassienuvole.blogspot.com"]
    assert found["languages"] == {"it": sum(found["years"].values()) - 1} or found["languages"]["it"] >= 22
    assert found["authors"] == {"Irene Valsania": 13, "Tommaso Brero": 12}
    assert found["labels"]["pane"] == 6
    assert sum(found["image_hosts"].values()) > 5
    assert (found["elsewhere"], found["pictures"], len(found["widgets"])) == (1, 10, 19)
    text = as_text(found)
    for word in ("Irene Valsania", "Europe/Rome", "10 pictures", "1 comments written on other blogs", "LinkList 1"):
        assert word in text
    result = run(sample / "takeout.zip", "--json")
    assert json.loads(result.stdout) == json.loads(json.dumps(found))


def lacks(found: dict[str, Any]) -> str:
    return " ".join(f"{lack['what']} {lack['how']}" for lack in found["missing"])


def test_what_is_missing_is_told_with_how_to_get_it(tmp_path: Path, sample: Path):
    feed = tmp_path / "feed.atom"
    feed.write_bytes(takeout(MadeBlog(posts=(MadePost(number="11"),))))
    alone = lacks(inspected(feed))
    for word in ("--blog-url", "--timezone", "--locale", "settings.csv", "Gadgets", "theme backup"):
        assert word in alone
    public = lacks(inspected(sample / "feeds" / "posts-1.atom"))
    for word in ("start-index=", "Drafts, settings and gadgets", "pages/default", "Back up content"):
        assert word in public
    assert "start-index" not in lacks(inspected(sample / "feeds" / "posts-1.atom", sample / "feeds" / "posts-2.atom"))
    assert "Comments" in lacks(inspected(sample / "api" / "posts.json"))
    assert "list of blogs" in lacks(inspected(sample / "takeout.zip"))
    export = tmp_path / "blog.xml"
    post = MadePost(number="11", extra="<thr:total>5</thr:total>", comments=(MadeComment(number="12"),))
    export.write_bytes(classic(MadeBlog(posts=(post,))))
    assert "4 comments on 1 posts" in lacks(inspected(export))
    export.write_bytes(classic(MadeBlog(posts=(post,)))[:-200])
    assert "file breaks" in lacks(inspected(export))


def test_several_blogs_are_all_told(tmp_path: Path):
    for name, number in (("uno", "1"), ("due", "2")):
        (tmp_path / name).mkdir()
        blog = MadeBlog(title=name, posts=(MadePost(number="11"),))
        (tmp_path / name / "feed.atom").write_bytes(takeout(blog).replace(b"blog-7310", f"blog-{number}".encode()))
    found = inspected(tmp_path)
    assert [blog["blog"]["title"] for blog in found["blogs"]] == ["due", "uno"]
    text = run(tmp_path).stdout
    assert "There are 2 blogs" in text
    assert "--all" in text
    assert inspected(tmp_path, blog="uno")["blog"]["title"] == "uno"


def test_merged_inputs_are_told_as_one(sample: Path):
    found = inspected(sample / "blog-11-23-2014.xml", sample / "takeout.zip")
    assert sum(found["status"]["post"].values()) == 22
    assert found["repeated"]["post"] == 22
    assert "posts            22" in as_text(found)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The bread of the village is not what it was, and that is for you to say", "en"),
        ("Il pane della nonna non era come quello che si trova nel forno", "it"),
        ("El pan de la abuela no era como el que se vende en la tienda, pero más rico", "es"),
        ("O pão da avó não era como o que se vende na loja, mas muito mais saboroso", "pt"),
        ("Le pain de la grand-mère est plus beau que celui du marché et je ne sais pas qui le fait", "fr"),
        ("Das Brot der Großmutter ist nicht so wie das von dem Bäcker, und ich weiß es auch", "de"),
        ("Бабушкин хлеб был вкуснее магазинного", "ru"),
        ("昨日パンを焼きました。とてもおいしかったです。", "ja"),
        ("12 34", ""),
        ("", ""),
        ("xqz wvu tsr " * 5, ""),
    ],
)
def test_languages(text: str, code: str):
    assert language_of(text) == code
