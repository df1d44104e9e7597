"""Atom entry by entry: one element in memory at a time, no network, no entity, no DTD."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Protocol, cast

from lxml import etree

from bloggermigrate.errors import InputError
from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.readers.mending import MendedStream, decode_head, has_secure_names
from bloggermigrate.readers.sources import InputFile

_CHUNK = 1 << 16

#: any `<!…>` before the root element; comments and processing instructions are skipped over
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*(<!DOCTYPE)?", re.S)


class _Readable(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


def refuse_doctype(head: str, where: str) -> None:
    """Raise `InputError` when the document brings a DOCTYPE: Blogger never writes one, and attacks need one."""
    prolog = _PROLOG.match(head)
    if prolog and prolog[1]:
        raise InputError(
            "The file begins with a DOCTYPE, which Blogger never writes and which can hide an attack.",
            where=where,
            advice="Export the blog again, or delete the <!DOCTYPE …> if you know where it came from.",
        )


class EntryStream:
    """The entries of one feed, in order; iterate once.

    After the first entry (or the end), *root* is the feed element with what stood before that entry. Where one document
    stands behind another, *document* is the number of the one that is being read, from 1, and *feed* its element.
    *broken* tells whether the file stopped being XML before its end. With *mend* false, what is not XML is not mended:
    `lxml.etree.XMLSyntaxError` is raised.
    """

    def __init__(self, file: InputFile, issues: IssueLog, *, entry: str = "{*}entry", mend: bool = True) -> None:
        self._file = file
        self._issues = issues
        self._entry = entry
        self._mend = mend
        self.root: etree._Element | None = None
        self.feed: etree._Element | None = None
        self.document = 0
        self.broken = False
        self._complaints: frozenset[str] = frozenset()  #: domains of libxml2's errors

    def __iter__(self) -> Iterator[etree._Element]:
        head = decode_head(self._file.head(_CHUNK))
        refuse_doctype(head.lstrip(), self._file.name)
        done = 0
        if self._mend and has_secure_names(self._file.head(_CHUNK)):
            yield from self._mended(0)
            return
        try:
            with self._file.open() as raw:
                for element in self._parse(raw):
                    done += 1
                    yield element
            return
        except etree.XMLSyntaxError as error:
            if not self._mend:
                raise
            # A row of entries without a feed ends for the parser at its first one.
            if self.root is not None and self._only_undeclared_prefixes():
                self._issues.add("xml-repaired", f"Undeclared prefix: {error.msg}.", Source(self._file.name))
                return
        yield from self._mended(done)

    def _mended(self, done: int) -> Iterator[etree._Element]:
        """Read again through a `MendedStream`, leaving out the first *done* entries."""
        with self._file.open() as raw:
            stream = MendedStream(raw)
            met = 0
            try:
                for element in self._parse(stream, encoding="utf-8"):
                    met += 1
                    if met > done:
                        yield element
            except etree.XMLSyntaxError as error:
                if not self._only_undeclared_prefixes():
                    line, column = error.position
                    self.broken = True
                    self._issues.add(
                        "xml-broken",
                        f"The XML breaks at line {line}, column {column}: {error.msg.partition(', line ')[0]}. "
                        f"Entries before that place: {max(met, done)}.",
                        Source(self._file.name, line=line or None),
                    )
            for what, count in sorted((+stream.mended).items()):
                code = "text-replaced" if "bytes" in what or "characters" in what else "xml-repaired"
                self._issues.add(code, f"Mended while reading: {what} ({count}).", Source(self._file.name))

    def _parse(self, stream: _Readable | BinaryIO, encoding: str | None = None) -> Iterator[etree._Element]:
        parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=("{*}feed", "{*}rss", "{*}RDF", self._entry),
            encoding=encoding,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            remove_comments=True,
            remove_pis=True,
            huge_tree=True,
        )
        local = self._entry.rpartition("}")[2]
        error: etree.XMLSyntaxError | None = None
        self.feed, self.document = None, 0
        while error is None:
            chunk = stream.read(_CHUNK)
            try:
                if chunk:
                    parser.feed(chunk)
                else:
                    parser.close()
            except etree.XMLSyntaxError as fault:
                error = fault
            for event, found in parser.read_events():
                element = cast(etree._Element, found)
                name = local_name(element)
                if event == "start":
                    if name == local:
                        continue
                    if self.root is None:
                        self.root = element
                    if name == "feed" and (self.feed is None or element.getparent() is self.feed):
                        self.feed, self.document = element, self.document + 1
                elif name == local and _depth_is_entry(element):
                    yield element
                    _free(element)
            if not chunk:
                break
        if error is not None:
            # The error's own log also has what other parsers of this process complained of before.
            self._complaints = frozenset(line.domain_name for line in parser.feed_error_log)
            raise error

    def _only_undeclared_prefixes(self) -> bool:
        """Whether all that libxml2 complains of is prefixes without a declaration; the tree is whole then."""
        return self._complaints == {"NAMESPACE"}


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, "" for a comment; an undeclared prefix is part of the name."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _depth_is_entry(element: etree._Element) -> bool:
    """Whether *element* is a child of the feed (or channel) and not markup inside an entry's content."""
    parent = element.getparent()
    return parent is None or local_name(parent) in ("feed", "channel", "RDF", "rss")


def _free(element: etree._Element) -> None:
    """Drop an entry that has been read, and what stands between it and the one before."""
    parent = element.getparent()
    element.clear()
    if parent is None:
        return
    previous = element.getprevious()
    while previous is not None and previous.tag == element.tag:
        parent.remove(previous)
        previous = element.getprevious()
