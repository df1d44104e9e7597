"""Write docs/targets.md from the table of targets; tests hold the two together."""

from __future__ import annotations

from pathlib import Path

from bloggermigrate.writers import FEATURES, WRITERS
from bloggermigrate.writers.gadget_use import KINDS

TARGET = Path(__file__).resolve().parent.parent / "docs" / "targets.md"

HEAD = """# Targets

What each target carries: **native** where the engine has it itself, *data* where the site's own templates show it,
*in part* where only some of it fits, – where there is no place for it; then the entry is in the report
(`not-carried`). This page is written by `scripts/make_targets_docs.py`.
"""
GADGETS = """
## Gadgets

What becomes of Blogger's gadgets: shown in the sidebar, part of the *menu*, in a list for feed readers (*OPML*),
*own* where the engine has such a thing at work, *offered* where it has one that you put in its place,
– where there is nothing like it. What is not carried is in the report (`widget-not-carried`), each gadget by its name.
"""
_SIGNS = {"native": "**native**", "data": "*data*", "part": "in part", "": "–"}
_USES = {"shown": "shown", "menu": "*menu*", "opml": "*OPML*", "own": "own", "offered": "offered", "": "–"}


def text() -> str:
    """Return the page."""
    names = list(WRITERS)
    lines = [HEAD, f"| | {' | '.join(f'`{name}`' for name in names)} |", f"| --- |{' :-: |' * len(names)}"]
    for feature in FEATURES:
        cells = (_SIGNS[writer.carries.get(feature, "")] for writer in WRITERS.values())
        lines.append(f"| {feature} | {' | '.join(cells)} |")
    lines += [GADGETS, f"| | {' | '.join(f'`{name}`' for name in names)} |", f"| --- |{' :-: |' * len(names)}"]
    for kind in KINDS:
        cells = (_USES[writer.gadgets.get(kind, "")] for writer in WRITERS.values())
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    lines += ["", "## What to do with the result"]
    lines += ["", "| target | what comes out | Markdown | what to do with it |", "| --- | --- | --- | --- |"]
    for writer in WRITERS.values():
        step = f"`{writer.next_step.format(output='OUT')}`" if writer.next_step.startswith("cd ") else writer.next_step
        lines.append(f"| {writer.title} | {writer.summary} | {writer.dialect} | {step.format(output='OUT')} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
