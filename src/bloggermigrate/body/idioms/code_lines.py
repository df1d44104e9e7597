"""Plug-ins of Windows Live Writer pasted code with a `<pre>` for each of its lines."""

from __future__ import annotations

from bloggermigrate.body.document import Code, Style
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.tree import Comment, Element
from bloggermigrate.body.verbatim import language, note_links, verbatim_text


def _matches(tag: Tag) -> bool:
    return "csharpcode" in tag.classes or tag.get("id").startswith("codeSnippet")


def _read(reader: Reader, element: Element, style: Style) -> bool:
    if not reader.context.recover_code:
        return False
    rows = [child for child in element.children if not _is_nothing(child)]
    lines = [_line(row) for row in rows]
    if len(lines) < 2 or None in lines:
        return False
    if all(_number(row) for row in rows):
        reader.notes.add("line-numbers-dropped")
        lines = [_line(row, numbered=True) for row in rows]
    text = "\n".join(line for line in lines if line is not None).strip("\n")
    if text:
        note_links(reader, element)
        reader.add(Code(text, language(element.tag.classes)))
    return True


def _is_nothing(child: Element | Comment | str) -> bool:
    if isinstance(child, Comment):
        return child.text.strip().lower() != "more"
    return isinstance(child, str) and not child.strip()


def _line(row: Element | Comment | str, *, numbered: bool = False) -> str | None:
    """The one line that a row holds, less its number where it is *numbered*; None if it is no such row."""
    if not isinstance(row, Element) or row.tag.name != "pre":
        return None
    inner = Element(row.tag)
    inner.children = [child for child in row.children if not (numbered and child is _number(row))]
    text, pictures = verbatim_text(inner)
    text = text.strip("\n").rstrip()
    return None if pictures or "\n" in text or "\0" in text else text


def _number(row: Element | Comment | str) -> Element | None:
    """The element at a row's start that holds its number."""
    for child in row.children if isinstance(row, Element) else ():
        if isinstance(child, Element):
            named = child.tag.get("id").startswith("lnum") or "lnum" in child.tag.classes.split()
            return child if named else None
        if not isinstance(child, str) or child.strip():
            break
    return None


CODE_LINES = Idiom(
    name="code-lines",
    summary="Code that Windows Live Writer's plug-ins pasted, a `<pre>` a line, is one fence, without its numbers.",
    tags=("div",),
    matches=_matches,
    read=_read,
    before=(
        '<div class="csharpcode"><pre class="alt"><span class="lnum">   1:  </span><span>if</span> (a)</pre>'
        '<pre><span class="lnum">   2:  </span>  b();</pre></div>'
    ),
    after="```\nif (a)\n  b();\n```",
    keeps_text=False,
)
