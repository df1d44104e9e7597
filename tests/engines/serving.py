"""Servers on loopback for a folder of pages and a map of redirects: nginx, Apache, Caddy, Netlify, or files alone."""

from __future__ import annotations

import http.client
import json
import mimetypes
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

from environment import ENGINES

_NETLIFY = ENGINES / "netlify" / "node_modules" / "netlify-redirector"

# -- servers of their own ----------------------------------------------------------------------------------------


def _nginx(folder: Path, port: int) -> list[str]:
    (folder / "nginx.conf").write_text(
        f"{'user root;' if os.getuid() == 0 else ''} daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/a; proxy_temp_path {folder}/b;\n"
        f"fastcgi_temp_path {folder}/c; uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;\n"
        f"types {{ text/html html; }} include {folder}/maps/nginx-map.conf;\n"
        f"server {{ listen 127.0.0.1:{port}; root {folder}/www; include {folder}/maps/nginx-server.conf; }} }}\n"
    )
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]


def _apache(folder: Path, port: int) -> list[str]:
    shutil.copy(folder / "maps" / ".htaccess", folder / "www")
    modules = "".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"
        for name in ("mpm_event", "authz_core", "dir", "rewrite", "mime")
    )
    (folder / "httpd.conf").write_text(
        f"{modules}ServerName localhost\nListen 127.0.0.1:{port}\nPidFile {folder}/pid\nErrorLog {folder}/error.log\n"
        f"{'User www-data' if os.getuid() == 0 else ''}\nDocumentRoot {folder}/www\nAllowEncodedSlashes On\n"
        f"TypesConfig /dev/null\nAddType text/html .html\nDefaultRuntimeDir {folder}\n<Directory {folder}/www>\n"
        "AllowOverride FileInfo\nRequire all granted\nDirectoryIndex index.html\n</Directory>\n"
    )
    return ["apache2", "-d", str(folder), "-f", str(folder / "httpd.conf"), "-DFOREGROUND"]


def _caddy(folder: Path, port: int) -> list[str]:
    (folder / "Caddyfile").write_text(
        f"{{\n\tadmin off\n\tauto_https off\n}}\nimport {folder}/maps/Caddyfile\nhttp://127.0.0.1:{port} {{\n"
        f"\timport blogger\n\troot * {folder}/www\n\tfile_server\n}}\n"
    )
    return ["caddy", "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


_PROGRAMS: dict[str, tuple[str, Callable[[Path, int], list[str]]]] = {
    "nginx": ("nginx", _nginx),
    "apache": ("apache2", _apache),
    "caddy": ("caddy", _caddy),
}
FORMS = (*_PROGRAMS, "netlify")


def missing(form: str) -> str:
    """Return what the server of *form* lacks to run here, "" when nothing."""
    there = _NETLIFY.is_dir() and shutil.which("node") if form == "netlify" else shutil.which(_PROGRAMS[form][0])
    return "" if there else f"{form} is not installed: scripts/install-engines servers"


@contextmanager
def served(form: str, maps: Path, pages: Path | None = None) -> Iterator[str]:
    """Give the address of a server of *form* over a copy of the folder *pages*, with the maps in the folder *maps*."""
    folder = Path(tempfile.mkdtemp(prefix="bm-srv-"))
    folder.chmod(0o755)
    try:
        shutil.copytree(maps, folder / "maps")
        if pages:
            shutil.copytree(pages, folder / "www")
        else:
            (folder / "www").mkdir()
        with _netlify(folder) if form == "netlify" else _program(form, folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _program(form: str, folder: Path) -> Iterator[str]:
    port = _port()
    log = (folder / "log").open("wb")
    environment = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    process = subprocess.Popen(_PROGRAMS[form][1](folder, port), stdout=log, stderr=log, env=environment)
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


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


# -- Netlify: its own redirector in front of files ---------------------------------------------------------------

_ASK = """
const { readFileSync } = require("fs");
const { createInterface } = require("readline");
require(process.argv[1]).parsePlain(readFileSync(process.argv[2], "utf8"), { jwtSecret: "x", jwtRoleClaim: "x" }).then((rules) => {
  console.log("{}");
  createInterface({ input: process.stdin }).on("line", (line) => {
    const [path, query] = JSON.parse(line);
    console.log(JSON.stringify(rules.match({ scheme: "http", host: "x.example", path, query, headers: {},
      cookieValues: {}, getHeader: () => "", getCookie: () => "" })));
  });
});
"""


@contextmanager
def _netlify(folder: Path) -> Iterator[str]:
    """Netlify answers with a file where there is one, else by the first rule that fits, and passes the query on."""
    rules = folder / "maps" / "_redirects"
    engine = subprocess.Popen(
        ["node", "-e", _ASK, str(_NETLIFY), str(rules)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert engine.stdin and engine.stdout and engine.stdout.readline() == "{}\n"
    lock = threading.Lock()

    def rule(path: str, query: str) -> str:
        with lock:
            assert engine.stdin and engine.stdout
            engine.stdin.write(json.dumps([path, query]) + "\n")
            engine.stdin.flush()
            found = json.loads(engine.stdout.readline())
        if not found:
            return ""
        assert found["status"] == 301
        return str(found["to"]) + (f"?{query}" if query else "")

    try:
        with files(folder / "www", rule) as address:
            yield address
    finally:
        engine.stdin.close()
        engine.wait(20)
        engine.stdout.close()


@contextmanager
def files(folder: Path, rule: Callable[[str, str], str] = lambda path, query: "") -> Iterator[str]:
    """Give the address of a server of the files in *folder*; *rule* says where a path that has none leads."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body in one packet: else each answer waits 40 ms for the acknowledgement of the first.
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            found = file_of(folder, path)
            if found:
                self._answer(200, found.read_bytes(), mimetypes.guess_type(found.name)[0] or "text/html")
            elif place := rule(path, query):
                self._answer(301, b"", place=place)
            else:
                self._answer(404, b"nothing")

        def _answer(self, status: int, data: bytes, kind: str = "text/html", place: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            if place:
                self.send_header("Location", place)
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def file_of(folder: Path, path: str) -> Path | None:
    """Return the file that answers the encoded *path*: itself, or the index of the folder that it is."""
    found = folder / unquote(path).lstrip("/")
    try:
        if found.is_dir():
            found /= "index.html"
        return found if found.is_file() else None
    except (OSError, ValueError):
        return None


# -- asking ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server says to one request; *place* is where it leads, encoded, from the root."""

    status: int
    place: str
    text: str


class Client:
    """One connection to a server; it follows nothing by itself and sends paths as they are given."""

    def __init__(self, base: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=10)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def ask(self, path: str) -> Answer:
        for again in (True, False):
            try:
                self._connection.request("GET", path)
                answer = self._connection.getresponse()
                text = answer.read().decode("utf-8", "replace")
                break
            except (http.client.HTTPException, ConnectionError):
                self._connection.close()
                if not again:
                    raise
        parts = urlsplit(answer.getheader("Location") or "")
        mark = f"#{parts.fragment}" if parts.fragment else ""
        return Answer(answer.status, parts.path + (f"?{parts.query}" if parts.query else "") + mark, text)
