// Report.columns and Report.brush of the package against Report.query, which other tests hold against a scan of the rows.
import assert from "node:assert/strict";
import test from "node:test";
import { Report, packed, sample } from "./reference.mjs";
import { plus, seeded, since } from "./scan.mjs";

const beauty = JSON.parse(new TextDecoder().decode(await sample("beauty")));
const report = Report.parse(beauty);
const { dimensions, measures, meta } = report.catalogue;
const periods = ["date", "week", "month"];

/** A document of two days and one dimension, whose rows are changed by hand. */
function document(rows, { measure = {}, meta = {} } = {}) {
  return {
    schema: "redcat.report/1",
    meta: {
      merchant: { id: "m", name: "M" }, source: "test", generated_at: "2025-06-03T00:00:00Z", time_zone: "Asia/Shanghai",
      currency: "CNY", data_from: "2025-06-01", complete_through: "2025-06-02", ...meta,
    },
    dimensions: [{ id: "category", label: "C", members: ["a", "b", "c"].map((id) => ({ id, label: id })) }],
    measures: [
      { id: "gmv", label: "GMV", kind: "money", anchor: "both", ...measure },
      { id: "people", label: "People", kind: "unique", unit: "person", anchor: "both" },
    ],
    cells: { id: "main", by: ["category"], measures: ["gmv", "people"], layout: "records", records: rows },
  };
}

/** Asks a report of this document and frees it. */
function of(given, ask) {
  const report = Report.parse(given);
  try {
    return ask(report);
  } finally {
    report.free();
  }
}

/** Holds columns to what `query` answers. */
function equal(report, found, question) {
  const ids = question.measures;
  const { dimensions } = report.catalogue;
  const queried = report.query(question);
  // The total alone is a row of columns.
  if (!question.groupBy?.length) queried.rows.push({ key: {}, values: queried.totals.values });
  assert.equal(found.rows, queried.rows.length);
  assert.deepEqual([found.days, found.totals], [queried.days, queried.totals.values]);
  assert.deepEqual(found.others, queried.others && { rows: queried.others.rows, values: queried.others.values });
  for (const id of ids) {
    const { kind, cut } = queried.measures[id];
    assert.deepEqual(found.measures[id], { kind, cut });
  }
  for (const by of question.groupBy ?? []) {
    const places = new Map(dimensions.find(({ id }) => id === by)?.members.map(({ id }, place) => [id, place]));
    const code = (name) => (periods.includes(by) ? since(name, "1970-01-01") : name === null ? -1 : places.get(name));
    assert.ok(found.keys[by] instanceof Int32Array);
    assert.deepEqual([...found.keys[by]], queried.rows.map(({ key }) => code(key[by])));
  }
  const grouped = ids.find((id) => !["ungrouped", "absent"].includes(queried.measures[id].cut.kind));
  for (const id of ids) {
    assert.ok(found.values[id] instanceof Float64Array);
    for (const [row, { values }] of queried.rows.entries()) {
      const { [id]: count } = values;
      const known = count.value ?? null;
      assert.ok(Object.is(found.values[id][row], known === null ? NaN : Number(known)), `${id} of row ${row}`);
      if (count.refused === "not_at_this_cut") continue;
      if (known !== null) assert.equal(found.atMost?.[id]?.[row] ?? Number(known), Number(count.atMost));
      assert.equal(found.hidden?.[row] ?? 0, count.refused === "hidden" ? 1 : 0);
      assert.equal(found.lacking?.[id]?.[row] ?? 0, count.lacking);
      assert.equal(found.suppressed?.[id]?.[row] ?? 0, count.suppressed);
      if (known !== null) assert.equal(found.estimates?.[id]?.[row] ?? Number(known), count.estimate?.refused ? NaN : (count.estimate?.value ?? Number(known)));
      if (typeof count.estimate?.se === "number") assert.equal(found.errors[id][row], count.estimate.se);
      if (id === grouped) assert.equal(found.counted[row], count.rows);
    }
  }
}

test("seeded questions are answered in columns as in objects", () => {
  const draw = seeded(20250701);
  const pick = (list, most) => [...list].sort(() => draw(3) - 1).slice(0, draw(most + 1));
  const met = { rows: 0, lacking: 0, atMost: 0, estimates: 0, others: 0, nan: 0 };
  for (let n = 0; n < 150; n += 1) {
    const groupBy = pick([...dimensions.map(({ id }) => id), ...periods], 2);
    const filters = {};
    for (const { id, members } of pick(dimensions, 2)) {
      filters[id] = [...new Set([0, 1].map(() => (draw(9) ? members[draw(members.length)].id : null)))];
    }
    if (draw(2)) {
      const from = plus(meta.days.from, draw(300));
      filters.date = { from, to: plus(from, draw(60)) };
    }
    const asked = [measures[draw(measures.length)].id];
    asked.push(...pick(measures.map(({ id }) => id).filter((id) => id !== asked[0]), 3));
    const question = { filters, groupBy, measures: asked };
    if (draw(2)) question.limit = 1 + draw(9);
    if (draw(2)) question.orderBy = { measure: asked[0], descending: draw(2) === 0 };
    const found = report.columns(question);
    equal(report, found, question);
    met.rows += found.rows;
    for (const part of ["lacking", "atMost", "estimates", "others"]) met[part] += found[part] ? 1 : 0;
    met.nan += Object.values(found.values).some((column) => column.some(Number.isNaN)) ? 1 : 0;
  }
  assert.ok(Object.values(met).every((times) => times > 3), JSON.stringify(met));
});

