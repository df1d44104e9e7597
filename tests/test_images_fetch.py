"""Pictures from a server that does everything wrong that a server can do."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from bloggermigrate.images.albums import Albums
from bloggermigrate.images.catalogue import Catalogue, Home, Sighting
from bloggermigrate.images.fetch import Fetcher, Manners
from bloggermigrate.images.net import is_public
from bloggermigrate.images.settling import key_of
from bloggermigrate.images.shelf import Library, Outcome
from bloggermigrate.images.sizes import parse
from bloggermigrate.text.slugs import fold, safe_segment
from misbehaving import BAD_SVG, GIF, SVG, Server, png

QUICK = Manners(pause=0.01, timeout=1.5, most_bytes=2_000_000, allow_private=True, tries=3)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def catalogue_of(urls: list[str], **home: str) -> Catalogue:
    catalogue = Catalogue()
    for number, url in enumerate(urls):
        address = parse(url)
        key = key_of(address, address.full)
        catalogue.add([Sighting(key=key, wanted=address.full, met=(url,), entry=f"post-{number}")], Home(**home))
    return catalogue


def fetch(root: Path, urls: list[str], manners: Manners = QUICK, *, again: bool = False) -> dict[str, Outcome]:
    """Fetch *urls* into *root* as a run does, to its end, and return the account by address."""
    catalogue = catalogue_of(urls)
    with Library(root, "static/images", catalogue) as library:
        Fetcher(catalogue, library, Albums(()), manners).run(again=again)
        library.name_all("/images/")
        put_in_place(library)
        library.finish()
        return {outcome.address: outcome for outcome in library.outcomes()}


def put_in_place(library: Library) -> None:
    for path, staged, _ in library.waiting():
        (library.root / path).parent.mkdir(parents=True, exist_ok=True)
        staged.replace(library.root / path)


def ledger(root: Path) -> list[dict[str, object]]:
    images: list[dict[str, object]] = json.loads((root / ".bloggermigrate/images.json").read_text())["images"]
    return images


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/html/1", "no-picture"),
        ("/text/1", "no-picture"),
        ("/empty/1", "no-picture"),
        ("/evil/1", "unsafe-drawing"),
        ("/nowhere/1", "missing"),
        ("/forbidden/1", "denied"),
        ("/error/1", "server-error"),
        ("/limited/1", "too-many"),
        ("/hang/1", "timeout"),
        ("/loris/1", "timeout"),
        ("/slow/1", "timeout"),
        ("/endless/1", "too-big"),
        ("/huge/1", "too-big"),
        ("/bomb/1", "too-big"),
        ("/cut/1", "broken-off"),
        ("/open/1", "broken-off"),
        ("/drop/1", "broken-off"),
        ("/nonsense/1", "no-http"),
        ("/loop/1", "redirects"),
        ("/file/1", "address"),
    ],
)
def test_what_misbehaves_is_told_with_its_reason(server: Server, tmp_path: Path, path: str, code: str) -> None:
    manners = Manners(pause=0.01, timeout=1.0, most_bytes=500_000, allow_private=True, tries=2)
    outcome = fetch(tmp_path, [server.url + path], manners)[server.url + path]
    assert (outcome.status, outcome.code) == ("failed", code), outcome
    assert not list(tmp_path.glob("static/**/*.*"))


def test_what_stumbles_arrives_after_all(server: Server, tmp_path: Path) -> None:
    paths = {f"/{kind}/{n}/x.png": png(n) for n, kind in enumerate(("flaky", "busy", "moved", "chunked", "zipped"), 70)}
    paths["/busy/7/x.png"] = png(7)
    done = fetch(tmp_path, [server.url + path for path in paths])
    for path, data in paths.items():
        outcome = done[server.url + path]
        assert outcome.status == "ok", (path, outcome)
        assert (tmp_path / outcome.file).read_bytes() == data
    assert server.asked["/flaky/70/x.png"] == 3


def test_a_picture_is_called_by_what_it_is(server: Server, tmp_path: Path) -> None:
    urls = [f"{server.url}/gif/1/photo.jpg", f"{server.url}/svg/1/drawing", f"{server.url}/good/1/Photo.PNG"]
    done = fetch(tmp_path, urls)
    assert [(done[url].file, done[url].type) for url in urls] == [
        ("static/images/photo.gif", "image/gif"),
        ("static/images/drawing.svg", "image/svg+xml"),
        # Another picture of the same name, but for case.
        ("static/images/Photo.png", "image/png"),
    ]
    assert (tmp_path / done[urls[0]].file).read_bytes() == GIF
    assert (tmp_path / done[urls[1]].file).read_bytes() == SVG


def test_names_are_safe_and_alone(server: Server, tmp_path: Path) -> None:
    names = ["CON.jpg", "con.png", "x" * 400 + ".png", "..%2F..%2Fetc.png", "a%00b.png", "Citt%C3%A0.png", "Citta%CC%80.png",
             "same.png", "SAME.png", "Same.PNG", "%E2%80%AEgpj.png", "...", "a%2Fb%5Cc.png", "%20%20.png", "%FF%FE.png",
             "nul", "COM1.gif", "q?x=1", "trailing.%20"]  # fmt: skip
    urls = [f"{server.url}/good/{number}/{name}" for number, name in enumerate(names, 100)]
    done = fetch(tmp_path, urls)
    files = [done[parse(url).full].file for url in urls]
    assert len({fold(name) for name in files}) == len(names)
    for url, name, number in zip(urls, files, range(100, 200), strict=False):
        assert all(safe_segment(part) for part in name.split("/")), (url, name)
        assert (tmp_path / name).read_bytes() == png(number)
        assert (tmp_path / name).resolve().is_relative_to(tmp_path / "static/images")


def test_one_content_is_one_file(server: Server, tmp_path: Path) -> None:
    urls = [f"{server.url}/good/5/{name}" for name in ("first.png", "second.png", "third.png")]
    done = fetch(tmp_path, urls)
    assert {done[url].file for url in urls} == {"static/images/first.png"}


def test_a_picture_inside_a_post_is_written_out(tmp_path: Path) -> None:
    good = "data:image/jpeg;base64," + base64.b64encode(png(3)).decode()
    evil = "data:image/svg+xml;base64," + base64.b64encode(BAD_SVG).decode()
    done = fetch(tmp_path, [good, evil, "data:image/png;base64,!!!", "data:,x"])
    states = {outcome.address: (outcome.status, outcome.code) for outcome in done.values()}
    assert states[parse(good).asset] == ("ok", "")
    assert states[parse(evil).asset] == ("failed", "unsafe-drawing")
    assert sorted(states.values()) == [("failed", "no-picture")] * 2 + [("failed", "unsafe-drawing"), ("ok", "")]
    assert (tmp_path / "static/images/image.png").read_bytes() == png(3)


# -- private networks --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "[::ffff:127.0.0.1]",
     "2130706433", "0x7f.1", "127.1", "[fe80::1]", "[fd00::1]", "100.64.0.1", "224.0.0.1", "[64:ff9b::7f00:1]"],
)  # fmt: skip
def test_no_private_address_is_asked(server: Server, tmp_path: Path, host: str) -> None:
    before = sum(server.asked.values())
    url = f"http://{host}:{server.port}/good/1/a.png"
    outcome = fetch(tmp_path, [url], Manners(pause=0, timeout=2, tries=1))[parse(url).full]
    assert outcome.code in ("forbidden", "host-unknown"), outcome
    assert host not in ("127.0.0.1", "localhost", "[::ffff:127.0.0.1]") or outcome.code == "forbidden"
    assert sum(server.asked.values()) == before


def test_a_redirect_to_a_private_address_is_refused(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Loopback stands in for the open network: what is not loopback stays forbidden.
    monkeypatch.setattr("bloggermigrate.images.net.is_public", lambda ip: ip == "127.0.0.1" or is_public(ip))
    url = f"{server.url}/inward/1/a.png"
    outcome = fetch(tmp_path, [url], Manners(pause=0, timeout=2, tries=1))[url]
    assert (outcome.code, outcome.detail) == ("forbidden", "169.254.169.254 is 169.254.169.254")


def test_the_connection_goes_to_the_address_that_was_looked_at(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that means a public address when it is looked up, and loopback ever after."""
    import socket

    real = socket.getaddrinfo
    answers = iter(["93.184.216.34"])
    asked: list[str] = []

    def turning(host: str, port: int, *rest: object, **more: object) -> object:
        if host == "turning.example":
            asked.append(host)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers, "127.0.0.1"), port))]
        return real(host, port, *rest, **more)  # type: ignore[arg-type]

    reached: list[object] = []

    def connect(address: object, *rest: object, **more: object) -> object:
        reached.append(address)
        raise ConnectionRefusedError("closed")

    monkeypatch.setattr(socket, "getaddrinfo", turning)
    monkeypatch.setattr(socket, "create_connection", connect)
    url = f"http://turning.example:{server.port}/good/1/a.png"
    fetch(tmp_path, [url], Manners(pause=0, timeout=2, tries=1))
    assert reached == [("93.184.216.34", server.port)] and asked == ["turning.example"]


