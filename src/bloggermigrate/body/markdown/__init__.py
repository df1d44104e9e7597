"""`Document` → Markdown. `blocks` writes blocks, `inlines` a paragraph's runs, `escapes` its text."""

from __future__ import annotations

from bloggermigrate.body.markdown.blocks import emit

__all__ = ["emit"]
