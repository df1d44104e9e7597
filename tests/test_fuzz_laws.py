"""The laws that fuzzing watches hold for its seeds, for what it found, and for some thousand random changes of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent / "fuzz"))

from laws import LAWS, mutated
from seeds import seeds


@pytest.mark.parametrize("law", LAWS)
def test_a_law_holds(law: str):
    starts = list(seeds(law))
    assert starts
    changes = max(1, 240 // len(starts))
    for number, seed in enumerate(starts):
        LAWS[law](seed)
        for change in range(changes):
            LAWS[law](mutated(seed, number * 1000 + change))
