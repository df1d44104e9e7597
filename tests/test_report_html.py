"""The report as a page: what it says, that it is harmless, and how it behaves in a browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from bloggermigrate.body.tree import Element, parse
from bloggermigrate.body.words import names
from bloggermigrate.errors import UsageError
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.report import Report, check_report_path, write
from bloggermigrate.report.html import pages, views
from bloggermigrate.report.html.differences import differing
from bloggermigrate.report.html.facts import gather
from bloggermigrate.report.html.inert import inert
from bloggermigrate.writers import WRITERS
from blogs import MadeBlog, MadeComment, MadePost, classic
from browser import axe, browser, chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

# ------------------------------------------------------------------------------------------------- blogs and reports

#: everything that has ever run where it should only have been looked at
_HOSTILE = (
    "<script>parent.hit = top.hit = 1; alert(1)</script><img src=x onerror='top.hit=2'>"
    "<svg onload='top.hit=3'><animate onbegin='top.hit=3'/></svg><a href='javascript:top.hit=4'>go</a>"
    "<iframe src='javascript:top.hit=5' srcdoc='<script>top.hit=5</script>'></iframe>"
    "<style>@import 'http://evil.example/a.css'; body { background: url(http://evil.example/b.png) } * { display: none }</style>"
    "<div style='background:url(http://evil.example/c.png);position:fixed;inset:0;color:expression(alert(1))'>over</div>"
    "<link rel=stylesheet href='http://evil.example/d.css'><meta http-equiv=refresh content='0;url=http://evil.example/'>"
    "<base href='http://evil.example/'><form action='http://evil.example/'><input name=a autofocus onfocus='top.hit=6'></form>"
    "<object data='http://evil.example/e'></object><embed src='http://evil.example/f'><video src='http://evil.example/g' autoplay></video>"
    "</div></noscript></template></script></textarea><!-- --!><script>top.hit=7</script>]]>"
    '"><img src=x onerror=top.hit=8>&lt;script&gt;top.hit=9&lt;/script&gt;'
)


def made_report(folder: Path, blog: MadeBlog, **chosen: Any) -> Report:
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / "blog.xml"
    source.write_bytes(classic(blog))
    options = {"target": "hugo", "output": str(folder / "site"), "dry_run": True, "jobs": 1} | chosen
    return convert([str(source)], Options(**options))


def post(number: int, **chosen: Any) -> MadePost:
    values = {"title": f"Giorno {number}", "content": f"<p>Oggi <b>{number}</b> pani.</p>"}
    values |= {"path": f"/2011/03/giorno-{number}.html"}
    return MadePost(number=str(100 + number), **(values | chosen))


def hostile_blog() -> MadeBlog:
    bad = "</script></noscript><script>top.hit=10</script><img src=x onerror=top.hit=11>"
    return MadeBlog(
        title=f"Blog {bad}",
        posts=(
            post(1, title=f"Titolo {bad}", content=_HOSTILE, labels=(f"etichetta {bad}", "<!--<script>")),
            post(2, content=f"<p>Piano</p>{_HOSTILE * 20}", comments=(MadeComment(number="9001", content=_HOSTILE),)),
            post(3, content="<p>Un pane.</p>", author=bad),
        ),
    )


def big_blog(posts: int) -> MadeBlog:
    """A blog of short posts over ten years, every seventh with a label of its own, some with comments."""
    return MadeBlog(
        posts=tuple(
            post(
                number,
                title=f"Pane numero {number}" if number % 3 else f"Lago, il {number}",
                path=f"/{2005 + number % 10}/03/p-{number}.html",
                published=f"{2005 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}T08:00:00.000+01:00",
                labels=(("gite",) if number % 7 == 0 else ()) + (("caffè",) if number % 1000 == 1 else ()),
                status="DRAFT" if number % 500 == 0 else "LIVE",
            )
            for number in range(1, posts + 1)
        )
    )


# ------------------------------------------------------------------------------------------------------------- harmless

_HARMLESS = names(
    """p div br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre code kbd samp tt b strong i em u s strike del ins sub
    sup small big mark abbr cite q table thead tbody tfoot tr td th caption figure figcaption center details summary span"""
)
_ATTRIBUTES = names("dir align colspan rowspan start class open style title")


def check_harmless(html: str) -> None:
    waiting: list[Any] = list(parse(html).children)
    while waiting:
        element = waiting.pop()
        if isinstance(element, Element):
            assert element.tag.name in _HARMLESS, element.tag.name
            assert set(element.tag.attributes) <= _ATTRIBUTES, element.tag.attributes
            style = element.tag.get("style")
            assert not re.search(r"url|expression|position|@|\\|/\*|var\(|attr\(", style), style
            waiting += element.children


@pytest.mark.parametrize(
    "html",
    [
        _HOSTILE,
        "<p style='color:red;background-color:rgb(1,2,3);width:expression(alert(1))'>a</p>",
        "<p style='color:u\\72l(http://e.example)'>a</p>",
        "<p style=\"text-align:center'onclick='x()\">a</p>",
        "<a href='java\nscript:x()' title='\"><script>x()</script>'>a</a>",
        "<math><mi xlink:href='javascript:x()'>a</mi></math>",
        "<img alt='\"><script>x()</script>' src='\"><script>x()</script>' width=400 height=300>",
        "<plaintext><script>x()</script>",
        "<noscript><p title='</noscript><script>x()</script>'></noscript>",
        "<b><i></b><table><script>x()</table>" * 50,
    ],
    ids=["all at once", "style", "escaped style", "quote in style", "link", "math", "image", "plaintext", "noscript", "misnested"],
)  # fmt: skip
def test_nothing_of_a_body_can_run_load_or_lead_away(html: str):
    made = inert(html)
    check_harmless(made.html())
    check_harmless(made.html(made.tokens(), "mark"))


_BITS = [*"<>/='\" abps!-&;:#()", "script", "style=", "onload=", "img ", "svg", "noscript", "&#x3c;", "\u200b", "\x00"]


@given(st.lists(st.sampled_from(_BITS), max_size=50).map("".join))
def test_any_string_is_made_harmless(text: str):
    made = inert(text)
    check_harmless(made.html())
    check_harmless(made.html(made.tokens(), "mark"))
    if "\u200b" not in text:
        assert made.keys() == [token.key for token in made.tokens()]


def test_words_broken_by_markup_are_one_word_and_pictures_are_told():
    made = inert(
        '<p>Ie<b>ri</b> pa\u00adne</p><img src="http://e.example/s400/p%C3%A0ne.jpg" alt="Il forno" width=40 height=30>'
    )
    assert made.keys() == ["ieri", "pane", "\ufffc"]
    box = made.html()
    assert all(word in box for word in ("Picture", "Il forno", "pàne.jpg", "40 × 30"))


def test_a_pixel_that_counts_visitors_is_not_seen():
    assert inert('<img src="http://e.example/t.gif" width="1" height="1">').keys() == []


def test_a_field_that_readers_saw_is_told_and_a_hidden_one_is_not():
    assert (
        inert('<input type="hidden" name="a"><input name="b"><select><option>uno</option></select>').keys()
        == ["\ufffc"] * 2
    )


def test_code_that_a_script_showed_is_seen():
    code = "<script class='brush: python' type='syntaxhighlighter'><![CDATA[ if a < b: pass ]]></script>"
    assert inert(code).html() == "<pre>if a &lt; b: pass</pre>"
    gist = inert('<script src="https://gist.github.com/x/1.js"></script>')
    assert gist.keys() == ["\ufffc"]
    assert "gist.github.com" in gist.html()


def test_the_number_of_an_item_counts_as_its_text():
    assert inert("<p>1. farina<br>2. acqua</p>").keys() == inert("<ol><li>farina</li><li>acqua</li></ol>").keys()


def test_a_huge_body_is_cut_in_little_time():
    assert inert("<b>" * 30_000 + "pane " * 100_000).cut
    assert len(inert("<p>pane</p>" * 100_000, most=1000).html()) < 5000


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_what_differs_taken_away_both_say_the_same(mine: list[str], other: list[str]):
    one, two = inert(" ".join(mine)).tokens(), inert(" ".join(other)).tokens()
    lost, gained = differing(one, two)
    assert [t.key for t in one if t not in lost] == [t.key for t in two if t not in gained]


def test_long_bodies_that_differ_much_are_compared_by_what_there_is_more_of():
    one, two = inert("a b c d " * 400).tokens(), inert("d c b x " * 400).tokens()
    lost, gained = differing(one, two)
    assert ({token.key for token in lost}, {token.key for token in gained}) == ({"a"}, {"x"})


def test_of_several_boxes_the_lost_one_is_marked():
    pictures = "<img src='/s400/a.png'><img src='/s400/b.png'><img src='/s400/c.png'>"
    original = inert(f"{pictures}<svg></svg><video src='http://x.org/v'></video>")
    result = inert("<img src='/s0/a.png'><img src='/s0/c.png'><video controls src='http://x.org/v'></video>")
    lost, gained = differing(original.tokens(), result.tokens())
    assert [token.key[1:] for token in lost] == ["Picture b.png", "Drawing "]
    assert not gained


@pytest.mark.parametrize("target", ["pelican", "jekyll", "hugo"])
def test_tildes_are_shown_as_the_engine_shows_them(target: str, tmp_path: Path):
    report = made_report(tmp_path, MadeBlog(posts=(post(1, content="<p>a ~~b~~ c</p>"),)), target=target)
    (shown,) = views.views(report, frozenset())
    assert "~~b~~" in shown.result


def test_a_box_that_became_another_is_no_loss():
    original = inert("<object data='http://x.org/v.swf'></object> pane <img src='http://x.org/a.png'>")
    result = inert("<iframe src='http://x.org/v'></iframe> pane <img src='/images/1-a.png'>")
    assert differing(original.tokens(), result.tokens()) == ([], [])


def test_marks_stand_around_the_words_that_differ():
    original, result = inert("<p>pane <i>e bur</i>ro</p>"), inert("<p>pane e sale</p>")
    lost, gained = differing(original.tokens(), result.tokens())
    assert original.html(lost, "x-lost") == "<p>pane <i>e <x-lost>bur</x-lost></i><x-lost>ro</x-lost></p>"
    assert result.html(gained, "x-new") == "<p>pane e <x-new>sale</x-new></p>"


# ------------------------------------------------------------------------------------------------------------ the file


def data_of(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    return dict(json.loads(found[1]))


@pytest.mark.parametrize("target", list(WRITERS))
def test_every_entry_of_the_sample_is_the_same_in_every_target(target: str, sample: Path, tmp_path: Path):
    report = convert(
        [str(sample / "takeout.zip")], Options(target=target, output=str(tmp_path / "o"), dry_run=True, jobs=1)
    )
    shown = list(views.views(report, frozenset()))
    assert [view.failure for view in shown if view.failure] == []
    assert {view.title: (view.lost, view.gained) for view in shown if view.lost or view.gained} == {}
    assert [view.seq for view in shown] == list(range(len(shown), 0, -1))
    assert all(view.text for view in shown if view.carried)
    assert sum(gadget.carried for gadget in gather(report).gadgets) == report.balance["widget"].written
    path = tmp_path / "r.html"
    write(report, path)
    assert len(data_of(path.read_text())["rows"]) == len(shown)


def test_one_file_asks_for_nothing_outside_itself(tmp_path: Path):
    report = made_report(tmp_path, hostile_blog())
    write(report, tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text()
    for element in document_fromstring(page).iter():
        assert element.tag not in ("link", "img", "base", "iframe", "object", "embed", "video", "audio", "source")
        for name in ("src", "href", "action", "data", "poster", "srcset", "background", "xlink:href"):
            assert element.get(name, "#").startswith("#"), (element.tag, element.attrib)
        assert not any(str(name).startswith("on") for name in element.attrib)
    assert page.count("</script>") == 2
    assert "default-src 'none'" in page
    assert [row[4] for row in data_of(page)["rows"]][-1].startswith("Titolo </script>")
    assert {path.name for path in tmp_path.iterdir()} == {"blog.xml", "r.html"}


def test_a_report_of_a_real_run_says_what_was_written(tmp_path: Path):
    report = made_report(tmp_path, big_blog(3), dry_run=False)
    told: list[tuple[str, int, int]] = []
    write(report, tmp_path / "r.html", progress=lambda *step: told.append(step))
    assert told == [("report", done, 3) for done in (1, 2, 3)]
    page = (tmp_path / "r.html").read_text()
    assert "3 posts went to Hugo." in page
    assert "dry run" not in page
    assert "content/posts/2006/03/p-1.md" in page


def test_the_numbers_are_those_of_the_report(sample: Path, tmp_path: Path):
    report = convert([str(sample / "takeout.zip")], Options(output=str(tmp_path / "o"), dry_run=True, jobs=1))
    write(report, tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text()
    for kind, tally in report.balance.kinds.items():
        if tally.read and kind in ("post", "page", "comment", "widget"):
            assert re.search(rf"\b{tally.read} \w+: {tally.written} to be written", page)
    for issue in report.issues:
        assert str(issue.source).replace("&", "&amp;").replace("'", "&#39;") in page
    assert f"{report.identical} <small>of {report.checked}</small>" in page


def test_a_big_blog_gets_a_folder_and_a_smaller_one_later_clears_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pages, "_ONE_FILE", 100)
    page = tmp_path / "r.html"
    write(made_report(tmp_path / "a", big_blog(120)), page)
    folder = tmp_path / "r-entries"
    assert sorted(path.name for path in folder.iterdir()) == [f"entries-000{n}.html" for n in (1, 2, 3)]
    data = data_of(page.read_text())
    for seq, *_ in data["rows"]:
        name = f"entries-{(data['count'] - seq) // data['perPage'] + 1:04}.html"
        assert f'<noscript id="e{seq}">' in (folder / name).read_text()
        assert f'href="r-entries/{name}#entry-{seq}"' in page.read_text()
    (folder / "note.txt").write_text("mine")
    write(made_report(tmp_path / "b", big_blog(60)), page)
    assert sorted(path.name for path in folder.iterdir()) == ["entries-0001.html", "entries-0002.html", "note.txt"]
    monkeypatch.setattr(pages, "_ONE_FILE", 1_000_000)
    write(made_report(tmp_path / "c", big_blog(60)), page)
    assert [path.name for path in folder.iterdir()] == ["note.txt"]


def test_workers_make_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    report = replace(made_report(tmp_path, big_blog(130)), duration_s=1.0)
    write(report, tmp_path / "one.html")
    monkeypatch.setattr(views, "_WORTH_WORKERS", 0)
    write(replace(report, options=replace(report.options, jobs=2)), tmp_path / "two.html")
    one, two = ((tmp_path / f"{name}.html").read_text() for name in ("one", "two"))
    assert one == two.replace("two-entries", "one-entries")


def test_an_entry_that_fails_is_shown_as_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    writer = WRITERS["hugo"]

    def broken(post: Any, context: Any) -> Iterator[Any]:
        if post.title.endswith("2"):
            raise ValueError("no <b> today")
        yield from writer.post(post, context)

    monkeypatch.setitem(WRITERS, "hugo", replace(writer, post=broken))
    report = made_report(tmp_path, MadeBlog(posts=(post(1), post(2))))
    write(report, tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text()
    assert {row[4]: row[9] for row in data_of(page)["rows"]} == {"Giorno 1": 0, "Giorno 2": 2}
    assert "ValueError: no &lt;b&gt; today" in page
    assert "1 entry could not be written." in page


def test_other_endings_are_refused():
    with pytest.raises(UsageError, match="docx"):
        check_report_path(Path("r.docx"))


# --------------------------------------------------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    pytest.importorskip("playwright", reason="playwright is not installed (scripts/install-engines browser)")
    if not chromium():
        pytest.skip("chromium is not installed (scripts/install-engines browser)")
    with browser() as started:
        yield started


@contextmanager
def looking(chrome: Browser, path: Path, **chosen: Any) -> Iterator[Page]:
    """Open *path*; at the end nothing may have been asked of anybody, complained about, or run by the blog."""
    context = chrome.new_context(**({"viewport": {"width": 1280, "height": 900}} | chosen))
    try:
        tab = context.new_page()
        tab.set_default_timeout(20_000)
        faults: list[str] = []
        tab.on("console", lambda said: faults.append(f"{said.type}: {said.text}"))
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("dialog", lambda asked: faults.append(f"dialog {asked.message}"))
        tab.on("request", lambda sent: None if sent.url.startswith(("file:", "about:")) else faults.append(sent.url))
        tab.goto(path.as_uri())
        yield tab
        assert faults == []
        if chosen.get("java_script_enabled", True):
            assert tab.evaluate("window.hit") is None
    finally:
        context.close()


@pytest.fixture(scope="module")
def sample_page(tmp_path_factory: pytest.TempPathFactory, sample: Path) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    options = Options(output=str(folder / "o"), dry_run=True, jobs=1)
    write(convert([str(sample / "takeout.zip")], options), folder / "r.html")
    return folder / "r.html"


@pytest.fixture(scope="module")
def hostile_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    write(made_report(folder, hostile_blog()), folder / "r.html")
    return folder / "r.html"


def found(tab: Page) -> str:
    return tab.locator("#found").inner_text()


def wait_for(tab: Page, told: str) -> None:
    tab.locator("#found").get_by_text(told, exact=True).or_(tab.locator("#found", has_text=told)).first.wait_for()


def open_entry(tab: Page, place: int = 0) -> Locator:
    tab.locator("#rows a").nth(place).click()
    view = tab.locator("dialog#view")
    view.wait_for(state="visible")
    return view


def faults_of(tab: Page) -> list[str]:
    """Return what axe-core finds that is serious or worse. Frames in which nothing runs can't be looked into."""
    script = axe()
    if script is None:
        pytest.skip("axe-core is not installed (scripts/install-engines browser)")
    tab.evaluate(script.read_text(encoding="utf-8"))
    result = tab.evaluate("axe.run(document, {iframes: false, resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in result["violations"]
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]


