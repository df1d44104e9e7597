// The settings of the site: https://docs.astro.build/en/reference/configuration-reference/
// Its title, address and language stand in src/data/site.json; change "url" when it will stand at another address.

import { readFileSync } from "node:fs";
import { satteri } from "@astrojs/markdown-satteri";
import { defineConfig } from "astro/config";
import pictures from "./src/lib/pictures.js";

const site = JSON.parse(readFileSync(new URL("./src/data/site.json", import.meta.url), "utf8"));

export default defineConfig({
  site: site.url,
  // Pages are files, and folders where their template is an index: the old addresses stay what they were.
  build: { format: "preserve" },
  trailingSlash: "ignore",
  compressHTML: false, // blanks between words that stand on lines of their own stay
  devToolbar: { enabled: false },
  markdown: {
    syntaxHighlight: false,
    // The text of the posts must not change.
    processor: satteri({ features: { smartPunctuation: false }, mdastPlugins: [pictures] }),
  },
});
