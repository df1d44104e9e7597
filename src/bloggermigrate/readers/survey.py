"""What was given: every file looked at, blogs told apart, what belongs to which."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from bloggermigrate.errors import InputError
from bloggermigrate.readers import HOW_TO_EXPORT, Variant, look, name_stranger
from bloggermigrate.readers.albums import MEDIA, AlbumPicture, pictures
from bloggermigrate.readers.public_feed import is_of_comments
from bloggermigrate.readers.sources import ENDINGS, Container, InputFile
from bloggermigrate.text.slugs import fold

__all__ = ["FoundBlog", "Part", "Survey", "choose", "survey"]

#: endings of files that hold no text, or none of ours
_SKIPPED = (*MEDIA, ".css", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".pdf", ".exe", ".dll", ".so", ".sqlite", ".db")
#: Takeout's tables of persons, by their names: they are not even opened where others are
_PEOPLE = ("profile.csv", "followers.csv", "reading_list.csv")
_OF_POSTS = re.compile(rb"type>\s*(?:POST|PAGE)\s*<")
_OF_COMMENT = re.compile(rb"type>\s*COMMENT\s*<")
_CHUNK = 1 << 20
#: fewer files than this are looked at before anybody asks what goes on
_MANY = 500


class Part(NamedTuple):
    """One file that is ours. *blog* is Blogger's number of its blog, "" where the file does not say."""

    file: InputFile
    variant: Variant
    argument: int  #: which of the arguments it came with
    in_archive: bool
    blog: str
    title: str


class FoundBlog(NamedTuple):
    """One blog of the input with all that belongs to it, in reading order: what describes it first."""

    id: str
    title: str
    folder: str  #: name of the folder it lies in, "" for a file alone
    parts: tuple[Part, ...]
    pictures: tuple[AlbumPicture, ...] = ()

    @property
    def name(self) -> str:
        """Return what to call it: its title, else its folder, else its number."""
        return self.title or self.folder or (f"blog {self.id}" if self.id else "untitled blog")


class Survey(NamedTuple):
    """All that was given. *blogs* is empty when there are only themes, settings and the like: these are *loose*."""

    containers: tuple[Container, ...]
    blogs: tuple[FoundBlog, ...]
    loose: tuple[Part, ...]
    elsewhere: tuple[tuple[Part, int], ...]  #: feeds of comments that the owner wrote on other blogs, and how many
    beside: tuple[Part, ...]  #: known parts of a Takeout that are not read
    people: tuple[InputFile, ...]  #: tables of persons, never read
    strange: tuple[InputFile, ...]  #: looked at, and none of ours


def survey(containers: Sequence[Container], progress: Callable[[str, int, int], None] | None = None) -> Survey:
    """Look at every file of *containers* and return what is there.

    *progress* is called with "looking", the number of files looked at and that of all, where there are many. Raises
    `InputError` for a container in which nothing is ours.
    """
    parts: list[Part] = []
    people: list[InputFile] = []
    strange: list[InputFile] = []
    looked, total = 0, sum(len(container.files) for container in containers)
    for number, container in enumerate(containers):
        known = False
        for file in container.files:
            looked += 1
            if progress and total >= _MANY and (looked % 100 == 0 or looked == total):
                progress("looking", looked, total)
            if len(container.files) > 1 and file.basename.lower() in _PEOPLE:
                people.append(file)
                continue
            if not _worth_a_look(file, container):
                continue
            seen, variant = look(file)
            if variant is None:
                strange.append(file)
                continue
            known = True
            # The comments of a post are titled after the post.
            title = "" if is_of_comments(seen.feed_id, "") else seen.title
            parts.append(Part(file, variant, number, container.origin is not None, seen.blog, title))
        if not known and not (people and container.kind != "file"):
            raise stranger(container)
    feeds, elsewhere = _own_and_elsewhere([part for part in parts if part.variant.role == "blog"])
    groups = _groups(feeds)
    extras = [part for part in parts if part.variant.role == "extra"]
    albums = [part.file for part in parts if part.variant.name == "album"]
    shown = tuple(pictures(albums, (file for container in containers for file in container.files)) if albums else ())
    return Survey(
        containers=tuple(containers),
        blogs=tuple(_blog(group, groups, extras, shown) for group in groups),
        loose=tuple(part for part in extras if not groups or not _owners(part, groups)),
        elsewhere=tuple(elsewhere),
        beside=tuple(part for part in parts if part.variant.role == "beside"),
        people=tuple(people),
        strange=tuple(strange),
    )


