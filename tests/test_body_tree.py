"""The tree of a body is the one a browser builds: compared with an HTML5 parser on random tag soup."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bloggermigrate.body.open_elements import MAX_DEPTH
from bloggermigrate.body.tree import Element, parse

lexbor = pytest.importorskip("selectolax.lexbor")

# What both sides leave out of the comparison: a head's elements and white space, which no reader sees.
HEAD = frozenset(
    ["head", "style", "script", "title", "meta", "link", "base", "template", "noscript", "col", "colgroup"]
)


def ours(element: Element) -> list[str]:
    out: list[str] = []
    stack: list[Element | str] = [*reversed(_children(element))]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            out.append(node)
        elif node.tag.name not in HEAD:
            out.append(f"<{node.tag.name}>")
            stack.append(f"</{node.tag.name}>")
            stack.extend(reversed(_children(node)))
    return _tidy(out)


def _children(element: Element) -> list[Element | str]:
    return [child for child in element.children if isinstance(child, Element | str)]


def theirs(html: str) -> list[str]:
    out: list[str] = []
    body = lexbor.LexborHTMLParser(html).body
    stack: list[object] = [*reversed(_nodes(body))] if body is not None else []
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            out.append(node)
        elif node.is_text_node:  # type: ignore[attr-defined]
            out.append(node.text_content or "")  # type: ignore[attr-defined]
        elif node.tag and node.tag[0] not in "-!_" and node.tag not in HEAD:  # type: ignore[attr-defined]
            out.append(f"<{node.tag}>")  # type: ignore[attr-defined]
            stack.append(f"</{node.tag}>")  # type: ignore[attr-defined]
            stack.extend(reversed(_nodes(node)))
    return _tidy(out)


def _nodes(node: object) -> list[object]:
    nodes = []
    child = node.first_child  # type: ignore[attr-defined]
    while child is not None:
        nodes.append(child)
        child = child.next
    return nodes


def _tidy(parts: list[str]) -> list[str]:
    tidy: list[str] = []
    for part in parts:
        if part.startswith("<"):
            tidy.append(part)
        elif text := "".join(part.split()):
            if tidy and not tidy[-1].startswith("<"):
                tidy[-1] += text
            else:
                tidy.append(text)
    return tidy


NAMES = [
    "a",
    "b",
    "i",
    "em",
    "strong",
    "font",
    "span",
    "u",
    "code",
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "blockquote",
    "h2",
    "h3",
    "pre",
    "center",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "tbody",
    "br",
    "img",
    "hr",
    "sup",
    "s",
    "nobr",
    "section",
    "address",
]
TOKEN = (
    st.sampled_from(NAMES).map(lambda name: f"<{name}>")
    | st.sampled_from(NAMES).map(lambda name: f"</{name}>")
    | st.sampled_from(["<a href=x>", "<font size=2>", "x", "y", " ", "z&amp;", "<div class='a'>"])
)


@settings(max_examples=500)
@given(st.lists(TOKEN, max_size=14).map("".join))
@example("<b>a<i>b</b>c</i>d")
@example("<p><b>one<p>two</b> three")
@example("<a href=1>one <a href=2>two</a> three")
@example("<b><div>one</b>two</div>three")
@example("<table><tr>out<td>in</td></tr>out</table>")
@example("<a><table><td><a>x</a></td></table>y</a>")
def test_same_tree_as_an_html5_parser(html: str) -> None:
    # A doctype, since with none a table may stand in a paragraph, which no blog's page lets it.
    html = f"<!DOCTYPE html>x{html}"
    assert ours(parse(html)) == theirs(html)


@pytest.mark.parametrize("name", ["div", "b", "blockquote", "ul", "table", "font", "span", "p", "a"])
def test_depth_is_bounded_and_no_word_lost(name: str) -> None:
    root = parse(f"<{name}>" * 20_000 + "word")
    depth, deepest, found = 0, 0, False
    stack: list[tuple[Element, int]] = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        for child in element.children:
            if isinstance(child, Element):
                stack.append((child, depth + 1))
            elif child == "word":
                found = True
    assert found
    assert deepest <= MAX_DEPTH + 1


@given(
    st.lists(
        st.sampled_from(
            [
                "&",
                "amp;",
                "&amp;",
                "&lt;",
                "&gt;",
                "&quot;",
                "&#39;",
                "&nbsp;",
                "&copy",
                "&eacute;",
                "lt;",
                " ",
                "x",
                "#39;",
            ]
        )
    ).map("".join)
)
def test_references_are_read_as_the_standard_says(text: str):
    paragraph = parse(f"<p>{text}</p>").children[0]
    assert isinstance(paragraph, Element)
    assert "".join(map(str, paragraph.children)) == unescape(text)