def fits(tab: Page) -> bool:
    return bool(tab.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_side_by_side_in_frames_in_which_nothing_runs(chrome: Browser, sample_page: Path):
    with looking(chrome, sample_page) as tab:
        tab.fill("#q", "focaccia")
        view = open_entry(tab)
        assert view.locator("h2").inner_text() == "La focaccia di nonna Delfina"
        assert "Identical." in view.locator(".verdict").inner_text()
        frames = view.locator("iframe")
        assert [frames.nth(at).get_attribute("sandbox") for at in range(frames.count())] == ["", "", ""]
        texts = [
            " ".join(each.frame_locator(":scope").locator("body").inner_text().split()) for each in frames.all()[:2]
        ]
        assert all("Nonna Delfina non ha mai pesato niente" in text and "focaccia.png" in text for text in texts)
        assert not view.locator("pre").is_visible()
        view.get_by_role("radio", name="The file").check()
        assert view.locator("pre").inner_text().startswith("---\ntitle:")
        assert not frames.first.is_visible()
        view.get_by_role("radio", name="Comments").check()
        talk = view.locator(".talk iframe").frame_locator(":scope")
        assert "Fatta ieri. Finita ieri." in talk.locator("body").inner_text()
        tab.keyboard.press("Escape")
        assert not view.is_visible()
        assert tab.evaluate("document.activeElement.textContent") == "La focaccia di nonna Delfina"


def test_the_address_of_an_entry_opens_it_and_back_closes_it(chrome: Browser, sample_page: Path):
    with looking(chrome, sample_page) as tab:
        tab.evaluate("location.hash = '#entry-20'")
        view = tab.locator("dialog#view")
        view.wait_for(state="visible")
        first = view.locator("h2").inner_text()
        view.get_by_role("button", name="Next entry").click()
        assert view.locator("h2").inner_text() != first
        assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == "Next entry"
        view.get_by_role("button", name="Previous entry").click()
        assert view.locator("h2").inner_text() == first
        tab.go_back()
        view.wait_for(state="hidden")


def test_with_the_keyboard_alone(chrome: Browser, sample_page: Path):
    with looking(chrome, sample_page) as tab:
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.className") == "skip"
        met: list[str] = []
        for _ in range(150):
            tab.keyboard.press("Tab")
            seen = tab.evaluate(
                "(e => { const s = getComputedStyle(e); const r = e.getBoundingClientRect();"
                "return [e.id || e.textContent.trim(), s.outlineStyle !== 'none' && r.width > 0, !!e.closest('#rows')] })(document.activeElement)"
            )
            assert seen[1], f"no focus to be seen on {seen[0]}"
            met.append(seen[0])
            if seen[2]:
                break
        assert {"q", "f-kind", "f-year", "reset", "Title", "Date"} <= set(met)
        first = tab.evaluate("document.activeElement.textContent")
        tab.keyboard.press("ArrowDown")
        second = tab.evaluate("document.activeElement.textContent")
        assert second != first
        tab.keyboard.press("Enter")
        view = tab.locator("dialog#view")
        view.wait_for(state="visible")
        assert view.locator("h2").inner_text() == second
        places = set()
        for _ in range(9):
            tab.keyboard.press("Tab")
            places.add(
                tab.evaluate("document.activeElement.closest('dialog') ? document.activeElement.tagName : 'outside'")
            )
        assert places <= {"BUTTON", "INPUT", "IFRAME", "DIALOG", "PRE", "DIV", "outside"}
        assert "INPUT" in places and "IFRAME" in places
        view.locator("#close").focus()
        tab.keyboard.press("Escape")
        assert tab.evaluate("document.activeElement.textContent") == second
        tab.keyboard.press("End")
        assert tab.evaluate("document.activeElement.textContent") == "Si comincia (con la farina)"


def test_nothing_out_of_sight_takes_the_focus(chrome: Browser, sample_page: Path):
    with looking(chrome, sample_page, viewport={"width": 390, "height": 844}) as tab:
        tab.locator("#reset").focus()
        tab.keyboard.press("Tab")
        assert tab.evaluate("!!document.activeElement.closest('#rows')")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_serious_fault_of_accessibility(chrome: Browser, sample_page: Path, scheme: str, width: int):
    with looking(chrome, sample_page, color_scheme=scheme, viewport={"width": width, "height": 844}) as tab:
        tab.evaluate("document.querySelectorAll('main details').forEach(d => d.open = true)")
        assert faults_of(tab) == []
        assert fits(tab)
        paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
        assert (sum(map(int, re.findall(r"\d+", paper)[:3])) < 200) == (scheme == "dark")
        view = open_entry(tab, 4)
        assert faults_of(tab) == []
        assert view.evaluate("view => view.scrollWidth <= innerWidth")


def test_a_row_in_sight_is_not_made_anew_while_others_come(chrome: Browser, tmp_path: Path):
    """A click whose button goes down on one element and up on another is none."""
    write(made_report(tmp_path, MadeBlog(posts=tuple(post(day) for day in range(1, 90)))), tmp_path / "r.html")
    with looking(chrome, tmp_path / "r.html") as tab:
        tab.locator("#rows a").nth(2).scroll_into_view_if_needed()
        tab.locator("#rows a").nth(20).wait_for(state="attached")
        tab.evaluate(
            "window.kept = [...document.querySelectorAll('#rows a')].at(-1); kept.focus({preventScroll: true})"
        )
        last = int(tab.locator("#rows tr").last.get_attribute("aria-rowindex") or 0)
        tab.evaluate("scrollBy({top: 700, behavior: 'instant'})")
        tab.locator(f"#rows tr[aria-rowindex='{last + 10}']").wait_for(state="attached")
        assert tab.evaluate("kept.isConnected && document.activeElement === kept")
        assert tab.evaluate(
            "[...document.querySelectorAll('#rows tr')].every((r, at, all) => !at || r.ariaRowIndex - all[at - 1].ariaRowIndex === 1)"
        )


def test_without_scripts_the_lists_and_both_sides_are_there(chrome: Browser, sample_page: Path):
    with looking(chrome, sample_page, java_script_enabled=False, viewport={"width": 390, "height": 844}) as tab:
        assert not tab.locator("#q").is_visible()
        year = tab.locator("details.year", has=tab.get_by_text("2013", exact=True))
        year.locator("> summary").click()
        entry = year.locator("details.entry", has_text="La focaccia di nonna Delfina")
        entry.locator("> summary").click()
        sides = entry.locator(".paper")
        assert sides.count() == 3
        assert all("Nonna Delfina non ha mai pesato niente" in each.inner_text() for each in sides.all()[:2])
        assert entry.locator("pre").inner_text().startswith("---\ntitle:")
        assert entry.locator("xpath=.//script|.//iframe|.//img").count() == 0


def test_without_scripts_a_link_to_an_entry_opens_it(chrome: Browser, sample_page: Path):
    with looking(chrome, sample_page, java_script_enabled=False) as tab:
        tab.goto(f"{sample_page.as_uri()}#entry-20")
        assert tab.locator("#entry-20").is_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_a_hostile_blog_runs_nothing_and_loads_nothing(chrome: Browser, hostile_page: Path, scripts: bool):
    with looking(chrome, hostile_page, java_script_enabled=scripts) as tab:
        if not scripts:
            for summary in tab.locator("details.year > summary, details.entry > summary").all():
                summary.click()
            tab.locator(".sheet .link").first.click()
            tab.wait_for_timeout(200)
            assert tab.url == hostile_page.as_uri()
            return
        assert tab.locator("h1").inner_text().startswith("Blog </script>")
        for at in range(3):
            view = open_entry(tab, at)
            tab.wait_for_timeout(200)
            for frame in tab.frames[1:]:
                # Nothing but our own paper and its style came to be in there.
                assert (
                    frame.evaluate("document.querySelectorAll('script, img, iframe, object, link, form, input').length")
                    == 0
                )
                assert frame.evaluate("document.querySelectorAll('style').length") == 2
                if frame.locator(".link").count() and frame.locator(".link").first.is_visible():
                    frame.locator(".link").first.click(force=True)
            assert {frame.url for frame in tab.frames[1:]} == {"about:srcdoc"}
            view.locator("#close").click()


def test_on_paper_everything_that_is_folded_is_open(chrome: Browser, sample_page: Path):
    with looking(chrome, sample_page) as tab:
        tab.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert tab.locator("main details:not([open]):not(.store details)").count() == 0
        assert tab.locator("#rows tr").count() == tab.evaluate("JSON.parse(data.textContent).rows.length")
        tab.evaluate("dispatchEvent(new Event('afterprint'))")
        assert tab.locator("main details:not([open])").count() > 5
        assert len(tab.pdf()) > 20_000


def test_ten_thousand_entries(chrome: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pages, "_ONE_FILE", 100_000)
    write(made_report(tmp_path, big_blog(10_000), check=False, jobs=2), tmp_path / "r.html")
    with looking(chrome, tmp_path / "r.html") as tab:
        assert found(tab) == "10,000 entries"
        # Only what is in sight is there.
        assert 10 < tab.locator("#rows tr").count() < 100
        tab.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
        tab.locator("#rows tr[aria-rowindex='4000']").or_(
            tab.locator("#rows tr[aria-rowindex='5000']")
        ).first.wait_for()
        assert tab.locator("#rows tr").count() < 100
        assert tab.evaluate(
            "[...document.querySelectorAll('#rows tr')].some(r => { const b = r.getBoundingClientRect(); return b.top < 450 && b.bottom > 450 })"
        )
        tab.locator("#rows a").first.focus()
        tab.keyboard.press("End")
        assert tab.evaluate("document.activeElement.closest('tr').getAttribute('aria-rowindex')") == "10001"

        tab.fill("#q", "CAFFE lago")  # neither case nor accents count
        wanted = [f"Lago, il {n}" for n in range(1, 10_001) if n % 3 == 0 and n % 1000 == 1]
        wait_for(tab, f"{len(wanted)} of 10,000 entries")
        assert sorted(tab.locator("#rows .title a").all_inner_texts()) == wanted
        tab.click("#reset")
        tab.select_option("#f-year", "2007")
        tab.select_option("#f-label", "gite")
        matching = [n for n in range(1, 10_001) if n % 10 == 2 and n % 7 == 0]
        assert found(tab) == f"{len(matching):,} of 10,000 entries"
        head = tab.locator("th.title")
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        assert tab.locator("th.date").get_attribute("aria-sort") == "none"
        titles = sorted((f"Pane numero {n}" if n % 3 else f"Lago, il {n}" for n in matching), key=natural)
        assert tab.locator("#rows .title a").first.inner_text() == titles[0]
        head.locator("button").click()
        assert tab.locator("#rows .title a").first.inner_text() == titles[-1]
        tab.click("#reset")
        tab.select_option("#f-status", "draft")
        assert found(tab) == "20 of 10,000 entries"
        assert faults_of(tab) == []

        tab.fill("#q", "numero 4321")
        wait_for(tab, "Nothing like that. Clear the search to see all entries.")
        tab.click("#reset")
        tab.fill("#q", "numero 4321")
        wait_for(tab, "1 of 10,000 entries")
        view = open_entry(tab)
        assert re.search(r"r-entries/entries-\d{4}\.html#entry-\d+$", tab.url)
        assert view.locator("h2").inner_text() == "Pane numero 4321"
        assert faults_of(tab) == []
        view.locator("#close").click()
        tab.get_by_text("Back to the report").click()
        wait_for(tab, "10,000 entries")
    with looking(chrome, tmp_path / "r.html", viewport={"width": 390, "height": 844}) as tab:
        assert fits(tab)


def natural(title: str) -> list[Any]:
    return [int(part) if part.isdecimal() else part.lower() for part in re.split(r"(\d+)", title)]


def test_a_real_blog(chrome: Browser, corpus: Path, tmp_path: Path):
    export = corpus / "classic" / "GiverofMemory__TEEFPowder__blog-01-26-2022.xml"
    report = convert([str(export)], Options(output=str(tmp_path / "o"), dry_run=True))
    write(report, tmp_path / "r.html")
    with looking(chrome, tmp_path / "r.html") as tab:
        assert found(tab) == "73 entries"
        assert faults_of(tab) == []
        for at in (0, 3, 9):
            view = open_entry(tab, at)
            assert len(view.locator("iframe").all()) >= 2
            tab.keyboard.press("Escape")
    with looking(chrome, tmp_path / "r.html", viewport={"width": 390, "height": 844}, color_scheme="dark") as tab:
        assert fits(tab)
        open_entry(tab, 2)
        assert fits(tab)
