"""The proof notices every kind of loss, and nothing else."""

from __future__ import annotations

import string
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bloggermigrate.body import DIALECTS, BodyContext, markdown, proof, read
from bloggermigrate.body.document import (
    CODE,
    EM,
    PLAIN,
    STRIKE,
    STRONG,
    SUP,
    UNDERLINE,
    Anchor,
    Block,
    Document,
    Figure,
    Heading,
    Image,
    Item,
    ListBlock,
    Paragraph,
    RawHtml,
    Style,
)
from bloggermigrate.body.proof.keys import key_in, key_of
from bloggermigrate.body.proof.plain import chunk_rows, list_rows
from bloggermigrate.body.proof.reading import markdown_rows, rendered_rows
from bloggermigrate.body.proof.rows import blocks_rows

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
<p>More is said <a href="#there">there</a>.</p>
<p><a name="there"></a>It is said here.</p>
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
    ("an anchor is lost", '<a id="there"></a>', "", "text"),
    ("an anchor moves", 'there).\n\n<a id="there"></a>', '<a id="there"></a>there).\n\n', "line break"),
    ("a link to an anchor is lost", "[there](#there)", "there", "link"),
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


def shown(key: str) -> str:
    """The Markdown of a key that is not that of a text."""
    return key.removeprefix("\n\n")


STYLES = st.sampled_from(
    [
        *[PLAIN] * 4,
        *(Style(marks) for marks in (STRONG, EM, STRONG | EM, STRIKE, UNDERLINE, SUP, CODE, STRONG | UNDERLINE)),
        *(Style(0, href) for href in ("http://e.org/a_b?c=1&d=2", "http://e.org/?a=1&copy;", "x(y)", "a b", "#there")),
        *(Style(0, "u", title) for title in ("t", 't"', "a&b")),
        *(Style(STRONG, "u"), Style(EM | UNDERLINE, "http://e.org/"), Style(UNDERLINE, "u")),
    ]
)
CONTENTS = st.one_of(
    st.lists(
        st.sampled_from(
            [
                *(
                    "word",
                    "a",
                    "é",
                    "彼",
                    "7",
                    "「",
                    "」",
                    " ",
                    " ",
                    ".",
                    "!",
                    "(",
                    ")",
                    '"',
                    "-",
                    ":",
                    "|",
                    "#",
                    ">",
                    "=",
                ),
                *("*", "**", "_", "__", "`", "~", "~~", "[", "]", "<", "</", "&", "amp;", "\\", "a_b", "1.", "😀", "…"),
                "http://e.org/",
            ]
        ),
        min_size=1,
        max_size=4,
    ).map("".join),
    st.just("\n"),
    st.just("word"),
    st.just("http://e.org/a_b?c=1&d=2"),
    st.sampled_from(
        [Image("s.jpg"), Image("a_b.jpg", "an alt", "t"), Image("s.jpg", "a*b"), Anchor("there"), Anchor("é")]
    ),
)
#: As a reading makes them: no blank, and no break but one, at a line's ends.
RUNS = st.lists(st.tuples(CONTENTS, STYLES), min_size=1, max_size=5)
PARAGRAPHS = RUNS.map(Paragraph)
LISTS = st.recursive(
    st.builds(ListBlock, st.booleans(), st.lists(PARAGRAPHS.map(lambda one: Item([one])), min_size=1, max_size=3)),
    lambda inner: st.builds(
        ListBlock,
        st.booleans(),
        st.lists(st.builds(lambda one, two: Item([one, two]), PARAGRAPHS, inner), min_size=1, max_size=2),
        st.sampled_from([1, 1, 3, 10]),
    ),
    max_leaves=3,
)
KNOWN = st.one_of(
    PARAGRAPHS,
    st.builds(Heading, st.integers(1, 6), RUNS),
    st.builds(Figure, st.sampled_from([[(Image("s.jpg"), PLAIN)], [(Image("s.jpg", "b"), Style(0, "u"))]]), RUNS),
    LISTS,
)


def is_read(block: Block) -> bool:
    """Whether a reading could have made *block*: no blanks at the ends of its lines, no empty ones."""
    if isinstance(block, ListBlock):
        return all(is_read(part) for item in block.items for part in item.blocks)
    assert isinstance(block, (Paragraph, Heading, Figure))
    runs = block.caption if isinstance(block, Figure) else block.runs
    text = "".join(
        [content if isinstance(content, str) else "" if isinstance(content, Anchor) else "x" for content, _ in runs]
    )
    return all(line and line == line.strip() for line in text.split("\n"))


@settings(deadline=None, max_examples=800)
@given(KNOWN)
def test_a_key_shows_what_its_block_says(block: Block) -> None:
    key = key_of(block)
    if key is not None and (key[0] != "\n" or key.startswith("\n\n")) and is_read(block):
        assert rendered_rows(shown(key), frozenset(["there"])) == blocks_rows([block])


