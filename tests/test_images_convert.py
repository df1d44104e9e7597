"""`--images` in whole conversions: what posts say, what lies in the folder, and that sudden death changes nothing."""

from __future__ import annotations

import importlib
import json
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

import bloggermigrate
from bloggermigrate.cli import main
from bloggermigrate.images.places import PLACES
from bloggermigrate.output import STATE
from bloggermigrate.writers import WRITERS
from blogs import MadeBlog, MadeComment, MadePost, classic
from engines import ghost
from misbehaving import PAGE, Server, png

GOOGLE = "http://4.bp.blogspot.com/-aaaaaaaaaaa/bbbbbbbbbbb/AAAAAAAAAAA/ccccccccccc"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def export(folder: Path, *bodies: str, comment: str = "") -> Path:
    """Return a made export whose posts have these bodies."""
    posts = tuple(
        MadePost(
            number=str(100 + number),
            title=f"Post {number}",
            path=f"/2011/{1 + number % 12:02}/post-{number}.html",
            published=f"2011-{1 + number % 12:02}-01T08:00:00.000+01:00",
            content=body,
            comments=(MadeComment(number="900", content=comment),) if comment and not number else (),
        )
        for number, body in enumerate(bodies)
    )
    path = folder / "blog.xml"
    path.write_bytes(classic(MadeBlog(posts=posts)))
    return path


def run(*arguments: object, status: int = 0) -> str:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.output + str(result.exception)
    return result.output


def body_of(root: Path) -> str:
    text = "".join(path.read_text() for path in sorted(root.glob("content/posts/**/post-*.md")))
    return re.sub(r"^---.*?^---\n", "", text, flags=re.S | re.M).strip()


def test_every_target_says_where_pictures_stand() -> None:
    assert set(PLACES) == set(WRITERS)


# -- which address is written ------------------------------------------------------------------------------------

BOXED = f'<a href="{GOOGLE}/s1600/a.jpg"><img src="{GOOGLE}/s320/a.jpg" width="320" height="200"></a>'
FULL = GOOGLE.replace("http:", "https:") + "/s0/a.jpg"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        (BOXED, f"![]({FULL})"),
        (BOXED.replace("s1600", "s1600-h"), f"![]({FULL})"),
        (BOXED.replace("4.bp", "2.bp", 1), f"![]({FULL})"),
        (f'<img src="{GOOGLE}/s320/a.jpg">', f"![]({FULL})"),
        # Another picture, or no picture at all: the link stays.
        (BOXED.replace("bbbbbbbbbbb", "ddddddddddd", 1), f"[![]({FULL})]({GOOGLE.replace('b' * 11, 'd' * 11)}/s1600/a.jpg)"),
        (f'<a href="https://e.org/"><img src="{GOOGLE}/s320/a.jpg"></a>', f"[![]({FULL})](https://e.org/)"),
        (f'<a href="#"><img src="{GOOGLE}/s320/a.jpg"></a>', f"![]({FULL})"),
        (f'<a href="https://www.blogger.com/u/1/#"><img src="{GOOGLE}/s320/a.jpg"></a>', f"![]({FULL})"),
        # A page around another picture dies with Blogger; the picture itself may outlive it.
        (f'<a href="{GOOGLE}/s1600-h/a.jpg">the map</a>', f"[the map]({FULL})"),
        (f'<a href="{GOOGLE}/s1600/a.jpg">the map</a>', f"[the map]({GOOGLE}/s1600/a.jpg)"),
        # An ornament stays as small as it is.
        (f'a <img src="{GOOGLE}/s20/a.jpg" width="20"> b', f"a ![]({GOOGLE}/s20/a.jpg) b"),
        ('<a href="http://e.org/a.jpg"><img src="http://e.org/a.jpg"></a>', "![](http://e.org/a.jpg)"),
        ('<a href="http://e.org/b.jpg"><img src="http://e.org/a.jpg"></a>', "[![](http://e.org/a.jpg)](http://e.org/b.jpg)"),
        (
            '<a href="http://photos1.blogger.com/blogger/1/2/1600/a.jpg">'
            '<img src="http://photos1.blogger.com/blogger/1/2/320/a.jpg"></a>',
            "![](http://photos1.blogger.com/blogger/1/2/1600/a.jpg)",
        ),
        (f'<pre>&lt;img src="{GOOGLE}/s320/a.jpg"&gt;</pre>', f'```html\n<img src="{GOOGLE}/s320/a.jpg">\n```'),
        ('x<img src="http://img1.blogblog.com/img/icon18_edit_allbkg.gif">', "x"),
    ],
)  # fmt: skip
def test_a_picture_is_shown_whole_and_its_lightbox_goes(tmp_path: Path, html: str, shown: str) -> None:
    run("convert", export(tmp_path, html), "--to", "hugo", "-o", tmp_path / "site", "--no-site", "-q")
    text = body_of(tmp_path / "site")
    assert text == shown or text == shown.replace("```html", "```")


