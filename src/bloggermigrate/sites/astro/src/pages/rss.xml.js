import { blog } from "../lib/blog.js";
import { rss } from "../lib/feeds.js";

export const GET = async () => rss((await blog()).feeds[0]);
