"""Laws of reading and writing bodies, on random HTML made of what Blogger's editors write."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bloggermigrate.body import DIALECTS, html, markdown, read, to_markdown
from bloggermigrate.body.document import BodyContext
from body_words import letters

RENDERER = MarkdownIt("commonmark", {"html": True, "maxNesting": 500}).enable(["table", "strikethrough"])
RENDERER.validateLink = lambda url: True  # type: ignore[method-assign]
RENDERER.normalizeLink = lambda url: url  # type: ignore[method-assign]
COLLAPSE = BodyContext(line_breaks="collapse", recover_code=True)

WORDS = st.sampled_from(
    [
        "one",
        "two",
        "3",
        "née",
        "日本",
        "שלום",
        "naïve.",
        "(so)",
        '"no"',
        "1.",
        "2)",
        "-",
        "+",
        "*",
        "_",
        "~",
        "~~",
        "**",
        "#",
        "##",
        ">",
        "`",
        "``",
        "|",
        "\\",
        "!",
        "[a]",
        "[b](c)",
        "a_b",
        "*c*",
        "&amp;lt;",
        "&lt;div&gt;",
        "http://e.org/a_b",
        "---",
        "===",
        "{{x}}",
        "$$",
        ":",
        "[",
        "]",
        "](",
        "<3",
        "&copy;",
        "«oui»",
        "it's",
        "50%",
        "a*",
        "*b",
        "_c",
        "d_",
        "…",
    ]
)
BLANKS = st.sampled_from(["", " ", " ", "&nbsp;", "\n"])


def _join(parts: list[tuple[str, str]]) -> str:
    return "".join(part for pair in parts for part in pair)


TEXT = st.lists(st.tuples(WORDS, BLANKS), min_size=1, max_size=4).map(_join)
INLINE_TAGS = st.sampled_from(
    [
        ("<b>", "</b>"),
        ("<i>", "</i>"),
        ("<strong>", "</strong>"),
        ("<em>", "</em>"),
        ("<s>", "</s>"),
        ("<u>", "</u>"),
        ("<code>", "</code>"),
        ("<sup>", "</sup>"),
        ("<span>", "</span>"),
        ('<span style="font-weight: bold">', "</span>"),
        ('<span style="font-style: italic; font-weight: normal">', "</span>"),
        ('<a href="http://e.org/(1) 2?a=1&amp;b=*c*">', "</a>"),
        ('<a href="#x">', "</a>"),
        ("<b>", "<br /></b>"),
        ("<b> ", " </b>"),
        ('<span style="font-family: courier">', "</span>"),
        ('<font face="Courier New">', "</font>"),
        ('<span style="white-space: pre-wrap">', "</span>"),
    ]
)
ATOMS = st.sampled_from(["<br />", "<br /><br />", '<img src="a.jpg" alt="A [b]" />', "<b></b>", "<i><br /></i>"])


def _wrap(pair: tuple[tuple[str, str], str]) -> str:
    (opening, closing), inner = pair
    return f"{opening}{inner}{closing}"


INLINE = st.recursive(
    TEXT | ATOMS,
    lambda inner: (
        st.lists(st.tuples(inner, BLANKS), min_size=1, max_size=3).map(_join) | st.tuples(INLINE_TAGS, inner).map(_wrap)
    ),
    max_leaves=6,
)
BLOCK_TAGS = st.sampled_from(
    [
        ("<div>", "</div>"),
        ("<p>", "</p>"),
        ("<h3>", "</h3>"),
        ("<blockquote>", "</blockquote>"),
        ("<ul><li>", "</li></ul>"),
        ("<ol><li>x</li><li>", "</li></ol>"),
        ("<ul><li>", "</li><li>y</li></ul>"),
        ("<center>", "</center>"),
        ("<b>", "</b>"),
        ("<table><tr><td>", "</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"),
        ("<ul><li>a</li><ul><li>", "</li></ul></ul>"),
        ('<div style="font-family: monospace">', "</div>"),
        ('<div style="white-space: pre-wrap">', "</div>"),
        ('<blockquote style="border: none">', "</blockquote>"),
    ]
)
BLOCK_ATOMS = st.sampled_from(
    [
        "<hr />",
        "<pre>a *b*\n\n  &lt;c&gt;</pre>",
        '<a name="more"></a>',
        '<iframe src="https://e.org/x"></iframe>',
        '<div class="separator"><a href="b.jpg"><img src="a.jpg" /></a></div>',
        '<div style="font-family: Courier">if (*a*) {<br />&nbsp; b;<br />}</div>',
        '<div style="font-family: Courier">c = "d";</div>',
        '<p class="MsoListParagraph"><span style="mso-list: Ignore">·<span>&nbsp;&nbsp; </span></span>x</p>',
        '<embed src="http://www.youtube.com/v/abcdefghijk" />',
        '<script type="syntaxhighlighter" class="brush: js"><![CDATA[a < *b*]]></script>',
    ]
)
BODY = st.recursive(
    INLINE | BLOCK_ATOMS,
    lambda inner: st.lists(inner, min_size=1, max_size=3).map("".join) | st.tuples(BLOCK_TAGS, inner).map(_wrap),
    max_leaves=8,
)


@settings(max_examples=400)
@given(BODY)
def test_markdown_shows_the_same_words_and_structure(body: str) -> None:
    document = read(body, COLLAPSE)
    text = markdown.emit(document, DIALECTS["gfm"])
    assert letters(read(RENDERER.render(text), COLLAPSE).blocks) == letters(document.blocks), text


@settings(max_examples=300)
@given(BODY)
def test_clean_html_reads_as_the_same_document(body: str) -> None:
    document = read(body, COLLAPSE)
    assert read(html.emit(document), COLLAPSE).blocks == document.blocks


@settings(max_examples=200)
@given(BODY)
def test_markdown_is_tidy(body: str) -> None:
    text = to_markdown(body)
    assert "\n\n\n" not in text.replace("```", "x") or "<pre>" in body
    assert "\xa0" not in text
    assert text == "" or (text.endswith("\n") and not text.endswith("\n\n") and not text.startswith("\n"))


TAGS = st.sampled_from(
    [
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a>",
        "<a\\",
        "href=x>",
        "</a>",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "</table>",
        "<ul>",
        "<li>",
        "</ul>",
        "<pre>",
        "</pre>",
        "<br>",
        "<blockquote>",
        "</blockquote>",
        "<h2>",
        "</h2>",
        "<script>",
        "</script>",
        "<textarea>",
        "<title>",
        "<style>",
        "<!--",
        "-->",
        "<dl>",
        "<dt>",
        "<dd>",
        "<details>",
        "<summary>",
        "<ruby>",
        "<rt>",
        "<button>",
        "<select>",
        "<svg>",
        "<object>",
        "<font\\",
        "color=red>",
        "</font>",
        "<q>",
        "<figure>",
        "<figcaption>",
        "</figure>",
        "<div\\",
        "dir=rtl>",
        "<iframe>",
        "<plaintext>",
        "<nobr>",
        "<caption>",
        "<th>",
        "</tr>",
        "<img>",
        "<hr>",
    ]
).map(lambda text: text.replace("\\", ""))


@settings(max_examples=400)
@given(st.lists(TAGS | st.sampled_from(["x", "y ", "*z*", "\n", "&amp;", "<", "`"]), max_size=30).map("".join))
@example("<b><p></b></p>x")
def test_broken_html_is_read(body: str) -> None:
    document = read(body)
    for dialect in DIALECTS.values():
        markdown.emit(document, dialect)
    html.emit(document)


@settings(max_examples=300)
@given(st.text(), st.sampled_from(sorted(DIALECTS)))
def test_any_text_is_read(body: str, dialect: str) -> None:
    assert isinstance(to_markdown(body, dialect), str)


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(codec=None, exclude_categories=()), max_size=40))
def test_any_string_is_read(body: str) -> None:
    to_markdown(body).encode()


@pytest.mark.parametrize("dialect", DIALECTS)
@settings(max_examples=60)
@given(body=BODY)
def test_every_dialect_writes(dialect: str, body: str) -> None:
    document = read(body, COLLAPSE)
    assert bool(markdown.emit(document, DIALECTS[dialect])) == bool(document.blocks)
