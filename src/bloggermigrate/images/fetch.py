"""Fetching what is not here yet: several at a time, few from one host, again when it is worth it.

The main thread decides and keeps the account; other threads do nothing but bring one picture into one file.
"""

from __future__ import annotations

import binascii
import heapq
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes, urlsplit

from bloggermigrate.images.albums import Albums, Match
from bloggermigrate.images.catalogue import Catalogue, Picture
from bloggermigrate.images.kinds import SVG, kind_of
from bloggermigrate.images.reasons import REASONS, Failed
from bloggermigrate.images.shelf import Library, Outcome, failed
from bloggermigrate.images.sizes import parse
from bloggermigrate.images.svg import danger_in

if TYPE_CHECKING:
    from bloggermigrate.images.net import Got, Web

#: called with how many pictures are done and how many there are
Told = Callable[[int, int], None]

#: pictures that are looked at ahead, so that a slow host does not hold up the others
_AHEAD = 1000
#: how many tries in a row may end without an answer before a host counts as down
_PATIENCE = 6
_CHUNK = 1 << 20
_RETRIED = frozenset(("timeout", "broken-off", "server-error", "too-many", "unreachable"))
_SILENT = frozenset(("unreachable", "host-unknown"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How to behave on the network. Seconds and bytes."""

    at_once: int = 12
    at_once_of_host: int = 4
    tries: int = 4
    pause: float = 1.0  #: before the second try; twice as long before each further one
    timeout: float = 60.0
    most_bytes: int = 50_000_000
    most_in_all: int = 20_000_000_000
    allow_private: bool = False


@dataclass(slots=True)
class _Job:
    key: str
    address: str  #: what the picture is known by
    whole: str  #: the address of its whole, "" where none is known
    urls: deque[str]
    tries: int = 0
    first: str = ""  #: why the address that was asked first gave nothing
    detail: str = ""


@dataclass(slots=True)
class _Host:
    waiting: deque[_Job] = field(default_factory=deque)
    active: int = 0
    silent: int = 0  #: tries in a row that ended without an answer


class Fetcher:
    """Brings the pictures of a catalogue into a library."""

    def __init__(self, catalogue: Catalogue, library: Library, albums: Albums, manners: Manners) -> None:
        self._catalogue = catalogue
        self._library = library
        self._albums = albums
        self._manners = manners
        self._hosts: dict[str, _Host] = {}
        self._later: list[tuple[float, int, _Job]] = []
        self._number = 0
        self._bytes = 0
        self._done = 0

    def wanted(self, *, again: bool = False) -> Iterator[Picture]:
        """Give the pictures that are not here. Those that failed for good are left out, unless *again*."""
        for picture in self._catalogue:
            outcome = self._library.outcome(picture.key)
            if outcome is not None:
                if outcome.status == "ok" and self._library.is_here(outcome):
                    continue
                if outcome.status == "failed" and not again and not REASONS[outcome.code].passing:
                    continue
            yield picture

    def run(self, told: Told | None = None, *, again: bool = False) -> None:
        """Fetch what is wanted and not here, and note each outcome. Ctrl-C ends it within a second."""
        total = len(self._catalogue)
        self._bytes = sum(outcome.size for outcome in self._library.outcomes() if self._library.is_here(outcome))
        jobs = self._jobs(again=again)
        first = next(jobs, None)
        if first is None:
            return
        from bloggermigrate.images.net import Web

        web = Web(self._manners, threading.Event())
        pool = ThreadPoolExecutor(self._manners.at_once, thread_name_prefix="picture")
        active: dict[Future[tuple[Got, Path]], _Job] = {}
        try:
            self._queue(first)
            more = True
            while True:
                while more and len(self._later) + sum(len(host.waiting) for host in self._hosts.values()) < _AHEAD:
                    job = next(jobs, None)
                    more = job is not None
                    if job:
                        self._queue(job)
                self._start(web, pool, active)
                if told:
                    told(min(self._done, total), total)
                if not active and not self._later and not more and not any(h.waiting for h in self._hosts.values()):
                    break
                self._wait(active)
        finally:
            web.stop.set()
            pool.shutdown(wait=True, cancel_futures=True)
            web.close()
        if told:
            told(total, total)

    def _jobs(self, *, again: bool) -> Iterator[_Job]:
        """Give what has to be asked for on the network; albums and pictures inside posts are settled on the way."""
        for picture in self.wanted(again=again):
            if picture.key.startswith("data:"):
                self._add(_written_out(picture, self._library.staging, self._manners))
                continue
            if match := self._albums.find(picture):
                outcome = _copied(picture, match, self._library.staging)
                if outcome:
                    self._add(outcome)
                    continue
            urls = deque(url for url in picture.addresses if not parse(url).viewer)
            address = picture.addresses[0]
            if not urls:
                self._add(failed(address, "address", "only a page that shows it is known"))
                continue
            whole = next((url for url in urls if parse(url).whole), "")
            yield _Job(picture.key, address, whole, urls)

    def _add(self, outcome: Outcome) -> None:
        self._library.add(outcome)
        self._done += 1
        if outcome.status == "ok":
            self._bytes += outcome.size

    # -- queues ----------------------------------------------------------------------------------------------

    def _queue(self, job: _Job, delay: float = 0.0) -> None:
        if delay:
            self._number += 1
            heapq.heappush(self._later, (monotonic() + delay, self._number, job))
            return
        self._hosts.setdefault(_host(job.urls[0]), _Host()).waiting.append(job)

    def _start(self, web: Web, pool: ThreadPoolExecutor, active: dict[Future[tuple[Got, Path]], _Job]) -> None:
        """Begin what may begin now."""
        while self._later and self._later[0][0] <= monotonic():
            self._queue(heapq.heappop(self._later)[2])
        begun = True
        while begun and len(active) < self._manners.at_once:
            begun = False
            for host in self._hosts.values():
                while host.waiting and (host.silent >= _PATIENCE or self._bytes >= self._manners.most_in_all):
                    job = host.waiting.popleft()
                    self._fail(job, "host-down" if host.silent >= _PATIENCE else "total", "")
                if host.waiting and host.active < self._manners.at_once_of_host and len(active) < self._manners.at_once:
                    job = host.waiting.popleft()
                    host.active += 1
                    self._number += 1
                    part = self._library.staging / f"{self._number}.part"
                    active[pool.submit(_bring, web, job.urls[0], part)] = job
                    begun = True

    def _wait(self, active: dict[Future[tuple[Got, Path]], _Job]) -> None:
        """Wait for the next to come in, or for the end of somebody's pause."""
        pause = max(0.0, self._later[0][0] - monotonic()) if self._later else None
        if not active:
            threading.Event().wait(pause or 0.01)
            return
        done, _ = wait(active, timeout=pause, return_when=FIRST_COMPLETED)
        for future in done:
            self._settle(active.pop(future), future)

    # -- outcomes --------------------------------------------------------------------------------------------

    def _settle(self, job: _Job, future: Future[tuple[Got, Path]]) -> None:
        host = self._hosts[_host(job.urls[0])]
        host.active -= 1
        try:
            got, part = future.result()
        except Failed as problem:
            host.silent = host.silent + 1 if problem.code in _SILENT else 0
            self._again(job, problem.code, problem.detail, problem.wait)
            return
        host.silent = 0
        if self._bytes + got.size > self._manners.most_in_all:
            part.unlink(missing_ok=True)
            self._fail(job, "total", "")
            return
        part.replace(self._library.staging / got.sha256)
        url = job.urls[0]
        self._add(
            Outcome(
                address=job.address,
                status="ok",
                size=got.size,
                sha256=got.sha256,
                type=got.kind.mime,
                how="whole" if url == job.whole else "as-found",
                source=url,
                name=parse(url).name,
                digest=got.digest,
            )
        )

    def _again(self, job: _Job, code: str, detail: str, wanted: float | None) -> None:
        """Try once more after a pause, or at the picture's next address, or give it up."""
        job.tries += 1
        if code in _RETRIED and job.tries < self._manners.tries:
            self._queue(job, max(wanted or 0.0, self._manners.pause * 2 ** (job.tries - 1)) or 0.001)
            return
        job.first, job.detail = job.first or code, job.detail or detail
        job.urls.popleft()
        job.tries = 0
        if job.urls:
            self._queue(job)
        else:
            self._fail(job, code, detail)

    def _fail(self, job: _Job, code: str, detail: str) -> None:
        # What the first address said is the news: the others are smaller forms of the same.
        self._add(failed(job.address, job.first or code, job.detail or detail))


def _bring(web: Web, url: str, part: Path) -> tuple[Got, Path]:
    return web.fetch(url, part), part


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


# -- pictures that are here already ------------------------------------------------------------------------------


def _written_out(picture: Picture, staging: Path, manners: Manners) -> Outcome:
    """Return the outcome of a picture that stands in the post itself, as a `data:` address."""
    head, comma, body = picture.addresses[0].partition(",")
    try:
        plain = unquote_to_bytes(body)
        data = binascii.a2b_base64(b"".join(plain.split())) if head.rstrip().lower().endswith("base64") else plain
    except (binascii.Error, ValueError):
        data = b""
    kind = kind_of(data[:4096]) if comma else None
    if kind is None:
        return failed(picture.key, "no-picture", "what stands in the post can't be read")
    if len(data) > manners.most_bytes:
        return failed(picture.key, "too-big", f"{len(data):,} bytes")
    hashed = sha256(data).hexdigest()
    part = staging / "data.part"
    part.write_bytes(data)
    if kind is SVG and (danger := danger_in(part)):
        part.unlink()
        return failed(picture.key, "unsafe-drawing", danger)
    part.replace(staging / hashed)
    digest = blake2b(data, digest_size=16).hexdigest()
    return Outcome(
        address=picture.key, status="ok", size=len(data), sha256=hashed, type=kind.mime, how="data", digest=digest
    )


def _copied(picture: Picture, match: Match, staging: Path) -> Outcome | None:
    """Return the outcome of an original from an album; None when it can't be read, so that the network is asked."""
    found = match.picture
    whole, short, size, head = sha256(), blake2b(digest_size=16), 0, b""
    part = staging / "album.part"
    with suppress(OSError, ValueError, EOFError):
        with found.file.open() as source, part.open("wb") as target:
            while chunk := source.read(_CHUNK):
                head = head or chunk[:4096]
                whole.update(chunk)
                short.update(chunk)
                size += len(chunk)
                target.write(chunk)
        kind = kind_of(head)
        if kind is not None and not (kind is SVG and danger_in(part)):
            part.replace(staging / whole.hexdigest())
            return Outcome(
                address=picture.addresses[0],
                status="ok",
                size=size,
                sha256=whole.hexdigest(),
                type=kind.mime,
                how=match.how,
                source=found.file.name,
                name=found.name,
                digest=short.hexdigest(),
            )
    part.unlink(missing_ok=True)
    return None
