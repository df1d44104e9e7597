"""The sample blog as a classic export: ``blog-MM-DD-YYYY.xml``, GData Atom on one line."""

from __future__ import annotations

import re
import zlib

from sample.source import Blog, Comment, Entry, element, escape, fill, instant

MONTHS = "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"
BLOGGER = "http://www.blogger.com"
ATOM = "application/atom+xml"
GDATA = "http://schemas.google.com/g/2005"
LABEL_SCHEME = "http://www.blogger.com/atom/ns#"
SPACES = {
    "xmlns": "http://www.w3.org/2005/Atom",
    "xmlns__openSearch": "http://a9.com/-/spec/opensearchrss/1.0/",
    "xmlns__gd": GDATA,
    "xmlns__thr": "http://purl.org/syndication/thread/1.0",
    "xmlns__georss": "http://www.georss.org/georss",
}


def shown(text: str) -> str:
    moment = instant(text)
    return f"{moment.day} {MONTHS.split()[moment.month - 1]} {moment:%Y %H:%M}"


def classic_author(author: dict[str, str]) -> str:
    image = author.get("image")
    size = {"width": "32", "height": "32"} if image else {"width": "16", "height": "16"}
    if not image:
        image = (
            "http://img1.blogblog.com/img/b16-rounded.gif"
            if author["uri"]
            else "http://img1.blogblog.com/img/blank.gif"
        )
    uri = element("uri", escape(author["uri"])) if author["uri"] else ""
    thumbnail = element("gd:image", rel=f"{GDATA}#thumbnail", **size, src=image)
    email = element("email", author.get("email", "noreply@blogger.com"))
    return element("author", element("name", escape(author["name"])) + uri + email + thumbnail)


def classic_entry(number_part: str, tag: str, kind: str, published: str, updated: str, rest: str) -> str:
    category = element("category", scheme=f"{GDATA}#kind", term=f"http://schemas.google.com/blogger/2008/kind#{kind}")
    times = element("published", published) + element("updated", updated)
    return element("entry", element("id", f"{tag}.{number_part}") + times + category + rest)


def text_construct(name: str, text: str, kind: str = "text") -> str:
    return f"<{name} type='{kind}'>{escape(text)}</{name}>"


def edit_links(address: str) -> str:
    return "".join(element("link", rel=rel, type=ATOM, href=f"{BLOGGER}/feeds/{address}") for rel in ("edit", "self"))


def thumbnail(body: str) -> str:
    image = re.search(r'src="(https?://\d\.bp\.blogspot\.com/[^"]+/)s\d+(/[^"]+)"', body)
    video = re.search(r"youtube\.com/(?:embed|v)/([\w-]+)", body)
    if not image and not video:
        return ""
    url = (
        f"{image[1]}s72-c{image[2]}" if image else f"http://img.youtube.com/vi/{video[1]}/default.jpg" if video else ""
    )
    return element("media:thumbnail", xmlns__media="http://search.yahoo.com/mrss/", url=url, height="72", width="72")


def classic_post(blog: Blog, entry: Entry) -> str:
    ident = f"{entry.kind}-{entry.number}"
    return classic_entry(ident, blog.tag, entry.kind, entry.published, entry.updated, post_parts(blog, entry))


def post_parts(blog: Blog, entry: Entry) -> str:
    """All of a post's or page's entry that follows its kind: the public feed has the same, and no kind."""
    facts, plural = blog.facts, f"{entry.kind}s"
    url = blog.url + entry.path if entry.path else ""
    count = sum(c.on is entry and c.status != "spam" for c in blog.comments)
    body = fill(blog, entry.body, entry.number)
    out = [element("category", scheme=LABEL_SCHEME, term=label) for label in entry.labels]
    if entry.status == "draft":
        control = element("app:draft", "yes")
        out.insert(0, f"<app:control xmlns:app='http://purl.org/atom/app#'>{control}</app:control>")
    out += [text_construct("title", entry.title), text_construct("content", body, "html")]
    if entry.kind == "post" and url:
        if entry.status != "draft":
            feed = f"{blog.url}/feeds/{entry.number}/comments/default"
            out.append(element("link", rel="replies", type=ATOM, href=feed, title="Commenti sul post"))
        out.append(
            element("link", rel="replies", type="text/html", href=f"{url}#comment-form", title=f"{count} commenti")
        )
    out.append(edit_links(f"{facts['id']}/{plural}/default/{entry.number}"))
    if url and entry.status != "draft":
        out.append(element("link", rel="alternate", type="text/html", href=url, title=entry.title))
    out.append(classic_author(facts["authors"][entry.author]))
    out.append(thumbnail(body))
    if entry.location:
        name, point = entry.location
        out.append(element("georss:featurename", escape(name)) + element("georss:point", point))
        out.append(element("georss:box", f"{point} {point}"))
    if entry.kind == "post" and entry.status != "draft":
        out.append(element("thr:total", str(count)))
    return "".join(out)


