// What the driver calls (src/drive.rs). In: the names of a document and of questions, engines, how often. Out: times in
// milliseconds and checksums as plain objects. Nothing is judged here.

import { asking } from "./asking.js";
import { loading } from "./loading.js";

window.bench = { ...asking, ...loading };
document.title = "ready";