# -- many --------------------------------------------------------------------------------------------------------

BAD = ("html", "text", "evil", "nowhere", "forbidden", "error", "limited", "huge", "cut", "open", "drop", "nonsense",
       "loop", "file", "empty", "endless", "bomb", "refuse", "hang", "slow")  # fmt: skip


def many(server: Server, good: int, bad: int) -> list[str]:
    urls = [f"{server.url}/good/{number}/IMG_{number % 97:04}.png" for number in range(good)]
    every = max(good // max(bad, 1), 1)
    for number in range(bad):
        kind = BAD[number % len(BAD)]
        host = f"http://127.0.0.1:{server.closed_port}" if kind == "refuse" else server.url
        urls.insert(number * (every + 1), f"{host}/{kind}/{number}/x.png")
    return urls


def test_a_thousand_pictures_of_which_a_hundred_misbehave(server: Server, tmp_path: Path) -> None:
    urls = many(server, 900, 100)
    server.most_at_once = 0
    manners = Manners(timeout=0.7, most_bytes=500_000, allow_private=True, tries=1)
    done = fetch(tmp_path, urls, manners)
    assert len(done) == 1000
    for url in urls:
        outcome = done[url]
        kind, number = url.split("/")[3:5]
        if kind == "good":
            assert (tmp_path / outcome.file).read_bytes() == png(int(number))
            assert outcome.sha256 == sha256(png(int(number))).hexdigest()
        else:
            assert outcome.status == "failed" and outcome.code, url
    assert {done[url].code for url in urls if "/refuse/" in url} <= {"unreachable", "host-down"}
    assert len(list(tmp_path.glob("static/images/*"))) == 900
    assert server.most_at_once <= manners.at_once_of_host
    account = ledger(tmp_path)
    assert [row["address"] for row in account] == sorted(str(row["address"]) for row in account)
    # The next run asks for nothing that arrived, and not for what will never come.
    before = dict(server.asked)
    assert {url: outcome.status for url, outcome in fetch(tmp_path, urls, manners).items()} == {
        url: outcome.status for url, outcome in done.items()
    }
    again = {path for path, count in server.asked.items() if count > before.get(path, 0)}
    assert not [path for path in again if path.startswith(("/good/", "/html/", "/nowhere/", "/evil/"))]
    assert ledger(tmp_path) == account
