// Feeds as text: RSS of the blog and of each label, and the Atom feed that the old blog had.

import { absolute, called, iso, labelsOf, site } from "./blog.js";
import facts from "../data/blog.json";
import { feedContent, xml } from "./texts.js";

const escape = (text) => xml(text).replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
const content = (post) => escape(feedContent(post.html, new URL(absolute(post.url))));
const answer = (text, type) => new Response(text, { headers: { "Content-Type": `${type}; charset=utf-8` } });
const HEAD = '<?xml version="1.0" encoding="utf-8"?>\n';

export function rss(feed) {
  const mail = (date) => new Date(date).toUTCString();
  const items = feed.posts.map(
    (post) => `<item>
<title>${escape(called(post))}</title>
<link>${escape(absolute(post.url))}</link>
<guid isPermaLink="true">${escape(absolute(post.url))}</guid>
<pubDate>${mail(post.data.date)}</pubDate>
${labelsOf(post).map((label) => `<category>${escape(label.name)}</category>\n`).join("")}<description>${content(post)}</description>
</item>
`,
  );
  const latest = feed.posts.length ? `<lastBuildDate>${mail(feed.posts[0].data.date)}</lastBuildDate>\n` : "";
  const text = `${HEAD}<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
<channel>
<title>${feed.name ? `${escape(feed.name)} · ` : ""}${escape(site.title)}</title>
<link>${escape(absolute(feed.base))}</link>
<description>${escape(site.description)}</description>
<language>${escape(site.language)}</language>
${latest}<atom:link rel="self" type="application/rss+xml" href="${escape(absolute(feed.url))}"/>
${items.join("")}</channel>
</rss>
`;
  return answer(text, "application/rss+xml");
}

/** Atom, as Blogger served it: whoever follows the old blog keeps following. Its ids tell readers what they have shown. */
export function atom({ posts }) {
  const address = absolute("/feeds/posts/default");
  const entries = posts.map(({ data, ...post }) => {
    const own = facts.id && data.blogger?.id;
    return `<entry>
<id>${escape(own ? `tag:blogger.com,1999:blog-${facts.id}.post-${data.blogger.id}` : absolute(post.url))}</id>
<title>${escape(called({ data, ...post }))}</title>
<published>${iso(data.date)}</published>
<updated>${iso(data.updated ?? data.date)}</updated>
<link rel="alternate" type="text/html" href="${escape(absolute(post.url))}"/>
${data.author ? `<author><name>${escape(data.author)}</name></author>\n` : ""}${labelsOf({ data })
      .map((label) => `<category term="${escape(label.name)}"/>\n`)
      .join("")}<content type="html">${content(post)}</content>
</entry>
`;
  });
  const text = `${HEAD}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${escape(site.language)}">
<id>${address}</id>
<title>${escape(site.title)}</title>
<updated>${posts.length ? iso(posts[0].data.updated ?? posts[0].data.date) : "1970-01-01T00:00:00Z"}</updated>
<link rel="self" href="${address}"/>
<link rel="alternate" type="text/html" href="${absolute("/")}"/>
<author><name>${escape(site.title)}</name></author>
${entries.join("")}</feed>
`;
  return answer(text, "application/atom+xml");
}

export function sitemap(entries) {
  const urls = ["/", ...entries.map((entry) => entry.url)].map((url) => `<url><loc>${escape(absolute(url))}</loc></url>\n`);
  return answer(`${HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join("")}</urlset>\n`, "application/xml");
}
