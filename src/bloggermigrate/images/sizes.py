"""Addresses of pictures → which picture, at what size, and where the whole of it is.

Google's hosts serve one upload at any size: the size stands as a part of the path (`/s320/`, `/w400-h300-no/`) or
after the last `=` (`=s320`, `=w320-h269`), and `s0` is the upload as it was. A `-h` behind the size (`/s1600-h/`) is a
page of HTML around the picture. Everything else is an address like any other: it names one picture at one size.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import sha256
from typing import Literal, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit

from bloggermigrate.text.slugs import safe_segment

Host = Literal["google", "photos", "other", "data"]

#: a longer address holds the picture itself or is no address
_LONGEST = 4000
_SIZED = re.compile(
    r"\d*\.?bp\.blogspot\.com|bp\d*\.blogger\.com|blogger\.googleusercontent\.com"
    r"|lh\d*(?:-[a-z]{1,4})?\.(?:googleusercontent|ggpht|google)\.com"
)
#: hosts of which every one answers https
_SECURE = re.compile(r"\d\.bp\.blogspot\.com|[a-z0-9-]+\.googleusercontent\.com|lh\d\.ggpht\.com")
_PHOTOS = re.compile(r"photos\d*\.blogger\.com")
_PROXY = re.compile(r"images-[a-z-]*opensocial\.googleusercontent\.com")
_PART = re.compile(r"([swh])(\d{1,5})")
_FLAG = re.compile(r"[a-z]{1,6}\d{0,12}(?:=[0-9a-f,]{1,40})?", re.I)
#: flags that turn the picture: without them it is another one
_TURNS = re.compile(r"fh|fv|r(?:90|180|270)")
#: what a size is worth that asks for the whole
_WHOLE = 1 << 30
#: from here on a part of a path without a dot is an id and no name
_ID_LENGTH = 20


class Address(NamedTuple):
    """What an address of a picture says. *asset* is equal for all sizes of one picture, whatever the scheme."""

    url: str  #: with a scheme
    host: Host
    asset: str
    size: int = 0  #: pixels of the longer side that it asks for; 0 where it does not say
    viewer: bool = False  #: a page of HTML with the picture in it
    full: str = ""  #: the same picture as it was uploaded; *url* where no other address is known
    name: str = ""  #: the file's name as people read it; "" where there is none

    @property
    def whole(self) -> bool:
        """Whether it asks for the picture as it was uploaded."""
        return self.size >= _WHOLE


def parse(url: str) -> Address:
    """Return what *url* says; any string has an answer.

    >>> parse("http://4.bp.blogspot.com/-a/b/AAAA/c/s320/La+rocca.JPG").full
    'https://4.bp.blogspot.com/-a/b/AAAA/c/s0/La+rocca.JPG'
    >>> parse("https://blogger.googleusercontent.com/img/a/AVvXsEexampleexampleexample=w320-h269").full
    'https://blogger.googleusercontent.com/img/a/AVvXsEexampleexampleexample=s0'
    >>> parse("http://e.org/a%20b.jpg?x=1").name
    'a b.jpg'
    """
    # One picture's address is asked for at every step; those that hold the picture itself are too long to be kept.
    return _known(url) if len(url) < 1000 else _parsed(url)


def _parsed(url: str) -> Address:
    url = url.strip()
    if url[:5].lower() == "data:":
        return Address(url, "data", "data:" + sha256(url.encode("utf-8", "replace")).hexdigest(), full=url)
    if url.startswith("//"):
        url = "https:" + url
    try:
        parts = urlsplit(url) if len(url) <= _LONGEST else None
        host = (parts.hostname or "").lower() if parts else ""
    except ValueError:
        parts, host = None, ""
    if parts is None or not host or parts.scheme not in ("http", "https"):
        return Address(url, "other", url, full=url, name=_last(url.partition("?")[0].partition("#")[0]))
    server = _server(host)
    if server == "sized":
        return _sized(url, host, parts.path, parts.query)
    if server == "photos":
        return _photos(url, host, parts.path)
    if server == "proxy":
        for name, value in parse_qsl(parts.query[:_LONGEST]):
            if name == "url" and value.startswith(("http://", "https://")) and not _PROXY.search(value):
                inner = parse(value)
                return Address(url, "other", inner.asset, inner.size, False, inner.full, inner.name)
    query = f"?{parts.query}" if parts.query else ""
    return Address(url, "other", f"//{host}{_port(url)}{parts.path}{query}", full=url, name=_last(parts.path))


_known = lru_cache(maxsize=1024)(_parsed)


@lru_cache(maxsize=512)  # a blog's pictures lie on a few
def _server(host: str) -> str:
    """Return in which of Google's ways a host serves pictures, "" for everybody else's."""
    for name, pattern in (("sized", _SIZED), ("photos", _PHOTOS), ("proxy", _PROXY)):
        if pattern.fullmatch(host):
            return name
    return ""


def same(one: str, other: str) -> bool:
    """Whether two addresses name one picture, at whatever size.

    >>> same("//1.bp.blogspot.com/-a/b/A/c/s72-c/x.jpg", "http://3.bp.blogspot.com/-a/b/A/c/s1600-h/x.jpg")
    True
    """
    return parse(one).asset == parse(other).asset


def largest(*urls: str) -> str:
    """Return the address that asks for most, the first of equals; "" for none. Pages are no pictures.

    >>> largest("http://photos1.blogger.com/blogger/1/2/320/a.jpg", "http://photos1.blogger.com/blogger/1/2/1600/a.jpg")
    'http://photos1.blogger.com/blogger/1/2/1600/a.jpg'
    """
    known = [parse(url) for url in urls]
    pictures = [address for address in known if not address.viewer]
    return max(pictures, key=lambda address: address.size).url if pictures else ""


def _sized(url: str, host: str, path: str, query: str) -> Address:
    """An address of Google's servers: ids, a size, a name, any of which may be missing."""
    segments = path.split("/")[1:]
    proxy = len(segments) > 1 and (segments[0] == "blogger_img_proxy" or segments[:2] == ["img", "proxy"])
    # What the address of an upload carries as a query asks for a size again, but for keys of documents.
    rest = query and "&".join(pair for pair in query.split("&") if pair and not pair.startswith(("imgmax=", "gl=")))
    last, equals, tail = segments[-1].rpartition("=") if segments else ("", "", "")
    if equals and (token := _token(tail)):
        ids, name, form = [*segments[:-1], last], "", "tail"
    elif len(segments) > 3 and (token := _token(segments[-2])):
        ids, name, form = segments[:-2], segments[-1], "path"
    elif len(segments) > 3 and (token := _token(segments[-1])):
        ids, name, form = segments[:-1], "", "path"
    elif len(segments) >= 5 and "." in segments[-1]:
        token, ids, name, form = _Token(0), segments[:-1], segments[-1], "path"
    elif segments and len(segments[-1]) >= _ID_LENGTH and "." not in segments[-1]:
        token, ids, name, form = _Token(0), segments, "", "tail"
    else:
        return Address(url, "google", f"//{host}{path}", full=url, name=_last(path))
    if not all(ids):
        return Address(url, "google", f"//{host}{path}", full=url, name=_last(path))
    turned = "".join(f"-{turn}" for turn in token.turns)
    asset = f"google:{'/'.join(_essence(ids))}{f'?{rest}' if rest else ''}{turned}"
    if proxy:
        return Address(url, "google", asset, token.size, token.viewer, url, _named(name))
    size = "-".join(("s0", *token.turns))
    path = "/".join(["", *ids]) + (f"={size}" if form == "tail" else f"/{size}" + (f"/{name}" if name else ""))
    scheme = "https" if url[:6].lower() == "https:" or _SECURE.fullmatch(host) else "http"
    full = f"{scheme}://{host}{path}{f'?{rest}' if rest else ''}"
    return Address(url, "google", asset, token.size, token.viewer, full, _named(name))


