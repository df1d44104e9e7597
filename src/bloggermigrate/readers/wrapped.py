"""Pages that a browser saved into one file with all that belongs to them.

MHTML is a mail with the page as its first part (Chrome, Edge, Opera, Internet Explorer); a web archive is a
property list with the page as its main resource (Safari).
"""

from __future__ import annotations

import re
import struct
from typing import Final

_MHTML: Final = re.compile(rb"\s*(?:[A-Za-z-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+", re.DOTALL)
_RELATED: Final = re.compile(rb"^Content-Type:\s*multipart/related\b", re.IGNORECASE | re.MULTILINE)
_LIST: Final = b"bplist00"
_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_HEADERS: Final = 8192
_FAULTS: Final = (ValueError, KeyError, TypeError, IndexError, OverflowError, RecursionError, LookupError, struct.error)


def is_wrapped(head: bytes) -> bool:
    """Return whether a file that begins with *head* may hold a page in one of these forms."""
    if head.startswith(_LIST):
        return True
    headers = _MHTML.match(head[:_HEADERS])
    return headers is not None and _RELATED.search(headers[0]) is not None


def needs_all(head: bytes) -> bool:
    """Return whether nothing can be told of such a file from its beginning: a property list ends with its index."""
    return head.startswith(_LIST)


def unwrap(data: bytes) -> tuple[bytes, str]:
    """Return (page in UTF-8, the address it was saved from) of *data*; as it is, and "", if it is no such file."""
    if not is_wrapped(data):
        return data, ""
    try:
        found = _of_list(data) if data.startswith(_LIST) else _of_mail(data)
    except _FAULTS:
        found = None
    if found is None:
        return data, ""
    page, encoding, address = found
    if encoding:
        page = page.decode(encoding, "replace").encode()
    return page, address if address.startswith(("http://", "https://")) else ""


def _of_mail(data: bytes) -> tuple[bytes, str, str] | None:
    import email

    mail = email.message_from_bytes(data)
    for part in mail.walk():
        if part.get_content_type() in _PAGES:
            page = part.get_payload(decode=True)
            address = part["Content-Location"] or mail["Snapshot-Content-Location"] or ""
            return (page, part.get_content_charset() or "", str(address).strip()) if isinstance(page, bytes) else None
    return None


def _of_list(data: bytes) -> tuple[bytes, str, str] | None:
    import plistlib

    main = plistlib.loads(data)["WebMainResource"]
    page = main["WebResourceData"]
    names = ("WebResourceTextEncodingName", "WebResourceURL")
    encoding, address = (str(main.get(name) or "") for name in names)
    return (page, encoding, address) if isinstance(page, bytes) else None
