"""Kills conversions at random moments and looks at what they leave; run by `test_sudden_death.py` as a process.

Each conversion runs in a fork of this process, which has all that it needs loaded: so 200 of them cost little.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bloggermigrate.cli import main
from bloggermigrate.output import STATE


def tree(root: Path) -> dict[str, bytes]:
    """Return each file below *root*; of a root that is a file, that one."""
    if root.is_file():
        return {"": root.read_bytes()}
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def begun(arguments: list[str]) -> int:
    """Start a run of the command line; return its process."""
    pid = os.fork()
    if pid:
        return pid
    status = 70
    try:
        sys.stderr = sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115
        main(arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    finally:
        os._exit(status)


def run(arguments: list[str]) -> float:
    """Run the command line to its end; return the seconds it took."""
    start = time.perf_counter()
    _, status = os.waitpid(begun(arguments), 0)
    assert status == 0, f"it ended with {os.waitstatus_to_exitcode(status)}"
    return time.perf_counter() - start


def kill_often(
    old: str, new: str, target: str, jobs: str, *, kills: int, in_one_folder: int, folder: Path, seed: int
) -> dict[str, int]:
    """Convert *new* over what a conversion of *old* ("" for nothing) left, and kill it, *kills* times in all.

    After every kill nothing half-written may stand under its own name; after *in_one_folder* kills an undisturbed run
    must end with the very bytes of one that was never killed. Returns how many were killed, and how many of them after
    they had begun to write and before they ended.
    """
    chance = random.Random(seed)

    def command(source: str, output: Path) -> list[str]:
        report = output.with_suffix(".report.json")
        return ["convert", source, "--to", target, "-o", str(output), "--jobs", jobs, "-q", "--report", str(report)]

    # Once here: what a run loads when it needs it is there for all that come.
    with suppress(SystemExit):
        main(command(new, folder / "first.out"))
    whole = folder / "whole.out"
    before = {}
    if old:
        run(command(old, whole))
        before = tree(whole)
    seconds = run(command(new, whole))
    wanted = tree(whole)
    killed = meanwhile = rounds = 0
    while killed < kills or meanwhile < kills // 10:  # the machine may have been busy when the run was timed
        rounds += 1
        assert rounds < kills, "runs end before they are killed"
        root = folder / f"killed-{rounds}.out"
        if old:
            run(command(old, root))
        for _ in range(in_one_folder):
            pid = begun(command(new, root))
            time.sleep(chance.random() * seconds)
            os.kill(pid, signal.SIGKILL)
            _, status = os.waitpid(pid, 0)
            if not os.WIFSIGNALED(status):
                continue
            killed += 1
            meanwhile += (root / STATE / "journal.tsv").exists() or bool(list(root.parent.glob(".*.part")))
            for path, data in tree(root).items() if root.exists() else ():
                assert path.startswith(STATE) or data in (wanted.get(path), before.get(path)), f"half a file: {path}"
            report = root.with_suffix(".report.json")
            assert not report.exists() or json.loads(report.read_text())
        run(command(new, root))
        assert tree(root) == wanted, f"other bytes after {killed} kills: {differing(tree(root), wanted)}"
        assert not list(folder.glob(".*.part")), "half a file stays beside the output"
    return {"killed": killed, "meanwhile": meanwhile}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the paths that are not the same."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    given["folder"] = Path(given["folder"])
    tempfile.tempdir = str(given["folder"] / "tmp")
    Path(tempfile.tempdir).mkdir(parents=True)
    print(json.dumps(kill_often(**given)))
