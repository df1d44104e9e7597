"""The documents say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bloggermigrate.writers import WRITERS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_the_page_of_issues_is_current():
    from make_issue_docs import TARGET, text

    assert TARGET.read_text() == text(), "run scripts/make_issue_docs.py"


def test_the_page_of_targets_is_current():
    from make_targets_docs import TARGET, text

    assert TARGET.read_text() == text(), "run scripts/make_targets_docs.py"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_dead_link(page: Path):
    for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", page.read_text(), flags=re.S)):
        if not re.match(r"https?:|#|mailto:|[a-z]+:", target) and "…" not in target and not target.startswith("/"):
            assert (page.parent / target.partition("#")[0]).exists(), target


def test_every_target_stands_in_the_readme():
    text = (ROOT / "README.md").read_text()
    assert all(f"| `{name}` |" in text for name in WRITERS)


def test_every_codes_raised_in_the_source_is_in_the_table():
    from bloggermigrate.body.notes import NOTES
    from bloggermigrate.issues import CODES

    source = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    used = set(re.findall(r"""(?:issues\.add|Issue|self\._say|notes?\.add)\(\s*"([a-z-]+)",""", source))
    assert used
    assert used <= set(CODES) | set(NOTES)
    for code in CODES:
        assert f'"{code}"' in source.replace(f'    "{code}": Code(', ""), f"{code} is never used"


def test_the_repository_speaks_about_itself_alone():
    for path in [*ROOT.glob("*.md"), *(ROOT / "src").rglob("*.py"), *(ROOT / "docs").rglob("*.md")]:
        assert not re.search(r"/(?:work|farm)/|\.librar[y]", path.read_text()), path
