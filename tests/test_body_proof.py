"""The proof notices every kind of loss, and nothing else."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bloggermigrate.body import DIALECTS, BodyContext, markdown, proof, read
from bloggermigrate.body.document import Document, RawHtml
from bloggermigrate.body.proof.plain import chunk_rows, list_rows
from bloggermigrate.body.proof.reading import markdown_rows, rendered_rows

GFM = DIALECTS["gfm"]

EVERYTHING = """
<h2>A heading</h2>
<p>Plain words, <b>bold words</b>, <i>slanted words</i>, <s>struck words</s> and <code>code words</code>.<br>
A second line with H<sub>2</sub>O.</p>
<p>A <a href="http://example.org/page?a=1&amp;b=2">link of words</a> and <a href="http://example.org/two">another</a>.</p>
<p><a href="http://example.org/big.jpg"><img src="http://example.org/small.jpg" alt="a small boat"></a></p>
<ul><li>first</li><li>second<ul><li>inner</li></ul></li></ul>
<ol start="3"><li>third</li><li>fourth</li></ol>
<blockquote><p>quoted words</p></blockquote>
<table><tr><th>name</th><th>size</th></tr><tr><td>boat</td><td>12</td></tr></table>
<pre>def f(x):
    return x

print(f(1))</pre>
<a name="more"></a>
<hr>
<iframe src="https://www.youtube.com/embed/abcdefghijk"></iframe>
<p>The end.</p>
"""

#: what is changed in the Markdown, and the kind of difference that has to be seen
FAULTS = [
    ("a word is lost", "Plain words", "Plain", "text"),
    ("a word is added", "Plain words", "Plain new words", "text"),
    ("a blank inside a word", "Plain", "Pla in", "text"),
    ("words joined", "Plain words", "Plainwords", "text"),
    ("a letter is changed", "quoted", "qouted", "text"),
    ("a mark shows up as text", "**bold words**", "** bold words**", "text"),
    ("bold is lost", "**bold words**", "bold words", "emphasis"),
    ("bold is cut short", "**bold words**", "**bold** words", "emphasis"),
    ("bold spreads", "**bold words**, *slanted words*", "**bold words, *slanted words***", "emphasis"),
    ("bold becomes italic", "**bold words**", "*bold words*", "emphasis"),
    ("italic is lost", "*slanted words*", "slanted words", "emphasis"),
    ("strike is lost", "~~struck words~~", "struck words", "emphasis"),
    ("code is lost", "`code words`", "code words", "emphasis"),
    ("subscript is lost", "<sub>2</sub>", "2", "emphasis"),
    ("a line break is lost", "  \nA second", " A second", "line break"),
    ("a link is lost", "[link of words](http://example.org/page?a=1&b=2)", "link of words", "link"),
    ("a target is changed", "example.org/two", "example.org/too", "link"),
    ("a link loses a word", "[link of words]", "link of [words]", "link"),
    ("two links swap", "[another](http://example.org/two)", "[another](http://example.org/page)", "link"),
    ("a picture is lost", "![a small boat](http://example.org/small.jpg)", "boat", "image"),
    ("a source is changed", "small.jpg", "smell.jpg", "image"),
    ("an alternative text is lost", "![a small boat]", "![]", "image"),
    ("a picture's link is changed", "example.org/big.jpg", "example.org/bag.jpg", "image"),
    ("a heading is lost", "## A heading", "A heading", "heading"),
    ("a heading's level is changed", "## A heading", "### A heading", "heading"),
    ("an item leaves its list", "- first", "first", "list"),
    ("two items become one", "- first\n- second", "- first second", "list"),
    ("an inner list is flattened", "  - inner", "- inner", "list"),
    ("a number is changed", "3. third", "1. third", "list"),
    ("numbers become bullets", "3. third\n4. fourth", "* third\n* fourth", "list"),
    ("a quote is lost", "> quoted words", "quoted words", "quote"),
    ("a cell is lost", "| boat | 12 |", "| boat 12 |", "table"),
    ("a table is no table", "| --- | --- |", "", "table"),
    ("code is changed", "    return x", "  return x", "code"),
    ("a line of code is lost", "\nprint(f(1))", "", "code"),
    ("a fence is not closed", "print(f(1))\n```", "print(f(1))", "code"),
    ("the jump break is lost", "<!--more-->", "", "jump break"),
    ("a rule is lost", "\n---\n", "\n", "rule"),
    ("an embed is lost", '<iframe src="https://www.youtube.com/embed/abcdefghijk"', "<iframe", "embed"),
    ("the last block is lost", "The end.", "", "text"),
]


def everything() -> Document:
    return read(EVERYTHING, BodyContext())


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=list(DIALECTS))
def test_faithful_markdown_has_no_differences(dialect: proof.Dialect) -> None:
    document = everything()
    assert proof.check(document, markdown.emit(document, dialect), dialect) == ()


@pytest.mark.parametrize("blog", ["ltr", "rtl"])
def test_what_reads_in_the_other_direction_survives(blog: Literal["ltr", "rtl"]) -> None:
    other = {"ltr": "rtl", "rtl": "ltr"}[blog]
    html = f'<div dir="{blog}"><p>שלום</p><p dir="{other}">one<br>two</p><ul dir="{other}"><li>three</li></ul></div>'
    document = read(html, BodyContext(direction=blog))
    text, notes = proof.emit_checked(document, GFM)
    assert not notes
    assert text == markdown.emit(document, GFM)
    assert any("list" in one.kind for one in proof.check(document, text.replace(f' dir="{other}"', ""), GFM))


@pytest.mark.parametrize(("what", "old", "new", "kind"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_planted_fault_is_found(what: str, old: str, new: str, kind: str) -> None:
    document = everything()
    text = markdown.emit(document, GFM)
    assert old in text, f"the Markdown no longer holds what is to be changed:\n{text}"
    differences = proof.check(document, text.replace(old, new, 1), GFM)
    assert any(kind in difference.kind for difference in differences), differences


INLINE = st.lists(
    st.sampled_from(
        [
            *("word", "a", "é", "彼", "7", " ", "  ", ".", ",", "!", "(", ")", '"', "-", ":", "|", "#", ">", "="),
            *("*", "**", "***", "_", "__", "`", "``", "~", "~~", "[", "]", "![", "<", "&", "\\", "\\*", "\\[", "\\\\"),
            *(
                "](http://e.org/)",
                "](http://e.org/a_b*c)",
                "](x y)",
                '](http://e.org/ "t")',
                "<http://e.org/?a=1&amp=2&copy;>",
            ),
            *("<u>", "</u>", "<sup>", "</sup>", "<b>", "<br>", "&amp;", "&copy;", "&lt;", "&#42;", "1.", "- "),
            *("  \n", "\n", "\\\n", "http://e.org/a_b"),
        ]
    ),
    max_size=14,
).map("".join)


FORMED = st.lists(
    st.sampled_from(
        [
            *("**bold**", "*it*", "***both***", "**a.**", "`c`", "~~s~~", "<u>u</u>", "<sup>2</sup>", "<em>e</em>"),
            *("**<u>u</u>**", "*<u>u</u> v*", "***a<sup>b</sup>***", "~", ":~# ", "<!--more-->"),
            *("[a](u)", "[a b](http://e.org/x_y)", "![x](y.jpg)", "[![](s.jpg)](b.jpg)", "<http://e.org/>"),
            *(
                "**[l](u)**",
                "*[l](u)*",
                "**b [l](u)**",
                "[**b**](u)",
                "[*i* b](u)",
                "&amp;",
                "**R&D!**",
                " * ",
                " _ ",
                "[a & b!](u)",
                "\\*",
                "<b>",
                "[a]",
                "[b c]",
            ),
            *("word", "a", "é", "彼", "「", "」", ".", ",", "(", ")", '"', "!", " ", "_", "1", "-", ":", "|"),
            *("  \n", "\\\n", "\n"),
        ]
    ),
    max_size=10,
).map("".join)


@settings(deadline=None, max_examples=600)
@given(INLINE | FORMED)
def test_plain_chunks_read_as_the_parser_reads_them(chunk: str) -> None:
    chunk = chunk.strip("\n")
    rows = chunk_rows(chunk)
    if rows is not None and "]:" not in chunk:
        assert rows == rendered_rows(chunk)


ITEMS = st.lists(
    st.tuples(
        st.sampled_from(["", "", " ", "  ", "   ", "    ", "      "]),
        st.sampled_from(["- ", "* ", "1. ", "2. ", "3. ", "0. ", "1) ", "10. ", "-  ", "", "-"]),
        st.sampled_from(["a", "**b**", "c d", "", "# x"]),
    ).map("".join),
    min_size=1,
    max_size=6,
).map("\n".join)


@settings(deadline=None, max_examples=400)
@given(ITEMS)
def test_plain_lists_read_as_the_parser_reads_them(chunk: str) -> None:
    rows = list_rows(chunk)
    if rows is not None:
        assert rows == rendered_rows(chunk)


CELLS = st.lists(
    st.one_of(
        FORMED.map(lambda text: text.replace("\n", "<br>")), st.sampled_from(["", "**b**", "a<br>b", "\u3000", "a"])
    ),
    min_size=1,
    max_size=3,
).map(lambda cells: f"| {' | '.join(cells)} |")
TABLES = st.tuples(
    st.lists(CELLS, min_size=1, max_size=4),
    st.sampled_from(["| --- | --- |", "| --- | --- |", "| :-- | --: | :-: |", "| --- |", "|---|---|"]),
).map(lambda parts: "\n".join([parts[0][0], parts[1], *parts[0][1:]]))
QUOTES = st.lists(
    st.one_of(FORMED, st.sampled_from(["", "", "# x", "- a", "> b", "    c", "---", "<!--more-->", "1. d"])),
    min_size=1,
    max_size=5,
).map(lambda lines: "\n".join(f"> {line}" if line else ">" for part in lines for line in part.split("\n")))


@settings(deadline=None, max_examples=400)
@given(TABLES | QUOTES)
def test_plain_tables_and_quotes_read_as_the_parser_reads_them(chunk: str) -> None:
    rows = chunk_rows(chunk)
    if rows is not None and "]:" not in chunk:
        assert rows == rendered_rows(chunk)


def test_most_tables_and_quotes_need_no_parser() -> None:
    for chunk in (
        "| a | **b** |\n| --- | --: |\n| 1<br>2 | [x](y) |",
        "|  |  |\n| --- | --- |\n| a | **b** |\n| c | d |",
        "> one  \n> two\n>\n> *three*",
    ):
        assert chunk_rows(chunk) == rendered_rows(chunk)


BLOCKS = st.lists(
    st.sampled_from(
        [
            *(
                "plain words",
                "**bold** words",
                "- item",
                "  - inner",
                "  more of the item",
                "1. first",
                "> quote",
                "---",
                "* star",
                "2) paren",
                "- a\n1. b",
                "<details>",
                "</details>",
            ),
            *("```", "```\ncode\n```", "~~~~", "    four blanks", "<pre>", "</pre>", "<pre>a</pre>", "<!--", "-->"),
            *(
                "<!--more-->",
                "| a | b |\n| --- | --- |\n| 1 | 2 |",
                "# heading",
                "<iframe src='http://e.org/'></iframe>",
            ),
            *("<div>", "</div>", "<table><tr><td>1</td></tr></table>", "- ```\n  code", "> ```", "[a]: http://e.org/"),
            *("[a]", "<sup>x</sup>", "", "\n"),
        ]
    ),
    max_size=8,
).map("\n\n".join)


@settings(deadline=None, max_examples=400)
@given(BLOCKS)
def test_cutting_at_paragraphs_changes_nothing(text: str) -> None:
    assert markdown_rows(text) == rendered_rows(text)


@settings(deadline=None, max_examples=200)
@given(st.text(), st.text())
def test_never_raises(source: str, text: str) -> None:
    document = read(source, BodyContext())
    proof.check(document, text, GFM)
    proof.emit_checked(document, GFM)


def test_block_that_fails_stays_html(monkeypatch: pytest.MonkeyPatch) -> None:
    emit = markdown.emit

    def careless(document: Document, dialect: proof.Dialect) -> str:
        return emit(document, dialect).replace("**bold words**", "** bold words**")

    monkeypatch.setattr(markdown, "emit", careless)
    document = everything()
    text, notes = proof.emit_checked(document, GFM)
    assert [note.code for note in notes] == ["block-kept-as-html"]
    assert "bold words" in notes[0].message
    assert "<strong>bold words</strong>" in text
    assert "## A heading" in text and "- first" in text, "the other blocks stay Markdown"
    assert proof.check(document, text, GFM) == ()


def test_blocks_that_fail_only_together_stay_html(monkeypatch: pytest.MonkeyPatch) -> None:
    emit = markdown.emit
    monkeypatch.setattr(markdown, "emit", lambda document, dialect: emit(document, dialect).replace("\n\n", "\n"))
    document = read("<p>one</p><p>two</p>", BodyContext())
    _, notes = proof.emit_checked(document, GFM)
    assert [note.code for note in notes] == ["block-kept-as-html"]


def test_faithful_document_has_no_notes() -> None:
    document = everything()
    assert proof.emit_checked(document, GFM) == (markdown.emit(document, GFM), ())


def test_blank_lines_of_code_do_not_end_its_html_block() -> None:
    document = read("<pre>one\n\n\n\ntwo</pre>", BodyContext())
    block = proof.as_html_block(document.blocks[0])
    assert block is not None and "\n\n" not in block.html
    assert proof.check(document, block.html + "\n", GFM) == ()


def test_html_blocks_are_not_wrapped_again() -> None:
    assert proof.as_html_block(RawHtml("<div>x</div>")) is None


def test_time_is_linear_in_chunks_of_an_open_fence() -> None:
    text = "```\n" + "\n\n".join(["line"] * 20_000)
    assert markdown_rows(text)[0].kind == "code"


@pytest.mark.parametrize("dialect", ["kramdown", "python-markdown", "gfm"])
def test_code_with_bars_in_a_table_is_read_as_its_dialect_does(dialect: str) -> None:
    table = "<table><tr><th>a</th><th>b</th></tr><tr><td><code>x | y</code></td><td><code>``</code></td></tr></table>"
    text, notes = proof.emit_checked(read(table), DIALECTS[dialect])
    assert not notes
    assert "<table" not in text
