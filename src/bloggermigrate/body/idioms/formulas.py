"""MathJax keeps a formula's TeX in a script element."""

from __future__ import annotations

from bloggermigrate.body.document import Style
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element


def _matches(tag: Tag) -> bool:
    return tag.get("type").strip().lower().startswith("math/tex")


def _read(reader: Reader, element: Element, style: Style) -> bool:
    formula = "".join(child for child in element.children if isinstance(child, str)).strip()
    display = "display" in element.tag.get("type").lower()
    reader.notes.add("math-found")
    if formula:
        reader.text(f"\\[{formula}\\]" if display else f"\\({formula}\\)", style)
    return True


FORMULAS = Idiom(
    name="formulas",
    summary="The TeX of a MathJax element stands in the text, between its delimiters.",
    tags=("script",),
    matches=_matches,
    read=_read,
    before='so <script type="math/tex">x^2</script> grows',
    after="so \\\\(x^2\\\\) grows",
)
