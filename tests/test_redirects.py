"""The map of old addresses: complete, and read by the real Apache, nginx and Caddy."""

from __future__ import annotations

import csv
import io
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree

from bloggermigrate.errors import UsageError
from bloggermigrate.model import Blog
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.redirects import FORMS, Places, Rule, Table, chosen, encoded, files, site_address, spellings
from bloggermigrate.report import Report
from blogs import MadeBlog, MadePost, takeout

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
        assert "bozza" not in text, path.name


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


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _nginx(folder: Path, port: int) -> list[str]:
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.getuid() == 0 else ''} daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;\n"
        f"fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;\n"
        f"include {folder}/www/nginx-map.conf;\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}/www; include {folder}/www/nginx-server.conf; }} }}\n"
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def _apache(folder: Path, port: int) -> list[str]:
    modules = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
        for name in ("mpm_event", "authz_core", "dir", "rewrite")
    )
    (folder / "httpd.conf").write_text(
        f"{modules}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\n"
        f"{'User www-data' if os.getuid() == 0 else ''}\nDocumentRoot {folder}/www\nAllowEncodedSlashes On\n"
        f"DefaultRuntimeDir {folder}\n<Directory {folder}/www>\nAllowOverride FileInfo\nRequire all granted\n"
        "DirectoryIndex index.html\n</Directory>\n"
    )
    return ["apache2", "-d", str(folder), "-f", str(folder / "httpd.conf"), "-DFOREGROUND"]


def _caddy(folder: Path, port: int) -> list[str]:
    (folder / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\tauto_https off\n}}\nimport {folder}/www/Caddyfile\nhttp://127.0.0.1:{port} {{\n"
        f"\timport blogger\n\troot * {folder}/www\n\tfile_server\n}}\n"
    )
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


_SERVERS = {"nginx": ("nginx", _nginx), "apache": ("apache2", _apache), "caddy": ("caddy", _caddy)}


@contextmanager
def served(form: str) -> Iterator[str]:
    program, prepare = _SERVERS[form]
    if shutil.which(program) is None:
        pytest.skip(f"{program} is not installed: scripts/install-engines servers")
    folder = Path(tempfile.mkdtemp(prefix="bm-srv-"))
    folder.chmod(0o755)
    (folder / "www" / "2011" / "04").mkdir(parents=True)
    for page in ("index.html", "2011/04/kept.html"):
        (folder / "www" / page).write_text(page)
    for file in files([form], _TABLE):
        (folder / "www" / Path(file.path).name).write_bytes(file.data)
    port = _port()
    log = (folder / "log").open("wb")
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    process = subprocess.Popen(prepare(folder, port), stdout=log, stderr=log, env=environment)
    try:
        for _ in range(100):
            if process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        logs = "".join(path.read_text() for path in (folder / "log", folder / "error.log") if path.exists())
        assert process.poll() is None, logs
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


_CLIENT = urllib.request.build_opener(_Stay)


def asked(base: str, path: str) -> tuple[int, str]:
    """Return the status of *path*, and the encoded place that it leads to."""
    try:
        with _CLIENT.open(base + path, timeout=10) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as error:
        parts = urlsplit(error.headers.get("Location", ""))
        mark = f"#{parts.fragment}" if parts.fragment else ""
        return error.code, parts.path + (f"?{parts.query}" if parts.query else "") + mark


@pytest.mark.parametrize("form", _SERVERS)
def test_the_real_server_answers_from_the_map(form: str):
    with served(form) as base:
        assert asked(base, "/")[0] == 200
        assert asked(base, "/2011/04/kept.html")[0] == 200
        for rule in _TABLE.changed():
            for old in spellings(rule):
                if "%24" in old and form == "caddy":
                    continue
                assert asked(base, old) == (301, encoded(rule.new)), old
        assert asked(base, "/2011/04/kept.html?m=1") == (301, "/2011/04/kept.html")
        assert asked(base, "/2011/04/kept.html?showComment=123") == (301, "/2011/04/kept.html#c123")
        assert asked(base, "/2011/03/pane.html")[1] == "/2011/03/pane/"
        assert asked(base, "/2009_05_03_archive.html") == (301, "/2009/05/x")
        assert asked(base, "/2004_05_01_prova_archive.html") == (301, "/2004/05/x")
        assert asked(base, "/feeds/77/comments/default") == (301, "/cfeed/")
        assert asked(base, "/feeds/posts/summary/-/unknown") == (301, "/feed/")
        assert asked(base, "/search/label/unknown") == (301, "/")
        assert asked(base, "/nothing")[0] == 404


def test_spellings_decode_to_the_path():
    for rule in _RULES:
        assert rule.old in {unquote(old) for old in spellings(rule)}