def _essence(ids: list[str]) -> list[str]:
    """Return what of the ids names the upload: `img/a/X` and `img/b/R29v/X` are one."""
    if len(ids) > 2 and ids[0] == "img" and ids[1] in ("a", "b"):
        return ["img", ids[-1]]
    return ids


def _photos(url: str, host: str, path: str) -> Address:
    """The first host of Blogger's uploads: the size is a number in the path, and only links tell which there are."""
    segments = path.split("/")[1:]
    if len(segments) < 3 or not (segments[-2].isascii() and segments[-2].isdecimal() and len(segments[-2]) < 6):
        return Address(url, "photos", f"//{host}{path}", full=url, name=_last(path))
    asset = "photos:" + "/".join([*segments[:-2], unquote(segments[-1])])
    return Address(url, "photos", asset, int(segments[-2]), False, url, _named(segments[-1]))


class _Token(NamedTuple):
    size: int
    viewer: bool = False
    turns: tuple[str, ...] = ()


@lru_cache(maxsize=512)  # a blog has a few sizes
def _token(text: str) -> _Token | None:
    """Return what a size says; None for a part of an address that is no size."""
    if not text or len(text) > 120:
        return None
    sizes: list[int] = []
    turns: list[str] = []
    viewer = False
    for place, part in enumerate(text.split("-")):
        found = _PART.fullmatch(part)
        if found:
            sizes.append(int(found[2]))
        elif place == 0 and part != "d":
            return None
        elif part == "h":
            viewer = True
        elif _TURNS.fullmatch(part):
            turns.append(part)
        elif not _FLAG.fullmatch(part):
            return None
    size = _WHOLE if not sizes or 0 in sizes else max(sizes)
    return _Token(size, viewer, tuple(sorted(set(turns))))