@settings(deadline=None, max_examples=400)
@given(INLINE, st.lists(st.booleans(), min_size=30, max_size=30))
def test_a_text_is_known_whatever_is_escaped_in_it(text: str, escaped: list[bool]) -> None:
    lines = [line.strip() for line in text.split("\n")]
    block = Paragraph([(line, PLAIN) for at, each in enumerate(lines) for line in (["\n", each] if at else [each])])
    marks = iter(escaped)
    chunk = "".join(
        ["\\" + char if char in string.punctuation and next(marks, True) else char for char in "  \n".join(lines)]
    )
    key = key_of(block)
    if key is not None and all(lines) and "]:" not in chunk and key_in(chunk, {key}):
        assert rendered_rows(chunk) == blocks_rows([block])


def test_most_paragraphs_and_lists_have_a_key() -> None:
    blocks = everything().blocks
    without = [type(block).__name__ for block in blocks if key_of(block) is None]
    assert sorted(without) == ["Code", "Embed", "JumpBreak", "Quote", "Rule", "Table"]


@settings(deadline=None, max_examples=400)
@given(
    st.integers(0, 900),
    st.integers(0, 12),
    st.sampled_from(["", "*", "\n", "\n\n", "  \n", "x", " ", "- ", "`", "[", "<b>", "\\"]),
)
def test_no_damage_that_the_parser_shows_is_passed_over(start: int, count: int, put: str) -> None:
    document = everything()
    text = markdown.emit(document, GFM)
    damaged = text[:start] + put + text[start + count :]
    if proof.check(document, damaged, GFM) == ():
        assert rendered_rows(damaged, frozenset(["there"])) == blocks_rows(document.blocks)


def test_two_lists_that_run_together_are_told() -> None:
    document = Document([ListBlock(False, [Item([Paragraph([(word, PLAIN)])])]) for word in ("one", "two")])
    assert proof.check(document, "- one\n\n* two\n", GFM) == ()
    assert [difference.kind for difference in proof.check(document, "- one\n\n- two\n", GFM)] == ["list"]


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
            *(
                "[a]",
                "<sup>x</sup>",
                "",
                "\n",
                "> [a]: http://e.org/",
                "- [b]:\n  http://e.org/",
                "[a]: b [b]",
                "x]: [a]",
            ),
            *('<a id="x"></a>here', "[there](#x)", '<a href="#y">z</a> <a name="y">z</a>'),
        ]
    ),
    max_size=8,
).map("\n\n".join)


@settings(deadline=None, max_examples=400)
@given(BLOCKS)
def test_cutting_at_paragraphs_changes_nothing(text: str) -> None:
    assert markdown_rows(text) == rendered_rows(text)
    assert markdown_rows(text, frozenset("x")) == rendered_rows(text, frozenset("x"))


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


@pytest.mark.parametrize(
    "html",
    [
        "<p>~~x~~ y</p>",
        "<ul><li>a ~~x~~ <b>y</b></li></ul>",
        "<p>v</p><h3>~~x~~</h3><blockquote>~~~x~~~ <s>z</s></blockquote>",
        "<p>a <img src=u alt='a ~~b~~ c'></p><table><tr><td>~~a~~</td><td><code>x|~~y~~</code></td></tr><tr><td>c</td><td>d</td></tr></table>",
    ],
)
def test_tildes_strike_nothing_where_the_dialect_knows_no_such_mark(html: str) -> None:
    text, notes = proof.emit_checked(read(html), DIALECTS["python-markdown"])
    assert (notes, "~~" in text, "<p>" in text) == ((), True, False)


@pytest.mark.parametrize("html", ["<p><s>x</s> y</p>", "<ul><li><s>x</s></li></ul>", "<p>a <s>b</s> c</p><p>d</p>"])
def test_tildes_for_struck_text_are_told_there(html: str) -> None:
    document = read(html)
    text = markdown.emit(document, DIALECTS["gfm"])
    assert "~~" in text
    assert proof.check(document, text, DIALECTS["gfm"]) == ()
    assert [each.kind for each in proof.check(document, text, DIALECTS["python-markdown"])] == ["text"]


@pytest.mark.parametrize(
    ("old", "new"), [('"9"', '"8"'), ('"4"', '"5"'), ("4. c", "5. c"), ('\n    {: start="4"}', '\n\n{: start="4"}')]
)
def test_the_line_that_tells_the_first_number_is_held_against_it(old: str, new: str) -> None:
    document = read("<ol start=9><li>a</li><li>b<ol start=4><li>c</li><li>d</li></ol></li></ol>")
    dialect = DIALECTS["kramdown"]
    text, notes = proof.emit_checked(document, dialect)
    assert not notes
    assert old in text
    assert proof.check(document, text.replace(old, new), dialect)


def test_code_that_shows_such_a_line_is_code() -> None:
    lines = '4. a\n{: start="4"}'
    text, notes = proof.emit_checked(
        read(f"<pre>{lines}</pre><ul><li><pre>{lines}</pre></li></ul>"), DIALECTS["kramdown"]
    )
    assert not notes
    assert f"```\n{lines}\n```" in text