def _worth_a_look(file: InputFile, container: Container) -> bool:
    return len(container.files) == 1 or PurePosixPath(file.basename.lower()).suffix not in _SKIPPED


# -- which feeds are of one blog ---------------------------------------------------------------------------------


def _own_and_elsewhere(feeds: list[Part]) -> tuple[list[Part], list[tuple[Part, int]]]:
    """Tell blogs from the feeds of comments that the owner of a Takeout wrote on other blogs.

    Folders are named in the owner's language, so the content tells: such a feed has comments only.
    """
    own: list[Part] = []
    elsewhere: list[tuple[Part, int]] = []
    for part in feeds:
        comments = _comments_alone(part.file) if part.variant.name == "takeout" and len(feeds) > 1 else None
        if comments is None:
            own.append(part)
        else:
            elsewhere.append((part, comments))
    if not own:
        return feeds, []
    return own, elsewhere


def _comments_alone(file: InputFile) -> int | None:
    """Return the number of comments in a whole Takeout feed that holds nothing else, None for any other feed."""
    count, rest = 0, b""
    with file.open() as stream:
        while chunk := stream.read(_CHUNK):
            text = rest + chunk
            if _OF_POSTS.search(text):
                return None
            found = [match.end() for match in _OF_COMMENT.finditer(text)]
            count += len(found)
            rest = text[max(len(text) - 40, found[-1] if found else 0) :]
    return count if rest.rstrip().endswith(b"feed>") else None


def _tail(folder: str) -> str:
    """Return the last two folders of a path: alike in all parts of one Takeout, wherever it was unpacked."""
    return "/".join(PurePosixPath(folder).parts[-2:])


def _groups(feeds: list[Part]) -> list[list[Part]]:
    """Join the feeds of one blog: by Blogger's number, as written in the files.

    In an archive each folder is a blog of its own, since Takeout never gives one blog two folders. A feed without a
    number is taken for the only blog there is, if there is one.
    """
    groups: dict[str, list[Part]] = {}
    folders: dict[str, str] = {}
    for part in feeds:
        key = part.blog
        if part.variant.name == "takeout" and part.in_archive:
            # Two feeds of one number in sibling folders of one archive.
            parent = f"{part.argument} {PurePosixPath(part.file.folder).parent} {part.blog}"
            if folders.setdefault(parent, part.file.folder) != part.file.folder:
                key = f"{part.blog} {part.file.folder}"
        groups.setdefault(key, []).append(part)
    nameless = groups.pop("", [])
    if nameless and len(groups) == 1:
        next(iter(groups.values())).extend(nameless)
    elif nameless:
        groups[""] = nameless
    return list(groups.values())


def _owners(extra: Part, groups: list[list[Part]]) -> list[list[Part]]:
    """Return the groups that settings or a theme belong to: those of their folder, in any part; else the only one."""
    for same in (
        lambda part: part.argument == extra.argument and part.file.folder == extra.file.folder,
        lambda part: _tail(part.file.folder) == _tail(extra.file.folder) != "",
    ):
        found = [group for group in groups if any(same(part) for part in group)]
        if found:
            return found
    return groups if len(groups) == 1 else []


def _blog(group: list[Part], groups: list[list[Part]], extras: list[Part], shown: Sequence[AlbumPicture]) -> FoundBlog:
    first = min(group, key=lambda part: part.variant.rank)
    own = [part for part in extras if any(owner is group for owner in _owners(part, groups))]
    own.sort(key=lambda part: (part.variant.name != "takeout-settings", part.variant.name, part.file.name))
    folder = PurePosixPath(first.file.folder).name
    titled = next((part.title for part in sorted(group, key=lambda part: part.variant.rank) if part.title), "")
    names = {fold(name) for name in (folder, titled) if name}
    mine = shown if len(groups) == 1 else [picture for picture in shown if fold(picture.album) in names]
    return FoundBlog(first.blog, titled, folder, (*own, *group), tuple(mine))


# -- choosing one ------------------------------------------------------------------------------------------------


