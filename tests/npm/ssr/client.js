import { createElement } from "react";
import { hydrateRoot } from "react-dom/client";
import { Page } from "./page.js";

const report = (cause) => document.body.append(`Hydration: ${cause}`);
hydrateRoot(document.getElementById("root"), createElement(Page), { onRecoverableError: report });
