"""`bloggermigrate links`: how the links of an output stand, as a table, as JSON, and with the network asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bloggermigrate.cli import main
from bloggermigrate.errors import InputError
from bloggermigrate.linkcheck import check
from bloggermigrate.linkcheck.markdown import split
from bloggermigrate.linkcheck.probing import probe
from bloggermigrate.linkcheck.reading import in_data, in_html, in_markdown
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.writers import WRITERS
from blogs import MadeBlog, MadeComment, MadePost, classic

HOST = "http://prova.blogspot.com"
PERMALINK = f"{HOST}/2011/03/pane.html"
BLOG = MadeBlog(
    posts=(
        MadePost(
            number="4512345678901234567",
            title="Pane",
            path="/2011/03/pane.html",
            content='<h2 id="forno">Forno</h2><img src="https://pictures.example/x.png">',
            labels=("Pane e sale",),
            comments=(MadeComment(number="7412345678901234567"),),
        ),
        MadePost(number="4512345678901234568", kind="page", title="Chi", path="/p/chi-siamo.html"),
        MadePost(
            number="4512345678901234569",
            title="Indice",
            path="/2012/05/indice.html",
            published="2012-05-01T08:00:00.000+01:00",
            content=f'<p><a href="{PERMALINK}">uno</a> <a href="{PERMALINK}#forno">due</a> '
            f'<a href="{PERMALINK}?showComment=1#c7412345678901234567">tre</a> '
            f'<a href="{HOST}/search/label/Pane%20e%20sale">quattro</a> <a href="{HOST}/p/chi-siamo.html">cinque</a> '
            f'<a href="{HOST}/2011/03/">sei</a> <a href="{HOST}/">sette</a> <a href="{HOST}/2010/01/no.html">otto</a> '
            '<a href="https://elsewhere.example/">nove</a> <a href="mailto:a@example.org">dieci</a></p>',
        ),
    )
)


def made(where: Path, target: str, **chosen: object) -> Path:
    export = where / "blog.xml"
    export.write_bytes(classic(BLOG))
    out = where / {"atom": "x.atom", "jsonfeed": "x.json", "jsonl": "x.jsonl"}.get(target, "out")
    convert([str(export)], Options(target=target, output=str(out), jobs=1, images="keep", **chosen))  # type: ignore[arg-type]
    return out


@pytest.mark.parametrize("target", WRITERS)
@pytest.mark.parametrize("permalinks", ["keep", "pretty"])
def test_every_target_is_known_from_its_output(target: str, permalinks: str, tmp_path: Path) -> None:
    # A file for Ghost does not name the blog.
    checked = check(made(tmp_path, target, permalinks=permalinks), ("prova.blogspot.com",) if target == "ghost" else ())
    counts = checked.counts()
    assert checked.target == target
    missing = [link for link in checked.links if link.state == "missing"]
    assert [link.url for link in missing] == [f"{HOST}/2010/01/no.html"]
    assert counts["link"]["resolved"] >= 7 and counts["link"]["external"] >= 1 and counts["link"]["other"] == 1
    assert "https://pictures.example/x.png" in {link.url for link in checked.links if link.state == "remote"}


def test_what_its_owner_changes_counts(tmp_path: Path) -> None:
    out = made(tmp_path, "hugo")
    index = out / "content/posts/2012/05/indice.md"
    text = index.read_text(encoding="utf-8").replace(f"{HOST}/2010/01/no.html", "/posts/new/")
    index.write_text(
        f"{text}\n[a](/2011/03/pane.html#nowhere) ![b](/pictures/b.png) ![c](/pictures/c.png)\n", encoding="utf-8"
    )
    (out / "content/posts/new.md").write_text("Hello [old](/2009/01/gone.html)\n", encoding="utf-8")
    (out / "static/pictures").mkdir(parents=True)
    (out / "static/pictures/b.png").write_bytes(b"x")
    lost = {(link.url, link.why) for link in check(out).lost}
    assert lost == {
        ("/2011/03/pane.html#nowhere", "no place called 'nowhere' on the page"),
        ("/pictures/c.png", "no such file"),
        ("/2009/01/gone.html", "no such page"),
    }


def test_pictures_outside_of_the_output_are_not_local(tmp_path: Path) -> None:
    out = made(tmp_path, "hugo")
    (tmp_path / "secret.png").write_bytes(b"x")
    (out / "content/posts/new.md").write_text("![a](/../secret.png) ![b](../../../secret.png)\n", encoding="utf-8")
    assert sum(link.kind == "image" and link.state == "missing" for link in check(out).links) == 2


def test_what_is_no_output_is_said(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("hello", encoding="utf-8")
    for path in (tmp_path, tmp_path / "x.txt", tmp_path / "none"):
        with pytest.raises(InputError):
            check(path)
    assert CliRunner().invoke(main, ["links", str(tmp_path)]).exit_code == 3


def test_the_command_shows_a_table_or_json(tmp_path: Path) -> None:
    out = made(tmp_path, "jekyll")
    run = CliRunner().invoke(main, ["links", str(out)])
    assert run.exit_code == 0 and f"link missing: {HOST}/2010/01/no.html (no such page)" in run.output
    assert "Pictures come from: pictures.example" in run.output
    assert CliRunner().invoke(main, ["links", str(out), "--strict"]).exit_code == 1
    value = json.loads(CliRunner().invoke(main, ["links", str(out), "--json"]).output)
    assert value["target"] == "jekyll" and value["counts"]["link"]["missing"] == 1
    assert sum(sum(states.values()) for states in value["counts"].values()) == len(value["links"])


# -- the network -------------------------------------------------------------------------------------------------


class _Handler(BaseHTTPRequestHandler):
    asked: list[str]

    def _answer(self) -> None:
        type(self).asked.append(f"{self.command} {self.path}")
        status = {"/ok": 200, "/gone": 404, "/nohead": 200, "/away": 302}.get(self.path, 500)
        if self.path == "/nohead" and self.command == "HEAD":
            status = 405
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/ok")
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = _answer

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def server() -> Iterator[tuple[str, list[str]]]:
    handler = type("Handler", (_Handler,), {"asked": []})
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}", handler.asked
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()


def test_the_network_is_asked_once_for_each_address() -> None:
    pytest.importorskip("httpx")
    with server() as (base, asked):
        urls = [f"{base}/{name}" for name in ("ok", "gone", "nohead", "away", "ok")]
        answers = probe(urls, allow_private=True, pause=0)
        assert answers == {
            f"{base}/ok": "200",
            f"{base}/gone": "404",
            f"{base}/nohead": "200",
            f"{base}/away": "200",
        }
        assert asked.count("HEAD /ok") == 2 and "GET /nohead" in asked
        asked.clear()
        assert set(probe(urls, pause=0).values()) <= {"forbidden", "not-asked"} and not asked


def test_the_command_asks_only_when_told_to(tmp_path: Path) -> None:
    pytest.importorskip("httpx")
    out = made(tmp_path, "hugo")
    with server() as (base, asked):
        (out / "content/posts/new.md").write_text(f"[a]({base}/gone) ![b]({base}/ok)\n", encoding="utf-8")
        for name in ("2011/03/pane", "2012/05/indice"):  # nothing of these may be asked for in a test
            (out / f"content/posts/{name}.md").unlink()
        CliRunner().invoke(main, ["links", str(out)])
        assert not asked
        run = CliRunner().invoke(main, ["links", str(out), "--probe", "--allow-private", "--strict"])
        assert run.exit_code == 1 and f"link external: {base}/gone (404)" in run.output


# -- reading -----------------------------------------------------------------------------------------------------


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    in_html(text)
    in_markdown(text)
    split(f"---\n{text}\n---\n")
    in_data({"html": text, "url": text, "items": [{"image": [text]}]})


def test_data_that_is_deep_or_odd_is_read() -> None:
    deep: object = {"url": "/x"}
    for _ in range(500):
        deep = [deep]
    assert in_data(deep).met == []
    assert in_data({"image": 5, "url": None, "id": 7, "items": "x"}).met == []