def comment_title(content: str) -> str:
    """The start of the text, its entities still escaped, as Blogger titles a comment."""
    text = re.sub(r"<[^>]+>", " ", content.replace("<br />", "\n"))
    return text if len(text) <= 50 else text[:50] + "..."


def classic_comment(blog: Blog, comment: Comment) -> str:
    ident = f"post-{comment.number}"
    rest = comment_parts(blog, comment)
    return classic_entry(ident, blog.tag, "comment", comment.published, comment.updated, rest)


def comment_parts(blog: Blog, comment: Comment) -> str:
    """All of a comment's entry that follows its kind."""
    # The reference says ".post-" for a static page too; only the number tells which entry is meant.
    blog_id, on = blog.facts["id"], comment.on.number
    address = f"{blog_id}/{on}/comments/default/"
    removed, url = comment.status == "removed", blog.url + comment.on.path
    out = [text_construct("title", "" if removed else comment_title(comment.content))]
    out += [text_construct("content", comment.content, "html"), edit_links(address + comment.number)]
    if not removed:
        moment = int(instant(comment.published).timestamp() * 1000)
        href = f"{url}?showComment={moment}#c{comment.number}"
        out.append(element("link", rel="alternate", type="text/html", href=href, title=""))
    if comment.parent:
        out.append(element("link", rel="related", type=ATOM, href=f"{BLOGGER}/feeds/{address}{comment.parent}"))
    out.append(classic_author(comment.author))
    source = f"{BLOGGER}/feeds/{blog_id}/posts/default/{on}"
    ref = f"{blog.tag}.post-{on}"
    out.append(element("thr:in-reply-to", href=url, ref=ref, source=source, type="text/html"))
    properties = [("blogger.contentRemoved", "true")] if removed else []
    properties.append(("blogger.itemClass", f"pid-{zlib.crc32(comment.author['name'].encode())}"))
    properties.append(("blogger.displayTime", shown(comment.published)))
    out += [element("gd:extendedProperty", name=name, value=value) for name, value in properties]
    return "".join(out)


def classic(blog: Blog) -> str:
    """The whole classic export: template, settings, posts, pages, comments, on one line."""
    facts = blog.facts
    owner = classic_author(facts["authors"]["irene"])
    home = element("link", rel="alternate", type="text/html", href=f"{blog.url}/")
    archive = f"{blog.url}/feeds/archive"
    head = [
        element("id", f"{blog.tag}.archive"),
        element("updated", facts["updated"]),
        text_construct("title", facts["title"]),
        element("link", rel=f"{GDATA}#feed", type=ATOM, href=archive),
        element("link", rel="self", type=ATOM, href=archive),
        element("link", rel=f"{GDATA}#post", type=ATOM, href=f"{BLOGGER}/feeds/{facts['id']}/archive"),
        home,
        owner,
        element("generator", "Blogger", version="7.00", uri=BLOGGER),
    ]
    span = (facts["created"], facts["updated"])
    theme = text_construct("title", f"Modello: {facts['title']}") + text_construct("content", fill(blog, blog.theme))
    theme += edit_links(f"{facts['id']}/template/default") + home + owner
    entries = [classic_entry("layout", blog.tag, "template", *span, theme)]
    for key, (title, value) in facts["settings"].items():
        rest = text_construct("title", title) + text_construct("content", value)
        rest += edit_links(f"{facts['id']}/settings/BLOG_{key}") + owner
        entries.append(classic_entry(f"settings.BLOG_{key}", blog.tag, "settings", *span, rest))
    entries += [classic_post(blog, entry) for entry in blog.entries if entry.status != "trashed"]
    entries += [classic_comment(blog, comment) for comment in blog.comments if comment.status != "spam"]
    style = f'<?xml-stylesheet href="{BLOGGER}/styles/atom.css" type="text/css"?>'
    return "<?xml version='1.0' encoding='UTF-8'?>" + style + element("feed", "".join(head + entries), **SPACES)
