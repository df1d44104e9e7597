#!/usr/bin/env python3
"""How faithfully, how cleanly and how fast the bodies of real exports become Markdown.

    scripts/fidelity.py FOLDER [--judge PATH] [--dialect NAME]... [--engine NAME]... [--time] [--worst N]
    [--json FILE]

Every distinct post, page and comment body below FOLDER is converted, rendered by the renderers that blogs
of each dialect really use, and judged: the original HTML against the rendered one.  The judge is a program
of its own, given by path (--judge, else $BLOGGER_JUDGE, else FOLDER/../judges/roundtrip.py): it reads JSON
lines {id, html, markdown, rendered} and writes JSON; its own docstring says what each criterion means.

Links that a renderer makes by itself of bare addresses (GFM's autolinks; some engines cannot be told to
stop) are taken back before judging, in every row alike: they are the engine's doing and not in the
Markdown.
"""

from __future__ import annotations

import argparse
import collections
import html as html_entities
import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bodies import Body, collect
from renderers import RENDERERS, Failure, Missing, Rendered, Renderer, markdown_it_py

Convert = Callable[[str], str]

#: criterion of the judge → head of its column
COLUMNS = {
    "fidelity_ok": "fidelity",
    "strict_ok": "strict",
    "clean_ok": "clean",
    "clean_there_ok": "clean there",
    "text_ok": "text",
    "lines_ok": "lines",
    "gaps_ok": "gaps",
    "links_ok": "links",
    "imgs_ok": "imgs",
    "alts_ok": "alts",
    "embeds_ok": "embeds",
    "heads_ok": "heads",
    "lists_ok": "lists",
    "quote_ok": "quote",
    "table_ok": "table",
    "pre_ok": "pre",
    "strong_ok": "bold",
    "em_ok": "ital",
    "strike_ok": "strike",
    "code_ok": "code",
    "supsub_ok": "sup",
    "hr_ok": "rule",
    "more_ok": "more",
    "anchors_ok": "anchor",
}
#: what no Markdown of ours may hold at all
NOISE = ("noise_tags", "nbsp", "trail_ws", "blank_runs", "literal_marks")


# ------------------------------------------------------------------------------------------------- engines


def native(dialect: str) -> Convert:
    from bloggermigrate.body import to_markdown

    return lambda text: to_markdown(text, dialect=dialect)


def recovering(dialect: str) -> Convert:
    from bloggermigrate.body import to_markdown

    return lambda text: to_markdown(text, dialect=dialect, recover_code=True)


class Checked:
    """The native engine with its proof: what does not survive is kept as HTML, and counted."""

    def __init__(self, dialect: str) -> None:
        from bloggermigrate.body import DIALECTS, read
        from bloggermigrate.body.proof import emit_checked

        self.dialect, self.read, self.emit = DIALECTS[dialect], read, emit_checked
        self.bodies = self.identical = self.blocks = self.kept = 0

    def __call__(self, text: str) -> str:
        document = self.read(text)
        markdown, notes = self.emit(document, self.dialect)
        self.bodies += 1
        self.identical += not notes
        self.blocks += len(document.blocks)
        self.kept += sum(note.count for note in notes)
        return markdown

    def __str__(self) -> str:
        share = 100 * self.kept / max(1, self.blocks)
        return (
            f"{self.identical} of {self.bodies} bodies proved identical, "
            f"{self.kept} of {self.blocks} blocks kept as HTML ({share:.3f} %)"
        )


def html2text_clean(dialect: str) -> Convert:
    from bloggermigrate.body import BodyContext, html2text_engine, read

    return lambda text: html2text_engine.emit(read(text, BodyContext()))


def html2text_raw(dialect: str) -> Convert:
    import html2text

    def convert(text: str) -> str:
        parser = html2text.HTML2Text(bodywidth=0)
        parser.unicode_snob = True
        return parser.handle(text)

    return convert


def markdownify_raw(dialect: str) -> Convert:
    import warnings

    import markdownify

    warnings.filterwarnings("ignore", module="markdownify")  # about texts that look like file names

    return lambda text: str(markdownify.markdownify(text))


ENGINES: dict[str, Callable[[str], Convert]] = {
    "native": native,
    "recovering": recovering,  # as sites get it: code that HTML has no word for is code
    "checked": Checked,
    "html2text": html2text_clean,  # our optional engine: clean HTML in
    "html2text-raw": html2text_raw,  # the package as it comes: Blogger's HTML in
    "markdownify-raw": markdownify_raw,
}


