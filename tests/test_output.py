"""Plan and commit: whole files, nothing outside, nothing of somebody else's, the same bytes however it went."""

from __future__ import annotations

from pathlib import Path

import pytest

from bloggermigrate.errors import OutputError
from bloggermigrate.output import STATE, Folder, check_path
from bloggermigrate.output.single_file import SingleFile, write_report


def write(root: Path, files: dict[str, str], **options: bool) -> dict[str, str]:
    """Write *files* as one run and return the action taken for each."""
    actions: dict[str, str] = {}
    with Folder(
        root, target="hugo", dry_run=options.get("dry_run", False), force=options.get("force", False)
    ) as folder:
        for path, text in files.items():
            planned = folder.plan(path, text.encode())
            folder.commit(planned, text.encode())
            actions[path] = planned.action
    return actions


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


FILES = {"content/a.md": "uno", "content/b/c.md": "due", "hugo.toml": "tre"}


def test_files_are_created_then_the_same(tmp_path: Path):
    assert set(write(tmp_path / "o", FILES).values()) == {"create"}
    before = tree(tmp_path / "o")
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "o").rglob("*") if path.is_file()}
    assert set(write(tmp_path / "o", FILES).values()) == {"same"}
    assert tree(tmp_path / "o") == before
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "o").rglob("*") if path.is_file()} == times


def test_a_dry_run_plans_the_same_and_writes_nothing(tmp_path: Path):
    planned = write(tmp_path / "o", FILES, dry_run=True)
    assert not (tmp_path / "o").exists()
    assert planned == write(tmp_path / "o", FILES)
    before = tree(tmp_path)
    changed = FILES | {"content/a.md": "nuovo"}
    assert write(tmp_path / "o", changed, dry_run=True)["content/a.md"] == "replace"
    assert tree(tmp_path) == before


def test_changed_content_replaces_what_we_wrote(tmp_path: Path):
    write(tmp_path, FILES)
    assert write(tmp_path, FILES | {"content/a.md": "nuovo"})["content/a.md"] == "replace"
    assert (tmp_path / "content/a.md").read_text() == "nuovo"


def test_a_file_edited_by_hand_is_kept_for_good(tmp_path: Path):
    write(tmp_path, FILES)
    (tmp_path / "content/a.md").write_text("a mano")
    for text in ("uno", "nuovo", "altro"):
        assert write(tmp_path, FILES | {"content/a.md": text})["content/a.md"] == "kept"
    assert (tmp_path / "content/a.md").read_text() == "a mano"
    assert write(tmp_path, FILES, force=True)["content/a.md"] == "replace"


def test_a_foreign_file_is_kept(tmp_path: Path):
    (tmp_path / "hugo.toml").write_text("mio")
    assert write(tmp_path, FILES)["hugo.toml"] == "kept"
    assert (tmp_path / "hugo.toml").read_text() == "mio"


def test_a_site_belongs_into_an_empty_folder_only(tmp_path: Path):
    def wants(root: Path) -> bool:
        with Folder(root, target="hugo", dry_run=True, force=False) as folder:
            return folder.wants_site

    assert wants(tmp_path / "missing")
    assert wants(tmp_path)
    (tmp_path / "mine.txt").write_text("x")
    assert not wants(tmp_path)


@pytest.mark.parametrize(
    "path", ["/etc/x", "../x", "a/../x", "a//x", "", "a/", "C:/x", "a\\b", "con.md", "a/b.", "a\x00b", "a\u202eb"]
)
def test_unsafe_paths_are_refused(path: str):
    with pytest.raises(OutputError):
        check_path(path)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path):
    (tmp_path / "outside").mkdir()
    (tmp_path / "o").mkdir()
    (tmp_path / "o" / "content").symlink_to(tmp_path / "outside", target_is_directory=True)
    with pytest.raises(OutputError, match="leads out"):
        write(tmp_path / "o", FILES)
    assert tree(tmp_path / "outside") == {}


def test_another_target_does_not_mix_in(tmp_path: Path):
    write(tmp_path, FILES)
    with pytest.raises(OutputError, match="hugo"), Folder(tmp_path, target="jekyll", dry_run=False, force=False):
        pass


