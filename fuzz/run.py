"""Fuzz one law with atheris, guided by coverage.

    python fuzz/run.py LAW CORPUS_FOLDER [options of libFuzzer, such as -max_total_time=600]

The folder is filled with the seeds first. An input that breaks a law, hangs or eats memory is kept beside it.
`scripts/fuzz.sh` installs what is needed and runs all.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bloggermigrate"]):
    from laws import LAWS

from seeds import seeds


def main() -> None:
    law, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds(law):
        (folder / hashlib.sha1(seed).hexdigest()).write_bytes(seed)
    atheris.Setup([sys.argv[0], str(folder), *sys.argv[3:]], LAWS[law])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
