// Writes the README's examples for React and Vue, as printed in the package, beside this file: main.js builds them.
import { readFile, writeFile } from "node:fs/promises";

const readme = await readFile(new URL("../node_modules/redcat-report/README.md", import.meta.url), "utf8");
const blocks = (language) => [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, "gm"))].map(([, text]) => text);
const write = async (name, found) => {
  if (found.length !== 1) throw new Error(`${name}: ${found.length} examples in the README`);
  await writeFile(new URL(name, import.meta.url), found[0]);
};
await write("Sales.jsx", blocks("jsx"));
await write("Page.vue", blocks("html").filter((text) => text.includes("<script setup>")));