test("what is withheld, bounded or below the floor is told apart from zero", () => {
  const rows = [
    { date: "2025-06-01", category: "a", gmv: null, people: 9, suppressed: ["gmv"] },
    { date: "2025-06-02", category: "a", gmv: 5, people: 7 },
    { date: "2025-06-01", category: "b", gmv: null, people: 3 },
    { date: "2025-06-01", gmv: -7, people: 20 },
  ];
  const question = { groupBy: ["category"], measures: ["gmv", "people"] };
  const found = of(document(rows), (report) => report.columns(question));
  assert.deepEqual([...found.keys.category], [0, 1, -1]);
  assert.deepEqual([...found.values.gmv], [5, NaN, -7]);
  assert.deepEqual([...found.counted], [2, 1, 1]);
  assert.deepEqual([[...found.lacking.gmv], [...found.suppressed.gmv]], [[1, 1, 0], [1, 0, 0]]);
  assert.deepEqual([[...found.values.people], [...found.atMost.people]], [[9, 3, 20], [16, 3, 20]]);
  assert.deepEqual([found.lacking.people, found.hidden, found.estimates, found.others], [undefined, undefined, undefined, null]);
  const floored = document(rows, { meta: { min_cell: 5, privacy_measure: "people" } });
  const ordered = { ...question, orderBy: "people" };
  of(floored, (report) => {
    equal(report, report.columns(ordered), ordered);
    const { hidden, keys, values } = report.columns({ ...question, orderBy: { measure: "people", descending: false } });
    assert.deepEqual([[...hidden], [...keys.category], [...values.people]], [[0, 0, 1], [0, -1, 1], [9, 20, NaN]]);
    assert.equal(report.brush({ groupBy: "category", measure: "gmv" }), null);
  });
});

test("a number that is no exact number throws, in columns as in a brush", () => {
  const most = Number.MAX_SAFE_INTEGER;
  const rows = ["2025-06-01", "2025-06-02"].map((date) => ({ date, category: "a", gmv: most, people: 1 }));
  const refused = (error) => error.name === "RedcatError" && error.kind === "out_of_range" && error.path === "measures.gmv";
  of(document(rows), (report) => {
    assert.throws(() => report.columns({ groupBy: ["category"], measures: ["gmv"] }), refused);
    assert.deepEqual([...report.columns({ groupBy: ["date"], measures: ["gmv"] }).values.gmv], [most, most]);
    const brush = report.brush({ groupBy: "category", measure: "gmv" });
    assert.throws(() => brush.over("2025-06-01", "2025-06-02"), refused);
    assert.deepEqual([...brush.over("2025-06-02", "2025-06-02")], [most, 0, 0, 0]);
    brush.free();
  });
});

test("a brush tells over any days what a question over those days does", () => {
  const draw = seeded(7);
  const filters = { category: ["makeup"] };
  let some = 0;
  for (const groupBy of ["channel", "brand", "product"]) {
    for (const measure of ["spend", "impressions"]) {
      const brush = report.brush({ filters, groupBy, measure });
      const { members } = dimensions.find(({ id }) => id === groupBy);
      const into = new Float64Array(members.length + 1);
      assert.ok(brush.bytes >= 12 * into.length && brush.step() === false);
      for (let n = 0; n < 20; n += 1) {
        const from = plus(meta.days.from, draw(400) - 10);
        const to = plus(from, draw(90));
        const found = report.columns({ filters: { ...filters, date: { from, to } }, groupBy: [groupBy], measures: [measure] });
        const [sums, counts] = [Array(into.length).fill(0), Array(into.length).fill(0)];
        for (const [row, code] of found.keys[groupBy].entries()) {
          sums.splice(code, 1, found.values[measure][row]);
          counts.splice(code, 1, found.counted[row]);
        }
        assert.deepEqual([...brush.over(from, to)], sums);
        assert.deepEqual([...brush.counted], counts);
        assert.equal(brush.over(from, to, into), into);
        assert.deepEqual([...into], sums);
        some += sums.filter((sum) => sum > 0).length;
      }
      brush.free();
    }
  }
  assert.ok(some > 100, `${some} sums`);
});

