"""Sites of files in a real browser: all of them share one style sheet, so one engine shows what it does."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bloggermigrate.model import Author
from engines import hugo, serving
from engines.sites import ENGINES
from made import context_for, made_blog, made_comment, made_labels, made_post, made_widget, write, written_by

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))
from browser import browser, chromium

WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
WIDE = (
    f"<p>{WORD} <code>{WORD * 2}</code></p><pre>{WORD * 3}</pre><h1>{WORD}</h1>"
    f"<table><tr><td>{WORD}</td><td>{WORD}</td></tr><tr><td>b</td><td>c</td></tr></table>"
    f"<ul><li>a<ul><li>b<ul><li>{WORD}</li></ul></li></ul></li></ul><blockquote>{WORD}</blockquote>"
    f'<iframe src="https://maps.example.org/" width="900" height="450"></iframe>'
    f'<img src="x.png" width="1600" height="900"><a href="https://e.org/">https://e.org/{WORD}</a>'
)
#: elements that no box around them scrolls or cuts, and that reach beyond the screen
BEYOND = """Array.from(document.querySelectorAll("body *")).filter(element => {
    const box = element.getBoundingClientRect();
    if (box.right <= innerWidth + 1 && box.left >= -1) return false;
    for (let over = element.parentElement; over; over = over.parentElement)
        if (getComputedStyle(over).overflowX !== "visible") return false;
    return true;
}).map(element => element.outerHTML.slice(0, 80))"""
#: where the first and the last letter of an element stand
ENDS = """element => {
    const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let last = text.nextNode();
    for (let next; (next = text.nextNode()); ) last = next;
    return [0, last.data.trimEnd().length - 1].map(at => {
        const range = document.createRange();
        range.setStart(last, at);
        range.setEnd(last, at + 1);
        return range.getBoundingClientRect().left;
    });
}"""


@pytest.fixture(scope="module")
def chrome() -> Iterator[Any]:
    pytest.importorskip("playwright", reason="playwright is not installed (scripts/install-engines browser)")
    if not chromium() or not hugo.executable():
        pytest.skip("chromium or hugo is not installed (scripts/install-engines browser markdown)")
    with browser() as started:
        yield started


def shown(chrome: Any, folder: Path, path: str, width: int, blog: Any, *posts: Any, engine: str = "hugo") -> Any:
    """Return the page at *path* of a site of *posts*, on a screen of *width* pixels."""
    write(written_by(engine, posts, context_for(engine, blog, site=True)), folder / "site")
    ENGINES[engine].build(folder / "site", folder / "public")
    page = chrome.new_page(viewport={"width": width, "height": 800})
    with serving.files(folder / "public") as base:
        page.route(lambda url: not url.startswith(base), lambda route: route.abort())
        page.goto(f"{base}{path}")
    return page


@pytest.mark.parametrize("path", ["/2011/02/post-1.html", "/2011/02/post-2.html", "/", "/posts/", "/tags/"])
def test_no_page_is_wider_than_a_phone(chrome: Any, tmp_path: Path, path: str):
    labels = made_labels(WORD, "Pane")
    thread = made_comment("30", author=Author(WORD), content_html=f"<p>{WORD}</p>")
    for number in range(31, 42):
        thread = made_comment(str(number), author=Author(WORD), replies=(thread,), content_html=f"<p>{WORD}</p>")
    gadgets = tuple(made_widget("html", id=f"HTML{n}", title=WORD, html=html) for n, html in enumerate((WIDE, WORD)))
    blog = made_blog(title=WORD, description=WORD, labels=labels, widgets=(*gadgets, made_widget("labels")))
    posts = (
        made_post("1", title=WORD, content_html=WIDE, labels=labels, comments=(thread,)),
        made_post("2", title="Ab", labels=labels),
        made_post("3", title=WORD),
    )
    page = shown(chrome, tmp_path, path, 320, blog, *posts)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(BEYOND) == []
    # The short one beside a long one is no column of letters.
    for link in page.query_selector_all(".pager a"):
        assert link.bounding_box()["height"] < 200


def test_names_read_in_their_own_direction(chrome: Any, tmp_path: Path):
    labels = made_labels("C++", "جبال")
    blog = made_blog(locale="ar", title="مدونة", labels=labels)
    title = "What is C++?"
    page = shown(chrome, tmp_path, "/2011/02/post-1.html", 800, blog, made_post("1", title=title, labels=labels))
    for selector in (".post h1", '.tags a[href*="cpp"]', '.side a[href*="cpp"]', '.tags a[href*="c"]'):
        first, last = page.eval_on_selector(selector, ENDS)
        assert first < last, selector
    first, last = page.eval_on_selector('.tags a:not([href*="c"])', ENDS)
    assert first > last
    # It stays on the side on which the page begins.
    box = page.query_selector(".post h1").bounding_box()
    right = page.evaluate("range => { range = document.createRange(); range.selectNodeContents(document.querySelector"
                          "('.post h1')); return range.getBoundingClientRect().right }")  # fmt: skip
    assert abs(box["x"] + box["width"] - right) < 2


def test_what_is_empty_is_not_shown(chrome: Any, tmp_path: Path):
    script = made_widget("unknown", id="HTML8", title="Iscriviti", html="<script>x()</script>")
    words = made_widget("html", id="HTML9", title="Di me", html="<p>Faccio il pane.</p>")
    blog = made_blog(widgets=(script, words, made_widget("labels", id="Label1", title="Etichette")))
    table = "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    page = shown(chrome, tmp_path, "/2011/02/post-1.html", 800, blog, made_post("1", content_html=table))
    seen = {gadget.get_attribute("id") for gadget in page.query_selector_all(".gadget") if gadget.is_visible()}
    assert seen == {"HTML9"}
    assert page.query_selector(".text td").is_visible()
    assert not page.query_selector(".text thead").is_visible()


@pytest.mark.parametrize("engine", ["hugo", "jekyll", "pelican", "nikola", "mkdocs"])
def test_code_that_an_engine_takes_apart_is_coloured(chrome: Any, tmp_path: Path, engine: str):
    if lack := ENGINES[engine].missing():
        pytest.skip(lack)
    code = '<pre class="brush: python">def f(x):  # why\n    return "a"\n</pre>'
    page = shown(chrome, tmp_path, "/2011/02/post-1.html", 800, None, made_post(content_html=code), engine=engine)
    colours = "names => names.map(name => getComputedStyle(document.querySelector('pre ' + name)).color)"
    assert (
        len({*page.evaluate(colours, [".k", ".nf", ".c1"]), page.evaluate("getComputedStyle(document.body).color")})
        == 4
    )
