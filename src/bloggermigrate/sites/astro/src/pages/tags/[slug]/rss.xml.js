import { blog } from "../../../lib/blog.js";
import { rss } from "../../../lib/feeds.js";

export async function getStaticPaths() {
  const { feeds } = await blog();
  return feeds.slice(1).map((feed) => ({ params: { slug: feed.base.split("/")[2] }, props: { feed } }));
}

export const GET = ({ props }) => rss(props.feed);
