// Report.compare of the package against statsmodels and scipy (tests/fixtures/statistics), and on the samples.
import assert from "node:assert/strict";
import test from "node:test";
import { Report, near, packed, rows, sample } from "./reference.mjs";

const [BEFORE, NOW] = ["2025-06-01", "2025-06-02"];

/** A document of persons: visitors, and buyers among them. */
function document(dimensions, records) {
  const members = (ids) => ids.map((id) => ({ id, label: id }));
  const count = (id) => ({ id, label: id, kind: "count", unit: "person", anchor: "both" });
  return {
    schema: "redcat.report/1",
    meta: {
      merchant: { id: "m", name: "M" }, source: "test", generated_at: "2025-06-03T00:00:00Z", time_zone: "Asia/Shanghai",
      currency: "CNY", data_from: BEFORE, complete_through: NOW,
    },
    dimensions: Object.entries(dimensions).map(([id, ids]) => ({ id, label: id, members: members(ids) })),
    measures: [count("visitors"), { ...count("buyers"), subset_of: "visitors" }],
    ratios: [{ id: "buyer_rate", label: "Buyer rate", numerator: "buyers", denominator: "visitors" }],
    cells: { id: "main", by: Object.keys(dimensions), measures: ["visitors", "buyers"], layout: "records", records },
  };
}

/** Asks a report of this document and frees it. */
function ask(given, question) {
  const report = Report.parse(given);
  try {
    return report.compare(question);
  } finally {
    report.free();
  }
}

const last = { date: { from: NOW, to: NOW } };

test("twelve categories are those of the libraries, all of them sure; twelve weeks, none of them", async () => {
  for (const [file, sure] of [["twelve_categories", 12], ["twelve_weeks_no_difference", 0]]) {
    const reference = await rows(`tests/fixtures/statistics/${file}.csv`);
    const records = reference.flatMap((row) => [
      { date: NOW, category: row.category, visitors: Number(row.n1), buyers: Number(row.x1) },
      { date: BEFORE, category: row.category, visitors: Number(row.n2), buyers: Number(row.x2) },
    ]);
    const given = document({ category: reference.map((row) => row.category) }, records);
    const question = { ratio: "buyer_rate", by: "category", baseline: "comparison", filters: last };
    const found = ask(given, question);
    const screened = ask(given, { ...question, adjust: "bh" });
    assert.deepEqual([found.kind, found.intervals, found.tests, found.contradiction], ["proportion", "persons", 12, false]);
    for (const [n, expected] of reference.entries()) {
      const row = found.rows[n];
      assert.equal(row.key, expected.category);
      assert.deepEqual([row.current.numerator, row.baseline.denominator], [Number(expected.x1), Number(expected.n2)]);
      assert.ok(near(row.current.rate, expected.p1, 1e-12) && near(row.baseline.rate, expected.p2, 1e-12));
      assert.ok(near(row.difference.value, expected.diff, 1e-12));
      assert.ok(near(row.difference.lower, expected.diff_newcomb_lo) && near(row.difference.upper, expected.diff_newcomb_hi));
      assert.ok(near(row.uplift.lower, expected.uplift_log_lo) && near(row.uplift.upper, expected.uplift_log_hi));
      assert.ok(near(row.logP, Math.log(expected.p_z), 1e-8) && near(row.p / expected.p_z, 1, 1e-8));
      assert.ok(near(row.adjusted / expected.p_holm, 1, 1e-8), expected.category);
      assert.ok(near(screened.rows[n].adjusted / expected.p_bh, 1, 1e-8), expected.category);
      assert.equal(row.mixAdjusted, null);
    }
    assert.equal(found.rows.filter((row) => ["higher", "lower"].includes(row.verdict)).length, sure);
  }
});