def test_pictures_stay_as_they_are_with_keep_and_in_one_file(tmp_path: Path) -> None:
    source = export(tmp_path, BOXED)
    run("convert", source, "--to", "hugo", "-o", tmp_path / "site", "--images", "keep", "-q")
    assert body_of(tmp_path / "site") == f"[![]({GOOGLE}/s320/a.jpg)]({GOOGLE}/s1600/a.jpg)"
    for target in ("jsonl", "atom", "jsonfeed"):
        run("convert", source, "--to", target, "-o", tmp_path / target, "-q")
        text = (tmp_path / target).read_text().replace(f'"full":"{FULL}"', "")
        assert f"{GOOGLE}/s320/a.jpg" in text and FULL not in text
    post = json.loads((tmp_path / "jsonl").read_text().splitlines()[1])
    assert (post["images"][0]["full"], post["images"][0]["width"]) == (FULL, 320)


@pytest.mark.parametrize("target", [name for name, place in PLACES.items() if place.mode == "fullsize"])
def test_sites_lead_to_the_original(tmp_path: Path, target: str) -> None:
    """Html says how wide it was shown; Markdown, which would have to break off for that, does not."""
    run("convert", export(tmp_path, BOXED, comment=BOXED), "--to", target, "-o", tmp_path / "out", "--no-site", "-q")
    texts = [path.read_text() for path in (tmp_path / "out").rglob("*") if path.is_file() and STATE not in path.parts]
    whole = "\n".join(texts)
    assert FULL in whole and f"{GOOGLE}/s" not in whole
    if PLACES[target].says_width:
        assert re.search(rf'src=\\?"{FULL}\\?"[^>]*width=\\?"320', whole)


def test_the_report_counts_pictures_by_what_became_of_them(tmp_path: Path) -> None:
    bodies = (BOXED, '<img src="http://e.org/a.png">', '<img src="http://feeds.feedburner.com/~r/x/~4/y" width="30">')
    report = bloggermigrate.convert(export(tmp_path, *bodies), to="hugo", output=tmp_path / "site")
    assert report.ledger.reference_counts()["image"] == {"dropped": 1, "fullsize": 1, "remote": 1}


# -- fetched -----------------------------------------------------------------------------------------------------


def fetched(source: Path, out: Path, target: str = "hugo", *more: object, status: int = 0) -> str:
    options = ["--images", "download", "--allow-private", "--image-retries", 0, "--image-timeout", 2]
    return run("convert", source, "--to", target, "-o", out, *options, *more, status=status)


