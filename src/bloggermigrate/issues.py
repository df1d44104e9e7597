"""What does not stop a run: imperfect but done, as values with stable codes.

`CODES` is the one table: each code with its severity, what it means and what its reader can do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple


class Severity(StrEnum):
    """How much an issue matters: *info* needs no look, *warning* deserves one, *error* lost something."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class Source(NamedTuple):
    """The place in the input that something came from; *line* is 1-based, None where not known."""

    file: str
    entry: str = ""
    line: int | None = None

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        entry = f" ({self.entry})" if self.entry else ""
        return f"{self.file}{line}{entry}"


class Code(NamedTuple):
    """One row of `CODES`."""

    severity: Severity
    meaning: str
    advice: str


_I, _W, _E = Severity.INFO, Severity.WARNING, Severity.ERROR

CODES: dict[str, Code] = {
    # reading
    "xml-broken": Code(
        _E,
        "The XML stops being well formed; what stands before is migrated.",
        "Export the blog again; compare the counts.",
    ),
    "xml-repaired": Code(
        _W, "The file is not strict XML and was read leniently.", "Compare the counts with Blogger's own."
    ),
    "text-replaced": Code(
        _W,
        "Bytes that are no text in the declared encoding were replaced.",
        "Look at the entry; correct the encoding.",
    ),
    "entry-no-id": Code(
        _W, "The entry has no id; one was made from its content.", "Nothing to do unless it appears twice."
    ),
    "entry-no-date": Code(_W, "No usable publication date was found.", "Set the date in the front matter."),
    "entry-no-content": Code(_I, "The entry has no content element.", "Check whether the post was empty in Blogger."),
    "duplicate-id": Code(_W, "Two entries have one id; both are kept when they differ.", "Keep the one you want."),
    "merge-conflict": Code(
        _W,
        "Two inputs give one version of an entry differently; the form that says more won.",
        "Compare old and new value; give only the input that is right.",
    ),
    "archive-member": Code(_I, "A file in the input is not looked at, or not under its own name.", "See the message."),
    "kind-unknown": Code(_W, "The entry is of a kind this tool does not know.", "Tell us its kind."),
    "status-unknown": Code(
        _W, "The status word is unknown; the entry is kept out of public output.", "Check it in Blogger."
    ),
    "setting-unreadable": Code(_W, "A setting has a value that can't be used.", "Give the value by option."),
    "theme-unreadable": Code(_W, "The theme could not be read in full.", "Gadgets found so far are kept."),
    "feed-partial": Code(
        _W,
        "A public feed holds only a part of the posts.",
        "Export the whole blog, or save the feed's other pages too.",
    ),
    "feed-short": Code(_W, "The feed holds summaries, not whole posts.", "Export the blog, or set its feed to full."),
    "json-broken": Code(_E, "The JSON can't be read to its end; what stands before is migrated.", "Save it again."),
    "date-guessed": Code(_W, "The date was not printed; it was concluded from the address or a number.", "Check it."),
    "date-ambiguous": Code(_W, "The date can be read in two ways.", "Check it; the other reading is named."),
    "weekday-mismatch": Code(_W, "The weekday printed does not fit the date; the date is kept.", "Check it."),
    "page-dynamic": Code(_W, "A page of Dynamic Views holds no post.", "Give the blog's feed or its export instead."),
    "page-snippet": Code(_W, "Only the beginning of a post is in the pages given.", "Save the post's own page too."),
    "page-picture": Code(
        _W,
        "A browser saved a picture beside the page, and the page does not tell where it was on the web.",
        "Copy the folder beside the page into the new site, or give an export too: it has the addresses.",
    ),
    "page-empty": Code(_W, "A page holds nothing that could be migrated.", "Save it again, or leave it out."),
    "text-unclear": Code(
        _W, "What a passage of the text is can't be told; it stays in the body.", "Look at the entry."
    ),
    "chrome-dropped": Code(_I, "A line that Blogger prints around posts was left out.", "Nothing to do."),
    "file-unknown": Code(
        _I,
        "Files of the input are none of a Blogger blog's; they are left out.",
        "Look whether a page or an export of yours is among them.",
    ),
    "takeout-part": Code(_I, "A part of the Takeout is not migrated.", "Keep the Takeout if you want it."),
    # the whole blog
    "blog-url-unknown": Code(
        _W,
        "The input does not say the blog's address.",
        "Give it with --blog-url, so that own links are found.",
    ),
    "site-below-folder": Code(
        _W,
        "The new site is to stand below a folder; links and pictures of posts are written from the root of the host.",
        "Give the site a host of its own (a domain, or name.github.io), or put the folder in front of them.",
    ),
    "timezone-unknown": Code(_W, "The blog's time zone is not known; dates stay in UTC.", "Give it with --timezone."),
    "locale-unknown": Code(_I, "The blog's language is not known; the site speaks English.", "Give it with --locale."),
    "selection-empty": Code(
        _W, "The options choose nothing.", "Correct --label, --since or --until; `inspect` tells labels and dates."
    ),
    "date-unparsed": Code(_W, "A date could not be read.", "Set the date in the front matter."),
    "date-unlikely": Code(_I, "The date lies before Blogger existed; it is kept.", "Check it."),
    "updated-before-published": Code(
        _I, "The last change is older than the publication; both are kept.", "Nothing to do."
    ),
    "slug-made": Code(_I, "The entry had no address of its own; one was made.", "Rename the file if you like."),
    "slug-collision": Code(
        _I, "Two entries wanted one name; the later one got a number.", "Rename the file if you like."
    ),
    "path-unsafe": Code(_W, "The old address can't be a safe path and was changed.", "Look at the new one."),
    "label-merged": Code(
        _I,
        "Labels that differ only in case or accents got different slugs.",
        "Merge them if they mean the same.",
    ),
    "comment-orphan": Code(
        _W, "The comment's post is not in the input.", "Give the export that holds the post as well."
    ),
    "comment-parent-missing": Code(
        _I, "The comment it answers is missing; it stands at the top level.", "Nothing to do."
    ),
    "comment-loop": Code(_W, "Comments answer each other in a circle; the circle was opened.", "Nothing to do."),
    "comment-deleted": Code(_I, "The comment was deleted in Blogger; only its place is kept.", "Nothing to do."),
    "comment-count": Code(
        _I, "Blogger counted another number of comments than the input holds.", "Compare with the blog."
    ),
    "widget-no-content": Code(
        _W,
        "The gadget's content is not in this input (exports before 2016 leave it out).",
        "Give a saved page of the blog as a second input.",
    ),
    "widget-not-carried": Code(
        _I, "The target has nothing that does what this gadget did, or has it somewhere else.", "See the message."
    ),
    "widget-dropped": Code(_I, "A gadget that makes no sense elsewhere was left out.", "See the message."),
    "config-applied": Code(_I, "The configuration changed this.", "Nothing to do."),
    "config-unused": Code(
        _W, "Something in the configuration fits nothing in this blog.", "Correct the name, or take the line out."
    ),
    # bodies
    "body-failed": Code(
        _E, "The body could not be read; it is kept as it was found.", "Look at the entry and tell us."
    ),
    "block-kept-as-html": Code(
        _I, "A block is kept as HTML because its Markdown would not say the same.", "Nothing to do."
    ),
    # links
    "link-missing": Code(
        _W,
        "A link leads to an address of the blog that nothing in the input has; it stays as it is.",
        "Correct it where the message names the entry that is meant, else take the link out.",
    ),
    "link-not-written": Code(
        _I,
        "A link leads to an entry of the blog that is not written in this run; it stays as it is.",
        "Nothing to do if the entry is to stay out.",
    ),
    "link-to-draft": Code(_I, "A link leads to an entry that is a draft.", "Publish the entry, or take the link out."),
    "link-anchor": Code(
        _I, "A link leads to a place on a page that the page does not have; it leads to the page.", "Nothing to do."
    ),
    "link-unwrapped": Code(
        _I, "Links went through a redirect of Google's; they lead straight there.", "Nothing to do."
    ),
    "link-host": Code(
        _W,
        "Links lead to a host that may be an old address of this blog.",
        "Give it with --blog-url if it is the blog's address.",
    ),
    # pictures
    "image-failed": Code(
        _W, "A picture could not be fetched; its old address stays in the post.", "See the message for what to do."
    ),
    "image-guessed": Code(
        _I, "An original in an album was taken for a picture by its name; it may be another one.", "Look at the post."
    ),
    "images-wanted": Code(_I, "Pictures would be fetched that are not here yet.", "Nothing to do."),
    # writing
    "value-changed": Code(_W, "A value was changed to fit the target.", "See old and new value."),
    "not-carried": Code(_W, "The target has no place for this.", "Choose another target or keep the export."),
    "output-collision": Code(
        _E, "Two entries would have written one file; the second was not written.", "Please report this."
    ),
    "file-edited": Code(
        _W, "The file was changed by hand since the last run and is left alone.", "Use --force to replace it."
    ),
    "file-moved": Code(
        _I, "The entry has another address than at the last run; its old file was removed.", "Nothing to do."
    ),
    "entry-gone": Code(
        _I,
        "An entry of the last run is not in the input any more; its file is kept.",
        "Delete the file if you want it gone.",
    ),
    "file-foreign": Code(
        _W, "A file that is not ours stands in the way; it is left alone.", "Move it away or use --force."
    ),
}


