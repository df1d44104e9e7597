// What the pages that list others are made of. Each function gives plain values; the templates show them.
// An entry is a post or page: its address as url, its front matter as data.

import { clock, format } from "./dates.js";

/** Posts, the newest first and the undated last, from those that are sorted the other way. */
export function newestFirst(sorted) {
  const found = [...sorted].reverse();
  return [...found.filter((post) => post.data.date), ...found.filter((post) => !post.data.date)];
}

const folder = (path) => path.replace(/\/index\.html?$/, "/");

/** Addresses that posts and pages have, or had. */
export function taken(entries) {
  return new Set(entries.flatMap((item) => [folder(item.url), ...(item.data.redirect_from ?? []).map(folder)]));
}

function byTag(known) {
  return new Map(known.map((label) => [label.tag, { ...label, url: `/tags/${label.slug}/` }]));
}

/** A label for a tag that the old blog did not have, with an address that no other has. */
function added(tag, all) {
  const slugs = new Set([...all.values()].map((label) => label.slug));
  const plain = tag.normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "") || "label";
  let slug = plain;
  for (let number = 2; slugs.has(slug); number++) slug = `${plain}-${number}`;
  return { name: tag, tag, slug, url: `/tags/${slug}/` };
}

/** All labels by name, each with its posts. */
export function labels(found, known) {
  const all = byTag(known);
  const using = new Map();
  for (const post of found) {
    for (const tag of post.data.tags ?? []) {
      if (!all.has(tag)) all.set(tag, added(tag, all));
      if (!using.has(tag)) using.set(tag, []);
      using.get(tag).push(post);
    }
  }
  made = all;
  const list = [...all.values()].map((label) => ({ ...label, posts: using.get(label.tag) ?? [] }));
  // The others are those of drafts alone.
  return list.filter((label) => label.posts.length || label.old).sort((a, b) => a.name.localeCompare(b.name) || (a.slug < b.slug ? -1 : 1));
}

let made = new Map();

/** The labels of one post, in its order. */
export function labelsOf(tags, known) {
  if (!made.size) made = byTag(known);
  return (tags ?? []).map((tag) => made.get(tag) ?? added(tag, made));
}

/** The most used labels, of the owner's choice when there is one: {labels, rest}. */
export function chosen(all, items, most) {
  const names = new Set((items ?? []).map((item) => item.text));
  const used = all.filter((label) => label.posts.length && (!names.size || names.has(label.name)));
  const shown = used.sort((a, b) => b.posts.length - a.posts.length).slice(0, most);
  return { labels: shown, rest: all.length > shown.length };
}

function chunks(name, base, found, size, values) {
  const total = Math.max(1, Math.ceil(found.length / size));
  const place = (number) => (number === 1 ? base : `${base}page/${number}/`);
  return Array.from({ length: total }, (_, index) => ({
    ...values,
    name,
    total,
    number: index + 1,
    url: place(index + 1),
    newer: index > 0 ? place(index) : "",
    older: index + 1 < total ? place(index + 2) : "",
    posts: found.slice(index * size, (index + 1) * size),
  }));
}

/** Pages of the home page and of every label. */
export function lists(found, known, site) {
  const size = Math.max(1, site.postsPerPage);
  const ofLabels = known.flatMap((label) => chunks(label.name, label.url, label.posts, size, { label }));
  return [...chunks("", "/", found, size, {}), ...ofLabels];
}

/** Years with their months, the newest first: {key, url, posts, months: [{key, url, posts}]}. */
export function years(found, site) {
  const all = new Map();
  for (const post of found) {
    const moment = clock(post.data.date, site);
    if (!moment) continue;
    const year = String(moment.getUTCFullYear()).padStart(4, "0");
    const month = String(moment.getUTCMonth() + 1).padStart(2, "0");
    if (!all.has(year)) all.set(year, { key: year, url: `/${year}/`, posts: [], months: new Map() });
    const { posts, months } = all.get(year);
    posts.push(post);
    if (!months.has(month)) months.set(month, { key: `${year}/${month}`, url: `/${year}/${month}/`, posts: [] });
    months.get(month).posts.push(post);
  }
  const newest = (a, b) => (a.key < b.key ? 1 : -1);
  return [...all.values()].map((year) => ({ ...year, months: [...year.months.values()].sort(newest) })).sort(newest);
}

/** The pages of years and months, unless a post has their address. */
export function periods(all, used, site) {
  const named = all.flatMap((year) => [
    { ...year, name: year.key },
    ...year.months.map((month) => ({ ...month, month: true, name: format(month.posts[0].data.date, { month: "long", year: "numeric" }, site) })),
  ]);
  return named.filter((period) => !used.has(period.url));
}

/** Old addresses that lead elsewhere now: {from, to, file}. */
export function moved(entries, known, all) {
  const found = new Map();
  const used = new Set(entries.map((item) => folder(item.url)));
  const add = (from, to) => {
    if (from && !used.has(folder(from))) {
      used.add(folder(from));
      found.set(from, { from, to, file: /\.html?$/.test(from) ? from : `${from}/index.html` });
    }
  };
  for (const item of entries) for (const old of item.data.redirect_from ?? []) add(old, item.url);
  for (const label of known) add(label.old, `/tags/${label.slug}/`);
  // The older form of a month's address.
  for (const year of all) for (const month of year.months) add(`/${month.key.replace("/", "_")}_01_archive.html`, month.url);
  return [...found.values()];
}

/** The feed of the blog, and of every label. */
export function feeds(found, known, site) {
  const latest = (list) => list.filter((post) => post.data.date).slice(0, site.feedLength);
  return [
    { name: "", base: "/", url: "/rss.xml", posts: latest(found) },
    ...known.map((label) => ({ name: label.name, base: label.url, url: `${label.url}rss.xml`, posts: latest(label.posts) })),
  ];
}

/** How many comments a thread holds, replies included, deleted ones not. */
export function countAll(thread) {
  return thread.reduce((sum, comment) => sum + (comment.deleted ? 0 : 1) + countAll(comment.replies ?? []), 0);
}

/** The gadgets of the sidebar, or *low*, those of the footer, without those that are shown elsewhere or not at all. */
export function standing(widgets, low) {
  const elsewhere = ["pages", "search", "popular"];
  const isLow = (gadget) => gadget.section.startsWith("footer") || gadget.kind === "attribution";
  return (widgets ?? []).filter((gadget) => isLow(gadget) === low && !elsewhere.includes(gadget.kind));
}

let places = new Map();
let counted;

/** The posts beside the one at this address. */
export function neighbours(found, url) {
  if (counted !== found) {
    counted = found;
    places = new Map(found.map((post, place) => [post.url, place]));
  }
  const place = places.get(url);
  return { newer: found[place - 1], older: found[place + 1] };
}
