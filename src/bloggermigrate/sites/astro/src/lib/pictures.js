// Pictures of the old blog are shown as they are, from where they are. Astro would look for those with a relative
// address among its own files, and end the build over an address that is not encoded as UTF-8. A picture of yours,
// ![](./picture.jpg) beside the post, is Astro's as ever.

import { existsSync } from "node:fs";

const escape = (text) => String(text ?? "").replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);

function isAstros(url, file) {
  try {
    decodeURI(url);
    return /^([a-z][a-z0-9+.-]*:|\/)/i.test(url) || Boolean(file && existsSync(new URL(url, file)));
  } catch {
    return false;
  }
}

export default {
  name: "pictures-as-they-are",
  image(node, context) {
    if (!node.url || isAstros(node.url, context.fileURL)) return;
    const title = node.title ? ` title="${escape(node.title)}"` : "";
    context.replaceNode(node, { type: "html", value: `<img src="${escape(node.url)}" alt="${escape(node.alt)}"${title}>` });
  },
};