class Issue(NamedTuple):
    """One thing that went other than plain: *code* is a key of `CODES`; *old* and *new* where a value changed."""

    code: str
    message: str
    source: Source
    old: str | None = None
    new: str | None = None
    level: Severity | None = None  #: overrides the table where one code has light and heavy cases

    @property
    def severity(self) -> Severity:
        return self.level or CODES[self.code].severity

    def __str__(self) -> str:
        return f"{self.severity}: {self.source}: {self.message} [{self.code}]"


def as_object(issue: Issue) -> dict[str, Any]:
    """Return an issue as reports and JSON Lines show it."""
    value: dict[str, Any] = {
        "code": issue.code,
        "severity": str(issue.severity),
        "message": issue.message,
        "source": {"file": issue.source.file, "entry": issue.source.entry, "line": issue.source.line},
    }
    if issue.old is not None:
        value["old"] = issue.old
    if issue.new is not None:
        value["new"] = issue.new
    return value


class IssueLog:
    """Issues in the order in which they were met."""

    def __init__(self) -> None:
        self._issues: list[Issue] = []

    def add(self, code: str, message: str, source: Source, *, old: str | None = None, new: str | None = None) -> None:
        if code not in CODES:
            raise KeyError(code)
        self._issues.append(Issue(code, message, source, old, new))

    def extend(self, issues: Iterable[Issue]) -> None:
        self._issues.extend(issues)

    def __iter__(self) -> Iterator[Issue]:
        return iter(self._issues)

    def __len__(self) -> int:
        return len(self._issues)
