"""Where the pictures of each target stand, and what it can say of them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import NamedTuple

from bloggermigrate.errors import UsageError
from bloggermigrate.model import Post
from bloggermigrate.options import ImagesMode, Options


class PicturePlace(NamedTuple):
    """*folder* is where the files go below the output, *address* how posts name it.

    *says_width*: the width that a picture is shown at is written, so that a full-size one does not get bigger.
    *mode* is what `--images` is when it is not given.
    """

    folder: str
    address: str
    says_width: bool = False
    mode: ImagesMode = "fullsize"


#: Sites serve a folder as it is: this is the one. Reasons stand in docs/images.md.
PLACES: dict[str, PicturePlace] = {
    "hugo": PicturePlace("static/images", "/images/"),
    "eleventy": PicturePlace("public/images", "/images/"),
    "astro": PicturePlace("public/images", "/images/"),
    "jekyll": PicturePlace("assets/images", "/assets/images/"),
    "nikola": PicturePlace("files/images", "/images/"),
    "pelican": PicturePlace("content/images", "/images/"),
    "hexo": PicturePlace("source/images", "/images/"),
    "mkdocs": PicturePlace("docs/images", "/images/"),
    "wordpress": PicturePlace("wp-content/uploads/blogger", "/wp-content/uploads/blogger/", says_width=True),
    "ghost": PicturePlace("content/images", "/content/images/", says_width=True),
    # One file that others read: it says what the blog says.
    "atom": PicturePlace("", "/images/", says_width=True, mode="keep"),
    "jsonfeed": PicturePlace("", "/images/", says_width=True, mode="keep"),
    "jsonl": PicturePlace("", "", mode="keep"),
}
#: of a target that is not in the table
_ELSEWHERE = PicturePlace("images", "/images/")


def place_of(target: str) -> PicturePlace:
    return PLACES.get(target, _ELSEWHERE)


def mode_of(options: Options) -> ImagesMode:
    """Return what becomes of pictures: as chosen, else as the target has it."""
    return options.images or place_of(options.target).mode


def root_of(options: Options, one_file: bool) -> Path:
    """Return the folder that pictures and their ledger go to: the output, or one beside a target that is one file."""
    if not one_file:
        return Path(options.output)
    if options.output == "-":
        raise UsageError("Standard output has no place for pictures.", advice="Give a file with -o.")
    return Path(options.output).with_suffix(".images")


def address_of(options: Options) -> str:
    """Return what stands before a picture's path in posts."""
    place = place_of(options.target)
    site = options.site_url.rstrip("/")
    if options.target == "jsonl":
        return f"{PurePosixPath(options.output).stem}.images/"
    if options.target in ("atom", "jsonfeed"):
        if not site:
            raise UsageError(
                "A feed names its pictures by their whole address.",
                advice="Say with --site-url where they will stand: they are asked for at images/ below it.",
            )
        return site + place.address
    # The importer fetches what it knows the whole address of.
    return site + place.address if options.target == "wordpress" else place.address


def preview_of(post: Post) -> str:
    """Return Blogger's preview of a post that shows no picture of its own, as posts of films do; "" for others."""
    html = post.content_html
    return post.thumbnail if post.thumbnail and "<img" not in html and "<IMG" not in html else ""
