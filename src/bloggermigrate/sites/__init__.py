"""Skeletons of sites: the files that make content a site, as package data, and the few words their templates say.

Each folder is named after its target and holds the files as they go out, at their places. All targets share
``words/``, the words by language, and ``shared/``, what a server gives out as it is: the look of the sites. Engines
that are written in JavaScript share ``scripts/``, what their templates ask for.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from bloggermigrate.text.locales import language, region, script

__all__ = ["skeleton", "word_language", "words"]

#: where a target keeps what it copies as it is; a target that is missing here shares no files
_STATIC = {
    "hugo": "static/",
    "pelican": "theme/static/",
    "nikola": "files/",
    "mkdocs": "docs/",
    "jekyll": "",
    "hexo": "source/",
    "eleventy": "public/",
    "astro": "public/",
}
#: where a target keeps its scripts, if it is one that speaks JavaScript while it builds
_SCRIPTS = {"eleventy": "lib/", "astro": "src/lib/"}


def skeleton(target: str) -> Iterator[tuple[str, bytes]]:
    """Give path (POSIX style, from the site's root) and content of every file of the skeleton, in order of path.

    A name that begins with a dot is spelt with ``dot-`` instead: packaging tools leave hidden files out. A shared file
    of the target's own is taken instead of that of all.

    >>> [path for path, _ in skeleton("hugo") if path.endswith((".toml", ".css"))]
    ['hugo.toml', 'static/css/blog.css']
    """
    found: dict[str, bytes] = {}
    for folder, places in (("shared", _STATIC), ("scripts", _SCRIPTS)):
        if target in places:
            found |= _walk(files(__name__) / folder, places[target])
    yield from sorted((found | dict(_walk(files(__name__) / target, ""))).items())


def _walk(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _walk(entry, f"{prefix}{entry.name}/")
        else:
            name = f".{entry.name[4:]}" if entry.name.startswith("dot-") else entry.name
            yield f"{prefix}{name}", entry.read_bytes()


def word_language(locale: str) -> str:
    """Return the language in which templates speak to readers of *locale*: its own where there are words, else English.

    >>> word_language("pt-BR"), word_language("zh-TW"), word_language("xh"), word_language("")
    ('pt', 'zh-hant', 'en', 'en')
    """
    name = language(locale)
    if name == "zh" and (script(locale) == "Hant" or region(locale) in ("TW", "HK", "MO")):
        name = "zh-hant"
    return name if (files(__name__) / "words" / f"{name}.toml").is_file() else "en"


@cache
def words(locale: str) -> dict[str, str]:
    """Return the fixed words of a site in the language of *locale*, English where there are none.

    >>> words("it")["comments"], words("en-GB")["comments"]
    ('Commenti', 'Comments')
    """
    text = (files(__name__) / "words" / f"{word_language(locale)}.toml").read_text(encoding="utf-8")
    return {key: str(value) for key, value in tomllib.loads(text).items()}
