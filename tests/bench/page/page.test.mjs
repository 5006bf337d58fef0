// The parts of the page that need no browser: `node --test tests/bench/page/page.test.mjs`. The loops are held to a naive
// count of the rows, the checksum to the native one's (src/browser/checksum.rs); all modules parse.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { checksum } from "./checksum.js";
import { COUNTS, DAYS, KEYS, MEASURES, columns, date, groups } from "./facts.js";
import { Interleaved, TypedColumns } from "./loops.js";
import { inTurn } from "./turns.js";

const ROWS = 500;
const place = (row, n, count) => (row * 7919 + n * 104_729 + ((row * row) % 31) * n) % count;
const facts = {
  rows: ROWS,
  day: Uint16Array.from({ length: ROWS }, (_, row) => place(row, 11, DAYS)),
  keys: KEYS.map((key, n) => Uint16Array.from({ length: ROWS }, (_, row) => place(row, n + 1, COUNTS[key]))),
  values: MEASURES.map((_, n) => Uint32Array.from({ length: ROWS }, (_, row) => place(row, n + 3, 1000))),
};
const member = (row, key) => (key === "date" ? facts.day[row] : facts.keys[KEYS.indexOf(key)][row]);
const counts = (row, { filters, days: [from, to] }) =>
  facts.day[row] >= from && facts.day[row] <= to && filters.every(([key, members]) => members.includes(member(row, key)));

function naive(question) {
  const sums = new Float64Array(groups(question) * MEASURES.length);
  for (let row = 0; row < ROWS; row++) {
    if (!counts(row, question)) continue;
    const code = question.by.reduce((code, key) => code * COUNTS[key] + member(row, key), 0);
    MEASURES.forEach((_, n) => (sums[code * MEASURES.length + n] += facts.values[n][row]));
  }
  return sums;
}

const QUESTIONS = [
  { filters: [], days: [0, DAYS - 1], by: [] },
  { filters: [["channel", [1, 3]]], days: [0, DAYS - 1], by: ["category"] },
  { filters: [["tier", [0, 2]], ["audience", [1, 2, 5]]], days: [20, 300], by: ["date"] },
  { filters: [["brand", Array.from({ length: 150 }, (_, n) => n)]], days: [90, 270], by: ["category", "audience"] },
];

for (const Layout of [TypedColumns, Interleaved]) {
  test(`${Layout.name} adds up what a count of the rows does`, () => {
    const loop = new Layout();
    loop.load(facts);
    for (const question of QUESTIONS) {
      const { sums } = loop.told(loop.ask(loop.prepare(question)));
      assert.deepEqual(sums, naive(question));
      assert.ok(sums.some((sum) => sum > 0));
    }
  });

  test(`${Layout.name} ranks groups by the last measure`, () => {
    const loop = new Layout();
    loop.load(facts);
    const question = { ...QUESTIONS[1], by: ["creator"], top: 5 };
    const { codes, sums } = loop.ask(loop.prepare(question));
    const all = naive(question);
    const last = (code) => all[code * MEASURES.length + MEASURES.length - 1];
    const ranked = [...Array(COUNTS.creator).keys()].sort((a, b) => last(b) - last(a) || a - b).slice(0, 5);
    assert.deepEqual(codes, ranked);
    assert.equal(sums[MEASURES.length - 1], last(codes[0]));
  });

  test(`${Layout.name} leaves each panel of a brush its own filter`, () => {
    const loop = new Layout();
    loop.load(facts);
    const filters = [["channel", [1, 3]], ["tier", [0, 2]]];
    const panels = loop.brush({ filters }).move([100, 200]);
    KEYS.forEach((key, n) => {
      const others = filters.filter(([other]) => other !== key);
      const all = naive({ filters: others, days: [100, 200], by: [key] });
      assert.deepEqual([...panels[n]], [...panels[n].keys()].map((code) => all[(code + 1) * MEASURES.length - 1]));
    });
  });
}

test("the native loop's checksum is the same", () => {
  assert.equal(checksum({ sums: [7, 0, 2 ** 40, 4_294_967_295] }, 1), 2_082_688_046);
  assert.equal(checksum({ sums: [] }, 1), 0x811c9dc5);
  assert.equal(checksum({ codes: [0, 2, 3], sums: [7, 2 ** 40, 4_294_967_295] }, 1), 2_082_688_046);
});

test("both layouts are the same columns", () => {
  const dimensions = KEYS.map((id) => ({ id, members: Array.from({ length: COUNTS[id] }, (_, n) => ({ id: `${id}${n}` })) }));
  const keys = Object.fromEntries(KEYS.map((key, n) => [key, [...facts.keys[n]]]));
  const values = Object.fromEntries(MEASURES.map((measure, n) => [measure, [...facts.values[n]]]));
  const records = Array.from({ length: ROWS }, (_, row) => ({
    date: date(facts.day[row]),
    ...Object.fromEntries(KEYS.map((key, n) => [key, `${key}${facts.keys[n][row]}`])),
    ...Object.fromEntries(MEASURES.map((measure, n) => [measure, facts.values[n][row]])),
  }));
  const written = (cells) => new TextEncoder().encode(JSON.stringify({ dimensions, cells }));
  const listed = { layout: "columns", rows: ROWS, date: [...facts.day], keys, values };
  assert.deepEqual(columns(written(listed)), facts);
  assert.deepEqual(columns(written({ layout: "records", records })), facts);
});

test("no engine is always the first", () => {
  const first = new Set([1, 2, 3].map(() => inTurn(["a", "b", "c"])[0]));
  assert.equal(first.size, 3);
});

test("every module of the page parses", () => {
  const folder = new URL(".", import.meta.url);
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".js"))) {
    execFileSync(process.execPath, ["--check", new URL(file, folder).pathname]);
  }
});
