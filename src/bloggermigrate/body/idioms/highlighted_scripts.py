"""SyntaxHighlighter may keep its code in a script element, which it shows in the element's place."""

from __future__ import annotations

from bloggermigrate.body.document import Code, Style
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Element
from bloggermigrate.body.verbatim import language


def _matches(tag: Tag) -> bool:
    return tag.get("type").strip().lower() == "syntaxhighlighter"


def _read(reader: Reader, element: Element, style: Style) -> bool:
    if not reader.context.recover_code:
        return False
    text = "".join(child for child in element.children if isinstance(child, str)).strip()
    text = text.removeprefix("<![CDATA[").removesuffix("]]>")
    code = "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")
    if code.strip():
        reader.add(Code(code, language(element.tag.classes)))
    return True


HIGHLIGHTED_SCRIPTS = Idiom(
    name="highlighted-scripts",
    summary="Code that SyntaxHighlighter keeps in a script becomes a fence.",
    tags=("script",),
    matches=_matches,
    read=_read,
    before='<script type="syntaxhighlighter" class="brush: js"><![CDATA[\nif (a < b) go();\n]]></script>',
    after="```javascript\nif (a < b) go();\n```",
)