@pytest.mark.parametrize("target", [name for name, writer in WRITERS.items() if not writer.one_file])
def test_pictures_come_to_the_place_of_each_engine(server: Server, tmp_path: Path, target: str) -> None:
    source = export(tmp_path, f'<p>a</p><img src="{server.url}/good/1/La+gita.png" width="640">')
    more = ["--site-url", "https://neu.example"] if target == "wordpress" else []
    fetched(source, tmp_path / "out", target, "--no-site", "-q", *more)
    place = PLACES[target]
    assert (tmp_path / "out" / place.folder / "2011/01/La-gita.png").read_bytes() == png(1)
    files = [path for path in (tmp_path / "out").rglob("*") if path.suffix in (".md", ".xml", ".json")]
    texts = "".join(path.read_text() for path in files if path.name != "images.json")
    assert f"{place.address}2011/01/La-gita.png" in texts
    assert server.url not in texts
    if target == "ghost":
        with zipfile.ZipFile(tmp_path / "out/blog.zip") as archive:
            assert archive.read("content/images/2011/01/La-gita.png") == png(1)
            assert "/content/images/2011/01/La-gita.png" in archive.read("blog.json").decode()
    if target == "wordpress":
        whole = "https://neu.example/wp-content/uploads/blogger/2011/01/La-gita.png"
        assert f"<wp:attachment_url><![CDATA[{whole}]]></wp:attachment_url>" in texts and f'src="{whole}"' in texts


@pytest.mark.parametrize("target", ["jekyll", "eleventy", "pelican", "nikola", "mkdocs", "hexo"])
def test_the_real_engine_serves_them(server: Server, tmp_path: Path, target: str) -> None:
    engine = importlib.import_module(f"engines.{target}")
    asks = next(getattr(engine, name) for name in ("program", "executable", "modules") if hasattr(engine, name))
    if not asks():
        pytest.skip(f"{target} is not installed (scripts/install-engines {target})")
    source = export(tmp_path, f'<p>a</p><img src="{server.url}/good/1/Citt%C3%A0+(1).png">')
    fetched(source, tmp_path / "site", target, "-q")
    engine.build(tmp_path / "site", tmp_path / "built")
    page = next((tmp_path / "built").rglob("post-0.html")).read_text()
    (shown,) = re.findall(r'<img[^>]*src="(/[^"]*)"', page)
    assert (tmp_path / "built" / unquote(shown[1:])).read_bytes() == png(1)
    assert f'property="og:image" content="http://prova.blogspot.com{shown}"' in page


def test_workers_write_the_same(server: Server, tmp_path: Path) -> None:
    bodies = [f'<img src="{server.url}/good/{number % 9}/x{number}.png">' for number in range(12)]
    source = export(tmp_path, *bodies)
    fetched(source, tmp_path / "one", "hugo", "-q", "--jobs", 1)
    said = fetched(source, tmp_path / "two", "hugo", "--jobs", 2)
    assert everything(tmp_path / "one") == everything(tmp_path / "two")
    assert re.search(r"pictures +12: 12 in the site", said)


def test_the_real_ghost_takes_pictures_and_posts_in_one(server: Server, tmp_path: Path) -> None:
    if lacking := ghost.missing():
        pytest.skip(lacking)
    linked = f'<a href="{server.url}/good/1/La+gita.png"><img src="{server.url}/good/1/La+gita.png" width="640"></a>'
    source = export(tmp_path, f"<p>a</p>{linked}<p>b</p>", f'<p>c <img src="{server.url}/good/2/x.png"> d</p>')
    fetched(source, tmp_path / "out", "ghost", "-q")
    (tmp_path / "blog").mkdir()
    with ghost.Ghost(tmp_path / "blog") as blog:
        before = len(blog.records())
        blog._upload("/ghost/api/admin/db/", "importfile", tmp_path / "out/blog.zip", "application/zip")
        for _ in range(240):
            if len(blog.records()) >= before + 2:
                break
            time.sleep(0.5)
        shown = [address for record in blog.records() for address in re.findall(r'src="([^"]+)"', record.html)]
        pictures = [urlopen(address, timeout=30).read() for address in shown]
    assert sorted(pictures) == sorted([png(1), png(2)])


