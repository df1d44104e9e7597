"""The virtual environment that the scripts of this folder run in, made when it is missing."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Where `install-engines` put the engines.
ENGINES = Path(os.environ.get("BM_ENGINES") or ROOT / ".engines")
OLDEST = (3, 11)


def ready(extra: str) -> Path:
    """Return the Python of `.venv` with this project and its *extra* installed; installs only what changed."""
    if sys.version_info < OLDEST:
        sys.exit(f"Python {'.'.join(map(str, OLDEST))} or newer is needed; this is {sys.version.split()[0]}.")
    folder = ROOT / ".venv"
    python = folder / ("Scripts" if os.name == "nt" else "bin") / ("python.exe" if os.name == "nt" else "python")
    if not python.exists():
        print("Making the virtual environment .venv …", flush=True)
        venv.create(folder, with_pip=True)
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    stamp = folder / f"installed-{extra}"
    if not stamp.exists() or stamp.read_text() != wanted:
        print("Installing what the project needs …", flush=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--editable", f"{ROOT}[{extra}]"], check=True)
        stamp.write_text(wanted)
    return python


def tool(python: Path, name: str) -> str:
    """Return the path of a command installed in the environment of *python*."""
    return str(python.with_name(name + (".exe" if os.name == "nt" else "")))