def choose(found: Survey, wanted: str = "") -> FoundBlog | None:
    """Return the blog to read: the only one, or the one called *wanted*; None when there is none at all.

    A blog is called by its title, its folder or its number; a part of the title will do where it fits only one. Raises
    `InputError` when none or several fit.
    """
    blogs = found.blogs
    if not blogs:
        return None
    if not wanted:
        if len(blogs) > 1:
            raise _several(found)
        return blogs[0]
    word = fold(wanted.strip())
    whole = [blog for blog in blogs if word in (fold(blog.title), fold(blog.folder), blog.id)]
    in_part = [blog for blog in blogs if word in fold(blog.title) or word in fold(blog.folder)]
    for chosen in (whole, in_part):
        if len(chosen) == 1:
            return chosen[0]
        if chosen:
            raise InputError(
                f"{len(chosen)} blogs are called {wanted!r}: {_listed(chosen)}.",
                advice="Choose by number: " + ", ".join(blog.id for blog in chosen if blog.id) + ".",
            )
    if word.isdecimal() and len(blogs) == 1:
        return blogs[0]  # a file may hold entries of another blog than its header names
    raise InputError(f"There is no blog called {wanted!r}. There is: {_listed(blogs)}.", advice="Choose one of these.")


def _several(found: Survey) -> InputError:
    by_argument = {part.argument for blog in found.blogs for part in blog.parts}
    where = found.containers[next(iter(by_argument))].name if len(by_argument) == 1 else ""
    start = "There are" if where else "The inputs are of different blogs; there are"
    return InputError(
        f"{start} {len(found.blogs)} blogs: {_listed(found.blogs)}.",
        where=where,
        advice="Choose one with --blog NAME, or convert each into a folder of its own with --all.",
    )


def _listed(blogs: Iterable[FoundBlog]) -> str:
    return "; ".join(_called(blog) for blog in blogs)


def _called(blog: FoundBlog) -> str:
    number = f"number {blog.id}, " if blog.id else ""
    feed = next(part for part in blog.parts if part.variant.role == "blog")
    return f"{blog.name!r} ({number}{feed.file.name})"


#: documents that are zip archives inside, by a member that each has
_DOCUMENTS = (
    ("word/document.xml", "a Word document (DOCX)"),
    ("xl/workbook.xml", "a table (XLSX)"),
    ("ppt/presentation.xml", "a presentation (PPTX)"),
    ("META-INF/container.xml", "a book (EPUB)"),
    ("content.xml", "a document of an office suite (ODF)"),
)

# -- what is none of ours ----------------------------------------------------------------------------------------


def stranger(container: Container) -> InputError:
    """Return the error for a container in which nothing is ours."""
    if len(container.files) == 1 and container.kind in ("file", "standard input"):
        what, advice = name_stranger(container.files[0])
        return InputError(f"This is {what}, not an export of a Blogger blog.", where=container.name, advice=advice)
    what = {"zip": "The zip archive", "tar": "The tar archive"}.get(container.kind, "The folder")
    if not container.files:
        return InputError(f"{what} is empty.", where=container.name, advice=HOW_TO_EXPORT)
    for name, document in _DOCUMENTS:
        if any(file.path == name for file in container.files):
            return InputError(
                f"This is {document}, not an export of a Blogger blog.", where=container.name, advice=HOW_TO_EXPORT
            )
    inner = next(_archives_in(container), None)
    if inner is not None:
        return InputError(
            f"{what} holds another archive, {inner.path}, and no blog beside it.",
            where=container.name,
            advice="Unpack it and give what was inside.",
        )
    count = len(container.files)
    part = "A Takeout may come in several parts: give them all, or the one with a folder Blogger in it. "
    return InputError(
        f"{what} holds {count} file{'s' if count != 1 else ''}, but no feed.atom and no Blogger export.",
        where=container.name,
        advice=(part if "takeout" in container.name.lower() else "") + HOW_TO_EXPORT,
    )


def _archives_in(container: Container) -> Iterator[InputFile]:
    for file in container.files:
        if file.basename.lower().endswith(ENDINGS) and container.origin is not None:
            yield file


def no_blog(found: Survey) -> InputError:
    """Return the error for inputs that are ours and hold no blog."""
    parts = found.loose or found.beside
    name = parts[0].file.name if parts else found.containers[0].name
    what = {
        "theme": "This is a theme (the look of a blog), not its content.",
        "classic-template": "This is a template (the look of a blog), not its content.",
        "takeout-settings": "These are the settings of a blog, not its content.",
    }.get(parts[0].variant.name if parts else "", "")
    if not what:
        what = f"What was found in it ({parts[0].variant.title}) is no blog." if parts else "There is no blog in it."
    return InputError(what, where=name, advice=HOW_TO_EXPORT)
