"""WXR 1.2: RSS with WordPress's own elements, as its importer reads it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from mimetypes import guess_type
from urllib.parse import quote

from bloggermigrate.body import html
from bloggermigrate.issues import Issue
from bloggermigrate.model import Comment, Label, LinkItem, OutputFile, Post, Redirect, Status
from bloggermigrate.sites import words as site_words
from bloggermigrate.store.loading import iter_comments
from bloggermigrate.text.slugs import slugify
from bloggermigrate.text.xml_text import attribute, cdata, text
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.flat_threads import comment_text, in_order
from bloggermigrate.writers.joining import Frame, Part, Sections, numbered
from bloggermigrate.writers.menu import menu_items, plain
from bloggermigrate.writers.opml import PLACE, blogroll
from bloggermigrate.writers.threads import thread_blocks, web_address
from bloggermigrate.writers.wordpress.attachments import attachments, cover_of
from bloggermigrate.writers.wordpress.blocks import content, no_shortcodes
from bloggermigrate.writers.wordpress.names import (
    address,
    addresses,
    label_address,
    logins,
    post_slug,
    tag_slugs,
    words,
)
from bloggermigrate.writers.wordpress.numbers import COVER, GMT, LOCAL, MARKS, POST_ID, Numbers, local

_SPACES = (
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:wfw="http://wellformedweb.org/CommentAPI/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:wp="http://wordpress.org/export/1.2/"'
)
_STATUS = {Status.LIVE: "publish", Status.SCHEDULED: "future"}
_MENU = "main"
_MAX_NAME = 200  #: characters of a tag's name in the database
#: stands in for a date that nobody knows; WordPress has no post without one
_NO_DATE = datetime(1970, 1, 1, tzinfo=UTC)


def _comment_id(place: int) -> str:
    return f"\0c{place}\0" if place else "0"


# -- one post ----------------------------------------------------------------------------------------------------


def post(post: Post, context: Context) -> Iterator[OutputFile | Redirect]:
    """Give one post or page as an item, and where its old address leads when that changes."""
    renderer = context.renderer
    document = renderer.document(post.content_html, post.source)
    body = content(document)
    comments = () if context.options.comments == "none" else post.comments
    if comments and context.options.comments == "inline":
        inline = html.blocks_html(thread_blocks(comments, context))
        body = "\n\n".join(filter(None, (body, no_shortcodes(f"<!-- wp:html -->\n{inline}\n<!-- /wp:html -->"))))
    when = post.published or post.updated or _NO_DATE
    new = address(post, context.blog, context.options)
    parts = [
        # Where the page will stand: Isso and its like take the path of a thread from it.
        _item_head(post, post.title, context.blog.url.rstrip("/") + quote(new)),
        f"<dc:creator>{cdata(_login(post, context))}</dc:creator>\n",
        f"<content:encoded>{cdata(body)}</content:encoded>\n",
        f"<excerpt:encoded>{cdata(words(post.description))}</excerpt:encoded>\n",
        _fields(
            post_date=LOCAL,
            post_date_gmt=GMT,
            post_modified=local(post.updated or when),
            post_modified_gmt=_gmt(post.updated or when),
            comment_status="open",
            ping_status="closed",
            post_name=post_slug(post, context.blog),
            status=_STATUS.get(post.status, "draft"),
            post_parent="0",
            menu_order="0",
            post_type=post.kind,
            post_password="",
            is_sticky="0",
        ),
        *(_category(label, context) for label in post.labels),
        *(_topic(name) for name in post.categories),
        *(_meta(key, value) for key, value in _metadata(post)),
    ]
    cover = cover_of(document, context)
    if cover:
        parts.append(_meta("_thumbnail_id", COVER))
    if context.options.comments != "inline":
        parts += _comments(comments, when, context)
    _report_changes(post, context)
    data = "".join([*parts, "</item>\n"]).encode("utf-8", "replace")
    facts = (local(when), _gmt(when), post.kind, _folded(post.title), cover)
    # Before the post, which names its picture by the number that is given to it here.
    yield from attachments(document, context, *facts[:2], POST_ID, _login(post, context))
    yield Part("items", data, (post.id, *(comment.id for comment, _ in iter_comments(comments))), facts)
    if post.has_path and post.status is Status.LIVE and new != post.old_path:
        yield Redirect(post.old_path, new)


def _item_head(post: Post, title: str, link: str) -> str:
    published = post.published.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S +0000") if post.published else ""
    return (
        f"<item>\n<title>{cdata(words(title))}</title>\n<link>{text(link)}</link>\n<pubDate>{published}</pubDate>\n"
        f'<guid isPermaLink="false">{text(post.id)}</guid>\n<description></description>\n'
        f"<wp:post_id>{POST_ID}</wp:post_id>\n"
    )


def _fields(**values: str) -> str:
    return "".join(f"<wp:{name}>{_mark_or_cdata(value)}</wp:{name}>\n" for name, value in values.items())


def _mark_or_cdata(value: str) -> str:
    return f"<![CDATA[{value}]]>" if value in MARKS else cdata(value)


def _login(post: Post, context: Context) -> str:
    known = logins(context.blog.authors)
    return known.get(post.author) or next(iter(known.values()))


def _category(label: Label, context: Context) -> str:
    # Without a nicename the importer passes over the tag.
    slug = tag_slugs(context.blog.labels)[label.name]
    return f'<category domain="post_tag" nicename="{attribute(slug)}">{cdata(_tag_name(label))}</category>\n'


def _topic(name: str) -> str:
    slug = slugify(name) or "category"
    return f'<category domain="category" nicename="{attribute(slug)}">{cdata(words(name[:_MAX_NAME]))}</category>\n'


def _tag_name(label: Label) -> str:
    return words(label.name[:_MAX_NAME])


def _metadata(post: Post) -> Iterator[tuple[str, str]]:
    """Give custom fields: geodata as every map plugin reads it, attachments, where the post was."""
    if post.permalink:
        yield "blogger_permalink", post.permalink
    if post.status not in (Status.LIVE, Status.DRAFT, Status.SCHEDULED):
        yield "blogger_status", str(post.status)
    if post.location:
        yield "geo_address", post.location.name
        if post.location.latitude is not None and post.location.longitude is not None:
            yield "geo_latitude", repr(post.location.latitude)
            yield "geo_longitude", repr(post.location.longitude)
        yield "geo_public", "1"
    for url in filter(None, map(web_address, post.enclosures)):
        yield "enclosure", f"{url}\n0\n{guess_type(url.partition('?')[0])[0] or 'application/octet-stream'}"


def _meta(key: str, value: str) -> str:
    given = f"<wp:meta_key>{cdata(key)}</wp:meta_key>\n<wp:meta_value>{_mark_or_cdata(value)}</wp:meta_value>\n"
    return f"<wp:postmeta>\n{given}</wp:postmeta>\n"


def _report_changes(post: Post, context: Context) -> None:
    def say(message: str, old: str, new: str) -> None:
        context.renderer.issues.append(Issue("value-changed", message, post.source, old, new))

    if post.published is None:
        say("WordPress has no post without a date.", "", local(post.updated or _NO_DATE))
    for label in post.labels:
        if len(label.name) > _MAX_NAME:
            say("A tag's name has room for 200 characters.", label.name, label.name[:_MAX_NAME])


# -- comments ----------------------------------------------------------------------------------------------------


def _comments(comments: Iterable[Comment], when: datetime, context: Context) -> Iterator[str]:
    said = site_words(context.blog.locale)
    for place, (comment, parent) in enumerate(in_order(tuple(comments)), 1):
        moment = comment.published or when
        if comment.deleted:
            name, url, shown = "", "", f"<em>{said['comment_removed']}</em>"
        else:
            name = words(" ".join(comment.author.name.split())[:200])
            url = web_address(comment.author.uri)[:200]
            shown = comment_text(context.renderer.document(comment.content_html, comment.source).blocks)
        values = {
            "comment_author": name or said["anonymous"],
            "comment_author_email": "",
            "comment_author_url": url,
            "comment_author_IP": "",
            "comment_date": local(moment),
            "comment_date_gmt": _gmt(moment),
            "comment_content": shown,
            "comment_approved": {Status.SPAM: "spam", Status.TRASHED: "trash"}.get(comment.status, "1"),
            "comment_type": "",
        }
        yield (
            f"<wp:comment>\n<wp:comment_id>{_comment_id(place)}</wp:comment_id>\n{_fields(**values)}"
            f"<wp:comment_parent>{_comment_id(parent)}</wp:comment_parent>\n"
            "<wp:comment_user_id>0</wp:comment_user_id>\n</wp:comment>\n"
        )


# -- dates and numbers -------------------------------------------------------------------------------------------


def _gmt(moment: datetime) -> str:
    return local(moment.astimezone(UTC))


def _folded(title: str) -> str:
    """Return what two titles share that the database takes for equal: case and accents don't count."""
    plain = unicodedata.normalize("NFKD", title).casefold()
    return "".join(c for c in plain if not unicodedata.combining(c)).strip()


