"""A conversion killed at any moment, and every way in which the same output must come out."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bloggermigrate.output import STATE


def command(source: Path, output: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "bloggermigrate",
        "convert",
        str(source),
        "--to",
        "hugo",
        "-o",
        str(output),
        "-q",
        *more,
    ]


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_killed_at_random_moments_the_next_run_ends_the_same(tmp_path: Path, sample: Path):
    source = sample / "takeout.zip"
    began = time.monotonic()
    subprocess.run(command(source, tmp_path / "whole"), check=True)
    whole_time = time.monotonic() - began
    whole = tree(tmp_path / "whole")
    chance = random.Random(7)
    killed = 0
    root = tmp_path / "killed"
    for _ in range(25):
        process = subprocess.Popen(command(source, root), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(timeout=chance.uniform(0.3, 1.05) * whole_time)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
        for path, data in tree(root).items() if root.exists() else ():
            if not path.startswith(STATE):
                assert data == whole[path], f"half a file: {path}"
    assert killed
    subprocess.run(command(source, root), check=True)
    assert tree(root) == whole


def test_interrupted_it_says_how_to_go_on(tmp_path: Path, sample: Path):
    if os.name == "nt":
        pytest.skip("Windows interrupts otherwise")
    for delay in (0.35, 0.6, 0.9):
        process = subprocess.Popen(
            command(sample / "takeout.zip", tmp_path / "o", "--jobs", "2"), stderr=subprocess.PIPE, text=True
        )
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=20)
        assert process.returncode in (0, 1, 130, -signal.SIGINT)
        if process.returncode == 130:
            assert "run it again" in told
            assert "Traceback" not in told
    subprocess.run(command(sample / "takeout.zip", tmp_path / "o"), check=True)
    subprocess.run(command(sample / "takeout.zip", tmp_path / "whole"), check=True)
    assert tree(tmp_path / "o") == tree(tmp_path / "whole")


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Asia/Tokyo", "LANG": "ja_JP.UTF-8", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
        {"TZ": "UTC", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "3"},
    ],
    ids=["tokyo", "newfoundland", "turkish"],
)
def test_the_machine_changes_no_byte(tmp_path: Path, sample: Path, environment: dict[str, str]):
    subprocess.run(command(sample / "takeout.zip", tmp_path / "here", "--jobs", "1"), check=True)
    subprocess.run(
        command(sample / "takeout.zip", tmp_path / "there", "--jobs", "3"), check=True, env=os.environ | environment
    )
    assert tree(tmp_path / "here") == tree(tmp_path / "there")


def test_full_disk(tmp_path: Path, sample: Path):
    """On a small file system the run ends with 4 and a word, and goes on where there is room."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small file system here")
    try:
        done = subprocess.run(command(sample / "takeout.zip", disk / "o"), capture_output=True, text=True, check=False)
        assert done.returncode == 4
        assert "room" in done.stderr
        assert "Traceback" not in done.stderr
        subprocess.run(["mount", "-o", "remount,size=20m", str(disk)], check=True)
        subprocess.run(command(sample / "takeout.zip", disk / "o"), check=True)
        subprocess.run(command(sample / "takeout.zip", tmp_path / "whole"), check=True)
        assert tree(disk / "o") == tree(tmp_path / "whole")
    finally:
        subprocess.run(["umount", str(disk)], check=False)
