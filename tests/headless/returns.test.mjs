// Report.returns of the package: the ladder by hand on the sample, and what is refused.
import assert from "node:assert/strict";
import test from "node:test";
import { Report, near, packed, sample } from "./reference.mjs";

const sum = (terms) => Number(terms.reduce((sum, { amount }) => sum + amount, 0n));

async function beauty(question) {
  const report = Report.parse(await sample("beauty"));
  try {
    return report.returns(question);
  } finally {
    report.free();
  }
}

test("both figures of the press stand at the ends of the ladder, and the steps lead from one rung to the next", async () => {
  const { basis, rungs, byExposure, rows } = await beauty();
  const names = rungs.map(({ rung }) => rung);
  assert.deepEqual(names, ["reported", "net_of_refunds", "mature", "after_costs", "whole_shop"]);
  assert.ok(near(rungs[0].roi, 2.34, 0.005) && near(rungs[4].roi, 39, 0.05));
  assert.equal(basis, "event");
  for (const [n, { roi, numerator, denominator, interval, step }] of rungs.entries()) {
    assert.ok(near(roi, sum(numerator) / sum(denominator), 1e-6), names[n]);
    assert.ok(interval.lower < roi && roi < interval.upper);
    if (n > 0) {
      const from = rungs.find(({ rung }) => rung === step.from);
      assert.ok(near(step.roi, roi - from.roi) && near(step.numerator, sum(numerator) - sum(from.numerator), 2));
    }
  }
  assert.deepEqual(rungs[3].denominator.map(({ measure }) => measure), ["spend", "platform_subsidy"]);
  assert.ok(rungs[3].denominator[1].amount < 0n && rungs[4].step.from === "reported");
  assert.equal(byExposure.ratio, "roi_exposed");
  assert.deepEqual(rows, []);
});

test("members and others add up, and say what they are not split by", async () => {
  const { rungs, rows, by } = await beauty({ by: "note", top: 5 });
  assert.deepEqual([by, rows.length, typeof rows[5].others], ["note", 6, "number"]);
  for (const side of ["numerator", "denominator"]) {
    const whole = sum(rungs[0][side]);
    const parts = rows.reduce((all, row) => all + sum(row.rungs[0][side]), 0);
    assert.ok(Math.abs(whole - parts) <= rows.length, side);
  }
  assert.deepEqual(rows[0].rungs[4].roi, { refused: "not_at_this_cut", measure: "shop_gmv" });
  const visit = rows[0].costs.find(({ ratio }) => ratio === "visit_cost_exposed");
  assert.ok(near(visit.value, visit.above / visit.below));
  const cpm = rows[0].costs.find(({ ratio }) => ratio === "cpm");
  assert.ok(near(cpm.value, (1000 * cpm.above) / cpm.below, 1e-6));
});

test("a question that names what is not there is refused", async () => {
  for (const [question, path] of [[{ by: "moon" }, "by"], [{ top: 0 }, "top"], [{ moon: 1 }, "moon"]]) {
    await assert.rejects(beauty(question), (error) => error.name === "RedcatError" && error.path === path);
  }
  const unsplit = await beauty({ filters: { gender: ["female"] } });
  assert.equal(unsplit.rungs[0].roi.refused, "not_at_this_cut");
  const types = await packed("engine.d.ts");
  for (const name of ["ReturnsQuestion", "ReturnRung", "UnitCost"]) assert.ok(types.includes(name), name);
});