# ------------------------------------------------------------------------------------------------- judging


@dataclass(slots=True)
class Row:
    """One engine and dialect through one renderer."""

    engine: str
    dialect: str
    renderer: str
    missing: str = ""
    total: dict[str, Any] = field(default_factory=dict)
    items: list[dict[str, Any]] = field(default_factory=list)
    autolinked: int = 0
    seconds: float = 0.0
    remark: str = ""


def convert_all(bodies: Sequence[Body], convert: Convert) -> tuple[list[str], dict[int, str]]:
    """The Markdown of each body, and which bodies the conversion raised an exception on."""
    texts: list[str] = []
    raised: dict[int, str] = {}
    for number, body in enumerate(bodies):
        try:
            texts.append(convert(body.html))
        except Exception as error:  # a conversion that raises is a finding, not the end of the run
            raised[number] = f"{type(error).__name__}: {error}"[:200]
            texts.append("")
    return texts, raised


def judge_once(path: Path, bodies: Sequence[Body], texts: Sequence[str], rendered: Sequence[Rendered]) -> Row:
    """What the judge says of the bodies as they are."""
    row = Row("", "", "")
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "items.jsonl"), Path(folder, "judged.jsonl")
        with source.open("w", encoding="utf-8") as lines:
            for body, text, shown in zip(bodies, texts, rendered, strict=True):
                item: dict[str, Any] = {"id": body.id, "html": body.html, "markdown": text}
                # A fragment stands in a body: a comment in front of one is not part of the page for a parser.
                item["rendered"] = "" if isinstance(shown, Failure) else "<body>" + shown
                lines.write(json.dumps(item) + "\n")
        command = [sys.executable, str(path), str(source), "--per-item", str(target), "--json"]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode:
            raise SystemExit(f"the judge {path} failed:\n{run.stderr[-3000:]}")
        row.total = json.loads(run.stdout)
        row.items = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    return row


def judge(path: Path, bodies: Sequence[Body], texts: Sequence[str], rendered: Sequence[Rendered]) -> Row:
    row = judge_once(path, bodies, texts, rendered)
    for item, shown in zip(row.items, rendered, strict=True):
        if isinstance(shown, Failure):
            item["classes"] = [f"renderer failed: {shown.reason}"]
            item["fidelity_ok"] = item["strict_ok"] = False
    return row


# ------------------------------------------------------------------------ needless, as the renderer sees it

_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_FENCE = re.compile(r"^[ >]*(?:[-*+]|\d+[.)])?[ \t]*(`{3,}|~{3,}).*?^[ >]*\1[`~]*[ \t]*$", re.S | re.M)


def needless_there(renderer: Renderer, texts: Sequence[str]) -> list[int]:
    """For each text, how many escapes neither its own renderer nor CommonMark needs.

    As the judge counts, per block and per escaped character: dropping every escape of that character in the block
    changes nothing.  The judge asks CommonMark alone; some renderers need escapes that CommonMark does not.
    """
    asked: dict[str, int] = {}
    wanted: list[tuple[int, int, int, int]] = []  # text, block, block without one kind of escape, how many
    for number, text in enumerate(texts):
        if "\\" not in text:
            continue
        for chunk in _FENCE.sub("", text).split("\n\n"):
            chunk = textwrap.dedent(chunk).strip("\n")
            counts = collections.Counter(_ESCAPE.findall(chunk)) if len(chunk) < 50_000 else {}
            for char, count in counts.items():
                bare = chunk.replace("\\" + char, char)
                pair = (asked.setdefault(chunk, len(asked)), asked.setdefault(bare, len(asked)))
                wanted.append((number, *pair, count))
    shown = list(zip(renderer.render(list(asked)), markdown_it_py(list(asked)), strict=True)) if asked else []
    needless = [0] * len(texts)
    for number, chunk_at, bare_at, count in wanted:
        if shown[chunk_at] == shown[bare_at]:
            needless[number] += count
    return needless


def mark_clean_there(row: Row, renderer: Renderer, texts: Sequence[str]) -> None:
    for item, text, needless in zip(row.items, texts, needless_there(renderer, texts), strict=True):
        item["needless_there"] = needless
        item["clean_there_ok"] = not any(item.get(key) for key in NOISE) and needless <= 1 + len(text) / 2000
    row.total["clean_there_ok"] = sum(item["clean_there_ok"] for item in row.items) / max(1, len(row.items))


