// What holds for every post and page of the old blog.
// Drafts, and posts whose day is still to come, are left out of what is built for readers. `eleventy --serve` shows
// them, and DRAFTS=1 builds them. Addresses stand as they are: braces in them are no template.

const hidden = (data) => {
  if (process.env.ELEVENTY_RUN_MODE !== "build" || process.env.DRAFTS) return false;
  return Boolean(data.draft) || (data.blogger?.status === "scheduled" && new Date(data.date) > new Date());
};

/** Where something new stands, if it does not say so itself: in the old blog's style. */
const place = ({ inputPath, fileSlug, date }) =>
  inputPath.includes("/content/p/") ? `/p/${fileSlug}.html` : `/${date.toISOString().slice(0, 7).replace("-", "/")}/${fileSlug}.html`;

module.exports = {
  dynamicPermalink: false,
  eleventyComputed: {
    permalink: (data) => (hidden(data) ? false : data.permalink || place(data.page)),
    eleventyExcludeFromCollections: (data) => hidden(data) || data.eleventyExcludeFromCollections,
  },
};
