'use strict';

// What templates ask of a text: a date in the site's language, a post's beginning, a link, a text for a feed.

const WORDS = 70;
// In scripts without blanks every letter counts.
const WORD = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\s\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+/g;
const EMPTY = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track', 'wbr']);
const TAG = /<!--[^]*?-->|<(\/?)([a-z][\w:-]*)(?:"[^"]*"|'[^']*'|[^>"'])*>/gi;
const MARK = '<span id="more"></span>';

const helper = (name, make) => hexo.extend.helper.register(name, make);
const words = () => hexo.locals.get('data').words;

function opens(match) {
  return match[2] && !EMPTY.has(match[2].toLowerCase()) && !match[0].endsWith('/>');
}

// The tags that are open at the end of html: the break may stand inside of a list or a quote.
function closing(html) {
  const open = [];
  for (const match of html.matchAll(TAG)) {
    if (!opens(match)) continue;
    if (match[1]) open.pop();
    else open.push(match[2]);
  }
  return open.reverse().map(name => `</${name}>`).join('');
}

// Where the first blocks end that have so many words.
function place(html) {
  let depth = 0;
  let count = 0;
  let last = 0;
  for (const match of html.matchAll(TAG)) {
    count += (html.slice(last, match.index).match(WORD) ?? []).length;
    last = match.index + match[0].length;
    if (!opens(match)) continue;
    depth += match[1] ? -1 : 1;
    if (depth === 0 && count >= WORDS) return last;
  }
  return html.length;
}

function plain(html) {
  const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ' };
  const text = html.replace(TAG, ' ').replace(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name) => entities[name]);
  return text.split(/\s+/).filter(Boolean).join(' ');
}

// form: "day" or "month". A string is RFC 3339 and speaks of its own clock.
function sayDate(moment, form = 'day') {
  const { dates } = words();
  const plainDay = typeof moment === 'string' ? moment : zoned(moment).format('YYYY-MM-DD');
  const [year, month, day] = plainDay.slice(0, 10).split('-').map(Number);
  const parts = { y: year, m: month, d: day, month: dates.months[month - 1], alone: dates.alone[month - 1] };
  return dates[form].replace(/\{(\w+)\}/g, (_, name) => parts[name]);
}

// The title, or of an untitled post its first words, or its date.
function shown(post) {
  return post.title
    || Array.from(plain(post.content || '')).slice(0, 60).join('').trim()
    || (post.undated || !post.date ? words().untitled : sayDate(post.date));
}

// An address for href: what can't stand in one is encoded.
function href(path) {
  if (!path || /^(?:[a-z][a-z0-9+.-]*:|\/\/|#)/i.test(path)) return path || '';
  const root = hexo.config.root.replace(/\/$/, '');
  return root + path.replace(/[^\w\-.~/!$&'()*+,;=:@%?#]/gu, letter => encodeURIComponent(letter.toWellFormed()));
}

function full(path) {
  return new URL(href(path), hexo.config.url).href;
}

function countComments(thread) {
  return thread.reduce((sum, one) => sum + (one.deleted ? 0 : 1) + countComments(one.replies), 0);
}

const at = post => `/${post.path.replace(/^\//, '')}`.replace(/\/index\.html$/, '/');
// The moment as clocks of the blog's zone show it, in plain digits.
const zoned = moment => moment.clone().tz(hexo.config.timezone).locale('en');

helper('words', words);
helper('say_date', sayDate);
helper('iso', moment => zoned(moment).format());
helper('rfc822', moment => zoned(moment).format('ddd, DD MMM YYYY HH:mm:ss ZZ'));
helper('plain', plain);
helper('shown', shown);
helper('href', href);
helper('full', full);
helper('at', at);
helper('count_comments', countComments);
helper('thread_of', post => hexo.locals.get('data')[`comments/${post.thread}`]);
helper('tag_at', tag => hexo.lists.places.get(tag.name));

// The beginning of a post: what stands before the break, else its first blocks; and whether there is more.
helper('teaser', post => {
  const { content } = post;
  const found = content.indexOf(MARK);
  const cut = found < 0 ? place(content) : found;
  const head = content.slice(0, cut);
  const rest = content.slice(found < 0 ? cut : cut + MARK.length);
  // What a link inside of it leads to may stand beyond.
  const text = (head + closing(head)).replaceAll('href="#', () => `href="${href(at(post))}#`);
  return { text, longer: Boolean(plain(rest)) || /<(?:img|iframe|video)/.test(rest) };
});

// A post as feeds carry it: read elsewhere, its links need the whole address.
helper('for_feed', post => post.content
  .replaceAll('href="#', () => `href="${full(at(post))}#`)
  .replace(/\b(href|src)="\/(?!\/)/g, (_, name) => `${name}="${full('/')}`));

// Text for XML, which has no place for control characters.
helper('xml', text => String(text ?? '').replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '').toWellFormed());
