// Report.experiment and Report.beforeAfter of the package against scipy and statsmodels (tests/fixtures/statistics), and
// on the samples.
import assert from "node:assert/strict";
import test from "node:test";
import { Report, near, packed, sample, text } from "./reference.mjs";

const FIRST = Date.UTC(2025, 2, 3);
const day = (n) => new Date(FIRST + n * 86_400_000).toISOString().slice(0, 10);

/** A document of days `[ad, organic]` (null where not delivered), a launch on day `launch`, and experiments. */
function document(days, launch, experiments = []) {
  const member = (id) => ({ id, label: id });
  return {
    schema: "redcat.report/1",
    meta: {
      merchant: { id: "m", name: "M" }, source: "test", generated_at: "2025-09-01T00:00:00Z", time_zone: "Asia/Shanghai",
      currency: "CNY", data_from: day(0), complete_through: day(days.length - 1),
      missing_dates: days.flatMap((pair, n) => (pair ? [] : [day(n)])),
    },
    dimensions: [{ id: "kind", label: "Kind", members: [member("ad"), member("organic")] }],
    measures: [{ id: "orders", label: "Orders", kind: "count", unit: "event" }],
    cells: {
      id: "main", by: ["kind"], measures: ["orders"], layout: "records",
      records: days.flatMap((pair, n) => (pair ?? []).map((orders, k) => ({ date: day(n), kind: ["ad", "organic"][k], orders }))),
    },
    calendar: [{ from: day(launch), to: day(launch), label: "Launch", kind: "launch" }],
    experiments,
  };
}

function ask(given, question) {
  const report = Report.parse(given);
  try {
    return question(report);
  } finally {
    report.free();
  }
}

const arm = (role, values, spend) => ({
  role, units: values.length, buyers: values.filter((value) => value > 0).length,
  gmv: values.reduce((sum, value) => sum + value, 0),
  gmv_sumsq: String(values.reduce((sum, value) => sum + value * value, 0)), spend,
});

test("differences of means are Welch's, per spend Fieller's, as scipy answers", async () => {
  const reference = JSON.parse(await text("tests/fixtures/statistics/correlation.json"));
  assert.ok(reference.experiments.length >= 3);
  for (const expected of reference.experiments) {
    const given = (design) => ({
      id: design, label: design, from: day(0), to: day(0), design,
      arms: [arm("exposed", expected.exposed, 70_000), arm("control", expected.control, 0)],
    });
    const found = ask(document([[1, 1]], 0, [given("randomised"), given("matched")]), (report) => report.experiment());
    const [randomised, matched] = found;
    const [trial] = randomised.arms;
    const { value, lower, upper } = trial.difference.estimate;
    assert.ok(near(value, expected.difference) && near(lower, expected.lower, 1e-7) && near(upper, expected.upper, 1e-7));
    assert.ok(near(trial.difference.df, expected.df, 1e-7) && near(trial.difference.p / expected.p, 1, 1e-8));
    assert.equal(trial.adjusted, trial.difference.p);
    const perUnit = 70_000 / expected.exposed.length;
    assert.ok(near(trial.perSpend.lower * perUnit, expected.lower, 1e-6));
    assert.ok(near(trial.total.upper, expected.upper * expected.exposed.length, 1e-4));
    // What was not assigned is a comparison: no total.
    assert.deepEqual([randomised.incremental, matched.incremental], [true, false]);
    assert.deepEqual(matched.arms[0].total, { refused: "not_assigned" });
    assert.deepEqual(matched.arms[0].difference, trial.difference);
  }
});

test("before and after are as statsmodels answers, clustered by week", async () => {
  for (const expected of JSON.parse(await text("tests/fixtures/statistics/before_after.json"))) {
    const given = document(expected.days, 7 * expected.weeks_before);
    const asked = { measure: "orders", by: "kind", member: "ad", against: "organic", weeks: 8 };
    const found = ask(given, (report) => report.beforeAfter(asked));
    const { estimate, df, logP } = found.relative;
    for (const key of ["value", "lower", "upper"]) assert.ok(near(estimate[key], expected.moved[key]), key);
    assert.ok(df === expected.moved.df && near(logP, expected.moved.ln_p, 1e-8));
    assert.ok(near(found.drift.perDay.value, expected.drift.slope) && near(found.drift.p, expected.drift.p, 1e-8));
    assert.equal(found.days.length, expected.days.length);
    assert.ok(found.days.every(({ own }, n) => own === (expected.days[n]?.[0] ?? null)));
    assert.ok(near(found.own.after / found.expected - 1, expected.moved.value));
    // With two members the rest is the other one.
    assert.deepEqual(ask(given, (report) => report.beforeAfter({ ...asked, against: "rest" })), found);
  }
});

test("what is too short or not there is refused by name", () => {
  const short = document(Array.from({ length: 40 }, (_, n) => [100 + (n % 5), 900 + (n % 7)]), 13);
  const asked = { measure: "orders", by: "kind", member: "ad" };
  assert.deepEqual(ask(short, (report) => report.beforeAfter(asked)), { refused: "few_days", days: 13 });
  for (const [change, path] of [
    [{ measure: "moon" }, "measure"], [{ by: undefined }, "by"], [{ member: "x" }, "member"], [{ member: undefined }, "member"],
    [{ against: "x" }, "against"], [{ weeks: 1 }, "weeks"], [{ launch: "soon" }, "launch"], [{ moon: 1 }, "moon"],
  ]) {
    const wrong = (error) => error.name === "RedcatError" && error.path === path;
    assert.throws(() => ask(short, (report) => report.beforeAfter({ ...asked, ...change })), wrong, path);
  }
  assert.deepEqual(ask(short, (report) => report.experiment()), []);
  assert.throws(() => ask(short, (report) => report.experiment("x")), { name: "RedcatError", path: "id" });
});

test("the sample's experiments: one is incremental, the other may be selection", async () => {
  const beauty = await sample("beauty");
  const found = ask(beauty, (report) => report.experiment());
  assert.deepEqual(found.map(({ id, incremental }) => [id, incremental]), [["link_on_off", true], ["boosted_or_not", false]]);
  const [links] = ask(beauty, (report) => report.experiment("link_on_off"));
  assert.equal(typeof links.control.gmv, "bigint");
  const [{ buyers, total, perSpend }] = links.arms;
  assert.ok(buyers.difference.lower > 0 && total.lower > 0 && perSpend.upper < 1);
  const asked = { measure: "gmv", by: "note_kind", member: "ad" };
  const { before, after, days } = ask(beauty, (report) => report.beforeAfter(asked));
  assert.deepEqual([before.to, after.from, days.length], ["2025-05-11", "2025-05-12", 56]);
});

test("the package's types name what it answers", async () => {
  const types = await packed("engine.d.ts");
  for (const name of ["ExperimentOutcome", "BeforeAfterQuestion", "beforeAfter", "not_assigned", "no_squares"]) {
    assert.ok(types.includes(name), name);
  }
});
