"""What must hold for any bytes: one function a part of the program, each raising when a law is broken.

`fuzz/run.py` hands them the bytes that a coverage-guided fuzzer makes up; `tests/test_fuzz_laws.py` hands them the
seeds, and everything that fuzzing ever found.
"""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from collections.abc import Callable

from markdown_it import MarkdownIt

from bloggermigrate import body
from bloggermigrate.body.proof import check, emit_checked
from bloggermigrate.body.proof.reading import as_commonmark, code_bars_escaped
from bloggermigrate.body.tree import Comment, Element, parse
from bloggermigrate.dates import parse_date
from bloggermigrate.errors import InputError
from bloggermigrate.gadgets import read_widget
from bloggermigrate.issues import Issue, IssueLog, Source
from bloggermigrate.model import RawEntry, RawWidget
from bloggermigrate.readers import VARIANTS, detect
from bloggermigrate.readers.items import RawFeed
from bloggermigrate.readers.sources import InputFile
from bloggermigrate.readers.theme import read_theme
from bloggermigrate.running.reading import read_file
from bloggermigrate.store.packing import Packed, pack

_READERS = {variant.name: variant for variant in VARIANTS}
_XML = ("classic", "takeout", "feed-atom", "feed-rss")
_JSON = ("feed-json", "api")
_DIALECTS = tuple(body.DIALECTS)
_LOCALES = ("", "it", "en", "en-GB", "de", "fr", "pt-BR", "ru", "fa", "th", "ja", "zh-Hant", "ar", "he", "ko", "hi")


def file_of(data: bytes) -> InputFile:
    """Return *data* as an input file."""
    return InputFile("fuzzed", "fuzzed", len(data), lambda: io.BytesIO(data))


def _consume(name: str, data: bytes) -> None:
    """Read everything: entries or a clear error, texts that can be written down, issues with a known code."""
    issues, variant = IssueLog(), _READERS[name]
    read = variant.read_all
    try:
        for item in read([file_of(data)], issues) if read else variant.read(file_of(data), issues):
            if isinstance(item, RawEntry):
                for text in (item.title, item.content, item.author.name, *item.labels):
                    assert "\x00" not in text, "a NUL"
                    text.encode()
            elif isinstance(item, RawWidget):
                read_widget(item)
    except InputError as error:
        assert str(error)


def xml(data: bytes) -> None:
    """Exports and feeds: the first byte chooses the form. Read in pieces, they say the same."""
    name = _XML[data[0] % len(_XML)] if data else _XML[0]
    _consume(name, data[1:])
    if _READERS[name].read_piece:
        assert _entries(name, data[1:], _SMALL) == _entries(name, data[1:], len(data)), "pieces that say something else"


#: bytes of a piece
_SMALL = 150


def _entries(name: str, data: bytes, size: int) -> tuple[list[Packed | RawWidget], list[Issue] | str]:
    """Return what a file holds that is read in pieces of *size* bytes, and what is said of it.

    Without the facts of the blog: those behind the first entry are met only where they stand close to it.
    """
    issues = IssueLog()
    try:
        found = list(read_file(_READERS[name], file_of(data), issues, size=size))
    except InputError as error:
        return [], str(error)
    items = [pack(item) if isinstance(item, RawEntry) else item for item in found]
    return [item for item in items if not isinstance(item, RawFeed)], list(issues)


def json(data: bytes) -> None:
    """Feeds and answers of the API."""
    _consume(_JSON[data[0] % len(_JSON)] if data else _JSON[0], data[1:])


def page(data: bytes) -> None:
    """Saved pages."""
    _consume("page", data)


def text(data: bytes) -> None:
    """Pages copied as text, after the detection of any form."""
    try:
        detect(file_of(data))
    except InputError as error:
        assert str(error)
    _consume("text", data)


def theme(data: bytes) -> None:
    """Themes with their gadgets' settings."""
    faults: list[str] = []
    for raw in read_theme(data.decode("utf-8", "replace"), Source("fuzzed"), faults):
        widget = read_widget(raw)
        assert widget.kind, raw.type
        assert widget.id == raw.id


