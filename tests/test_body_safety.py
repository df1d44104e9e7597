"""Nothing that runs survives: not in Markdown rendered by whoever, not in the HTML; unless it is asked for."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt

from bloggermigrate.body import DIALECTS, BodyContext, html, markdown, read
from bloggermigrate.body.tree import Element, parse

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
RENDERER.validateLink = lambda url: True  # type: ignore[method-assign]
RENDERER.normalizeLink = lambda url: url  # type: ignore[method-assign]

VECTORS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//e.org/x.js></SCRIPT>",
    "<script\n>alert(1)</script\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<svg><script>alert(1)</script></svg>",
    "<svg onload=alert(1)>",
    "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<math><mtext><img src=x onerror=alert(1)></mtext></math>",
    "<math href='javascript:alert(1)'>x</math>",
    "<img src=x onerror=alert(1)>",
    "<img src='javascript:alert(1)'>",
    "<img src=`x` onerror=alert(1)//>",
    '<img src="x" alt="&quot; onerror=&quot;alert(1)">',
    "<img src='x' title='&quot;><script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>",
    "<a href='java&NewLine;script&colon;alert(1)'>x</a>",
    "<a href='JaVaScRiPt&#58;alert(1)'>x</a>",
    "<a href='&#0000106avascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='//e.org' onclick='alert(1)' onmouseover=alert(1)>x</a>",
    "<a href='x' title='&quot; onclick=&quot;alert(1)'>x</a>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe src='data:text/html,<script>alert(1)</script>'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<iframe src='https://e.org/' srcdoc='<script>alert(1)</script>' onload=alert(1)></iframe>",
    "<iframe src='https://e.org/&quot; onload=&quot;alert(1)'></iframe>",
    "<object data='javascript:alert(1)'></object>",
    "<object data='data:text/html;base64,PHNjcmlwdD4='></object>",
    "<object><param name=movie value='javascript:alert(1)'></object>",
    "<embed src='javascript:alert(1)'>",
    "<embed src='data:image/svg+xml;base64,PHN2Zz4='>",
    "<video src=x onerror=alert(1)><source src='javascript:alert(1)' onerror=alert(1)></video>",
    "<video poster='javascript:alert(1)' src='x.mp4'></video>",
    "<audio src='javascript:alert(1)'></audio>",
    "<form action='javascript:alert(1)'><button formaction='javascript:alert(1)'>x</button></form>",
    "<input type=image src=x formaction='javascript:alert(1)' onfocus=alert(1) autofocus>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href='javascript:alert(1)//'><a href='#x'>x</a>",
    "<link rel=stylesheet href='javascript:alert(1)'>",
    "<style>@import 'javascript:alert(1)'; x { behavior: url(x.htc) }</style>x",
    "<div style='background:url(javascript:alert(1)); width: expression(alert(1))'>x</div>",
    "<table background='javascript:alert(1)'><tr><td background='javascript:alert(1)'>x</td><td colspan=2>y</td></tr>"
    "<tr><td>a</td><td>b</td></tr></table>",
    "<details open ontoggle=alert(1)><summary onclick=alert(1)>x</summary>y</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<body onload=alert(1)>x</body>",
    "<ruby onclick=alert(1)>x<rt onclick=alert(1)>y</rt></ruby>",
    "<abbr title='&quot;><script>alert(1)</script>'>x</abbr>",
    "<a name='x\"><script>alert(1)</script>'></a><a href='#x\"><script>alert(1)</script>'>y</a>",
    "<pre class='brush: \"><script>alert(1)</script>'>x</pre>",
    "<pre>x<!--more-->&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;y</pre>",
    "<pre>```\n&lt;script&gt;alert(1)&lt;/script&gt;\n```</pre>",
    "<code>`&lt;script&gt;alert(1)&lt;/script&gt;`</code>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><script>alert(1)</script></title>",
    "<noscript><p title='</noscript><script>alert(1)</script>'>x</noscript>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<!-- --!><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<template><script>alert(1)</script></template>",
    "<div dir='rtl&quot; onclick=&quot;alert(1)'>x</div><div dir=rtl onclick=alert(1)>y</div>",
    # text that would be markup, were it written as it stands
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "a<br>&lt;script src=//e.org/x.js<br>&gt;",
    "&lt;img src=x onerror=alert(1)&gt;",
    "&lt;svg/onload=alert(1)&gt;",
    "[x](javascript:alert(1))",
    "&lt;javascript:alert(1)&gt;",
    "![x](x \"' onerror='alert(1))",
    "<b>[x]</b>(javascript:alert(1))",
    "[x]<br>[x]: javascript:alert(1)",
    "<p>[x]: javascript:alert(1)</p><p>[x]</p>",
    "&lt;!-- x --&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
    "<h2>&lt;script&gt;alert(1)&lt;/script&gt;</h2>",
    "<ul><li>&lt;script&gt;alert(1)&lt;/script&gt;</li></ul>",
    "<table><tr><td>&lt;script&gt;</td><td>a</td></tr><tr><td>alert(1)</td><td>&lt;/script&gt;</td></tr></table>",
    "&lt;<b>script</b>&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;alert(1)",
]
_FORBIDDEN = {"script", "style", "meta", "base", "link", "form", "input", "button", "svg", "math", "template"}
_ADDRESSES = ("href", "src", "data", "action", "formaction", "poster", "background", "xlink:href", "content")
_RUNS = re.compile(r"[\x00-\x20]*(?:javascript|vbscript|livescript|data:(?!image/(?:png|gif|jpe?g|webp)))", re.I)


def running(page: str) -> list[str]:
    """What a browser would run of *page*."""
    found: list[str] = []
    stack: list[object] = [parse(page)]
    while stack:
        node = stack.pop()
        if not isinstance(node, Element):
            continue
        tag = node.tag
        if tag.name in _FORBIDDEN:
            found.append(tag.name)
        for name, value in tag.attributes.items():
            if name.startswith("on") or name in ("srcdoc", "style"):
                found.append(f"{tag.name} {name}")
            if name in _ADDRESSES and _RUNS.match(re.sub(r"[\t\n\r]", "", value)):
                found.append(f"{tag.name} {name}={value}")
        stack.extend(node.children)
    return found


def test_the_search_finds_what_runs() -> None:
    assert sum(bool(running(vector)) for vector in VECTORS) >= 45


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_runs(vector: str) -> None:
    document = read(f"<p>before</p>{vector} <p>after</p>")
    assert running(html.emit(document)) == []
    for dialect in DIALECTS.values():
        text = markdown.emit(document, dialect)
        assert running(RENDERER.render(text)) == [], (dialect.name, text)


def test_words_stay() -> None:
    for vector in VECTORS:
        assert "before" in html.emit(read(f"<p>before</p>{vector}"))


def test_unsafe_html_keeps_what_was_asked_for() -> None:
    document = read("<script>go()</script><a href='javascript:go()'>x</a>", BodyContext(unsafe_html=True))
    assert running(html.emit(document)) == ["a href=javascript:go()", "script"]


def test_python_markdown_runs_nothing_either() -> None:
    renderer = pytest.importorskip("markdown")
    for vector in VECTORS:
        text = markdown.emit(read(vector), DIALECTS["python-markdown"])
        assert running(renderer.markdown(text, extensions=["extra", "sane_lists"])) == [], (vector, text)
