"""Write docs/images/: pictures of the HTML report of the sample blog, taken by headless Chromium.

    python scripts/make_screenshots.py

The report is that of a dry run of fixtures/sample/takeout.zip. Chromium has to be installed
(`scripts/install-engines browser`).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from browser import ROOT, browser

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = ROOT / "docs" / "images"


class Shot(NamedTuple):
    """One picture: how big the window is, in which colours, and what is done before it is taken."""

    name: str
    width: int
    height: int
    scheme: str
    act: Callable[[Page], Any]


def _top(page: Page) -> None:
    page.evaluate("scrollTo(0, 0)")


def _entries(page: Page) -> None:
    page.fill("#q", "ric")
    page.evaluate("document.querySelector('#entries').scrollIntoView()")
    page.wait_for_timeout(200)


def _one(page: Page) -> None:
    page.fill("#q", "rocca dei corvi")
    page.locator("#rows a").first.click()
    page.locator("dialog iframe").nth(1).wait_for()
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(300)


SHOTS = (
    Shot("report.png", 1100, 860, "light", _top),
    Shot("report-entries.png", 1100, 640, "light", _entries),
    Shot("report-entry.png", 1100, 760, "light", _one),
    Shot("report-dark-phone.png", 390, 780, "dark", _top),
)


def main() -> int:
    from bloggermigrate.options import Options
    from bloggermigrate.pipeline import convert
    from bloggermigrate.report import write

    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        # The paths are shown in the report: those that a reader of the documentation would have.
        report = convert(
            [str(ROOT / "fixtures" / "sample" / "takeout.zip")], Options(output="my-site", dry_run=True, jobs=1)
        )
        write(report, path)
        with browser() as started:
            for shot in SHOTS:
                context = started.new_context(
                    viewport={"width": shot.width, "height": shot.height},
                    color_scheme=shot.scheme,  # type: ignore[arg-type]
                )
                page = context.new_page()
                page.goto(path.as_uri())
                shot.act(page)
                page.screenshot(path=FOLDER / shot.name)
                context.close()
                print(f"docs/images/{shot.name}  {(FOLDER / shot.name).stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
