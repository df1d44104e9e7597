"""Headless Chromium for scripts and tests: where it is, how it is started, and a blog of any size to look at."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from environment import ENGINES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
#: no sandbox, since containers have none to give; and no word to anybody: the pages are files
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_WORDS = tuple("pane farina lievito forno acqua sale olio montagna sentiero rifugio neve cielo nuvola".split())  # noqa: SIM905


def chromium() -> str:
    """Return the path of Chromium, "" where there is none."""
    return os.environ.get("BM_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""


def axe() -> Path | None:
    """Return the script that looks for faults of accessibility, None where it is not installed."""
    path = ENGINES / "browser" / "node_modules" / "axe-core" / "axe.min.js"
    return path if path.is_file() else None


@contextmanager
def browser() -> Iterator[Browser]:
    """Give a started browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=list(_FLAGS))
        try:
            yield started
        finally:
            started.close()


def body(chance: random.Random, words: int) -> str:
    """Return a post as Blogger's editor would have written it, about *words* words long."""
    parts = []
    for _ in range(max(1, words // 60)):
        text = " ".join(chance.choices(_WORDS, k=60)).capitalize()
        parts.append(f'<div style="text-align: justify;">{text}, <b>{chance.choice(_WORDS)}</b>.</div><br />')
    picture = f"http://1.bp.blogspot.com/-x{chance.randrange(10**6)}/s400/{chance.choice(_WORDS)}.jpg"
    parts.insert(
        1,
        '<div class="separator" style="clear: both; text-align: center;"><a href="'
        f'{picture.replace("s400", "s1600")}"><img border="0" height="300" src="{picture}" width="400" /></a></div>',
    )
    return "\n".join(parts)
