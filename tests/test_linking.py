"""Links of the blog to itself: what an address names, where it leads, and what is told where it leads nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import escape, unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bloggermigrate.intake import load
from bloggermigrate.issues import Issue, Source
from bloggermigrate.linking.clues import clues_in
from bloggermigrate.linking.forms import NOWHERE, Foreign, Own, Reader
from bloggermigrate.linking.linker import Linker
from bloggermigrate.model import RawEntry
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.report import Report
from bloggermigrate.store import Store
from bloggermigrate.writers import WRITERS
from blogs import MadeBlog, MadeComment, MadePost, classic, takeout
from engines import hugo

NAME = "name.blogspot.com"
READER = Reader((NAME, "example.org"), "19")
X = Own("entry", path="/2011/02/x.html")
NUMBER = "4512345678901234567"


# -- what an address names ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://name.blogspot.com/2011/02/x.html",
        "https://name.blogspot.com/2011/02/x.html",
        "HTTP://Name.Blogspot.COM/2011/02/x.html",
        "http://www.name.blogspot.com/2011/02/x.html",
        "http://name.blogspot.it/2011/02/x.html",
        "http://name.blogspot.com.br/2011/02/x.html",
        "http://name.blogspot.co.uk:80/2011/02/x.html",
        "https://www.example.org/2011/02/x.html",
        "http://user@example.org/2011/02/x.html",
        "//name.blogspot.com/2011/02/x.html",
        "/2011/02/x.html",
        "x.html",
        "./x.html",
        "../02/x.html",
        "name.blogspot.com/2011/02/x.html",
        "example.org:80/2011/02/x.html",
        "http://example.org//2011//02/x.html",
        "http://example.org/2011/02/%78.html",
        "http://example.org/2011/02/x.html?m=1",
        "http://example.org/2011/02/x.html?m=0&spref=fb",
        "http://example.org/2011/02/x.html?utm_source=feedburner&utm_medium=email",
        " http://example.org/2011/02/x.html\n",
        "http://example.org/view/magazine#!/2011/02/x.html",
        "http://example.org/#!/2011/02/x.html?m=1",
        "http://www.blogger.com/blogspot/name/2011/02/x.html",
        "https://www.google.com/url?q=http://example.org/2011/02/x.html&sa=D&usg=abc",
        "http://www.google.it/url?sa=t&url=http%3A%2F%2Fname.blogspot.com%2F2011%2F02%2Fx.html%3Fm%3D1",
        "https://www.google.com/url?q=https://www.google.com/url?q%3Dhttp://example.org/2011/02/x.html",
    ],
)
def test_every_spelling_of_a_permalink_is_one_entry(url: str) -> None:
    assert READER.read(url, "/2011/02/other.html") == X


@pytest.mark.parametrize(
    ("url", "anchor"),
    [
        ("http://example.org/2011/02/x.html#sec", "sec"),
        ("x.html#sec%201", "sec 1"),
        ("http://example.org/2011/02/x.html?showComment=1298000000000#c7412345678901234567", "c7412345678901234567"),
        ("http://example.org/2011/02/x.html?showComment=1298000000000", "comments"),
        ("http://example.org/2011/02/x.html#comment-7412345678901234567", "c7412345678901234567"),
        ("http://example.org/2011/02/x.html#comments", "comments"),
        ("http://example.org/2011/02/x.html#comment-form", "comment-form"),
    ],
)
def test_the_place_on_the_page_is_kept(url: str, anchor: str) -> None:
    found = READER.read(url, "/2011/02/other.html")
    expected = f"c{anchor[8:]}" if re.match(r"comment-\d", anchor) else anchor
    assert found == X._replace(anchor=expected)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.org", Own("home")),
        ("http://example.org/?m=1", Own("home")),
        ("http://example.org/index.html", Own("home")),
        ("http://example.org/view/classic", Own("home")),
        ("http://example.org/search/label/Pane%20e%20sale?max-results=20", Own("label", label="Pane e sale")),
        ("http://example.org/search/label/A%2FB", Own("label", label="A/B")),
        ("http://example.org/search/label/Pane+e+sale/", Own("label", label="Pane+e+sale")),
        ("http://example.org/search?updated-max=2011-02-01T00:00:00Z&max-results=7", Own("search")),
        ("http://example.org/search/?q=pane", Own("search")),
        ("http://example.org/2011/", Own("archive", year="2011")),
        ("http://example.org/2011", Own("archive", year="2011")),
        ("http://example.org/2011/02/", Own("archive", year="2011", month="02")),
        ("http://example.org/2011/02/14/", Own("archive", year="2011", month="02")),
        ("http://example.org/2011_02_01_archive.html", Own("archive", year="2011", month="02")),
        ("http://example.org/blog/archives/2004_05_01_name_archive.html", Own("archive", year="2004", month="05")),
        (
            f"http://example.org/2004_05_01_archive.html#{NUMBER}",
            Own("number", number=NUMBER, year="2004", month="05"),
        ),
        (f"http://example.org/#{NUMBER}", Own("number", number=NUMBER)),
        ("http://example.org/feeds/posts/default?alt=rss", Own("feed")),
        ("http://example.org/atom.xml", Own("feed")),
        ("http://example.org/feeds/comments/default", Own("comments-feed")),
        ("http://example.org/feeds/123/comments/default", Own("comments-feed")),
        ("http://example.org/feeds/posts/default/-/Pane%20e%20sale", Own("label-feed", label="Pane e sale")),
    ],
)
def test_what_blogger_makes_of_posts_is_told_apart(url: str, expected: Own) -> None:
    assert READER.read(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        f"http://www.blogger.com/post-edit.g?blogID=19&postID={NUMBER}",
        f"https://www.blogger.com/blogger.g?blogID=19#editor/target=post;postID={NUMBER};onPublishedMenu=posts",
        f"https://draft.blogger.com/blog/post/edit/19/{NUMBER}",
        f"https://www.blogger.com/u/1/blog/page/edit/19/{NUMBER}",
        f"https://www.blogger.com/blog/post/edit/preview/19/{NUMBER}",
        f"https://www.blogger.com/b/post-preview?token=abc&blogID=19&postId={NUMBER}&type=POST",
        f"http://www.blogger.com/comment.g?blogID=19&postID={NUMBER}",
        f"https://www.blogger.com/comment/frame/19?po={NUMBER}&blogID=19",
    ],
)
def test_bloggers_own_pages_of_a_post_are_the_post(url: str) -> None:
    assert READER.read(url) == Own("number", number=NUMBER)
    other = url.replace("19", "20", 1)
    assert READER.read(other) in (Own("number", number=NUMBER, sure=False), Own("number", number=NUMBER))


def test_a_preview_on_the_blogs_own_host_is_the_post() -> None:
    assert READER.read(f"http://{NAME}/b/post-preview?token=a&postId={NUMBER}&type=POST") == Own(
        "number", number=NUMBER
    )


def test_a_feed_proxy_names_the_post_by_its_last_part() -> None:
    proxied = "http://feedproxy.google.com/~r/Name/~3/AbC/x.html"
    assert READER.read(proxied) == Own("tail", path="x.html", sure=False)
    assert READER.read("http://feedproxy.google.com/~r/Name/~3/AbC/") == Foreign(
        "http://feedproxy.google.com/~r/Name/~3/AbC/"
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://other.blogspot.com/2011/02/x.html",
        "https://example.org.evil.example/2011/02/x.html",
        "https://www.google.com/search?q=http://example.org/2011/02/x.html",
        "https://www.google.com/url?q=javascript:alert(1)",
        "https://www.blogger.com/profile/123456789012",
        "https://www.blogger.com/video.g?token=abc",
        "http://[broken",
        "http://",
        "https://evil.example\\@example.org/2011/02/x.html",
    ],
)
def test_what_is_somebody_elses_stays_as_it_is(url: str) -> None:
    assert READER.read(url) == Foreign(url)


@pytest.mark.parametrize("url", ["", "#", "#sec", "mailto:a@example.org", "tel:+39", "javascript:x()", "ftp://e.org/x"])
def test_what_leads_to_no_page_is_nowhere(url: str) -> None:
    assert READER.read(url, "/2011/02/x.html") is NOWHERE


@pytest.mark.parametrize(
    "part", ["/~r/a/~3/b", "/", "http://example.org/url?q=", "#", "%2f", "../", "_archive", "2011_02_01_"]
)
def test_a_very_long_address_costs_little(part: str) -> None:
    for start in ("http://feedproxy.google.com", "http://example.org/", "https://www.google.com/url?q=", ""):
        assert READER.read(start + part * 200_000, "/2011/02/x.html") is not None
        assert READER.read((start + part * 4000)[:3990], "/2011/02/x.html") is not None
        list(clues_in(f'"{part * 20_000}.html#{part * 20_000}"'))


@given(st.text(max_size=80), st.text(max_size=20))
def test_any_string_is_read(url: str, base: str) -> None:
    for given_url in (url, f"http://example.org/{url}", f"//{url}", f"https://www.google.com/url?{url}"):
        assert READER.read(given_url, f"/{base}") is not None
    list(clues_in(f'.html#{url} //{NAME}/2011/02/{url}.html"'))


@given(st.from_regex(r"https?://[a-z]{1,8}\.(?:com|net)(?:/[!-~]{0,20})?", fullmatch=True))
def test_a_foreign_address_is_never_changed(url: str) -> None:
    assert READER.read(url) in (Foreign(url), NOWHERE) or "google" in url or "blogger" in url


def test_text_that_no_file_can_hold_is_stored(tmp_path: Path) -> None:
    store = Store.new()
    content = '<a href="http://name.blogspot.com/2011/02/\udc80x.html#\ud800">x</a>'
    store.add(RawEntry(kind="post", id="1", source=Source("x"), content=content))
    store.index()
    assert store.db.execute("SELECT count(*) FROM clues").fetchone()[0] == 1


def test_bodies_without_permalinks_give_no_clues() -> None:
    assert list(clues_in('<p>a page, no links</p><a href="http://example.org/">x</a>')) == []
    assert list(clues_in('<a href="y.html#c123456">x</a><a href="y.html#more">x</a>')) == []
    found = set(clues_in('<a href="http://www.name.blogspot.it/2011/02/x.html?m=1#sec">x</a> <a href="z.html#a%20b">'))
    assert found == {("anchor", "x", "sec"), ("anchor", "z", "a b"), ("host", NAME, "/2011/02/x")}


# -- where it leads ----------------------------------------------------------------------------------------------

HOST = "http://prova.blogspot.com"
BREAD = MadePost(
    number="4512345678901234567",
    title="Pane",
    path="/2011/03/pane.html",
    content='<p>Impasto.</p><h2 id="forno">Forno</h2><p><a name="sale"></a>Sale.</p>',
    labels=("Pane e sale",),
    comments=(MadeComment(number="7412345678901234567"),),
)
PAGE = MadePost(number="4512345678901234568", kind="page", title="Chi", path="/p/chi-siamo.html")
DRAFT = MadePost(number="4512345678901234569", title="Bozza", status="DRAFT", path="/2012/01/bozza.html")
OLD = MadePost(
    number="4512345678901234560", title="Vecchio", path="/2009/01/vecchio.html", published="2009-01-05T08:00:00Z"
)


def converted(where: Path, *links: str, target: str = "hugo", **chosen: Any) -> tuple[list[str], Report]:
    """Return what became of *links* in the clean HTML or Markdown of one post, and the report."""
    content = "".join(f'<p>Parola <a href="{escape(link)}">numero{place}.</a></p>' for place, link in enumerate(links))
    linking = MadePost(number="4512345678901234561", title="Indice", path="/2013/05/indice.html", content=content)
    blog = MadeBlog(posts=(BREAD, PAGE, DRAFT, OLD, linking))
    export = where / "blog.xml"
    export.write_bytes(classic(blog))
    jsonl = where / "out.jsonl"
    out = jsonl if target == "jsonl" else where / target
    report = convert([str(export)], Options(target=target, output=str(out), jobs=1, **chosen))
    texts = [out] if out.is_file() else sorted(path for path in out.rglob("*") if path.is_file())
    text = "\n".join(path.read_text(encoding="utf-8", errors="replace") for path in texts)
    text = unescape(text.replace('\\"', '"').replace("\\/", "/"))
    found = []
    for place in range(len(links)):
        markdown = re.search(rf"\[numero{place}\\?\.\]\(<?([^)>]*)", text)
        html = re.search(rf'<a href="([^"]*)">numero{place}\.', text)
        match = (html or markdown) if target in ("wordpress", "ghost", "atom", "jsonfeed", "jsonl") else markdown
        found.append(match[1] if match else "")
    return found, report


def told(report: Report, code: str) -> list[Issue]:
    return [issue for issue in report.issues if issue.code == code]


PERMALINK = f"{HOST}/2011/03/pane.html"
LABEL = f"{HOST}/search/label/Pane+e%20sale?max-results=5"
COMMENT = f"{PERMALINK}?showComment=1298000000000#c7412345678901234567"
#: target → post, static page, label's page, comment
PLACES = {
    "hugo": ("/2011/03/pane.html", "/p/chi-siamo.html", "/tags/pane-e-sale/", "#c7412345678901234567"),
    "jekyll": ("/2011/03/pane.html", "/p/chi-siamo.html", "/tags/pane-e-sale/", "#c7412345678901234567"),
    "eleventy": ("/2011/03/pane.html", "/p/chi-siamo.html", "/tags/pane-e-sale/", "#c7412345678901234567"),
    "astro": ("/2011/03/pane.html", "/p/chi-siamo.html", "/tags/pane-e-sale/", "#c7412345678901234567"),
    "hexo": ("/2011/03/pane.html", "/p/chi-siamo.html", "/tags/pane-e-sale/", "#c7412345678901234567"),
    "pelican": ("/2011/03/pane.html", "/p/chi-siamo.html", "/tags/pane-e-sale/", "#c7412345678901234567"),
    "nikola": ("/2011/03/pane.html", "/p/chi-siamo.html", "/tags/pane-e-sale.html", "#c7412345678901234567"),
    "mkdocs": ("/2011/03/pane.html", "/p/chi-siamo.html", "/tags/pane-e-sale.html", "#c7412345678901234567"),
    "wordpress": ("/2011/03/pane.html", "/chi-siamo", "/tag/pane-e-sale", "#comments"),
    "ghost": (
        "__GHOST_URL__/2011/03/pane/",
        "__GHOST_URL__/chi-siamo/",
        "__GHOST_URL__/tag/pane-e-sale/",
        "#c7412345678901234567",
    ),
    "atom": (
        f"{HOST}/2011/03/pane.html",
        f"{HOST}/p/chi-siamo.html",
        f"{HOST}/search/label/Pane%20e%20sale",
        "#c7412345678901234567",
    ),
    "jsonfeed": (
        f"{HOST}/2011/03/pane.html",
        f"{HOST}/p/chi-siamo.html",
        f"{HOST}/search/label/Pane%20e%20sale",
        "#c7412345678901234567",
    ),
}


@pytest.mark.parametrize("target", WRITERS)
def test_each_target_gets_the_form_it_wants(target: str, tmp_path: Path) -> None:
    links = (PERMALINK, f"{HOST}/p/chi-siamo.html", LABEL, COMMENT, "https://example.org/a?b=1#c")
    found, report = converted(tmp_path, *links, target=target)
    if WRITERS[target].as_found:
        assert found == list(links)
    else:
        post, page, label, comment = PLACES[target]
        assert found == [post, page, label, post + comment, "https://example.org/a?b=1#c"]
    assert report.ledger.reference_counts()["link"] == {"external": 1, "resolved": 4}


def test_json_lines_say_beside_a_link_where_it_leads(tmp_path: Path) -> None:
    converted(tmp_path, PERMALINK, COMMENT, "https://example.org/", f"{HOST}/2009/01/gone.html", target="jsonl")
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text("utf-8").splitlines()]
    (links,) = [line["links"] for line in lines if line["kind"] == "post" and line["links"]]
    there = "/2011/03/pane.html"
    assert [link["path"] for link in links] == [there, f"{there}#c7412345678901234567", None, None]


def test_comments_inside_of_pages_are_places_too(tmp_path: Path) -> None:
    found, _ = converted(tmp_path, COMMENT, f"{PERMALINK}#comments", comments="inline")
    assert found == ["/2011/03/pane.html#c7412345678901234567", "/2011/03/pane.html"]
    bread = next((tmp_path / "hugo").rglob("pane.md")).read_text(encoding="utf-8")
    assert 'id="c7412345678901234567"' in bread


def test_comments_that_are_left_out_are_no_places(tmp_path: Path) -> None:
    found, report = converted(tmp_path, COMMENT, comments="none")
    assert found == ["/2011/03/pane.html"] and [issue.old for issue in told(report, "link-anchor")] == [COMMENT]


def test_pretty_addresses_are_followed(tmp_path: Path) -> None:
    found, _ = converted(tmp_path, f"{PERMALINK}#forno", f"{HOST}/p/chi-siamo.html", permalinks="pretty")
    assert found == ["/2011/03/pane/#forno", "/p/chi-siamo/"]


def test_places_in_bodies_stay_where_other_posts_link_to_them(tmp_path: Path) -> None:
    links = (f"{PERMALINK}#forno", f"{PERMALINK}#sale", f"{PERMALINK}#lievito", f"{PERMALINK}#more")
    found, report = converted(tmp_path, *links)
    path = "/2011/03/pane.html"
    assert found == [f"{path}#forno", f"{path}#sale", path, path]
    bread = next((tmp_path / "hugo").rglob("pane.md")).read_text(encoding="utf-8")
    assert '<a id="forno"></a>' in bread and '<a id="sale"></a>' in bread and "lievito" not in bread
    assert [issue.old for issue in told(report, "link-anchor")] == [f"{PERMALINK}#lievito"]


def test_what_leads_nowhere_stays_and_is_told_with_advice(tmp_path: Path) -> None:
    links = (
        f"{HOST}/2010/07/pane.html",
        f"{HOST}/2011/03/pan.html",
        f"{HOST}/2010/07/altro.html",
        f"{HOST}/search/label/Niente",
        f"{HOST}/2001/",
        "www.example.org/x",
        "da scrivere",
        "/2010/07/altro.html",
    )
    found, report = converted(tmp_path, *links)
    assert [unquote(place) for place in found] == list(links)
    said = {issue.old: issue.message for issue in told(report, "link-missing")}
    assert list(said) == list(links)
    assert "The nearest is /2011/03/pane.html." in said[links[0]] and "/2011/03/pane.html" in said[links[1]]
    assert "nearest" not in said[links[2]] and "https://www.example.org/x" in said[links[5]]
    missing = list(report.ledger.references("link", "missing"))
    assert len(missing) == len(links) and missing[0].entry.endswith("4512345678901234561")


def test_entries_that_are_not_written_or_not_public(tmp_path: Path) -> None:
    links = (f"{HOST}/2009/01/vecchio.html", f"https://www.blogger.com/blog/post/edit/7310/{DRAFT.number}")
    found, report = converted(tmp_path, *links, since=date(2010, 1, 1))
    assert found[0] == links[0] and found[1].endswith("/bozza.html")
    assert [issue.old for issue in told(report, "link-not-written")] == [links[0]]
    assert [issue.old for issue in told(report, "link-to-draft")] == [links[1]]


def test_blogger_edit_links_of_other_blogs_stay(tmp_path: Path) -> None:
    links = (
        f"https://www.blogger.com/post-edit.g?blogID=7310&postID={BREAD.number}",
        "https://www.blogger.com/post-edit.g?blogID=99&postID=1112223334445556667",
        "https://www.blogger.com/post-edit.g?blogID=7310&postID=1112223334445556667",
        "http://feedproxy.google.com/~r/Prova/~3/AbCdE/pane.html",
        "http://feedproxy.google.com/~r/Prova/~3/AbCdE/altro.html",
    )
    found, report = converted(tmp_path, *links)
    assert found == ["/2011/03/pane.html", links[1], links[2], "/2011/03/pane.html", links[4]]
    assert report.ledger.reference_counts()["link"] == {"external": 2, "missing": 1, "resolved": 2}


def test_redirects_of_google_are_taken_out_and_counted(tmp_path: Path) -> None:
    wrapped = "https://www.google.com/url?q=https://example.org/a%3Fb%3D1&sa=D&usg=x"
    found, report = converted(
        tmp_path, wrapped, wrapped, wrapped.replace("example.org/a", "prova.blogspot.com/2011/03/pane.html")
    )
    assert found == ["https://example.org/a?b=1", "https://example.org/a?b=1", "/2011/03/pane.html"]
    (issue,) = told(report, "link-unwrapped")
    assert issue.message.startswith("2 links")


def test_archives_feeds_and_search_lead_to_what_the_site_has(tmp_path: Path) -> None:
    links = (
        "/2011/03/",
        "/2011_03_01_archive.html",
        "/2011/07/",
        "/feeds/posts/default",
        "/search?q=x",
        "/",
        "/atom.xml",
    )
    found, _ = converted(tmp_path, *(f"{HOST}{link}" for link in links))
    assert found == ["/2011/03/", "/2011/03/", "/2011/", "/feeds/posts/default", "/posts/", "/", "/feeds/posts/default"]


def test_links_in_code_are_text_and_pictures_links_are_not_counted(tmp_path: Path) -> None:
    code = f"<pre>&lt;a href='{PERMALINK}'&gt;</pre>"
    shown = '<a href="http://1.bp.blogspot.com/a/s1600/x.jpg"><img src="http://1.bp.blogspot.com/a/s320/x.jpg"/></a>'
    export = tmp_path / "blog.xml"
    export.write_bytes(classic(MadeBlog(posts=(BREAD, replace(OLD, content=code + shown)))))
    report = convert([str(export)], Options(target="hugo", output=str(tmp_path / "out"), jobs=1))
    text = next((tmp_path / "out").rglob("vecchio.md")).read_text(encoding="utf-8")
    assert PERMALINK in text
    assert "link" not in report.ledger.reference_counts()


def test_comments_and_gadgets_lead_to_new_places_too(tmp_path: Path) -> None:
    comment = MadeComment(
        number="7412345678901234999", content=f'Vedi <a href="{PERMALINK}#c7412345678901234567">qui</a>'
    )
    export, theme = tmp_path / "blog.xml", tmp_path / "theme.xml"
    export.write_bytes(classic(MadeBlog(posts=(BREAD, replace(OLD, comments=(comment,))))))
    theme.write_text(
        "<html xmlns:b='x'><b:skin/><b:section id='lato'><b:widget id='LinkList1' title='Qui' type='LinkList'>"
        f"<b:widget-settings><b:widget-setting name='link-0'>{PERMALINK}?m=1</b:widget-setting>"
        "<b:widget-setting name='text-0'>Pane</b:widget-setting></b:widget-settings></b:widget></b:section></html>",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    convert([str(export), str(theme)], Options(target="hugo", output=str(out), permalinks="pretty", jobs=1))
    (thread,) = (path for path in out.glob("data/comments/*.json") if "Vedi" in path.read_text(encoding="utf-8"))
    assert "/2011/03/pane/#c7412345678901234567" in thread.read_text(encoding="utf-8")
    assert "/2011/03/pane/" in (out / "data" / "widgets.yaml").read_text(encoding="utf-8")


def test_an_unknown_host_is_taken_for_the_blogs_only_when_posts_prove_it(tmp_path: Path) -> None:
    posts = tuple(
        MadePost(number=f"451234567890123460{n}", title=f"Uno{n}", path=f"/2011/03/uno-{n}.html", content="<p>x</p>")
        for n in range(4)
    )

    def run(count: int) -> tuple[Report, str]:
        links = "".join(f'<a href="http://www.mio.example/2011/03/uno-{n}.html">{n}</a> ' for n in range(count))
        linking = MadePost(number="4512345678901234700", title="Indice", path="/2013/05/indice.html", content=links)
        export = tmp_path / "feed.atom"
        export.write_bytes(takeout(MadeBlog(posts=(*posts, linking))))
        out = tmp_path / f"out{count}"
        report = convert([str(export)], Options(target="hugo", output=str(out), jobs=1))
        return report, next(out.rglob("indice.md")).read_text(encoding="utf-8")

    few, text = run(2)
    assert "mio.example/2011/03/uno-0.html" in text and "mio.example" not in few.blog.hosts
    assert [issue.severity for issue in told(few, "link-host")] == ["warning"]
    many, text = run(4)
    assert "mio.example" not in text and "(/2011/03/uno-0.html)" in text and "mio.example" in many.blog.hosts
    assert [issue.severity for issue in told(many, "link-host")] == ["info"]


# -- the site that is built --------------------------------------------------------------------------------------


def broken(built: Path, places: set[str]) -> Iterator[str]:
    """Give those of *places* (paths with fragments, encoded) that the folder of a built site does not answer."""
    ids: dict[Path, set[str]] = {}
    for place in sorted(places):
        path, fragment = urldefrag(place)
        file = built / unquote(urlsplit(path).path).lstrip("/")
        file = file / "index.html" if file.is_dir() else file
        if not file.is_file():
            yield place
        elif fragment:
            if file not in ids:
                page = file.read_text(encoding="utf-8")
                ids[file] = {
                    unescape(name) for quoted in re.findall(r'\bid=(?:"([^"]*)"|([^\s>"]+))', page) for name in quoted
                }
            if unquote(fragment) not in ids[file]:
                yield place


def hugo_answers(source: Path, folder: Path) -> tuple[int, list[str]]:
    """Convert and build *source*; return how many places its own links lead to, and those that are broken."""
    report = convert([str(source)], Options(target="hugo", output=str(folder / "site"), jobs=1))
    drafts = {issue.old for issue in told(report, "link-to-draft")}
    places = {each.place for each in report.ledger.references("link", "resolved") if each.url not in drafts}
    if not places:
        return 0, []
    hugo.build(folder / "site", folder / "built", "-F")
    return len(places), list(broken(folder / "built", places))


@pytest.mark.skipif(hugo.executable() is None, reason="hugo is not installed")
def test_no_own_link_of_the_built_sample_is_broken(sample: Path, tmp_path: Path) -> None:
    count, lost = hugo_answers(sample / "takeout.zip", tmp_path)
    assert count > 10 and lost == []


@pytest.mark.skipif(hugo.executable() is None, reason="hugo is not installed")
def test_no_own_link_of_built_real_blogs_is_broken(corpus: Path, tmp_path: Path) -> None:
    found = {}
    for place, source in enumerate(sorted([*corpus.glob("classic/*.xml"), *corpus.glob("takeout/*.atom")])):
        found[source.name] = hugo_answers(source, tmp_path / str(place))
    assert sum(count for count, _ in found.values()) > 100
    assert {name: lost for name, (_, lost) in found.items() if lost} == {}


# -- any address at all ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def linkers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Linker]:
    """A linker for each target over one small blog."""
    export = tmp_path_factory.mktemp("blog") / "blog.xml"
    export.write_bytes(classic(MadeBlog(posts=(BREAD, PAGE, DRAFT, OLD))))
    found = {}
    for target, writer in WRITERS.items():
        options = Options(target=target, output="out")
        loaded = load([str(export)], options)
        addresses = writer.addresses(loaded.blog, options)
        found[target] = Linker(loaded.store, loaded.blog, addresses, writer.places)
    return found


_ENDS = ("", "?m=1", "#c7412345678901234567", "#forno", "/", "?showComment=1")
_PATHS = (
    "/2011/03/pane.html",
    "/p/chi-siamo.html",
    "/search/label/Pane e sale",
    "/2011/03/",
    "/feeds/posts/default",
    "/",
)


@given(st.one_of(st.text(max_size=60), st.builds("".join, st.tuples(st.sampled_from(_PATHS), st.text(max_size=12)))))
def test_a_link_that_is_led_begins_as_its_target_wants(linkers: dict[str, Linker], rest: str) -> None:
    for target, linker in linkers.items():
        base = {"ghost": "__GHOST_URL__/", "atom": f"{HOST}/", "jsonfeed": f"{HOST}/"}.get(target, "/")
        for url in (rest, f"{HOST}{rest}", f"https://elsewhere.example{rest}"):
            linker.begin("/2011/03/pane.html")
            found = linker.find(url)
            if found.state == "resolved":
                assert found.place.startswith(base) and not re.search(r"""[\s<>"\\]""", found.place)
            elif not found.issue or found.state != "external":
                assert found.place == url
            linker.issues_of([(url, found)], Source("x"))


@given(st.sampled_from(_PATHS), st.sampled_from(_ENDS))
def test_every_form_of_what_is_there_is_resolved(linkers: dict[str, Linker], path: str, end: str) -> None:
    for linker in linkers.values():
        linker.begin()
        assert linker.find(f"{HOST}{path}{end}").state == "resolved"


def test_many_dead_links_of_one_body_cost_little_and_only_the_first_are_advised(linkers: dict[str, Linker]) -> None:
    linker = linkers["hugo"]
    assert linker.find(f"{HOST}/2010/07/\ud800.html").state == "missing"
    urls = [f"{HOST}/2010/07/pane.html?{n}" for n in range(50)]
    issues = linker.issues_of([(url, linker.find(url)) for url in urls], Source("x"))
    assert len(issues) == 50 and sum("nearest" in issue.message for issue in issues) == 20