test("an answer that is kept is the same again, whatever was done to the first, and takes no more room than a byte a row", () => {
  const given = Report.parse(beauty);
  const empty = given.bytes;
  const rows = [beauty.cells].flat().reduce((sum, cube) => sum + cube.rows, 0);
  const question = { groupBy: ["brand", "date"], measures: ["spend", "gmv"], orderBy: "spend", limit: 30 };
  assert.equal(given.explain(question).kept, false);
  const first = given.columns(question);
  assert.equal(given.explain(question).kept, true);
  assert.equal(given.explain({ ...question, limit: 31 }).kept, false);
  const copy = structuredClone(first);
  assert.ok(given.bytes > empty);
  first.values.spend.fill(-1);
  first.keys.brand.fill(-1);
  delete first.values;
  assert.throws(() => { first.totals.spend.value = 0n; }, TypeError);
  assert.throws(() => { first.measures.gmv.cut.ignored.push("moon"); }, TypeError);
  assert.deepEqual(given.columns(question), copy);
  for (let n = 0; n < 300; n += 1) given.columns({ groupBy: ["product", "month"], measures: ["spend"], limit: 100 + n });
  assert.ok(given.bytes - empty <= Math.max(rows, 1 << 18), `${given.bytes - empty} bytes for ${rows} rows`);
  assert.deepEqual(given.columns(question), copy);
  given.forget();
  assert.equal(given.explain(question).kept, false);
  assert.equal(given.bytes, empty);
  assert.deepEqual(given.columns(question), copy);
  given.free();
});

test("every id comes back as it was sent, however many, long and of whatever letters", () => {
  const named = [...Array.from({ length: 253 }, (_, n) => `m${n}`), "m".repeat(24), "m".repeat(25), "成交额".repeat(9)];
  const given = document([{ date: "2025-06-01", category: "a", ...Object.fromEntries(named.map((id, n) => [id, n])) }]);
  given.measures = named.map((id) => ({ id, label: id, kind: "count", anchor: "both" }));
  given.cells.measures = named;
  of(given, (report) => {
    for (let n = 0; n < 2; n += 1) {
      const { values, totals, measures } = report.columns({ measures: named, groupBy: ["category"] });
      for (const answered of [values, totals, measures]) assert.deepEqual(Object.keys(answered), named);
      assert.deepEqual(named.map((id) => totals[id].value), named.map((_, n) => n));
      report.forget();
    }
  });
});

test("what cannot be had in columns or by a brush is told", async () => {
  const ratio = report.catalogue.ratios.find(({ id }) => !measures.some((measure) => measure.id === id)).id;
  const bad = [
    [{ measures: [] }, "measures"], [{ measures: [ratio] }, "measures"], [{ measures: ["gmv"], compare: "previous" }, "compare"],
    [{ measures: ["gmv"], orderBy: "spend" }, "orderBy"], [{ measures: ["gmv"], filters: { moon: ["x"] } }, "filters.moon"],
  ];
  const refused = (path) => (error) => error.name === "RedcatError" && error.kind === "invalid_selection" && error.path === path;
  for (const [question, path] of bad) assert.throws(() => report.columns(question), refused(path), path);
  const date = { from: "2025-06-01", to: "2025-06-02" };
  const brushes = [
    [{ groupBy: "category" }, "measure"], [{ measure: "gmv" }, "groupBy"], [{ groupBy: "moon", measure: "gmv" }, "groupBy"],
    [{ groupBy: "category", measure: ratio }, "measure"], [{ groupBy: "channel", measure: "spend", inSteps: 1 }, "inSteps"], [{ groupBy: "category", measure: "gmv", filters: { date } }, "filters.date"],
  ];
  for (const [question, path] of brushes) assert.throws(() => report.brush(question), refused(path), path);
  const { id: people } = measures.find(({ kind }) => kind === "unique");
  assert.equal(report.brush({ groupBy: "gender", measure: people }), null);
  const brush = report.brush({ groupBy: "channel", measure: "spend" });
  for (const [from, to] of [["2025-06-02", "2025-06-01"], ["June", "2025-06-01"], ["2025-06-01", ""]]) {
    assert.throws(() => brush.over(from, to), refused("date"));
  }
  assert.throws(() => brush.over("2025-06-01", "2025-06-02", new Float64Array(1)), refused("into"));
  const later = report.brush({ groupBy: "channel", measure: "spend", inSteps: true });
  assert.throws(() => later.over("2025-06-01", "2025-06-02"), refused("step"));
  while (later.step());
  const { structure, members, days, entries } = later.explain();
  assert.equal(structure, "tile");
  assert.ok(entries > 0);
  assert.ok(members > 1 && days > 1 && entries <= members * days, `${members} members, ${days} days, ${entries} entries`);
  assert.deepEqual(later.over("2025-06-01", "2025-06-20"), brush.over("2025-06-01", "2025-06-20"));
  later.free();
  brush.free();
  const types = await packed("engine.d.ts");
  for (const name of ["interface Columns", "interface BrushQuestion", "class Brush"]) assert.match(types, new RegExp(`${name}\\b`));
});
