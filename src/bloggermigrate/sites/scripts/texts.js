// What templates need of a post's HTML: its beginning, its words, its form for feeds.

const MORE = /<!--\s*more\s*-->/;
const TAG = /<!--[\s\S]*?-->|<(\/?)([a-zA-Z][\w-]*)(?:"[^"]*"|'[^']*'|[^'">])*>/g;
const VOID = new Set("area base br col embed hr img input link meta param source track wbr".split(" "));
// A post without a jump break shows so many words in lists; in scripts without blanks every letter counts.
const WORDS = 70;
const WORD = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]*/gu;
const NAMED = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " " };

/** An address as it stands in links: encoded, and only once. */
export function link(url) {
  if (!url) return url;
  try {
    return /%[0-9a-f]{2}/i.test(url) ? url : encodeURI(url);
  } catch {
    return url;
  }
}

/** The words of HTML. */
export function plain(html) {
  const text = (html ?? "").replace(TAG, (tag) => (/^<\/?(p|div|br|li|h\d|td|th|tr|blockquote|pre|hr)\b/i.test(tag) ? " " : ""));
  const decoded = text.replace(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name) => {
    if (name[0] !== "#") return NAMED[name] ?? whole;
    const code = name[1].toLowerCase() === "x" ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
  return decoded.replace(/\s+/g, " ").trim();
}

/** What a page is called: its title, else its first words, else its date. */
export function called(data, html, date, words) {
  if (data.title) return data.title;
  const text = plain(html);
  if (!text) return date(data.date) || words.untitled;
  if ([...text].length <= 60) return text;
  const cut = [...text].slice(0, 60).join("");
  return `${cut.includes(" ") ? cut.slice(0, cut.lastIndexOf(" ")) : cut} …`;
}

/** The words of the first heading. */
export function heading(html) {
  return plain(/<h1\b[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1]);
}

/** The beginning of a post, up to the jump break or the end of a paragraph: {html, more}. */
export function teaser(html, url) {
  html ??= "";
  const mark = MORE.exec(html);
  const open = [];
  let words = 0;
  let from = 0;
  let end = -1;
  for (const tag of html.matchAll(TAG)) {
    if (!mark) words += (html.slice(from, tag.index).match(WORD) ?? []).length;
    from = tag.index + tag[0].length;
    if (mark && tag.index >= mark.index) {
      end = mark.index;
      break;
    }
    const name = (tag[2] ?? "").toLowerCase();
    if (!name || VOID.has(name)) continue;
    if (!tag[1]) open.push(name);
    else if (open.includes(name)) while (open.pop() !== name);
    if (!mark && tag[1] && !open.length && words >= WORDS) {
      end = from;
      break;
    }
  }
  const more = end >= 0 && /[^\s]/.test(html.slice(end).replace(MORE, ""));
  const shown = more ? html.slice(0, end) + open.reverse().map((name) => `</${name}>`).join("") : html.replace(MORE, "");
  // What a link inside the post leads to may stand beyond the break.
  return { more, html: shown.replaceAll('href="#', `href="${link(url)}#`) };
}

/** The post as feeds carry it: read elsewhere, its links need the whole address. */
export function feedContent(html, address) {
  const whole = (html ?? "").replaceAll('href="#', `href="${address.href}#`);
  return whole.replace(/(href|src)="\/(?!\/)/g, `$1="${address.origin}/`);
}

/** Text without the characters that XML does not have. */
export function xml(text) {
  return String(text ?? "").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, "");
}
