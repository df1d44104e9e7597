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

`bloggermigrate` without a command asks on a terminal what it needs to know: which file (it finds those in the current
folder and among the downloads), which engine, where to. It shows a post as it will be, tries everything without
writing, writes after one yes, and prints the command that does the same. Where no person sits at it, it prints help.

Options can stand in a file: [Settings in a file](config.md). Colours are for terminals, and `NO_COLOR` turns them off.
Temporary files go where `TMPDIR` says. `eval "$(bloggermigrate completion bash)"` (or `zsh`) in the shell's start file,
or `bloggermigrate completion fish | source`, makes the Tab key complete commands, options and engines.

| exit status | meaning |
| --: | --- |
| 0 | done |
| 1 | some entries failed or the input broke off; or there were warnings and `--strict` was given |
| 2 | the command was not understood |
| 3 | the input is not Blogger's or can't be read |
| 4 | the output can't be written |
| 130 | stopped with Ctrl-C (143: by the system, 129: its terminal was closed); what is written is whole |
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
