"""What the blog tells a reading, and what a reading tells the blog."""

from __future__ import annotations

import pickle

import pytest

from bloggermigrate.body import DIALECTS, BodyContext, Document, markdown, read
from bloggermigrate.body.document import ImageRef, LinkRef
from bloggermigrate.body.notes import NOTES


def gfm(html: str, context: BodyContext) -> str:
    return markdown.emit(read(html, context), DIALECTS["gfm"])


@pytest.mark.parametrize(
    ("policy", "html", "expected"),
    [
        ("collapse", "one\n\ntwo", "one two\n"),
        ("auto", "one\ntwo\n\nthree", "one two\n\nthree\n"),
        ("auto", "one<br />\n\ntwo", "one  \ntwo\n"),
        ("auto", "<p>one\n\ntwo</p>", "one two\n"),
        ("auto", "<b>one\n\ntwo</b>", "**one**\n\n**two**\n"),
        ("paragraphs", "one\ntwo\n\nthree", "one  \ntwo\n\nthree\n"),
        ("paragraphs", "one\n\n\n\ntwo\n", "one\n\ntwo\n"),
        ("paragraphs", "<pre>a\n\nb</pre>", "```\na\n\nb\n```\n"),
    ],
)
def test_raw_line_feeds(policy: str, html: str, expected: str) -> None:
    assert gfm(html, BodyContext(line_breaks=policy)) == expected  # type: ignore[arg-type]


def to_new_host(href: str) -> str:
    return href.replace("old.example", "new.example")


def to_file(image: ImageRef) -> str:
    return "/images/" + image.src.rsplit("/", 1)[-1]


def test_hooks_rewrite_links_and_pictures_but_no_text() -> None:
    html = (
        '<a href="http://old.example/1">http://old.example/1</a> '
        '<a href="http://old.example/b.jpg"><img src="http://old.example/a.jpg" /></a>'
        "<pre>http://old.example/2</pre><code>&lt;a href='http://old.example/3'&gt;</code>"
    )
    text = gfm(html, BodyContext(link=to_new_host, image=to_file))
    assert "[http://old.example/1](http://new.example/1)" in text
    assert "[![](/images/a.jpg)](http://new.example/b.jpg)" in text
    assert "http://old.example/2" in text
    assert "http://old.example/3" in text


def test_images_and_links_are_told_as_found() -> None:
    document = read(
        '<a href="http://e.org/s1600/b.jpg"><img src="http://e.org/s320/b.jpg" alt="B" width="320" height="200"></a>'
        '<table class="tr-caption-container"><tr><td><img src="c.jpg"></td></tr>'
        '<tr><td class="tr-caption">The <i>c</i></td></tr></table><a href="/x">the <b>x</b></a>',
        BodyContext(link=to_new_host, image=to_file),
    )
    assert document.images == (
        ImageRef("http://e.org/s320/b.jpg", "B", 320, 200, "http://e.org/s1600/b.jpg"),
        ImageRef("c.jpg", caption="The c"),
    )
    assert document.links == (LinkRef("http://e.org/s1600/b.jpg", ""), LinkRef("/x", "the x"))


def test_direction_of_the_blog() -> None:
    html = '<p dir="rtl">שלום</p><p dir="ltr">hello</p>'
    assert gfm(html, BodyContext()) == '<div dir="rtl">\n\nשלום\n\n</div>\n\nhello\n'
    assert gfm(html, BodyContext(direction="rtl")) == 'שלום\n\n<div dir="ltr">\n\nhello\n\n</div>\n'


@pytest.mark.parametrize(
    ("html", "code"),
    [
        ('<script src="https://s7.addthis.com/js/addthis_widget.js"></script>', "share-widget-dropped"),
        ('<script src="//pagead2.googlesyndication.com/x.js"></script>', "ad-dropped"),
        ('<script src="https://www.google-analytics.com/ga.js"></script>', "tracker-dropped"),
        ('<script src="https://cdn.mathjax.org/MathJax.js"></script>', "math-script-dropped"),
        ("<script>SyntaxHighlighter.all()</script>", "highlighter-script-dropped"),
        ('<script src="//platform.twitter.com/widgets.js"></script>', "embed-script-dropped"),
        ("<script>whatIsThis()</script>", "unknown-script-dropped"),
        ('<script src="https://gist.github.com/a/1.js"></script>', "gist-embedded"),
        ('<img src="x.gif" width="1" height="1">', "tracker-dropped"),
        ("<style>p{}</style>", "style-dropped"),
        ('<p style="display:none">secret</p>', "hidden-text-dropped"),
        ('<a href="javascript:x()">a</a>', "unsafe-link-dropped"),
        ('<a href="file:///x">a</a>', "dead-link-dropped"),
        ('<img src="file:///x">', "dead-image-dropped"),
        ("<iframe></iframe>", "dead-embed-dropped"),
        ("<input>", "form-dropped"),
        ("<svg></svg>", "drawing-dropped"),
        ("a<a name=more></a>b<a name=more></a>c", "jump-break-repeated"),
        ("<blockquote>" * 60 + "x", "nesting-flattened"),
        ("x\0y", "character-replaced"),
        ("<b>$$x$$</b>", "math-found"),
        ('<embed src="http://www.youtube.com/v/dQw4w9WgXcQ">', "flash-embed-updated"),
        ("<xml></xml>", "office-markup-dropped"),
    ],
)
def test_notes(html: str, code: str) -> None:
    assert code in {note.code for note in read(html).notes}


def test_a_note_counts() -> None:
    (note,) = read("<style></style>" * 3).notes
    assert (note.code, note.count) == ("style-dropped", 3)


def test_a_plain_post_has_no_notes() -> None:
    assert read("<p>one <b>two</b> <a href='/x'>three</a></p><pre>x</pre>").notes == ()


def test_every_code_says_what_happened() -> None:
    assert all(kind.message and kind.severity in ("info", "warning") for kind in NOTES.values())


def test_values_travel_between_processes() -> None:
    context = BodyContext(link=to_new_host, image=to_file)
    assert pickle.loads(pickle.dumps(context)) == context
    document = read("<b>a</b> <i>b</i><ul><li>c</li></ul>", context)
    copy: Document = pickle.loads(pickle.dumps(document))
    assert copy == document
    assert markdown.emit(copy, DIALECTS["gfm"]) == markdown.emit(document, DIALECTS["gfm"])
