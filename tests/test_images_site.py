"""The sample blog with its pictures fetched, built by Hugo, looked at in Chromium: nothing comes from elsewhere."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import httpcore
import pytest

import bloggermigrate
from browser import browser, chromium
from engines import hugo
from misbehaving import Server

CLASSIC = Path(__file__).parent.parent / "fixtures/sample/blog-11-23-2014.xml"


class Plain(httpcore.NetworkStream):
    """A connection that takes itself for encrypted."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, *_: object, **__: object) -> httpcore.NetworkStream:
        return self

    def get_extra_info(self, info: str) -> object:
        return None if info == "ssl_object" else self._stream.get_extra_info(info)


@pytest.fixture
def pictures(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """The hosts of the sample's pictures, all of them on loopback."""
    with Server() as server:
        server.has_everything = True

        def connect(self: object, host: str, port: int, *_: object, **__: Iterable[object]) -> httpcore.NetworkStream:
            return Plain(httpcore.SyncBackend().connect_tcp("127.0.0.1", server.port, 5.0))

        monkeypatch.setattr("bloggermigrate.images.net._Guard.connect_tcp", connect)
        yield server


#: what makes a page load something
_LOADED = re.compile(r"""(?:\ssrc(?:set)?=|\sposter=|\sdata=|url\()["']?([^"'\s>)]+)""")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_the_sample_with_its_pictures_asks_nobody_else(pictures: Server, tmp_path: Path) -> None:
    pytest.importorskip("playwright", reason="playwright is not installed (scripts/install-engines browser)")
    if not chromium():
        pytest.skip("chromium is not installed (scripts/install-engines browser)")
    site, public = tmp_path / "site", tmp_path / "public"
    report = bloggermigrate.convert(CLASSIC, to="hugo", output=site, images="download")
    counts = report.ledger.reference_counts()["image"]
    assert counts["local"] > 10 and not counts.get("failed") and not counts.get("remote")
    # Originals were asked for, and each picture once.
    assert {count for path, count in pictures.asked.items()} == {1}
    assert all("/s0/" in path for path in pictures.asked if "/AAAA" in path), pictures.asked
    hugo.build(site, public)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(public)))
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    outside: Counter[str] = Counter()
    broken: list[str] = []
    images = 0
    seen: set[str] = set()
    try:
        with browser() as chrome:
            page = chrome.new_page()
            # Only what the page itself asks for: behind the frame of a film there are as many hosts as its owner likes.
            page.route(lambda url: not url.startswith(base), lambda route: route.abort())
            page.on("request", lambda request: None if request.url.startswith(base) else outside.update([
                f"{request.resource_type} {urlsplit(request.url).hostname}"]))  # fmt: skip
            page.on("response", lambda response: broken.append(response.url) if response.status >= 400 else None)
            for path in sorted(public.rglob("*.html")):
                address = f"{base}/{path.relative_to(public).as_posix()}"
                text = path.read_text()
                asked = set(_LOADED.findall(text)) - seen
                if 'http-equiv="refresh"' in text.lower() or (seen and not asked):
                    continue  # it leads on, or loads nothing that another page did not
                seen |= asked
                # What is far down is loaded too.
                page.goto(address, wait_until="load")
                page.evaluate("document.querySelectorAll('img').forEach(image => image.loading = 'eager')")
                page.wait_for_function("Array.from(document.images).every(image => image.complete)")
                images += page.evaluate("Array.from(document.images).filter(image => image.naturalWidth > 0).length")
    finally:
        server.shutdown()
        server.server_close()
    films = {name for name in outside if name.startswith("document ")}
    assert not (outside.keys() - films), outside
    # A film is not ours to fetch; each stands in its frame, and no page of a blog has another.
    assert films <= {"document www.youtube.com", "document www.blogger.com"}, films
    assert images > 10 and not broken, (images, broken)
    assert not re.search("blogspot|googleusercontent|ggpht", "".join(
        found for path in public.rglob("*.html") for found in re.findall(r"<img[^>]*>", path.read_text())))  # fmt: skip