test("a reversed mix contradicts: Berkeley's admissions in 1973", () => {
  const departments = {
    a: [512, 825, 89, 108], b: [353, 560, 17, 25], c: [120, 325, 202, 593],
    d: [138, 417, 131, 375], e: [53, 191, 94, 393], f: [22, 373, 24, 341],
  };
  const records = Object.entries(departments).flatMap(([department, [x1, n1, x2, n2]]) => [
    { date: NOW, department, gender: "men", visitors: n1, buyers: x1 },
    { date: NOW, department, gender: "women", visitors: n2, buyers: x2 },
  ]);
  const given = document({ department: Object.keys(departments), gender: ["men", "women"] }, records);
  const found = ask(given, {
    numerator: "buyers", denominator: "visitors", by: "gender", baseline: { dimension: "gender", member: "women" },
    strata: "department",
  });
  const [men, women] = found.rows;
  assert.ok(found.contradiction && men.contradicts && men.verdict === "higher");
  assert.ok(near(men.difference.value, 1198 / 2691 - 557 / 1835, 1e-12));
  // strata.json, by statsmodels and by Sato's formula in exact fractions.
  assert.ok(near(men.mixAdjusted.difference.value, -0.018425196190852512, 1e-12));
  assert.ok(near(Math.log(men.mixAdjusted.homogeneityP), -6.179529896961394, 1e-8));
  assert.deepEqual([women.verdict, women.adjusted], ["baseline", null]);
});

test("the samples' categories as a whole moved as was reported", async () => {
  for (const [name, reported] of [["beauty", 0.415], ["sports", 0.85]]) {
    const found = ask(await sample(name), { ratio: "store_visit", by: "category", baseline: "category" });
    const { uplift, adjusted, p } = found.rows.find((row) => row.key === name);
    assert.ok(near(uplift.value, reported, 5e-4) && uplift.lower < uplift.value && uplift.value < uplift.upper);
    assert.deepEqual([found.intervals, adjusted, p], ["counts", null, { refused: "no_daily_values" }]);
  }
});

test("money is in minor units, days are those that are final in both periods", async () => {
  const beauty = await sample("beauty");
  const question = {
    ratio: "order_value", by: "brand", baseline: "comparison", compare: { wave: "618" },
    filters: { date: { from: "2025-05-13", to: "2025-06-20" } },
  };
  const found = ask(beauty, question);
  assert.equal(found.kind, "ratio");
  const [row] = found.rows;
  assert.equal(typeof row.current.numerator, "bigint");
  assert.ok(near(row.current.rate * Number(row.current.denominator), Number(row.current.numerator), 1));
  assert.ok(row.difference.lower < row.difference.value && row.p >= 0 && row.adjusted >= row.p);
  const span = ({ from, to }) => Date.parse(to) - Date.parse(from);
  assert.equal(span(found.days), span(found.otherDays));
  const rest = ask(beauty, { ...question, baseline: "rest", compare: undefined });
  const total = rest.rows[0].current.numerator + rest.rows[0].baseline.numerator;
  assert.ok(rest.rows.every((row) => row.current.numerator + row.baseline.numerator === total));
});

test("a question that names what is not there is refused, and what misleads by name", async () => {
  const beauty = await sample("beauty");
  const report = Report.parse(beauty);
  const asked = { ratio: "store_visit", by: "category", baseline: "rest" };
  for (const [change, path] of [
    [{ ratio: "moon" }, "ratio"],
    [{ ratio: undefined }, "numerator"],
    [{ by: "moon" }, "by"],
    [{ by: undefined }, "by"],
    [{ baseline: "p51" }, "baseline"],
    [{ baseline: undefined }, "baseline"],
    [{ baseline: { dimension: "brand", member: "x" } }, "baseline.dimension"],
    [{ baseline: { dimension: "category", member: "x" } }, "baseline.member"],
    [{ adjust: "none" }, "adjust"],
    [{ strata: "moon" }, "strata"],
    [{ baseline: "comparison", compare: "later" }, "compare"],
    [{ filters: { brand: ["x"] } }, "filters.brand"],
    [{ split: "brand" }, "split"],
  ]) {
    assert.throws(() => report.compare({ ...asked, ...change }), { name: "RedcatError", kind: "invalid_selection", path });
  }
  assert.deepEqual(report.compare({ ...asked, by: "gender", ratio: "roi" }), { refused: "not_at_this_cut" });
  assert.deepEqual(report.compare({ ...asked, baseline: "comparison" }), { refused: "no_data" });
  report.free();
});

test("the types name what is returned", async () => {
  const types = await packed("engine.d.ts");
  const found = ask(await sample("sports"), { ratio: "store_visit", by: "brand", baseline: "rest", strata: "channel" });
  assert.ok(types.includes("compare(question: CompareQuestion): Comparison | Refused"));
  const [row] = found.rows;
  for (const key of [found, row, row.current, row.difference, row.mixAdjusted].flatMap(Object.keys)) {
    assert.match(types, new RegExp(`\\b${key}\\??:`), key);
  }
});
