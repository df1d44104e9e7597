"""Files of Markdown: their front matter as values, and their text as the HTML that it says."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import yaml
from markdown_it import MarkdownIt

_YAML = re.compile(r"\A---[ \t]*\n(.*?)^---[ \t]*$\n?", re.S | re.M)
_LINE = re.compile(r"([A-Za-z_]\w*):[ \t]*(.*)\n")


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def rendered(text: str) -> str:
    """Return the HTML of Markdown as CommonMark reads it, with tables."""
    return str(_parser().render(text))


def split(text: str) -> tuple[dict[str, Any], str]:
    """Return front matter and text of a file. Front matter that can't be read counts as none.

    >>> split('---\\nurl: "/x"\\n---\\nText')[0], split("Title: A b\\nUrl: x.html\\n\\nText")[0]
    ({'url': '/x'}, {'title': 'A b', 'url': 'x.html'})
    """
    text = text.replace("\r\n", "\n").removeprefix("\ufeff")
    if found := _YAML.match(text):
        return _mapping(found[1]), text[found.end() :]
    lines, end = {}, 0
    while (line := _LINE.match(text, end)) is not None:
        lines[line[1].lower()] = line[2].strip()
        end = line.end()
    return lines, text[end:]


def _mapping(text: str) -> dict[str, Any]:
    try:
        value = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError):
        return {}
    return {str(key).lower(): inner for key, inner in value.items()} if isinstance(value, dict) else {}