_PIECE = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+|<", re.S)
_BARE = re.compile(r'<a href="([^"]*)"[^>]*>([^<]*)</a>')


def _self_naming(found: re.Match[str]) -> bool:
    href, text = (html_entities.unescape(group) for group in found.groups())
    plain = re.sub(r"%[0-9A-Fa-f]{2}|[^\x20-\x7e]", "", text).lower()
    target = re.sub(r"%[0-9A-Fa-f]{2}|[^\x20-\x7e]", "", href).lower()
    return target in (plain, "http://" + plain, "https://" + plain, "mailto:" + plain)


def _bare_links(text: str) -> Iterator[tuple[int, str, int, int]]:
    """(visible characters before it, its text, start, end) of each link whose text is its own address."""
    shown = at = 0
    for found in _BARE.finditer(text):
        if not _self_naming(found):
            continue
        for piece in _PIECE.findall(text[at : found.start()]):
            if piece == "<" or not piece.startswith("<"):
                shown += len("".join(html_entities.unescape(piece).split()))
        at = found.start()
        yield shown, html_entities.unescape(found.group(2)), found.start(), found.end()


def unlink_bare(rendered: str, reference: str) -> tuple[str, int]:
    """*rendered* without the links that its renderer made of bare addresses, and how many these were.

    *reference* is the same Markdown rendered without that extension: what is a link there is one that the
    Markdown writes, and stays.

    >>> unlink_bare('<p><a href="http://a.b">http://a.b</a></p>', "<p>http://a.b</p>")
    ('<p>http://a.b</p>', 1)
    >>> unlink_bare('<p><a href="http://a.b">http://a.b</a></p>', '<p><a href="http://a.b">http://a.b</a></p>')[1]
    0
    """
    written = list(_bare_links(reference))
    places = {(before, text) for before, text, _, _ in written}
    made = list(_bare_links(rendered))
    # Where other text was lost the places do not agree; then the numbers of each address decide.
    excess = collections.Counter(text for _, text, _, _ in made)
    excess.subtract(text for _, text, _, _ in written)
    pieces: list[str] = []
    at = 0
    for before, text, start, end in made:
        if (before, text) not in places and excess[text] > 0:
            excess[text] -= 1
            pieces += [rendered[at:start], html_entities.escape(text, quote=False)]
            at = end
    return "".join([*pieces, rendered[at:]]), len(pieces) // 2


def run_row(
    path: Path,
    renderer: Renderer,
    bodies: Sequence[Body],
    texts: Sequence[str],
    reference: Sequence[Rendered],
) -> Row:
    began = time.perf_counter()
    try:
        rendered = renderer.render(texts)
    except Missing as missing:
        return Row("", "", renderer.name, missing=str(missing))
    autolinked = 0
    for number, (shown, plain) in enumerate(zip(rendered, reference, strict=True)):
        if isinstance(shown, str) and isinstance(plain, str):
            rendered[number], undone = unlink_bare(shown, plain)
            autolinked += undone > 0
    row = judge(path, bodies, texts, rendered)
    mark_clean_there(row, renderer, texts)
    row.renderer, row.autolinked, row.seconds = renderer.name, autolinked, time.perf_counter() - began
    return row


def rows_of(
    path: Path, engine: str, bodies: Sequence[Body], dialects: Sequence[str], only: Sequence[str]
) -> Iterator[tuple[Row, list[str]]]:
    """The rows of one engine, dialect by dialect; the texts come along for those who want to look at them."""
    for dialect in dialects:
        renderers = [r for r in RENDERERS if r.dialect == dialect and (not only or r.name in only)]
        try:
            convert = ENGINES[engine](dialect)
            texts, raised = convert_all(bodies, convert)
        except (ImportError, AttributeError) as error:
            yield Row(engine, dialect, "", missing=f"engine {engine} is not there: {error}"), []
            continue
        reference = markdown_it_py(texts)
        for renderer in renderers:
            row = run_row(path, renderer, bodies, texts, reference)
            row.engine, row.dialect = engine, dialect
            row.remark = str(convert) if isinstance(convert, Checked) else ""
            for number, reason in raised.items():
                if row.items:
                    row.items[number]["classes"] = [f"conversion raised {reason}"]
                    row.items[number]["fidelity_ok"] = row.items[number]["strict_ok"] = False
            if row.items:  # the two overrides above count
                for flag in ("fidelity_ok", "strict_ok"):
                    row.total[flag] = sum(bool(item[flag]) for item in row.items) / len(row.items)
            yield row, texts


