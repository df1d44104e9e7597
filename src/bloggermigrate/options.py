"""What a person can choose, as one frozen value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from bloggermigrate.config.changes import NO_CHANGES, Changes
from bloggermigrate.errors import UsageError
from bloggermigrate.text.nearest import did_you_mean

#: what `--include` and `--exclude` know; the value tells whether it is written by default
SELECTABLE: dict[str, bool] = {
    "posts": True,
    "pages": True,
    "comments": True,
    "widgets": True,
    "drafts": True,
    "scheduled": True,
    "trashed": False,
    "spam": False,
}

Permalinks = Literal["keep", "pretty"]
CommentsPlace = Literal["data", "inline", "none", "isso", "disqus"]
ImagesMode = Literal["keep", "fullsize", "download"]
Engine = Literal["native", "html2text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Options of one conversion. The defaults are those of the command line."""

    target: str = "hugo"
    output: str = ""  #: folder, or file for a target that is one file; "-" is standard output
    dry_run: bool = False
    reports: tuple[Path, ...] = ()
    site: bool | None = None  #: None: a complete site in an empty or missing folder, else content only
    blog_url: str = ""
    timezone: str = ""
    locale: str = ""
    permalinks: Permalinks = "keep"
    comments: CommentsPlace = "data"
    comments_server: str = ""  #: of isso: its address; of disqus: the site's short name
    redirects: tuple[str, ...] = ()  #: keys of `redirects.FORMS`
    site_url: str = ""  #: address of the new site, for redirects from another host
    max_size: int = 30  #: megabytes of one file for an importer
    images: ImagesMode | Literal[""] = ""  #: "": as the target has it (see `images.places`)
    max_image_size: int = 50  #: megabytes of one picture
    max_images_size: int = 20_000  #: megabytes of all pictures together
    image_timeout: int = 60  #: seconds that one picture may take
    image_retries: int = 3  #: how often a picture is asked for again
    allow_private: bool = False  #: fetch pictures from private networks too
    include: frozenset[str] = field(
        default_factory=lambda: frozenset(name for name, on in SELECTABLE.items() if on)
    )  #: keys of `SELECTABLE`
    labels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    limit: int | None = None
    engine: Engine = "native"
    check: bool = True  #: render every body back and compare; a block that differs is kept as HTML
    unsafe_html: bool = False
    force: bool = False
    jobs: int = 0  #: worker processes; 0: one for each core
    strict: bool = False
    keep_store: Path | None = None
    blog: str = ""  #: title, folder or number of the blog to read, where the input holds several
    changes: Changes = NO_CHANGES  #: what shall be otherwise than on the old blog
    max_ratio: int = 300  #: how far a member of an archive may grow before it is taken for a bomb
    max_unpacked: int = 16  #: GiB that one file of an archive may unpack to


def words_of(given: Iterable[str]) -> frozenset[str]:
    """Return the words that an option was given: once or several times, each time one or several with commas between.

    >>> sorted(words_of(["a, b", "c", "a"]))
    ['a', 'b', 'c']
    """
    return frozenset(word.strip() for each in given for word in each.split(",") if word.strip())


def selection(include: Iterable[str], exclude: Iterable[str]) -> frozenset[str]:
    """Return what is written: the defaults, with *include* added and *exclude* taken away.

    Raises `UsageError` for a word that `SELECTABLE` does not have, or one that is in both.
    """
    more, less = words_of(include), words_of(exclude)
    for word in sorted(more | less):
        if word not in SELECTABLE:
            raise UsageError(
                f"There is nothing called {word!r} to choose.{did_you_mean(word, SELECTABLE)}",
                advice="Choose from: " + ", ".join(SELECTABLE),
            )
    if both := more & less:
        raise UsageError(f"{', '.join(sorted(both))}: both included and excluded.")
    defaults = frozenset(name for name, on in SELECTABLE.items() if on)
    return (defaults | more) - less
