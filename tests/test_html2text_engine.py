"""The optional engine: html2text's hand, this package's care for what html2text would drop."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bloggermigrate.body import BodyContext, html2text_engine, read


def emit(html: str) -> str:
    return html2text_engine.emit(read(html, BodyContext()))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>one</p><p>two <b>bold</b> and <i>slanted</i></p>", "one\n\ntwo **bold** and *slanted*\n"),
        ("<h2>Title</h2>text", "## Title\n\ntext\n"),
        ('<a href="http://example.org/">words</a>', "[words](http://example.org/)\n"),
        ("<ul><li>one</li><li>two</li></ul>", "  - one\n  - two\n"),
        ("<pre>a\n\n  b</pre>", "```\na\n\n  b\n```\n"),
        ("a<sup>2</sup>", "a<sup>2</sup>\n"),
        ("", ""),
        ("<p> </p>", ""),
    ],
)
def test_examples(html: str, expected: str) -> None:
    assert emit(html) == expected


def test_no_line_is_wrapped() -> None:
    assert "\n" not in emit("<p>" + "words and " * 100 + "</p>").strip()


def test_jump_break_and_embeds_are_kept() -> None:
    text = emit('before<a name="more"></a>after <iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>')
    before, mark, after = text.partition("<!--more-->")
    assert before.strip() == "before" and mark
    assert "after" in after and "https://www.youtube.com/embed/abcdefghijk" in after


def test_html2text_is_imported_only_when_asked() -> None:
    code = (
        "import sys, bloggermigrate.body, bloggermigrate.body.html2text_engine as engine\n"
        "assert 'html2text' not in sys.modules\n"
        "engine.emit(bloggermigrate.body.read('<p>x</p>'))\n"
        "assert 'html2text' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


TAGS = st.sampled_from(
    [
        "p",
        "b",
        "i",
        "a",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "pre",
        "code",
        "blockquote",
        "h2",
        "hr",
        "br",
        "img",
        "sup",
        "s",
        "dl",
        "dt",
        "dd",
    ]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.tuples(TAGS, st.sampled_from(["", "/"]), st.text(max_size=8)), max_size=12))
def test_never_raises(pieces: list[tuple[str, str, str]]) -> None:
    emit("".join(f"<{slash}{tag}>{text}" for tag, slash, text in pieces))
