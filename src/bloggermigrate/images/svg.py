"""Drawings: an SVG is a document that may run scripts and load others; only one that does neither is kept."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

#: a drawing bigger than this is no illustration of a post
_MOST_BYTES = 4_000_000
_FORBIDDEN = frozenset(
    ("script", "foreignobject", "iframe", "embed", "object", "audio", "video", "handler", "listener", "set", "animate")
)
_LOADS = re.compile(r"@import|url\(\s*['\"]?\s*(?!#|data:image/)|expression\(|javascript:|-moz-binding", re.I)
_IGNORED = re.compile(r"[\x00-\x20]")


def danger_in(path: Path) -> str:
    """Return why the drawing at *path* is refused, "" for one that only draws.

    What can't be read strictly is refused too: a browser may read it otherwise.
    """
    if path.stat().st_size > _MOST_BYTES:
        return "the drawing is too big to be looked through"
    return danger(path.read_bytes())


def danger(data: bytes) -> str:
    """Return why a drawing is refused, "" for one that only draws.

    >>> danger(b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>')
    ''
    >>> danger(b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>')
    'the drawing holds a script (onload)'
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return "the drawing is not well formed"
    if root.getroottree().docinfo.internalDTD is not None and b"<!ENTITY" in data.upper():
        return "the drawing defines entities"
    # Also what stands before the first element: a style sheet by instruction is loaded.
    if any(isinstance(node, etree._ProcessingInstruction) for node in root.itersiblings(preceding=True)):
        return "the drawing loads a style sheet"
    for node in root.iter():
        if isinstance(node, etree._Comment):
            continue
        if isinstance(node, (etree._ProcessingInstruction, etree._Entity)):
            return "the drawing holds an instruction"
        name = etree.QName(node).localname.lower()
        if name in _FORBIDDEN:
            return f"the drawing holds a script or another document ({name})"
        if name == "style" and _LOADS.search("".join(map(str, node.itertext()))):
            return "the drawing loads something"
        for key, value in node.items():
            attribute = str(key).rpartition("}")[2].lower()
            plain = _IGNORED.sub("", str(value))
            if attribute.startswith("on"):
                return f"the drawing holds a script ({attribute})"
            if attribute in ("href", "src") and not plain.lower().startswith(
                ("#", "data:image/", "http://", "https://")
            ):
                return "the drawing leads to something that is no picture"
            if attribute in ("href", "src") and name != "a" and plain.lower().startswith(("http", "data:image/svg")):
                return "the drawing loads something"
            if _LOADS.search(plain):
                return "the drawing loads something"
    return ""
