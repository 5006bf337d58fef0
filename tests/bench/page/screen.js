// The element on a page of its own. In: the address of a document, how often. Out: how long the thread of the page was
// held up while it loads, by a click, by each move of a brush. Nothing is judged here.

import "/report/redcat-report.js";
import { task, tidy } from "./turns.js";

const PLOT = ".trend .plot:not(.strip)";
/** Something drawn, or a cell with a number. */
const MARKS = "svg :is(rect, path, circle, line, text), td";
const host = document.createElement("redcat-report");
let root;

const frame = () => new Promise((next) => requestAnimationFrame(next));
const find = (selector) => root.querySelector(selector);
const isBusy = () => find(".panel[aria-busy=true]") !== null;

/** Until nothing waits any more and two frames in a row had nothing to do. */
async function rest() {
  for (let quiet = 0; quiet < 2; ) {
    await frame();
    await task();
    quiet = isBusy() ? 0 : quiet + 1;
  }
}

/** The longest task over 50 ms while something is done, or 0. */
async function watched(work) {
  let longest = 0;
  const note = (list) => list.forEach(({ duration }) => (longest = Math.max(longest, duration)));
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  await task();
  await task();
  observer.observe({ entryTypes: ["longtask"] });
  await work();
  await frame();
  await task();
  await task();
  note(observer.takeRecords());
  observer.disconnect();
  return longest;
}

/** The program first, on a small document; then the one that is asked about. */
async function load(small, address) {
  document.body.append(host);
  root = host.shadowRoot;
  host.lang = "en";
  await shown(small);
  // What is below the first screen is loaded for who comes near.
  root.querySelector(".panels").lastElementChild.scrollIntoView();
  while (!find(PLOT)) await frame();
  scrollTo(0, 0);
  await rest();
  const begun = performance.now();
  let took;
  const loading = await watched(async () => {
    await shown(address);
    took = performance.now() - begun;
  });
  const settling = await watched(rest);
  return { took, loading, settling, panels: root.querySelectorAll(".panel").length };
}

function shown(address) {
  return new Promise((ready, failed) => {
    host.addEventListener("redcat-ready", ready, { once: true });
    host.addEventListener("redcat-error", ({ detail }) => failed(new Error(JSON.stringify(detail))), { once: true });
    host.setAttribute("src", address);
  });
}

/** The element adds up ahead by itself, in turns: this leaves it so many. */
async function ahead(turns) {
  for (let n = 0; n < turns; n++) await task();
}

/** What is in sight. */
function marks() {
  const inSight = (mark) => {
    const { top, bottom } = mark.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  return [...root.querySelectorAll(MARKS)].filter(inSight).length;
}

/** How long it holds the thread up, to the end of style and layout of what is drawn then. */
async function act(work) {
  await frame();
  await task();
  const begun = performance.now();
  work();
  // What an event leads to is done before anything else has its turn.
  for (let n = 0; n < 16; n++) await null;
  root.querySelector(".panels").getBoundingClientRect();
  return performance.now() - begun;
}

/** Members of the tree table are chosen, and left again. */
async function clicks(times) {
  const found = [];
  for (let n = 0; n < times; n++) {
    const find = () => root.querySelector(n % 2 ? "[data-act=undo]" : ".grid tr[data-kind=member] button.drill");
    find().scrollIntoView({ block: "nearest" });
    await rest();
    tidy();
    found.push(await act(() => find().click()));
    await rest();
  }
  return found;
}

/** Days are dragged over in the trend, a move a frame, as a mouse does. */
async function brush(times) {
  find(".trend").scrollIntoView({ block: "nearest" });
  await rest();
  tidy();
  const plot = find(PLOT);
  const { left, top, width, height } = plot.getBoundingClientRect();
  const point = (type, share) => {
    const [clientX, clientY] = [left + width * share, top + height / 2];
    const mouse = { bubbles: true, composed: true, pointerId: 1, pointerType: "mouse", clientX, clientY };
    plot.dispatchEvent(new PointerEvent(type, mouse));
  };
  const began = await act(() => point("pointerdown", 0.2));
  const moves = [];
  for (let n = 0; n < times; n++) moves.push(await act(() => point("pointermove", 0.3 + 0.4 * Math.abs(Math.sin(n / 7)))));
  point("pointerup", 0.5);
  await rest();
  find("[data-act=undo]").click();
  await rest();
  return { began, moves };
}

window.bench = { load, ahead, clicks, brush, marks };
document.title = "ready";
