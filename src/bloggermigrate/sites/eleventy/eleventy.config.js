// The settings of the site: https://www.11ty.dev/docs/config/
// Its title, address and language stand in _data/site.json; change "url" when it will stand at another address.

import { readFileSync } from "node:fs";
import * as dates from "./lib/dates.js";
import * as texts from "./lib/texts.js";
import * as lists from "./lib/lists.js";

const read = (name) => JSON.parse(readFileSync(new URL(`_data/${name}.json`, import.meta.url), "utf8"));

export default function (config) {
  // The posts hold {{ and {% as text, so nothing in them is a template.
  config.setTemplateFormats(["md", "njk"]);
  config.addPassthroughCopy({ public: "/" });

  let site, words, labels;
  const load = () => ([site, words, labels] = ["site", "words", "labels"].map(read));
  load();
  config.on("eleventy.before", load);

  // An undated post stays undated; for Eleventy, which wants a date of everything, it is older than all others.
  config.addDateParsing((date) => date ?? new Date(0));

  config.addFilter("word", (name) => words[name]);
  config.addFilter("longDate", (date) => dates.format(date, { dateStyle: "long" }, site));
  config.addFilter("hour", (date) => String(date).slice(11, 16));
  config.addFilter("monthName", (date) => dates.format(date, { month: "long" }, site));
  config.addFilter("iso", (date) => (date instanceof Date ? date.toISOString() : date));
  config.addFilter("mailDate", (date) => new Date(date).toUTCString());
  config.addFilter("link", texts.link);
  config.addFilter("absolute", (url) => new URL(texts.link(url), `${site.url}/`).href);
  config.addFilter("called", (data, html) => texts.called(data, html, (date) => dates.format(date, { dateStyle: "long" }, site), words));
  config.addFilter("heading", texts.heading);
  config.addFilter("teaser", texts.teaser);
  config.addFilter("feedContent", (html, url) => texts.feedContent(html, new URL(texts.link(url), `${site.url}/`)));
  config.addFilter("xml", texts.xml);
  config.addFilter("baseName", (url) => String(url).split("/").pop());
  config.addFilter("talk", (data) => (data.thread && data.comments?.[data.thread]) || []);
  config.addFilter("countAll", lists.countAll);
  config.addFilter("labelsOf", (data) => lists.labelsOf(data.tags, labels));
  config.addFilter("chosen", lists.chosen);
  config.addFilter("standing", lists.standing);
  config.addFilter("neighbours", lists.neighbours);
  config.addFilter("undated", (posts) => posts.filter((post) => !post.data.date));

  const inside = (api, folder) => api.getAllSorted().filter((item) => item.inputPath.startsWith(`./content/${folder}/`));
  const entries = (api) => [...inside(api, "posts"), ...inside(api, "p")];
  const posts = (api) => lists.newestFirst(inside(api, "posts"));
  const known = (api) => lists.labels(posts(api), labels);
  const years = (api) => lists.years(posts(api), site);
  config.addCollection("posts", posts);
  config.addCollection("pages", (api) => inside(api, "p"));
  config.addCollection("labels", known);
  config.addCollection("lists", (api) => lists.lists(posts(api), known(api), site));
  config.addCollection("years", years);
  config.addCollection("periods", (api) => lists.periods(years(api), lists.taken(entries(api)), site));
  config.addCollection("moved", (api) => lists.moved(entries(api), labels, years(api)));
  config.addCollection("feeds", (api) => lists.feeds(posts(api), known(api), site));
  // Built once and shown on all pages.
  config.addCollection("parts", (api) => {
    const found = api.getAll().filter((item) => item.inputPath.startsWith("./templates/parts/"));
    return Object.fromEntries(found.map((item) => [item.fileSlug, item]));
  });

  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}
