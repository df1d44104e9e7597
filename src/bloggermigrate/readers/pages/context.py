"""What a page says of itself: its blog, its address, its language, what kind of page it is.

Blogger's pages of 2007 and later carry it as data (``_WidgetManager._SetDataContext``); older ones in their
head and in the links to Blogger's own services.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from bloggermigrate.readers.pages.dom import Dom, classes, text_of
from bloggermigrate.text.addresses import parts_of
from bloggermigrate.text.locales import normalize

_DATA: Final = re.compile(r"_SetDataContext\(")
_FIELD: Final = re.compile(
    r"['\"](\w{2,40})['\"]\s*:\s*(?:'((?:[^'\\]|\\.|(?!))*+)'|\"((?:[^\"\\]|\\.|(?!))*+)\")", re.DOTALL
)
_ESCAPE: Final = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|([0-3]?[0-7]{1,2})|(.))", re.DOTALL)
_BLOG_ID: Final = re.compile(
    r"(?:blogID|targetBlogID|blogId)(?:=|\\x3d|\\75|%3D|['\"]\s*:\s*['\"])(\d{4,20})|blogger\.com/(?:feeds|atom)/(\d{4,20})"
)
_SAVED: Final = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->", re.IGNORECASE)
_MIRRORED: Final = re.compile(r"<!--\s*Mirrored from (\S+) by HTTrack", re.IGNORECASE)
#: A path whose first part is a host, as wget and HTTrack name folders.
_HOSTED: Final = re.compile(
    r"(?:^|/)((?:[\w-]+\.)+(?:blogspot\.[a-z.]{2,6}|com|net|org|info|co\.[a-z]{2}|[a-z]{2}))(/.*)$"
)
_DATE_PATH: Final = re.compile(r"/(\d{4})/(\d{2})/[^/]+\.html?$")
_DATED_FILE: Final = re.compile(r"(?:^|/)((?:\d{4}/\d{2}|p)/[^/]+\.html?)$")
#: Folders that browsers save pictures in, by the browser's language.
_SAVED_BESIDE: Final = re.compile(
    r"(?:\./)?[^/]+(?:_files?|[-_]Dateien|_archivos|_fichiers|_arquivos|_bestanden)/[^/]+\Z"
)
_ARCHIVE_PATH: Final = re.compile(
    r"/(?:\d{4}(?:/\d{2}){0,2}/?(?:index\.html?)?|\w*\d{4}_\d{2}_\d{2}_\w*archive\.html?)$"
)
_LABEL_PATH: Final = re.compile(r"/search/label/([^/]+)\Z")
_HOME_TITLE: Final = re.compile(r"blog-?title|blogtitle|header-title", re.IGNORECASE)
_FIELDS: Final = frozenset({
    "blogId", "title", "url", "canonicalUrl", "homepageUrl", "canonicalHomepageUrl", "locale", "pageType",
    "postId", "pageId", "isMobile", "isMobileRequest",
})  # fmt: skip
# The data holds the blog first and page, widgets and view after it; what is sought stands at its start.
_LONGEST_DATA: Final = 20_000
_TOP: Final = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class PageContext:
    """The facts of one page; "" where it does not tell."""

    blog_id: str = ""
    blog_title: str = ""
    description: str = ""
    home: str = ""  #: address of the blog, with a slash at the end
    url: str = ""  #: address of the page itself, without query
    locale: str = ""  #: BCP-47
    kind: str = ""  #: item, index, archive, static_page, error_page
    post_id: str = ""
    label: str = ""  #: on the page of a label: the one that all its posts have
    mobile: bool = False
    dynamic: bool = False  #: Dynamic Views: the posts are not in the page


def read_context(dom: Dom, text: str, path: str) -> PageContext:
    """Return what the page *dom*, whose source is *text*, tells of itself; *path* is where it was saved."""
    data = _read_data(text)
    found = None if data.get("blogId") else _BLOG_ID.search(text)
    canonical = next((el.get("href", "") for el in dom.of_tag("link") if el.get("rel", "").lower() == "canonical"), "")
    # Both stand at the top, before what the blog itself printed.
    saved = _SAVED.search(text, 0, _TOP) or _MIRRORED.search(text, 0, _TOP)
    url = _clean(
        data.get("canonicalUrl", "")
        or canonical
        or dom.meta("og:url")
        or (_with_scheme(saved[1]) if saved else "")
        or _from_path(path)
        or data.get("url", "")
    )
    home = _home(data.get("canonicalHomepageUrl", "") or data.get("homepageUrl", "") or url)
    dated = _DATED_FILE.search(path)
    if not url and home and dated:
        url = home + dated[1]
    kind = data.get("pageType", "") or _kind(url)
    label = _LABEL_PATH.match(urlsplit(url).path)
    return PageContext(
        blog_id=data.get("blogId", "") or (next(filter(None, found.groups()), "") if found else ""),
        blog_title=html.unescape(data.get("title", "")) or _title(dom),
        description=_description(dom),
        home=home,
        url=url,
        locale=normalize(data.get("locale", "") or dom.root.get("lang", "")),
        kind=kind,
        label=unquote(label[1]).strip() if label else "",
        post_id=data.get("pageId" if kind == "static_page" else "postId", ""),
        mobile=data.get("isMobileRequest", data.get("isMobile", "")) == "true"
        or "m=1" in parts_of(data.get("url", "")).query
        or "m=1" in path,
        dynamic=dom.meta("blogger-template") == "dynamic"
        or ("blogblog.com/dynamicviews/" in text and not dom.of_class("Blog")),
    )


def _read_data(text: str) -> dict[str, str]:
    """Return the strings of the page's data about its blog."""
    start = _DATA.search(text)
    out: dict[str, str] = {}
    if start is None:
        return out
    part = text[start.end() : start.end() + _LONGEST_DATA]
    for found in _FIELD.finditer(part):
        name = found[1]
        if name in _FIELDS and name not in out:
            out[name] = _unescape(found[2] if found[2] is not None else found[3])
    for name in ("isMobile", "isMobileRequest"):
        flag = re.search(rf"['\"]{name}['\"]\s*:\s*(true|false)", part)
        if flag:
            out[name] = flag[1]
    return out