# ------------------------------------------------------------------------------------------------ printing


def percent(share: float | None) -> str:
    """Rounded down, so that 100 means all of them."""
    if share is None:
        return "–"
    return "100" if share == 1 else f"{int(share * 10000) / 100:.2f}"


def table(rows: Sequence[Row]) -> tuple[list[str], list[list[str]]]:
    """Head and lines of the table; the line of a row that was not run is short and says why."""
    head = ["engine", "dialect", "renderer", "items", *COLUMNS.values()]
    lines = []
    for row in rows:
        names = [row.engine, row.dialect, row.renderer]
        if row.missing:
            lines.append([*names, f"not run: {row.missing}"])
        else:
            shares = (percent(row.total.get(key)) for key in COLUMNS)
            lines.append([*names, str(len(row.items)), *shares])
    return head, lines


def print_table(rows: Sequence[Row]) -> None:
    head, lines = table(rows)
    whole = [line for line in lines if len(line) == len(head)]
    widths = [max(len(line[i]) for line in [head, *whole]) for i in range(len(head))]
    print("| " + " | ".join(cell.ljust(w) for cell, w in zip(head, widths, strict=True)) + " |")
    print("| " + " | ".join("-" * w if i < 3 else "-" * (w - 1) + ":" for i, w in enumerate(widths)) + " |")
    for line in lines:
        cells = (c.ljust(w) if i < 3 else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths, strict=False)))
        print("| " + " | ".join(cells) + " |")
    print("\n% of items; criteria from links on: of the items that have such a thing, before or after.")


def print_details(rows: Sequence[Row], worst: int) -> None:
    for row in rows:
        if row.missing:
            continue
        print(f"\n{row.engine} → {row.dialect} → {row.renderer}  ({row.seconds:.0f} s)")
        if row.remark:
            print(f"  {row.remark}")
        if row.autolinked:
            print(f"  links of the renderer's own making on bare addresses taken back in {row.autolinked} items")
        dirt = {key: row.total.get("sum_" + key) for key in NOISE}
        print("  " + ", ".join(f"{key} {value}" for key, value in dirt.items()))
        failing = [m for m in row.items if not (m["strict_ok"] and m["clean_ok"])]
        counts = collections.Counter(c for m in failing for c in m["classes"])
        for name, count in counts.most_common(25):
            print(f"  {count:5} {name}")
        failing.sort(key=lambda m: (m["fidelity_ok"], m["strict_ok"], m["text_sim"]))
        for m in failing[:worst]:
            grade = "clean" if m["strict_ok"] else "strict" if m["fidelity_ok"] else "FIDELITY"
            unclean = [k for k in (*NOISE, "needless") if m.get(k)] if not m["clean_ok"] else []
            print(f"    fails {grade:8} {m['id']:28} {m['text_sim']:.4f} {', '.join(m['classes'] + unclean)}")
        if len(failing) > worst:
            print(f"    … {len(failing) - worst} more (--worst N)")


# --------------------------------------------------------------------------------- the page about it

_MEASURED = re.compile(r"(<!-- measured -->\n).*?(\n<!-- /measured -->)", re.S)


