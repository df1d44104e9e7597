"""The report as a page to look at: one file that asks nothing of the internet, or a file with a folder beside it.

facts    store, ledger → counts and short lists of the whole blog
views    one entry: both sides rendered, made harmless (`inert`), compared (`differences`)
charts   numbers → SVG
pages    all of it → the file; templates, style sheets and the script are package data
"""

from __future__ import annotations

from bloggermigrate.report.html.pages import write_html

__all__ = ["write_html"]