def test_one_file_has_its_pictures_beside_it(server: Server, tmp_path: Path) -> None:
    source = export(tmp_path, f'<img src="{server.url}/good/1/a.png">')
    fetched(source, tmp_path / "blog.jsonl", "jsonl", "-q")
    line = json.loads((tmp_path / "blog.jsonl").read_text().splitlines()[1])
    assert line["markdown"] == "![](blog.images/2011/01/a.png)\n"
    assert (tmp_path / "blog.images/2011/01/a.png").read_bytes() == png(1)
    assert "1 of 1 pictures" in run("images", tmp_path / "blog.jsonl")
    fetched(source, tmp_path / "feed.atom", "atom", "-q", status=2)
    fetched(source, tmp_path / "feed.atom", "atom", "-q", "--site-url", "https://neu.example")
    assert "https://neu.example/images/2011/01/a.png" in (tmp_path / "feed.atom").read_text()
    fetched(source, Path("-"), "jsonl", "-q", status=2)


def test_one_failure_costs_one_picture(server: Server, tmp_path: Path) -> None:
    source = export(
        tmp_path,
        f'<a href="{server.url}/html/1/a.png"><img src="{server.url}/html/1/a.png"></a>',
        f'<img src="{server.url}/good/2/b.png"> <a href="{server.url}/good/3/c.png">not Blogger\'s</a>',
    )
    said = fetched(source, tmp_path / "site", "hugo", "--report", tmp_path / "report.json")
    assert "image-failed × 1" in said
    text = body_of(tmp_path / "site")
    assert f"[![]({server.url}/html/1/a.png)]({server.url}/html/1/a.png)" in text
    assert f"![](/images/2011/02/b.png) [not Blogger's]({server.url}/good/3/c.png)" in text
    issues = json.loads((tmp_path / "report.json").read_text())["issues"]
    (failure,) = [issue for issue in issues if issue["code"] == "image-failed"]
    assert failure["source"]["entry"].endswith("post-100") and "no picture" in failure["message"]
    shown = json.loads(run("images", tmp_path / "site", "--json"))
    assert (shown["pictures"], shown["here"], [each["code"] for each in shown["failed"]]) == (2, 1, ["no-picture"])


