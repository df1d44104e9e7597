"""Time and memory of whole runs, of their stages, of the least such work can cost, and of other converters.

python3 scripts/bench.py                          1, 10 and 100 MB, classic and Takeout, one and two workers
python3 scripts/bench.py --sizes 10 --forms classic --skip peers,linear
python3 scripts/bench.py --sizes 1,10,100,1000 --json bench.json

Every number is measured in a process of its own; with ``--repeat`` the least time of several counts. On a machine that
others use, CPU seconds (of all processes of a run) say more than wall seconds. Peak memory is that of the whole process
tree, pages that processes share counted once (PSS), sampled while it runs. Files go below ``--work``, by default a
memory file system where there is one, so that no disk is measured.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import bench_export

_HERE = Path(__file__).resolve()


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    wall_s: float | None = None
    cpu_s: float | None = None  #: of all its processes
    peak_mib: float | None = None
    remark: str = ""


# -- measuring ---------------------------------------------------------------------------------------------------


def _children(pid: int) -> Iterator[int]:
    """Give *pid* and the processes below it; none where /proc is not to be had."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below = task.read_text().split()
        except OSError:
            continue
        for child in below:
            yield from _children(int(child))


def _shares(pid: int) -> list[int]:
    """Return the proportional memory of each process of the tree, in KiB."""
    found = []
    for member in _children(pid):
        try:
            text = Path(f"/proc/{member}/smaps_rollup").read_text()
        except OSError:
            continue
        found += [int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")]
    return found


def measure(command: list[str], *, repeat: int = 1, before: Callable[[], object] | None = None) -> tuple[Row, str]:
    """Return the least times and the greatest peak of *command*, and what it printed."""
    best, least, peak, most, out = float("inf"), float("inf"), 0, 0, ""
    for _ in range(repeat):
        if before:
            before()
        began, spent = time.perf_counter(), _spent()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        done = threading.Event()

        def watch(pid: int = process.pid, done: threading.Event = done) -> None:
            nonlocal peak, most
            while not done.wait(0.1):
                shares = _shares(pid)
                peak, most = max(peak, sum(shares)), max(most, *shares[1:], 0)

        watcher = threading.Thread(target=watch)
        watcher.start()
        out, _ = process.communicate()
        best, least = min(best, time.perf_counter() - began), min(least, _spent() - spent)
        done.set()
        watcher.join()
        if process.returncode:
            last = (out.strip().splitlines() or ["no word"])[-1]
            return Row("", remark=f"failed: {last[:70]}"), out
    workers = f"worker {most / 1024:.0f} MiB" if most else ""
    return Row("", best, least, peak / 1024 if peak else None, workers), out


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


# -- the least that the work can cost ----------------------------------------------------------------------------


def _bodies(export: Path) -> Iterator[str]:
    from lxml import etree

    for _, element in etree.iterparse(export, tag="{*}entry", huge_tree=True):
        content = element.find("{*}content")
        if content is not None and content.text:
            yield content.text
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _touch(bodies: list[str], folder: str, first: int, write: bool) -> int:
    """Parse each body, touch every node, write it as a file; return how many nodes there were."""
    from lxml import html

    nodes = 0
    for place, body in enumerate(bodies, first):
        try:
            tree = html.fromstring(f"<div>{body}</div>")
        except ValueError:
            continue
        for node in tree.iter():
            nodes += bool(node.tag) + bool(node.text) + bool(node.tail) + len(node.attrib)
        if write:
            beside = Path(folder, f"{place}.tmp")
            beside.write_bytes(body.encode())
            beside.replace(Path(folder, f"{place}.md"))
    return nodes


def floor(export: Path, part: str, folder: Path, jobs: int) -> None:
    """Do one part of the least: "xml", "html" (and xml) or "all" (xml, html and files)."""
    if part == "xml":
        for _ in _bodies(export):
            pass
        return
    folder.mkdir(parents=True, exist_ok=True)
    batches: Iterator[tuple[int, list[str]]] = _chunks(export)
    if jobs == 1:
        for first, bodies in batches:
            _touch(bodies, str(folder), first, part == "all")
        return
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork")) as pool:
        waiting = [pool.submit(_touch, bodies, str(folder), first, part == "all") for first, bodies in batches]
        for future in waiting:
            future.result()


def _chunks(export: Path) -> Iterator[tuple[int, list[str]]]:
    gathered: list[str] = []
    size = first = 0
    for place, body in enumerate(_bodies(export)):
        gathered.append(body)
        size += len(body)
        if size > 400_000:
            yield first, gathered
            gathered, size, first = [], 0, place + 1
    yield first, gathered


# -- stages and speeds -------------------------------------------------------------------------------------------


def stages(export: Path, folder: Path) -> dict[str, float]:
    """Return the seconds that each stage of a run in one process takes."""
    from bloggermigrate import intake, pipeline
    from bloggermigrate.options import Options
    from bloggermigrate.running import batches

    spent: dict[str, float] = {}

    def timed(module: Any, name: str, stage: str) -> None:
        work = getattr(module, name)

        def clocked(*given: Any, **named: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*given, **named)
            finally:
                spent[stage] = spent.get(stage, 0.0) + time.perf_counter() - began

        setattr(module, name, clocked)

    timed(intake, "assemble", "whole-blog pass")
    timed(pipeline, "load", "reading")
    timed(batches, "render_batch", "rendering and proof")
    timed(pipeline, "_account", "writing")
    began = time.perf_counter()
    pipeline.convert([str(export)], Options(target="hugo", output=str(folder), jobs=1))
    whole = time.perf_counter() - began
    spent["reading"] -= spent["whole-blog pass"]
    return {**spent, "the rest": whole - sum(spent.values())}


def body_speeds(export: Path) -> dict[str, float]:
    """Return megabytes of HTML a second on one core: ours step by step, and what others do of it."""
    from bloggermigrate import body
    from bloggermigrate.body.proof import emit_checked
    from bloggermigrate.body.tree import parse

    bodies = list(_bodies(export))
    size = sum(len(text.encode()) for text in bodies) / 1e6
    dialect = body.DIALECTS["goldmark"]
    context = body.BodyContext(line_breaks="auto")

    def speed(work: Callable[[str], object], most: int = len(bodies)) -> float:
        best = float("inf")
        for _ in range(3):
            began = time.process_time()
            for text in bodies[:most]:
                work(text)
            best = min(best, time.process_time() - began)
        return size * (sum(map(len, bodies[:most])) / max(1, sum(map(len, bodies)))) / best

    found = {
        "the tree alone": speed(parse),
        "read": speed(lambda text: body.read(text, context)),
        "read and emit": speed(lambda text: body.markdown.emit(body.read(text, context), dialect)),
        "read, emit and prove": speed(lambda text: emit_checked(body.read(text, context), dialect)),
    }
    try:
        import html2text

        found["html2text"] = speed(lambda text: html2text.HTML2Text(bodywidth=0).handle(text), 300)
    except ImportError:
        pass
    try:
        import markdownify

        found["markdownify"] = speed(markdownify.markdownify, 300)
    except ImportError:
        pass
    return found


def long_post(megabytes: float) -> float:
    """Return the seconds that one post of so many megabytes takes to be read, emitted and proved."""
    from bloggermigrate import body
    from bloggermigrate.body.proof import emit_checked

    text = "".join(bench_export.bodies_joined(int(megabytes * 1_000_000)))
    began = time.process_time()
    emit_checked(body.read(text, body.BodyContext()), body.DIALECTS["goldmark"])
    return (time.process_time() - began) / megabytes


# -- the table ---------------------------------------------------------------------------------------------------

_PEERS: tuple[tuple[str, str, list[str]], ...] = (
    ("blogger2hugo", "blogger2hugo", ["{tool}", "{export}", "{out}"]),
    ("nikola import_blogger", "nikola", ["{tool}", "import_blogger", "-o", "{out}", "{export}"]),
    ("pelican-import", "pelican-import", ["{tool}", "--blogger", "-m", "markdown", "-o", "{out}", "{export}"]),
)


def _peer_rows(export: Path, out: Path, places: list[Path]) -> Iterator[Row]:
    path = os.pathsep.join([*map(str, places), str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    for name, command, words in _PEERS:
        tool = shutil.which(command, path=path)
        if tool is None:
            yield Row(name, remark="skipped: not installed")
            continue
        _empty(out)
        (out.parent / "peer").mkdir(exist_ok=True)
        found, _ = measure([word.format(tool=tool, export=export, out=out) for word in words])
        yield replace(found, what=name)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _mine(*words: str) -> list[str]:
    return [sys.executable, str(_HERE), "--child", *words]


def run(options: argparse.Namespace, work: Path) -> Iterator[tuple[str, list[Row]]]:
    """Give the parts of the table as they are measured."""
    out, sizes = work / "out", [float(size) for size in options.sizes.split(",")]
    skip = set(options.skip.split(","))
    command = [sys.executable, "-m", "bloggermigrate"]

    def convert(export: Path, *more: str) -> list[str]:
        return [*command, "convert", str(export), "--to", "hugo", "-o", str(out), "-q", *more]

    found, _ = measure([*command, "--help"], repeat=5)
    rows = [replace(found, what="--help")]
    for megabytes, what in ((0.1, "a blog of 100 kB"), (5.0, "a typical blog (5 MB)")):
        export = _export(work, megabytes, "classic")
        found, _ = measure(convert(export), repeat=options.repeat, before=lambda: _empty(out))
        rows.append(replace(found, what=what))
    yield "start", rows
    for form in options.forms.split(","):
        for megabytes in sizes:
            export = _export(work, megabytes, form)
            rows = []
            for jobs in options.jobs.split(","):
                found, _ = measure(convert(export, "--jobs", jobs), repeat=options.repeat, before=lambda: _empty(out))
                rows.append(replace(found, what=f"convert, {jobs} at work"))
            found, _ = measure(convert(export), repeat=options.repeat)
            rows.append(replace(found, what="again, nothing changed"))
            if "floor" not in skip:
                for part, jobs, what in (
                    ("xml", 1, "floor: XML"),
                    ("html", 1, "floor: XML and HTML"),
                    ("all", 1, "floor: XML, HTML, files"),
                    ("all", 2, "floor: the same, 2 at work"),
                ):
                    _empty(out)
                    found, _ = measure(_mine("floor", str(export), part, str(out), str(jobs)), repeat=options.repeat)
                    rows.append(replace(found, what=what))
            if "stages" not in skip and megabytes <= 100:
                _empty(out)
                _, said = measure(_mine("stages", str(export), str(out)))
                rows += [Row(f"stage: {name}", seconds) for name, seconds in json.loads(said.splitlines()[-1]).items()]
            if "peers" not in skip and form == "classic" and megabytes <= 10:
                rows += _peer_rows(export, out, options.peers)
            yield f"{form} {megabytes:g} MB", rows
            _empty(out)
    if "bodies" not in skip:
        _, said = measure(_mine("bodies", str(_export(work, 10, "classic"))))
        speeds = json.loads(said.splitlines()[-1])
        yield "bodies, MB of HTML a second", [Row(name, remark=f"{value:.1f}") for name, value in speeds.items()]
    if "linear" not in skip:
        costs = {}
        for size in (1, 4):
            _, said = measure(_mine("long", str(size)))
            costs[size] = float(said.splitlines()[-1])
        yield "one long post", [Row(f"{size} MB, for each MB", cost) for size, cost in costs.items()]


def _export(work: Path, megabytes: float, form: str) -> Path:
    path = work / f"{form}-{megabytes:g}.{'xml' if form == 'classic' else 'atom'}"
    if not path.exists():
        bench_export.write(path, int(megabytes * 1_000_000), takeout=form == "takeout")
    return path


def _child(words: list[str]) -> None:
    match words:
        case ["floor", export, part, folder, jobs]:
            floor(Path(export), part, Path(folder), int(jobs))
        case ["stages", export, folder]:
            print(json.dumps(stages(Path(export), Path(folder))))
        case ["bodies", export]:
            print(json.dumps(body_speeds(Path(export))))
        case ["long", size]:
            print(long_post(float(size)))


def _machine() -> dict[str, Any]:
    load = os.getloadavg() if hasattr(os, "getloadavg") else (0.0, 0.0, 0.0)
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "load": [round(value, 2) for value in load],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1,10,100", help="megabytes, with commas (1000 is a gigabyte)")
    parser.add_argument("--forms", default="classic,takeout")
    parser.add_argument("--jobs", default="1,2", help="numbers of workers to try")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--skip", default="", help="of floor, stages, peers, bodies, linear")
    parser.add_argument("--peers", type=Path, action="append", default=[], help="a folder with other converters")
    parser.add_argument("--work", type=Path, help="where files go")
    parser.add_argument("--json", type=Path, help="write everything there too")
    parser.add_argument("--child", nargs=argparse.REMAINDER, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        _child(options.child)
        return
    shared = Path("/dev/shm")
    gathered: dict[str, Any] = {"machine": _machine(), "parts": {}}
    with tempfile.TemporaryDirectory(prefix="bench-", dir=shared if shared.is_dir() else None) as temporary:
        work = options.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        # As an installed package runs: compiled once, whatever this machine wants otherwise.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(work.resolve() / "compiled")
        print(gathered["machine"])
        for title, rows in run(options, work):
            gathered["parts"][title] = [asdict(row) for row in rows]
            print(f"\n{title:<30} {'wall s':>8} {'CPU s':>7} {'MiB':>6}")
            for row in rows:
                wall, cpu = ("" if value is None else f"{value:.2f}" for value in (row.wall_s, row.cpu_s))
                peak = "" if row.peak_mib is None else f"{row.peak_mib:.0f}"
                print(f"  {row.what:<28} {wall:>8} {cpu:>7} {peak:>6}  {row.remark}".rstrip(), flush=True)
    if options.json:
        options.json.write_text(json.dumps(gathered, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
