"""A theme for the old blog at blogspot.com, which sends readers and search engines on."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bloggermigrate.model import OutputFile
from bloggermigrate.redirects.spelling import FOLDER, encoded, spellings
from bloggermigrate.redirects.table import Table
from bloggermigrate.text.xml_text import attribute, text

# Blogger itself fills in b:… and data:…: on the page of a post or static page it writes that page's new address for
# search engines and for readers without scripts; the script sends everybody on from every other address.
_THEME = """\
<?xml version="1.0" encoding="UTF-8" ?>
<!-- A theme for the old blog: it sends readers and search engines to the same page of the new site.
     Blogger: Theme, Edit HTML, replace all of it by this file, save. Keep a backup of your theme.
     Switch off Settings, "Custom robots.txt", where it shuts search engines out: they have to see the way. -->
<!DOCTYPE html>
<html b:css="false" b:js="false" lang="{language}" xmlns="http://www.w3.org/1999/xhtml" \
xmlns:b="http://www.google.com/2005/gml/b" xmlns:data="http://www.google.com/2005/gml/data" \
xmlns:expr="http://www.google.com/2005/gml/expr">
<head>
  <meta charset="utf-8"/>
  <meta name="viewport" content="width=device-width, initial-scale=1"/>
  <title>{title}</title>
  <b:if cond='data:blog.pageType == "item" or data:blog.pageType == "static_page"'>
  <b:switch var='data:blog.postId ? data:blog.postId : data:blog.pageId'>
{cases}    <b:default/>
    <link rel="canonical" href="{home}"/>
  </b:switch>
  <b:else/>
    <link rel="canonical" href="{home}"/>
  </b:if>
  <script>
  //<![CDATA[
  (function () {{
    var site = {site};
    var moved = {moved};
    var path = location.pathname;
    var comment = /[?&]showComment=(\\d+)/.exec(location.search);
    var to = moved.hasOwnProperty(path) ? moved[path] : path;
    var hash = comment ? "#c" + comment[1] : location.hash;
    location.replace(site + to + hash);
  }})();
  //]]>
  </script>
  <b:skin><![CDATA[
  body {{ font: 1.1rem/1.6 system-ui, sans-serif; margin: 4rem auto; max-width: 36rem; padding: 0 1rem }}
  ]]></b:skin>
</head>
<body>
  <p><a href="{home}">{title}</a> &#8594; {home}</p>
  <b:section id="main" showaddelement="no"/>
</body>
</html>
"""


def theme(known: Table) -> Iterator[OutputFile]:
    """Give the file, which is put in place of the old blog's theme."""
    site = known.site.rstrip("/")
    cases = [
        f"    <b:case value='{rule.number}'/>\n"
        f'    <link rel="canonical" href="{attribute(site + encoded(rule.new))}"/>\n'
        f'    <meta http-equiv="refresh" content="0; url={attribute(site + encoded(rule.new))}"/>\n'
        for rule in known.rules()
        if rule.kind in ("post", "page") and rule.number
    ]
    moved = {}
    for rule in known.changed():
        for old in spellings(rule):
            moved[old] = encoded(rule.new)
    # "]]>" and "</script" can't be in it: both have characters that are encoded in paths or escaped here.
    moved_json = json.dumps(moved, ensure_ascii=True, indent=0).replace("<", "\\u003c").replace(">", "\\u003e")
    page = _THEME.format(
        home=attribute(f"{site}/"),
        site=json.dumps(site).replace("<", "\\u003c").replace(">", "\\u003e"),
        title=text(known.title),
        language=attribute(known.language or "en"),
        cases="".join(cases),
        moved=moved_json,
    )
    yield OutputFile(f"{FOLDER}/blogger-theme.xml", page.encode("utf-8", "replace"))
