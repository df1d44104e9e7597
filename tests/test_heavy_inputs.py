"""What is far bigger than any blog: migrated in full, in seconds and within bounds of memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from blogs import MadeBlog, MadeComment, MadePost, classic, takeout

resource = pytest.importorskip("resource", reason="only POSIX tells what a process took")

_FIRST = MadePost(number="1", title="Prima", content="zqprima", path="/2011/03/prima.html")
_LAST = MadePost(number="9999999", title="Ultima", content="zqultima", path="/2011/03/ultima.html")


def post(content: str = "zqmezzo", **values: object) -> Callable[[], MadeBlog]:
    """Return what makes a blog with such a post between two others."""
    middle = MadePost(number="10", content=content, path="/2011/03/mezzo.html", **values)  # type: ignore[arg-type]
    return lambda: MadeBlog(posts=(_FIRST, middle, _LAST))


#: the form in which it is given, and how the blog is made
CASES: dict[str, tuple[Callable[[MadeBlog], bytes], Callable[[], Callable[[], MadeBlog]]]] = {
    "50 MB in one text": (classic, lambda: post("zqmezzo " + "parola " * 7_200_000)),
    "a picture of 20 MB in its address": (takeout, lambda: post(f"<img src='data:image/png;base64,{'A' * 20_000_000}'>zqmezzo")),
    "a million breaks": (classic, lambda: post("zqmezzo" + "<br>" * 1_000_000 + "zqfine")),
    "100,000 levels": (takeout, lambda: post("<div>" * 100_000 + "zqmezzo")),
    "a million attributes": (classic, lambda: post(f"<p {' '.join(f'a{n}=v' for n in range(1_000_000))}>zqmezzo</p>")),
    "a million comments opened": (takeout, lambda: post("zqmezzo" + "<!--" * 1_000_000)),
    "100,000 labels": (classic, lambda: post(labels=tuple(f"l{n}" for n in range(100_000)))),
    "20,000 comments": (takeout, lambda: post(comments=tuple(MadeComment(number=str(100 + n), content="zc") for n in range(20_000)))),
}  # fmt: skip

_RUN = """
import resource, sys
from pathlib import Path
from bloggermigrate.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
status = Path("/proc/self/status")
if status.exists():  # what getrusage tells begins, on Linux, at the size of the process that started this one
    print(next(line.split()[1] for line in status.read_text().splitlines() if line.startswith("VmHWM")))
else:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize("case", CASES)
def test_heavy_input(tmp_path: Path, case: str):
    form, make = CASES[case]
    source, output, report = tmp_path / "blog.xml", tmp_path / "blog.out", tmp_path / "report.json"
    # A line of JSON holds each post three times, so this one goes into a file of its own.
    target = "hugo" if case.startswith("50 MB") else "jsonl"
    source.write_bytes(form(make()()))
    arguments = ["convert", str(source), "--to", target, "-o", str(output), "--report", str(report), "-q"]
    done = subprocess.run(
        [sys.executable, "-c", _RUN, *arguments, "--jobs", "1"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    kilobytes = int(done.stdout) // (1024 if sys.platform == "darwin" else 1)
    assert kilobytes < 500_000
    balance = json.loads(report.read_text())["balance"]
    assert balance["post"]["read"] == balance["post"]["written"] == 3
    assert balance["comment"]["read"] == balance["comment"]["written"]
    files = [output] if output.is_file() else [*output.glob("content/**/*.md")]
    text = "".join(path.read_text() for path in files)
    assert all(word in text for word in ("zqprima", "zqmezzo", "zqultima"))