_RENDERER = MarkdownIt("commonmark", {"html": True, "maxNesting": 500}).enable(["table", "strikethrough"])
_RENDERER.validateLink = lambda url: True  # type: ignore[method-assign]
_RENDERER.normalizeLink = lambda url: url  # type: ignore[method-assign]
#: an element or attribute that runs, in a tag
_RUNS = re.compile(
    r"<(?:script|style|meta|base|link|form|input|button|svg|math|template)\b"
    r"""|<[a-z][^<>]*?\s(?:on\w+|srcdoc)\s*=|<[a-z][^<>]*?\s(?:href|src|data|action|poster)\s*=\s*["']?[\x00-\x20]*(?:javascript|vbscript):""",
    re.I,
)
#: values that merely hold what looks like it
_NOT_A_TAG = re.compile(r"""(?:alt|title|summary|id|class|name|width|height)="[^"]*\"""")


def _words(page: str) -> Counter[str]:
    """Return the letters and digits that a browser shows of *page*, each with how often."""
    shown: Counter[str] = Counter()
    waiting: list[Element | str | Comment] = [parse(page)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            shown.update(c for c in node if c.isalnum())
        elif isinstance(node, Element):
            waiting.extend(node.children)
    return shown


def markdown(data: bytes) -> None:
    """Bodies: no error; nothing that runs; what is written says what was read; HTML read again is the same."""
    dialect = body.DIALECTS[_DIALECTS[data[0] % len(_DIALECTS)] if data else "gfm"]
    document = body.read(data[1:].decode("utf-8", "replace"))
    written, _ = emit_checked(document, dialect)
    written.encode()
    left = check(document, written, dialect)
    assert not left or all(difference.kind == "nesting" for difference in left), left[0]
    clean = body.html.emit(document)
    read = as_commonmark(written, dialect)
    rendered = _RENDERER.render(code_bars_escaped(read) if dialect.code_hides_bars else read)
    for shown in (clean, rendered):
        assert not _RUNS.search(_NOT_A_TAG.sub("", shown)), "something that runs"
    if not left:
        # Every word is there, each as often as in the document, wherever a difference could not be told.
        assert _words(rendered) == _words(clean), "words of the rendered Markdown"
    again = body.html.emit(body.read(clean))
    # A place that only a broken tag's attribute spoke of is no place any more when that tag is gone.
    if b"#" not in data:
        assert body.html.emit(body.read(again)) == again, "clean HTML does not stay the same"


def dates(data: bytes) -> None:
    """Printed dates: None, or a date with all its parts; the same for the same text."""
    locale = _LOCALES[data[0] % len(_LOCALES)] if data else ""
    printed = data[1:].decode("utf-8", "replace")
    found = parse_date(printed, locale=locale or None)
    if found is not None:
        assert 1 <= found.date.year <= 9999
        assert found.datetime is None or found.datetime.date() == found.date
        assert found == parse_date(printed, locale=locale or None)
        assert any(character.isalnum() for character in printed), "a date out of nothing"


LAWS: dict[str, Callable[[bytes], None]] = {
    "xml": xml,
    "json": json,
    "page": page,
    "text": text,
    "theme": theme,
    "markdown": markdown,
    "dates": dates,
}


def mutated(seed: bytes, number: int) -> bytes:
    """Return *seed* with a few random changes, the same ones for the same *number*: fuzzing where no fuzzer is."""
    chance = random.Random(number)
    data = bytearray(seed)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(data) + 1)
        match chance.randrange(4):
            case 0:
                del data[at : at + chance.randint(1, 30)]
            case 1:
                data[at:at] = bytes(chance.choices(b"<>&;\"'/=[]{}()*_`|\\\n\t \x00\xff-0aZ", k=chance.randint(1, 6)))
            case 2:
                start = chance.randrange(len(data) + 1)
                data[at:at] = data[start : start + chance.randint(1, 60)]
            case _ if at < len(data):
                data[at] = chance.randrange(256)
    return bytes(data)
