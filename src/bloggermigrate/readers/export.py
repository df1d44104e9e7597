"""Both exports, the classic one and Takeout's: the blog's header, every entry, each gadget of the template.

What an entry is follows from the entry and not from its file: people paste one export behind the other, and both forms
into one file. Each document in a file and each form in it counts as an input of its own, so that entries met twice are
merged as they are from two files.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bloggermigrate.errors import InputError
from bloggermigrate.issues import IssueLog
from bloggermigrate.readers import atom_export, takeout
from bloggermigrate.readers.items import RawFeed, RawItem
from bloggermigrate.readers.mending import NAMESPACES
from bloggermigrate.readers.pieces import Piece, ReadPiece
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.readers.theme_file import gadgets_of
from bloggermigrate.readers.xml_stream import EntryStream

_TYPE = f"{{{NAMESPACES['blogger']}}}type"


def read(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give the header of each document in *file*, every entry as found, and each gadget of a template."""
    return _read(EntryStream(file, issues), file, issues, set())


def read_piece(piece: Piece) -> ReadPiece | None:
    """Return what `read` gives of a piece's entries; None where the file must be read in one."""
    file, issues, forms = piece.file(), IssueLog(), set[str]()
    stream = EntryStream(file, issues, mend=False)
    try:
        items = list(_read(stream, file, issues, forms))
    except (etree.XMLSyntaxError, InputError, OSError):
        return None
    # Where one document or form ends and another begins, what follows is another input.
    if len(forms) != 1 or stream.document != 1:
        return None
    if piece.number:
        items = [item for item in items if not isinstance(item, RawFeed)]
    return ReadPiece(items, list(issues), forms.pop())


def _read(stream: EntryStream, file: InputFile, issues: IssueLog, forms: set[str]) -> Iterator[RawItem]:
    """Give what *stream* holds, and add the forms that are met to *forms*."""
    place, first_form, document = file, "", -1
    for element in stream:
        if stream.document > document:
            document = stream.document
            place = file if document < 2 else _named(file, f"document {document}")
            first_form = ""
            yield atom_export.feed_of(stream.feed if document > 1 else stream.root, place)
        form = "Takeout" if _is_takeout(element) else "classic"
        first_form = first_form or form
        forms.add(form)
        here = place if form == first_form else _named(place, f"{form} entries")
        read_entry = takeout.entry_of if form == "Takeout" else atom_export.entry_of
        entry = read_entry(element, here)
        yield entry
        if entry.kind == "template":
            yield from gadgets_of(entry.content, entry.source, issues)
    if document < 0:
        yield atom_export.feed_of(stream.root, file)


def _is_takeout(element: etree._Element) -> bool:
    # The second name is that of files which lost the declaration of the prefix.
    return next(element.iterchildren(_TYPE, "blogger:type"), None) is not None


def _named(file: InputFile, what: str) -> InputFile:
    return file._replace(name=f"{file.name} ({what})")
