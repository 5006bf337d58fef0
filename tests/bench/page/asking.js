// Questions, in turns. In: a document and questions by address; how to ask. Out: times by question and engine, and
// checksums of every answer. Each round has a report of ours of its own, so that what it asks first was never asked of it.

import { Ours } from "./ours.js";
import { engine } from "./engines.js";
import { checksum } from "./checksum.js";
import { MEASURES, columns } from "./facts.js";
import { inTurn, tidy, timed } from "./turns.js";

const LOOPS = ["columns", "interleaved"];
const state = {};

export const asking = { open, openPeers, round, repeats, brushing, one };

/** Fetches document and questions, and gives the loops their columns. */
async function open(document, questions) {
  state.document = new Uint8Array(await (await fetch(document)).arrayBuffer());
  state.questions = await (await fetch(questions)).json();
  state.facts = columns(state.document);
  state.ours = new Ours();
  await state.ours.start();
  state.loops = await Promise.all(LOOPS.map(engine));
  for (const loop of state.loops) await loop.load(state.facts);
  return state.facts.rows;
}

/** Starts the others and loads them. Out: how long each took from the columns on. */
async function openPeers(names) {
  state.peers = [];
  const took = {};
  for (const name of names) {
    const peer = await engine(name);
    tidy();
    took[name] = (await timed(() => peer.load(state.facts))).ms;
    state.peers.push(peer);
  }
  return took;
}

function fresh() {
  if (state.ours.report) state.ours.free();
  tidy();
  const { ms } = { ms: clock(() => state.ours.load(state.document)) };
  const steps = state.ours.ahead();
  return { load: ms, ahead: steps.reduce((sum, step) => sum + step, 0), longest: Math.max(...steps) };
}

function clock(work) {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

/** All questions of a set, once each, of ours and the loops; or of the others. Out: `{ times, sums }` by engine. */
async function round(set, peers = false) {
  const loading = peers ? null : fresh();
  const engines = peers ? state.peers : [state.ours, ...state.loops];
  const found = Object.fromEntries(engines.map(({ name }) => [name, { times: [], sums: [] }]));
  for (const question of state.questions[set]) {
    for (const engine of inTurn(engines)) {
      const { ms, sum } = await ask(engine, question);
      found[engine.name].times.push(ms);
      found[engine.name].sums.push(sum);
    }
  }
  return { loading, found };
}

async function ask(engine, question) {
  const prepared = await engine.prepare(question);
  const { ms, result } = await timed(() => engine.ask(prepared));
  const sum = checksum(engine.told(result), MEASURES.length);
  await engine.after?.(prepared, result);
  return { ms, sum };
}

/** What the report of the last round answers again, and by which plan it would answer anew. */
async function repeats(set) {
  const times = [];
  const plans = [];
  for (const question of state.questions[set]) {
    times.push((await ask(state.ours, question)).ms);
    plans.push(state.ours.explain(state.ours.prepare(question)));
  }
  return { times, plans };
}

/** A range of days dragged over linked panels: the brush begun, then from one place to the next. */
async function brushing(peers = false) {
  const { brush } = state.questions;
  const found = {};
  if (!peers) fresh();
  for (const engine of inTurn(peers ? state.peers : [state.ours, ...state.loops])) {
    const began = await timed(() => engine.brush(brush));
    const session = began.result;
    const moves = [];
    const sums = [];
    for (const days of brush.moves) {
      const { ms, result } = await timed(() => session.move(days));
      moves.push(ms);
      const panels = session.told ? session.told(result) : result;
      sums.push(panels.map((panel) => checksum({ sums: panel }, 1)));
    }
    await session.end();
    found[engine.name] = { began: began.ms, slices: session.slices ?? null, bytes: session.bytes ?? null, moves, sums };
  }
  return found;
}

/** One question of one engine, for looking into it by hand. */
async function one(name, set, at) {
  const engine = [state.ours, ...state.loops, ...(state.peers ?? [])].find((engine) => engine.name === name);
  return ask(engine, state.questions[set][at]);
}
