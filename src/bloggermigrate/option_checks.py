"""What options say of the blog, looked at before anything is read: a slip is told, not worked around."""

from __future__ import annotations

from bloggermigrate.errors import UsageError
from bloggermigrate.options import Options
from bloggermigrate.text import addresses
from bloggermigrate.text.instants import zone_named
from bloggermigrate.text.locales import normalize
from bloggermigrate.text.nearest import did_you_mean


def check_given(options: Options) -> None:
    """Raise `UsageError` for an address, a zone, a language or days that can't be."""
    if options.blog_url and not is_home(options.blog_url):
        raise UsageError(
            f"{options.blog_url!r} is no address of a blog.", advice="Write it like --blog-url https://example.org."
        )
    if options.timezone and zone_named(options.timezone) is None:
        raise UsageError(
            f"There is no time zone {options.timezone!r}.{zone_meant(options.timezone)}",
            advice="Write it as continent and city, like --timezone Europe/Rome.",
        )
    if options.locale and not normalize(options.locale):
        raise UsageError(
            f"{options.locale!r} is no code of a language.", advice="Write it like --locale it, or pt-BR, or zh-Hant."
        )
    if options.since and options.until and options.since > options.until:
        raise UsageError(f"No day is both since {options.since} and until {options.until}.", advice="Exchange the two.")


def is_home(url: str) -> bool:
    """Whether *url* can be the address of a blog, with or without a scheme.

    >>> [is_home(url) for url in ("https://example.org/", "example.org", "localhost:1313", "foo", "http://[::", "")]
    [True, True, True, False, False, False]
    """
    host, _ = addresses.split(url if "://" in url else f"https://{url}")
    return "." in host.strip(".") or ":" in host or host == "localhost"


def zone_meant(name: str) -> str:
    """Return what to ask about a name that is no time zone: the one of that city, or the one that is nearest."""
    from zoneinfo import available_timezones

    zones = available_timezones()
    city = name.strip().replace(" ", "_").rpartition("/")[2].lower()
    known = [zone for zone in sorted(zones) if zone.rpartition("/")[2].lower() == city]
    return f" Did you mean {known[0]!r}?" if known else did_you_mean(name, zones)
