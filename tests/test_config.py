"""The configuration: read with its faults told, applied for every target, and nothing vanishes by it."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

import bloggermigrate
from bloggermigrate.cli import main
from bloggermigrate.config import Changes
from bloggermigrate.config.reading import read
from bloggermigrate.errors import UsageError
from bloggermigrate.model import Author
from bloggermigrate.writers import WRITERS
from blogs import MadeBlog, MadeComment, MadePost, classic

BLOG = MadeBlog(
    posts=(
        MadePost(
            number="11",
            title="Primo",
            path="/2011/03/blog-post.html",
            labels=("pane", "vario"),
            comments=(MadeComment(number="12"),),
        ),
        MadePost(number="13", title="Secondo", path="/2011/04/secondo.html", labels=("Pane bianco", "dolci")),
        MadePost(number="15", title="Bozza", status="DRAFT", labels=("dolci",)),
        MadePost(number="14", kind="page", title="Chi siamo", path="/p/chi.html"),
    )
)
CONFIG = """
[labels]
"pane" = "Forno"
"Pane bianco" = "Forno"
"vario" = false

[categories]
"dolci" = "Dessert"
"vario" = "Resto"

[slugs]
"/2011/03/blog-post.html" = "primo"

[front-matter]
rename = { title = "headline" }
add = { layout = "lettura", toc = true, number = 3, day = 2011-02-03, tags_too = ["a", "b"], more = { x = 1 } }
drop = ["draft"]
"""


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "blog.xml"
    path.write_bytes(classic(BLOG))
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments])


def config(tmp_path: Path, text: str, name: str = "bloggermigrate.toml") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".bloggermigrate" not in path.parts
    }


# -- what is written -------------------------------------------------------------------------------------------------


def test_everything_it_can_say_shows_in_jsonl(export: Path, tmp_path: Path):
    config(tmp_path, CONFIG + '\n[authors]\nLia = { name = "Maria", uri = "https://example.org/" }\n')
    result = run("convert", export, "--to", "jsonl", "-o", tmp_path / "out.jsonl", "--report", tmp_path / "r.json")
    assert result.exit_code == 0, result.output
    assert "configuration:" in result.stderr
    blog, first, second, *_ = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [label["name"] for label in blog["labels"]] == ["Forno", "dolci"]
    assert blog["authors"] == [{"name": "Maria", "uri": "https://example.org/"}]
    assert first["labels"] == ["Forno"]
    assert first["categories"] == ["Resto"]
    assert first["path"] == "/2011/03/primo.html"
    assert first["permalink"].endswith("/2011/03/blog-post.html")
    assert first["author"]["name"] == "Maria"
    assert second["labels"] == ["Forno", "dolci"]
    assert second["categories"] == ["Dessert"]
    issues = [i for i in json.loads((tmp_path / "r.json").read_text())["issues"] if i["code"].startswith("config-")]
    told = "\n".join(issue["message"] for issue in issues)
    assert "The label 'pane' became 'Forno' on 1 post." in told
    assert "The label 'vario' was left out on 1 post." in told
    assert "The address /2011/03/blog-post.html became /2011/03/primo.html." in told
    assert "JSON Lines has no front matter" in told


@pytest.mark.parametrize("target", list(WRITERS))
def test_every_target_takes_it_and_any_number_of_workers_writes_the_same(target: str, export: Path, tmp_path: Path):
    config(tmp_path, CONFIG)
    written = []
    for jobs in ("1", "2"):
        out = tmp_path / jobs / "out"
        result = run("convert", export, "-t", target, "-o", out, "--jobs", jobs, "--report", tmp_path / "r.json")
        assert result.exit_code == 0, result.output
        written.append(tree(tmp_path / jobs))
    assert written[0] == written[1]
    report = json.loads((tmp_path / "r.json").read_text())
    for tally in report["balance"].values():
        assert tally["read"] == tally["written"] + sum(tally["skipped"].values()) + tally["failed"]
    everything = b"\n".join(written[0].values())
    assert b"Forno" in everything
    if target not in ("jsonl", "atom", "jsonfeed"):
        old = {redirect["old"]: redirect["new"] for redirect in report["redirects"]}
        assert "primo" in old["/2011/03/blog-post.html"]
    codes = {issue["code"] for issue in report["issues"]}
    assert "config-applied" in codes
    if b"lettura" not in everything:
        assert "config-unused" in codes
    if b"Dessert" not in everything:
        assert "not-carried" in codes


def test_categories_stand_beside_labels_where_both_have_one_name(export: Path, tmp_path: Path):
    config(tmp_path, CONFIG)
    assert run("convert", export, "-t", "mkdocs", "-o", tmp_path / "s").exit_code == 0
    assert 'categories: ["Forno", "Resto"]' in (tmp_path / "s/docs/posts/2011/03/primo.md").read_text()


def test_front_matter_and_old_addresses_for_hugo(export: Path, tmp_path: Path):
    config(tmp_path, CONFIG)
    out = tmp_path / "site"
    assert run("convert", export, "-t", "hugo", "-o", out, "--redirects", "netlify").exit_code == 0
    text = (out / "content/posts/2011/03/primo.md").read_text()
    head = text.split("---")[1]
    assert head.lstrip().startswith('headline: "Primo"')
    for line in (
        'aliases: ["/2011/03/blog-post.html"]',
        'categories: ["Resto"]',
        'tags: ["Forno"]',
        "toc: true",
        "number: 3",
        'day: "2011-02-03"',
        'tags_too: ["a", "b"]',
    ):
        assert line in head
    assert "draft:" not in head
    rules = (out / "redirects/_redirects").read_text().splitlines()
    assert "/2011/03/blog-post.html /2011/03/primo.html 301" in rules
    assert "/search/label/pane /tags/forno/ 301" in rules
    assert "/search/label/Pane%20bianco /tags/forno/ 301" in rules
    assert "/search/label/Forno /tags/forno/ 301" not in rules


def test_a_comment_of_the_author_follows_and_another_persons_does_not(tmp_path: Path):
    comments = (
        MadeComment(number="12"),
        MadeComment(number="13", uri="https://www.blogger.com/profile/5"),
        MadeComment(number="14", author="Ugo"),
    )
    path = tmp_path / "b.xml"
    path.write_bytes(classic(MadeBlog(posts=(MadePost(number="11", comments=comments),))))
    changes = Changes(authors={"Lia": Author("Maria"), "Ugo": Author("Nobody")})
    post = bloggermigrate.read(path, changes=changes).posts[0]
    assert post.author.name == "Maria"
    # Another person of the same name has another profile; Ugo wrote no post.
    assert [comment.author.name for comment in post.comments] == ["Maria", "Lia", "Ugo"]


def test_a_label_may_take_the_name_of_another_that_takes_a_third(export: Path):
    blog = bloggermigrate.read(export, changes=Changes(labels={"pane": "vario", "vario": "pane"}))
    assert {label.name for label in blog.posts[0].labels} == {"pane", "vario"}
    by_name = {label.name: blog.old_names(label) for label in blog.labels}
    assert by_name["pane"] == ("vario",)
    assert by_name["dolci"] == ("dolci",)


def test_links_of_the_blog_follow_what_was_changed(tmp_path: Path):
    home = "http://prova.blogspot.com"
    links = f"<a href='{home}/2011/03/blog-post.html'>1</a> <a href='{home}/search/label/pane'>2</a>"
    posts = (
        MadePost(number="1", title="Primo", path="/2011/03/blog-post.html", labels=("pane",)),
        MadePost(number="2", title="Due", path="/2011/04/due.html", labels=("vario",), content=f"<p>{links}</p>"),
    )
    (tmp_path / "b.xml").write_bytes(classic(MadeBlog(posts=posts)))
    config(tmp_path, '[labels]\npane = "vario"\nvario = "pane"\n[slugs]\n"/2011/03/blog-post.html" = "primo"\n')
    assert run("convert", tmp_path / "b.xml", "-t", "hugo", "-o", tmp_path / "s").exit_code == 0
    text = (tmp_path / "s/content/posts/2011/04/due.md").read_text()
    assert "[1](/2011/03/primo.html) [2](/tags/vario/)" in text
    assert 'tags: ["pane"]' in text


def test_an_address_that_is_taken_gets_a_number_and_is_told(export: Path):
    from bloggermigrate.intake import load
    from bloggermigrate.options import Options

    changes = Changes(slugs={"/2011/03/blog-post.html": "/2011/04/secondo.html", "/p/missing.html": "/p/x.html"})
    loaded = load([str(export)], Options(target="jsonl", changes=changes))
    told = {issue.code: issue.message for issue in loaded.issues if issue.code.startswith("config-")}
    assert told["config-applied"].endswith("/2011/04/secondo-2.html; /2011/04/secondo.html was not free.")
    assert "/p/missing.html" in told["config-unused"]


def test_label_option_knows_old_and_new_names(export: Path, tmp_path: Path):
    config(tmp_path, CONFIG)
    for word, count in (("pane", 2), ("Forno", 2), ("dolci", 2), ("nessuna", 0)):
        lines = run("convert", export, "-t", "jsonl", "-o", "-", "--label", word).stdout.splitlines()
        assert sum('"kind":"post"' in line.replace(" ", "") for line in lines) == count, word


# -- options ---------------------------------------------------------------------------------------------------------


def test_options_stand_in_it_and_the_command_line_wins(export: Path, tmp_path: Path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    config(
        tmp_path,
        'to = "hugo"\noutput = "site"\npermalinks = "pretty"\nreport = "r.json"\nsince = 2011-01-01\nsite = false\n'
        'exclude = ["drafts", "comments"]\njobs = 1\n[target.jekyll]\npermalinks = "keep"\noutput = "other"\n',
    )
    result = run("convert", export)
    assert result.exit_code == 0, result.output
    # Paths begin where the file lies.
    assert (tmp_path / "site" / "content").is_dir()
    assert not (tmp_path / "site" / "hugo.toml").exists()
    assert json.loads((tmp_path / "r.json").read_text())["balance"]["comment"]["skipped"] == {"comments-excluded": 1}
    assert 'url: "/2011/03/blog-post/"' in (tmp_path / "site/content/posts/2011/03/blog-post.md").read_text()
    assert run("convert", export, "--to", "jekyll").exit_code == 0
    assert (tmp_path / "other").is_dir()
    assert run("convert", export, "--to", "hugo", "-o", tmp_path / "kept", "--permalinks", "keep").exit_code == 0
    assert 'url: "/2011/03/blog-post.html"' in (tmp_path / "kept/content/posts/2011/03/blog-post.md").read_text()
    assert run("convert", export, "--no-config").exit_code == 2


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('to = "hugo"\npermalink = "keep"\n', 2, "Did you mean 'permalinks'?"),
        ('permalinks = "kep"\n', 1, "Did you mean 'keep'?"),
        ('to = "hugoo"\n', None, "Did you mean 'hugo'?"),
        ('limit = "many"\n', 1, "limit"),
        ('strict = "yes"\n', 1, "true or false"),
        ("limit = true\n", 1, "neither"),
        ("limit = [1]\n", 1, "not a list"),
        ("dry-run = true\n", 1, "command line each time"),
        ("[label]\na = 'b'\n", 1, "one value"),
        ("[labels]\na = 'b'\nb = 3\n", 3, "'b'"),
        ("[labels]\na = true\n", 2, "false to leave it out"),
        ("[categories]\na = false\n", 2, "category"),
        ("[authors]\n'A B' = { nam = 'x' }\n", 2, "A B"),
        ("[slugs]\n'/x/y' = 'b'\n", 2, "no address of a post"),
        ("[slugs]\n'/2011/03/a.html' = '../../b'\n", 2, "can't be the address"),
        ("[slugs]\n'/2011/03/a.html' = '/../b.html'\n", 2, "can't be the address"),
        ("[slugs]\n'/2011/03/a.html' = 'c'\n'/2011/03/b.html' = 'c'\n", 3, "Two posts"),
        ("[slugs]\n'/2011/03/a.html' = 'b'\n'/2011/03/b.html' = 'c'\n", 2, "old address of another"),
        ("[front-matter]\nrenam = { a = 'b' }\n", 2, "Did you mean 'rename'?"),
        ("[front-matter]\ndrop = 'a'\n", 2, "drop = ["),
        ("[front-matter]\nlimit = 3\n", 2, "top of the file"),
        ("[front-matter]\nrename = { a = 1 }\n", 2, "'a'"),
        ("[target.hugoo]\nsite = true\n", 1, "Did you mean 'hugo'?"),
        ("[target.hugo]\nsit = true\n", 2, "Did you mean 'site'?"),
        ("[target.hugo]\nto = 'jekyll'\n", 2, "another target"),
        ("labels = 3\n", 1, "[labels]"),
        ("to = hugo\n", None, "no TOML"),
    ],
)
def test_faults_are_told_with_their_line(export: Path, tmp_path: Path, text: str, line: int | None, words: str):
    path = config(tmp_path, text)
    result = run("convert", export, *([] if text.startswith("to") else ["--to", "hugo"]), "-o", tmp_path / "site")
    assert result.exit_code == 2, result.output
    assert words in result.stderr
    if line:
        assert f"{path}:{line}:" in result.stderr
    assert not (tmp_path / "site").exists()


def test_a_named_file_must_be_there(export: Path, tmp_path: Path):
    result = run("convert", export, "-t", "hugo", "-o", tmp_path / "x", "--config", tmp_path / "no.toml")
    assert result.exit_code == 2
    assert "no.toml" in result.stderr


def test_what_fits_nothing_is_a_warning_with_a_hint(export: Path, tmp_path: Path):
    config(tmp_path, '[labels]\n"pan" = "x"\n[authors]\n"Nobody" = "x"\n[categories]\n"dolc" = true\n')
    arguments = ("convert", export, "-t", "jsonl", "-o", tmp_path / "o.jsonl", "-v")
    result = run(*arguments)
    assert "No post has the label 'pan'. Did you mean 'pane'?" in result.stderr
    assert "No post has the author 'Nobody'." in result.stderr
    assert run(*arguments, "--strict").exit_code == 1


def test_a_key_is_not_renamed_over_another(export: Path, tmp_path: Path):
    config(tmp_path, '[front-matter]\nrename = { date = "title" }\n')
    result = run("convert", export, "-t", "hugo", "-o", tmp_path / "s", "-v")
    assert "keeps its name" in result.stderr
    assert "\ndate: 20" in (tmp_path / "s/content/posts/2011/03/blog-post.md").read_text()


# -- init-config -----------------------------------------------------------------------------------------------------


def uncommented(text: str) -> str:
    """Return the file with every setting taken up, remarks left out."""
    lines = []
    for line in text.splitlines():
        bare = line.removeprefix("# ")
        if line.startswith("[") or (line != bare and ("=" in bare or bare.startswith("["))):
            lines.append(bare)
    return "\n".join(lines)


def test_init_config_proposes_each_address_once(tmp_path: Path):
    posts = [MadePost(number=str(n), title="Pane", path=f"/2011/03/blog-post_{n}.html") for n in (1, 2)]
    taken = MadePost(number="3", title="Altro", path="/2011/03/pane.html")
    (tmp_path / "b.xml").write_bytes(classic(MadeBlog(posts=(*posts, taken))))
    text = run("init-config", tmp_path / "b.xml", "-o", "-").stdout
    assert '"/2011/03/blog-post_1.html" = "pane-2"' in text
    assert '"/2011/03/blog-post_2.html" = "pane-3"' in text


def test_init_config_has_the_blogs_own_words_and_is_a_configuration(export: Path, tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = run("init-config", export)
    assert result.exit_code == 0, result.output
    text = (tmp_path / "bloggermigrate.toml").read_text()
    assert '"dolci"' in text and "# 2" in text
    assert '# "/2011/03/blog-post.html" = "primo"' in text
    # As it is it changes nothing.
    assert not any(tomllib.loads(text)[table] for table in ("labels", "categories", "authors", "slugs", "front-matter"))
    plain, with_it = (run("convert", export, "-t", "jsonl", "-o", "-", *no).stdout for no in (["--no-config"], []))
    assert plain == with_it
    # With everything taken up it is a configuration, and every name in it is one of the blog.
    path = config(tmp_path, uncommented(text), "all.toml")
    found = read(path, ["to", "output", "timezone", "locale", "permalinks", "redirects", "exclude"], WRITERS)
    assert set(found.changes.labels) == {"pane", "vario", "Pane bianco", "dolci"}
    assert run("convert", export, "-t", "hugo", "-o", tmp_path / "o", "--config", path, "--strict").exit_code == 0
    # A file with somebody's work in it is not replaced unasked.
    again = run("init-config", export)
    assert again.exit_code == 4
    assert "--force" in again.stderr
    assert run("init-config", export, "--force").exit_code == 0
    assert run("init-config", export, "-o", "-").stdout == text


# -- anything --------------------------------------------------------------------------------------------------------

_words = st.text(max_size=8) | st.sampled_from(
    ["/2011/03/a.html", "name", "uri", "hugo", "rename", "add", "drop", "limit"]
)
_values = st.recursive(
    st.booleans() | st.integers(-9, 9) | _words | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_words, inner, max_size=3),
    max_leaves=8,
)
_TABLES = ["labels", "categories", "authors", "slugs", "front-matter", "target", "limit", "to"]


@given(st.dictionaries(st.sampled_from(_TABLES) | _words, _values, max_size=5))
def test_any_toml_is_a_configuration_or_is_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]
):
    try:
        text = tomli_w.dumps(data)
    except (UnicodeError, TypeError, ValueError):
        return
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(text.encode("utf-8", "replace"))
    try:
        found = read(path, ["to", "limit", "since"], WRITERS, "hugo")
    except UsageError as error:
        assert error.where.startswith(str(path))
        return
    values, refused = found.changes.front_matter({"title": "A", "date": "x", "tags": []})
    assert len(values) >= 3 - len(found.changes.drop_keys)
    assert all(old in values for old, _ in refused)
    assert all(new.startswith("/") and ".." not in new.split("/") for new in found.changes.slugs.values())


# -- its page --------------------------------------------------------------------------------------------------------


def test_the_example_of_the_documentation_is_a_configuration(export: Path, tmp_path: Path):
    page = (Path(__file__).parent.parent / "docs" / "config.md").read_text()
    text = page.partition("```toml\n")[2].partition("```")[0]
    path = config(tmp_path, text)
    for target in ("hugo", "jekyll"):
        result = run("convert", export, "--to", target, "-o", tmp_path / target, "--config", path, "-v")
        assert result.exit_code == 0, result.output
        assert "config-unused" in result.stderr
    assert tomllib.loads(text)["labels"]["misc"] is False


# -- Python ----------------------------------------------------------------------------------------------------------


def test_python_takes_the_same(export: Path, tmp_path: Path):
    path = config(tmp_path, CONFIG + '\n[target.jsonl]\nexclude = ["pages"]\n', "own.toml")
    report = bloggermigrate.convert(export, to="jsonl", output=tmp_path / "o.jsonl", config=path)
    assert report.balance["page"].skipped == {"pages-excluded": 1}
    assert '"Forno"' in (tmp_path / "o.jsonl").read_text()
    blog = bloggermigrate.read(export, config=path)
    assert [label.name for label in blog.labels] == ["Forno", "dolci"]
    assert len(blog.posts) == 3
    options: dict[str, Any] = {"changes": Changes(labels={"dolci": "Torte"}), "limit": 3}
    report = bloggermigrate.convert(export, to="jsonl", output=tmp_path / "p.jsonl", config=path, **options)
    assert '"Torte"' in (tmp_path / "p.jsonl").read_text()
    with pytest.raises(UsageError, match="permalink"):
        bloggermigrate.convert(export, to="hugo", output=tmp_path / "s", config=config(tmp_path, "permalink = 1\n"))
