"""The complete map of old addresses to new ones, and the forms in which people deploy it.

`table` gathers what Blogger answered at: posts, static pages, labels, archives, feeds, search, the home page, with
its ``?m=1`` and ``?showComment=``. Each of `FORMS` writes that table for one kind of server. Paths in a table are
decoded; forms encode as their server wants it. Only what was public is in it.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from bloggermigrate.errors import UsageError
from bloggermigrate.ledger import Ledger
from bloggermigrate.model import Blog, OutputFile, Status
from bloggermigrate.store import Store, rows
from bloggermigrate.xml_text import attribute, text

#: the folder of the maps in the output
FOLDER = "redirects"
_LABEL = "/search/label/"
#: feeds of Blogger's: of posts, and of comments
_POST_FEEDS = (
    "/feeds/posts/default",
    "/feeds/posts/full",
    "/feeds/posts/summary",
    "/atom.xml",
    "/rss.xml",
)
_COMMENT_FEEDS = ("/feeds/comments/default", "/feeds/comments/full", "/feeds/comments/summary")


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where a target answers for what Blogger answered at; a place that is "" falls back to the next wider one.

    *label* and *label_feed* have ``{slug}`` in them, *year* and *month* ``{year}`` and ``{month}``.
    """

    home: str = "/"
    label: str = ""
    label_feed: str = ""
    year: str = ""
    month: str = ""
    feed: str = ""
    comments_feed: str = ""
    search: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One old path and the one that answers for it, both from the site's root and decoded."""

    old: str
    new: str
    kind: str  #: home, post, page, label, feed, archive, search
    number: str = ""  #: of a post or page: Blogger's number


@dataclass(frozen=True, slots=True)
class Table:
    """All old addresses of one blog. *rules* gives them anew each time it is called: they are not kept in memory."""

    rules: Callable[[], Iterator[Rule]]
    places: Places
    site: str  #: address of the new site with a slash at the end
    title: str
    language: str

    def changed(self) -> Iterator[Rule]:
        """Give the rules whose address is another one now."""
        return (rule for rule in self.rules() if rule.old != rule.new)

    @property
    def month(self) -> str:
        return self.places.month or self.places.year or self.places.home

    @property
    def feed(self) -> str:
        return self.places.feed or self.places.home


def table(blog: Blog, store: Store, ledger: Ledger, places: Places, site: str) -> Table:
    """Return the table of a run: *ledger* knows which address became which, *places* the rest."""

    def rules() -> Iterator[Rule]:
        yield Rule("/", places.home, "home")
        yield Rule("/index.html", places.home, "home")
        query = "SELECT path, kind, number FROM posts WHERE seq IS NOT NULL AND has_path AND status = ? ORDER BY seq"
        for path, kind, number in rows(store.db, query, (Status.LIVE,)):
            yield Rule(path, _new(ledger, path) or path, kind, number)
        yield from _labels(blog, ledger, places)
        yield from _archives(store, places)
        yield from _feeds(places)
        yield Rule("/search", places.search or places.home, "search")

    return Table(rules, places, site, blog.title, blog.locale)


def _new(ledger: Ledger, old: str) -> str:
    found = ledger.db.execute("SELECT new FROM redirects WHERE old = ?", (old,)).fetchone()
    return found[0] if found else ""


def _labels(blog: Blog, ledger: Ledger, places: Places) -> Iterator[Rule]:
    for label in blog.labels:
        made = places.label.format(slug=label.slug) if places.label else places.home
        yield Rule(f"{_LABEL}{label.name}", _new(ledger, f"{_LABEL}{label.name}") or made, "label")
        feed = places.label_feed.format(slug=label.slug) if places.label_feed else places.feed or places.home
        for folder in ("/feeds/posts/default/-/", "/feeds/posts/summary/-/"):
            yield Rule(f"{folder}{label.name}", feed, "feed")