def test_what_failed_is_asked_for_again_and_the_next_run_writes_it(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = export(
        tmp_path,
        *(f'<img src="{server.url}/good/{n}/x{n}.png">' for n in (11, 12)),
        f'<img src="{server.url}/good/13/c.png">',
    )
    good = Server._good
    monkeypatch.setattr(Server, "_good", lambda self, to, path, number, count: self.send(to, 404, PAGE, "text/html"))
    fetched(source, tmp_path / "site", "hugo", "-q")
    monkeypatch.setattr(Server, "_good", good)
    edited = next((tmp_path / "site").glob("content/posts/**/post-0.md"))
    edited.write_text(edited.read_text() + "\nMine.\n")
    # What is missing for good is not asked for by itself.
    fetched(source, tmp_path / "site", "hugo", "-q")
    assert not list((tmp_path / "site").glob("static/images/**/*.png"))
    said = run("images", tmp_path / "site", "--retry", "--allow-private")
    assert "3 of 3 pictures are here" in said and "3 more came" in said
    before = dict(server.asked)
    said = fetched(source, tmp_path / "site", "hugo")
    assert dict(server.asked) == before
    assert "file-edited" in said
    assert edited.read_text().count(server.url) == 2 and "Mine." in edited.read_text()  # body and front matter
    assert "![](/images/2011/02/x12.png)" in body_of(tmp_path / "site")
    # Nothing is left to do, and nothing of the work is left lying about.
    assert sorted(path.name for path in (tmp_path / "site/.bloggermigrate").iterdir()) == [
        "images.json",
        "manifest.tsv",
    ]


def test_nothing_is_fetched_when_it_is_only_tried(server: Server, tmp_path: Path) -> None:
    before = sum(server.asked.values())
    source = export(tmp_path, f'<img src="{server.url}/good/1/a.png">')
    said = fetched(source, tmp_path / "site", "hugo", "--dry-run", "-vv")
    assert "1 of 1 pictures would be fetched: 127.0.0.1 (1)." in said
    assert sum(server.asked.values()) == before and not (tmp_path / "site").exists()


def test_a_picture_that_was_edited_or_is_not_ours_stays(server: Server, tmp_path: Path) -> None:
    source = export(tmp_path, f'<img src="{server.url}/good/1/a.png"><img src="{server.url}/good/2/b.png">')
    (tmp_path / "site/static/images/2011/01").mkdir(parents=True)
    (tmp_path / "site/static/images/2011/01/a.png").write_bytes(b"mine")
    fetched(source, tmp_path / "site", "hugo", "-q")
    first = body_of(tmp_path / "site")
    assert re.search(r"!\[\]\(/images/2011/01/a-[0-9a-f]{8}\.png\)", first)
    (tmp_path / "site/static/images/2011/01/b.png").write_bytes(b"smaller")
    fetched(source, tmp_path / "site", "hugo", "-q")
    assert (tmp_path / "site/static/images/2011/01/b.png").read_bytes() == b"smaller"
    assert (tmp_path / "site/static/images/2011/01/a.png").read_bytes() == b"mine"
    assert body_of(tmp_path / "site") == first


# -- originals of a Takeout --------------------------------------------------------------------------------------


def test_originals_come_from_albums_before_the_network_is_asked(server: Server, tmp_path: Path) -> None:
    from blogs import takeout

    wanted = f"{server.url}/good/7/rocca.png"
    twice = f"{server.url}/good/8/IMG_0001.png"
    blog = MadeBlog(
        posts=(
            MadePost(number="100", path="/2011/03/x.html", content=f'<img src="{wanted}"> <img src="{twice}">'),
            MadePost(number="101", path="/2011/04/y.html", content=f'<img src="{server.url}/good/9/web.png">'),
        )
    )
    root = tmp_path / "Takeout/Blogger"
    (root / "Blogs/prova").mkdir(parents=True)
    (root / "Blogs/prova/feed.atom").write_bytes(takeout(blog))
    album = root / "Albums/prova"
    album.mkdir(parents=True)
    stamps = {"rocca.png": "1298966400000", "IMG_0001.png": "1298966400000", "IMG_0001(1).png": "1299139200000"}
    for number, (name, stamp) in enumerate(stamps.items(), 50):
        (album / name).write_bytes(png(number))
        described = {"filename": name.replace("(1)", ""), "creationTimestampMs": stamp, "hasOriginalBytes": "YES",
                     "mimeType": "image/png", "sizeBytes": "1"}  # fmt: skip
        (album / f"{name}.json").write_text(json.dumps(described))
    before = dict(server.asked)
    said = fetched(tmp_path / "Takeout", tmp_path / "site", "hugo", "-vv")
    account = json.loads((tmp_path / "site/.bloggermigrate/images.json").read_text())["images"]
    how = {row["address"].rpartition("/")[2]: (row["how"], row["sha256"]) for row in account}
    assert how["rocca.png"][0] == "album" and how["web.png"][0] == "as-found"
    assert how["IMG_0001.png"][0] == "album-guess" and "image-guessed" in said
    asked = {path for path, count in server.asked.items() if count > before.get(path, 0)}
    assert asked == {"/good/9/web.png"}
    assert (tmp_path / "site/static/images/2011/03/rocca.png").read_bytes() == png(50)


# -- sudden death ------------------------------------------------------------------------------------------------


def everything(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def test_killed_at_any_moment_the_next_run_ends_the_same(tmp_path: Path) -> None:
    bodies = [
        "".join(f'<img src="{{server}}/good/{n}/same-{n % 7}.png">' for n in range(k, k + 15)) + '<img src="{server}/html/1/x.png">'
        for k in range(0, 150, 15)
    ]  # fmt: skip
    with Server() as own:
        own.pause = 0.004
        source = export(tmp_path, *(body.replace("{server}", own.url) for body in bodies))
        command = [
            sys.executable, "-m", "bloggermigrate", "convert", str(source), "--to", "hugo", "-q", "--images", "download",
            "--allow-private", "--jobs", "1", "--no-check",
        ]  # fmt: skip
        whole = tmp_path / "whole"
        subprocess.run([*command, "-o", str(whole)], check=True)
        asked = sum(own.asked.values())
        chance = random.Random(7)
        killed = tmp_path / "killed"
        deaths = 0
        # In the middle of fetching, twice; and when all is here and posts are written, or pictures put in place.
        for moment in (chance.randrange(10, 60), chance.randrange(70, 140), 151, 151):
            begun = sum(own.asked.values())
            missing = 151 - len(list(killed.glob(".bloggermigrate/images/*[!t]")))
            process = subprocess.Popen([*command, "-o", str(killed)])
            while process.poll() is None and sum(own.asked.values()) - begun < min(moment, missing):
                time.sleep(0.002)
            if moment == 151:
                time.sleep(chance.uniform(0.0, 0.25))
            deaths += process.poll() is None
            process.send_signal(signal.SIGKILL)
            process.wait()
        subprocess.run([*command, "-o", str(killed)], check=True)
        assert deaths >= 2
        assert everything(killed) == everything(whole)
        # What had arrived was not asked for again: only what was on its way at a death.
        again = sum(own.asked.values()) - asked - 151
        assert again <= 5 * (12 + 1), again


def test_stopped_by_hand_it_stops_at_once_and_goes_on_later(tmp_path: Path) -> None:
    with Server() as own:
        slow = "".join(f'<img src="{own.url}/hang/{n}/x.png">' for n in range(8))
        source = export(tmp_path, f'<img src="{own.url}/good/1/a.png">' + slow)
        command = [sys.executable, "-m", "bloggermigrate", "convert", str(source), "--to", "hugo", "-q", "-o",
                   str(tmp_path / "site"), "--images", "download", "--allow-private"]  # fmt: skip
        process = subprocess.Popen(command, stderr=subprocess.PIPE)
        while not own.asked["/good/1/a.png"] or not own.asked["/hang/1/x.png"]:
            time.sleep(0.05)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
        assert process.returncode == 130 and b"Stopped" in said
        state = json.loads(run("images", tmp_path / "site", "--json"))
        assert state["here"] == 1


# -- memory ------------------------------------------------------------------------------------------------------

# The peak of this program alone: getrusage counts what the process was before, a copy of the tests with their server.
_PEAK = """
import re, sys
from pathlib import Path
from bloggermigrate.cli import main
try:
    main(sys.argv[1:])
finally:
    print(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak of a program")
def test_memory_does_not_grow_with_the_size_of_pictures(server: Server, tmp_path: Path) -> None:
    def peak(kind: str) -> int:
        pictures = "".join(f'<img src="{server.url}/{kind}/{number}/a.png">' for number in range(2))
        folder = tmp_path / kind
        folder.mkdir()
        command = [
            sys.executable, "-c", _PEAK, "convert", str(export(folder, pictures)), "--to", "ghost", "-o",
            str(folder / "out"), "-q", "--images", "download", "--allow-private", "--jobs", "1",
        ]  # fmt: skip
        said = subprocess.run(command, check=False, capture_output=True, text=True)
        assert said.returncode == 0, said.stderr
        return int(said.stderr.split()[-1])

    small, big = peak("good"), peak("big")
    assert sum(path.stat().st_size for path in (tmp_path / "big/out").rglob("*.png")) > 80_000_000
    # Kilobytes: two pictures of forty megabytes each may cost the buffers that they go through.
    assert big - small < 20_000, (small, big)
