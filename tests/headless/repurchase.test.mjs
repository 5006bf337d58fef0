// Report.repurchase of the package, on the real customers of CDNOW, against lifelines (tests/fixtures/cdnow).
import assert from "node:assert/strict";
import test from "node:test";
import { Report, near, packed, rows, sample, text } from "./reference.mjs";

const cdnow = await sample("cdnow");

/** Asks a report of these bytes and frees it. */
function ask(bytes, question) {
  const report = Report.parse(bytes);
  try {
    return report.repurchase(question);
  } finally {
    report.free();
  }
}

test("curve, standard errors and bands are those of lifelines on every event day", async () => {
  const [all] = ask(cdnow).curves;
  assert.equal(all.customers, 23570);
  assert.ok(!("key" in all));
  const steps = await rows("tests/fixtures/cdnow/kaplan_meier_steps.csv");
  assert.equal(steps.length, 544);
  let greenwood = 0;
  for (const step of steps) {
    const point = all.points[Number(step.event_at)];
    assert.deepEqual([point.age, point.throughDay], [Number(step.event_at), Number(step.event_at)]);
    assert.deepEqual([point.atRisk, point.events], [Number(step.at_risk), Number(step.observed)]);
    greenwood += point.events / (point.atRisk * (point.atRisk - point.events));
    assert.ok(near(point.survival, step.S) && near(point.lower, step.lo) && near(point.upper, step.hi), step.event_at);
    assert.ok(near(point.se, Number(step.S) * Math.sqrt(greenwood)), step.event_at);
  }
});

test("groups at the chosen days, with Greenwood's errors", async () => {
  const dimensions = { tercile: "first_order_value", cohort: "first_order_month" };
  const asked = new Map();
  let compared = 0;
  for (const row of await rows("tests/fixtures/cdnow/kaplan_meier.csv")) {
    const [name, member] = row.group.split("=");
    if (!asked.has(name)) asked.set(name, ask(cdnow, { splitBy: dimensions[name] }).curves);
    const point = asked.get(name).find((curve) => curve.key === member).points[Number(row.t)];
    assert.equal(point.atRisk, Number(row.at_risk));
    assert.ok(near(point.survival, row.S) && near(point.se, row.greenwood_se), JSON.stringify(row));
    assert.ok(near(1 - point.upper, row.F_lo) && near(1 - point.lower, row.F_hi), JSON.stringify(row));
    compared += 1;
  }
  assert.equal(compared, 123);
});

test("log-rank by tercile", async () => {
  const reference = JSON.parse(await text("tests/fixtures/cdnow/log_rank.json"));
  const { logRank, stratified } = ask(cdnow, { splitBy: "first_order_value" });
  for (const [found, expected] of [[logRank, reference.tercile], [stratified, reference.tercile_by_month]]) {
    assert.equal(found.df, 2);
    assert.ok(near(found.chi2, expected.chi2) && near(found.logP, expected.ln_p), JSON.stringify(found));
    assert.ok(near(Math.log(found.p), expected.ln_p, 1e-6));
  }
  assert.deepEqual(ask(cdnow).logRank, { refused: "one_group" });
});

test("value per customer and cohorts by age", async () => {
  const { curves, cohorts } = ask(cdnow);
  for (const row of (await rows("tests/fixtures/cdnow/cohort_30d.csv")).filter((row) => row.group === "ALL")) {
    const point = curves[0].value[Number(row.day_to)];
    assert.ok(near(point.value / 100, row.ltv) && near(point.se / 100, row.ltv_se), JSON.stringify(row));
    assert.equal(point.kind, "observed_mean");
  }
  for (const row of await rows("tests/fixtures/cdnow/cohort_calendar_month.csv")) {
    const cell = cohorts.calendarMonth.find((found) => found.cohort === row.cohort).cells[Number(row.k)];
    assert.equal(cell.known, row.complete === "1" ? "whole" : "part");
    assert.ok(near(cell.active, row.rate) && near(cell.second, row.cum_rate), JSON.stringify(row));
  }
  assert.deepEqual(cohorts.thirtyDays[0].cells[0].active, { refused: "not_at_this_cut" });
});

test("filters follow the life tables, and are named where these cannot", async () => {
  const beauty = await sample("beauty");
  const report = Report.parse(beauty);
  const split = report.repurchase({ splitBy: "benefit" });
  const dual = report.repurchase({ filters: { benefit: ["dual"], gender: ["female"] } });
  assert.deepEqual(dual.ignored, ["gender"]);
  assert.deepEqual(dual.curves[0].points, split.curves.find((curve) => curve.key === "dual").points);
  assert.equal(split.uplifts.against, "none");
  const { uplift } = split.uplifts.groups.find((group) => group.key === "dual");
  assert.ok(uplift.value > 0.34 && uplift.value < 0.36 && uplift.lower > 0.25, JSON.stringify(uplift));
  assert.equal(typeof split.curves[0].cost.spend, "bigint");
  const forecast = report.forecast();
  assert.equal(forecast.model, "bg_nbd");
  assert.ok(Math.abs(forecast.backtest.error) < 0.2, JSON.stringify(forecast.backtest));
  report.free();
});

test("a document is read from bytes, text and objects, and refused with its faults", () => {
  const document = JSON.parse(new TextDecoder().decode(cdnow));
  const points = ask(cdnow).curves[0].points;
  assert.deepEqual(ask(JSON.stringify(document)).curves[0].points, points);
  assert.deepEqual(ask(document).curves[0].points, points);
  document.meta.currency = "dollars";
  document.meta.data_from = "1997-02-30";
  assert.throws(() => Report.parse(document), (error) => {
    assert.ok(error instanceof Error);
    assert.deepEqual([error.name, error.faults.length, error.path], ["RedcatError", 2, error.faults[0].path]);
    assert.ok(error.message.includes("and 1 more") && error.kind.length > 0);
    return true;
  });
  delete document.meta;
  assert.throws(() => Report.parse(document), { name: "RedcatError", kind: "missing_field", path: "meta" });
});

test("a question that names what is not there is refused", () => {
  const report = Report.parse(cdnow);
  for (const [question, path] of [
    [{ splitby: "first_order_value" }, "splitby"],
    [{ splitBy: "benefit" }, "splitBy"],
    [{ filters: { benefit: ["dual"] } }, "filters.benefit"],
    [{ filters: { first_order_value: ["lowest"] } }, "filters.first_order_value"],
  ]) {
    assert.throws(() => report.repurchase(question), { name: "RedcatError", kind: "invalid_selection", path });
  }
  assert.deepEqual(report.warnings, []);
  report.free();
  assert.equal(ask({ ...JSON.parse(new TextDecoder().decode(cdnow)), cohorts: undefined }), null);
});

test("the types name what is returned", async () => {
  const types = await packed("engine.d.ts");
  for (const name of ["repurchase(question?: RepurchaseQuestion", "RedcatError", "Refused", "free(): void"]) {
    assert.ok(types.includes(name), name);
  }
  for (const key of Object.keys(ask(cdnow))) {
    assert.ok(types.includes(`${key}:`), key);
  }
});