def _archives(store: Store, places: Places) -> Iterator[Rule]:
    query = (
        "SELECT DISTINCT substr(published, 1, 7) FROM posts WHERE seq IS NOT NULL AND kind = 'post' AND status = ? "
        "AND published <> '' ORDER BY 1"
    )
    years: set[str] = set()
    for (name,) in list(rows(store.db, query, (Status.LIVE,))):
        year, month = name[:4], name[5:7]
        of_year = places.year.format(year=year) if places.year else places.home
        of_month = places.month.format(year=year, month=month) if places.month else of_year
        if year not in years:
            years.add(year)
            yield Rule(f"/{year}/", of_year, "archive")
        yield Rule(f"/{year}/{month}/", of_month, "archive")
        yield Rule(f"/{year}_{month}_01_archive.html", of_month, "archive")


def _feeds(places: Places) -> Iterator[Rule]:
    for path in _POST_FEEDS:
        yield Rule(path, places.feed or places.home, "feed")
    for path in _COMMENT_FEEDS:
        yield Rule(path, places.comments_feed or places.feed or places.home, "feed")


# -- how addresses are spelt -------------------------------------------------------------------------------------


def encoded(path: str) -> str:
    """Return *path* percent-encoded as browsers send it.

    >>> encoded("/2011/02/perché no.html")
    '/2011/02/perch%C3%A9%20no.html'
    """
    return quote(path, safe="/!'()*,;:@&=+~", errors="replace")


def spellings(rule: Rule) -> list[str]:
    """Return the encoded forms in which links spell the old path: in labels Blogger encodes all, blanks also as "+".

    >>> spellings(Rule("/search/label/A/B & C", "/", "label"))
    ['/search/label/A%2FB%20%26%20C', '/search/label/A%2FB+%26+C', '/search/label/A/B%20&%20C']
    """
    head, found, name = rule.old.partition(_LABEL if rule.kind == "label" else "/-/")
    if not found:
        return [encoded(rule.old)]
    full = f"{head}{found}{quote(name, safe='', errors='replace')}"
    return list(dict.fromkeys((full, full.replace("%20", "+"), encoded(rule.old))))


def _plain_spellings(rule: Rule) -> list[str]:
    """Return the decoded forms, for servers that decode before they compare; without what can't be in a request."""
    forms = [rule.old, rule.old.replace(" ", "+") if rule.kind == "label" else rule.old]
    return [form for form in dict.fromkeys(forms) if not re.search(r"[\x00-\x1f\x7f]", form)]


# -- forms -------------------------------------------------------------------------------------------------------


def _netlify(known: Table) -> Iterator[OutputFile]:
    lines = [
        "# Netlify and Cloudflare Pages read this as _redirects in the folder that is published.",
        "# Cloudflare takes 2,000 of these rules, and 100 with a star. Both pass ?m=1 on, which does no harm.",
    ]
    seen: set[str] = set()
    for rule in known.changed():
        for old in spellings(rule):
            if old not in seen and old != encoded(rule.new):
                seen.add(old)
                lines.append(f"{old} {encoded(rule.new)} 301")
    search = encoded(known.places.search or known.places.home)
    lines += [f"/search/* {search} 301"]
    if not known.feed.startswith("/feeds/"):
        lines.append(f"/feeds/* {encoded(known.feed)} 301")
    yield _file("_redirects", lines)


def _apache(known: Table) -> Iterator[OutputFile]:
    lines = [
        "# For Apache: .htaccess in the site's folder (AllowOverride FileInfo), with mod_rewrite.",
        "RewriteEngine On",
        "# Blogger's mobile pages, and links to one comment.",
        'RewriteCond %{QUERY_STRING} "(?:^|&)showComment=(\\d+)(?:&|$)"',
        'RewriteRule "^" "%{REQUEST_URI}#c%1" [R=301,L,NE,QSD]',
        'RewriteCond %{QUERY_STRING} "^m=[01]$"',
        'RewriteRule "^" "%{REQUEST_URI}" [R=301,L,QSD]',
    ]
    seen: set[str] = set()
    for rule in known.changed():
        for old in _plain_spellings(rule):
            if old not in seen and old != "/" and old != rule.new:
                seen.add(old)
                if old == "/index.html":  # it is also what Apache looks for when somebody asks for "/"
                    lines.append(r'RewriteCond %{THE_REQUEST} "^\S+ /index\.html[ ?]"')
                lines.append(_rewrite(f"^{_apache_pattern(old[1:])}$", encoded(rule.new)))
    lines += [_rewrite(pattern, new) for pattern, new in _patterns(known, "$1", "$2")]
    yield _file(".htaccess", lines)