def write_page(page: Path, heading: str, rows: Sequence[Row], times: dict[str, Any] | None) -> None:
    """Put what was measured between the marks of *page*; the words around them stay."""
    head, lines = table(rows)
    out = [heading, "", "| " + " | ".join(head) + " |", "| --- | --- | --- |" + " ---: |" * (len(head) - 3)]
    out += ["| " + " | ".join(line + [""] * (len(head) - len(line))) + " |" for line in lines]
    out += ["", "What must never be in the Markdown, in all items together:", ""]
    out += ["| engine | dialect | " + " | ".join(NOISE) + " |", "| --- | --- |" + " ---: |" * len(NOISE)]
    seen = set()
    for row in rows:
        if row.missing or (row.engine, row.dialect) in seen:
            continue
        seen.add((row.engine, row.dialect))
        sums = (str(row.total.get("sum_" + key)) for key in NOISE)
        out.append(f"| {row.engine} | {row.dialect} | " + " | ".join(sums) + " |")
    proved = [f"- {row.dialect}: {row.remark}" for row in rows if row.remark and row.items]
    if proved:
        out += ["", "With `--check`, which writes a block as HTML where its Markdown does not say the same:", ""]
        out += dict.fromkeys(proved)
    if times is not None:
        out += ["", "| converter | MB of HTML a second | |", "| --- | ---: | --- |"]
        own = times["mb_per_s"].get("native")
        for name, value in times["mb_per_s"].items():
            factor = f"native is {own / value:.1f} × as fast" if own and name != "native" else ""
            out.append(f"| {name} | {value:.1f} | {factor} |")
        if times["linear"]:
            one, four = times["linear"]["1 MB"], times["linear"]["4 MB"]
            out += ["", f"A post of 4 MB takes {four / one:.2f} × the time per byte of one of 1 MB."]
    out += ["", "Items that are not strictly the same (native engine):", ""]
    out += ["| item | what differs | through |", "| --- | --- | --- |"]
    failing: dict[tuple[str, str], list[str]] = {}
    own_rows = [row for row in rows if row.engine == "native" and not row.missing]
    for row in own_rows:
        for m in row.items:
            if not m["strict_ok"]:
                failing.setdefault((m["id"], ", ".join(m["classes"])), []).append(row.renderer)
    for (name, classes), renderers in sorted(failing.items(), key=lambda x: (-len(x[1]), x[0])):
        through = "all" if len(renderers) == len(own_rows) else ", ".join(renderers)
        out.append(f"| {name} | {classes.replace('|', '¦')} | {through} |")
    text = page.read_text(encoding="utf-8")
    measured = "\n".join(out)
    page.write_text(_MEASURED.sub(lambda m: m.group(1) + measured + m.group(2), text), encoding="utf-8")


# -------------------------------------------------------------------------------------------------- timing

_DATA_URI = re.compile(r"data:[\w/+.-]+;base64,[A-Za-z0-9+/=\s]{200,}")


def measure(bodies: Sequence[Body], rounds: int) -> dict[str, Any]:
    """MB of HTML a second of CPU time, one process, median of interleaved rounds, and the time per byte by
    size.

    Garbage is looked for as seldom as in a run of the command line, for all engines alike.
    """
    from bloggermigrate.running.garbage import seldom_collect

    seldom_collect()
    texts = [_DATA_URI.sub("data:image/png;base64,AAAA", body.html) for body in bodies]
    size = sum(len(text.encode("utf-8", "replace")) for text in texts) / 1e6
    engines: dict[str, Convert] = {}
    for name in ("native", "html2text-raw", "markdownify-raw"):
        try:
            engines[name] = ENGINES[name]("gfm")
            engines[name]("<p>warm</p>")
        except (ImportError, AttributeError) as error:
            print(f"{name}: not run: {error}")
    taken: dict[str, list[float]] = {name: [] for name in engines}
    for _ in range(rounds):
        for name, convert in engines.items():
            began = time.process_time()
            convert_all([Body(id="", kind="", html=t, file="") for t in texts], convert)
            taken[name].append(time.process_time() - began)
    result: dict[str, Any] = {"megabytes": size, "rounds": rounds, "mb_per_s": {}, "linear": {}}
    for name, seconds in taken.items():
        result["mb_per_s"][name] = size / sorted(seconds)[rounds // 2]
    if "native" in engines:
        ordinary = [text for text in texts if len(text) < 60_000]
        for megabytes in (1, 4):  # four times the same: other posts would be of another density
            post = _megabyte(ordinary) * megabytes
            best = min(_cpu(engines["native"], post) for _ in range(rounds))
            result["linear"][f"{megabytes} MB"] = best / (len(post.encode("utf-8", "replace")) / 1e6)
    return result


def _megabyte(texts: Sequence[str]) -> str:
    """Return a post of about 1 MB made of *texts*."""
    parts: list[str] = []
    size = number = 0
    while size < 1_000_000:
        parts.append(f"<div>{texts[number % len(texts)]}</div>")
        size += len(parts[-1])
        number += 1
    return "".join(parts)


def _cpu(convert: Convert, text: str) -> float:
    began = time.process_time()
    convert(text)
    return time.process_time() - began


def print_times(result: dict[str, Any]) -> None:
    print(
        f"\n{result['megabytes']:.1f} MB of HTML (data: URIs shortened), CPU time, median of {result['rounds']} rounds"
    )
    speed = result["mb_per_s"]
    for name, value in speed.items():
        times = f"  native is {speed['native'] / value:.1f} × as fast" if name != "native" and "native" in speed else ""
        print(f"  {name:16} {value:7.2f} MB/s{times}")
    if result["linear"]:
        one, four = result["linear"]["1 MB"], result["linear"]["4 MB"]
        print(f"  one post of 1 MB {one:.4f} s/MB, of 4 MB {four:.4f} s/MB: ratio {four / one:.2f}")


# ---------------------------------------------------------------------------------------------------- main


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path, help="folder of exports and feeds, or one file")
    parser.add_argument("--judge", type=Path, help="the judge program")
    parser.add_argument("--dialect", action="append", choices=sorted({r.dialect for r in RENDERERS}))
    parser.add_argument("--renderer", action="append", choices=[r.name for r in RENDERERS])
    parser.add_argument("--engine", action="append", choices=list(ENGINES))
    parser.add_argument("--kind", action="append", help="post, page or comment")
    parser.add_argument("--limit", type=int, help="only the first N bodies")
    parser.add_argument("--time", action="store_true", help="measure speed as well")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of --time")
    parser.add_argument("--no-judge", action="store_true", help="only --time")
    parser.add_argument("--worst", type=int, default=40, metavar="N", help="failing items to name per row")
    parser.add_argument("--show", action="append", default=[], metavar="ID", help="print HTML and Markdown of an item")
    parser.add_argument("--page", type=Path, metavar="FILE", help="write the tables into docs/fidelity.md")
    parser.add_argument("--json", type=Path, metavar="FILE", help="everything, also per item")
    return parser.parse_args()


