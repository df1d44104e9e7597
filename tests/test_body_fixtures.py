"""Every case of fixtures/rules and fixtures/elements: HTML, and the Markdown a careful person would write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from bloggermigrate.body import DIALECTS, html, markdown, read
from bloggermigrate.body.document import BodyContext, Document
from bloggermigrate.body.idioms import IDIOMS

FIXTURES = Path(__file__).parent.parent / "fixtures"
RENDERER = MarkdownIt("commonmark", {"html": True, "maxNesting": 500}).enable(["table", "strikethrough"])
RENDERER.validateLink = lambda url: True  # type: ignore[method-assign]
COLLAPSE = BodyContext(line_breaks="collapse", recover_code=True)


def cases() -> Iterator[Any]:
    for path in sorted([*FIXTURES.glob("rules/*.md"), *FIXTURES.glob("elements/*.md")]):
        text = path.read_text(encoding="utf-8")
        for title, before, after in re.findall(r"^(.+)\n\.\n((?:.|\n)*?)\n\.\n((?:.*\n)*?)\.$", text, re.M):
            yield pytest.param(before, after, id=f"{path.parent.name}/{path.stem}: {title}")


CASES = list(cases())


def words(document: Document) -> str:
    """The words a document shows, without blanks: Markdown may part what stands on a line of its own."""
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", "", html.emit(document), flags=re.S)
    return re.sub(r"\s+", "", text)


def test_there_are_many() -> None:
    assert len(CASES) > 300


@pytest.mark.parametrize(("before", "after"), CASES)
def test_case(before: str, after: str) -> None:
    assert markdown.emit(read(before, COLLAPSE), DIALECTS["gfm"]) == after


@pytest.mark.parametrize(("before", "after"), CASES)
def test_rendered_back_shows_the_same_words(before: str, after: str) -> None:
    assert words(read(RENDERER.render(after), COLLAPSE)) == words(read(before, COLLAPSE))


@pytest.mark.parametrize(("before", "after"), CASES)
def test_clean_html_reads_as_the_same_document(before: str, after: str) -> None:
    document = read(before, COLLAPSE)
    assert read(html.emit(document), COLLAPSE).blocks == document.blocks


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_keeps_the_words(dialect: str) -> None:
    for case in CASES:
        before = case.values[0]
        assert isinstance(before, str)
        document = read(before, COLLAPSE)
        assert bool(markdown.emit(document, DIALECTS[dialect])) == bool(document.blocks)


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda idiom: idiom.name)
def test_idiom_example(idiom) -> None:  # type: ignore[no-untyped-def]
    assert markdown.emit(read(idiom.before, COLLAPSE), DIALECTS["gfm"]) == idiom.after + "\n"


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda idiom: idiom.name)
def test_idiom_that_drops_words_has_a_note(idiom) -> None:  # type: ignore[no-untyped-def]
    assert idiom.keeps_text or read(idiom.before, COLLAPSE).notes
