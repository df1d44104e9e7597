"""A script that makes a table from a folder of exports: prints it, or puts it between its marks in a page of docs/."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

_END = "<!-- end of table -->\n"


def run(description: str | None, command: str, table: Callable[[Path], str]) -> None:
    """Make *table* from the folder that the command line names; `--write FILE` puts it into that page.

    The page has a comment with *command* where the table begins: how it was made.
    """
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", type=Path, metavar="FILE")
    chosen = parser.parse_args()
    made = table(chosen.folder)
    if chosen.write is None:
        print(made, end="")
        return
    text = chosen.write.read_text(encoding="utf-8")
    head, begin, rest = text.partition(f"<!-- table: {command} -->\n")
    _, end, tail = rest.partition(_END)
    if not begin or not end:
        sys.exit(f"{chosen.write} has no marks for the table")
    chosen.write.write_text(f"{head}{begin}\n{made}\n{end}{tail}", encoding="utf-8")
