"""Run every check of the project: formatting, lint, types, tests.

    python3 scripts/test.py [arguments for pytest]

Makes a virtual environment and installs what the checks need. Tests over real exports run where the
environment variable BLOGGER_CORPUS names a folder of them; else they are skipped and say so.
"""

from __future__ import annotations

import os
import subprocess
import sys

from environment import ROOT, ready, tool


def main() -> int:
    python = ready("dev")
    # A file to a worker: tests of one engine share its server and its database.
    workers = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadfile"]
    steps = [
        [tool(python, "ruff"), "check", "."],
        [tool(python, "ruff"), "format", "--check", "."],
        [tool(python, "mypy")],
        [tool(python, "pytest"), *workers, *sys.argv[1:]],
    ]
    # Commands that tests start by name (hugo) are those of this environment.
    environment = os.environ | {"PATH": f"{python.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    failed = []
    for step in steps:
        print(f"\n$ {' '.join([step[0].rpartition(os.sep)[2], *step[1:]])}", flush=True)
        if subprocess.run(step, cwd=ROOT, env=environment, check=False).returncode:
            failed.append(step[0].rpartition(os.sep)[2])
    print(f"\n{'Failed: ' + ', '.join(failed) if failed else 'All checks passed.'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
