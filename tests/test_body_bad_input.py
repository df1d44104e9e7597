"""No string is too broken, deep or long for a body: the words come out, in linear time, and nothing runs."""

from __future__ import annotations

import re
import sys

import pytest

from bloggermigrate.body import DIALECTS, BodyContext, html, markdown, read, to_markdown

N = 20_000

WORDS_KEPT = {
    "unclosed bold": "<b>x " * 300 + "word",
    "deep divs": "<div>" * N + "word",
    "deep and closed": "<div>" * N + "word" + "</div>" * N,
    "deep spans": "<span>" * N + "word" + "</span>" * N,
    "deep quotes": "<blockquote>" * 500 + "word" + "</blockquote>" * 500,
    "deep lists": "<ul><li>" * 500 + "word",
    "deep tables": "<table><tr><td>" * 2000 + "word",
    "deep directions": "<div dir=rtl><div dir=ltr>" * 2000 + "word",
    "deep fonts": "".join(f"<font size={n}>" for n in range(2000)) + "word",
    "deep details": "<details><summary>a</summary>" * 500 + "word",
    "deep definitions": "<dl><dt>a<dd>" * 500 + "word",
    "deep pre": "<pre>" * 2000 + "word",
    "deep ruby": "<ruby>" * 2000 + "word",
    "nested links": "<a href=x>" * 5000 + "word",
    "many breaks": "word" + "<br>" * 200_000 + "word",
    "many less-than signs": "word" + "<" * 100_000,
    "many stars": "word " + "*" * 100_000 + " word",
    "stars and letters": "word " + "a*" * 50_000,
    "stars and blanks": "word " + "* " * 50_000,
    "many backticks": "word " + " ".join("`" * (n % 50 + 1) for n in range(5000)),
    "many brackets": "word " + "[](" * 20_000,
    "many ampersands": "word " + "&" * 100_000,
    "many references": "word " + "&amp;lt;" * 20_000,
    "many backslashes": "word " + "\\" * 100_000,
    "many bold words": "word " + "<b>w</b> x " * 5000,
    "bold in words": "word " + "<b>a.</b>b<i>c!</i>d" * 3000,
    "code and backticks": "word " + "<code>`</code> `" * 3000,
    "many anchors": "".join(f'<a href="#a{n}">x</a><a name="a{n}"></a>' for n in range(3000)) + "word",
    "misnested": "<b><i></b></i>" * 5000 + "word",
    "adoption": "<b><div>" * 3000 + "</b>" * 3000 + "word",
    "formatting over paragraphs": "".join(f"<font size={n}>x<p>" for n in range(1000)) + "word",
    "text in tables": "<table>" + "word<tr>" * 5000,
    "stray items": "<ul>" + "<li>a</li>word" * 3000,
    "attributes": "<a " + 'x="y" ' * 20_000 + ">word</a>",
    "long style": '<p style="' + "a:b;" * 20_000 + '">word',
    "unclosed text area": "<textarea>word",
    "unclosed title": "a<title>word",
    "unclosed frame": "a<iframe src=http://e.org/>word",
    "unclosed xmp": "a<xmp>word",
    "plaintext": "a<plaintext>word",
    "unclosed style": "<style>p{}<p>word</p>",
    "unclosed script": "<script>x<p>word</p>",
    "many scripts": "<script>" * 5000 + "<p>word</p>",
    "many comments": "word" + "<!--" * 100_000,
    "end tag of no letter": "<div>word</\u05d1</li></div>",
    "long s in a name": "<\u017fcript>word</\u017fcript><\u017ftyle a=b>x</p></\u017f><\u212abd>y</\u212abd>",
    "quote in a tag": '<a href="x>word</a>',
    "NUL": "wo\0rd",
    "surrogate": "word\ud800",
    "control characters": "\x01\x0bword\x1f\x7f",
    "foreign": "<svg><foreignObject></svg>word<math></math>",
    "large picture": '<img src="data:image/png;base64,' + "A" * 2_000_000 + '">word',
    "line of a million": "word " * 200_000,
}


@pytest.mark.parametrize("name", WORDS_KEPT)
def test_words_are_kept(name: str) -> None:
    document = read(WORDS_KEPT[name])
    written = html.emit(document)
    assert "word" in written
    assert "\0" not in written
    written.encode()
    for dialect in DIALECTS.values():
        assert "word" in markdown.emit(document, dialect)


def test_few_frames_are_enough() -> None:
    limit = sys.getrecursionlimit()
    depth = len(__import__("inspect").stack())
    try:
        sys.setrecursionlimit(depth + 720)  # callers of a library stand on a stack of their own
        for name in ("deep divs", "deep quotes", "deep lists", "deep tables", "deep directions", "deep details"):
            to_markdown(WORDS_KEPT[name])
    finally:
        sys.setrecursionlimit(limit)


@pytest.mark.parametrize("text", ["", " ", "\n\t\xa0", "<br>", "<p></p>", "<!-- x -->", "<div><br></div>", "<b> </b>"])
def test_nothing_becomes_nothing(text: str) -> None:
    assert to_markdown(text) == ""
    assert html.emit(read(text)) == ""


ACTIVE = [
    '<a href="javascript:steal()">word</a>',
    '<a href=" java\nscript:steal()">word</a>',
    '<a href="&#106;avascript:steal()">word</a>',
    '<a href="vbscript:steal()">word</a>',
    '<a href="data:text/html,<script>steal()</script>">word</a>',
    '<img src="x.jpg" onerror="steal()">word',
    '<p onclick="steal()">word</p>',
    '<iframe src="javascript:steal()"></iframe>word',
    '<object data="javascript:steal()"></object>word',
    '<embed src="vbscript:steal()">word',
    '<video src="javascript:steal()"></video>word',
    '<svg onload="steal()"></svg>word',
    "<script>steal()</script>word",
    '<img src="javascript:steal()">word',
    '<form action="javascript:steal()"><button>word</button></form>',
    '<details open ontoggle="steal()"><summary>word</summary>word</details>',
    '<ruby onclick="steal()">word<rt onclick="steal()">x</rt></ruby>',
    '<table onclick="steal()"><tr><td colspan=2>word</td></tr><tr><td>a</td><td>b</td></tr></table>',
]


@pytest.mark.parametrize("body", ACTIVE)
def test_nothing_active_comes_out(body: str) -> None:
    document = read(body)
    for written in (html.emit(document), *(markdown.emit(document, dialect) for dialect in DIALECTS.values())):
        assert "word" in written
        assert "steal" not in written


def test_active_parts_stay_when_asked_for() -> None:
    document = read("<script>run()</script><a href='javascript:run()'>x</a>", BodyContext(unsafe_html=True))
    written = markdown.emit(document, DIALECTS["gfm"])
    assert re.findall(r"run\(?", written) == ["run(", "run"]
