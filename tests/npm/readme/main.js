// The README's examples for React and Vue on one page.
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import { createApp } from "vue";
import Page from "./Page.vue";
import { Sales } from "./Sales.jsx";

const fetcher = (url, init) => fetch(url, init);
createRoot(document.getElementById("react")).render(createElement(Sales, { fetcher }));
createApp(Page).mount("#vue");
