"""Pelican's block of metadata: lines of ``Key: value`` up to the first empty one.

There are no quotes and no types: a value is what stands behind the colon, less the blanks around it. Titles are HTML
there: Pelican's feeds strip tags from them and decode references, and themes print them as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bloggermigrate.writers.lines import one_line


def block(values: Mapping[str, Any]) -> str:
    """Return the block with the empty line that ends it; a key without a value is left out, but for the title.

    >>> print(block({"Title": "Sì: no", "Tags": "", "Status": "draft"}), end="")
    Title: Sì: no
    Status: draft
    <BLANKLINE>
    """
    lines = [
        f"{key}: {line}".rstrip()
        for key, value in values.items()
        if (line := one_line(value if isinstance(value, str) else _text(value))) or key == "Title"
    ]
    return "\n".join((*lines, "", ""))


def _text(value: Any) -> str:
    """Return a value that a configuration added as text."""
    if isinstance(value, bool):
        return str(value).lower()
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
