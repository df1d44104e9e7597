"""What a body's notes tell of players, documents and code in a typewriter face."""

from __future__ import annotations

import pytest

from bloggermigrate.body import BodyContext, read, to_markdown
from bloggermigrate.body.document import Code, Paragraph

_RECOVER = BodyContext(recover_code=True)


@pytest.mark.parametrize(
    ("html", "codes"),
    [
        ('<iframe src="https://www.blogger.com/video.g?token=A"></iframe>', {"blogger-video-kept"}),
        ('<iframe src="https://www.youtube.com/embed/A" class="BLOG_video_class" youtube-src-id="A"></iframe>', set()),
        ('<object class="BLOG_video_class" id="BLOG_video-1" contentid="1"></object>', {"blogger-video-lost"}),
        ('<video src="https://x.googlevideo.com/videoplayback?id=1"></video>', {"blogger-video-kept"}),
        ('<embed src="http://www.youtube.com/v/dQw4w9WgXcQ" />', {"flash-embed-updated"}),
        ('<embed src="http://e.org/game.swf" />', {"flash-embed-kept"}),
        ('<object data="http://e.org/a.pdf"></object>', set()),
        ('<pre>see <a href="http://e.org/">the page</a></pre>', {"code-link-dropped"}),
        ('<pre>a<!--more-->b <a href="p.html">c</a></pre>', {"code-link-dropped"}),
        (
            '<div class="csharpcode"><pre>if (a)</pre><pre>  <a href="//e.org/b">b</a>();</pre></div>',
            {"code-link-dropped"},
        ),
        ('<pre><a href="http://e.org/">http://e.org</a> <a href="mailto:a@e.org">a@e.org</a></pre>', set()),
        ('<pre><a href="#l1" name="l1"> 1</a> <a href="javascript:copy()">copy</a> <a id="l2">2</a></pre>', set()),
        ('<pre><a href="#l1"></a>a <a href="http://e.org/"></a><a href="b.jpg"><img src="s.jpg"></a></pre>', set()),
        ('<pre>wget &lt;a href="http://e.org/"&gt;x&lt;/a&gt;</pre>', set()),
        ('<a href="https://docs.google.com/document/d/1">x</a>', {"drive-document-kept"}),
        ('<a href="https://e.org/?u=docs.google.com/">x</a>', set()),
        ('<iframe src="https://docs.google.com/presentation/d/1/embed"></iframe>', {"drive-document-kept"}),
        ('<div style="font-family: courier">a = b;<br />c = d;</div>', {"typewriter-code"}),
        ('<div style="font-family: courier">Dear Ann,<br />so long</div>', set()),
    ],
)
def test_note(html: str, codes: set[str]) -> None:
    assert {note.code for note in read(html, _RECOVER).notes} == codes


def test_a_link_that_code_could_not_keep_is_told_with_its_address() -> None:
    one = '<a href="http://e.org/">the page</a>'
    notes = read(f'<pre>see {one}, {one} and <a href="/b">b</a> or <a href="mailto:a@e.org">us</a></pre>').notes
    dropped = "a link inside a block of code was dropped, its words kept: "
    assert [(note.message.removeprefix(dropped), note.count) for note in notes] == [
        ("http://e.org/", 2),
        ("/b", 1),
        ("mailto:…", 1),
    ]


def test_faces_may_be_left_as_text() -> None:
    html = '<div style="font-family: courier">a = b;<br />c = d;</div>'
    assert isinstance(read(html, _RECOVER).blocks[0], Code)
    assert isinstance(read(html).blocks[0], Paragraph)


def test_many_typed_lines_take_linear_time() -> None:
    text = to_markdown('<span style="font-family: courier">a = b;</span><br />' * 20_000, recover_code=True)
    assert text.count("a = b;") == 20_000
    deep = to_markdown('<span style="font-family: courier"><b>' * 5_000 + "x = 1;", recover_code=True)
    assert "x = 1;" in deep
