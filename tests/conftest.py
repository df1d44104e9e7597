"""What tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "scripts")]

# No test asserts a time; a busy machine must not fail one either.
settings.register_profile(
    "project", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
settings.load_profile("project")


@pytest.fixture(scope="session")
def sample() -> Path:
    """The folder of the sample blog."""
    return ROOT / "fixtures" / "sample"


@pytest.fixture(scope="session")
def corpus() -> Path:
    """A folder of real exports; a test that needs it is skipped where there is none."""
    folder = os.environ.get("BLOGGER_CORPUS", "")
    if not folder:
        pytest.skip("BLOGGER_CORPUS is not set: it names a folder of real exports, which this project may not hold")
    return Path(folder)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens", action="store_true", help="Write the kept outputs anew; then read what changed."
    )


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """Give a folder that nobody may write to: by its mode, and for root, who may do all, by its file system."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    folder.chmod(0o500)
    mounted = False
    if os.geteuid() == 0:
        mounted = (
            subprocess.run(["mount", "-t", "tmpfs", "-o", "ro,size=16k", "tmpfs", str(folder)], check=False).returncode
            == 0
        )
        if not mounted:
            pytest.skip("root may write everywhere, and no read-only file system can be mounted here")
    yield folder
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)
    else:
        folder.chmod(0o700)
