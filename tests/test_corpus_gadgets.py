"""Gadgets of real blogs stand in the built Hugo site: menu, lists of links and blogs, with the right links."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import html

from bloggermigrate.intake import load
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.text.addresses import canonical_host, split

#: each blog's export with the themes that belong to it
BLOGS = {
    "takeout, English": "takeout/theGove__tools__*",
    "takeout, two": "takeout/kolkoga__fbdinibles.io__*",
    "takeout, three": "takeout/kavangcb29__Intelion__*",
    "classic, Slovenian": "classic/bklenovs__maklen__*.xml",
    "classic, Portuguese": "classic/murilorebelopontes__*.xml",
    "classic, with its theme": "*/GiverofMemory__TEEFPowder__*01-26-2022.xml",
}
met: Counter[str] = Counter()


def blog_of(corpus: Path, pattern: str) -> list[str]:
    """Return the files of one blog that Blogger would export."""
    return [str(path) for path in sorted(corpus.glob(pattern)) if path.suffix in (".xml", ".atom", ".csv")]


@pytest.mark.parametrize("name", BLOGS)
def test_menu_and_lists_of_a_real_blog(name: str, corpus: Path, tmp_path: Path):
    inputs = blog_of(corpus, BLOGS[name])
    assert inputs
    blog = load(inputs, Options(target="hugo")).blog
    report = convert(inputs, Options(target="hugo", output=str(tmp_path / "site")))
    assert report.exit_status == 0
    subprocess.run(["hugo", "--quiet", "--source", tmp_path / "site"], check=True)
    public = tmp_path / "site" / "public"
    page = html.fromstring((public / "index.html").read_text(encoding="utf-8"))

    def shown(places: str) -> list[tuple[str, str]]:
        return [(" ".join(a.text_content().split()), a.get("href")) for a in page.xpath(f"{places}//a[@href]")]

    def leads(found: str, wanted: str) -> bool:
        """Whether a link of the site goes where the gadget's did: the same address, or its page in the site."""
        host, _ = split(wanted)
        if host and canonical_host(host) not in blog.hosts:
            return unquote(found).rstrip("/") == unquote(wanted.strip()).rstrip("/")
        here = unquote(re.sub(r"^https?://[^/]+", "", found).partition("#")[0])
        target = public / here.strip("/")
        return target.is_file() or (target / "index.html").is_file() or found == wanted

    gadgets = shown("//aside") + shown("//footer")
    for widget in blog.widgets:
        if widget.note or not widget.visible or widget.kind not in ("links", "blogroll", "pages"):
            continue
        links = shown("//nav") if widget.kind == "pages" else gadgets
        for item in widget.items:
            text = " ".join(item.text.split())
            if not item.url or not text or item.url.startswith("javascript:"):
                continue
            assert any(said == text and leads(href, item.url) for said, href in links), (widget.id, item)
            met[widget.kind] += 1


def test_all_kinds_of_lists_were_met(corpus: Path):
    if sum(met.values()) == 0:
        pytest.skip("the blogs above were not chosen")
    print(dict(met))
    assert met["links"] and met["pages"]
