"""Front matter and data files load back equal, whatever is in them."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, timedelta, timezone

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from bloggermigrate.writers.front_matter import front_matter, quoted, toml, yaml

NASTY = [
    "", " ", "yes", "No", "on", "true", "null", "~", "1.0", "0x1F", "1_000", "1e3", "2011-02-14", "12:30:45", "=", "<<",
    "a: b", "a #b", "# c", "- x", "? x", "| x", "> x", "[a", "{a", "&a", "*a", "!t", "!!python/object:os.system", "%Y", "@at", "`tick`",
    "'single'", '"double"', "back\\slash", "tab\there", "nl\nnl", "cr\r\ncr", "---", "\n---\n", "...", "+++", "{{ x }}", "{{< x >}}",
    "\x00", "\x01\x1b\x7f", "\x85\x9f", "\u2028\u2029", "\ufeffbom", "\ufffe\uffff", "\u200e\u200f", "  both ends  ",
    "perché", "日本語", "שלום", "🎉", "👩‍👩‍👧", "e\u0301", "\U0001fffe", "x" * 5000,
]  # fmt: skip

texts = st.text(st.characters(exclude_categories=["Cs"]))
scalars = texts | st.booleans() | st.none() | st.integers() | st.floats(allow_nan=False, allow_infinity=False, width=16)
values = st.recursive(
    scalars | st.lists(scalars, max_size=4),
    lambda inner: (
        st.dictionaries(texts, inner, max_size=3) | st.lists(st.dictionaries(texts, inner, max_size=2), max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_a_string_loads_back_as_the_same_string(text: str):
    value = {"title": text, "tags": [text, text], "params": {"list": [{"name": text, text[:500]: "key"}]}}
    for loader in (pyyaml.SafeLoader, pyyaml.CSafeLoader):
        assert pyyaml.load(yaml(value), loader) == value
    assert json.loads(quoted(text)) == text


@given(st.dictionaries(texts, values, max_size=4))
def test_whatever_is_written_loads_back_equal(value: dict):
    assert pyyaml.load(yaml(value), pyyaml.CSafeLoader) == value


@given(st.dictionaries(texts, texts, max_size=4), texts)
def test_front_matter_ends_where_it_ends(value: dict, body: str):
    text = front_matter(value) + body
    head, mark, rest = text.removeprefix("---\n").partition("---\n")
    assert mark and rest == body
    assert pyyaml.safe_load(head) == value


@given(st.dictionaries(texts, texts | st.booleans() | st.lists(texts), max_size=4))
def test_toml_loads_back_equal(value: dict):
    assert tomllib.loads(toml(value)) == value


def test_words_stay_readable_and_lines_are_never_folded():
    assert yaml({"title": "Perché è così 🎉 日本"}) == 'title: "Perché è così 🎉 日本"\n'
    assert yaml({"title": "parola " * 200}).count("\n") == 1


def test_a_date_keeps_its_offset_and_its_milliseconds():
    rome = datetime(2011, 2, 14, 9, 30, 0, 7000, timezone(timedelta(hours=1)))
    assert yaml({"date": rome}) == "date: 2011-02-14T09:30:00.007+01:00\n"
    assert pyyaml.safe_load(yaml({"date": rome}))["date"] == rome
    first = datetime(1, 1, 1, tzinfo=UTC)
    assert pyyaml.safe_load(yaml({"date": first}))["date"] == first


def test_half_a_surrogate_pair_is_no_text():
    assert quoted("a\ud83db") == '"a\ufffdb"'
    assert tomllib.loads(toml({"a": "a\ud83db"})) == {"a": "a\ufffdb"}


def test_empty_collections_are_what_they_are():
    assert yaml({}) == "{}\n"
    assert yaml([]) == "[]\n"
    value = {"a": [], "b": {}, "c": [{}, {"d": []}]}
    assert pyyaml.safe_load(yaml(value)) == value
