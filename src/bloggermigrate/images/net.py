"""One picture from the network into one file: only from public addresses, never for longer or bigger than allowed.

Names are resolved here and the connection goes to the address that was looked at, so that a name can't mean another
place a moment later. Every redirect comes through here again. A body goes to the disk as it comes.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from bloggermigrate import __version__
from bloggermigrate.images.answers import check_status, unpacked
from bloggermigrate.images.kinds import HEAD, SVG, Kind, dimensions, is_whole, kind_of
from bloggermigrate.images.reasons import Failed
from bloggermigrate.images.svg import danger_in

if TYPE_CHECKING:
    from bloggermigrate.images.fetch import Manners

_MOST_REDIRECTS = 6
_HEADERS = {
    "User-Agent": f"bloggermigrate/{__version__} (fetches the pictures of a blog for its owner)",
    "Accept": "image/*,*/*;q=0.1",
    # Pictures are packed as they are; a packed answer could only be a trap.
    "Accept-Encoding": "identity",
}


@dataclass(frozen=True, slots=True)
class Got:
    """A picture that arrived: what it is, how big, the hashes of its bytes."""

    kind: Kind
    size: int
    sha256: str
    digest: str  #: as the manifest has it
    dimensions: tuple[int, int] | None


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open network; an address that wraps another is judged by that one too.

    >>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1", "169.254.169.254", "2002:7f00:1::")]
    [True, False, False, False, False]
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = [ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())]
        if ip in _NAT64 or ip.packed[:12] == bytes(12):
            inner.append(ipaddress.IPv4Address(ip.packed[12:]))
        return all(is_public(str(each)) for each in inner if each is not None)
    return True


#: seconds after which a waiting thread looks up whether all is to stop
_GLANCE = 0.5
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_time = threading.local()


def _left(timeout: float | None) -> float:
    """Return the seconds until this thread's picture must be there, no more than *timeout*."""
    left: float = getattr(_time, "end", time.monotonic() + 60) - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("The time for this picture is over.")
    return left if timeout is None else min(left, timeout)


