// The blog as the pages show it: its entries with their addresses, and the lists that are made of them.

import { getCollection } from "astro:content";
import site from "../data/site.json";
import words from "../data/words.json";
import known from "../data/labels.json";
import * as dates from "./dates.js";
import * as lists from "./lists.js";
import * as texts from "./texts.js";

const threads = import.meta.glob("../data/comments/*.json", { eager: true, import: "default" });

// `astro dev` shows drafts and posts whose day is still to come; a build leaves them out, unless DRAFTS=1 is set.
const all = import.meta.env.DEV || Boolean(process.env.DRAFTS);
const hidden = ({ draft, blogger, pubDate }) => draft || (blogger?.status === "scheduled" && new Date(pubDate) > new Date());

/** Where something new stands, if it does not say so itself: in the old blog's style. */
function place(kind, entry) {
  const name = entry.id.split("/").pop().replace(/\.md$/, "");
  if (kind === "page" || !entry.data.pubDate) return `/p/${name}.html`;
  return `/${new Date(entry.data.pubDate).toISOString().slice(0, 7).replace("-", "/")}/${name}.html`;
}

function item(kind, entry) {
  const { data } = entry;
  const url = (data.path ?? place(kind, entry)).replace(/\/index\.html$/, "/");
  return {
    url,
    html: entry.rendered?.html ?? "",
    thread: threads[`../data/comments/${data.comments}.json`] ?? [],
    data: { ...data, kind, date: data.pubDate, updated: data.updatedDate, redirect_from: data.aliases, id: entry.id },
  };
}

const when = (entry) => (entry.data.pubDate ? new Date(entry.data.pubDate).getTime() : 0);
const inOrder = (a, b) => when(a) - when(b) || (a.id < b.id ? -1 : 1);

async function load() {
  const read = async (name, kind) => {
    const found = await getCollection(name, ({ data }) => all || !hidden(data));
    return found.sort(inOrder).map((entry) => item(kind, entry));
  };
  const posts = lists.newestFirst(await read("posts", "post"));
  const pages = await read("p", "page");
  const entries = [...posts, ...pages];
  const labels = lists.labels(posts, known);
  const years = lists.years(posts, site);
  return {
    posts,
    pages,
    labels,
    years,
    lists: lists.lists(posts, labels, site),
    periods: lists.periods(years, lists.taken(entries), site),
    // What stands in aliases is in public/ already: beside /x/ Astro would not write /x.html.
    moved: lists.moved(entries.map(({ url }) => ({ url, data: {} })), known, years),
    feeds: lists.feeds(posts, labels, site),
  };
}

let built;
export const blog = () => (import.meta.env.DEV ? load() : (built ??= load()));

/** Every page of the site: its address, what it shows (see components/Page.astro), and of what. */
export async function views() {
  const { posts, pages, lists, periods, moved } = await blog();
  const folder = (path) => path.replace(/\/index\.html$/, "/");
  return [
    ...[...posts, ...pages].map((value) => ({ url: value.url, view: "post", value })),
    ...lists.map((value) => ({ url: value.url, view: "list", value })),
    ...periods.map((value) => ({ url: value.url, view: "period", value })),
    ...moved.map((value) => ({ url: folder(value.file), view: "moved", value })),
    { url: "/posts/", view: "archive" },
    { url: "/tags/", view: "labels" },
    { url: "/pages/", view: "pages" },
  ];
}

export const longDate = (date) => dates.format(date, { dateStyle: "long" }, site);
export const monthName = (date) => dates.format(date, { month: "long" }, site);
export const hour = (date) => String(date).slice(11, 16);
export const iso = (date) => (date instanceof Date ? date.toISOString() : date);
export const called = (entry) => texts.called(entry.data, entry.html, longDate, words);
export const absolute = (url) => new URL(texts.link(url), `${site.url}/`).href;
export const labelsOf = (entry) => lists.labelsOf(entry.data.tags, known);
export const { link } = texts;
export { site, words };
