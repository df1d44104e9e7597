"""`Document` → Markdown: `blocks` writes blocks, `inlines` paragraphs, `lines` a line, `escapes` and `starts` text."""

from __future__ import annotations

from bloggermigrate.body.markdown.blocks import emit

__all__ = ["emit"]
