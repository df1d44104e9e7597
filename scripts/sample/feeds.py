"""The sample blog as its public feeds show it: Atom in two pages, RSS, JSON, pages, comments.

Only what was public on the day of the export is in them: no draft, nothing scheduled, no setting, no theme.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import UTC

from sample.classic import (
    ATOM,
    BLOGGER,
    GDATA,
    LABEL_SCHEME,
    SPACES,
    classic_author,
    comment_parts,
    post_parts,
    text_construct,
)
from sample.source import Blog, Comment, Entry, element, escape, fill, instant

PER_PAGE = 12
STYLE = f'<?xml-stylesheet href="{BLOGGER}/styles/atom.css" type="text/css"?>'
SPACE_OF = {value: key.partition("__")[2] for key, value in SPACES.items()} | {
    "http://search.yahoo.com/mrss/": "media",
}
#: what JSON always makes a list of
MANY = ("category", "link", "author", "entry", "gd$extendedProperty")


def public(blog: Blog, kind: str) -> list[Entry]:
    return [entry for entry in blog.entries if entry.kind == kind and entry.status == "live"]


def stamps(published: str, updated: str) -> str:
    return element("published", published) + element("updated", updated)


def post(blog: Blog, entry: Entry) -> str:
    ident = element("id", f"{blog.tag}.{entry.kind}-{entry.number}")
    return element("entry", ident + stamps(entry.published, entry.updated) + post_parts(blog, entry))


def comment(blog: Blog, found: Comment) -> str:
    ident = element("id", f"{blog.tag}.post-{found.number}")
    return element("entry", ident + stamps(found.published, found.updated) + comment_parts(blog, found))


def feed(
    blog: Blog, suffix: str, path: str, title: str, home: str, entries: Sequence[str], span: tuple[int, int]
) -> str:
    """One page of an Atom feed; *suffix* belongs to its id, *home* is what it is the feed of.

    *span* is the place of its first entry and the number of all.
    """
    start, total = span
    facts = blog.facts
    address = f"{blog.url}/feeds/{path}"
    labels = [label for entry in public(blog, "post") for label in entry.labels]
    head = [element("id", blog.tag + suffix), element("updated", facts["updated"])]
    if path.startswith("posts"):
        head += [element("category", term=label) for label in dict.fromkeys(labels)]
    head += [text_construct("title", title), text_construct("subtitle", facts["settings"]["DESCRIPTION"][1], "html")]
    head += [
        element("link", rel=f"{GDATA}#feed", type=ATOM, href=address),
        element("link", rel="self", type=ATOM, href=f"{BLOGGER}/feeds/{facts['id']}/{path}"),
        element("link", rel="alternate", type="text/html", href=home),
        element("link", rel="hub", href="http://pubsubhubbub.appspot.com/"),
    ]
    if start + len(entries) <= total:
        following = f"?start-index={start + len(entries)}&max-results={PER_PAGE}"
        head.append(element("link", rel="next", type=ATOM, href=f"{BLOGGER}/feeds/{facts['id']}/{path}{following}"))
    head += [classic_author(facts["authors"]["irene"]), element("generator", "Blogger", version="7.00", uri=BLOGGER)]
    for name, number in (("totalResults", total), ("startIndex", start), ("itemsPerPage", PER_PAGE)):
        head.append(element(f"openSearch:{name}", str(number)))
    return f"<?xml version='1.0' encoding='UTF-8'?>{STYLE}" + element("feed", "".join([*head, *entries]), **SPACES)


def rss(blog: Blog) -> str:
    """The RSS feed with all posts on one page: times in UTC, names in brackets behind an address."""
    facts, entries = blog.facts, public(blog, "post")
    editor = facts["authors"]["irene"]["name"]
    out = [
        element("atom:id", blog.tag),
        element("lastBuildDate", rfc822(facts["updated"])),
        element("title", facts["title"]),
        element("description", escape(facts["settings"]["DESCRIPTION"][1])),
        element("link", f"{blog.url}/"),
        element("managingEditor", f"noreply@blogger.com ({editor})"),
        element("generator", "Blogger"),
        element("openSearch:totalResults", str(len(entries))),
        element("openSearch:startIndex", "1"),
        element("openSearch:itemsPerPage", str(len(entries))),
    ]
    for entry in entries:
        author = facts["authors"][entry.author]
        parts = post_parts(blog, entry)
        kept = re.findall(r"<(?:media|georss|thr):.*?(?:/>|</(?:georss|thr):\w+>)", parts.partition("</content>")[2])
        item = [
            element("guid", f"{blog.tag}.post-{entry.number}", isPermaLink="false"),
            element("pubDate", rfc822(entry.published)),
            element("atom:updated", entry.updated),
            *(element("category", escape(label), domain=LABEL_SCHEME) for label in entry.labels),
            f"<title>{escape(entry.title)}</title>",
            element("description", escape(fill(blog, entry.body, entry.number))),
            element("link", blog.url + entry.path),
            element("author", f"{author['email']} ({author['name']})"),
            *kept,
        ]
        out.append(element("item", "".join(item)))
    spaces = {key: value for key, value in SPACES.items() if key != "xmlns"} | {"xmlns__atom": SPACES["xmlns"]}
    channel = element("channel", "".join(out))
    return f"<?xml version='1.0' encoding='UTF-8'?>{element('rss', channel, **spaces, version='2.0')}"


def rfc822(text: str) -> str:
    moment = instant(text).astimezone(UTC)
    day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"][moment.weekday()]
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][moment.month - 1]
    return f"{day}, {moment.day:02} {month} {moment:%Y %H:%M:%S} +0000"


def json_of(atom: str) -> str:
    """The JSON feed that is the Atom feed *atom*: text under "$t", "$" for the colon."""
    root = ET.fromstring(atom)
    spaces = {key.replace("__", "$"): value for key, value in SPACES.items()}
    value = {"version": "1.0", "encoding": "UTF-8", "feed": {**spaces, **json_value(root)}}
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def json_value(node: ET.Element) -> dict[str, object]:
    value: dict[str, object] = dict(node.attrib)
    for child in node:
        uri, _, local = child.tag[1:].rpartition("}")
        name = f"{SPACE_OF[uri]}${local}" if SPACE_OF[uri] else local
        inner = json_value(child)
        if name in MANY:
            rows = value.setdefault(name, [])
            assert isinstance(rows, list)
            rows.append(inner)
        else:
            value[name] = inner
    if node.text or (not len(node) and local_name(node) in ("title", "content")):
        value["$t"] = node.text or ""
    return value


def local_name(node: ET.Element) -> str:
    return node.tag.rpartition("}")[2]


def feeds(blog: Blog) -> dict[str, bytes]:
    """The feeds by file name."""
    title, home = blog.facts["title"], f"{blog.url}/"
    posts = [post(blog, entry) for entry in public(blog, "post")]
    pages = [post(blog, entry) for entry in public(blog, "page")]
    comments = [comment(blog, found) for found in reversed(blog.comments) if found.status != "spam"]
    bread = next(entry for entry in blog.entries if entry.key == "lievito-madre")
    on_bread = [comment(blog, found) for found in reversed(blog.comments) if found.on is bread]
    whole = feed(blog, "", "posts/default", title, home, posts, (1, len(posts)))
    texts = {
        "posts-1.atom": feed(blog, "", "posts/default", title, home, posts[:PER_PAGE], (1, len(posts))),
        "posts-2.atom": feed(blog, "", "posts/default", title, home, posts[PER_PAGE:], (PER_PAGE + 1, len(posts))),
        "posts.rss": rss(blog),
        "posts.json": json_of(whole),
        "posts.js": f"// API callback\nmostra({json_of(whole)});",
        "pages.atom": feed(blog, "", "pages/default", title, home, pages, (1, len(pages))),
        "comments.atom": feed(blog, ".comments", "comments/default", title, home, comments, (1, len(comments))),
        "comments-lievito-madre.atom": feed(
            blog,
            f".post{bread.number}..comments",
            f"{bread.number}/comments/default",
            f"Commenti su {title}: {bread.title}",
            blog.url + bread.path,
            on_bread,
            (1, len(on_bread)),
        ),
    }
    return {name: text.encode() for name, text in texts.items()}
