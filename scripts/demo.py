"""Convert the sample blog and build it: from an export to a site, in one command.

    python3 scripts/demo.py

Makes a virtual environment, installs the project and Hugo into it, converts fixtures/sample/takeout.zip to
sample-site/ and builds it there.
"""

from __future__ import annotations

import subprocess
import sys

from environment import ROOT, ready, tool


def main() -> int:
    python = ready("demo")
    site = ROOT / "sample-site"
    export = ROOT / "fixtures" / "sample" / "takeout.zip"
    convert = [tool(python, "bloggermigrate"), "convert", str(export), "--to", "hugo", "-o", str(site)]
    print("\n$ bloggermigrate convert fixtures/sample/takeout.zip --to hugo -o sample-site\n", flush=True)
    if status := subprocess.run(convert, check=False).returncode:
        return status
    print("\n$ cd sample-site && hugo\n", flush=True)
    if status := subprocess.run([tool(python, "hugo"), "--source", str(site)], check=False).returncode:
        return status
    print(f"\nThe site stands in {site / 'public'}.")
    print("To look at it:  .venv/bin/hugo server --source sample-site")
    return 0


if __name__ == "__main__":
    sys.exit(main())
