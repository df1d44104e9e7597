"""docs/markdown.md shows what the code does; docs/fidelity.md names what it was measured with."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bloggermigrate.body import DIALECTS, to_markdown
from bloggermigrate.body.idioms import IDIOMS, Idiom
from make_markdown_docs import ELEMENTS, PROBES, TARGET, text

ROOT = Path(__file__).parent.parent


def test_page_is_current() -> None:
    assert TARGET.read_text(encoding="utf-8") == text(), "run scripts/make_markdown_docs.py"


@pytest.mark.parametrize("idiom", IDIOMS, ids=lambda idiom: idiom.name)
def test_example_of_an_idiom_is_what_it_does(idiom: Idiom) -> None:
    assert to_markdown(idiom.before, recover_code=True).strip() == idiom.after.strip()


def test_every_section_has_its_examples() -> None:
    assert all(cases for cases in ELEMENTS.values())
    titles = [title for cases in ELEMENTS.values() for title, _ in cases]
    assert len(set(titles)) == len(titles)


def test_every_dialect_parts_from_another_somewhere() -> None:
    written = {name: tuple(to_markdown(html, name, recover_code=True) for _, html in PROBES) for name in DIALECTS}
    assert len(set(written.values())) > 3


def test_fidelity_page_names_every_renderer_and_the_command() -> None:
    from renderers import RENDERERS

    page = (ROOT / "docs" / "fidelity.md").read_text(encoding="utf-8")
    assert "scripts/fidelity.py" in page
    for renderer in RENDERERS:
        assert re.search(rf"\| {re.escape(renderer.dialect)} +\| {re.escape(renderer.name)} +\|", page), renderer.name
