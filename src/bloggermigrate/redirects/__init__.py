"""The complete map of old addresses to new ones, and the forms in which people deploy it.

`table` gathers what Blogger answered at: posts, static pages, labels, archives, feeds, search, the home page, with
its ``?m=1`` and ``?showComment=``. Each of `FORMS` writes that table for one kind of server. Paths in a table are
decoded; forms encode as their server wants it. Only what was public is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bloggermigrate.errors import UsageError
from bloggermigrate.later import Later
from bloggermigrate.model import OutputFile
from bloggermigrate.options import words_of
from bloggermigrate.redirects.spelling import encoded, spellings
from bloggermigrate.redirects.table import Places, Rule, Table, site_address, table
from bloggermigrate.text.nearest import did_you_mean

__all__ = [
    "FORMS", "Places", "Rule", "Table", "chosen", "encoded", "files", "site_address", "spellings", "table",
]  # fmt: skip


def _later(name: str) -> Callable[[Table], Iterator[OutputFile]]:
    """Return what writes a form: the function called as its module."""
    write: Callable[[Table], Iterator[OutputFile]] = getattr(Later(f"{__name__}.{name}"), name)
    return write


#: name → what it is for, and what writes it
FORMS: dict[str, tuple[str, Callable[[Table], Iterator[OutputFile]]]] = {
    "netlify": ("_redirects for Netlify and Cloudflare Pages", _later("netlify")),
    "apache": (".htaccess for Apache", _later("apache")),
    "nginx": ("a map for nginx", _later("nginx")),
    "caddy": ("a snippet for Caddy", _later("caddy")),
    "csv": ("every old address with its new one, as a table", _later("listing")),
    "blogger": ("a theme for the old blog that sends readers and search engines on", _later("theme")),
}


def chosen(given: Iterable[str]) -> tuple[str, ...]:
    """Return the forms that words of the command line name, each once, in the order of `FORMS`.

    A word may be several with commas between them, or "all". Raises `UsageError` for one that is no form.

    >>> chosen(["nginx,csv", "csv"]), chosen(["all"]) == tuple(FORMS)
    (('nginx', 'csv'), True)
    """
    words = words_of(given)
    if "all" in words:
        return tuple(FORMS)
    if unknown := sorted(words - set(FORMS)):
        raise UsageError(
            f"There is no form of redirects called {unknown[0]!r}.{did_you_mean(unknown[0], FORMS)}",
            advice=f"Forms: {', '.join(FORMS)}, all",
        )
    return tuple(name for name in FORMS if name in words)


def files(forms: Iterable[str], known: Table) -> Iterator[OutputFile]:
    """Give the files of these forms."""
    for name in forms:
        yield from FORMS[name][1](known)
