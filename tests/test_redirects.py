"""The map of old addresses: complete, and read by the real Apache, nginx, Caddy and Netlify's redirector."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from bloggermigrate.errors import UsageError
from bloggermigrate.model import Blog
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.redirects import FORMS, Places, Rule, Table, chosen, encoded, files, site_address, spellings
from bloggermigrate.report import Report
from blogs import MadeBlog, MadePost, takeout
from engines import crawl, serving
from engines.sites import ENGINES

LABELS = (
    "pane",
    "C",
    "C#",
    "C++",
    "c",
    "A/B",
    "Ricette & Co",
    "caffè",
    "1.0",
    'di "casa"',
    "50% {a} $1",
    "Ёлка",
    "x+y z",
    'back\\"slash\\',
)
_POSTS = (
    MadePost(number="1", path="/2011/03/pane.html", labels=LABELS[:6]),
    MadePost(number="2", path="/2011/04/perché-no.html", labels=LABELS[6:], published="2012-07-31T23:30:00.000Z"),
    MadePost(number="3", path="/2012/09/bozza.html", status="DRAFT", labels=("segreto",)),
    MadePost(number="4", kind="page", path="/p/chi-siamo.html"),
    MadePost(number="5", path="/2011/04/a.b(c)+d.html"),
)
_PLACES = Places(
    label="/tag/{slug}/", year="/{year}", month="/{year}/{month}/x", feed="/feed/", comments_feed="/cfeed/"
)
_RULES = (
    Rule("/", "/", "home"),
    Rule("/2011/03/pane.html", "/2011/03/pane/", "post", "1"),
    Rule("/2011/04/perché no.html", "/2011/04/perche/", "post", "2"),
    Rule("/2011/04/a.b(c)+d.html", "/2011/04/più/", "post", "5"),
    Rule("/2011/04/kept.html", "/2011/04/kept.html", "post", "6"),
    *(Rule(f"/search/label/{name}", f"/tag/{place}/", "label") for place, name in enumerate(LABELS)),
    Rule("/feeds/posts/default", "/feed/", "feed"),
    Rule("/2011/", "/archive/2011/", "archive"),
)
_TABLE = Table(lambda: iter(_RULES), _PLACES, "https://new.example/", "Pane & <b>sassi</b> ]]> </script>", "it")


def made(tmp_path: Path, target: str = "wordpress", **options: object) -> Report:
    source = tmp_path / "feed.atom"
    source.write_bytes(takeout(MadeBlog(posts=_POSTS)))
    given = {"blog_url": "https://prova.blogspot.com/", "site_url": "https://new.example", "redirects": tuple(FORMS)}
    chosen_options = Options(target=target, output=str(tmp_path / "out"), jobs=1, **(given | options))  # type: ignore[arg-type]
    return convert([str(source)], chosen_options)


def listed(tmp_path: Path) -> dict[str, tuple[str, int]]:
    text = (tmp_path / "out" / "redirects" / "redirects.csv").read_text()
    return {row["old"]: (row["new"], int(row["status"])) for row in csv.DictReader(io.StringIO(text))}


# -- the table ---------------------------------------------------------------------------------------------------


def test_the_map_names_every_old_address(tmp_path: Path):
    assert made(tmp_path).exit_status == 0
    found = listed(tmp_path)
    assert found["/2011/03/pane.html"] == ("/2011/03/pane.html", 200)
    assert found["/2011/04/perch%C3%A9-no.html"][0].startswith("/2012/07/perche-no-")
    assert found["/p/chi-siamo.html"] == ("/chi-siamo", 301)
    assert found["/search/label/C%23"] == ("/tag/c-sharp", 301)
    assert found["/search/label/C%2B%2B"] == ("/tag/cpp", 301)
    assert found["/search/label/A%2FB"][0] == found["/search/label/A/B"][0] == "/tag/a-b"
    assert found["/search/label/Ricette+%26+Co"] == found["/search/label/Ricette%20%26%20Co"]
    assert found["/2011/03/"] == ("/2011/03", 301)
    assert found["/2011_03_01_archive.html"] == ("/2011/03", 301)
    assert found["/2011/"] == ("/2011", 301)
    assert found["/feeds/posts/default"] == found["/rss.xml"] == ("/feed", 301)
    assert found["/feeds/comments/default"] == ("/comments/feed", 301)
    assert found["/feeds/posts/default/-/pane"] == ("/tag/pane/feed", 301)
    assert found["/search"] == ("/", 301)
    assert found["/"] == ("/", 200)


def test_what_was_not_public_is_not_in_it(tmp_path: Path):
    made(tmp_path)
    for path in (tmp_path / "out" / "redirects").iterdir():
        text = path.read_text()
        assert "bozza" not in text and "segreto" not in text, path.name


def test_every_form_is_written_for_every_folder_target(tmp_path: Path):
    for target in ("hugo", "ghost"):
        folder = tmp_path / target
        folder.mkdir()
        report = made(folder, target)
        assert report.exit_status == 0
        names = {path.name for path in (folder / "out" / "redirects").iterdir()}
        assert names >= {"_redirects", ".htaccess", "nginx-map.conf", "Caddyfile", "redirects.csv", "blogger-theme.xml"}


def test_one_file_has_no_room_for_maps(tmp_path: Path):
    with pytest.raises(UsageError):
        made(tmp_path, "atom")


def test_forms_are_chosen_by_words():
    assert chosen(["nginx,csv", "csv"]) == ("nginx", "csv")
    with pytest.raises(UsageError):
        chosen(["iis"])


def test_the_new_address_is_a_domain_of_the_blogs_own_or_given():
    def blog(url: str) -> Blog:
        return Blog(id="1", title="", url=url)

    assert site_address("", blog("http://x.blogspot.com/")) == ""
    assert site_address("", blog("http://www.example.org/")) == "http://www.example.org/"
    assert site_address("new.example", blog("")) == "https://new.example/"


def test_no_new_address_is_said_and_not_guessed(tmp_path: Path):
    report = made(tmp_path, site_url="", redirects=("blogger",))
    assert "blog-url-unknown" in {issue.code for issue in report.issues}


# -- forms -------------------------------------------------------------------------------------------------------


def written(form: str) -> dict[str, str]:
    return {Path(file.path).name: file.data.decode() for file in files([form], _TABLE)}


def test_netlify_lines_have_three_words_and_no_rule_to_itself():
    for line in written("netlify")["_redirects"].splitlines():
        if not line.startswith("#"):
            old, new, status = line.split(" ")
            assert old.startswith("/") and new.startswith("/") and status == "301"
            assert old != new


def test_the_theme_for_the_old_blog_is_xml_and_leads_every_post_on():
    theme = written("blogger")["blogger-theme.xml"]
    tree = etree.fromstring(theme.encode())
    links = {node.get("href") for node in tree.iter("{http://www.w3.org/1999/xhtml}link")}
    assert "https://new.example/2011/03/pane/" in links
    assert "https://new.example/2011/04/pi%C3%B9/" in links
    cases = tree.iter("{http://www.google.com/2005/gml/b}case")
    assert [case.get("value") for case in cases] == ["1", "2", "5", "6"]
    assert theme.count("</script") == 1
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = next(tree.iter("{http://www.w3.org/1999/xhtml}script")).text

    def leads(path: str, search: str = "", mark: str = "") -> str:
        stub = (
            f"var location = {{pathname: {path!r}, search: {search!r}, hash: {mark!r}, "
            "replace: function (to) { console.log(to); }};"
        )
        done = subprocess.run([node, "-e", stub + script], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    assert leads("/search/label/C%23") == "https://new.example/tag/2/"
    assert leads("/2011/03/pane.html", "?showComment=12", "#c12") == "https://new.example/2011/03/pane/#c12"
    assert leads("/2011/04/kept.html", "?m=1") == "https://new.example/2011/04/kept.html"
    assert leads("/hasOwnProperty") == "https://new.example/hasOwnProperty"


# -- real servers ------------------------------------------------------------------------------------------------


@pytest.fixture(params=serving.FORMS)
def form(request: pytest.FixtureRequest) -> str:
    if lack := serving.missing(request.param):
        pytest.skip(lack)
    return str(request.param)


def test_the_real_server_answers_from_the_map(form: str, tmp_path: Path):
    for page in ("index.html", "2011/04/kept.html"):
        (tmp_path / "www" / page).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "www" / page).write_text(page)
    (tmp_path / "maps").mkdir()
    for file in files([form], _TABLE):
        (tmp_path / "maps" / Path(file.path).name).write_bytes(file.data)
    with serving.served(form, tmp_path / "maps", tmp_path / "www") as base, serving.Client(base) as client:

        def asked(path: str) -> tuple[int, str]:
            answer = client.ask(path)
            return answer.status, answer.place

        assert asked("/")[0] == 200
        assert asked("/2011/04/kept.html")[0] == 200
        for rule in _TABLE.changed():
            for old in spellings(rule):
                if "%24" in old and form == "caddy":
                    continue
                assert asked(old) == (301, encoded(rule.new)), old
        assert asked("/2011/03/pane.html")[1] == "/2011/03/pane/"
        assert asked("/feeds/77/comments/default")[0] == 301
        assert asked("/feeds/posts/summary/-/unknown") == (301, "/feed/")
        assert asked("/search/label/unknown") == (301, "/")
        assert asked("/nothing")[0] == 404
        if form == "netlify":  # it takes no expressions, and passes ?m=1 on, which does no harm
            return
        assert asked("/feeds/77/comments/default")[1] == "/cfeed/"
        assert asked("/2011/04/kept.html?m=1") == (301, "/2011/04/kept.html")
        assert asked("/2011/04/kept.html?showComment=123") == (301, "/2011/04/kept.html#c123")
        assert asked("/2009_05_03_archive.html") == (301, "/2009/05/x")
        assert asked("/2004_05_01_prova_archive.html") == (301, "/2004/05/x")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a built site (public) of the blog with all its labels, at other addresses, and its maps."""
    if lack := ENGINES["hugo"].missing():
        pytest.skip(lack)
    folder = tmp_path_factory.mktemp("built")
    made(folder, "hugo", permalinks="pretty", site=True)
    (folder / "out" / "redirects").rename(folder / "maps")
    ENGINES["hugo"].build(folder / "out", folder / "public")
    return folder


def test_every_old_address_of_a_built_site_is_answered_with_the_right_page(form: str, built: Path):
    with serving.served(form, built / "maps", built / "public") as base:
        wrong = crawl.wrong_answers(base, built / "maps" / "redirects.csv")
    if form == "caddy":  # a dollar sign in a path is beyond its map
        wrong = [each for each in wrong if "%24" not in each[0] and "$" not in each[0]]
    assert not wrong


def test_spellings_decode_to_the_path():
    for rule in _RULES:
        assert rule.old in {unquote(old) for old in spellings(rule)}


@pytest.mark.parametrize(("target", "told"), [("hugo", True), ("mkdocs", True), ("wordpress", False), ("jsonl", False)])
def test_a_site_below_a_folder_is_warned_of(tmp_path: Path, target: str, told: bool):
    report = made(tmp_path, target=target, site_url="https://anna.example/blog/", redirects=())
    assert any(issue.code == "site-below-folder" and "/blog/" in issue.message for issue in report.issues) == told
    report = made(tmp_path, target=target, site_url="https://anna.example/", redirects=(), dry_run=True)
    assert not any(issue.code == "site-below-folder" for issue in report.issues)