# -- the file ----------------------------------------------------------------------------------------------------


def frame(context: Context) -> Frame:
    """Return how the files look: RSS around the items, with authors and tags in each."""
    head, tail = _head(context).encode("utf-8", "replace"), b"</channel>\n</rss>\n"

    def whole(sections: Sections) -> Iterable[bytes]:
        parts = (sections.get(name, ()) for name in ("items", "attachments", "menu"))
        return [head, *chain.from_iterable(parts), tail]

    return Frame(first="items", name=numbered("blog", ".wxr.xml"), whole=whole, settle=Numbers().settle)


def _head(context: Context) -> str:
    blog = context.blog
    url = blog.url.rstrip("/") or "https://example.org"
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        "<!-- For WordPress: Tools, Import, WordPress. -->\n",
        f'<rss version="2.0" {_SPACES}>\n<channel>\n',
        f"<title>{text(words(blog.title))}</title>\n<link>{text(url)}</link>\n",
        f"<description>{text(words(plain(blog.description)))}</description>\n",
        f"<language>{text(blog.locale or 'en')}</language>\n<wp:wxr_version>1.2</wp:wxr_version>\n",
        f"<wp:base_site_url>{text(url)}</wp:base_site_url>\n<wp:base_blog_url>{text(url)}</wp:base_blog_url>\n",
    ]
    for number, (author, login) in enumerate(logins(blog.authors).items(), 1):
        parts.append(
            f"<wp:author><wp:author_id>{number}</wp:author_id><wp:author_login>{cdata(login)}</wp:author_login>"
            "<wp:author_email><![CDATA[]]></wp:author_email>"
            f"<wp:author_display_name>{cdata(words(author.name or blog.title or login)[:250])}"
            "</wp:author_display_name><wp:author_first_name><![CDATA[]]></wp:author_first_name>"
            "<wp:author_last_name><![CDATA[]]></wp:author_last_name></wp:author>\n"
        )
    slugs = tag_slugs(blog.labels)
    for number, label in enumerate(blog.labels, 1):
        parts.append(
            f"<wp:tag><wp:term_id>{number}</wp:term_id><wp:tag_slug>{cdata(slugs[label.name])}</wp:tag_slug>"
            f"<wp:tag_name>{cdata(_tag_name(label))}</wp:tag_name></wp:tag>\n"
        )
    if menu(context):
        parts.append(
            f"<wp:term><wp:term_id>{len(blog.labels) + 1}</wp:term_id><wp:term_taxonomy>nav_menu</wp:term_taxonomy>"
            f"<wp:term_slug>{_MENU}</wp:term_slug><wp:term_name>{cdata(site_words(blog.locale)['menu'])}"
            "</wp:term_name></wp:term>\n"
        )
    return "".join([*parts, "<generator>https://wordpress.org/?v=6.1</generator>\n"])


