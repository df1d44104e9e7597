"""Pictures of pages saved by a browser: it writes them into a folder beside the page and changes their addresses."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from bloggermigrate.readers.pages.context import is_saved_beside
from bloggermigrate.readers.pages.dom import Element, ancestors, put, walk

#: addresses of pictures: by their ending, or by their host where it is Blogger's
_PICTURE: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg|avif|tiff?)\Z", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:bp\.blogspot\.com|googleusercontent\.com|ggpht\.com|photos\d*\.blogger\.com)\Z", re.I)
#: attributes in which scripts and browsers keep what ``src`` was
_KEPT: Final = ("data-original-src", "data-src", "data-original", "data-savepage-src", "data-lazy-src")


def settle_pictures(body: Element) -> tuple[str, ...]:
    """Give the pictures in *body* their old addresses where the page tells them; return the local paths of the others.

    Blogger puts each picture into a link to its original: this address a browser leaves as it was.
    """
    lost = []
    for image in [el for el in walk(body) if el.tag == "img" and is_saved_beside(el.get("src", ""))]:
        old = _old_address(image)
        if old:
            put(image, "src", old)
        else:
            lost.append(image.get("src", "").strip())
    return tuple(dict.fromkeys(lost))


def _old_address(image: Element) -> str:
    """Return the address that *image* had on the web, "" where nothing in the page tells."""
    candidates = [image.get(name, "") for name in _KEPT]
    candidates += [part.split()[0] for part in image.get("srcset", "").split(",") if part.split()]
    candidates += [above.get("href", "") for above in ancestors(image) if above.tag == "a"][:1]
    return next((address.strip() for address in candidates if _is_picture(address.strip())), "")


def _is_picture(address: str) -> bool:
    try:
        parts = urlsplit(f"https:{address}" if address.startswith("//") else address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host:
        return False
    # "/s1600-h/x.jpg" shows the picture on a page of its own, at the same address without "-h".
    return _PICTURE.search(unquote(parts.path)) is not None or _HOST.search(host) is not None
