"""HTML gadgets that hold nothing to read: advertising, visit counters, share buttons, styles, bare scripts.

A gadget is only called noise when nothing a reader would miss is left without its scripts and counters: one
word of text, one picture, one embedded player, and it is content.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from lxml import etree

__all__ = ["Noise", "noise_in"]


class Noise(NamedTuple):
    """What an HTML gadget is instead of content: a kind of `Widget`, and the reason in words."""

    kind: str
    reason: str


_ADS = "advertising"
_COUNTER = "visit counter or tracker"
_SHARE = "share or follow buttons"
#: the kind of `Widget` that each reason belongs to
_KIND = {_ADS: "ads", _COUNTER: "ads", _SHARE: "share"}

#: hosts (with all below them) whose scripts, pictures and links are no content
_HOSTS: dict[str, str] = {
    "googlesyndication.com": _ADS,
    "doubleclick.net": _ADS,
    "amazon-adsystem.com": _ADS,
    "adnxs.com": _ADS,
    "chitika.net": _ADS,
    "infolinks.com": _ADS,
    "media.net": _ADS,
    "popads.net": _ADS,
    "propellerads.com": _ADS,
    "outbrain.com": _ADS,
    "taboola.com": _ADS,
    "bidvertiser.com": _ADS,
    "google-analytics.com": _COUNTER,
    "googletagmanager.com": _COUNTER,
    "statcounter.com": _COUNTER,
    "histats.com": _COUNTER,
    "sitemeter.com": _COUNTER,
    "flagcounter.com": _COUNTER,
    "clustrmaps.com": _COUNTER,
    "shinystat.com": _COUNTER,
    "amung.us": _COUNTER,
    "extreme-dm.com": _COUNTER,
    "freecounterstat.com": _COUNTER,
    "feedjit.com": _COUNTER,
    "revolvermaps.com": _COUNTER,
    "quantserve.com": _COUNTER,
    "mc.yandex.ru": _COUNTER,
    "counter.yadro.ru": _COUNTER,
    "addthis.com": _SHARE,
    "sharethis.com": _SHARE,
    "addtoany.com": _SHARE,
    "linkwithin.com": _SHARE,
    "platform.twitter.com": _SHARE,
    "connect.facebook.net": _SHARE,
    "apis.google.com": _SHARE,
    "platform.linkedin.com": _SHARE,
    "assets.pinterest.com": _SHARE,
    "widgets.digg.com": _SHARE,
}
#: classes of elements that those scripts fill
_CLASSES: tuple[tuple[str, str], ...] = (
    ("adsbygoogle", _ADS),
    ("addthis_", _SHARE),
    ("sharethis", _SHARE),
    ("st_", _SHARE),
    ("a2a_", _SHARE),
    ("twitter-share-button", _SHARE),
    ("twitter-follow-button", _SHARE),
    ("fb-like", _SHARE),
    ("fb-share-button", _SHARE),
    ("g-plus", _SHARE),
)
#: words in a script without an address that tell what it does
_IN_SCRIPT: tuple[tuple[str, str], ...] = (
    ("google_ad_client", _ADS),
    ("adsbygoogle", _ADS),
    ("_gaq", _COUNTER),
    ("gtag(", _COUNTER),
    ("sc_project", _COUNTER),
    ("histats", _COUNTER),
)
_CODE = frozenset(("script", "style", "noscript", "template", "link", "meta", "head"))
_SEEN = frozenset(
    (
        "img",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "canvas",
        "svg",
        "input",
        "button",
        "select",
        "textarea",
        "form",
    )
)
# A name of its own for a counter of someone's own making: contatore.example.net/conta.gif, /counter.php?id=3
_COUNTER_WORD = re.compile(r"(?<![a-z])(?:counters?|contatore|compteur|contador|zaehler|hitcount\w*)(?![a-z])", re.I)
_ADDRESS = re.compile(r"""(?:https?:)?//([\w.-]+\.[a-z]{2,})""", re.I)


def noise_in(fragment: str) -> Noise | None:
    """Return what the HTML *fragment* is when it is no content, None when there is something to read.

    >>> noise_in('<script src="//s7.addthis.com/js/250/addthis_widget.js"></script>')
    Noise(kind='share', reason='share or follow buttons (s7.addthis.com)')
    >>> noise_in("<b>Ciao</b><script src='//s7.addthis.com/x.js'></script>") is None
    True
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    try:
        root = etree.fromstring(b"<body>" + fragment.encode("utf-8", "replace") + b"</body>", parser)
    except etree.XMLSyntaxError:
        return None
    if root is None:
        return None
    reasons: list[str] = []
    scripts = styles = 0
    walk = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walk:
        if event in ("comment", "pi"):
            if (element.tail or "").strip():
                return None
            continue
        tag = element.tag
        if event == "end":
            if (element.tail or "").strip():
                return None
            continue
        reason = _reason_of(element)
        if reason:
            reasons.append(reason)
        if tag in _CODE or reason:
            scripts += tag in ("script", "noscript")
            styles += tag in ("style", "link")
            reasons += [why for part in element.iterdescendants() if (why := _reason_of(part))]
            walk.skip_subtree()
        elif tag in _SEEN or (element.text or "").strip():
            return None
    if reasons:
        what = min(reasons, key=lambda text: (list(_KIND).index(text.partition(" (")[0]), reasons.index(text)))
        return Noise(_KIND[what.partition(" (")[0]], what)
    if scripts:
        return Noise("unknown", "only a script; kept as found")
    return Noise("system", "only styles for the theme") if styles else None


def _reason_of(element: etree._Element) -> str:
    """Return why *element* is noise, with the host where it has one; "" when it is not."""
    if not isinstance(element.tag, str):
        return ""
    for name in (element.get("class") or "").split():
        for start, reason in _CLASSES:
            if name.startswith(start):
                return reason
    address = element.get("src") or element.get("href") or element.get("data") or ""
    if address:
        try:
            host = (urlsplit(address.strip()).hostname or "").lower()
        except ValueError:
            host = ""
        if reason := _of_host(host):
            return f"{reason} ({host})"
        tiny = element.tag == "img" and element.get("width") in ("0", "1") and element.get("height") in ("0", "1")
        if tiny or (element.tag in ("script", "img") and _COUNTER_WORD.search(address)):
            return f"{_COUNTER} ({host})" if host else _COUNTER
        return ""
    if element.tag == "script":
        code = element.text or ""
        for word, reason in _IN_SCRIPT:
            if word in code:
                return reason
        for found in _ADDRESS.finditer(code):
            if reason := _of_host(found[1].lower()):
                return f"{reason} ({found[1].lower()})"
    return ""


def _of_host(host: str) -> str:
    """Return the reason that *host* or a domain above it stands for."""
    while host:
        if reason := _HOSTS.get(host):
            return reason
        host = host.partition(".")[2]
    return ""
