"""Measure the HTML report: how long it takes, how big it gets, and how soon a browser shows it.

    python scripts/measure_report.py [POSTS...]        default: 600 10000

Blogs are made up: posts of about 300 words with a picture, over fifteen years, with labels and comments. Chromium has
to be installed (`scripts/install-engines browser`). The paint is what the browser itself reports, best and worst of
three fresh starts.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from browser import ROOT, body, browser

sys.path.insert(0, str(ROOT / "tests"))


def made_blog(path: Path, posts: int, words: int = 300) -> Path:
    """Write a classic export of *posts* posts to *path*."""
    from blogs import MadeBlog, MadeComment, MadePost, classic

    chance = random.Random(posts)
    first = datetime(2006, 1, 1, tzinfo=UTC)
    made = []
    for number in range(posts):
        when = (first + timedelta(hours=number * 15 * 365 * 24 / posts)).isoformat(timespec="milliseconds")
        many = chance.choice((0, 0, 1, 3))
        comments = [MadeComment(number=str(10**6 + 10 * number + at), published=when) for at in range(many)]
        made.append(
            MadePost(
                number=str(1000 + number),
                title=f"{' '.join(chance.choices(('pane', 'neve', 'libro', 'di', 'casa', 'sera'), k=4))} {number}",
                content=body(chance, words),
                path=f"/{when[:4]}/{when[5:7]}/post-{number}.html",
                published=when,
                updated=when,
                labels=tuple(sorted({f"etichetta {chance.randrange(60)}" for _ in range(chance.randrange(4))})),
                comments=tuple(comments),
            )
        )
    path.write_bytes(classic(MadeBlog(posts=tuple(made))))
    return path


def processor_time() -> float:
    """Return the seconds that this process and its workers have worked: the same on a busy machine."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def measure(posts: int, folder: Path) -> str:
    from bloggermigrate.options import Options
    from bloggermigrate.pipeline import convert
    from bloggermigrate.report import write

    export = made_blog(folder / f"blog-{posts}.xml", posts)
    began = time.monotonic()
    report = convert([str(export)], Options(target="hugo", output=str(folder / "site"), dry_run=True))
    converted = time.monotonic() - began
    page = folder / f"report-{posts}.html"
    began, spent = time.monotonic(), processor_time()
    write(report, page)
    written, spent = time.monotonic() - began, processor_time() - spent
    beside = list((folder / f"{page.stem}-entries").glob("*"))
    size = sum(path.stat().st_size for path in beside)
    paints = []
    for _ in range(3):
        with browser() as started:
            tab = started.new_page(viewport={"width": 1280, "height": 900})
            tab.goto(page.as_uri())
            tab.wait_for_selector("#rows tr")
            paints.append(tab.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    told = [
        f"{posts} posts: export {export.stat().st_size / 1e6:.1f} MB",
        f"dry run {converted:.1f} s, report {written:.1f} s ({spent:.1f} s of processor time)",
        f"file {page.stat().st_size / 1e6:.1f} MB, {len(beside)} pages beside it {size / 1e6:.1f} MB",
        f"first contentful paint {min(paints):.0f} to {max(paints):.0f} ms",
    ]
    return "; ".join(told)


def main() -> int:
    sizes = [int(word) for word in sys.argv[1:]] or [600, 10_000]
    with tempfile.TemporaryDirectory() as folder:
        for posts in sizes:
            print(measure(posts, Path(folder)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