def _apache_pattern(path: str) -> str:
    # Inside of quotes a backslash before a quote is the only escape; \x22 is the quote for the regular expression.
    return re.sub(r"[^\w/-]", lambda c: "\\x22" if c[0] == '"' else f"\\{c[0]}", path)


def _rewrite(pattern: str, target: str) -> str:
    # In a target %1 is a reference, and a percent sign stands before every encoded byte.
    return f'RewriteRule "{pattern}" "{target.replace("%", chr(92) + "%")}" [R=301,L,NE,QSD]'


def _patterns(known: Table, year: str, month: str) -> Iterator[tuple[str, str]]:
    """Give regular expressions over the path without its first slash, for what has no end: old archives, the rest.

    *year* and *month* are how a target refers to the first two groups. Targets are encoded.
    """
    archive = encoded(known.month.format(year="YYYY", month="MM"))
    # Before 2006 the name of the blog stood in it, and a blog could have an archive for every week.
    yield (
        r"^(\d{4})_(\d\d)_\d\d_(?:[\w.-]+_)?archive\.html$",
        archive.replace("YYYY", year).replace("MM", month),
    )
    yield r"^search(?:/.*)?$", encoded(known.places.search or known.places.home)
    if not known.feed.startswith("/feeds/"):
        yield r"^feeds/(?:\d+/)?comments/", encoded(known.places.comments_feed or known.feed)
        yield r"^feeds/", encoded(known.feed)


def _nginx(known: Table) -> Iterator[OutputFile]:
    exact: dict[str, str] = {}
    for rule in known.changed():
        for old in _plain_spellings(rule):
            if old != "/":
                exact.setdefault(old, rule.new)
    # nginx compares without regard to case, and refuses two keys that are equal then.
    same = Counter(_ascii_lower(old) for old in exact)
    lines = [
        "# For nginx, inside of http { … }: include this file there, and nginx-server.conf in server { … }.",
        f"map_hash_max_size {_power(2 * len(exact) + 2048)};",
        f"map_hash_bucket_size {_power(max((len(old.encode()) for old in exact), default=64) + 64)};",
        "map $uri $blogger_new {",
        '  default "";',
    ]
    for old, new in exact.items():
        if same[_ascii_lower(old)] == 1:
            lines.append(f"  {_nginx_string(old)} {_nginx_string(encoded(new))};")
    for old, new in exact.items():
        if same[_ascii_lower(old)] > 1:
            lines.append(f"  {_nginx_string(f'~^{_regex(old)}$')} {_nginx_string(encoded(new))};")
    for pattern, new in _patterns(known, "$blogger_y", "$blogger_m"):
        named = pattern.replace(r"(\d{4})_(\d\d)", r"(?<blogger_y>\d{4})_(?<blogger_m>\d\d)")
        lines.append(f"  {_nginx_string('~^/' + named[1:])} {_nginx_string(new)};")
    lines += [
        "}",
        "map $request_uri $blogger_plain {",
        '  default "";',
        r'  "~^(?<blogger_page>[^?]*)\?(?:.*&)?showComment=(?<blogger_comment>\d+)" "$blogger_page#c$blogger_comment";',
        r'  "~^(?<blogger_page>[^?]*)\?m=[01]$" "$blogger_page";',
        "}",
    ]
    yield _file("nginx-map.conf", lines)
    yield _file(
        "nginx-server.conf",
        [
            "# For nginx, inside of server { … }; nginx-map.conf belongs into http { … }.",
            'if ($blogger_plain != "") { return 301 $blogger_plain; }',
            'if ($blogger_new != "") { return 301 $blogger_new; }',
        ],
    )