class _Stream(httpcore.NetworkStream):
    """A connection that a slow sender can't hold for ever, and that lets go when all is to stop."""

    def __init__(self, stream: httpcore.NetworkStream, stop: threading.Event) -> None:
        self._stream = stream
        self._stop = stop

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        end = time.monotonic() + _left(timeout)
        while True:
            if self._stop.is_set():
                raise httpcore.ReadError("stopped")
            left = end - time.monotonic()
            try:
                return self._stream.read(max_bytes, max(min(left, _GLANCE), 0.001))
            except httpcore.ReadTimeout:
                if left <= _GLANCE:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, _left(timeout)), self._stop)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _Guard(httpcore.NetworkBackend):
    """Connects to what a name means, if that is allowed."""

    def __init__(self, allow_private: bool, stop: threading.Event) -> None:
        self._allow_private = allow_private
        self._stop = stop
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        try:
            known = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise Failed("host-unknown", f"{host}: {getattr(error, 'strerror', None) or error}") from None
        addresses = list(dict.fromkeys(str(row[4][0]) for row in known))
        allowed = [each for each in addresses if self._allow_private or is_public(each)]
        if not allowed:
            raise Failed("forbidden", f"{host} is {addresses[0] if addresses else 'nowhere'}")
        for each in allowed[:-1]:
            try:
                return self._connected(each, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connected(allowed[-1], port, timeout, local_address, socket_options)

    def _connected(
        self,
        address: str,
        port: int,
        timeout: float | None,
        local_address: str | None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None,
    ) -> httpcore.NetworkStream:
        stream = self._inner.connect_tcp(address, port, _left(timeout), local_address, socket_options)
        return _Stream(stream, self._stop)


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _Transport(httpx.BaseTransport):
    """httpx over a pool whose connections the guard makes; no proxy and nothing else of the environment."""

    def __init__(self, manners: Manners, stop: threading.Event) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_connections=manners.at_once,
            keepalive_expiry=20.0,
            network_backend=_Guard(manners.allow_private, stop),
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        response = self._pool.handle_request(
            httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    def close(self) -> None:
        self._pool.close()


class Web:
    """The network, for any number of threads. Close it. Setting *stop* ends what is under way."""

    def __init__(self, manners: Manners, stop: threading.Event) -> None:
        self.stop = stop
        self._client = httpx.Client(
            transport=_Transport(manners, stop),
            headers=_HEADERS,
            timeout=httpx.Timeout(min(manners.timeout, 20.0)),
            follow_redirects=False,
            trust_env=False,
        )
        self._timeout = manners.timeout
        self._most = manners.most_bytes

    def close(self) -> None:
        self._client.close()

    def answer(self, url: str) -> int:
        """Return the HTTP status of *url* after redirects; nothing of its body is read.

        Raises `Failed` when there is no answer.
        """
        _time.end = time.monotonic() + self._timeout
        try:
            status = self._status("HEAD", url)
            # Many servers know no HEAD, or answer it as they answer robots.
            return status if status < 400 else self._status("GET", url)
        except (httpcore.TimeoutException, httpx.TimeoutException):
            raise Failed("timeout", f"no answer within {self._timeout:g} s") from None
        except httpcore.NetworkError as error:
            raise Failed("insecure" if "CERTIFICATE" in str(error) else "unreachable", str(error)[:200]) from None
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, httpx.InvalidURL, ValueError) as error:
            raise Failed("address", str(error)[:200]) from None

    def _status(self, method: str, url: str) -> int:
        for _ in range(_MOST_REDIRECTS):
            if urlsplit(url).scheme.lower() not in ("http", "https"):
                raise Failed("address", f"{url[:100]} is no address of the web")
            request = self._client.build_request(method, url, headers={"Accept": "*/*"})
            response = self._client.send(request, stream=True)
            response.close()
            if response.status_code not in (301, 302, 303, 307, 308) or "location" not in response.headers:
                return response.status_code
            url = urljoin(str(response.url), response.headers["location"])
        raise Failed("redirects", f"at last to {url[:100]}")

    def fetch(self, url: str, target: Path) -> Got:
        """Write the picture at *url* to *target* and return what it is.

        Raises `Failed` when it does not arrive; then nothing is left at *target*.
        """
        _time.end = time.monotonic() + self._timeout
        try:
            return self._follow(url, target)
        except Failed:
            target.unlink(missing_ok=True)
            raise
        except (httpcore.TimeoutException, httpx.TimeoutException):
            raise _gone(target, Failed("timeout", f"no picture within {self._timeout:g} s")) from None
        except httpcore.ConnectError as error:
            code = "insecure" if "CERTIFICATE" in str(error) else "unreachable"
            raise _gone(target, Failed(code, str(error)[:200])) from None
        except httpcore.RemoteProtocolError as error:
            cut = any(word in str(error) for word in ("closed connection", "disconnected", "incomplete"))
            raise _gone(target, Failed("broken-off" if cut else "no-http", str(error)[:200])) from None
        except httpcore.NetworkError as error:
            raise _gone(target, Failed("broken-off", str(error)[:200])) from None
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, httpx.InvalidURL, ValueError) as error:
            raise _gone(target, Failed("address", str(error)[:200])) from None
        except OSError as error:
            raise _gone(target, Failed("disk", error.strerror or str(error))) from None
        # One picture costs one picture, whatever is wrong with its host.
        except Exception as error:
            raise _gone(target, Failed("no-http", f"{type(error).__name__}: {error}"[:200])) from None

    def _follow(self, url: str, target: Path) -> Got:
        for _ in range(_MOST_REDIRECTS):
            if urlsplit(url).scheme.lower() not in ("http", "https"):
                raise Failed("address", f"{url[:100]} is no address of the web")
            request = self._client.build_request("GET", url)
            response = self._client.send(request, stream=True)
            try:
                if response.status_code in (301, 302, 303, 307, 308) and "location" in response.headers:
                    url = urljoin(str(response.url), response.headers["location"])
                    continue
                check_status(response)
                return self._save(response, target)
            finally:
                response.close()
        raise Failed("redirects", f"at last to {url[:100]}")

    def _save(self, response: httpx.Response, target: Path) -> Got:
        length = response.headers.get("content-length", "")
        if length.isdecimal() and int(length) > self._most:
            raise Failed("too-big", f"{int(length):,} bytes")
        size, head, tail = 0, b"", b""
        whole, short = sha256(), blake2b(digest_size=16)
        kind: Kind | None = None
        with target.open("wb") as file:
            for chunk in unpacked(response, self._most):
                size += len(chunk)
                if size > self._most:
                    raise Failed("too-big", f"more than {self._most:,} bytes")
                if len(head) < _LOOKED_AT:
                    head += chunk[: _LOOKED_AT - len(head)]
                # A page or an endless stream is known by its beginning; the rest of it need not come.
                if kind is None and len(head) >= HEAD:
                    kind = _kind(head, response)
                whole.update(chunk)
                short.update(chunk)
                tail = (tail + chunk)[-_TAIL:]
                file.write(chunk)
                _left(None)
        kind = kind or _kind(head, response)
        if not length and "chunked" not in response.headers.get("transfer-encoding", "") and not is_whole(kind, tail):
            raise Failed("broken-off", f"{size:,} bytes without an end")
        if kind is SVG and (danger := danger_in(target)):
            raise Failed("unsafe-drawing", danger)
        return Got(kind, size, whole.hexdigest(), short.hexdigest(), dimensions(head))


#: bytes of the beginning that are looked at; a photo's size in pixels stands behind its preview
_LOOKED_AT = 1 << 16
_TAIL = 1024


def _gone(target: Path, failed: Failed) -> Failed:
    target.unlink(missing_ok=True)
    return failed


def _kind(head: bytes, response: httpx.Response) -> Kind:
    kind = kind_of(head)
    if kind is None:
        said = response.headers.get("content-type", "").partition(";")[0][:60]
        raise Failed("no-picture", f"it says {said!r}" if head else "nothing came")
    return kind
