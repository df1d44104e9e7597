"""Words of strangers stay words: in every target's data, maps and texts, read back with the parsers that meet them."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from lxml import etree
from markdown_it import MarkdownIt

from bloggermigrate.model import LinkItem, OutputFile
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.redirects import FORMS
from bloggermigrate.report import Report
from bloggermigrate.writers import WRITERS, gadget_use
from blogs import MadeBlog, MadeComment, MadePost, classic, takeout
from made import context_for, made_blog, made_widget
from test_body_safety import running
from test_laws import output_for, tree

TARGETS = pytest.mark.parametrize("target", WRITERS)

#: what breaks out of something somewhere, each with a word of its own by which it is found again
TEXTS = (
    "zq0 ---\ntitle: other\n--- x",
    "---",
    "+++",
    "zq1: {a: b} # c",
    "zq2 'a' \"b\" \\",
    "zq3 ''' \"\"\" ''' + __import__('os').system('zqrun') + '",
    "!!python/object/apply:os.system [zq4]",
    "&zq5 *zq5",
    "- zq6",
    "yes",
    "null",
    "1.0",
    "=cmd|'/c calc'!zq7",
    "+zq8",
    "-zq9",
    "@SUM(zq10)",
    "\tzq11\r\n=1+1",
    "zq12</title></script><script>zqrun()</script>",
    "zq13 ]]><script>zqrun()</script><![CDATA[",
    "zq14 --><script>zqrun()</script><!--",
    'zq15" onclick="zqrun()" \'',
    "{{ zq16 }}{% zq16 %}{{< zq16 >}}{{% zq16 %}}",
    "{{ site.zq17 | raw }}{%- include zq17 -%}",
    "${zq18} #{zq18} <%= zq18 %> {@html zq18}",
    "[zq19](javascript:zqrun())",
    '{: onclick="zqrun()" .zq20}',
    "zq21 301\n/x https://evil.example/ 301",
    "zq22; } location / { return 301 https://evil.example/",
    'zq23" [R=301]\nRewriteRule ^ https://evil.example/',
    "zq24 {$env.zq24} `x`",
    "\u202ezq25\u2066\ufeff\x85\u2028x",
    "../../zq26",
    "&lt;script&gt;zq27&amp;lt;",
    "import zq28 from 'x'",
)
#: what an engine would act upon in a text, were it not for the writer
BODIES = (
    "{{&lt; zqshort &gt;}} {{% zqshort %}} {{&lt;/* zqshort */&gt;}}",
    "<pre>{{&lt; zqshort &gt;}}</pre><code>{{% zqshort %}}</code>",
    "{{ zqvalue }} {% include zqvalue %} {% raw %} {% endraw %}{{ zqvalue }}",
    "a paragraph<br />{: onclick=\"zqrun()\" #zqid}",
    "<p>one</p><p>{: .zq onclick=\"zqrun()\"}</p>{::options parse_block_html=\"true\" /}{::nomarkdown}&lt;script&gt;zqrun()&lt;/script&gt;{:/}",
    "<b>x</b>{: onclick=zqrun() } ![a](b){onclick=zqrun()} [x](http://e.org/){onmouseover=\"zqrun()\"}",
    "--8&lt;-- \"/etc/passwd\"<br />--8&lt;-- \"/etc/passwd\"<pre>--8&lt;-- \"/etc/passwd\"</pre>",
    "import zqmod from \"x\"<br />export const zqmod = 1<br />{zqmod}&lt;ZqMod client:load /&gt;{(() =&gt; zqrun())()}",
    "[gallery ids=\"1\"] [caption]x[/caption] [zqshort] &lt;!-- wp:html --&gt;&lt;script&gt;zqrun()&lt;/script&gt;&lt;!-- /wp:html --&gt;",
    "<!-- wp:html --><!-- more --><!-- zqcomment -->",
    "<a href='{filename}/x.md'>a</a> <a href='{static}/etc/passwd'>b</a> <a href='|filename|x'>c</a>",
    "---<br />title: other<br />---<br />x",
    "$zqmath$ $$zqmath$$ \\(zqmath\\) :zqemoji: @zquser #zqtag [^zqnote] [[zqwiki]] ==zqmark== ~~zqstrike~~ *[zq]: x",
    "<p>[zqref]: javascript:zqrun()</p><p>[zqref]</p>",
    "!!! zqnote<br />    x<br />??? zq<br />::: zq<br />.. raw:: html",
    "<script>zqrun()</script><img src='x' onerror='zqrun()'><a href='javascript:zqrun()'>l</a><a href='vbscript:zqrun()'>l</a>"
    "<a href='data:text/html,&lt;script&gt;zqrun()&lt;/script&gt;'>l</a><iframe srcdoc='&lt;script&gt;zqrun()&lt;/script&gt;'></iframe>"
    "<meta http-equiv='refresh' content='0;url=http://e.org/'><base href='http://evil.example/'><object data='data:text/html,zqrun'></object>"
    "<svg><script>zqrun()</script><a xlink:href='javascript:zqrun()'><text>x</text></a></svg><math href='javascript:zqrun()'><mi>y</mi></math>"
    "<p style='width: expression(zqrun()); background: url(javascript:zqrun())'>styled</p><embed src='javascript:zqrun()'>",
)  # fmt: skip


def _posts(texts: tuple[str, ...], bodies: tuple[str, ...]) -> Iterator[MadePost]:
    for number, text in enumerate(texts):
        body = bodies[number % len(bodies)]
        yield MadePost(
            number=str(100 + number),
            title=text,
            author=text,
            labels=(text, "pane"),
            content=f"<p>before {number}</p>{body}<p>after</p>",
            path="" if number % 2 else f"/2011/03/p{number}{'%0a%22;%20{x}$1' if texts is TEXTS else ''}.html",
            kind="page" if number % 7 == 3 else "post",
            comments=(MadeComment(number=str(500 + number), author=text, uri=text, content=body),),
        )


_PLAIN = tuple(f"zq{number} plain" for number in range(len(TEXTS)))


def converted(texts: tuple[str, ...], target: str, folder: Path, form: str = "classic", **options: Any) -> Report:
    """Convert a blog whose every word comes from *texts*."""
    bodies = BODIES if texts is TEXTS else ("<p>plain</p>",)
    settings = {"BLOG_TIME_ZONE": "Europe/Rome", "BLOG_LOCALE": "it", "BLOG_SUBDOMAIN": "prova"}
    settings["BLOG_DESCRIPTION"] = texts[12]
    title = texts[3] + texts[17]
    blog = MadeBlog(title=title, posts=tuple(_posts(texts, bodies)), settings=settings)
    folder.mkdir()
    source = folder / "blog.xml"
    source.write_bytes((classic if form == "classic" else takeout)(blog))
    forms = () if WRITERS[target].one_file else tuple(FORMS)
    given: dict[str, Any] = {"redirects": forms, "site_url": "https://new.example/", "jobs": 1} | options
    return convert([str(source)], Options(target=target, output=str(output_for(target, folder)), **given))


class _Loader(yaml.SafeLoader):
    """Takes tags for what they are: only MkDocs' own settings have any."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: {"tag": suffix})
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: {"tag": suffix})

_RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def _parsed(path: str, data: bytes) -> Any:
    """Return what a parser makes of a file's data, and None for what is no data."""
    text = data.decode()
    if path.endswith((".jsonl",)):
        return [json.loads(line) for line in text.split("\n")[:-1]]
    if path.endswith((".json", ".jsonfeed")):
        return json.loads(text)
    if path.endswith("mkdocs.yml"):
        return yaml.load(text, _Loader)
    if path.endswith((".yml", ".yaml")):
        return yaml.safe_load(text)
    if path.endswith(".toml"):
        return tomllib.loads(text)
    if path.endswith((".xml", ".atom", ".opml")) and not path.startswith("redirects/"):
        if "{{" in text and not path.endswith((".wxr.xml", ".atom", ".opml")):  # a template of the site
            return None
        return [node.text or "" for node in etree.fromstring(data, etree.XMLParser(resolve_entities=False)).iter()]
    if path.endswith(".md") and text.startswith("---\n"):
        head = text.removeprefix("---\n").partition("\n---\n")[0]
        return yaml.safe_load(head)
    return None


def _strings(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                yield text
            case dict() as mapping:
                waiting += [*mapping.keys(), *mapping.values()]
            case list() as items:
                waiting += items


def _plain(text: str) -> str:
    """Return *text* without what no title can have: blanks as they come, characters that XML or YAML has not."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]+", "", text)


def _outputs(target: str, folder: Path) -> dict[str, bytes]:
    found = {path: data for path, data in tree(output_for(target, folder)).items() if ".bloggermigrate" not in path}
    if WRITERS[target].one_file:
        return {f"blog.{target}": data for data in found.values()}
    return found


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, bytes], Report]]:
    """What each target makes of the worst words, in turn from both forms of export."""
    found = {}
    for number, target in enumerate(WRITERS):
        folder = tmp_path_factory.mktemp("hostile") / target
        report = converted(TEXTS, target, folder, "takeout" if number % 2 else "classic")
        found[target] = _outputs(target, folder), report
    return found


@TARGETS
def test_words_load_back_as_they_were(target: str, hostile: Any):
    files, report = hostile[target]
    assert report.balance.holds and report.exit_status == 0
    strings: set[str] = set()
    for path, data in files.items():
        if WRITERS[target].one_file and target == "jsonl":
            path = "blog.jsonl"
        parsed = _parsed(path, data)
        for text in _strings(parsed):
            strings.add(_plain(text))
            if target == "wordpress":  # its titles are HTML
                strings.add(_plain(unescape(text)))
    missing = [text for text in TEXTS if _plain(text) not in strings]
    # YAML reads some of these words as values; where they are written, they are strings.
    assert not missing, missing


@TARGETS
def test_no_text_runs(target: str, hostile: Any):
    files, _ = hostile[target]
    seen = 0
    for path, data in files.items():
        text = data.decode()
        if path.endswith(".md"):
            body = text.removeprefix("---\n").partition("\n---\n")[2]
            assert running(_RENDERER.render(body)) == [], path
            seen += 1
        for value in _html_in(_parsed(path, data)):
            assert running(value) == [], (path, value)
            seen += 1
    assert seen > 20


def _html_in(value: Any) -> Iterator[str]:
    """Give the strings of data that are HTML."""
    waiting: list[tuple[str, Any]] = [("", value)]
    while waiting:
        key, item = waiting.pop()
        if isinstance(item, dict):
            waiting += item.items()
        elif isinstance(item, list):
            waiting += [(key, each) for each in item]
        elif key == "source_html":  # JSON Lines says so: exactly as found
            continue
        elif (isinstance(item, str) and re.search(r"html|content|body|mobiledoc|lexical", key)) or (
            isinstance(item, str) and not key and item.lstrip().startswith("<")
        ):
            yield item


@TARGETS
def test_settings_keep_their_structure(target: str, hostile: Any, tmp_path: Path):
    """Files of settings and code differ from those of a plain blog in their strings, in nothing else."""
    converted(_PLAIN, target, tmp_path / "plain")
    files, _ = hostile[target]
    for path, data in _outputs(target, tmp_path / "plain").items():
        if path not in files:  # the content has names of its own
            assert path.endswith((".md", ".json", ".yml", ".yaml", ".html", ".xml")), path
        elif path.endswith(".py"):
            assert _skeleton(data) == _skeleton(files[path]), path
        elif path.endswith(_TEMPLATES) and not path.startswith("redirects/"):
            assert data == files[path], f"{path}: words of the blog in a template"


@TARGETS
def test_gadgets_run_nothing(target: str):
    widgets = tuple(
        made_widget("html", id=f"HTML{n}", title=text, html=BODIES[-1] + body, order=n)
        for n, (text, body) in enumerate(zip(TEXTS, BODIES, strict=False))
    )
    links = tuple(
        LinkItem(text, link) for text in TEXTS for link in ("javascript:zqrun()", "data:text/html,zqrun", text)
    )
    widgets += (made_widget("links", title=TEXTS[17], items=links), made_widget("text", id="Text1", html=BODIES[-1]))
    blog = made_blog(title=TEXTS[17], description=TEXTS[13], widgets=widgets)
    writer = WRITERS[target]
    context = context_for(target, blog, site=not writer.one_file)
    seen = 0
    for part in writer.blog(context):
        if not isinstance(part, OutputFile):
            continue
        if writer.one_file and target != "jsonl" and not part.path.endswith(".opml"):
            continue  # the end of a file; feeds have no gadgets but the list of links
        parsed = _parsed("blog.jsonl" if target == "jsonl" else part.path, part.data)
        for value in _html_in(parsed):
            assert running(value) == [], (part.path, value)
        for value in _strings(parsed):
            seen += "zq" in value
            # Lines of JSON have the address as data, under the name that the gadget gave it.
            assert target == "jsonl" or not re.match(r"\s*(javascript|data|vbscript):", value), (part.path, value)
    assert seen or writer.gadgets in (gadget_use.GHOST, gadget_use.WORDPRESS)


_TEMPLATES = (".html", ".js", ".mjs", ".njk", ".css", ".astro", ".tmpl", ".mako", ".ejs")


def _skeleton(source: bytes) -> str:
    module = ast.parse(source)
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
        # How many labels and menu entries there are may differ.
        if isinstance(node, ast.Tuple | ast.List):
            node.elts = node.elts[:1]
        if isinstance(node, ast.Dict):
            node.keys, node.values = node.keys[:1], node.values[:1]
    return ast.dump(module)


_ACTS = {
    "hugo": r"\{\{[<%](?!/\*)",
    "jekyll": r"(?<!\\)\{:(?!/?comment)",
    "nikola": r"\{\{%(?! /?raw %\}\})",
    "pelican": r"\{(?:static|filename|attach|index)\}/|\|filename\|",
    "wordpress": r"(?<!\[)\[(?:gallery|caption)\b",
}


@pytest.mark.parametrize("target", _ACTS)
def test_no_word_acts_in_its_engine(target: str, hostile: Any):
    files, _ = hostile[target]
    for path, data in files.items():
        text = data.decode()
        if path.endswith(".md"):
            text = text.removeprefix("---\n").partition("\n---\n")[2]
        elif not path.endswith("wxr.xml"):
            continue
        else:  # comments know no shortcodes
            text = "".join(etree.fromstring(data).xpath("//item/*[local-name()='encoded']/text()"))
        found = re.search(_ACTS[target], text)
        assert not found, (path, text[max(0, found.start() - 60) : found.end() + 60] if found else "")


def test_wordpress_has_only_blocks_that_the_writer_made(hostile: Any):
    files, _ = hostile["wordpress"]
    for path, data in files.items():
        if path.endswith("wxr.xml"):
            assert "wp:html --><script" not in data.decode().replace(" ", "")
            assert "zqcomment" not in data.decode()


# -- maps of redirects -------------------------------------------------------------------------------------------

_LINES = {
    "_redirects": r"#.*|/\S* (?:/|https://new\.example/)\S* 301",
    ".htaccess": r'#.*|RewriteEngine On|RewriteCond %\{\w+\} "[^"]*"|RewriteRule "[^"]*" "[^"]*" \[R=301,L(?:,NE)?,QSD\]',
    "nginx-map.conf": r'#.*|map_hash_\w+ \d+;|map \$\w+ \$\w+ \{|\}|  (?:default|"(?:[^"\\]|\\.)*") "(?:[^"\\]|\\.)*";',
    "Caddyfile": r'#.*|\(blogger\) \{|\t+\}|\}|\tmap \{\w+\} \{\w+\} \{|\t\t(?:default|"(?:[^"\\]|\\.)*") "(?:[^"\\]|\\.)*"'
    r"|\t@blogger_\w+ expression .*|\tredir @blogger_\w+ \{\w+\} permanent",
}


@pytest.mark.parametrize("target", [name for name, writer in WRITERS.items() if not writer.one_file])
def test_maps_have_only_lines_of_ours(target: str, hostile: Any):
    files, _ = hostile[target]
    maps = {
        path.removeprefix("redirects/"): data.decode() for path, data in files.items() if path.startswith("redirects/")
    }
    assert {*_LINES, "redirects.csv"} <= maps.keys()
    for name, pattern in _LINES.items():
        for line in maps[name].split("\n")[:-1]:
            assert re.fullmatch(pattern, line), (name, line)
    rows = list(csv.reader(io.StringIO(maps["redirects.csv"], newline="")))
    assert len(rows) > len(TEXTS)
    for row in rows[1:]:
        assert len(row) == 4 and row[2] in ("200", "301"), row
        # A spreadsheet calculates what begins so.
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row), row
        assert not any(c in cell for cell in row for c in "\r\n\0"), row


# -- told, and kept when asked for -------------------------------------------------------------------------------


def test_what_is_taken_out_is_told(hostile: Any):
    _, report = hostile["hugo"]
    told = {issue.code for issue in report.issues}
    assert {"unknown-script-dropped", "unsafe-link-dropped"} <= told


@pytest.mark.parametrize("target", ["hugo", "jsonl", "wordpress"])
def test_scripts_stay_when_asked_for(target: str, tmp_path: Path):
    source = tmp_path / "blog.xml"
    body = "<p>a</p><script>zqrun()</script><p>b</p>"
    source.write_bytes(classic(MadeBlog(posts=(MadePost(number="1", content=body, path="/2011/03/a.html"),))))
    for unsafe in (False, True):
        folder = tmp_path / str(unsafe)
        options = Options(target=target, output=str(output_for(target, folder)), jobs=1, unsafe_html=unsafe)
        convert([str(source)], options)
        text = "\n".join(data.decode("utf-8", "replace") for data in tree(output_for(target, folder)).values())
        assert ("zqrun()" in text) is (unsafe or (target == "jsonl" and "zqrun" in text))
