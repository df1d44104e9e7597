#!/usr/bin/env python3
"""Posts as pictures, side by side: as the old page showed them, and as their Markdown shows.

    scripts/side_by_side.py FOLDER OUT [--posts N] [--per-sheet N] [--kind KIND]... [--id ID]... [--dialect NAME]

FOLDER holds exports and feeds of any kind.  Posts are drawn evenly from its blogs; each becomes a row with the
original HTML on the left and the rendered result on the right, both in the same plain type.  Pictures are not
fetched: a box shows their alternative text and the end of their address.  Sheets are OUT/sheet-NN.html and, where
Chromium is installed, OUT/sheet-NN.png; the Markdown stands in OUT/sheet-NN.md.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from html import escape
from pathlib import Path

import browser
from bodies import Body, collect
from renderers import Failure, markdown_it_py

STYLE = """
body { margin: 0; font: 14px/1.4 "DejaVu Sans", sans-serif; background: #ddd }
body > h1:has(+ .pair) { font-size: 14px; margin: 0; padding: 6px 12px; background: #246; color: #fff }
iframe.side { border: 0; padding: 0 } body.side { width: auto; height: auto }
.pair { display: flex; gap: 8px; padding: 8px }
.side { width: 660px; height: 760px; overflow: hidden; background: #fff; padding: 10px; box-sizing: border-box }
.side pre, .side code { background: #eee; font-family: "DejaVu Sans Mono", monospace; font-size: 12px }
.side blockquote { border-left: 3px solid #999; margin-left: 8px; padding-left: 10px }
.side table { border-collapse: collapse } .side td, .side th { border: 1px solid #bbb; padding: 2px 6px }
.box { display: inline-block; border: 1px dashed #d60; background: #fe9; color: #840; font-size: 11px; padding: 6px }
hr.more { border: 0; border-top: 2px dotted #c0c }
"""
_IMAGE = re.compile(r"<img\b[^>]*>", re.I)
_EMBED = re.compile(r"<(iframe|object|embed|video|audio)\b[^>]*>(?:.*?</\1>)?", re.I | re.S)
_ATTRIBUTE = re.compile(r"""\b(src|data|alt|width)\s*=\s*("[^"]*"|'[^']*'|[^\s>]+)""", re.I)
_MORE = re.compile(r"""<!--\s*more\s*-->|<a\s+name=["']more["']\s*>\s*</a>""", re.I)
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>|</?(?:html|head|body|meta|link|base)\b[^>]*>", re.I | re.S)


def shown(html: str) -> str:
    """*html* with boxes for what would have to be fetched, and no scripts."""

    def box(found: re.Match[str]) -> str:
        values = {name.lower(): value.strip("\"'") for name, value in _ATTRIBUTE.findall(found.group())}
        name = found.group()[1:].split()[0].strip("<>/")
        address = values.get("src") or values.get("data") or ""
        text = f"{name} {values.get('alt', '')[:60]} …{address[-24:]} {values.get('width', '')}"
        return f'<span class="box">{text}</span>'

    return _MORE.sub('<hr class="more">', _EMBED.sub(box, _IMAGE.sub(box, _SCRIPT.sub("", html))))


def drawn(bodies: Sequence[Body], number: int) -> list[Body]:
    """*number* bodies, the same number of each blog as far as it has them, spread over each."""
    blogs: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        blogs[body.id.partition("/")[0]].append(body)
    picked: list[Body] = []
    share = max(1, -(-number // len(blogs)))
    for group in blogs.values():
        step = max(1, len(group) // share)
        picked += group[::step][:share]
    return picked[:number]


def sheet(pairs: Sequence[tuple[Body, str, str]]) -> str:
    def side(html: str) -> str:
        page = f"<!doctype html><meta charset=utf-8><style>{STYLE}</style><body class=side>{shown(html)}"
        return f'<iframe class=side sandbox srcdoc="{escape(page)}"></iframe>'

    rows = [
        f"<h1>{escape(body.id)}</h1><div class=pair>{side(body.html)}{side(result)}</div>" for body, _, result in pairs
    ]
    return f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{''.join(rows)}"


def photograph(pages: Sequence[Path]) -> bool:
    """A picture beside each of *pages*, as tall as the page; False where no browser is installed."""
    if not browser.chromium():
        return False
    with browser.browser() as started:
        shown_in = started.new_page(viewport={"width": 1344, "height": 816})
        for page in pages:
            shown_in.goto(page.as_uri(), wait_until="load")
            # What never was in the window is not painted.
            height = shown_in.evaluate("document.documentElement.scrollHeight")
            shown_in.set_viewport_size({"width": 1344, "height": height})
            shown_in.wait_for_timeout(300)
            shown_in.screenshot(path=page.with_suffix(".png"))
            shown_in.set_viewport_size({"width": 1344, "height": 816})
    return True


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--posts", type=int, default=50, help="how many")
    parser.add_argument("--per-sheet", type=int, default=5)
    parser.add_argument("--kind", action="append", help="post, page or comment; posts and pages unless told")
    parser.add_argument("--id", action="append", help="these alone, by the end of their identity")
    parser.add_argument("--dialect", default="gfm")
    asked = parser.parse_args()
    from bloggermigrate.body import to_markdown

    bodies, _ = collect(asked.folder)
    bodies = [body for body in bodies if body.kind in (asked.kind or ["post", "page"])]
    bodies = [b for b in bodies if b.id in asked.id] if asked.id else drawn(bodies, asked.posts)
    asked.out.mkdir(parents=True, exist_ok=True)
    texts = [to_markdown(body.html, asked.dialect, recover_code=True) for body in bodies]
    results = [f"failed: {r.reason}" if isinstance(r, Failure) else r for r in markdown_it_py(texts)]
    pairs = list(zip(bodies, texts, results, strict=True))
    sheets: list[Path] = []
    for number, start in enumerate(range(0, len(pairs), asked.per_sheet), 1):
        part = pairs[start : start + asked.per_sheet]
        page = (asked.out / f"sheet-{number:02}.html").resolve()
        page.write_text(sheet(part), encoding="utf-8", errors="replace")
        text = "".join(f"===== {body.id}\n{markdown}\n" for body, markdown, _ in part)
        page.with_suffix(".md").write_text(text, encoding="utf-8", errors="replace")
        sheets.append(page)
    done = photograph(sheets)
    for page in sheets:
        print(page.with_suffix(".png") if done else page)
    return 0


if __name__ == "__main__":
    sys.exit(main())