def _unescape(text: str) -> str:
    r"""Return a JavaScript string without its escapes, in the ways Blogger wrote them.

    >>> _unescape(r"a\x3db\75c\u00e9\/")
    'a=b=cé/'
    """

    def replace(found: re.Match[str]) -> str:
        if found[1] or found[2]:
            return chr(int(found[1] or found[2], 16))
        if found[3]:
            return chr(int(found[3], 8))
        return {"n": "\n", "t": "\t", "r": ""}.get(found[4], found[4])

    return _ESCAPE.sub(replace, text)


def _with_scheme(url: str) -> str:
    return url if "://" in url else f"http://{url}"


def _clean(url: str) -> str:
    """Return *url* without query and fragment; "" if it is no web address."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, parts.path or "/", "", ""))


def _home(url: str) -> str:
    parts = urlsplit(_clean(url))
    return f"{parts.scheme}://{parts.netloc}/" if parts.netloc else ""


def _from_path(path: str) -> str:
    """Return the address that a mirror's file name tells: ``name.blogspot.com/2011/02/x.html``."""
    found = _HOSTED.search(path)
    return f"http://{found[1]}{found[2]}" if found else ""


def _title(dom: Dom) -> str:
    """Return the blog's title as its header shows it, or as the page's title begins."""
    for element in dom.elements:
        if element.tag in {"h1", "td", "div"} and (
            any(_HOME_TITLE.search(name) for name in [*classes(element), element.get("id", "")])
            or (element.tag == "h1" and not any(name.startswith(("post", "entry")) for name in classes(element)))
        ):
            text = text_of(element)
            if 0 < len(text) <= 120:
                return text
    titles = dom.of_tag("title")
    return text_of(titles[0]).partition(": ")[0] if titles else ""


def _description(dom: Dom) -> str:
    found = dom.of_class("descriptionwrapper", "description")
    return text_of(found[0])[:500] if found else ""


def _kind(url: str) -> str:
    path = parts_of(url).path
    if _DATE_PATH.search(path):
        return "item"
    if path.startswith("/p/"):
        return "static_page"
    if _ARCHIVE_PATH.search(path):
        return "archive"
    return "index" if url else ""


def is_saved_beside(href: str) -> bool:
    """Whether *href* is a file that a browser saved beside the page, in a folder of its own.

    >>> is_saved_beside("./Il mio blog_files/ponte.jpg"), is_saved_beside("http://x.example/y_files/z.jpg")
    (True, False)
    """
    return _SAVED_BESIDE.match(href.strip()) is not None


def absolute(href: str, page: PageContext) -> str:
    """Return *href* of a saved page as the address it had on the web, as far as that can be told.

    Mirrors rewrite links to files beside the page; a folder named like a host is that host.
    """
    href = href.strip()
    if not href or href.startswith(("#", "data:", "javascript:", "mailto:")):
        return href
    if href.startswith("//"):
        return f"https:{href}"
    if is_saved_beside(href):
        return href  # a browser's copy: where it was on the web is not told
    try:
        parts = urlsplit(href)
        if parts.scheme:
            return href
        climbed = re.sub(r"^(?:\.\./)+", "", href)
        if climbed != href and (hosted := _HOSTED.match(climbed)):
            return f"https://{hosted[1]}{unquote(hosted[2]) if '%3F' in hosted[2] else hosted[2]}"
        return urljoin(page.url, href) if page.url else href
    except ValueError:
        return href


def permalink(href: str, page: PageContext) -> str:
    """Return *href* as a permalink: absolute, without query (``?m=1``, ``?showComment=``) and fragment."""
    url = absolute(href.partition("#")[0].partition("%3F")[0].partition("?")[0], page)
    return url if url.startswith(("http://", "https://", "/")) else ""


def year_and_month(url: str) -> tuple[int, int] | None:
    """Return the year and month that a permalink names.

    >>> year_and_month("http://x.blogspot.com/2011/02/slug.html")
    (2011, 2)
    """
    found = _DATE_PATH.search(parts_of(url).path)
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    return int(found[1]), int(found[2])
