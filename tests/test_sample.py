"""The sample blog: current with its source, sound as XML, and the same blog in both forms."""

import csv
import io
import re
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "fixtures" / "sample"
CLASSIC = SAMPLE / "blog-11-23-2014.xml"
BLOG = SAMPLE / "takeout" / "Takeout" / "Blogger" / "Blogs" / "Pane, sassi e nuvole"
ATOM = "{http://www.w3.org/2005/Atom}"
BLOGGER = "{http://schemas.google.com/blogger/2018}"
DRAFT = "{http://purl.org/atom/app#}control/{http://purl.org/atom/app#}draft"
KIND = "http://schemas.google.com/blogger/2008/kind#"


def text(entry: etree._Element, path: str) -> str:
    return entry.findtext(path) or ""


def tail(identifier: str) -> str:
    found = re.search(r"\d+$", identifier)
    assert found, identifier
    return found[0]


@pytest.fixture(scope="module")
def classic() -> dict[str, list[etree._Element]]:
    kinds: dict[str, list[etree._Element]] = {}
    for entry in etree.parse(CLASSIC).getroot().iter(f"{ATOM}entry"):
        (kind,) = [
            category.get("term", "").removeprefix(KIND)
            for category in entry.iter(f"{ATOM}category")
            if category.get("term", "").startswith(KIND)
        ]
        kinds.setdefault(kind, []).append(entry)
    return kinds


@pytest.fixture(scope="module")
def takeout() -> list[etree._Element]:
    return list(etree.parse(BLOG / "feed.atom").getroot().iter(f"{ATOM}entry"))