def main() -> int:
    asked = options()
    bodies, empty = collect(asked.folder)
    bodies = [b for b in bodies if not asked.kind or b.kind in asked.kind][: asked.limit]
    if not bodies:
        print(f"no bodies found below {asked.folder}", file=sys.stderr)
        return 2
    kinds = collections.Counter(body.kind for body in bodies)
    size = sum(len(b.html.encode("utf-8", "replace")) for b in bodies) / 1e6
    counts = ", ".join(f"{n} {kind}" for kind, n in kinds.items())
    print(f"{len(bodies)} distinct bodies ({counts}; {empty} empty ones left out), {size:.1f} MB of HTML\n")
    report: dict[str, Any] = {"bodies": len(bodies), "kinds": kinds, "megabytes": size, "rows": []}
    rows: list[Row] = []
    if not asked.no_judge:
        beside = asked.folder.resolve().parent
        path = asked.judge or Path(os.environ.get("BLOGGER_JUDGE") or beside / "judges" / "roundtrip.py")
        if not path.is_file():
            print(f"no judge at {path}: give one with --judge or BLOGGER_JUDGE", file=sys.stderr)
            return 2
        for engine in asked.engine or ["native", "html2text"]:
            foreign = engine != "native"
            dialects = asked.dialect or (["gfm"] if foreign else list(dict.fromkeys(r.dialect for r in RENDERERS)))
            for row, texts in rows_of(path, engine, bodies, dialects, asked.renderer or ()):
                print(f"… {row.engine} {row.dialect} {row.renderer} {row.seconds:.0f} s", file=sys.stderr)
                rows.append(row)
                for body, text in zip(bodies, texts, strict=False):
                    if body.id in asked.show:
                        print(f"===== {body.id} {engine} {row.dialect}\n{body.html}\n----- Markdown\n{text}\n=====")
        print_table(rows)
        print_details(rows, asked.worst)
        for row in rows:
            report["rows"].append(
                {
                    "engine": row.engine,
                    "dialect": row.dialect,
                    "renderer": row.renderer,
                    "missing": row.missing,
                    "remark": row.remark,
                    "autolinked": row.autolinked,
                    "total": row.total,
                    "failing": [m for m in row.items if not (m["strict_ok"] and m["clean_ok"])],
                }
            )
    if asked.time:
        report["time"] = measure(bodies, asked.rounds)
        print_times(report["time"])
    if asked.page:
        heading = f"{len(bodies)} bodies ({counts}), {size:.1f} MB of HTML; percent of the items."
        write_page(asked.page, heading, rows, report.get("time"))
    if asked.json:
        asked.json.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
