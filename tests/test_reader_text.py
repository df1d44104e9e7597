"""Pages as plain text: posts, comments and chrome told apart by several marks together, never by one."""

from __future__ import annotations

import io
import json
import os
import re
import textwrap
from collections.abc import Iterable
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bloggermigrate.dates import parse_date
from bloggermigrate.issues import IssueLog
from bloggermigrate.model import RawEntry, RawWidget
from bloggermigrate.options import Options
from bloggermigrate.pipeline import convert
from bloggermigrate.readers import chrome_strings, text
from bloggermigrate.readers.items import RawFeed, RawItem
from bloggermigrate.readers.probe import probe
from bloggermigrate.readers.sources import InputFile

FIXTURES = Path(__file__).parent.parent / "fixtures" / "inputs" / "text"
CORPUS = os.environ.get("BLOGGER_CORPUS", "")
SEED = Path(CORPUS).parent / "seed-page.txt" if CORPUS else Path("none")
ONE_POST = (FIXTURES / "one_post.txt").read_text("utf-8")


def of_bytes(data: bytes) -> InputFile:
    return InputFile("page.txt", "page.txt", len(data), lambda: io.BytesIO(data))


def read(data: bytes | str) -> tuple[list[RawItem], IssueLog]:
    issues = IssueLog()
    held = data if isinstance(data, bytes) else data.encode()
    return list(text.read(of_bytes(held), issues)), issues


def entries(items: Iterable[RawItem], kind: str) -> list[RawEntry]:
    return [item for item in items if isinstance(item, RawEntry) and item.kind == kind]


def plain(fragment: str) -> str:
    return unescape(re.sub(r"<br />|</p>\n<p>", "\n", fragment).removeprefix("<p>").removesuffix("</p>"))


