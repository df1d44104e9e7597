import { blog } from "../lib/blog.js";
import { sitemap } from "../lib/feeds.js";

export async function GET() {
  const { posts, pages } = await blog();
  return sitemap([...posts, ...pages]);
}
