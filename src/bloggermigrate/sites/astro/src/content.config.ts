// What a post or page may say about itself; a build ends with a clear word when one says something else.
// Dates are text with the offset of the old blog, "2011-02-14T09:30:00+01:00"; plain YAML dates do as well.

import { defineCollection } from "astro:content";
import { glob } from "astro/loaders";
import { z } from "astro/zod";

const moment = z.union([z.date(), z.string().refine((text) => !Number.isNaN(Date.parse(text)), "not a date")]);

const schema = z.object({
  title: z.string(),
  pubDate: moment.optional(),
  updatedDate: moment.optional(),
  draft: z.boolean().default(false),
  path: z.string().startsWith("/").optional(),
  aliases: z.array(z.string()).default([]),
  tags: z.array(z.string()).default([]),
  description: z.string().optional(),
  heroImage: z.string().optional(),
  author: z.string().optional(),
  location: z.object({ name: z.string(), latitude: z.number().optional(), longitude: z.number().optional() }).optional(),
  enclosures: z.array(z.string()).default([]),
  comments: z.string().optional(),
  blogger: z.object({ id: z.string(), permalink: z.string().optional(), status: z.string().optional() }).optional(),
});

const entries = (folder: string) =>
  defineCollection({
    // A post is known by the name of its file, as it is: two that differ in one sign stay two.
    loader: glob({ base: `./src/content/${folder}`, pattern: "**/*.md", generateId: ({ entry }) => entry }),
    schema,
  });

export const collections = { posts: entries("posts"), p: entries("p") };
