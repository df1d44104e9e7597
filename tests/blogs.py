"""Small blogs made for tests, written in both export forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

BLOG = "7310"
_NS = (
    "xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' "
    "xmlns:gd='http://schemas.google.com/g/2005' xmlns:thr='http://purl.org/syndication/thread/1.0' "
    "xmlns:georss='http://www.georss.org/georss'"
)
_KIND = "http://schemas.google.com/blogger/2008/kind#"


@dataclass(frozen=True, kw_only=True)
class MadeComment:
    number: str
    content: str = "Ben detto."
    author: str = "Lia"
    uri: str = ""
    published: str = "2011-03-01T09:00:00.000+01:00"
    answers: str = ""  #: number of the comment it answers
    deleted: bool = False
    spam: bool = False


@dataclass(frozen=True, kw_only=True)
class MadePost:
    number: str
    kind: str = "post"
    title: str = "Un titolo"
    content: str = "<p>Una frase.</p>"
    path: str = ""  #: "/2011/03/x.html"; "" for one without address
    published: str = "2011-03-01T08:00:00.000+01:00"
    updated: str = "2011-03-02T08:00:00.000+01:00"
    status: str = "LIVE"
    labels: tuple[str, ...] = ()
    author: str = "Lia"
    comments: tuple[MadeComment, ...] = ()
    extra: str = ""  #: raw XML to put into the entry


@dataclass(frozen=True, kw_only=True)
class MadeBlog:
    title: str = "Il blog di prova"
    host: str = "http://prova.blogspot.com"
    updated: str = "2014-01-01T00:00:00.000+01:00"
    posts: tuple[MadePost, ...] = ()
    settings: dict[str, str] = field(
        default_factory=lambda: {"BLOG_TIME_ZONE": "Europe/Rome", "BLOG_LOCALE": "it", "BLOG_SUBDOMAIN": "prova"}
    )


def classic(blog: MadeBlog) -> bytes:
    """Return the blog as a classic export; trashed posts and spam are not in one."""
    parts = [
        f"<?xml version='1.0' encoding='UTF-8'?><feed {_NS}><id>tag:blogger.com,1999:blog-{BLOG}.archive</id>"
        f"<updated>{blog.updated}</updated><title type='text'>{escape(blog.title)}</title>"
        f"<link rel='alternate' type='text/html' href='{blog.host}/'/>"
        "<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>"
    ]
    for key, value in blog.settings.items():
        parts.append(
            f"<entry><id>tag:blogger.com,1999:blog-{BLOG}.settings.{key}</id>{_kind('settings')}"
            f"<title type='text'>x</title><content type='text'>{escape(value)}</content></entry>"
        )
    for post in blog.posts:
        if post.status == "SOFT_TRASHED":
            continue
        parts.append(_classic_post(post, blog))
    for post in blog.posts:
        parts += [_classic_comment(comment, post) for comment in post.comments if not comment.spam]
    return "".join([*parts, "</feed>"]).encode()


def _kind(kind: str) -> str:
    return f"<category scheme='http://schemas.google.com/g/2005#kind' term='{_KIND}{kind}'/>"


def _author(name: str, uri: str = "") -> str:
    uri = f"<uri>{escape(uri)}</uri>" if uri else ""
    return f"<author><name>{escape(name)}</name>{uri}<email>someone@example.invalid</email></author>"


def _classic_post(post: MadePost, blog: MadeBlog) -> str:
    labels = "".join(
        f"<category scheme='http://www.blogger.com/atom/ns#' term={quoteattr(label)}/>" for label in post.labels
    )
    draft = post.status == "DRAFT"
    control = (
        "<app:control xmlns:app='http://purl.org/atom/app#'><app:draft>yes</app:draft></app:control>" if draft else ""
    )
    link = f"<link rel='alternate' type='text/html' href='{blog.host}{escape(post.path)}'/>"
    reserved = f"<link rel='replies' type='text/html' href='{blog.host}{escape(post.path)}#comment-form'/>"
    address = (reserved if draft else link) if post.path else ""
    return (
        f"<entry><id>tag:blogger.com,1999:blog-{BLOG}.{post.kind}-{post.number}</id>"
        f"<published>{post.published}</published><updated>{post.updated}</updated>{control}{_kind(post.kind)}{labels}"
        f"<title type='text'>{escape(post.title)}</title><content type='html'>{escape(post.content)}</content>"
        f"{address}{_author(post.author)}{post.extra}</entry>"
    )


def _classic_comment(comment: MadeComment, post: MadePost) -> str:
    feeds = f"http://www.blogger.com/feeds/{BLOG}/{post.number}/comments/default"
    related = f"<link rel='related' href='{feeds}/{comment.answers}'/>" if comment.answers else ""
    removed = "<gd:extendedProperty name='blogger.contentRemoved' value='true'/>" if comment.deleted else ""
    return (
        f"<entry><id>tag:blogger.com,1999:blog-{BLOG}.post-{comment.number}</id>"
        f"<published>{comment.published}</published><updated>{comment.published}</updated>{_kind('comment')}"
        f"<title type='text'>x</title><content type='html'>{escape(comment.content)}</content>"
        f"<link rel='edit' href='{feeds}/{comment.number}'/>{related}{_author(comment.author, comment.uri)}"
        # A comment on a page refers to it as `.post-N`, too.
        f"<thr:in-reply-to ref='tag:blogger.com,1999:blog-{BLOG}.post-{post.number}'/>{removed}</entry>"
    )


def _utc(text: str) -> str:
    try:
        return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
    except (ValueError, OverflowError):
        return text


def takeout(blog: MadeBlog) -> bytes:
    """Return the blog as the feed.atom of a Takeout, sorted by number as Google does."""
    entries: list[tuple[int, str]] = []
    for post in blog.posts:
        entries.append((int(post.number or 0), _takeout_post(post)))
        entries += [(int(comment.number or 0), _takeout_comment(comment, post)) for comment in post.comments]
    body = "".join(text for _, text in sorted(entries, key=lambda pair: pair[0]))
    return (
        "<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom' "
        "xmlns:blogger='http://schemas.google.com/blogger/2018'>\n"
        f"  <id>tag:blogger.com,1999:blog-{BLOG}</id>\n  <title>{escape(blog.title)}</title>\n{body}</feed>\n"
    ).encode()


def _takeout_post(post: MadePost) -> str:
    labels = "".join(f"<category scheme='tag:blogger.com,1999:blog-{BLOG}' term={quoteattr(x)}/>" for x in post.labels)
    return (
        f"  <entry>\n<id>tag:blogger.com,1999:blog-{BLOG}.post-{post.number}</id>"
        f"<blogger:type>{post.kind.upper()}</blogger:type><blogger:status>{post.status}</blogger:status>"
        f"{_author(post.author)}<title>{escape(post.title)}</title><content type='html'>{escape(post.content)}</content>"
        f"<blogger:metaDescription/><blogger:created>{_utc(post.published)}</blogger:created>"
        f"<published>{_utc(post.published)}</published><updated>{_utc(post.updated)}</updated><blogger:location/>"
        f"{labels or '<category/>'}<blogger:filename>{escape(post.path)}</blogger:filename><link/><enclosure/>"
        f"<blogger:trashed/>{post.extra}\n  </entry>\n"
    )


def _takeout_comment(comment: MadeComment, post: MadePost) -> str:
    status = "SPAM_COMMENT" if comment.spam else "GHOSTED_COMMENT" if comment.deleted else "LIVE"
    answers = f"tag:blogger.com,1999:blog-{BLOG}.post-{comment.answers}" if comment.answers else ""
    return (
        f"  <entry>\n<id>tag:blogger.com,1999:blog-{BLOG}.post-{comment.number}</id>"
        f"<blogger:parent>tag:blogger.com,1999:blog-{BLOG}.post-{post.number}</blogger:parent>"
        f"<blogger:inReplyTo>{answers}</blogger:inReplyTo><blogger:type>COMMENT</blogger:type>"
        f"<blogger:status>{status}</blogger:status>{_author(comment.author, comment.uri)}"
        f"<content type='html'>{escape(comment.content)}</content>"
        f"<published>{_utc(comment.published)}</published><updated>{_utc(comment.published)}</updated>\n  </entry>\n"
    )


def settings_csv(blog: MadeBlog) -> bytes:
    """Return the blog's settings as settings.csv, padded to look like one."""
    columns = {"BLOG_PUBLISHING_MODE": "BLOGSPOT", "BLOG_NAME": blog.title, **blog.settings}
    columns |= {f"BLOG_OTHER_{n}": "" for n in range(10)}
    row = ",".join('"' + value.replace('"', '""') + '"' for value in columns.values())
    return f"{','.join(key.lower() for key in columns)}\n{row}\n".encode()
