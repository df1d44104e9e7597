"""The pictures of posts as items of their own: with them the importer fetches each, and puts its copy into the posts.

It does so where the address of an item and that in the post are spelt alike, and if it is told to ("Download and
import file attachments"). A picture that stands in several posts is one item: `Part.facts` ends with its address.
"""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import splitext

from bloggermigrate.body.document import Document, ImageRef
from bloggermigrate.images.places import mode_of
from bloggermigrate.images.sizes import parse
from bloggermigrate.text.xml_text import cdata, text
from bloggermigrate.writers.context import Context
from bloggermigrate.writers.joining import Part
from bloggermigrate.writers.threads import web_address

#: the kind of these items in WordPress, and what their facts have third
KIND = "attachment"
#: endings that WordPress lets in; of an address without one it asks the server
_ENDINGS = frozenset(("", ".jpg", ".jpeg", ".jpe", ".gif", ".png", ".bmp", ".tiff", ".tif", ".webp", ".ico", ".heic"))
_MOST_TITLE = 200


def cover_of(document: Document, context: Context) -> str:
    """Return the address of the picture that stands for the post, "" where no item has it."""
    return next((web_address(image.src) for image in document.images if _is_fetched(image, context)), "")


def attachments(document: Document, context: Context, local: str, gmt: str, post_id: str, login: str) -> Iterator[Part]:
    """Give an item for each picture of *document*; *post_id* and the dates may be marks that are filled in later."""
    seen: set[str] = set()
    for image in document.images:
        url = web_address(image.src)
        if url in seen or not _is_fetched(image, context):
            continue
        seen.add(url)
        title = _title(url)
        fields = {
            "post_id": post_id,
            "post_date": "\0l\0",
            "post_date_gmt": "\0g\0",
            "comment_status": "closed",
            "ping_status": "closed",
            "post_name": "",
            "status": "inherit",
            "post_parent": "0",
            "menu_order": "0",
            "post_type": KIND,
            "post_password": "",
            "is_sticky": "0",
            "attachment_url": url,
        }
        item = [
            f"<item>\n<title>{cdata(title)}</title>\n<link>{text(url)}</link>\n<pubDate></pubDate>\n",
            f"<dc:creator>{cdata(login)}</dc:creator>\n",
            f'<guid isPermaLink="false">{text(url)}</guid>\n<description></description>\n',
            f"<content:encoded>{cdata('')}</content:encoded>\n",
            f"<excerpt:encoded>{cdata(image.caption)}</excerpt:encoded>\n",
            *(f"<wp:{key}>{value if chr(0) in value else cdata(value)}</wp:{key}>\n" for key, value in fields.items()),
        ]
        if image.alt:
            item.append(
                f"<wp:postmeta>\n<wp:meta_key>{cdata('_wp_attachment_image_alt')}</wp:meta_key>\n"
                f"<wp:meta_value>{cdata(image.alt)}</wp:meta_value>\n</wp:postmeta>\n"
            )
        data = "".join([*item, "</item>\n"]).encode("utf-8", "replace")
        yield Part("attachments", data, (), (local, gmt, KIND, title.casefold(), url))


def _is_fetched(image: ImageRef, context: Context) -> bool:
    """Whether the importer is to fetch it: it knows the whole address, and lets the kind in."""
    if mode_of(context.options) == "keep" or not web_address(image.src):
        return False
    return splitext(parse(image.src).name)[1].lower() in _ENDINGS


def _title(url: str) -> str:
    name = splitext(parse(url).name)[0]
    return "".join(c for c in name if c.isprintable())[:_MOST_TITLE].strip() or "image"