def _ascii_lower(value: str) -> str:
    return "".join(c.lower() if c.isascii() else c for c in value)


def _power(size: int) -> int:
    return 1 << max(size - 1, 64).bit_length()


def _regex(value: str) -> str:
    return re.sub(r"[^\w/ -]", lambda c: f"\\{c[0]}", value)


def _nginx_string(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _caddy(known: Table) -> Iterator[OutputFile]:
    lines = [
        "# For Caddy: import this file at the top of the Caddyfile, then say `import blogger` inside of the site.",
        "(blogger) {",
        "\tmap {path} {blogger_new} {",
    ]
    seen: set[str] = set()
    for rule in known.changed():
        for old in _plain_spellings(rule):
            if old not in seen and old != "/":
                seen.add(old)
                lines.append(f"\t\t{_caddy_string(old)} {_caddy_string(encoded(rule.new))}")
    for pattern, new in _patterns(known, "${1}", "${2}"):
        lines.append(f'\t\t{_caddy_string("~^/" + pattern[1:])} "{new}"')
    lines += [
        '\t\tdefault ""',
        "\t}",
        "\t@blogger_comment {",
        "\t\tquery showComment=*",
        "\t}",
        "\tredir @blogger_comment {path}#c{query.showComment} permanent",
        "\t@blogger_mobile {",
        "\t\tquery m=0 m=1",
        "\t}",
        "\tredir @blogger_mobile {path} permanent",
        '\t@blogger_moved expression `{blogger_new} != ""`',
        "\tredir @blogger_moved {blogger_new} permanent",
        "}",
    ]
    yield _file("Caddyfile", lines)


def _caddy_string(value: str) -> str:
    # The quotes take a backslash only before a quote; braces would name a placeholder.
    return '"' + value.replace('"', '\\"').replace("{", "\\{" if not value.startswith("~") else "{") + '"'


def _csv(known: Table) -> Iterator[OutputFile]:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["old", "new", "status", "kind"])
    for rule in known.rules():
        for old in spellings(rule):
            new = encoded(rule.new)
            writer.writerow([old, new, 200 if old == new else 301, rule.kind])
    yield OutputFile(f"{FOLDER}/redirects.csv", out.getvalue().encode("utf-8", "replace"))


def _blogger(known: Table) -> Iterator[OutputFile]:
    site = known.site.rstrip("/")
    cases = [
        f"    <b:case value='{rule.number}'/>\n"
        f'    <link rel="canonical" href="{attribute(site + encoded(rule.new))}"/>\n'
        f'    <meta http-equiv="refresh" content="0; url={attribute(site + encoded(rule.new))}"/>\n'
        for rule in known.rules()
        if rule.kind in ("post", "page") and rule.number
    ]
    moved = {}
    for rule in known.changed():
        for old in spellings(rule):
            moved[old] = encoded(rule.new)
    # "]]>" and "</script" can't be in it: both have characters that are encoded in paths or escaped here.
    moved_json = json.dumps(moved, ensure_ascii=True, indent=0).replace("<", "\\u003c").replace(">", "\\u003e")
    theme = _THEME.format(
        home=attribute(f"{site}/"),
        site=json.dumps(site).replace("<", "\\u003c").replace(">", "\\u003e"),
        title=text(known.title),
        language=attribute(known.language or "en"),
        cases="".join(cases),
        moved=moved_json,
    )
    yield OutputFile(f"{FOLDER}/blogger-theme.xml", theme.encode("utf-8", "replace"))