def test_two_runs_at_once(tmp_path: Path):
    with (
        Folder(tmp_path, target="hugo", dry_run=False, force=False),
        pytest.raises(OutputError, match="Another run"),
        Folder(tmp_path, target="hugo", dry_run=False, force=False),
    ):
        pass
    write(tmp_path, FILES)


def test_output_that_is_a_file(tmp_path: Path):
    (tmp_path / "o").write_text("x")
    with pytest.raises(OutputError):
        write(tmp_path / "o", FILES)


def test_read_only_folder(read_only: Path):
    with pytest.raises(OutputError, match="can't be written"):
        write(read_only / "o", FILES)


class Killed(BaseException):
    """Stands for a sudden death: nothing of ours may catch it."""


@pytest.mark.parametrize(
    "second", [FILES, FILES | {"content/a.md": "nuovo", "content/b/c.md": "altro"}], ids=["same", "changed"]
)
def test_killed_at_every_file_operation_the_next_run_ends_the_same(tmp_path: Path, monkeypatch, second: dict[str, str]):
    """Die at each rename, write and unlink in turn, also in a second run over changed content."""
    undisturbed = tmp_path / "undisturbed"
    write(undisturbed, FILES)
    write(undisturbed, second)
    wanted = tree(undisturbed)
    for first_whole in (False, True):
        moment = 0
        while True:
            root = tmp_path / f"killed-{first_whole}-{moment}"
            if first_whole:
                write(root, FILES)
            if not _dies_at(moment, lambda root=root: write(root, second), monkeypatch):
                break
            for path, data in tree(root).items():
                if not path.startswith(STATE):
                    assert data.decode() in (FILES[path], second[path]), "half a file stands under its own name"
            write(root, second)
            assert tree(root) == wanted
            moment += 1
        assert moment > (0 if first_whole else 5)


def _dies_at(moment: int, run, monkeypatch) -> bool:
    """Run until the file operation number *moment*; False when there are not that many."""
    calls = iter(range(moment + 1))

    def dying(real):
        def operation(*args, **kwargs):
            if next(calls, None) is None:
                raise Killed
            return real(*args, **kwargs)

        return operation

    def half(path: Path, data: bytes) -> int:
        """Write, dying half-way when it is time."""
        if next(calls, None) is None:
            with path.open("wb") as stream:
                stream.write(data[: len(data) // 2])
            raise Killed
        with path.open("wb") as stream:
            return stream.write(data)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", dying(Path.replace))
        patch.setattr(Path, "mkdir", dying(Path.mkdir))
        patch.setattr(Path, "write_bytes", half)
        # A killed process cleans nothing up.
        patch.setattr(
            Folder, "__exit__", lambda self, kind, *rest: _release(self) if kind else _real_exit(self, kind, *rest)
        )
        try:
            run()
        except Killed:
            return True
    return False


_real_exit = Folder.__exit__


def _release(folder: Folder) -> None:
    """Do what the system does for a dead process: let go of its files and locks."""
    folder._release()


def test_single_file_is_replaced_whole_or_not_at_all(tmp_path: Path):
    path = tmp_path / "a" / "blog.jsonl"
    with SingleFile(path, dry_run=False) as file:
        file.write(b"uno\n")
    assert path.read_bytes() == b"uno\n"
    with pytest.raises(Killed), SingleFile(path, dry_run=False) as file:
        file.write(b"due\n")
        raise Killed
    assert path.read_bytes() == b"uno\n"
    assert [p.name for p in path.parent.iterdir()] == ["blog.jsonl"]
    with SingleFile(path, dry_run=False) as file:
        file.write(b"uno\n")
    assert file.action == "same"
    with SingleFile(path, dry_run=True) as file:
        file.write(b"tre\n")
    assert (file.action, path.read_bytes()) == ("replace", b"uno\n")


def test_a_report_in_a_missing_folder_is_written(tmp_path: Path):
    write_report(tmp_path / "x" / "r.json", ("{}",))
    assert (tmp_path / "x" / "r.json").read_text() == "{}"
