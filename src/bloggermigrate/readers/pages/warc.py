"""Pages inside a crawl in the WARC format, as archives and wget write them."""

from __future__ import annotations

from collections.abc import Iterator

from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped, unused-ignore]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped, unused-ignore]

from bloggermigrate.issues import IssueLog, Source
from bloggermigrate.readers.items import RawItem
from bloggermigrate.readers.pages.collect import PageCollector
from bloggermigrate.readers.pages.one import GREATEST_PAGE, PageBytes, read_page
from bloggermigrate.readers.probe import Probe
from bloggermigrate.readers.sources import InputFile


def sniff(seen: Probe) -> bool:
    """Return whether *seen* is a WARC; a packed one is unpacked where files are opened."""
    return seen.text.startswith("WARC/")


def read_warc(file: InputFile, issues: IssueLog) -> Iterator[RawItem]:
    """Give the blog that the HTML pages of the crawl *file* are pages of; other records are passed over.

    A crawl that breaks off gives what stands before.
    """
    collector = PageCollector(issues)
    with file.open() as stream:
        try:
            for record in ArchiveIterator(stream):
                if record.rec_type not in {"response", "resource"} or not _is_page(record):
                    continue
                address = record.rec_headers.get_header("WARC-Target-URI") or ""
                data = record.content_stream().read(GREATEST_PAGE)
                page = PageBytes(data, address, Source(f"{file.name}!{address}"))
                collector.take(read_page(page, collector.done, collector.read_widgets))
        except (ArchiveLoadFailed, EOFError, OSError, ValueError) as error:
            issues.add("page-empty", f"The crawl can't be read to its end: {error}.", Source(file.name))
    yield from collector.items()


def _is_page(record: object) -> bool:
    headers = getattr(record, "http_headers", None)
    if headers is None:
        return True
    kind = (headers.get_header("Content-Type") or "").lower()
    status = headers.get_statuscode()
    return "html" in kind and status.startswith("2")
