"""Write docs/cli.md from the command line itself; tests hold the two together."""

from __future__ import annotations

from pathlib import Path

import click

from bloggermigrate.cli import main

TARGET = Path(__file__).resolve().parent.parent / "docs" / "cli.md"

HEAD = """# The command line

This page is written by `scripts/make_cli_docs.py` from the commands themselves.

Standard output carries what was asked for (the summary, or the file with `-o -`); progress and issues go to
standard error, with a bar only on a terminal.

| exit status | meaning |
| --: | --- |
| 0 | done |
| 1 | some entries failed or the input broke off; or there were warnings and `--strict` was given |
| 2 | the command was not understood |
| 3 | the input is not Blogger's or can't be read |
| 4 | the output can't be written |
"""


def text() -> str:
    """Return the page."""
    context = click.Context(main, info_name="bloggermigrate")
    parts = [HEAD]
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        inner = command.make_context(name, [], parent=context, resilient_parsing=True, terminal_width=100)
        parts.append(f"## {name}\n\n```text\n{command.get_help(inner).rstrip()}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
