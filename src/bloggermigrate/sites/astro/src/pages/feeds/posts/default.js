import { blog } from "../../../lib/blog.js";
import { atom } from "../../../lib/feeds.js";

export const GET = async () => atom((await blog()).feeds[0]);
