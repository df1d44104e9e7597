"""What tests share."""

from __future__ import annotations

import os
import sys
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
