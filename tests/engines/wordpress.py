"""The real WordPress on a private MariaDB, and everybody else who reads WXR: Nikola, Pelican, Isso.

`WordPress` is a context manager: a fresh blog served on loopback. `load` brings the posts of WXR files in through its
REST API (drafts, dates, tags, pages, menus' pages, threads) or, where WP_IMPORTER_DIR names a copy of the importer
plugin, through that; `records` reads back what it knows. Nothing outside of the given folder is touched.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

from environment import ENGINES

ROOT = Path(__file__).parent.parent.parent
IMPORTER = os.environ.get("WP_IMPORTER_DIR", "")
SHARE = Path("/usr/share/wordpress")
_NS = {
    "content": "http://purl.org/rss/1.0/modules/content/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "wp": "http://wordpress.org/export/1.2/",
}
_STRICT = etree.XMLParser(resolve_entities=False, huge_tree=True)


def tool(name: str) -> str | None:
    """Return the path of a reader of WXR, None where it is not installed."""
    own = ENGINES / "wxr" / "bin" / name
    return str(own) if own.is_file() else shutil.which(name)


def missing() -> str:
    """Return what WordPress lacks to run here, "" when nothing."""
    if not SHARE.is_dir():
        return "WordPress is not installed: scripts/install-engines wordpress"
    return "" if shutil.which("php") and shutil.which("mariadbd") else "php or mariadb is not installed"


# -- the file ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class WxrComment:
    id: int
    parent: int
    author: str
    url: str
    gmt: str
    content: str
    approved: str


@dataclass(frozen=True, slots=True)
class WxrItem:
    """One item as a strict XML parser sees it."""

    id: int
    kind: str
    title: str
    link: str
    slug: str
    status: str
    local: str
    gmt: str
    content: str
    excerpt: str
    creator: str
    tags: tuple[tuple[str, str], ...]  #: nicename, name
    comments: tuple[WxrComment, ...]
    meta: dict[str, str] = field(default_factory=dict)


def items(*files: Path) -> list[WxrItem]:
    """Return the items of WXR files, in order."""
    return [_item(node) for file in files for node in etree.parse(str(file), _STRICT).iterfind("channel/item")]


def _text(node: Any, path: str) -> str:
    return node.findtext(path, "", _NS)


def _item(node: Any) -> WxrItem:
    return WxrItem(
        id=int(_text(node, "wp:post_id")),
        kind=_text(node, "wp:post_type"),
        title=_text(node, "title"),
        link=_text(node, "link"),
        slug=_text(node, "wp:post_name"),
        status=_text(node, "wp:status"),
        local=_text(node, "wp:post_date"),
        gmt=_text(node, "wp:post_date_gmt"),
        content=_text(node, "content:encoded"),
        excerpt=_text(node, "excerpt:encoded"),
        creator=_text(node, "dc:creator"),
        tags=tuple(
            (tag.get("nicename"), tag.text or "")
            for tag in node.iterfind("category")
            if tag.get("domain") == "post_tag"
        ),
        comments=tuple(
            WxrComment(
                id=int(_text(comment, "wp:comment_id")),
                parent=int(_text(comment, "wp:comment_parent")),
                author=_text(comment, "wp:comment_author"),
                url=_text(comment, "wp:comment_author_url"),
                gmt=_text(comment, "wp:comment_date_gmt"),
                content=_text(comment, "wp:comment_content"),
                approved=_text(comment, "wp:comment_approved"),
            )
            for comment in node.iterfind("wp:comment", _NS)
        ),
        meta={_text(meta, "wp:meta_key"): _text(meta, "wp:meta_value") for meta in node.iterfind("wp:postmeta", _NS)},
    )


# -- other readers of WXR ----------------------------------------------------------------------------------------


def nikola(wxr: Path, folder: Path) -> list[dict[str, str]]:
    """Return what `nikola import_wordpress` makes of the file: the metadata of every post and page."""
    program = tool("nikola")
    assert program
    _run([program, "import_wordpress", "--no-downloads", "-o", str(folder / "nik"), str(wxr)], folder)
    found = []
    for kind in ("posts", "pages"):
        for meta in sorted((folder / "nik" / kind).rglob("*.meta")):
            lines = (line[3:].partition(":") for line in meta.read_text().splitlines() if line.startswith(".. "))
            found.append({"kind": kind[:-1]} | {key.strip(): value.strip() for key, _, value in lines})
    return found


def pelican(wxr: Path, folder: Path) -> list[Path]:
    """Return the files that `pelican-import --wpfile` writes."""
    program = tool("pelican-import")
    assert program
    (folder / "pel").mkdir()
    _run([program, "--wpfile", "-m", "markdown", "-o", str(folder / "pel"), str(wxr)], folder)
    return sorted((folder / "pel").rglob("*.md"))


def isso(wxr: Path, folder: Path) -> list[tuple[str, int, int, str]]:
    """Return what `isso import` takes: path of the thread, id, parent (0 without), author of every comment."""
    import sqlite3

    program = tool("isso")
    assert program
    (folder / "isso.cfg").write_text(
        f"[general]\ndbpath = {folder}/comments.db\nhost = http://127.0.0.1/\n[guard]\nenabled = false\n"
    )
    _run([program, "-c", str(folder / "isso.cfg"), "import", "-t", "wordpress", str(wxr)], folder, TZ="UTC")
    with sqlite3.connect(folder / "comments.db") as db:
        return list(
            db.execute(
                "SELECT uri, comments.id, coalesce(parent, 0), author FROM comments JOIN threads ON tid = threads.id "
                "ORDER BY comments.id"
            )
        )


def _run(command: list[str], folder: Path, **environment: str) -> str:
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, env={**os.environ, **environment}, check=False
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-3000:]
    assert "Traceback" not in said, said[-3000:]
    return said


# -- MariaDB -----------------------------------------------------------------------------------------------------


class Database:
    """A MariaDB of its own, on a socket in *folder*."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "db"
        # The path of a socket has at most 107 bytes.
        self.socket = Path(f"/tmp/bm-{os.getpid()}-{abs(hash(str(folder))) % 10**6}.sock")
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Database:
        self._folder.mkdir(parents=True)
        options = ["--no-defaults", f"--datadir={self._folder}", *(["--user=root"] if os.getuid() == 0 else [])]
        install = ["mariadb-install-db", *options, "--auth-root-authentication-method=normal", "--skip-test-db"]
        subprocess.run(install, check=True, capture_output=True)
        log = (self._folder.parent / "db.log").open("wb")
        self._process = subprocess.Popen(
            [
                *("mariadbd", *options, "--skip-networking", f"--socket={self.socket}"),
                *("--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=64M", "--max-allowed-packet=64M"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=log,
        )
        log.close()
        for _ in range(120):
            if self._try("SELECT 1") == 0:
                return self
            time.sleep(0.25)
        self.__exit__()
        raise AssertionError((self._folder.parent / "db.log").read_text()[-2000:])

    def _try(self, sql: str) -> int:
        command = ["mariadb", "--no-defaults", "-S", str(self.socket), "-uroot", "-e", sql]
        return subprocess.run(command, capture_output=True, check=False).returncode

    def create(self, name: str) -> None:
        """Make the database *name* and a user of the same name and password."""
        sql = (
            f"CREATE DATABASE {name} CHARACTER SET utf8mb4; CREATE USER {name}@localhost IDENTIFIED BY '{name}';"
            f"GRANT ALL ON {name}.* TO {name}@localhost"
        )
        assert self._try(sql) == 0

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(30)
        self.socket.unlink(missing_ok=True)


def free_port() -> int:
    """Return a port of loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# -- WordPress ---------------------------------------------------------------------------------------------------

_CONFIG = """<?php
define('DB_NAME','wp'); define('DB_USER','wp'); define('DB_PASSWORD','wp'); define('DB_HOST','localhost:{socket}');
define('DB_CHARSET','utf8mb4'); define('DB_COLLATE','');
foreach (['AUTH_KEY','SECURE_AUTH_KEY','LOGGED_IN_KEY','NONCE_KEY','AUTH_SALT','SECURE_AUTH_SALT','LOGGED_IN_SALT','NONCE_SALT'] as $k) define($k, "x$k");
$table_prefix = 'wp_'; define('WP_ENVIRONMENT_TYPE','local'); define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true); define('AUTOMATIC_UPDATER_DISABLED', true);
define('WP_HOME','http://127.0.0.1:{port}'); define('WP_SITEURL','http://127.0.0.1:{port}');
if (!defined('ABSPATH')) define('ABSPATH', __DIR__ . '/');
require_once ABSPATH . 'wp-settings.php';
"""
_INSTALL = """<?php
error_reporting(E_ALL & ~E_DEPRECATED);
$_SERVER += ['HTTP_HOST'=>'127.0.0.1:{port}','SERVER_PROTOCOL'=>'HTTP/1.1','REQUEST_METHOD'=>'GET'];
define('WP_INSTALLING', true);
require __DIR__ . '/site/wp-load.php'; require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install('Test', 'admin', 'admin@example.org', true, '', 'admin-pass');
update_option('timezone_string', getenv('BLOG_ZONE') ?: 'UTC');
update_option('permalink_structure', '{permalinks}'); flush_rewrite_rules();
update_option('default_comment_status', 'open'); update_option('thread_comments', 1);
update_option('thread_comments_depth', 10); update_option('posts_per_page', 10);
wp_delete_post(1, true); wp_delete_post(2, true); wp_delete_post(3, true);
[$password] = WP_Application_Passwords::create_new_application_password(1, ['name' => 'test']);
echo "\\nPASSWORD=$password\\n";
"""
_ROUTER = """<?php
$u = urldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH)); $f = __DIR__ . '/site' . $u;
if (is_file($f) && !preg_match('/\\.php$/', $f)) return false;
$_SERVER['SCRIPT_NAME'] = '/index.php'; require __DIR__ . '/site/index.php';
"""
_IMPORT = """<?php
error_reporting(E_ALL & ~E_DEPRECATED);
$_SERVER += ['HTTP_HOST'=>'127.0.0.1:{port}','SERVER_PROTOCOL'=>'HTTP/1.1','REQUEST_METHOD'=>'GET'];
define('WP_LOAD_IMPORTERS', true); define('WP_ADMIN', true);
require __DIR__ . '/site/wp-load.php'; require_once ABSPATH . 'wp-admin/includes/admin.php'; wp_set_current_user(1);
$p = getenv('WP_IMPORTER_DIR'); require_once $p . '/wordpress-importer.php';
if (!class_exists('WP_Import') && function_exists('wordpress_importer_init')) wordpress_importer_init();
$imp = new WP_Import(); $imp->fetch_attachments = false; $d = $imp->parse($argv[1]);
if (is_wp_error($d)) { fwrite(STDERR, $d->get_error_message()); exit(2); }
$_POST['imported_authors'] = array_keys($d['authors']);
$_POST['user_new'] = array_fill(0, count($_POST['imported_authors']), '');
ob_start(); $imp->import($argv[1]); $out = ob_get_clean(); echo strip_tags($out);
"""


@dataclass(frozen=True, slots=True)
class Record:
    """One post or page as WordPress knows it."""

    address: str  #: path, decoded
    title: str  #: as HTML
    instant: datetime
    labels: tuple[str, ...]
    status: str
    kind: str
    comments: tuple[tuple[str, int], ...]  #: author, and the place of what it answers (0: the post)
    html: str  #: as shown


class WordPress:
    """A blog of its own in *folder*, served on loopback while the context lasts."""

    def __init__(
        self, folder: Path, *, zone: str = "UTC", permalinks: str = "/%year%/%monthnum%/%postname%.html"
    ) -> None:
        self._folder, self._zone, self._permalinks = folder, zone, permalinks
        self._database = Database(folder)
        self._server: subprocess.Popen[bytes] | None = None
        self._header = ""
        self.port = free_port()

    def __enter__(self) -> WordPress:
        self._database.__enter__()
        try:
            self._database.create("wp")
            site = self._folder / "site"
            shutil.copytree(SHARE, site, symlinks=False, ignore_dangling_symlinks=True)
            (site / "wp-config.php").unlink(missing_ok=True)
            (site / "wp-config.php").write_text(
                _CONFIG.replace("{socket}", str(self._database.socket)).replace("{port}", str(self.port))
            )
            (self._folder / "router.php").write_text(_ROUTER)
            script = _INSTALL.replace("{port}", str(self.port)).replace("{permalinks}", self._permalinks)
            found = re.search(r"PASSWORD=(\w+)", self.php("install.php", script))
            assert found
            self._header = "Basic " + base64.b64encode(f"admin:{found[1]}".encode()).decode()
            self._serve()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _serve(self) -> None:
        command = ["php", "-d", "display_errors=0", "-S", f"127.0.0.1:{self.port}", "-t", str(self._folder / "site")]
        self._server = subprocess.Popen(
            [*command, str(self._folder / "router.php")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for _ in range(80):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server of PHP does not answer")

    def __exit__(self, *_: object) -> None:
        if self._server:
            self._server.terminate()
            self._server.wait(20)
        self._database.__exit__()

    def php(self, name: str, script: str, *arguments: str) -> str:
        path = self._folder / name
        path.write_text(script)
        done = subprocess.run(
            ["php", "-d", "display_errors=0", str(path), *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, "BLOG_ZONE": self._zone},
            check=False,
        )
        assert done.returncode == 0, (done.stdout + done.stderr)[-2000:]
        return done.stdout

    # -- in ----------------------------------------------------------------------------------------------------

    def load(self, *files: Path) -> None:
        """Import WXR files: by the importer plugin where there is a copy, else item by item over REST."""
        if IMPORTER:
            for file in files:
                self.php("import.php", _IMPORT.replace("{port}", str(self.port)), str(file))
            return
        tags: dict[str, int] = {}
        users = self._users(files)
        for item in items(*files):
            if item.kind in ("post", "page"):
                self._load(item, tags, users)

    def _users(self, files: Iterable[Path]) -> dict[str, int]:
        users: dict[str, int] = {}
        for file in files:
            for node in etree.parse(str(file), _STRICT).iterfind("channel/wp:author", _NS):
                login = _text(node, "wp:author_login")
                if login not in users:
                    made = {"username": login, "email": f"{login}@example.invalid", "password": "x-Y-8842-zz"}
                    name = _text(node, "wp:author_display_name")
                    users[login] = self.rest("POST", "users", {**made, "name": name, "roles": ["author"]})["id"]
        return users

    def _load(self, item: WxrItem, tags: dict[str, int], users: dict[str, int]) -> None:
        for slug, name in item.tags:
            if slug not in tags:
                tags[slug] = self.rest("POST", "tags", {"name": name, "slug": slug})["id"]
        values: dict[str, Any] = {
            "title": item.title,
            "slug": item.slug,
            "status": item.status,
            "date_gmt": item.gmt.replace(" ", "T"),
            "content": item.content,
            "excerpt": item.excerpt,
            "author": users[item.creator],
            "comment_status": "open",
        }
        if item.kind == "post":
            values["tags"] = [tags[slug] for slug, _ in item.tags]
        post = self.rest("POST", f"{item.kind}s", values)["id"]
        numbers = {0: 0}
        for comment in sorted(item.comments, key=lambda each: each.id):
            numbers[comment.id] = self.rest(
                "POST",
                "comments",
                {
                    "post": post,
                    # As the importer does: a parent that is not in yet is none.
                    "parent": numbers.get(comment.parent, 0),
                    "author_name": comment.author,
                    "author_email": f"anon-{comment.id}@example.invalid",
                    "author_url": comment.url,
                    "date_gmt": comment.gmt.replace(" ", "T"),
                    "content": comment.content or "(empty)",
                    "status": {"1": "approved", "0": "hold"}.get(comment.approved, comment.approved),
                },
            )["id"]

    def rest(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Return what the API answers; anything but success is an AssertionError with its words."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/index.php?rest_route=/wp/v2/{quote(path, safe='/&=,')}",
            data=None if body is None else json.dumps(body).encode(),
            method=method,
            headers={"Authorization": self._header, "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()[:500]!r} {body}") from None

    # -- out ---------------------------------------------------------------------------------------------------

    def records(self) -> list[Record]:
        """Return every post and page, in order of address."""
        names = {tag["id"]: unquote(tag["slug"]) for tag in self._all("tags")}
        threads: dict[int, list[dict[str, Any]]] = {}
        for comment in self._all("comments&context=edit"):
            threads.setdefault(comment["post"], []).append(comment)
        found = []
        for kind in ("post", "page"):
            for post in self._all(f"{kind}s&status=publish,draft,future&context=edit"):
                thread = sorted(threads.get(post["id"], []), key=lambda each: each["id"])
                places = {0: 0} | {comment["id"]: place for place, comment in enumerate(thread, 1)}
                found.append(
                    Record(
                        address=unquote(urlsplit(post["link"]).path),
                        title=post["title"]["raw"],
                        instant=datetime.fromisoformat(post["date_gmt"]).replace(tzinfo=UTC),
                        labels=tuple(names[tag] for tag in post.get("tags", ())),
                        status=post["status"],
                        kind=kind,
                        comments=tuple((each["author_name"], places[each["parent"]]) for each in thread),
                        html=post["content"]["rendered"],
                    )
                )
        return sorted(found, key=lambda record: record.address)

    def _all(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        page = 1
        while True:
            more = self.rest("GET", f"{path}&per_page=100&page={page}&orderby=id&order=asc")
            found += more
            if len(more) < 100:
                return found
            page += 1

    def answers(self, path: str) -> tuple[int, str]:
        """Return status and page that a reader gets at *path*; redirects are not followed."""
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{quote(path)}")
        try:
            with _PLAIN.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_PLAIN = urllib.request.build_opener(_NoRedirect)