# Blogger itself fills in b:… and data:…: on the page of a post or static page it writes that page's new address for
# search engines and for readers without scripts; the script sends everybody on from every other address.
_THEME = """\
<?xml version="1.0" encoding="UTF-8" ?>
<!-- A theme for the old blog: it sends readers and search engines to the same page of the new site.
     Blogger: Theme, Edit HTML, replace all of it by this file, save. Keep a backup of your theme.
     Switch off Settings, "Custom robots.txt", where it shuts search engines out: they have to see the way. -->
<!DOCTYPE html>
<html b:css="false" b:js="false" lang="{language}" xmlns="http://www.w3.org/1999/xhtml" \
xmlns:b="http://www.google.com/2005/gml/b" xmlns:data="http://www.google.com/2005/gml/data" \
xmlns:expr="http://www.google.com/2005/gml/expr">
<head>
  <meta charset="utf-8"/>
  <meta name="viewport" content="width=device-width, initial-scale=1"/>
  <title>{title}</title>
  <b:if cond='data:blog.pageType == "item" or data:blog.pageType == "static_page"'>
  <b:switch var='data:blog.postId ? data:blog.postId : data:blog.pageId'>
{cases}    <b:default/>
    <link rel="canonical" href="{home}"/>
  </b:switch>
  <b:else/>
    <link rel="canonical" href="{home}"/>
  </b:if>
  <script>
  //<![CDATA[
  (function () {{
    var site = {site};
    var moved = {moved};
    var path = location.pathname;
    var comment = /[?&]showComment=(\\d+)/.exec(location.search);
    var to = moved.hasOwnProperty(path) ? moved[path] : path;
    var hash = comment ? "#c" + comment[1] : location.hash;
    location.replace(site + to + hash);
  }})();
  //]]>
  </script>
  <b:skin><![CDATA[
  body {{ font: 1.1rem/1.6 system-ui, sans-serif; margin: 4rem auto; max-width: 36rem; padding: 0 1rem }}
  ]]></b:skin>
</head>
<body>
  <p><a href="{home}">{title}</a> &#8594; {home}</p>
  <b:section id="main" showaddelement="no"/>
</body>
</html>
"""

#: name → what it is for, and what writes it
FORMS: dict[str, tuple[str, Callable[[Table], Iterator[OutputFile]]]] = {
    "netlify": ("_redirects for Netlify and Cloudflare Pages", _netlify),
    "apache": (".htaccess for Apache", _apache),
    "nginx": ("a map for nginx", _nginx),
    "caddy": ("a snippet for Caddy", _caddy),
    "csv": ("every old address with its new one, as a table", _csv),
    "blogger": ("a theme for the old blog that sends readers and search engines on", _blogger),
}


def chosen(given: Iterable[str]) -> tuple[str, ...]:
    """Return the forms that words of the command line name, each once, in the order of `FORMS`.

    A word may be several with commas between them, or "all". Raises `UsageError` for one that is no form.

    >>> chosen(["nginx,csv", "csv"]), chosen(["all"]) == tuple(FORMS)
    (('nginx', 'csv'), True)
    """
    words = {word.strip() for each in given for word in each.split(",") if word.strip()}
    if "all" in words:
        return tuple(FORMS)
    if unknown := sorted(words - set(FORMS)):
        raise UsageError(
            f"There is no form of redirects called {unknown[0]!r}.", advice=f"Forms: {', '.join(FORMS)}, all"
        )
    return tuple(name for name in FORMS if name in words)


def files(forms: Iterable[str], known: Table) -> Iterator[OutputFile]:
    """Give the files of these forms."""
    for name in forms:
        yield from FORMS[name][1](known)


def site_address(given: str, blog: Blog) -> str:
    """Return the address of the new site with a slash at the end: as *given*, else a domain of the blog's own.

    "" where neither is known: a blog at blogspot.com leaves it.
    """
    url = given.strip()
    if url and "://" not in url:
        url = f"https://{url}"
    if not url and blog.url and not (urlsplit(blog.url).hostname or "").endswith(".blogspot.com"):
        url = blog.url
    return f"{url.rstrip('/')}/" if url else ""


def _file(name: str, lines: Iterable[str]) -> OutputFile:
    return OutputFile(f"{FOLDER}/{name}", "".join(f"{line}\n" for line in lines).encode("utf-8", "replace"))