def menu(context: Context) -> list[LinkItem]:
    """Return the entries of the menu with their new addresses."""
    known = addresses(context.blog, context.options)
    return menu_items(context, known.entry, known.label)


def blog(context: Context) -> Iterator[OutputFile | Redirect]:
    """Give the menu, as items of the last file, and where the labels' pages are now."""
    for label in context.blog.labels:
        for name in context.blog.old_names(label):
            yield Redirect(f"/search/label/{name}", label_address(label, context.blog, context.options))
    yield from blogroll(context, PLACE)
    said = site_words(context.blog.locale)
    for order, item in enumerate(menu(context), 1):
        meta = {
            "_menu_item_type": "custom",
            "_menu_item_menu_item_parent": "0",
            "_menu_item_object_id": POST_ID,
            "_menu_item_object": "custom",
            "_menu_item_target": "",
            "_menu_item_classes": 'a:1:{i:0;s:0:"";}',
            "_menu_item_xfn": "",
            "_menu_item_url": item.url,
        }
        fields = {
            "post_date": "1970-01-01 00:00:00",
            "post_date_gmt": "1970-01-01 00:00:00",
            "comment_status": "closed",
            "ping_status": "closed",
            "post_name": f"menu-{order}",
            "status": "publish",
            "post_parent": "0",
            "menu_order": str(order),
            "post_type": "nav_menu_item",
            "post_password": "",
            "is_sticky": "0",
        }
        yield Part(
            "menu",
            (
                f"<item>\n<title>{cdata(words(item.text))}</title>\n<link>{text(item.url)}</link>\n<pubDate></pubDate>\n"
                f"<dc:creator>{cdata(next(iter(logins(context.blog.authors).values())))}</dc:creator>\n"
                f'<guid isPermaLink="false">menu-{order}</guid>\n<description></description>\n'
                "<content:encoded><![CDATA[]]></content:encoded>\n<excerpt:encoded><![CDATA[]]></excerpt:encoded>\n"
                f"<wp:post_id>{POST_ID}</wp:post_id>\n{_fields(**fields)}"
                f'<category domain="nav_menu" nicename="{_MENU}">{cdata(said["menu"])}</category>\n'
                + "".join(_meta(key, value) for key, value in meta.items())
                + "</item>\n"
            ).encode("utf-8", "replace"),
        )
