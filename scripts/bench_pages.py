"""Time the reading of a mirror: a made folder of saved pages of one blog, through `bloggermigrate convert`.

    scripts/bench_pages.py [--pages 10000] [--folder DIR] [--jobs N]

Six of ten pages are a post's own page with two comments, two are mobile copies of such pages, two are archive or
label pages with seven posts each: what wget leaves of a blog. Every page carries the styles, scripts and sidebar that
make real ones 60 to 100 KB. Prints the size of the folder, seconds, pages a second and the greatest memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORDS = ["ponte", "fiume", "strada", "casa", "libro", "mare", "monte", "vento", "luce", "ombra", "pane", "neve", "sole"]
HOST = "http://quaderno-grande.blogspot.com"
NUMBER = 4000000000000000002
STYLE = "<style type='text/css'>\n" + ".post-body { margin: 0 0 .75em; line-height: 1.4em }\n" * 600 + "</style>"
MARK = "<html><head><meta content='blogger' name='generator'/>"
SCRIPT = "<script type='text/javascript'>\n" + "window.addEventListener('load', function () { });\n" * 300 + "</script>"


def post(number: int) -> tuple[str, str, str]:
    """Return address, moment and body of one post."""
    chance = random.Random(number)
    year, month, day = 2006 + number % 12, 1 + number % 12, 1 + number % 28
    address = f"{HOST}/{year}/{month:02}/post-{number}.html"
    text = "".join(f"<p>{' '.join(chance.choices(WORDS, k=60))}.</p>\n" for _ in range(6))
    image = "http://1.bp.blogspot.com/-a/"
    picture = (
        f'<div class="separator"><a href="{image}s1600/{number}.jpg"><img src="{image}s320/{number}.jpg"/></a></div>'
    )
    return address, f"{year}-{month:02}-{day:02}T{number % 24:02}:{number % 60:02}:00+01:00", text + picture


def shown(number: int) -> str:
    address, moment, body = post(number)
    ident = 5_000_000_000_000_000_000 + number
    return f"""<div class='date-outer'><div class='date-posts'><div class='post-outer'><div class='post hentry'>
<meta content='{NUMBER}' itemprop='blogId'/><meta content='{ident}' itemprop='postId'/><a name='{ident}'></a>
<h3 class='post-title entry-title'><a href='{address}'>Post numero {number}</a></h3>
<div class='post-body entry-content' id='post-body-{ident}'>{body}</div>
<div class='post-footer'><span class='post-author vcard'>Pubblicato da <span class='fn'>Ada Prova</span></span>
<a class='timestamp-link' href='{address}'><abbr class='published' title='{moment}'>09:05</abbr></a>
<span class='post-labels'>Etichette: <a href='{HOST}/search/label/uno' rel='tag'>uno</a></span></div>
</div></div></div></div>"""


def comments(number: int) -> str:
    rows = ""
    for place in range(2):
        ident = 6_000_000_000_000_000_000 + number * 2 + place
        moment = 1300093200000 + number * 1000 + place
        words = " ".join(random.Random(number + place).choices(WORDS, k=20))
        rows += (
            f"<li class='comment' id='c{ident}'><div class='comment-block'><cite class='user'>Bruno</cite><span "
            f"class='datetime'><a href='?showComment={moment}'>x</a></span>"
            f"<p class='comment-content'>{words}</p></div></li>"
        )
    return f"<div class='comments' id='comments'><h4>2 commenti:</h4><ol id='top-ra'>{rows}</ol></div>"


SIDEBAR = (
    "<div class='sidebar section' id='sidebar'><div class='widget BlogArchive' id='BlogArchive1'><ul>"
    + "".join(
        f"<li><a href='{HOST}/{2006 + n // 12}/{n % 12 + 1:02}/'>{n}</a> <span>(9)</span></li>" for n in range(144)
    )
    + "</ul></div><div class='widget LinkList' id='LinkList1'><h2>Amici</h2><div class='widget-content'><ul>"
    + "".join(f"<li><a href='http://amico{n}.example/'>Amico {n}</a></li>" for n in range(40))
    + "</ul></div></div></div>"
)


def page(url: str, kind: str, inner: str, ident: str = "", mobile: str = "false") -> str:
    data = f"'blogId': '{NUMBER}', 'title': 'Quaderno grande', 'canonicalUrl': '{url}', 'homepageUrl': '{HOST}/', "
    data += f"'isMobileRequest': {mobile}, 'locale': 'it', 'pageType': '{kind}', 'postId': '{ident}'"
    return (
        f"{MARK}{STYLE}</head><body><div class='widget Blog' id='Blog1'>"
        f"{inner}</div>{SIDEBAR}{SCRIPT}"
        f"<script>_WidgetManager._SetDataContext([{{'name': 'blog', 'data': {{{data}}}}}]);"
        "</script></body></html>"
    )


def make(folder: Path, count: int) -> int:
    """Write *count* pages into *folder*; return how many posts they hold."""
    posts = count * 6 // 10
    root = folder / "quaderno-grande.blogspot.com"
    for number in range(posts):
        address = post(number)[0]
        path = root / address.removeprefix(f"{HOST}/")
        path.parent.mkdir(parents=True, exist_ok=True)
        ident = str(5_000_000_000_000_000_000 + number)
        text = shown(number) + comments(number)
        path.write_text(page(address, "item", text, ident), encoding="utf-8")
        if number % 3 == 0:
            mobile = path.with_name(f"{path.stem}.html?m=1.html")
            mobile.write_text(page(address, "item", text, ident, "true"), encoding="utf-8")
    lists = count - posts - (posts + 2) // 3
    for number in range(lists):
        inner = "".join(shown((number * 7 + place) % posts) for place in range(7))
        path = root / "search" / f"label-{number}.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(f"{HOST}/search/label/{number}", "index", inner), encoding="utf-8")
    return posts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="where the pages are made, kept for the next run")
    parser.add_argument("--jobs", default="0")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as held:
        folder = chosen.folder or Path(held) / "pages"
        if not folder.is_dir():
            make(folder, chosen.pages)
        files = list(folder.rglob("*.html"))
        size = sum(path.stat().st_size for path in files)
        print(f"{len(files)} pages, {size / 1e6:.0f} MB")
        command = [sys.executable, "-m", "bloggermigrate", "convert", str(folder), "--to", "jsonl"]
        command += ["-o", f"{held}/blog.jsonl", "--jobs", chosen.jobs]
        start = time.perf_counter()
        subprocess.run(command, check=True)
        took = time.perf_counter() - start
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime
        print(
            f"{took:.1f} s, {len(files) / took:.0f} pages/s; {cpu:.1f} s of processor; {used.ru_maxrss / 1024:.0f} MB"
        )


if __name__ == "__main__":
    main()
