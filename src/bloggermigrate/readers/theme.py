"""The gadgets of a theme: `b:widget` elements with their settings, whatever the state of the XML around them.

A theme is the text of the template entry of a classic export, `theme-layouts.xml` of a Takeout, or a theme
backup. About half of the real ones are not well-formed XML (undeclared `macro:` and `fb:` prefixes,
`expr:g:…` attributes, `--` in comments, mismatched tags), so this is a scanner for the few tags that matter
and no XML parser: it takes one pass, never fails, and what is broken between two gadgets costs neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bloggermigrate.issues import Source
from bloggermigrate.model import RawWidget

__all__ = ["is_classic_template", "is_theme", "read_theme"]

#: comments and CDATA are opaque; `widget` must not match `widget-settings`
_MARK = re.compile(
    r"<!--|<!\[CDATA\[|<(?P<end>/?)b:(?P<name>section-contents|section|widget-settings|widget-setting|widget|defaultmarkups)"
    r"(?=[\s/>])"
)
#: the rest of a start tag; a quoted value may hold anything
_TAG_REST = re.compile(r"""(?:[^<>"']++|"[^"]*+"|'[^']*+'|(?!))*+>""")
_ATTRIBUTE = re.compile(r"""([A-Za-z_][\w:.-]*+)\s*+=\s*+(?:"([^"]*+)"|'([^']*+)')""")
#: where the text of a setting ends or turns opaque; the tags after the first two only end a setting left open
_IN_SETTING = re.compile(
    r"<!\[CDATA\[|</b:widget-setting\s*>|(?=</?b:(?:widget-settings|widget|section|section-contents)[\s/>])"
    r"|(?=<b:widget-setting[\s/>])"
)
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#[xX]([0-9A-Fa-f]{1,6}));")
#: faults of one theme that are told; a broken one may have any number
_MOST_FAULTS = 5
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

_THEME = re.compile(r"<b:(?:skin|section|widget|template-skin)[\s/>]")
_CLASSIC = re.compile(r"<\$Blog\w+\$>|</?(?:MainPage|MainOrArchivePage|ItemPage|ArchivePage|Blogger|BlogDateHeader)>")


def is_theme(text: str) -> bool:
    """Whether *text* is a theme with sections and gadgets."""
    return _THEME.search(text) is not None


def is_classic_template(text: str) -> bool:
    """Whether *text* is a template from before gadgets: HTML with tags like ``<$BlogItemTitle$>``.

    Its sidebar is plain HTML among the rest of the page: `pages.sidebar` reads it.

    >>> is_classic_template("<h1><$BlogTitle$></h1>"), is_classic_template("<b:skin/> <$BlogTitle$>")
    (True, False)
    """
    return not is_theme(text) and _CLASSIC.search(text) is not None


@dataclass(slots=True)
class _Open:
    """A gadget whose end has not been met."""

    attributes: dict[str, str]
    section: str
    shown: bool
    place: int
    settings: dict[str, str] = field(default_factory=dict)
    has_settings: bool = False


def read_theme(text: str, source: Source, faults: list[str] | None = None) -> Iterator[RawWidget]:
    """Give the gadgets of the theme *text* in its own order; none for a classic template.

    Sections inside `b:defaultmarkups` are patterns for gadgets and not gadgets. *source* is that of the
    theme; each gadget's names the gadget as well, and its line where the theme is a file of its own. What could not be
    read to its end is added to *faults* in words: a theme that was cut short, a tag or comment that never ends.
    """
    return _Scanner(text, source, [] if faults is None else faults).widgets()


class _Scanner:
    def __init__(self, text: str, source: Source, faults: list[str]) -> None:
        self._text = text
        self._faults = faults
        self._source = source
        self._count = 0
        self._line, self._counted = 1, 0
        self._missing: set[str] = set()  # closing marks that stand nowhere ahead

    def widgets(self) -> Iterator[RawWidget]:
        text, place = self._text, 0
        section, section_shown = "", True
        current: _Open | None = None
        while found := _MARK.search(text, place):
            name, closing, place = found["name"], found["end"] == "/", found.end()
            if not name:
                place = self._after("-->" if found[0] == "<!--" else "]]>", place)
                continue
            rest = _TAG_REST.match(text, place)
            if rest is None:  # a tag that never ends: not a tag
                self._fault(f"b:{name} never ends", found.start())
                continue
            place = rest.end()
            if name == "defaultmarkups":
                if not closing and not _is_empty(rest[0]):
                    place = self._after("</b:defaultmarkups", place)
                continue
            if name == "widget-settings":
                if current and not closing:
                    current.has_settings = True
                continue
            if name == "widget-setting":
                attributes = {} if closing else _attributes(rest[0])
                if closing or _is_empty(rest[0]):
                    value = ""
                else:
                    begin = place
                    value, place = self._value(place)
                    if place == len(text) and not text.endswith(">"):
                        self._fault("the setting of a gadget is cut short", begin)
                if current and attributes.get("name"):
                    current.has_settings = True
                    current.settings.setdefault(attributes["name"], value)
                continue
            # A section or gadget begins or ends, and with it the gadget before.
            if current:
                yield self._finish(current)
                current = None
            if name == "widget":
                if not closing:
                    current = _Open(_attributes(rest[0]), section, section_shown, found.start())
                    if _is_empty(rest[0]):
                        yield self._finish(current)
                        current = None
            elif closing or _is_empty(rest[0]):
                section, section_shown = "", True
            else:
                attributes = _attributes(rest[0])
                section, section_shown = attributes.get("id", ""), attributes.get("deleted") != "true"
        if current:
            self._fault(f"the gadget {current.attributes.get('id', '')} is not closed", current.place)
            yield self._finish(current)

    def _fault(self, what: str, place: int) -> None:
        if len(self._faults) < _MOST_FAULTS:
            self._faults.append(f"line {self._text.count(chr(10), 0, place) + 1}: {what}")

    def _after(self, mark: str, place: int) -> int:
        """Return the place behind the next *mark*; *place* itself where there is none: nothing is lost."""
        if mark in self._missing:
            return place
        found = self._text.find(mark, place)
        if found < 0:
            self._missing.add(mark)
            self._fault(f"what {mark} should end has no end", place)
            return place
        return found + len(mark)

    def _value(self, place: int) -> tuple[str, int]:
        """Return the text of a setting that begins at *place*, decoded once, and the place behind it."""
        text, parts = self._text, []
        while found := _IN_SETTING.search(text, place):
            parts.append(_decode(text[place : found.start()]))
            place = found.end()
            if found[0] != "<![CDATA[":
                return "".join(parts), place
            end = self._after("]]>", place)
            if end == place:  # never closed; its text is at least up to the next tag of ours
                continue
            parts.append(text[place : end - 3])
            place = end
        return "".join(parts) + _decode(text[place:]), len(text)

    def _finish(self, gadget: _Open) -> RawWidget:
        attributes, order = gadget.attributes, self._count
        self._count += 1
        ident = attributes.pop("id", "")
        kind = attributes.pop("type", "") or ident.rstrip("0123456789")
        return RawWidget(
            id=ident,
            type=kind,
            title=attributes.pop("title", ""),
            section=gadget.section,
            order=order,
            settings=gadget.settings,
            has_settings=gadget.has_settings,
            visible=gadget.shown and attributes.get("visible") != "false",
            attributes=attributes,
            source=self._source_of(ident, gadget.place),
        )

    def _source_of(self, ident: str, place: int) -> Source:
        if self._source.entry:
            return Source(self._source.file, f"{self._source.entry} {ident}".strip(), self._source.line)
        self._line += self._text.count("\n", self._counted, place)
        self._counted = place
        return Source(self._source.file, ident, self._line)


def _is_empty(rest: str) -> bool:
    return rest.endswith("/>")


def _attributes(rest: str) -> dict[str, str]:
    return {name: _decode(one or two) for name, one, two in _ATTRIBUTE.findall(rest)}


def _decode(text: str) -> str:
    """Return *text* with XML's own references resolved; HTML's (``&nbsp;``) are part of a setting's HTML."""
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(match: re.Match[str]) -> str:
    if match[1]:
        return _NAMED[match[1]]
    code = int(match[2]) if match[2] else int(match[3], 16)
    legal = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF
    return chr(code) if legal else ""