def test_files_are_what_the_script_writes() -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_sample.py"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_check_notices_a_changed_and_a_stray_file(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "scripts" / "make_sample.py"), "--folder", str(tmp_path)]
    (tmp_path / "source").symlink_to(SAMPLE / "source", target_is_directory=True)
    subprocess.run(command, capture_output=True, check=True)
    feed = next(tmp_path.glob("takeout/**/Pane*/feed.atom"))
    feed.write_text(feed.read_text(encoding="utf-8").replace("Gustavo", "Gastone"), encoding="utf-8")
    stray = feed.with_name("stray.txt")
    stray.write_text("?", encoding="utf-8")
    run = subprocess.run([*command, "--check"], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert feed.name in run.stderr
    assert stray.name in run.stderr


def test_classic_is_one_line_but_for_texts(classic: dict[str, list[etree._Element]]) -> None:
    texts = r"<(content|title) .*?</\1>"  # a comment's title is the start of its text, line breaks and all
    assert "\n" not in re.sub(texts, "", CLASSIC.read_text(encoding="utf-8"), flags=re.S)
    assert [*classic] == ["template", "settings", "post", "page", "comment"]


def test_counts(classic: dict[str, list[etree._Element]], takeout: list[etree._Element]) -> None:
    assert {kind: len(entries) for kind, entries in classic.items()} == {
        "template": 1,
        "settings": 58,
        "post": 22,
        "page": 2,
        "comment": 16,
    }
    found = Counter((text(e, f"{BLOGGER}type"), text(e, f"{BLOGGER}status")) for e in takeout)
    assert found == {
        ("POST", "LIVE"): 19,
        ("POST", "DRAFT"): 2,
        ("POST", "SCHEDULED"): 1,
        ("PAGE", "LIVE"): 2,
        ("PAGE", "SOFT_TRASHED"): 1,
        ("COMMENT", "LIVE"): 15,
        ("COMMENT", "GHOSTED_COMMENT"): 1,
        ("COMMENT", "SPAM_COMMENT"): 1,
    }


def test_both_forms_are_the_same_blog(classic: dict[str, list[etree._Element]], takeout: list[etree._Element]) -> None:
    def facts(entry: etree._Element) -> tuple[object, ...]:
        moments = [datetime.fromisoformat(text(entry, ATOM + name)) for name in ("published", "updated")]
        labels = [c.get("term") for c in entry.iter(f"{ATOM}category") if "#kind" not in (c.get("scheme") or "")]
        author = entry.find(f"{ATOM}author")
        assert author is not None
        names = (text(author, f"{ATOM}name"), text(author, f"{ATOM}uri"))
        return *moments, [label for label in labels if label], names

    def bodies(entries: list[etree._Element]) -> dict[str, tuple[object, ...]]:
        return {
            tail(text(e, f"{ATOM}id")): (text(e, f"{ATOM}title"), text(e, f"{ATOM}content"), facts(e)) for e in entries
        }

    kept = [e for e in takeout if text(e, f"{BLOGGER}status") in {"LIVE", "DRAFT", "SCHEDULED"}]
    posts = [e for e in kept if text(e, f"{BLOGGER}type") != "COMMENT"]
    comments = [e for e in kept if text(e, f"{BLOGGER}type") == "COMMENT"]
    assert bodies(posts) == bodies(classic["post"] + classic["page"])
    by_number = {tail(text(e, f"{ATOM}id")): e for e in classic["comment"]}
    for comment in comments:
        twin = by_number[tail(text(comment, f"{ATOM}id"))]
        assert text(comment, f"{ATOM}content") == text(twin, f"{ATOM}content").replace("<br />", "\n")
        assert facts(comment) == facts(twin)


def test_drafts_and_the_scheduled_post(classic: dict[str, list[etree._Element]]) -> None:
    drafts = [entry for entry in classic["post"] if entry.findtext(DRAFT) == "yes"]
    links = [{link.get("rel", ""): link.get("href", "") for link in draft.iter(f"{ATOM}link")} for draft in drafts]
    assert len(drafts) == 2
    assert all("alternate" not in link for link in links)
    assert sorted(link.get("replies", "") for link in links)[0] == ""
    assert any(link.get("replies", "").endswith("/2013/07/il-rifugio-chiuso.html#comment-form") for link in links)
    exported = datetime.fromisoformat(text(etree.parse(CLASSIC).getroot(), f"{ATOM}updated"))
    late = [e for e in classic["post"] if datetime.fromisoformat(text(e, f"{ATOM}published")) > exported]
    assert [text(entry, f"{ATOM}title") for entry in late] == ["Il pane dell'Immacolata"]


def test_comments_find_their_entry_by_number_only(classic: dict[str, list[etree._Element]]) -> None:
    entries = {tail(text(e, f"{ATOM}id")): text(e, f"{ATOM}id") for e in classic["post"] + classic["page"]}
    refs = [e.get("ref", "") for c in classic["comment"] for e in c.iter("{*}in-reply-to")]
    assert len(refs) == 16
    assert all(tail(ref) in entries for ref in refs)
    assert sum(entries[tail(ref)] != ref for ref in refs) == 2  # those on the page, whose id says ".page-"
    numbers = {tail(text(c, f"{ATOM}id")) for c in classic["comment"]}
    related = [link.get("href", "") for c in classic["comment"] for link in c.iter(f"{ATOM}link")]
    parents = [tail(href) for href in related if "/comments/default/" in href and tail(href) in numbers]
    replies = [link for c in classic["comment"] for link in c.iter(f"{ATOM}link") if link.get("rel") == "related"]
    assert len(replies) == 4
    assert {tail(link.get("href", "")) for link in replies} <= set(parents)


def test_links_into_the_blog_lead_somewhere(classic: dict[str, list[etree._Element]]) -> None:
    def hrefs() -> Iterator[str]:
        for entry in classic["post"] + classic["page"]:
            yield from re.findall(r'href="([^"]+)"', text(entry, f"{ATOM}content"))

    paths = {
        re.sub(r"^https?://[^/]+", "", link.get("href", ""))
        for entry in classic["post"] + classic["page"]
        for link in entry.iter(f"{ATOM}link")
        if link.get("rel") == "alternate"
    }
    own = [
        m[1]
        for href in hrefs()
        if (m := re.match(r"(?:https?://[\w.]*panesassi[^/]+)?(/\d{4}/[^?#]+|/p/[^?#]+)", href))
    ]
    assert len(own) >= 7
    assert set(own) <= paths
    comments = {tail(text(c, f"{ATOM}id")) for c in classic["comment"]}
    anchors = [m[1] for href in hrefs() if (m := re.search(r"#c(\d+)$", href))]
    assert len(anchors) == 1
    assert set(anchors) <= comments


def test_settings_are_in_both_forms(classic: dict[str, list[etree._Element]]) -> None:
    header, row = csv.reader(io.StringIO((BLOG / "settings.csv").read_text(encoding="utf-8")))
    assert len(header) == len(row) == 65
    known = dict(zip(header, row, strict=True))
    named = {text(e, f"{ATOM}id").rpartition(".")[2].lower(): text(e, f"{ATOM}content") for e in classic["settings"]}
    for key in (
        "blog_name",
        "blog_description",
        "blog_locale",
        "blog_time_zone",
        "blog_subdomain",
        "blog_send_email",
    ):
        assert known[key] == named[key] != ""
    personal = re.compile(r"[\w.]+@posta\.invalid")
    assert len(set(personal.findall(CLASSIC.read_text(encoding="utf-8")))) >= 8


def test_gadgets_are_the_same_text_in_both_forms(classic: dict[str, list[etree._Element]]) -> None:
    theme = (BLOG / "theme-layouts.xml").read_text(encoding="utf-8")
    assert text(classic["template"][0], f"{ATOM}content") == theme.rstrip("\n")
    widgets = etree.fromstring(theme.encode()).iter("{http://www.google.com/2005/gml/b}widget")
    assert Counter(widget.get("type") for widget in widgets)["HTML"] == 3


def test_nothing_is_left_unfilled() -> None:
    everything = CLASSIC.read_text(encoding="utf-8") + (BLOG / "feed.atom").read_text(encoding="utf-8")
    assert not re.findall(r"@(?:blogid|postid|page|comment)\b", everything)


def test_zip_holds_the_tree() -> None:
    with zipfile.ZipFile(SAMPLE / "takeout.zip") as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert names == sorted(
        path.relative_to(SAMPLE / "takeout").as_posix() for path in (SAMPLE / "takeout").rglob("*") if path.is_file()
    )
