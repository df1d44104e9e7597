"""Scripts: none is kept, but what they showed is, where it can be told."""

from __future__ import annotations

import re

from bloggermigrate.body.document import Embed, RawHtml, Style
from bloggermigrate.body.idioms.idiom import Idiom
from bloggermigrate.body.reader import Reader
from bloggermigrate.body.tags import Tag
from bloggermigrate.body.text import clean_url
from bloggermigrate.body.tree import Element

_GIST = re.compile(r"(?:https?:)?//gist\.github\.com/([\w./-]+?)\.js(?:\?file=([^&#]+))?", re.I)

#: What a script's address or text holds, in small letters → the note's code. The first that is found counts.
KNOWN: tuple[tuple[tuple[str, ...], str], ...] = (
    (("mathjax", "katex", "latex.codecogs", "jsmath"), "math-script-dropped"),
    (
        ("syntaxhighlighter", "shbrush", "shcore", "prettify", "prettyprint", "highlight.js", "highlight.min.js",
         "highlightjs", "hljs", "prism"),
        "highlighter-script-dropped",
    ),
    (
        ("adsbygoogle", "googlesyndication", "google_ad_", "doubleclick", "amazon-adsystem", "adsystem", "adnxs"),
        "ad-dropped",
    ),
    (
        ("google-analytics", "googletagmanager", "gtag(", "_gaq", "statcounter", "histats", "sitemeter", "quantserve",
         "clustrmaps", "hotjar", "scorecardresearch", "gostats", "amung.us", "feedjit"),
        "tracker-dropped",
    ),
    (
        ("addthis", "sharethis", "addtoany", "sharethrough", "linkwithin", "outbrain", "zemanta",
         "apis.google.com/js/plusone", "disqus", "reddit.com/static", "reddit.com/button", "digg.com", "tweetmeme",
         "stumbleupon"),
        "share-widget-dropped",
    ),
    (
        ("platform.twitter", "platform.instagram", "instagram.com/embed", "connect.facebook", "tiktok.com/embed",
         "pinit.js", "client-code", "imgur.com/min/embed", "redditmedia", "widgets.js"),
        "embed-script-dropped",
    ),
)  # fmt: skip


def _matches(tag: Tag) -> bool:
    return True


def _read(reader: Reader, element: Element, style: Style) -> bool:
    src = clean_url(element.tag.get("src"))
    text = "".join(child for child in element.children if isinstance(child, str))
    gist = _GIST.match(src)
    if gist:
        # A gist is shown by its script alone; the frame of the same gist needs none.
        reader.notes.add("gist-embedded")
        address = f"https://gist.github.com/{gist.group(1)}.pibb"
        reader.add_behind(Embed("gist", address, title=gist.group(2) or "Gist"))
        return True
    if reader.context.unsafe_html:
        attributes = "".join(f' {k}="{v}"' for k, v in element.tag.attributes.items() if '"' not in v)
        reader.add(RawHtml(re.sub(r"\n\s*\n", "\n", f"<script{attributes}>{text}</script>")))
        return True
    told = f"{src} {text[:4000]}".lower()
    for needles, code in KNOWN:
        if any(needle in told for needle in needles):
            reader.notes.add(code)
            return True
    if src or text.strip():
        reader.notes.add("unknown-script-dropped")
    return True


SCRIPTS = Idiom(
    name="scripts",
    summary="Scripts go, each with a note of its kind; a gist stays as a frame that shows it.",
    tags=("script",),
    matches=_matches,
    read=_read,
    before='<p>See</p><script src="https://gist.github.com/ada/1a2b.js"></script>',
    after=('See\n\n<iframe src="https://gist.github.com/ada/1a2b.pibb" title="Gist"></iframe>'),
)
