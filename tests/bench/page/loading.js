// From a document to the first answer. In: the address of a document, an engine, whether it is held as bytes or as text.
// Out: times and checksum; for the browser's own measure of long tasks the loading is a task of its own.

import { engine } from "./engines.js";
import { checksum } from "./checksum.js";
import { MEASURES, columns, text } from "./facts.js";
import { inTurn, task, tidy, timed } from "./turns.js";

/** About what a network hands over at once to a page that is busy. */
const PIECE = 1 << 20;
const state = {};

export const loading = { hold, pair, alone, everything };

/** Fetches the document and keeps it as bytes, and as text if that is what is handed over. */
async function hold(address, form, question) {
  const bytes = new Uint8Array(await (await fetch(address)).arrayBuffer());
  state.document = form === "text" ? text(bytes) : bytes;
  state.question = question;
  state.engines = {};
  tidy();
  return bytes.length;
}

async function started(name) {
  state.engines[name] ??= await engine(name);
  return state.engines[name];
}

/** Each engine once, in turns. */
async function pair(names) {
  const found = {};
  for (const name of inTurn(names)) {
    await started(name);
    tidy();
    await task();
    found[name] = await first(name);
  }
  return found;
}

/** Document to first answer. Ours tells apart what is added up ahead of questions. */
async function first(name) {
  const engine = await started(name);
  const begun = performance.now();
  if (name === "RedCat") engine.load(state.document);
  else await engine.load(columns(state.document));
  const loaded = performance.now();
  const asked = await engine.prepare(state.question);
  const answer = await engine.ask(asked);
  const answered = performance.now();
  const ahead = name === "RedCat" ? engine.ahead() : [];
  const ended = performance.now();
  const sum = checksum(engine.told(answer), MEASURES.length);
  await engine.after?.(asked, answer);
  if (name === "RedCat") engine.free();
  return { loaded: loaded - begun, first: answered - begun, all: ended - begun, ahead: Math.max(0, ...ahead), sum };
}

/** The same in pieces, as a response's body comes. */
async function streamed() {
  const engine = await started("RedCat");
  const { document } = state;
  let at = 0;
  const pieces = new ReadableStream({
    pull(controller) {
      if (at >= document.length) return controller.close();
      controller.enqueue(document.subarray(at, (at += PIECE)));
    },
  });
  const begun = performance.now();
  await engine.stream(pieces);
  const asked = engine.prepare(state.question);
  const answer = engine.ask(asked);
  const first = performance.now() - begun;
  while (engine.report.prepare()) await task();
  const all = performance.now() - begun;
  const sum = checksum(engine.told(answer), MEASURES.length);
  return { first, all, sum };
}

/** Everything else that is asked of the report that was read in pieces. Out: the memory of the program. */
async function everything(address) {
  const { fixed, growing, brush } = await (await fetch(address)).json();
  const ours = state.engines.RedCat;
  for (const question of [...fixed, ...growing]) ours.ask(ours.prepare(question));
  const session = ours.brush(brush);
  for (const days of brush.moves) session.move(days);
  session.end();
  return ours.memory.buffer.byteLength;
}

/** One engine, once, watched for long tasks: the longest over 50 ms, or 0. */
async function alone(name, inPieces) {
  await started(name);
  let longest = 0;
  const note = (list) => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  };
  const observer = new PerformanceObserver(note);
  await task();
  await task();
  observer.observe({ entryTypes: ["longtask"] });
  await task();
  const found = inPieces ? await streamed() : await first(name);
  await task();
  await new Promise((frame) => requestAnimationFrame(() => setTimeout(frame)));
  note({ getEntries: () => observer.takeRecords() });
  observer.disconnect();
  return { ...found, longest };
}
