"""Bodies of one post, its comments and gadgets → what a writer asks for: Markdown of its dialect, or HTML."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bloggermigrate import body
from bloggermigrate.body.markdown.breaks import set_free
from bloggermigrate.body.notes import NOTES, Note
from bloggermigrate.issues import Issue, Severity, Source
from bloggermigrate.model import Blog, Reference
from bloggermigrate.options import Options
from bloggermigrate.text.locales import direction

if TYPE_CHECKING:
    from bloggermigrate.images.catalogue import Sighting
    from bloggermigrate.images.settling import Pictures
    from bloggermigrate.linking.linker import Found, Linker


class Renderer:
    """Renders HTML found in Blogger; made once in each process.

    `issues` gathers what was met; whoever works through an entry takes them with `take_issues`. With *as_found* bodies
    say what they said in Blogger (`Writer.as_found`).
    """

    def __init__(self, blog: Blog, options: Options, dialect: str, *, as_found: bool = False) -> None:
        if options.check and options.engine == "native":
            # Not at the first body: worker processes then have it from the one that they are forked from.
            import bloggermigrate.body.proof  # noqa: F401
        self._as_found = as_found
        self._dialect = body.DIALECTS[dialect]
        self._options = options
        self._issues: list[Issue] = []
        self._references: list[Reference] = []
        self._context = body.BodyContext(
            # A browser collapses bare line feeds; where Blogger was set to make breaks of them, they were meant.
            line_breaks="auto" if blog.convert_line_breaks else "collapse",
            direction=direction(blog.locale),
            unsafe_html=options.unsafe_html,
            recover_code=not as_found,
        )
        self._here = self._context  #: for the page that is rendered now
        self._linker: Linker | None = None
        self._pictures: Pictures | None = None
        self._sightings: list[Sighting] = []
        self.identical = 0
        self.checked = 0

    def link_with(self, linker: Linker) -> None:
        """Have links of the blog to itself led to their new places from now on."""
        self._linker = linker
        if not self._as_found:
            self._context = self._here = replace(self._context, link=linker.place)

    def show_with(self, pictures: Pictures) -> None:
        """Have pictures led to where they are to be from now on."""
        self._pictures = pictures

    def begin(self, path: str = "/") -> None:
        """Say on which page, by its old path, that stands which is rendered next."""
        anchors = self._linker.begin(path) if self._linker else frozenset[str]()
        self._here = replace(self._context, anchors=anchors) if anchors else self._context

    def document(self, html: str, source: Source) -> body.Document:
        """Return *html* read; what was dropped or changed is kept as issues of *source*, its links as references."""
        document = body.read(html, self._here)
        self._note(document.notes, source)
        if document.links:
            self._refer(document, source)
        return self._settle(document, source) if self._pictures else document

    def markdown(self, document: body.Document, source: Source) -> str:
        """Return the document in the writer's dialect."""
        if self._dialect.parts_at_break and set_free(document.blocks) is not document.blocks:
            self._note((Note("jump-break-moved", NOTES["jump-break-moved"].message),), source)
        if self._options.engine == "html2text":
            from bloggermigrate.body import html2text_engine

            return html2text_engine.emit(document)
        if not self._options.check:
            return body.markdown.emit(document, self._dialect)
        from bloggermigrate.body.proof import emit_checked

        text, notes = emit_checked(document, self._dialect)
        self.checked += 1
        self.identical += not notes
        self._note(notes, source)
        return text

    def html(self, document: body.Document) -> str:
        """Return the document as clean HTML."""
        return body.html.emit(document)

    @property
    def issues(self) -> list[Issue]:
        """What was met since the last `take_issues`."""
        return self._issues

    def take_issues(self) -> list[Issue]:
        """Return the issues met since the last call, and forget them."""
        taken, self._issues = self._issues, []
        return taken

    def take_references(self) -> list[Reference]:
        """Return the links and pictures met since the last call, and forget them."""
        taken, self._references = self._references, []
        return taken

    def take_sightings(self) -> list[Sighting]:
        """Return the pictures met since the last call, as the catalogue wants them, and forget them."""
        taken, self._sightings = self._sightings, []
        return taken

    def picture(self, url: str, source: Source) -> str:
        """Return the address to write for a picture outside of bodies, and keep it as one that *source* has."""
        if self._pictures is None:
            return url
        place, references, sightings = self._pictures.place(url, source.entry)
        self._references += references
        self._sightings += sightings
        return place

    def _settle(self, document: body.Document, source: Source) -> body.Document:
        assert self._pictures is not None
        if source.file == "settings" and not source.entry:
            return document
        document, references, sightings = self._pictures.settle(document, source.entry)
        self._references += references
        self._sightings += sightings
        return document

    def leads_to(self, url: str) -> str | None:
        """Return the new place of an address of the blog itself on the page that `begin` named; None for all others."""
        found = self._linker.find(url) if self._linker else None
        return found.place if found and found.state == "resolved" else None

    def link(self, url: str, source: Source) -> Found | None:
        """Return what became of an address outside of bodies, and keep it as one that *source* has."""
        if self._linker is None:
            return None
        found = self._linker.find(url)
        self._met([(url, found)], source)
        return found

    def _refer(self, document: body.Document, source: Source) -> None:
        # A page of settings is asked for its words more than once, and told of as a setting the first time.
        if self._linker is None or (source.file == "settings" and not source.entry):
            return
        find = self._linker.find
        # The link from a picture to its larger self, or to itself, is part of the picture.
        larger = {image.larger or image.src for image in document.images}
        met = [(link.href, find(link.href)) for link in document.links]
        if larger:
            texts = [link.text for link in document.links]
            met = [each for each, text in zip(met, texts, strict=True) if text or each[1].place not in larger]
        self._met(met, source)

    def _met(self, met: list[tuple[str, Found]], source: Source) -> None:
        self._references += [Reference("link", each.state, url, each.place, source.entry) for url, each in met]
        if self._linker and any(found.issue for _, found in met):
            self._issues += self._linker.issues_of(met, source)

    def _note(self, notes: tuple[Note, ...], source: Source) -> None:
        for note in notes:
            kind = NOTES.get(note.code)
            times = f" ({note.count} times)" if note.count > 1 else ""
            level = Severity(kind.severity) if kind else None
            message = f"{note.message[:1].upper()}{note.message[1:]}{times}."
            self._issues.append(Issue(note.code, message, source, level=level))
