"""Which characters of a text need a backslash, so that no renderer takes them for markup.

An escape is written only where its character could pair or start something: decided on the whole
paragraph, since `*` at its start may meet another at its end. Every rule names what breaks without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html.entities import html5 as _ENTITIES

from bloggermigrate.body.dialects import Dialect
from bloggermigrate.body.document import CODE, EM, STRIKE, STRONG
from bloggermigrate.body.markdown.bars import CODE_BAR, barred
from bloggermigrate.body.markdown.delimiters import (
    IN_WORDS,
    SINGLE,
    balanced,
    code_spans,
    escape_flanking,
    left_of_fence,
    meets,
    pairs,
    rules_of_tildes,
    tildes_pair,
)

_BACKSLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|\Z)")
_TAG_START = re.compile(r"<(?=/?[A-Za-z]|[!?])")
_LOOSE_TAG_START = re.compile(r"(?<!\\)<(?=[^\W\d])")  # some take letters of every script for a tag's name
_BARE_ADDRESS = re.compile(r"(https?|ftp|www)(:(?=//)|\.(?<=www\.))([^\s<]+)")
_DOLLARS = re.compile(r"\${2,}")
#: A renderer that makes a link of it would take the second bracket along, but no reference.
_IN_ANGLES = re.compile(r"\\<((?:https?://|ftp://|www\.)[^\s<>\\&]+)>(?=[\s.,;:!?]|\Z)")
_REFERENCE = re.compile(r"&(?=(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);)")
_CLOSING_TILDE = re.compile(r"(?<![\s~])~+")
_BACKTICKS = re.compile(r"`+")
_BRACKET = re.compile(r"(?<!\\)((?:\\\\)*)([\[\]])")
_BRACKET_ESCAPE = re.compile(r"\\([\[\]\\])")
_NOTE_MARK = re.compile(r"(?:\A|(?<=\[))\^")
_ATTRIBUTES = re.compile(r"\{(?=[:#.])")
_ENDS_ATTRIBUTES = re.compile(r"\} *(?:\ufffc|\Z)")
_BEGINS_ATTRIBUTES = re.compile(r"(?<= )\{")


def is_quiet(text: str) -> bool:
    """Whether nothing in *text* could be markup, but for what stands at the start of a line."""
    # To look for each by itself is two to three times as fast as a pattern on what most paragraphs are long.
    return not (
        "*" in text
        or "_" in text
        or "&" in text
        or "<" in text
        or "[" in text
        or "]" in text
        or "\\" in text
        or "`" in text
        or "~" in text
        or "|" in text
        or "{" in text
        or "$" in text
        or "^" in text
    )


class Escaper:
    """The escapes of one paragraph's texts, decided on all of them together.

    *whole* is the paragraph: its lines, and U+FFFC where a run ends or something other than text stands.
    *marks* are those of all its runs: their delimiters may meet a character of the text. *broken*: its lines stand
    on one, with `<br>` between. *met*: a tilde of the text could meet one in what is no text. *formula_ends*: `$$`
    stands where nothing escapes it, in code or an address.
    """

    __slots__ = (
        "all_tildes",
        "ampersand",
        "angles",
        "backtick",
        "backticks",
        "barred",
        "block_start",
        "braces",
        "brackets",
        "broken",
        "dialect",
        "dollars",
        "pipes",
        "quiet",
        "stars",
        "tags",
        "tilde_met",
        "tildes",
        "underscores",
    )

    def __init__(
        self,
        dialect: Dialect,
        whole: str,
        *,
        marks: int = 0,
        in_table: bool = False,
        in_heading: bool = False,
        broken: bool = False,
        met: bool = False,
        formula_ends: bool = False,
    ) -> None:
        self.dialect = dialect
        self.broken = broken
        self.ampersand = dialect.escaped("&")
        # What looks for bars outside of code sees code begin at a backtick that a backslash escapes.
        self.backtick = "&#96;" if dialect.pipe_is_table and (in_table or CODE_BAR in whole) else "\\`"
        self.quiet = is_quiet(whole)
        #: The lines whose bars are escaped, so that no paragraph is a table.
        self.barred: frozenset[int] = frozenset()
        if self.quiet:
            return
        self.stars = "*" in whole and (
            pairs(whole, "*", dialect.stars) or (bool(marks & (STRONG | EM)) and meets(whole, "*", dialect.stars))
        )
        self.underscores = "_" in whole and pairs(whole, "_", IN_WORDS[dialect.stars])
        self.tildes = "~" in whole and tildes_pair(whole, dialect)
        self.all_tildes = "~" in whole and (
            met
            or (bool(marks & STRIKE) and (self.tildes or meets(whole, "~", rules_of_tildes(dialect))))
            or left_of_fence(whole, "~")
        )
        self.backticks = "`" in whole and (
            bool(marks & CODE)
            or (in_table and dialect.pipe_is_table)
            or code_spans(whole, dialect.code_ends)
            or left_of_fence(whole, "`")
            or (dialect.backticks_bind_links and (marks or "\ufffc" in whole) and whole.count("`") > 1)
        )
        self.tilde_met = False
        self.brackets = "](" in whole
        self.pipes = in_table
        if dialect.pipe_is_table and "|" in whole and not in_heading and not in_table:
            self.barred = barred(whole)
            self.at_line(0)
        #: How many signs of a formula are still to come; one alone, and the last, are none.
        self.dollars = len(_DOLLARS.findall(whole)) + formula_ends if dialect.dollars_are_math else 0
        if self.dollars == 1 and "$$$" not in whole and not whole.startswith("$$"):
            self.dollars = 0
        self.block_start = whole.startswith("$$")
        self.tags = "<" in whole and ">" in whole
        self.angles = self.tags and marks and dialect.angles_hide_marks
        #: Whether what stands in braces there could be taken for attributes of the whole.
        self.braces = (
            (in_heading or in_table) and dialect.attribute_lists == "any" and bool(_ENDS_ATTRIBUTES.search(whole))
        )

    def at_line(self, number: int) -> None:
        """Say in which line of the paragraph stands what is escaped next."""
        self.pipes = number in self.barred

    def text(
        self,
        text: str,
        *,
        marks: int = 0,
        in_link: bool = False,
        starts: bool = True,
        ends: bool = True,
        glued: bool = False,
    ) -> str:
        """Return *text* with its escapes.

        *marks*: it stands between delimiters of these, which its own would close. *in_link*: brackets must
        balance, since they delimit the link. *starts*, *ends*: it is the first or last of its line. *glued*:
        something other than a blank follows.
        """
        if not self.quiet and not is_quiet(text):
            text = self._escaped(text, marks, in_link, starts=starts and not self.broken, ends=ends and not self.broken)
            if text[-1] == "<" and (glued or marks or self.broken) and not self.dialect.commonmark_emphasis:
                text = text[:-1] + "&lt;"  # with the tag behind it, it would be a quotation mark
        elif not glued:
            return text
        if self.dialect.links_bare_addresses and not in_link and ("://" in text or "www." in text):
            text = _IN_ANGLES.sub(
                lambda found: found.group() if glued and found.end() == len(text) else f"&lt;{found.group(1)}&gt;", text
            )
            brackets = self.dialect.brackets_in_addresses
            return _BARE_ADDRESS.sub(
                lambda found: _address(found, glued=glued and found.end() == len(text), brackets=brackets), text
            )
        return text

    def _escaped(self, text: str, marks: int, in_link: bool, *, starts: bool, ends: bool) -> str:
        dialect = self.dialect
        escaped = dialect.escaped
        if "\\" in text:
            text = _BACKSLASH.sub(r"\\\\", text)
        if "&" in text:
            text = _REFERENCE.sub(_reference(self.ampersand), text)
        if "`" in text and (self.backticks or (in_link and dialect.backticks_bind_links)):
            text = text.replace("`", self.backtick)
        if "*" in text and (self.stars or marks & (STRONG | EM) or (in_link and not dialect.commonmark_emphasis)):
            text = escape_flanking(text, "*", dialect.stars, starts=starts, ends=ends)
        if "_" in text and (self.underscores or (in_link and not dialect.commonmark_emphasis)):
            text = escape_flanking(text, "_", IN_WORDS[dialect.stars], starts=starts, ends=ends)
        if "~" in text:
            if dialect.tildes == "none":
                pass
            elif self.all_tildes or marks & STRIKE or (marks and dialect.tildes in SINGLE):
                text = text.replace("~", escaped("~"))
            elif self.tildes:  # behind a blank it can only open, and nothing closes it; the first closes nothing
                first = -1 if self.tilde_met else text.index("~")
                text = _CLOSING_TILDE.sub(
                    lambda found: (
                        found.group()
                        if found.start() == first or (starts and not found.start())
                        else escaped("~") * len(found.group())
                    ),
                    text,
                )
            self.tilde_met = True
        if "[" in text or "]" in text:
            if self.brackets:
                text = text.replace("[", "\\[")
            if in_link and not balanced(text, 1 if dialect.escapes_in_alt == "references" else None):
                text = _BRACKET.sub(r"\1\\\2", text)
            # Such a renderer takes the backslashes of brackets out before it looks for links.
            if in_link and dialect.escapes_in_alt == "references":
                text = _BRACKET_ESCAPE.sub(_code_of_escaped, text)
        if in_link and dialect.unknown_footnotes and "^" in text:
            text = _NOTE_MARK.sub(_code_of, text)
        if "<" in text and (self.tags or (starts and text[0] == "<")):
            if self.angles:
                text = text.replace("<", "&lt;")
            text = _TAG_START.sub(escaped("<").replace("\\", "\\\\"), text)
            if not dialect.commonmark_emphasis:
                text = _LOOSE_TAG_START.sub("&lt;", text)
        if self.pipes and "|" in text:
            text = text.replace("|", "\\|")
        if dialect.attribute_lists and "{" in text:
            text = _ATTRIBUTES.sub(r"\\{", text)
            if self.braces and not in_link:
                text = _BEGINS_ATTRIBUTES.sub(r"\\{", text)
        if self.dollars and "$$" in text:
            text = _DOLLARS.sub(self._formula, text)
        return text

    def _formula(self, found: re.Match[str]) -> str:
        self.dollars -= 1
        signs = found.group()
        if not self.dollars and len(signs) == 2 and not self.block_start:
            return signs
        self.block_start = False
        # Not "\\$$": at the start of a block that is another kind of formula.
        return "$\\$" * (len(signs) // 2) + "$" * (len(signs) % 2)


def _address(found: re.Match[str], *, glued: bool, brackets: str) -> str:
    """A bare address as it stands; if markup or a backslash would become part of its link, no address.

    What makes a link of an address takes all that follows up to a blank: delimiters, backslashes, `>`, and such
    *brackets* as `Dialect.brackets_in_addresses` says.
    """
    scheme, sign, rest = found.groups()
    spoilt = glued or "\\" in rest or ">" in rest
    if not spoilt and brackets != "none" and "]" in rest:
        spoilt = "[/" in rest or (brackets == "closing" and rest.count("]") > rest.count("["))
    if not spoilt:
        return found.group()
    if rest.startswith("//www."):
        rest = rest.replace(".", "\\.", 1)
    return f"{scheme}\\{sign}{rest}"


def _reference(escaped: str) -> Callable[[re.Match[str]], str]:
    def escape(match: re.Match[str]) -> str:
        name = match.group(1)
        return escaped if name[0] == "#" or name + ";" in _ENTITIES else "&"

    return escape


def _code_of(found: re.Match[str]) -> str:
    return f"&#{ord(found.group())};"


def _code_of_escaped(found: re.Match[str]) -> str:
    return f"&#{ord(found.group(1))};"
