"""Bodies of one post, its comments and gadgets → what a writer asks for: Markdown of its dialect, or HTML."""

from __future__ import annotations

from bloggermigrate import body
from bloggermigrate.body.notes import NOTES, Note
from bloggermigrate.issues import Issue, Severity, Source
from bloggermigrate.locales import direction
from bloggermigrate.model import Blog
from bloggermigrate.options import Options


class Renderer:
    """Renders HTML found in Blogger; made once in each process.

    `issues` gathers what was met; whoever works through an entry takes them with `take_issues`.
    """

    def __init__(self, blog: Blog, options: Options, dialect: str) -> None:
        self._dialect = body.DIALECTS[dialect]
        self._options = options
        self._issues: list[Issue] = []
        self._context = body.BodyContext(
            # A browser collapses bare line feeds; where Blogger was set to make breaks of them, they were meant.
            line_breaks="auto" if blog.convert_line_breaks else "collapse",
            direction=direction(blog.locale),
            unsafe_html=options.unsafe_html,
        )
        self.identical = 0
        self.checked = 0

    def document(self, html: str, source: Source) -> body.Document:
        """Return *html* read; what was dropped or changed is kept as issues of *source*."""
        document = body.read(html, self._context)
        self._note(document.notes, source)
        return document

    def markdown(self, document: body.Document, source: Source) -> str:
        """Return the document in the writer's dialect."""
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

    def _note(self, notes: tuple[Note, ...], source: Source) -> None:
        for note in notes:
            kind = NOTES.get(note.code)
            times = f" ({note.count} times)" if note.count > 1 else ""
            level = Severity(kind.severity) if kind else None
            message = f"{note.message[:1].upper()}{note.message[1:]}{times}."
            self._issues.append(Issue(note.code, message, source, level=level))
