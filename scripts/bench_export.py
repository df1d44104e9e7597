"""Made exports of any size for `bench.py`: the same bytes each time, HTML as Blogger's editors leave it, our own words.

python3 scripts/bench_export.py 10 export.xml            about 10 MB in the classic form
python3 scripts/bench_export.py 10 feed.atom --takeout   the same blog as Takeout gives it
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from random import Random

_WORDS = {
    "en": "the old mill by river was quiet morning we walked along garden wall and found a boat under willow rain came "
    "late in summer bread with butter nobody spoke for hours evening light letter from home seven stones",
    "it": "il vecchio mulino sul fiume era quieto mattina abbiamo camminato lungo muro del giardino perché pioggia "
    "arrivò tardi d’estate pane con burro nessuno parlò per ore luce della sera caffè città sette pietre",
    "de": "die alte Mühle am Fluss war still morgens gingen wir entlang der Mauer und fanden ein Boot unter Weiden "
    "Regen kam spät im Sommer Brot mit Butter niemand sprach stundenlang Brief größer Straße sieben Steine",
    "es": "el viejo molino junto al río estaba quieto mañana caminamos a lo largo del muro y encontramos una barca "
    "lluvia llegó tarde en verano pan con mantequilla nadie habló luz de la tarde carta niño siete piedras",
    "ru": "старая мельница у реки была тиха утром мы шли вдоль стены сада и нашли лодку под ивой дождь пришёл поздно "
    "летом хлеб с маслом никто не говорил часами вечерний свет письмо из дома семь камней",
    "ja": "古い 水車 は 川 の そば で 静か でした 朝 庭 の 壁 に 沿って 歩き 柳 の 下 に 舟 を "
    "見つけ 夏 の 終わり に 雨 が 来た 手紙 光",
    "ar": "كانت الطاحونة القديمة عند النهر هادئة صباحا مشينا بجانب جدار الحديقة ووجدنا قاربا تحت شجرة جاء المطر "
    "متأخرا في الصيف خبز مع زبدة لم يتكلم أحد ساعات ضوء المساء رسالة سبعة أحجار",
}
#: how often each language writes, of a hundred posts
_SHARES = {"en": 40, "it": 25, "de": 10, "es": 10, "ru": 7, "ja": 4, "ar": 4}
_POOL = 400  #: blocks of each kind and language that posts are put together from
_NUMBER = "5120000000000000001"

_CLASSIC_HEAD = (
    "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom' "
    "xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' xmlns:gd='http://schemas.google.com/g/2005' "
    "xmlns:georss='http://www.georss.org/georss' xmlns:thr='http://purl.org/syndication/thread/1.0' "
    f"xmlns:app='http://purl.org/atom/app#'><id>tag:blogger.com,1999:blog-{_NUMBER}.archive</id>"
    "<updated>2026-01-01T00:00:00.000+01:00</updated><title type='text'>The Old Mill</title>"
    "<link rel='alternate' type='text/html' href='http://oldmill.example.com/'/>"
    "<generator version='7.00' uri='http://www.blogger.com'>Blogger</generator>"
)
_TAKEOUT_HEAD = (
    "<?xml version='1.0' encoding='utf-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom' "
    "xmlns:blogger='http://schemas.google.com/blogger/2018'>\n"
    f"  <id>tag:blogger.com,1999:blog-{_NUMBER}</id>\n  <title>The Old Mill</title>\n"
)


class _Text:
    """Sentences and blocks of one language."""

    def __init__(self, language: str, random: Random) -> None:
        self.words = _WORDS[language].split()
        self.random = random
        self.pool = [self._block(kind) for kind in range(_POOL)]

    def phrase(self, least: int, most: int) -> str:
        random, words = self.random, self.words
        return " ".join([words[int(random.random() * len(words))] for _ in range(random.randint(least, most))])

    def sentence(self) -> str:
        text = self.phrase(6, 16)
        place = self.random.random()
        if place < 0.10:
            text = text.replace(" ", "&nbsp; ", 1)
        elif place < 0.16:
            text = f"<b>{self.phrase(1, 3)}</b> {text}"
        elif place < 0.22:
            text = f"{text} <i>{self.phrase(1, 4)}</i>"
        elif place < 0.30:
            text = f'{text} <a href="http://www.example.org/{self.random.randint(1, 999)}">{self.phrase(1, 3)}</a>'
        elif place < 0.33:
            text = f"{text} &amp; 3 &lt; 5 * 2, the_old_name"
        return f"{text[:1].upper()}{text[1:]}."

    def paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(self.random.randint(1, 5)))

    def _block(self, number: int) -> str:
        """Return one block; ``@`` stands for the number of the post it will be in."""
        kinds: tuple[tuple[int, Callable[[], str]], ...] = (
            (34, lambda: f"{self.paragraph()}<br /><br />"),
            (14, lambda: f"<div>{self.paragraph()}</div><div><br /></div>"),
            (10, lambda: f"<p>{self.paragraph()}</p>"),
            (8, lambda: f'<span style="font-family: Arial; font-size: small;">{self.paragraph()}</span><br />'),
            (8, self._picture),
            (4, self._caption),
            (4, self._list),
            (3, lambda: f"<blockquote>{self.paragraph()}</blockquote>"),
            (3, lambda: f"<h3>{self.phrase(2, 6)}</h3>"),
            (2, lambda: f"<pre>for stone in {self.random.randint(2, 9)}:\n    count(stone) &lt; 3\n</pre>"),
            (2, self._table),
            (2, lambda: f'<iframe width="560" height="315" src="https://www.youtube.com/embed/v@x{number}"></iframe>'),
            (3, self._word),
            (2, lambda: "<!--more-->" if number % 7 == 0 else "<hr />"),
            (1, lambda: f'<div style="text-align: right;">{self.paragraph()}</div>'),
        )
        at = number * 37 % 100
        for share, make in kinds:
            at -= share
            if at < 0:
                return make()
        return self.paragraph()

    def _picture(self) -> str:
        name = "http://1.bp.blogspot.com/-a/b/c/d"
        return (
            '<div class="separator" style="clear: both; text-align: center;">'
            f'<a href="{name}/s1600/p@.jpg" imageanchor="1" style="margin-left: 1em; margin-right: 1em;">'
            f'<img border="0" height="240" src="{name}/s320/p@.jpg" width="320" /></a></div>'
        )

    def _caption(self) -> str:
        return (
            '<table align="center" cellpadding="0" cellspacing="0" class="tr-caption-container"><tbody><tr><td>'
            '<img border="0" src="http://2.bp.blogspot.com/-a/b/c/d/s400/q@.jpg" /></td></tr><tr>'
            f'<td class="tr-caption" style="text-align: center;">{self.phrase(3, 8)}</td></tr></tbody></table>'
        )

    def _list(self) -> str:
        name = "ol" if self.random.random() < 0.3 else "ul"
        return f"<{name}>{''.join(f'<li>{self.sentence()}</li>' for _ in range(self.random.randint(2, 7)))}</{name}>"

    def _table(self) -> str:
        rows = ("".join(f"<td>{self.phrase(1, 3)}</td>" for _ in range(3)) for _ in range(self.random.randint(2, 6)))
        return f'<table border="1"><tbody>{"".join(f"<tr>{row}</tr>" for row in rows)}</tbody></table>'

    def _word(self) -> str:
        return (
            '<p class="MsoNormal" style="margin: 0cm 0cm 10pt; mso-fareast-language: IT;"><span lang="EN-US" '
            f"style=\"font-family: 'Calibri','sans-serif';\">{self.sentence()}<o:p></o:p></span></p>"
        )


def entries(size: int, *, takeout: bool = False) -> Iterator[str]:
    """Give the entries of a blog whose export has about *size* bytes, posts and their comments in turn."""
    random = Random(20)
    texts = {language: _Text(language, random) for language in _WORDS}
    languages = [language for language, share in _SHARES.items() for _ in range(share)]
    spell = _takeout_entry if takeout else _classic_entry
    moment = datetime(2005, 1, 1, 8, tzinfo=UTC)
    written = number = comments = 0
    while written < size:
        number += 1
        moment += timedelta(hours=17, seconds=number % 977)
        text = texts[languages[int(random.random() * 100)]]
        pieces = [text.pool[int(random.random() * _POOL)] for _ in range(1 + int(random.expovariate(0.055)))]
        body = f"{text.paragraph()}<br /><br />{''.join(pieces)}".replace("@", str(number))
        title = text.phrase(2, 7).capitalize()
        labels = [text.words[place] for place in sorted({number % 11, number % 17})]
        address = f"{moment:/%Y/%m}/stone-{number}.html"
        page = number % 400 == 0
        kind = "page" if page else "post"
        entry = spell(kind, number, number, moment, title, body, () if page else labels, address, number % 50 == 0)
        written += len(entry.encode())
        yield entry
        for answer in range(int(random.expovariate(0.7))):
            comments += 1
            words = "<br />".join(text.phrase(4, 30) for _ in range(random.randint(1, 3)))
            when = moment + timedelta(hours=answer + 1)
            entry = spell("comment", 10_000_000 + comments, number, when, "", words, (), address, False)
            written += len(entry.encode())
            yield entry


def _classic_entry(
    kind: str,
    number: int,
    post: int,
    moment: datetime,
    title: str,
    body: str,
    labels: tuple[str, ...] | list[str],
    address: str,
    draft: bool,
) -> str:
    when = moment.strftime("%Y-%m-%dT%H:%M:%S.000+00:00")
    of_post = f"http://www.blogger.com/feeds/{_NUMBER}/{post}/comments/default"
    parts = [
        f"<entry><id>tag:blogger.com,1999:blog-{_NUMBER}.{'page' if kind == 'page' else 'post'}-{number}</id>",
        f"<published>{when}</published><updated>{when}</updated>",
        "<category scheme='http://schemas.google.com/g/2005#kind' "
        f"term='http://schemas.google.com/blogger/2008/kind#{kind}'/>",
        *(f"<category scheme='http://www.blogger.com/atom/ns#' term='{escape(label)}'/>" for label in labels),
        "<app:control><app:draft>yes</app:draft></app:control>" if draft else "",
        f"<title type='text'>{escape(title)}</title><content type='html'>{escape(body, quote=False)}</content>",
        f"<link rel='edit' type='application/atom+xml' href='{of_post}/{number}'/>"
        f"<thr:in-reply-to href='http://oldmill.example.com{address}' "
        f"ref='tag:blogger.com,1999:blog-{_NUMBER}.post-{post}' type='text/html'/>"
        if kind == "comment"
        else ""
        if draft
        else f"<link rel='alternate' type='text/html' href='http://oldmill.example.com{address}' title=''/>",
        f"<author><name>{'Reader' if kind == 'comment' else 'Miller'} {post % 7}</name>"
        "<uri>http://www.blogger.com/profile/12345</uri><email>noreply@blogger.com</email></author></entry>",
    ]
    return "".join(parts)


def _takeout_entry(
    kind: str,
    number: int,
    post: int,
    moment: datetime,
    title: str,
    body: str,
    labels: tuple[str, ...] | list[str],
    address: str,
    draft: bool,
) -> str:
    when = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [
        "  <entry>",
        f"    <id>tag:blogger.com,1999:blog-{_NUMBER}.post-{number}</id>",
        f"    <blogger:type>{kind.upper()}</blogger:type>",
        f"    <blogger:status>{'DRAFT' if draft else 'LIVE'}</blogger:status>",
        f"    <author>\n      <name>{'Reader' if kind == 'comment' else 'Miller'} {post % 7}</name>\n    </author>",
        f"    <title>{escape(title)}</title>",
        f"    <content type='html'>{escape(body, quote=False)}</content>",
        f"    <blogger:created>{when}</blogger:created>\n    <published>{when}</published>",
        f"    <updated>{when}</updated>",
        f"    <blogger:parent>tag:blogger.com,1999:blog-{_NUMBER}.post-{post}</blogger:parent>"
        if kind == "comment"
        else "    <blogger:filename/>"
        if draft
        else f"    <blogger:filename>{address}</blogger:filename>",
        *(f"    <category scheme='tag:blogger.com,1999:blog-{_NUMBER}' term='{escape(label)}'/>" for label in labels),
        "  </entry>",
    ]
    return "\n".join(lines) + "\n"


def bodies_joined(size: int) -> Iterator[str]:
    """Give the pieces of one body of about *size* bytes."""
    random = Random(7)
    pool = _Text("it", random).pool
    written = 0
    while written < size:
        piece = pool[int(random.random() * _POOL)].replace("@", "1").replace("<!--more-->", "")
        written += len(piece.encode())
        yield piece


def write(path: Path, size: int, *, takeout: bool = False) -> None:
    """Write an export of about *size* bytes."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(_TAKEOUT_HEAD if takeout else _CLASSIC_HEAD)
        stream.writelines(entries(size, takeout=takeout))
        stream.write("</feed>\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("megabytes", type=float)
    parser.add_argument("file", type=Path)
    parser.add_argument("--takeout", action="store_true")
    options = parser.parse_args()
    write(options.file, int(options.megabytes * 1_000_000), takeout=options.takeout)
