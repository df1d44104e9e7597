"""Each dialect by itself: what its renderer reads differently is spelt so that it shows what stood there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import product

import pytest

from bloggermigrate.body import DIALECTS, markdown, proof, read, to_markdown
from bloggermigrate.body.document import BodyContext
from bloggermigrate.body.proof.rows import blocks_rows
from body_words import letters
from renderers import Missing, goldmark, kramdown
from test_body_fixtures import CASES

COLLAPSE = BodyContext(line_breaks="collapse", recover_code=True)


def shown_by(renderer: Callable[[list[str]], Sequence[str | Exception]], text: str) -> str:
    """Return what a real renderer makes of *text*."""
    try:
        (shown,) = renderer([text])
    except Missing as missing:
        pytest.skip(str(missing))
    assert isinstance(shown, str)
    return shown


@pytest.mark.parametrize(
    ("dialect", "html", "expected"),
    [
        ("gfm", "<s>x</s>", "~~x~~\n"),
        ("kramdown", "<s>x</s>", "<del>x</del>\n"),
        ("python-markdown", "<s>x</s>", "<del>x</del>\n"),
        ("markdown-it", "H~2~O ~a~", "H~2~O ~a~\n"),
        ("gfm", "H~2~O ~a~", "H~2\\~O ~a\\~\n"),
        ("gfm", "<b>a ~ b~</b>", "**a \\~ b\\~**\n"),
        ("goldmark", "H~2~O", "H~2\\~O\n"),
        ("python-markdown", "use &lt;b&gt; and &amp;lt;", "use &lt;b> and &amp;lt;\n"),
        ("kramdown", "a | b", "a \\| b\n"),
        ("kramdown", "a | b<br>c", "a | b  \nc\n"),
        ("kramdown", "a | b<br>c|d", "a \\| b  \nc|d\n"),
        ("kramdown", "a || b<br>c | d<br>e | f", "a || b  \nc \\| d  \ne | f\n"),
        ("kramdown", "so <b>a</b> | b | c", "so **a**\n| b | c\n"),
        ("kramdown", "___ x||y", "___ x\\|\\|y\n"),
        ("kramdown", "if x|y|z", "if\nx|y|z\n"),
        ("kramdown", "|x| or |y|", "\\|x\\| or \\|y\\|\n"),
        ("kramdown", "|- a | --- | ---", "\\|- a \\| --- \\| ---\n"),
        ("kramdown", "a | --- | ---", "a \\| --- \\| ---\n"),
        ("kramdown", "<h2>a | b</h2>", "## a | b\n"),
        ("gfm", "so <b>a</b> | b | c", "so **a** | b | c\n"),
        ("kramdown", "$$x$$", "$\\$x$$\n"),
        ("kramdown", "so $$x$$ and $$y$$", "so $\\$x$\\$ and $\\$y$$\n"),
        ("kramdown", "paid in $$$", "paid in $\\$$\n"),
        ("kramdown", "paid in $$", "paid in $$\n"),
        ("kramdown", "#tag", "#tag\n"),
        ("python-markdown", "#tag", "\\#tag\n"),
        ("kramdown", "n-1__n-2__n", "n-1__n-2__n\n"),
        ("kramdown", "x **<br>** y", "x **  \n** y\n"),
        ("python-markdown", "x **<br>** y", "x \\*\\*  \n\\*\\* y\n"),
        ("python-markdown", "20 *a<br>30 *b", "20 *a  \n30 *b\n"),
        ("python-markdown", "a *b<br>*c", "a \\*b  \n\\*c\n"),
        ("kramdown", "f***** x", "f***** x\n"),
        ("python-markdown", "x * y * z", "x * y * z\n"),
        ("kramdown", "a[0][1]", "a[0][1]\n"),
        ("kramdown", "<u>a <i>b</i> c_d_</u>", "<u>a </u>*<u>b</u>*<u> c&#95;d&#95;</u>\n"),
        ("kramdown", "<u><a href=v>a</a> b</u>", "[a](v) <u>b</u>\n"),
        ("kramdown", "<u><img src=a.jpg></u>", "![](a.jpg)\n"),
        (
            "kramdown",
            "<table><tr><td>a</td><td>b</td></tr><tr><td>-</td><td>--</td></tr></table>",
            "|  |  |\n| --- | --- |\n| a | b |\n| \\- | -- |\n",
        ),
        ("kramdown", "1234567890. z", "1234567890\\. z\n"),
        ("gfm", "1234567890. z", "1234567890. z\n"),
        ("marked", "a &lt; <b>b</b> &gt; c", "a &lt; **b** > c\n"),
        ("gfm", "a &lt; <b>b</b> &gt; c", "a < **b** > c\n"),
        ("remark", "<img src=u alt='`'>", '<img src="u" alt="&#96;">\n'),
        ("kramdown", "<a href=u title='a | b'>x</a>", '[x](u "a &#124; b")\n'),
        ("kramdown", "<a href=u title='&quot;a&quot; b'>x</a>", '[x](u "&quot;a&quot; b")\n'),
        ("kramdown", "<a href=u title='a \\ b'>x</a>", '[x](u "a \\ b")\n'),
        ("python-markdown", "<img src=u title='`a` b'>", '![](u "&#96;a&#96; b")\n'),
        ("python-markdown", "<img src=u title=\"'a'\">", '![](u "&#39;a\'")\n'),
        ("markdown-it", "[a <img src=u alt='b](c)'>", '[a <img src="u" alt="b&#93;(c)">\n'),
        ("marked", "<img src=u alt='a [b *c*'>", "![a &#91;b &#42;c&#42;](u)\n"),
        ("marked", "<a href=u><img src=v alt='[a]'></a>", "[![&#91;a&#93;](v)](u)\n"),
        ("marked", "<a href=u><img src=v alt='[a]'> x</a>", "[![&#91;a&#93;](v)](u) [x](u)\n"),
        ("marked", "<a href=u>a [b [c]] [d]</a>", "[a &#91;b &#91;c&#93;&#93; &#91;d&#93;](u)\n"),
        ("marked", "<a href=u>a [b] c</a>", "[a [b] c](u)\n"),
        ("gfm", "<a href=u>a [b [c]]</a> <a href=u><img src=v alt='[a]'></a>", "[a [b [c]]](u) [![[a]](v)](u)\n"),
        ("marked", "~5 km, see <a href='http://e.org/~b/'>Bob</a>", "\\~5 km, see [Bob](http://e.org/~b/)\n"),
        ("marked", "~5 km, see <a href='http://e.org/~b/'>http://e.org/~b/</a>", "\\~5 km, see <http://e.org/~b/>\n"),
        ("marked", "~5 km<br><code>a~b</code>", "\\~5 km  \n`a~b`\n"),
        ("marked", "~5 km <img src='~u' alt=a>", "\\~5 km ![a](~u)\n"),
        ("marked", "~5 km, see http://e.org/~b/", "~5 km, see http\\://e.org/\\~b/\n"),
        ("marked", "<a href='~u'>Bob</a>, ~5 km", "[Bob](~u), ~5 km\n"),
        ("gfm", "~5 km, see <a href='http://e.org/~b/'>Bob</a>", "~5 km, see [Bob](http://e.org/~b/)\n"),
        ("marked", "<code>a`b</code> <b>x</b> <code>y</code>", "<code>a&#96;b</code> **x** `y`\n"),
        ("marked", "<code>C:\\</code> <i>x</i><br><code>y</code>", "<code>C:&#92;</code> *x*  \n`y`\n"),
        ("marked", "<b>x <code>C:\\</code></b> <code>y</code>", "**x <code>C:&#92;</code>** `y`\n"),
        ("marked", "<b>x</b> <code>C:\\</code> <code>a`b</code> <b>x</b>", "**x** `C:\\` ``a`b`` **x**\n"),
        ("marked", "<code>C:\\\\</code> <b>x</b> <code>y</code>", "`C:\\\\` **x** `y`\n"),
        ("marked", "<a href=u>a <code>b`c</code></a>", "[a <code>b&#96;c</code>](u)\n"),
        ("marked", "<a href=u><code>C:\\]</code> <code>D:\\</code></a>", "[<code>C:&#92;&#93;</code> `D:\\`](u)\n"),
        ("marked", "<b><code>a`b`c*</code></b>", "**<code>a&#96;b&#96;c&#42;</code>**\n"),
        ("marked", "<code>C:\\</code> <i><code>x* y</code></i>", "<code>C:&#92;</code> *`x* y`*\n"),
        ("marked", "<s>a <a href='b~~c'>b</a> d</s>", "<del>a [b](b~~c) d</del>\n"),
        ("marked", "<s>a~~b</s>", "~~a\\~\\~b~~\n"),
        ("marked", "<i>«x»</i><s>y</s>", "<em>«x»</em>~~y~~\n"),
        ("marked", "<i>«x»</i><s>`</s>", "<em>«x»</em>~~`~~\n"),
        ("marked", "<i>x</i><s>y</s>", "*x*~~y~~\n"),
        ("marked", "`<s>one</s> and <b>two</b>", "\\`~~one~~ and **two**\n"),
        ("marked", "a ~<code>b</code>", "a \\~`b`\n"),
        ("marked", "a ` <a href=u>``</a>", "a \\` [\\`\\`](u)\n"),
        ("marked", "a ` b ``", "a ` b ``\n"),
        ("marked", "<s>a <code>b~~c</code> d</s>", "<del>a `b~~c` d</del>\n"),
        ("gfm", "<code>a`b</code> <b>x</b> <code>y</code>", "``a`b`` **x** `y`\n"),
        ("marked", "<img src=u alt='the &quot;a&quot; \\ b'>", "![the &quot;a&quot; \\ b](u)\n"),
        ("markdown-it", "a ` b <img src=u alt='c ` d'>", 'a \\` b <img src="u" alt="c &#96; d">\n'),
        ("python-markdown", "<ol><li><ul><li>x</li></ul></li><li>y</li></ol>", "1.  -   x\n2.  y\n"),
        (
            "python-markdown",
            "<ul><li><ul><li>x<ul><li>y</li></ul></li></ul></li></ul>",
            "-   <!-- -->\n    -   x\n        -   y\n",
        ),
        (
            "python-markdown",
            "<ul><li>a<ul><li><p>b</p></li><li><p>c</p></li></ul></li><li>d</li></ul>",
            "-   a\n    -   b\n\n    -   c\n\n-   d\n",
        ),
        ("kramdown", "<p>a<br>_____</p><p>*****</p>", "a  \n\\_\\_\\_\\_\\_\n\n\\*\\*\\*\\*\\*\n"),
        ("gfm", "a<br>*<br>b<br>12.<br>-", "a  \n*  \nb  \n12.  \n\\-\n"),
        ("marked", "a<br>*<br>b", "a  \n\\*  \nb\n"),
        ("kramdown", "a<br>*<br>b", "a  \n\\*  \nb\n"),
        ("kramdown", "5*3 *4*", "5\\*3 \\*4\\*\n"),
        ("kramdown", "<i>[x]</i> <b>[y]: z</b>", "*\\[x]* **[y]: z**\n"),
        ("kramdown", "*[HTML]: x", "*\\[HTML]: x\n"),
        ("kramdown", "a<br>{: .b}", "a  \n\\{: .b}\n"),
        ("kramdown", "&lt;신의 것&gt;", "&lt;신의 것>\n"),
        ("goldmark", "a<br>: b", "a  \n\\: b\n"),
        ("kramdown", "*x<br><i>y</i>", "\\*x  \n*y*\n"),
        ("python-markdown", "x**<br><b>y</b>", "x\\*\\*  \n**y**\n"),
        ("gfm", "<u>* *</u><br><s>*a</s>", "<u>\\* \\*</u>  \n~~\\*a~~\n"),
        ("kramdown", "<sup>*</sup><br><b>x</b>", "<sup>\\*</sup>  \n**x**\n"),
        ("gfm", "<ul><li>[x]<br>y</li></ul>", "- \\[x]  \n  y\n"),
        ("gfm", "<i>&lt;http://e.org></i>y", "<em>\\<http\\://e.org></em>y\n"),
        ("gfm", "&lt;http://e.org>, y", "&lt;http://e.org&gt;, y\n"),
        (
            "python-markdown",
            "<table><tr><td>a</td><td>b {x}</td></tr><tr><td>c</td><td>d</td></tr></table>",
            "|  |  |\n| --- | --- |\n| a | b \\{x} |\n| c | d |\n",
        ),
        (
            "python-markdown",
            "<details><summary>s</summary><ul><li><dl><dt>a</dt><dd>b</dd></dl></li></ul></details>",
            "<details><summary>s</summary><ul><li><dl><dt>a</dt><dd>b</dd></dl></li></ul></details>\n",
        ),
        ("gfm", "<hr><hr>", "***\n\n---\n"),
        ("kramdown", "<ul><li>a<pre>- b\nc</pre></li></ul>", "- a\n\n  <pre><code>- b&#10;c</code></pre>\n"),
        ("kramdown", "<blockquote><pre>- b</pre></blockquote>", "> ```\n> - b\n> ```\n"),
        ("marked", "<ul><li>a<pre>\tb</pre></li></ul>", "- a\n\n  <pre><code>&#9;b</code></pre>\n"),
        ("marked", "<pre>\tb</pre>", "```\n\tb\n```\n"),
        (
            "python-markdown",
            "<blockquote><pre>a</pre><pre>b</pre></blockquote>",
            ">     a\n>\n> <!-- -->\n>\n>     b\n",
        ),
        (
            "kramdown",
            "<ul><li><details><summary>s</summary><pre>a\n- b</pre></details></li></ul>",
            "- <details><summary>s</summary><pre><code>a&#10;- b</code></pre></details>\n",
        ),
        ("gfm", "*x<br><i>y</i>", "*x  \n*y*\n"),
        ("kramdown", "<h3>a &lt;<br>b</h3>", "### a &lt;<br>b\n"),
        ("kramdown", "a <s>&lt;</s>", "a <del>&lt;</del>\n"),
        ("kramdown", "<i>|x|</i> y", "*\\|x\\|* y\n"),
        ("kramdown", "1.|a<br>-|b", "1.\\|a  \n-\\|b\n"),
        ("python-markdown", "a<br>{x}", "a  \n\\{x}\n"),
        ("python-markdown", "{x}<br>{y} z", "{x}  \n{y} z\n"),
        ("python-markdown", "<h3>a {1,2} <i>b</i></h3>", "### a \\{1,2} *b*\n"),
        ("python-markdown", "<h3>a {1 {2}</h3>", "### a \\{1 \\{2}\n"),
        ("python-markdown", "<h3>a {1} <code>{2 {3}</code></h3>", "### a \\{1} `{2 {3}`\n"),
        ("python-markdown", "<h3>a {1 <u>b</u>} <code>x {y} </code></h3>", "### a \\{1 <u>b</u>} `x {y}`\n"),
        ("python-markdown", "<h3>a {1} b <i>c</i></h3>", "### a {1} b *c*\n"),
        ("python-markdown", "a {1,2} <i>b</i>", "a {1,2} *b*\n"),
        (
            "python-markdown",
            "<table><tr><td>a {b} <b>c</b></td><td>d</td></tr><tr><td>e</td><td>f {g}</td></tr></table>",
            "|  |  |\n| --- | --- |\n| a \\{b} **c** | d |\n| e | f \\{g} |\n",
        ),
        ("python-markdown", "<i>&amp;#35;</i>z", "<em>&amp;#35;</em>z\n"),
        ("marked", "<a href=u>[x](y) \\[z]</a>", "[&#91;x&#93;(y) &#92;&#91;z&#93;](u)\n"),
        ("goldmark", "a<br>:<br>b", "a  \n\\:  \nb\n"),
        ("gfm", "a<br>:<br>b", "a  \n:  \nb\n"),
        ("python-markdown", "a<br>: b", "a  \n&#58; b\n"),
        ("goldmark", "<h2>T {#id}</h2>", "## T \\{#id}\n"),
        ("python-markdown", "<h2>C#</h2>", "## C\\#\n"),
        ("python-markdown", "<ul><li>a<ul><li>b</li></ul></li></ul>", "-   a\n    -   b\n"),
        ("python-markdown", "<ul><li>a<pre>x</pre></li></ul>", "-   a\n\n        x\n"),
        ("python-markdown", "<pre>\tx\n\ny</pre>", "<pre><code>&#9;x\n&#10;y</code></pre>\n"),
        ("python-markdown", "<pre>\tx\n```\n</pre>", "<pre><code>&#9;x&#10;```</code></pre>\n"),
        ("gfm", "<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b\n"),
        ("kramdown", "<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n<!-- -->\n\n- b\n"),
        ("python-markdown", "un<b>believ</b>able", "un<strong>believ</strong>able\n"),
        ("python-markdown", "a<div dir=rtl>x</div>", 'a\n\n<div dir="rtl" markdown="1">\n\nx\n\n</div>\n'),
        ("gfm", "<div dir=rtl>x<a name=more></a>y</div>", "x\n\n<!--more-->\n\ny\n"),
        ("gfm", "<img src=u><p dir=rtl>x</p><hr><p dir=rtl>y</p>", "![](u)\n\nx\n\n---\n\ny\n"),
        ("kramdown", "<ul><li>a<div dir=rtl>x</div></li></ul>", '- a\n\n  <div dir="rtl"><p>x</p></div>\n'),
        (
            "kramdown",
            "<details open><summary>a</summary><i>b</i></details>",
            '<details open markdown="1"><summary>a</summary>\n\n*b*\n\n</details>\n',
        ),
        ("kramdown", "<details><summary>a*</summary>b</details>", '<details markdown="1"><summary>a&#42;</summary>\n\nb\n\n</details>\n'),
        ("kramdown", "<i><b>a</b> b</i> c", "<em>**a** b</em> c\n"),
        ("kramdown", "<code>``</code>", "``` `` ```\n"),
        ("goldmark", "~<s>a</s>", "\\~<del>a</del>\n"),
        ("marked", "see http://e.org/*a*b*", "see http\\://e.org/\\*a\\*b\\*\n"),
        ("gfm", "see http://e.org/*a*b*", "see http\\://e.org/\\*a\\*b\\*\n"),
        ("goldmark", "see http://e.org/*a*b*", "see http://e.org/\\*a\\*b\\*\n"),
        ("gfm", "see http://e.org/a_b and on", "see http://e.org/a_b and on\n"),
        ("gfm", "http://e.org/u/<b>nu_da</b>", "http\\://e.org/u/**nu_da**\n"),
        ("remark", "www.e.org<code>x</code>", "www\\.e.org`x`\n"),
        ("gfm", "[img]http://e.org/a[/img] [http://e.org]", "[img]http\\://e.org/a[/img] [http://e.org]\n"),
        ("marked", "see [http://e.org] or http://e.org/a[1]", "see [http\\://e.org] or http://e.org/a[1]\n"),
        ("remark", "[img]http://e.org/a[/img]", "[img]http://e.org/a[/img]\n"),
        ("python-markdown", "1. a<br>2. b<br>1. c", "1\\. a  \n2. b  \n1\\. c\n"),
        ("python-markdown", "<ul><li>a<br>2. b</li></ul>", "-   a  \n    2\\. b\n"),
        ("kramdown", "1) a<br>2) b", "1\\) a  \n2) b\n"),
        ("kramdown", "1. a<br>2. b", "1\\. a  \n2\\. b\n"),
        ("gfm", "I &lt;/3 you > all", "I </3 you > all\n"),
        ("marked", "&lt;http://www.e.org/x&gt;", "&lt;http://www.e.org/x&gt;\n"),
        ("goldmark", "<pre>a<!--more-->b</pre>", "<pre>a<p><!--more--></p>b</pre>\n"),
        ("goldmark", "<pre>a\n<!--more-->\n\nb</pre>", "<pre>a\n<p><!--more--></p>&#10;\nb</pre>\n"),
        ("goldmark", "<blockquote><pre>a<!--more-->b</pre>c</blockquote>", "> ```\n> ab\n> ```\n\n<!--more-->\n\n> c\n"),
        ("goldmark", "<ul><li><pre>a<!--more-->b</pre>c</li></ul>", "- ```\n  ab\n  ```\n\n  c\n\n<!--more-->\n"),
        ("marked", "&lt;https://e.org/x&gt;", "&lt;https://e.org/x&gt;\n"),
        ("gfm", "<b>see http://e.org/x</b> and", "**see http://e.org/x** and\n"),
        ("marked", "<img src=u alt='&amp;copy; [boat'>", "![&amp;copy; &#91;boat](u)\n"),
        ("gfm", "<img src=u alt='&amp;copy; [boat'>", "![&amp;copy; \\[boat](u)\n"),
        ("markdown-it", "<img src=u alt='salt &amp; &amp;c'>", "![salt & &c](u)\n"),
        ("markdown-it", "<img src=u alt='a &amp;lt; b'>", '<img src="u" alt="a &amp;lt; b">\n'),
        ("markdown-it", "<img src=u alt='a [b'>", '<img src="u" alt="a [b">\n'),
        ("gfm", "<img src=u alt='``` x'>", "![\\`\\`\\` x](u)\n"),
        ("gfm", "<img src=u alt='^1 x'>", "![\\^1 x](u)\n"),
        ("python-markdown", "<img src=u alt='^1 x'>", "![&#94;1 x](u)\n"),
        ("kramdown", "<img src='a_*.jpg' alt='the *args'>", "![the \\*args](a_*.jpg)\n"),
        ("kramdown", "<a href=u>and[1]:words</a>", "[and[1]\\:words](u)\n"),
        ("kramdown", "p**** que <b>x</b>", "p\\*\\*\\*\\* que **x**\n"),
        ("kramdown", "here ___ ___", "here \\_\\_\\_ \\_\\_\\_\n"),
        ("kramdown", "<kbd>• _it_</kbd>", "<kbd>• &#95;it&#95;</kbd>\n"),
        ("kramdown", "<ol><li></li><li>x</li></ol>", "1. <!-- -->\n\n2. x\n"),
        ("python-markdown", "<ul><li>a<blockquote>b</blockquote></li><li>c</li></ul>", "-   a\n\n    > b\n\n-   c\n"),
        ("python-markdown", "<b>the</b>{{x}}", "**the**\\{{x}}\n"),
        ("python-markdown", "<ul><li><pre>a\n*b*</pre></li></ul>", "-   <!-- -->\n\n        a\n        *b*\n"),
        ("markdown-it", "<img src='data:;base64,AA'>", '<img src="data:;base64,AA" alt="">\n'),
        ("markdown-it", "<img src='data:image/png;base64,AA'>", "![](data:image/png;base64,AA)\n"),
        ("remark", "<img src='u%E9.jpg'>", '<img src="u%E9.jpg" alt="">\n'),
        ("remark", "<img src='u%C3%A9.jpg'>", "![](u%C3%A9.jpg)\n"),
        ("markdown-it", "<a href='http://e.org/a%20b'>http://e.org/a%20b</a>", "[http://e.org/a%20b](http://e.org/a%20b)\n"),
        ("goldmark", "{{&lt; a &gt;}} {{% b", "{\\{< a >}} {\\{% b\n"),
        ("goldmark", "<code>{{&lt; a &gt;}}</code>", "`{{</* a */>}}`\n"),
        ("goldmark", "<code>{{&lt; a</code>", "<code>&#123;&#123;&#60; a</code>\n"),
        ("goldmark", "<pre>{{% a %}}</pre>", "```\n{{%/* a */%}}\n```\n"),
        ("goldmark", "<pre>{{% a</pre>", "<pre><code>&#123;{% a</code></pre>\n"),
        ("kramdown", "<a href='#r2'>^</a>", "[&#94;](#r2)\n"),
        ("kramdown", "<a href=u>[^1]</a>", "[[&#94;1]](u)\n"),
        ("kramdown", "<ul><li>a<hr>b</li></ul>", "- a\n\n  <hr>\n\n  b\n"),
        ("kramdown", "<ul><li><blockquote>a<hr>b</blockquote></li></ul>", "- > a\n  >\n  > ---\n  >\n  > b\n"),
        ("kramdown", "a ` b `` c", "a \\` b \\`\\` c\n"),
        ("python-markdown", "a `` b ` c", "a \\`\\` b \\` c\n"),
        ("python-markdown", "~~a~~ <s>b~</s>", "~~a~~ <del>b~</del>\n"),
        ("python-markdown", "<a href=u>[a]:</a>", "[[a]:](u)\n"),
        ("python-markdown", "<abbr title='`a` [b](c) \\*'>d</abbr> e", '<abbr title="&#96;a&#96; &#91;b&#93;(c) &#92;*">d</abbr> e\n'),
        (
            "gfm",
            "<table><tr><th>a</th><th><abbr title='b|c'>d</abbr></th></tr><tr><td>e</td><td>f</td></tr></table>",
            '| a | <abbr title="b&#124;c">d</abbr> |\n| --- | --- |\n| e | f |\n',
        ),
        ("gfm", "<abbr title='b|c'>d</abbr>", '<abbr title="b|c">d</abbr>\n'),
        ("gfm", "<abbr title='`a` [b](c) \\*'>d</abbr> e", '<abbr title="`a` [b](c) \\*">d</abbr> e\n'),
        (
            "python-markdown",
            "<blockquote><dl><dt>a</dt><dd><img src='u[1]' alt='`b` ![x](y)'></dd></dl></blockquote>",
            '> <dl><dt>a</dt><dd><img src="u&#91;1&#93;" alt="&#96;b&#96; !&#91;x&#93;(y)"></dd></dl>\n',
        ),
        ("python-markdown", "<a href=\"/?q='w'\">x</a>", "[x](/?q=%27w%27)\n"),
        ("python-markdown", "<a href=\"it's\" title='y'>x</a>", '[x](it%27s "y")\n'),
        ("python-markdown", "<a href=\"a'b\"><img src=\"it's\"></a>", "[![](it%27s)](a%27b)\n"),
        ("python-markdown", "<a href=\"http://e.org/?q='w\">http://e.org/?q='w</a>", "[http://e.org/?q='w](http://e.org/?q=%27w)\n"),
        ("python-markdown", "<a href=u title=\"a (b 'c') d\">x</a>", "[x](u \"a (b 'c&#39;) d\")\n"),
        ("python-markdown", "<a href=u title='a (&quot;b&quot; ) c'>x</a>", "[x](u 'a (\"b&#34; ) c')\n"),
        ("gfm", "<a href=u title=\"a (b 'c') d\">x</a>", "[x](u \"a (b 'c') d\")\n"),
        ("python-markdown", "<img src=u title='a [b'> [c](d)", '![](u "a \\[b") \\[c](d)\n'),
        ("python-markdown", "<img src=u title='[b](c)'>", '![](u "\\[b\\](c)")\n'),
        ("python-markdown", "<img src=u title='a [b]'>", '![](u "a [b]")\n'),
        ("gfm", "<img src=u title='a [b'>", '![](u "a [b")\n'),
        ("gfm", "<a href=\"/?q='w'\">x</a>", "[x](/?q='w')\n"),
        ("python-markdown", "<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n\n<!-- -->\n\n> b\n"),
        ("gfm", "<blockquote>a</blockquote><blockquote>b</blockquote>", "> a\n\n> b\n"),
        (
            "python-markdown",
            "<ul><li><blockquote><p>a</p><p>b</p></blockquote></li></ul>",
            "-   > a\n\n    > b\n",
        ),
        ("python-markdown", "<ul><li><blockquote>a<br>b</blockquote></li></ul>", "-   <!-- -->\n\n    > a  \n    > b\n"),
        ("kramdown", "<ol start=4><li>a</li><li>b</li></ol>c", '4. a\n5. b\n{: start="4"}\n\nc\n'),
        ("kramdown", "<ul><li>C:\\<ul><li>a</li></ul></li></ul>", "- C:&#92;\n  - a\n"),
        ("gfm", "<ul><li>C:\\<ul><li>a</li></ul></li></ul>", "- C:\\\\\n  - a\n"),
        ("gfm", "<ol start=4><li>a</li></ol>", "4. a\n"),
        (
            "kramdown",
            "<ul><li>a<ol start=4><li>b</li></ol></li><li>c</li></ul>",
            '- a\n\n  4. b\n  {: start="4"}\n- c\n',
        ),
        (
            "kramdown",
            "<dl><dt>t_<dd><p>a</p><p>b</p><dd>c</dl>",
            '<dl markdown="1">\n<dt>t_</dt>\n<dd markdown="block">\n\na\n\nb\n\n</dd>\n<dd>c</dd>\n</dl>\n',
        ),
        (
            "python-markdown",
            "<ul><li><dl><dt>*a*</dt><dd>b_c_</dd></dl></li></ul>",
            "-   <dl><dt>&#42;a&#42;</dt><dd>b&#95;c&#95;</dd></dl>\n",
        ),
        (
            "python-markdown",
            "<ul><li>a<ul><li>b</li></ul><pre>c</pre></li></ul>",
            "-   a\n\n    -   b\n\n    <!-- -->\n\n        c\n",
        ),
        (
            "python-markdown",
            "<ul><li>a<pre>b\n\n\nc</pre></li></ul>",
            "-   a\n\n    <pre><code>b&#10;&#10;&#10;c</code></pre>\n",
        ),
        (
            "kramdown",
            "<table><tr><td><code>a|b</code></td><td>c</td></tr><tr><td>d</td><td>e</td></tr></table>",
            "|  |  |\n| --- | --- |\n| `a|b` | c |\n| d | e |\n",
        ),
        ("goldmark", "<ul><li>[X]c</li></ul>", "- \\[X]c\n"),
        ("gfm", "<ul><li>[X]c</li></ul>", "- [X]c\n"),
        ("goldmark", "<ul><li><a href=u>x</a></li></ul>", "- [&#120;](u)\n"),
        ("python-markdown", "٣. x<br>१२. y", "٣\\. x  \n१२. y\n"),
        ("gfm", "٣. x", "٣. x\n"),
        ("goldmark", "~~x~", "~~x\\~\n"),
        ("goldmark", "one ~~~two~~~", "one ~~~two~~~\n"),
        ("marked", "<ul><li>a<br>5) b</li></ul>", "- a  \n  5\\) b\n"),
        ("gfm", "<ul><li>a<br>5) b</li></ul>", "- a  \n  5) b\n"),
        ("marked", "<a href=u>a ` b</a>", "[a \\` b](u)\n"),
        ("marked", "<i>and <b><u>x</u></b>.</i>", "*and <strong><u>x</u></strong>.*\n"),
        ("marked", "<b>x`y</b> z ``", "**x\\`y** z \\`\\`\n"),
        ("marked", "<i>and <b>x</b>.</i>", "*and **x**.*\n"),
        (
            "markdown-it",
            "<table class=tr-caption-container><tr><td><img src=u alt='['></td></tr>"
            "<tr><td class=tr-caption><b>c</b></td></tr></table>",
            '<img src="u" alt="[">\\\n**c**\n',
        ),
        ("goldmark", "<ul><li>a</li><li>b<a name=more></a>c</li><li>d</li></ul>", "- a\n\n- b\n\n  c\n\n<!--more-->\n\n- d\n"),
        ("goldmark", "<ul><li>a</li><li><!--more-->b</li></ul>", "- a\n\n<!--more-->\n\n- b\n"),
        ("goldmark", "<blockquote>a<!--more-->b</blockquote>", "> a\n\n<!--more-->\n\n> b\n"),
        ("gfm", "<blockquote>a<!--more-->b</blockquote>", "> a\n>\n> <!--more-->\n>\n> b\n"),
        ("goldmark", "&lt;!--more--&gt; \\&lt;!--more--&gt;", "&lt;!--more--> \\\\&lt;!--more-->\n"),
        ("goldmark", "<h2>a &lt;!--<b>more--&gt;</b></h2>", "## a &lt;!--more-->\n"),
        ("goldmark", "<code>a &lt;!--more--&gt;</code>", "<code>a &#60;!--more--&#62;</code>\n"),
        ("goldmark", "<pre class=lang-html>a\n\n&lt;!--more--&gt;</pre>", '<pre><code class="language-html">a\n&#10;&lt;!--more--&gt;</code></pre>\n'),
        ("goldmark", "<ul><li><pre>a\n&lt;!--more--&gt;</pre></li></ul>", "- <pre><code>a&#10;&lt;!--more--&gt;</code></pre>\n"),
        ("goldmark", "&lt;!-- more --&gt;", "\\<!-- more -->\n"),
        ("goldmark", '<iframe src="https://e.org/{{%"></iframe>', '<iframe src="https://e.org/&#123;{%" allowfullscreen=""></iframe>\n'),
    ],
)  # fmt: skip
def test_spelling(dialect: str, html: str, expected: str) -> None:
    assert to_markdown(html, dialect) == expected


def test_unknown_dialect() -> None:
    with pytest.raises(KeyError):
        to_markdown("x", "none")


def test_goldmark_finds_no_shortcode() -> None:
    html = "".join(f"<{tag}>{{{{&lt; a &gt;}}}} {{{{% b</{tag}>" for tag in ("p", "h2", "pre", "code", "li", "td", "b"))
    assert not re.search(r"\{\{[<%](?!/\*)", to_markdown(html, "goldmark"))


def test_python_markdown_shows_the_same() -> None:
    renderer = pytest.importorskip("markdown")
    extensions = ["extra", "sane_lists"]
    for case in CASES:
        before = str(case.values[0])
        document = read(before)
        shown = renderer.markdown(markdown.emit(document, DIALECTS["python-markdown"]), extensions=extensions)
        there = [letter[:3] for letter in letters(read(shown, COLLAPSE).blocks)]
        assert there == [letter[:3] for letter in letters(document.blocks)], (case.id, shown)


def test_kramdown_makes_a_table_of_no_paragraph() -> None:
    lines = [
        "a",
        "a | b",
        "|x| or |y|",
        "<b>if</b> a || b | c",
        "<code>a|b</code> | c",
        "a\\ | <i>- | -</i>",
        "<img src=u alt='c | d'>",
    ]
    folds = ["%s", "<ul><li>%s</li></ul>", "<blockquote><p>x</p><p>%s</p></blockquote>", "<h2>%s</h2>"]
    bodies = [
        fold % "<br>".join(part) for count in (1, 2, 3) for part in product(lines, repeat=count) for fold in folds
    ]
    documents = [read(body) for body in bodies]
    try:
        shown = kramdown([markdown.emit(document, DIALECTS["kramdown"]) for document in documents])
    except Missing as missing:
        pytest.skip(str(missing))
    for body, document, there in zip(bodies, documents, shown, strict=True):
        assert isinstance(there, str)
        assert "<table" not in there, (body, there)
        assert letters(read(there, COLLAPSE).blocks) == letters(document.blocks), (body, there)


#: The bytes of the jump break everywhere that a post may have them without meaning it.
SAID = "&lt;!--more--&gt;"


def test_goldmark_finds_no_jump_break_that_is_only_spoken_of() -> None:
    html = "".join(f"<{tag}>a {SAID} &lt;!--<i>more</i>--&gt;</{tag}>" for tag in ("p", "h2", "pre", "code", "li", "b"))
    html += f"<dl><dt>{SAID}</dt><dd>{SAID}</dd></dl><table><tr><th>{SAID}</th></tr><tr><td><code>|{SAID}</code></td></tr></table>"
    html += f'<img src=u alt="{SAID}" title="{SAID}"><a href="/{SAID}">{SAID}</a><details><summary>{SAID}</summary>x</details>'
    html += f"<ruby>{SAID}<rt>x</rt></ruby><abbr title='{SAID}'>{SAID}</abbr><blockquote><pre>{SAID}</pre></blockquote>"
    document = read(html)
    text, notes = proof.emit_checked(document, DIALECTS["goldmark"])
    assert "<!--more-->" not in text
    assert not notes
    assert "more--" in markdown.emit(document, DIALECTS["gfm"])


@pytest.mark.parametrize("tag", ["p", "code", "pre"])
def test_hugo_ends_no_page_where_the_jump_break_is_only_spoken_of(tag: str) -> None:
    html = f"<p>a</p><{tag}>Use {SAID} here</{tag}><p>b</p><!--more--><p>c</p>"
    shown = shown_by(goldmark, markdown.emit(read(html), DIALECTS["goldmark"]))
    assert read(shown, COLLAPSE).blocks == read(html).blocks


@pytest.mark.parametrize("fold", ["%s", "<ul><li>%s</li></ul>", "<blockquote>%s</blockquote>", "<p>q</p>%s"])
@pytest.mark.parametrize(
    "inside",
    [
        "the ` key: <code>a | b</code>",
        "the ` key: <code>a ` | b</code>",
        "a ` b <b><code>a | b</code></b> c ` d",
        "\\` <code>a | b</code>",
        "` | <code>a | b</code>",
        "the ` key <code>a|b</code><br>and <code>c|d</code>",
        "<a href=u>the `</a> <code>a | b</code>",
        "<img src=u alt='the `'> <code>a | b</code>",
        "<code>a | b</code> the `",
        "the ` <code>a</code> | b",
        "<table><tr><th>`</th><th>b `</th></tr><tr><td>a ` <code>b|c</code></td><td><code>d|e</code> `</td></tr></table>",
        "<table><tr><th>a</th><th>b</th></tr><tr><td>` a</td><td><code>d|e</code></td></tr></table>",
        "cost $$ <a href='http://e.org/$$a'>x</a>",
        "cost $$ <a href='http://e.org/$$a'>x</a> $$",
        "cost $$$ <a href='http://e.org/$$a'>x</a>",
        "$$ <a href='http://e.org/$$a'>x</a>",
        "cost $$ <img src='http://e.org/$$a'>",
        "cost $$<br><img src='http://e.org/$$a'>",
        "cost $$ <code>$$</code>",
        "cost $$ <a href=u title='$$'>x</a>",
        "<a href='http://e.org/$$a'>x</a> cost $$",
        "<a href='http://e.org/$$a'>$$</a>",
    ],
)
def test_kramdown_begins_nothing_in_the_text_that_ends_in_code_or_an_address(inside: str, fold: str) -> None:
    document = read(fold % inside)
    written, notes = proof.emit_checked(document, DIALECTS["kramdown"])
    assert not notes
    shown = shown_by(kramdown, written)
    assert blocks_rows(read(shown, COLLAPSE).blocks) == blocks_rows(document.blocks), (written, shown)


@pytest.mark.parametrize("tag", ["ul", "ol"])
@pytest.mark.parametrize("text", ["C:\\", "C:\\\\", "<br>C:\\", "<b>C:\\</b>", "<code>C:\\</code>", "*a* \\ "])
def test_kramdown_breaks_no_line_behind_a_backslash(text: str, tag: str) -> None:
    document = read(f"<ul><li>a{text}<{tag}><li>b</li></{tag}></li></ul>")
    written, notes = proof.emit_checked(document, DIALECTS["kramdown"])
    assert not notes
    shown = shown_by(kramdown, written)
    assert shown.count("<br") == text.count("<br")
    assert blocks_rows(read(shown, COLLAPSE).blocks) == blocks_rows(document.blocks), (written, shown)


STARTED = "<ol start=4><li>%s</li><li>%s</li></ol>"


@pytest.mark.parametrize("around", ["%s", "%s<p>z</p>", "<ul><li>%s</li><li>z</li></ul>", "<ol start=9><li>y%s</li></ol>", "<blockquote>%s</blockquote>", "<ul><li>y<blockquote>%s</blockquote></li></ul>", "%s<ol start=7><li>z</li></ol>"])  # fmt: skip
@pytest.mark.parametrize("last", ["", "b", "<p>b</p><p>c</p>", "b<ul><li>c</li></ul>", "<pre>b</pre>", "b<hr>", "<table><tr><th>b<th>c<tr><td>d<td>e</table>", "b<ol start=3><li>c</ol>", "<blockquote>b</blockquote>", "<details><summary>b</summary>c</details>", "a<!--more-->"])  # fmt: skip
def test_kramdown_counts_from_the_number_a_list_begins_at(around: str, last: str) -> None:
    document = read(around % (STARTED % ("a", last)))
    text, notes = proof.emit_checked(document, DIALECTS["kramdown"])
    assert not notes
    shown = shown_by(kramdown, text)
    assert blocks_rows(read(shown, COLLAPSE).blocks) == blocks_rows(document.blocks), (text, shown)


@pytest.mark.parametrize(
    "inside", ["a<!--more-->b", "a\n<!--more-->\nb", "a\n\n<!--more-->\n\n\n b\n\n&lt;c", "a<!--more--><b>b</b>"]
)
def test_hugo_keeps_the_jump_break_in_verbatim_text(inside: str) -> None:
    document = read(f"<p>x</p><pre>{inside}</pre><p>y</p>")
    text, notes = proof.emit_checked(document, DIALECTS["goldmark"])
    assert not notes
    shown = shown_by(goldmark, text)
    before, after = shown.split("<!--more-->")
    assert "<pre>a" in before and "b" not in before
    assert (
        read(before + after, COLLAPSE).blocks
        == read(f"<p>x</p><pre>{inside.replace('<!--more-->', '')}</pre><p>y</p>").blocks
    )
