// Renders the page in Node, where there is no DOM, into index.html beside this file.
import { writeFile } from "node:fs/promises";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { Page } from "./page.js";

const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>A report in a page that a server renders</title>
    <script type="module" src="./client.js"></script>
  </head>
  <body><div id="root">${renderToString(createElement(Page))}</div></body>
</html>
`;
await writeFile(new URL("index.html", import.meta.url), page);
