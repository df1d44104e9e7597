"""A real HTTP server on loopback whose paths say how it misbehaves, for whoever fetches pictures."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
import zlib
from collections import Counter
from email.utils import formatdate
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import unquote


def png(number: int, size: int = 0) -> bytes:
    """Return a small PNG, another one for each *number*; with *size*, padded to about that many bytes."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    pixel = b"\0" + number.to_bytes(3, "big")
    rows = zlib.compress(pixel)
    text = chunk(b"tEXt", b"Comment\0" + b"x" * size) if size else b""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + text + chunk(b"IEND", b"")


@cache
def bomb() -> bytes:
    """Return a packed picture that unpacks to sixty megabytes."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    body = packer.compress(png(1)) + b"".join(packer.compress(bytes(1 << 20)) for _ in range(60))
    return body + packer.flush()


GIF = b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\4\1\0\0\0\0,\0\0\0\0\1\0\1\0\0\2\2D\1\0;"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
BAD_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PAGE = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>It moved.</body></html>"


class Server:
    """The server. `asked` counts requests by path."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.most_at_once = 0  #: good pictures that were asked for at one time
        self._now = 0
        self._lock = threading.Lock()
        self.has_everything = False  #: whether any other path gives a picture
        self.pause = 0.0  #: seconds before a good answer
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                pass

            def do_GET(self) -> None:
                path = unquote(self.path)
                with server._lock:
                    server.asked[path] += 1
                try:
                    server.answer(self, path)
                except OSError:
                    self.close_connection = True

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 128

            def handle_error(self, *_: Any) -> None:
                pass

        self._http = Quiet(("127.0.0.1", 0), Handler)
        self.port = self._http.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.closed_port = free.getsockname()[1]

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._http.shutdown()
        self._http.server_close()

    # -- what each path does ---------------------------------------------------------------------------------

    def answer(self, to: BaseHTTPRequestHandler, path: str) -> None:
        """`/good/N/name` gives picture N; any other first part is the name of a misbehaviour."""
        kind, _, rest = path.strip("/").partition("/")
        number = int(rest.partition("/")[0]) if rest.partition("/")[0].isdecimal() else 0
        count = self.asked[path]
        method = getattr(self, f"_{kind}", None)
        if method is not None:
            method(to, path, number, count)
        elif self.has_everything:
            self.send(to, 200, png(zlib.crc32(path.encode()) & 0xFFFFFF), "image/png")
        else:
            self.send(to, 404, PAGE, "text/html")

    def send(self, to: BaseHTTPRequestHandler, status: int, body: bytes, kind: str, **headers: str) -> None:
        to.send_response(status)
        to.send_header("Content-Type", kind)
        to.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            to.send_header(name.replace("_", "-"), value)
        to.end_headers()
        to.wfile.write(body)

    def _good(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        time.sleep(self.pause)
        with self._lock:
            self._now -= 1
        self.send(to, 200, png(number), "image/png")

    def _big(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 200, png(number, 40_000_000), "image/png")

    def _gif(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 200, GIF, "image/jpeg")

    def _svg(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 200, SVG, "image/svg+xml")

    def _evil(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 200, BAD_SVG, "image/svg+xml")

    def _html(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 200, PAGE, "image/jpeg")

    def _text(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 200, b"no picture at all", "image/png")

    def _empty(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 200, b"", "image/png")

    def _forbidden(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 403, PAGE, "text/html")

    def _flaky(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        if count < 3:
            self.send(to, 500, PAGE, "text/html")
        else:
            self.send(to, 200, png(number), "image/png")

    def _error(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 500, PAGE, "text/html")

    def _busy(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        if count < 2:
            after = "0" if number % 2 else formatdate(time.time(), usegmt=True)
            self.send(to, 429, PAGE, "text/html", Retry_After=after)
        else:
            self.send(to, 200, png(number), "image/png")

    def _limited(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 429, PAGE, "text/html", Retry_After="0")

    def _hang(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        time.sleep(4)
        to.close_connection = True

    def _loris(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        for letter in b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 100\r\n\r\n" * 3:
            to.wfile.write(bytes([letter]))
            time.sleep(0.1)

    def _slow(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        to.send_response(200)
        to.send_header("Content-Length", "100000")
        to.end_headers()
        to.wfile.write(png(number))
        for _ in range(60):
            to.wfile.write(b"x")
            time.sleep(0.1)
        to.close_connection = True

    def _endless(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        to.send_response(200)
        to.send_header("Connection", "close")
        to.end_headers()
        to.wfile.write(png(number))
        for _ in range(4000):
            to.wfile.write(b"x" * 65536)
        to.close_connection = True

    def _huge(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        to.send_response(200)
        to.send_header("Content-Length", "999999999999")
        to.end_headers()
        to.close_connection = True

    def _cut(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        to.send_response(200)
        to.send_header("Content-Length", "5000")
        to.end_headers()
        to.wfile.write(png(number))
        to.close_connection = True

    def _open(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        """Without a length, and ended in the middle."""
        to.send_response(200)
        to.send_header("Connection", "close")
        to.end_headers()
        to.wfile.write(png(number)[:-8])
        to.close_connection = True

    def _chunked(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        to.send_response(200)
        to.send_header("Transfer-Encoding", "chunked")
        to.end_headers()
        for byte in png(number):
            to.wfile.write(b"1\r\n" + bytes([byte]) + b"\r\n")
        to.wfile.write(b"0\r\n\r\n")

    def _nonsense(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        to.wfile.write(b"\x00\x01\x02 this is not HTTP\r\n\r\n")
        to.close_connection = True

    def _drop(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        to.close_connection = True

    def _zipped(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 200, gzip.compress(png(number)), "image/png", Content_Encoding="gzip")

    def _bomb(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 200, bomb(), "image/png", Content_Encoding="gzip")

    def _moved(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 302, b"", "text/html", Location=f"/good/{number}/moved.png")

    def _loop(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 302, b"", "text/html", Location=path)

    def _inward(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 302, b"", "text/html", Location="http://169.254.169.254/latest/meta-data/")

    def _file(self, to: BaseHTTPRequestHandler, path: str, number: int, count: int) -> None:
        self.send(to, 302, b"", "text/html", Location="file:///etc/passwd")
