"""What a reading dropped or changed, as values: the table of codes and the counter that gathers them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["info", "warning"]


@dataclass(frozen=True, slots=True)
class Note:
    """Something of the body that did not come through as it stood; `count` times in this body."""

    code: str
    message: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class NoteKind:
    severity: Severity
    message: str
    drops_words: bool = False  #: words that readers of the old page saw may be gone


#: All codes, stable. "info": nothing that a reader of the old page saw is missing; "warning": look at it.
NOTES: dict[str, NoteKind] = {
    "script-dropped": NoteKind("info", "a script that only served the old page was dropped"),
    "tracker-dropped": NoteKind("info", "a tracking pixel or counter was dropped"),
    "chrome-image-dropped": NoteKind("info", "a picture of Blogger's own, such as its pencil, was dropped"),
    "share-widget-dropped": NoteKind("info", "a share widget was dropped", drops_words=True),
    "ad-dropped": NoteKind("info", "an advertisement was dropped"),
    "highlighter-script-dropped": NoteKind("info", "a syntax highlighter's script was dropped"),
    "math-script-dropped": NoteKind("warning", "formulas here need MathJax or KaTeX in the new theme"),
    "embed-script-dropped": NoteKind("info", "a script that dressed up a quoted post was dropped"),
    "unknown-script-dropped": NoteKind("warning", "a script was dropped whose purpose is not known"),
    "gist-embedded": NoteKind("info", "a gist's script became a frame that shows the gist"),
    "office-markup-dropped": NoteKind("info", "settings of an office program were dropped"),
    "style-dropped": NoteKind("info", "a style sheet inside the body was dropped"),
    "hidden-text-dropped": NoteKind("info", "text that the old page did not show was dropped"),
    "form-dropped": NoteKind("warning", "a field of a form was dropped"),
    "drawing-dropped": NoteKind("warning", "a drawing (svg, canvas, math) was dropped"),
    "unsafe-link-dropped": NoteKind("warning", "a link that runs a script was dropped, its words kept"),
    "dead-link-dropped": NoteKind("info", "a link without a reachable target was dropped, its words kept"),
    "code-link-dropped": NoteKind("warning", "a link inside a block of code was dropped, its words kept"),
    "dead-image-dropped": NoteKind("warning", "a picture without a reachable address was dropped"),
    "dead-embed-dropped": NoteKind("info", "an embed without an address was dropped"),
    "flash-embed-updated": NoteKind("info", "a Flash player became the player of today that plays the same"),
    "flash-embed-kept": NoteKind("warning", "a Flash player is kept by its address, but no browser plays it any more"),
    "blogger-video-kept": NoteKind(
        "warning", "a video uploaded to Blogger is still shown from there, and goes when the blog does"
    ),
    "blogger-video-lost": NoteKind("warning", "the player of a video uploaded to Blogger has no address here"),
    "drive-document-kept": NoteKind("info", "a document on Google Drive is linked or shown; it stays there"),
    "typewriter-code": NoteKind("info", "text set in a typewriter face that looks like code became code"),
    "line-numbers-dropped": NoteKind("info", "the line numbers of pasted code were dropped", drops_words=True),
    "jump-break-repeated": NoteKind("info", "a second jump break was dropped"),
    "jump-break-moved": NoteKind("info", "the jump break stood inside a list or quote, and stands beside it now"),
    "nesting-flattened": NoteKind("warning", "quotes or lists nested too deep were flattened"),
    "unclosed-script": NoteKind("warning", "a script or style sheet without an end was cut at the next block"),
    "character-replaced": NoteKind("warning", "a character that no document may hold was replaced"),
    "math-found": NoteKind("info", "formulas in TeX were left as they stand"),
}


class NoteCounter:
    """Counts notes by code and what they are about, in the order they came up first."""

    __slots__ = ("_counts",)

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], int] = {}

    def add(self, code: str, about: str = "") -> None:
        """Count a note of *code*; what it is *about*, such as an address kept nowhere else, ends its message."""
        self._counts[code, about] = self._counts.get((code, about), 0) + 1

    def notes(self) -> tuple[Note, ...]:
        return tuple(
            Note(code, f"{NOTES[code].message}: {about}" if about else NOTES[code].message, count)
            for (code, about), count in self._counts.items()
        )