def _port(url: str) -> str:
    try:
        port = urlsplit(url).port
    except ValueError:
        return ""
    return f":{port}" if port not in (None, 80, 443) else ""


def _last(path: str) -> str:
    return _decoded(path.rstrip("/").rpartition("/")[2])


def _named(name: str) -> str:
    """Return a name in an address of Google's as people read it: there, a plus sign is a blank."""
    return _decoded(name.replace("+", " "))


def _decoded(name: str) -> str:
    if name.isascii() and "%" not in name:
        return name[:400]
    return unquote(name, errors="replace")[:400].encode("utf-8", "replace").decode()


# -- names of files ----------------------------------------------------------------------------------------------

_MOST_CHARACTERS = 80
_MOST_BYTES = 160
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")


def safe_stem(name: str) -> str:
    """Return the readable part of a file's name, safe on every system and in addresses, without ending; may be "".

    >>> safe_stem("La rocca (2).JPG"), safe_stem("../..\\\\con.jpg"), safe_stem("Città #1.png"), safe_stem("....")
    ('La-rocca-2', 'con-1', 'Città-1', '')
    """
    stem = _ENDING.sub("", unicodedata.normalize("NFC", name.strip()))
    kept = "".join(c if unicodedata.category(c)[0] in "LNM" or c in "_." else "-" for c in stem)
    while "--" in kept:
        kept = kept.replace("--", "-")
    kept = re.sub(r"\.{2,}", ".", kept).strip("-. ")
    kept = kept[:_MOST_CHARACTERS].encode("utf-8", "replace")[:_MOST_BYTES].decode("utf-8", "ignore")
    # Cut inside a sequence, what is left may have another normal form.
    kept = unicodedata.normalize("NFC", kept).strip("-. ")
    if kept and not safe_segment(kept):
        kept = f"{kept}-1" if safe_segment(f"{kept}-1") else ""
    return kept
