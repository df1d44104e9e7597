"""The documentation builds as a site: without a warning, without a dead link, with nothing from outside."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree, html

from environment import ENGINES

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    mkdocs = ENGINES / "mkdocs" / "bin" / "mkdocs"
    if not mkdocs.exists():
        pytest.skip("MkDocs is not installed: scripts/install-engines .engines mkdocs")
    folder = tmp_path_factory.mktemp("docs-site")
    run = subprocess.run(
        [mkdocs, "build", "--strict", "--quiet", "--site-dir", folder],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return folder


def test_no_link_is_dead_and_nothing_comes_from_outside(site: Path):
    pages = {path: html.parse(str(path), etree.HTMLParser(encoding="utf-8")) for path in site.rglob("*.html")}
    places = {path: set(page.xpath("//@id | //a/@name")) for path, page in pages.items()}
    assert len(pages) > 30
    for path, page in pages.items():
        if path.name == "404.html":
            continue
        for link in page.xpath("//a/@href"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            target = target / "index.html" if target.is_dir() else target
            assert target.exists(), f"{path.name}: {link}"
            if parts.fragment and target in places and not parts.fragment.startswith("__"):
                assert unquote(parts.fragment) in places[target], f"{path.name}: {link}"
        for outside in page.xpath("//script/@src | //link[@rel='stylesheet' or @rel='icon']/@href | //img/@src"):
            assert not re.match(r"(?:https?:)?//", outside), f"{path.name} loads {outside}"