SPELLINGS = {
    "utf-8": ONE_POST.encode(),
    "utf-8 with mark": ONE_POST.encode("utf-8-sig"),
    "utf-16": ONE_POST.encode("utf-16"),
    "windows-1252": ONE_POST.encode("windows-1252"),
    "CRLF": ONE_POST.replace("\n", "\r\n").encode(),
    "CR": ONE_POST.replace("\n", "\r").encode(),
    "windows-1252 and CRLF": ONE_POST.replace("\n", "\r\n").encode("windows-1252"),
    "blank lines doubled": ONE_POST.replace("\n\n", "\n \n\u00a0\n").encode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_one_post_with_comments_and_chrome(spelling: str) -> None:
    data = SPELLINGS[spelling]
    assert text.sniff(probe(of_bytes(data))) or spelling == "utf-16"
    items, issues = read(data)
    (post,) = entries(items, "post")
    assert post.title == "Perché tenere un orto in città?"
    assert post.published == "2011-05-12"
    body = ONE_POST.split("\n\n")[2:6]
    assert plain(post.content).split("\n") == body  # word for word
    first, second = entries(items, "comment")
    assert (first.author.name, second.author.name) == ("Carla Finta", "Dino")
    assert plain(first.content) == "Io ho cominciato con il prezzemolo.\nÈ cresciuto subito!"
    assert plain(second.content) == "Qui piove troppo."
    assert {first.parent, second.parent} == {post.id}
    if "\n\n" in data.decode("latin-1"):
        lines = ONE_POST.split("\n")
        assert [lines[(entry.source.line or 0) - 1] for entry in (post, first, second)] == [
            "giovedì 12 maggio 2011",
            "Carla Finta ha detto...",
            "Dino ha detto...",
        ]
    (licence,) = [item for item in items if isinstance(item, RawWidget)]
    assert licence.title == "Creative Commons License"
    # Every line of the text is somewhere: in the post, a comment, a gadget, or named in the report.
    said = " ".join(issue.message for issue in issues)
    for line in ("2 commenti:", "Posta un commento", "Condividi", "Related Posts Plugin"):
        assert line in said
    assert next(item for item in items if isinstance(item, RawFeed)).locale == "it"


def test_two_posts_in_a_row() -> None:
    items, _ = read((FIXTURES / "two_posts.txt").read_bytes())
    second, first = entries(items, "post")
    assert (second.title, second.published, second.author.name) == (
        "Il secondo giorno",
        "2011-05-13T10:35:00",
        "Carla Finta",
    )
    assert plain(second.content) == "Le piantine stanno bene."
    assert (first.title, first.published, first.labels) == ("Il primo giorno", "2011-05-12T09:05:00", ("orto", "terra"))
    (comment,) = entries(items, "comment")
    assert (comment.author.name, plain(comment.content), comment.published, comment.parent) == (
        "Dino",
        "Brava!",
        "2011-05-13T08:00:00",
        first.id,
    )


def test_two_copies_of_the_same_shape_in_a_row() -> None:
    other = ONE_POST.replace("giovedì 12", "mercoledì 11").replace("un orto", "un gatto")
    items, _ = read(f"{ONE_POST}\n{other}")
    assert [post.published for post in entries(items, "post")] == ["2011-05-12", "2011-05-11"]
    assert len(entries(items, "comment")) == 4
    assert len({entry.id for entry in items if isinstance(entry, RawEntry)}) == 6


def test_threads_in_english() -> None:
    items, _ = read((FIXTURES / "threads_en.txt").read_bytes())
    (post,) = entries(items, "post")
    assert (post.author.name, post.labels, post.published) == (
        "Ned Baker",
        ("bread", "patience"),
        "2013-06-05T18:15:00",
    )
    assert [(c.author.name, plain(c.content), c.published) for c in entries(items, "comment")] == [
        ("Anna Crumb", "How long do you wait?", "2013-06-06T09:02:00"),
        ("Ned Baker", "Until tomorrow.", "2013-06-06T10:15:00"),
    ]


def test_one_string_alone_is_no_mark_and_is_reported() -> None:
    items, issues = read((FIXTURES / "one_string_alone.txt").read_bytes())
    (post,) = entries(items, "post")
    assert plain(post.content).split("\n") == [
        "Nel testo si può leggere:",
        "1 commenti:",
        "e poi si va avanti come se niente fosse.",
        "14 aprile 2010",
        "Anche questa riga è nel testo.",
    ]
    assert not entries(items, "comment")
    said = " ".join(issue.message for issue in issues)
    assert "1 commenti:" in said and "14 aprile 2010" in said


@pytest.mark.parametrize(
    "data",
    [
        (FIXTURES / "not_a_blog.txt").read_bytes(),
        b"",
        b"lunedi 28 febbraio 2011",
        b"Dear Anna,\n\nI said...\n\n3 comments:\n\nPost a Comment\n",
        b"name,date\nx,28 febbraio 2011\n",
        b"<html><body>lunedi 28 febbraio 2011</body></html>",
    ],
)
def test_other_texts_are_not_a_blogs(data: bytes) -> None:
    assert not text.sniff(probe(of_bytes(data)))


@pytest.mark.parametrize(
    ("date", "title", "header", "said", "post", "expected"),
    [
        ("domingo, 12 de septiembre de 2010", "Título", "1 comentario:", "Ana dijo...", "Publicar un comentario", "2010-09-12"),
        ("mardi 5 juin 2018", "Titre", "1 commentaires:", "Ana a dit…", "Enregistrer un commentaire", "2018-06-05"),
        ("Samstag, 5. Oktober 2013", "Titel", "1 Kommentare:", "Ana hat gesagt…", "Kommentar veröffentlichen", "2013-10-05"),
        ("Saturday, October 5, 2013", "Title", "1 comments:", "Ana said...", "Post a Comment", "2013-10-05"),
        ("segunda-feira, 31 de maio de 2010", "Título", "1 comentários:", "Ana disse...", "Postar um comentário", "2010-05-31"),
        ("sâmbătă, 19 iunie 2010", "Titlu", "Un comentariu:", "Ana spunea...", "Trimiteți un comentariu", "2010-06-19"),
    ],
)  # fmt: skip
def test_other_languages(date: str, title: str, header: str, said: str, post: str, expected: str) -> None:
    page = f"{date}\n\n{title}\n\nxyz\n\n{header}\n\n{said}\n\nabc\n\n{post}\n"
    assert text.sniff(probe(of_bytes(page.encode())))
    items, _ = read(page)
    (found,) = entries(items, "post")
    assert (found.title, found.published, plain(found.content)) == (title, expected, "xyz")
    (comment,) = entries(items, "comment")
    assert (comment.author.name, plain(comment.content)) == ("Ana", "abc")


def _languages() -> dict[str, dict[str, str]]:
    lines = (FIXTURES / "languages.tsv").read_text("utf-8").splitlines()
    names, *rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


LANGUAGES = _languages()


def _seed(words: dict[str, str]) -> str:
    said = words["said"].format(a="Pietro")
    return f"{words['first']}\n\nTheta\n\nOne.\n\nTwo.\n\n{words['one']}\n\n{said}\n\nNice.\n\n{words['write']}\n"


def _full(words: dict[str, str]) -> str:
    comments = "".join(
        f"{words['said'].format(a=name)}\n\n{text}\n\n"
        for name, text in [("Pietro", "Nice."), ("Q R", "More.\n\nIn two."), ("Lia Conti", "Thanks.")]
    )
    return (
        f"{words['second']}\n\nOmega\n\nThree.\n\n{words['posted'].format(a='Lia Conti')}\n{words['labels']}\n\n"
        f"{words['three']}\n\n{comments}{words['write']}\n\n"
    )


def _list(words: dict[str, str]) -> str:
    footer = f"{words['posted'].format(a='Lia Conti')} {words['none']}\n{words['labels']}\n\n"
    return f"{words['second']}\n\nOmega\n\nThree.\n\n{footer}{words['first']}\n\nTheta\n\nOne.\n\n{footer}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_posts_and_comments_of_every_language(language: str) -> None:
    words = LANGUAGES[language]
    page = _full(words) + _seed(words)
    assert text.sniff(probe(of_bytes(page.encode())))
    items, _ = read(page)
    omega, theta = entries(items, "post")
    assert (omega.title, plain(omega.content)) == ("Omega", "Three.")
    assert omega.published == "2011-03-03T10:35:00" if language != "ms" else omega.published.startswith("2011-03-03T")
    assert (omega.author.name, omega.labels, omega.comment_total) == ("Lia Conti", ("bread", "stones"), 3)
    assert (theta.title, theta.published, plain(theta.content)) == ("Theta", "2011-02-28", "One.\nTwo.")
    comments = [(one.author.name, plain(one.content)) for one in entries(items, "comment")]
    told = [("Pietro", "Nice."), ("Q R", "More.\nIn two."), ("Lia Conti", "Thanks."), ("Pietro", "Nice.")]
    assert comments == told
    assert not [item for item in items if isinstance(item, RawWidget)]
    (feed,) = [item for item in items if isinstance(item, RawFeed)]
    assert feed.locale.partition("-")[0] == language.partition("-")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_pages_of_every_language(language: str) -> None:
    page = _list(LANGUAGES[language])
    assert text.sniff(probe(of_bytes(page.encode())))
    posts = entries(read(page)[0], "post")
    assert [(post.title, post.published[:10], plain(post.content)) for post in posts] == [
        ("Omega", "2011-03-03", "Three."),
        ("Theta", "2011-02-28", "One."),
    ]
    assert {(post.author.name, post.labels, post.comment_total) for post in posts} == {
        ("Lia Conti", ("bread", "stones"), 0)
    }


#: What a copy saved by an editor of each system may be encoded in, and a sentence that shows whether it was read so.
ENCODINGS = [
    ("cs", "cp1250", "Žluťoučký kůň"), ("cs", "iso8859-2", "Žluťoučký kůň"), ("pl", "cp1250", "Zażółć gęślą"),
    ("pl", "iso8859-2", "Zażółć gęślą jaźń"), ("hu", "cp1250", "Őszi űr"), ("ru", "cp1251", "Съешь ещё"),
    ("ru", "koi8-r", "Съешь ещё"), ("uk", "cp1251", "їжак"), ("el", "cp1253", "Ψωμί"), ("tr", "cp1254", "Işık şöğ"),
    ("he", "cp1255", "לחם"), ("ar", "cp1256", "خبز"), ("lt", "cp1257", "Ąžuolas"), ("th", "cp874", "ขนมปัง"),
    ("ja", "cp932", "石とパン"), ("ja", "euc-jp", "石とパン"), ("zh-CN", "gbk", "面包"), ("zh-TW", "big5", "麵包"),
    ("ko", "cp949", "빵과 돌"), ("fr", "cp1252", "« œuf »"), ("it", "utf-16", "così"), ("ja", "utf-16", "石"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "encoding", "sentence"), ENCODINGS)
def test_a_text_of_any_encoding(language: str, encoding: str, sentence: str) -> None:
    page = _seed(LANGUAGES[language]).replace("One.", sentence).replace("\n", "\r\n").encode(encoding)
    assert text.sniff(probe(of_bytes(page)))
    items, _ = read(page)
    (post,) = entries(items, "post")
    assert plain(post.content) == f"{sentence}\nTwo."
    assert len(entries(items, "comment")) == 1


def test_a_text_is_known_by_a_beginning_that_is_cut_within_a_letter() -> None:
    words = LANGUAGES["it"]
    page = (_full(words) + _seed(words).replace("One.", "è più " * 60_000)).encode()
    assert text.sniff(probe(of_bytes(page)))
    assert "\ufffd" not in entries(read(page)[0], "post")[1].content


@pytest.mark.parametrize("language", ["en", "it", "es", "de", "pt-BR", "fr", "ja", "ru", "ar", "zh-TW"])
def test_lines_with_no_blank_one_between(language: str) -> None:
    words = LANGUAGES[language]
    page = re.sub(r"\n+", "\n", _full(words) + _seed(words))
    items, _ = read(page)
    assert [plain(post.content) for post in entries(items, "post")] == ["Three.", "One.\nTwo."]
    assert len(entries(items, "comment")) == 4


def _paragraph(words: int) -> str:
    return " ".join(f"parola{'x' * (number * 7 % 9)}" for number in range(words)) + "."


@pytest.mark.parametrize("width", [72, 80])
def test_lines_that_a_program_wrapped_are_paragraphs_again(width: int) -> None:
    paragraphs = [_paragraph(40), _paragraph(55), "Corto.", _paragraph(30)]
    page = f"lunedì 28 febbraio 2011\n\nTitolo\n\n{{}}\n\n1 commento:\n\nLia ha detto...\n\n{_paragraph(25)}\n\nPosta un commento\n"
    wrapped = page.format("\n\n".join(paragraphs))
    wrapped = "\n".join(textwrap.fill(line, width) for line in wrapped.split("\n"))
    items, _ = read(wrapped)
    assert plain(entries(items, "post")[0].content).split("\n") == paragraphs
    assert plain(entries(items, "comment")[0].content) == _paragraph(25)


def test_lines_of_a_poem_stay_lines() -> None:
    verses = [
        "Sale la nebbia dal fondovalle, lenta come il pane che cresce nella madia"[: 40 + n * 5 % 32] for n in range(20)
    ]
    page = "lunedì 28 febbraio 2011\n\nVersi\n\n" + "\n".join(verses) + "\n\nNessun commento:\n\nPosta un commento\n"
    assert plain(entries(read(page)[0], "post")[0].content).split("\n") == [verse.strip() for verse in verses]


def test_a_thread_whose_names_and_times_are_glued() -> None:
    items, _ = read(
        "Monday, March 3, 2008\n\nOn bread\n\nShort.\n\n3 comments:\n\n"
        "Pepper PottsMarch 15, 2008 at 5:00 PM\nNice.\n\nReplyDelete\nReplies\n\n"
        "Lia ContiMarch 16, 2008 at 11:02 AM\nAn answer.\n\nDelete\nReply\n\n"
        "user25March 17, 2008 at 1:02 AM\nLast.\n\nReplyDelete\n\nAdd comment\n\nNewer Post Older Post Home\n"
    )
    assert [(one.author.name, one.published, plain(one.content)) for one in entries(items, "comment")] == [
        ("Pepper Potts", "2008-03-15T17:00:00", "Nice."),
        ("Lia Conti", "2008-03-16T11:02:00", "An answer."),
        ("user25", "2008-03-17T01:02:00", "Last."),
    ]
    assert not [item for item in items if isinstance(item, RawWidget)]


def test_a_whole_page_as_a_browser_copies_it() -> None:
    """Header and sidebars around, capitals by CSS, links without blanks between, two posts below one date."""
    page = (FIXTURES / "whole_page.txt").read_text("utf-8")
    assert text.sniff(probe(of_bytes(page.encode())))
    items, issues = read(page)
    found = [
        (post.title, post.published, plain(post.content).split("\n"), post.labels) for post in entries(items, "post")
    ]
    lake = ["Siamo saliti presto, col sole dietro la cresta.", "Il lago era già gelato ai bordi.", "La riva nord"]
    assert found == [
        ("Lago Scuro", "2010-10-27T18:05:00", lake, ("gite", "laghi")),
        ("Pane di segale", "2010-10-27T09:30:00", ["Ho rimesso in moto il lievito. Una prova, niente di più."], ()),
        ("Castagne", "2010-10-24T20:00:00", ["Due chili in un'ora."], ()),
    ]
    assert [post.comment_total for post in entries(items, "post")] == [0, 2, 0]
    assert {post.author.name for post in entries(items, "post")} == {"Lia"}
    boxes = [(item.title, plain(item.settings["content"])) for item in items if isinstance(item, RawWidget)]
    assert boxes == [
        ("", "Pane e sassi\nAppunti di una che cammina\nChi sono\nLe mie gite"),
        ("", "Chi sono"),
        ("Lia", "Cammino e faccio il pane."),
        ("Etichette", "gite (4)\nlaghi (1)"),
    ]
    dropped = [issue.message for issue in issues if issue.code == "chrome-dropped"]
    assert any("Invia tramite email" in message and "share buttons" in message for message in dropped)
    assert any("▼  2010 (3)" in message and "archive" in message for message in dropped)


def test_several_texts_are_one_blog() -> None:
    """One order of numbers, one language, each box of the sidebar once; and none of them is taken for an older layout's."""
    box = "\nPosted by Lia at 10:35 AM\n\nAbout me\nI bake.\n"
    first = of_bytes(f"25/2/2011\n\nOne\n\nText.\n{box}".encode())
    second = of_bytes(f"3/2/2011\n\nTwo\n\nText.\n{box}\nLinks\nOne more.\n".encode())
    issues = IssueLog()
    items = list(text.read_all([first, second], issues))
    assert [post.published[:10] for post in entries(items, "post")] == ["2011-02-25", "2011-02-03"]
    assert [item.title for item in items if isinstance(item, RawWidget)] == ["About me", "Links"]
    assert not any(issue.code == "date-ambiguous" for issue in issues)


def test_boxes_of_all_texts_are_kept(tmp_path: Path) -> None:
    for name in ("one_post.txt", "two_posts.txt", "whole_page.txt"):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_bytes((FIXTURES / name).read_bytes())
    report = convert([str(tmp_path / "in")], Options(target="jsonl", output=str(tmp_path / "out.jsonl"), jobs=1))
    assert report.balance["widget"].written == report.balance["widget"].read
    assert report.balance["post"].written == 6


def test_a_quoted_footer_does_not_make_two_posts_of_one() -> None:
    page = (
        "Monday, March 3, 2008\n\nTitle\n\nOne.\n\nPosted by Carla at 7:00 AM\n\nQuoted above.\n\n"
        "Posted by Lia at 10:35 AM\n\nNo comments:\n\nPost a Comment\n"
    )
    (post,) = entries(read(page)[0], "post")
    assert plain(post.content) == "One.\nPosted by Carla at 7:00 AM\nQuoted above."
    assert (post.author.name, post.published) == ("Lia", "2008-03-03T10:35:00")


def test_a_second_line_of_who_posted_or_of_labels_is_reported() -> None:
    page = (
        "Monday, March 3, 2008\n\nTitle\n\nOne.\n\nPosted by Lia at 10:35 AM\nLabels: bread\n\nPosted by Carla at 7:00 AM\n"
        "Labels: stones\n\nNo comments:\n"
    )
    items, issues = read(page)
    (post,) = entries(items, "post")
    assert (post.author.name, post.labels) == ("Lia", ("bread",))
    dropped = [issue.message for issue in issues if issue.code == "chrome-dropped"]
    assert any("Posted by Carla" in message for message in dropped)
    assert any("Labels: stones" in message for message in dropped)


def test_a_list_of_links_within_a_post_is_not_its_end() -> None:
    page = (
        "Monday, March 3, 2008\n\nTitle\n\nFind me on:\n\nFacebook\nTwitter\nPinterest\n\nSee you.\n\n"
        "Posted by Lia at 10:35 AM\n\nNo comments:\n"
    )
    (post,) = entries(read(page)[0], "post")
    assert plain(post.content) == "Find me on:\nFacebook\nTwitter\nPinterest\nSee you."


def test_comments_signed_below_as_classic_templates_do() -> None:
    items, _ = read(
        "Thursday, May 26, 2005\n\nTitle\n\nBody.\n\nposted by Lia Conti at 3:45 PM\n\n2 Comments:\nNice study.\n\n"
        "By Kevin Stone, at 3:09 PM\n\nTwo\n\nparagraphs.\n\nBy Ted, at 5:52 PM\n\nPost a Comment\n\n<< Home\n"
    )
    comments = [(one.author.name, plain(one.content)) for one in entries(items, "comment")]
    assert comments == [("Kevin Stone", "Nice study."), ("Ted", "Two\nparagraphs.")]
    assert entries(items, "post")[0].published == "2005-05-26T15:45:00"


def test_dates_without_a_year_take_that_of_a_comment_and_say_so() -> None:
    page = (
        "Sunday, January 16\n\nTheta\n\nOne.\n\nPosted by Lia at 10:35 AM\n\n1 comment:\n\nAnna said...\n\nNice.\n\n"
        "{}\n\nPost a Comment\n\nSunday, January 9\n\nOmega\n\nTwo.\n\nPosted by Lia at 9:00 AM\n\nNo comments:\n"
    )
    items, issues = read(page.format("January 18, 2011 9:05 AM"))
    posts = [(post.title, post.published) for post in entries(items, "post")]
    assert posts == [("Theta", "2011-01-16T10:35:00"), ("Omega", "2011-01-09T09:00:00")]
    assert [issue.code for issue in issues if "date" in issue.code] == ["date-guessed"] * 2
    items, issues = read(page.format("Thanks."))
    assert [(post.title, post.published) for post in entries(items, "post")] == [("Theta", ""), ("Omega", "")]
    assert all("nothing tells it" in issue.message for issue in issues if issue.code == "date-guessed")


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_list_of_days_within_a_post_is_its_own(between: str) -> None:
    days = ["Saturday, March 8, 2008", "Concert", "Sunday, March 9, 2008", "Market"]
    page = (
        f"Monday, March 3, 2008\n\nTitle\n\nCome:{between}{between.join(days)}\n\nPosted by Lia at 10:35 AM\n\nNo comments:\n"
        "\nSunday, March 2, 2008\n\nOther\n\nText.\n\nPosted by Lia at 9:00 AM\n\nNo comments:\n"
    )
    posts = [(post.title, plain(post.content).split("\n")) for post in entries(read(page)[0], "post")]
    assert posts == [("Title", ["Come:", *days]), ("Other", ["Text."])]


def test_a_day_without_a_year_within_a_post_is_its_own() -> None:
    page = "Monday, March 3, 2008\n\nTitle\n\nOne.\n\nSunday, March 2\n\nBread.\n\nPosted by Lia at 10:35 AM\n\nNo comments:\n"
    (post,) = entries(read(page)[0], "post")
    assert plain(post.content) == "One.\nSunday, March 2\nBread."


def test_a_list_of_comments_whose_names_were_left_out() -> None:
    """What converters make of a thread: the items of a list, numbers within a comment are its own."""
    items, issues = read(
        "jueves, 23 de diciembre de 2010\n\nPanes\n\nCorto.\n\n2 comentarios:\n\n"
        "  1. Uno\n    sigue\n\n    ResponderEliminar\n  2. Tres cosas:\n    1. pan\n    2. agua\n\n    ResponderEliminar\n"
    )
    comments = entries(items, "comment")
    assert [plain(one.content) for one in comments] == ["Uno\nsigue", "Tres cosas:\n1. pan\n2. agua"]
    assert not any(one.author.name for one in comments)
    assert not any(issue.code == "text-unclear" for issue in issues)


def test_what_stood_beside_a_name_as_a_picture_is_no_part_of_it() -> None:
    items, _ = read(
        "Tuesday, October 7, 2008\n\nOn bread\n\nShort.\n\n2 comments:\n\nBlogger Pepper Potts said...\n\nSure?\n\n"
        "7:45 AM, October 07, 2008\n\nAnonymous Anonymous said...\n\nYes.\n\nPost a Comment\n"
    )
    assert [one.author.name for one in entries(items, "comment")] == ["Pepper Potts", "Anonymous"]


def test_short_dates_of_a_page_with_its_newest_post_first() -> None:
    page = "{}\n\nAún\n\nUn texto.\n\n{}\n\nLa piedra\n\nOtro.\n\nPublicado por Ana en 10:35\n"
    posts = entries(read(page.format("30 ene 2009", "26 ene 2009"))[0], "post")
    assert [(post.title, post.published[:10]) for post in posts] == [("Aún", "2009-01-30"), ("La piedra", "2009-01-26")]
    # A diary within one post goes the other way, and is reported.
    items, issues = read(page.format("26 ene 2009", "30 ene 2009"))
    assert len(entries(items, "post")) == 1
    assert any(issue.code == "text-unclear" and "30 ene 2009" in issue.message for issue in issues)


@pytest.mark.parametrize(
    "page",
    [
        "2011-02-28\n\n* The oven no longer burns.\n\nTags: oven, bread\n",
        "28 February 2011\n\nDear diary\n\nRain.\n\nWritten by me, in bed\n",
        "2011-02-28\n\nRelease 1.0\n\nAutor: Jan\n",
    ],
)
def test_diaries_and_lists_of_changes_are_no_blogs(page: str) -> None:
    assert not text.sniff(probe(of_bytes(page.encode())))


@pytest.mark.parametrize("line", ["Autor nieznany", "Escrito por la lluvia", "Yazan kim?", "Labels are for cans"])
def test_a_last_line_like_one_of_bloggers_stays(line: str) -> None:
    items, _ = read(f"Monday, March 3, 2008\n\nTitle\n\nShort.\n\n{line}\n")
    assert plain(entries(items, "post")[0].content) == f"Short.\n{line}"


def test_a_text_without_a_date_is_kept_whole() -> None:
    items, _ = read("Titolo\n\nTesto.\n\nAltro testo.")
    (post,) = entries(items, "post")
    assert (post.title, plain(post.content), post.published) == ("Titolo", "Testo.\nAltro testo.", "")


def test_wrong_weekday_is_reported() -> None:
    items, issues = read(ONE_POST.replace("giovedì", "venerdì"))
    assert entries(items, "post")[0].published == "2011-05-12"
    assert any("Friday" in issue.message for issue in issues)


def test_missing_comments_are_reported() -> None:
    _, issues = read(ONE_POST.replace("2 commenti:", "5 commenti:"))
    assert any(issue.code == "comment-count" for issue in issues)


def test_the_table_has_evidence_for_every_row() -> None:
    path = Path(chrome_strings.__file__).with_suffix(".tsv")
    rows = [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert all(len(row) == 4 and row[2] and row[3] in {"page", "usual"} for row in rows)
    assert sum(row[3] == "page" for row in rows) > 150


@pytest.mark.parametrize(
    "page",
    [
        "\n" * 100_000,
        "lunedì 28 febbraio 2011\n\n" * 2_000,
        "28 febbraio 2011\n\nT\n\nb\n\n" + "1 commenti:\n\n" * 5_000,
        "28 febbraio 2011\n\nT\n\nb\n\n9 commenti:\n\n" + "A ha detto...\n\nx\n\n" * 2_000,
        "28 febbraio 2011\n\nT\n\n" + "Pubblicato da X a 10:35\n\n" * 5_000,
        "x" * 1_000_000,
        "a " * 200_000,
        "\0" * 1_000,
    ],
    ids=lambda page: f"{len(page)} characters",
)
def test_nothing_makes_it_fall(page: str) -> None:
    items, _ = read(page)
    assert isinstance(items[0], RawFeed)


LINES = st.sampled_from(
    [line for line in ONE_POST.split("\n") if line] + ["", "", "", "14 maggio 2011", "Dino dijo..."]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(LINES, max_size=40))
def test_no_line_is_lost(lines: list[str]) -> None:
    """Each line given is in a post, a comment or a gadget, is a title, an author or a date, or is reported."""
    items, issues = read("\n".join(lines))
    held = [issue.message for issue in issues]
    for item in items:
        if isinstance(item, RawEntry):
            held += [item.title, plain(item.content), item.author.name, *item.labels]
        elif isinstance(item, RawWidget):
            held += [item.title, plain(item.settings["content"])]
    everything = "\n".join(held)
    for line in lines:
        short = line[:60].strip()
        known = chrome_strings.split_said(line)[0] in everything or short in everything
        assert not short or known or chrome_strings.comments_header(line) or _is_date(line), line


def _is_date(line: str) -> bool:
    return re.match(r"(giovedì )?\d+ maggio 2011", line) is not None


@pytest.mark.skipif(not SEED.exists(), reason="BLOGGER_CORPUS has no seed-page.txt beside it")
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_page_the_project_began_with(encoding: str, ending: str) -> None:
    page = SEED.read_text("utf-8")
    items, issues = read(page.replace("\n", ending).encode(encoding))
    (post,) = entries(items, "post")
    blocks = [block.strip() for block in re.split(r"\n\s*\n", page) if block.strip()]
    header = next(at for at, block in enumerate(blocks) if chrome_strings.comments_header(block))
    assert (post.published, post.title) == ("2011-02-28", blocks[1])
    assert plain(post.content).split("\n") == blocks[2:header]
    (comment,) = entries(items, "comment")
    assert blocks[header + 1].startswith(comment.author.name)
    assert plain(comment.content) == blocks[header + 2]
    assert len([item for item in items if isinstance(item, RawWidget)]) == 1
    assert len(list(issues)) == 4


# -- from a text to a site ----------------------------------------------------------------------------------------

END_TO_END = {
    "as it is": lambda page: page.encode(),
    "windows-1252": lambda page: page.encode("windows-1252"),
    "CRLF": lambda page: page.replace("\n", "\r\n").encode(),
    "windows-1252 and CRLF": lambda page: page.replace("\n", "\r\n").encode("windows-1252"),
}


@pytest.mark.parametrize("spelling", END_TO_END)
@pytest.mark.parametrize("copies", [1, 2])
@pytest.mark.parametrize("source", ["own", "seed"])
def test_a_text_becomes_a_site(tmp_path: Path, source: str, copies: int, spelling: str) -> None:
    if source == "seed" and not SEED.exists():
        pytest.skip("BLOGGER_CORPUS has no seed-page.txt beside it")
    page = ONE_POST if source == "own" else SEED.read_text("utf-8")
    blocks = [block.strip() for block in re.split(r"\n\s*\n", page) if block.strip()]
    header = next(at for at, block in enumerate(blocks) if chrome_strings.comments_header(block))
    said = [block for block in blocks[header + 1 :] if chrome_strings.split_said(block)[1]]
    # The second post in a row is the same shape on another day.
    other = page.replace(blocks[0], "mercoledì 1 giugno 2011", 1).replace(blocks[1], "Un altro titolo", 1)
    path = tmp_path / "pagina.txt"
    path.write_bytes(END_TO_END[spelling](page + ("\n" + other if copies == 2 else "")))
    report = convert([str(path)], Options(target="hugo", output=str(tmp_path / "site"), jobs=1))
    posts = sorted(path for path in (tmp_path / "site/content/posts").rglob("*.md") if path.name != "_index.md")
    assert len(posts) == copies
    head, _, body = posts[0].read_text("utf-8").removeprefix("---\n").partition("\n---\n")
    assert f'title: "{blocks[1]}"' in head
    day = parse_date(blocks[0])
    assert day is not None
    assert f"date: {day.date.isoformat()}" in head
    assert re.sub(r"\\([^\w\s])", r"\1", body).split() == " ".join(blocks[2:header]).split()
    threads = [json.loads(path.read_bytes()) for path in sorted((tmp_path / "site/data/comments").iterdir())]
    assert [comment["author"] for comment in threads[0]] == [chrome_strings.split_said(line)[0] for line in said]
    assert len(threads) == copies
    # Chrome is a gadget, or left out with its reason; no word of it is in a post.
    left = {issue.message for issue in report.issues if issue.code in ("chrome-dropped", "text-unclear")}
    shown = (tmp_path / "site/data/widgets.yaml").read_text("utf-8") if report.blog.widgets else ""
    for line in "\n".join(blocks[header + 1 :]).splitlines()[-3:]:
        words = " ".join(line.split())
        assert not words or words in shown or any(repr(words[:80]) in told for told in left) or words in str(threads)
    assert report.balance["post"].written == copies
