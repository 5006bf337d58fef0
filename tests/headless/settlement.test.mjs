// Report.settle of the package: exact past what numbers hold, the README's example, the sample, and what is refused.
import assert from "node:assert/strict";
import test from "node:test";
import { Report, packed, sample } from "./reference.mjs";

const LARGEST = 2 ** 53 - 1;

/** A document of these records over one day, with one agreement. */
function document(records, agreement) {
  const money = (id) => ({ id, label: id, kind: "money" });
  return {
    schema: "redcat.report/1",
    meta: {
      merchant: { id: "m", name: "M" }, source: "test", generated_at: "2025-06-03T00:00:00Z", time_zone: "Asia/Shanghai",
      currency: "CNY", data_from: "2025-06-01", complete_through: "2025-06-02",
    },
    dimensions: [{ id: "channel", label: "channel", members: [{ id: "ud", label: "ud" }, { id: "other", label: "other" }] }],
    measures: [money("spend"), money("gmv"), money("refunds"), { id: "orders", label: "orders", kind: "count" }],
    cells: { id: "main", by: ["channel"], measures: ["spend", "gmv", "refunds", "orders"], layout: "records", records },
    agreements: [{
      id: "a", label: "a", from: "2025-06-01", to: "2025-06-02", scope: {}, target_roi: "3", boundary: "exclusive",
      lock_after_days: 1, ...agreement,
    }],
  };
}

/** Asks a report of this document and frees it. */
function ask(given, question) {
  const report = Report.parse(given);
  try {
    return report.settle(question);
  } finally {
    report.free();
  }
}

const record = (amounts, date = "2025-06-01") => ({ date, channel: "ud", spend: 0, gmv: 0, refunds: 0, orders: 0, ...amounts });

test("cells of 2^53 - 1 summed past 2^53, and past 2^63, arrive exact", () => {
  const records = Array.from({ length: 1_500 }, () => record({ spend: LARGEST, gmv: LARGEST, orders: LARGEST }));
  const line = { payer: "xhs", payee: "merchant" };
  const found = ask(document(records, {
    rebate: { tiers: [{ roi_below: "1.000000000001", rate: "0.333333333333" }], ...line },
    cps: { rate: "1", on: "net_gmv", ...line },
  }));
  const sum = 1_500n * BigInt(LARGEST);
  assert.ok(sum > 2n ** 63n);
  const [{ live, outcome }] = found.agreements;
  assert.deepEqual([live.spend, live.net, live.orders], [sum, sum, sum]);
  const [rebate, cps] = outcome.lines;
  assert.equal(rebate.uncapped, (sum * 333_333_333_333n + 500_000_000_000n) / 1_000_000_000_000n);
  assert.equal(cps.payable, sum);
  // One minor unit is what tells a bound from what is just below it, far past what a double holds.
  const least = (sum * 1_000_000_000_001n + 999_999_999_999n) / 1_000_000_000_000n;
  assert.equal(outcome.stretches[0].better.net, least - sum);
});

test("an odd sum of large cells is no double, and a bound is where it is agreed to be", () => {
  const terms = (boundary) => ({ boundary, rebate: { tiers: [{ roi_below: "1", rate: "0.1" }], payer: "xhs", payee: "merchant" } });
  const settle = (less, boundary) => {
    const records = [record({ spend: LARGEST, gmv: LARGEST }), record({ spend: LARGEST, gmv: LARGEST - less }, "2025-06-02")];
    return ask(document(records, terms(boundary))).agreements[0].outcome;
  };
  assert.equal(settle(1, "exclusive").amounts.net, 2n ** 54n - 3n);
  assert.equal(settle(1, "exclusive").lines[0].payable, 1_801_439_850_948_198n);
  assert.equal(settle(0, "exclusive").lines[0].payable, 0n);
  assert.equal(settle(0, "inclusive").lines[0].payable, 1_801_439_850_948_198n);
});

test("the sample's agreements are one locked, one maturing, one running, and their lines follow from their terms", async () => {
  const found = ask(await sample("beauty"));
  assert.deepEqual(found.agreements.map(({ state, isFinal }) => [state, isFinal]), [["locked", true], ["maturing", false], ["running", false]]);
  for (const { outcome, finalOn } of found.agreements) {
    assert.ok(finalOn > "2025-07-01");
    for (const line of outcome.lines) {
      const scale = 10n ** BigInt((line.rate.split(".")[1] ?? "").length);
      const product = line.base * BigInt(line.rate.replace(".", ""));
      assert.equal(line.uncapped, (2n * product + scale) / (2n * scale), "rounded half up, as it is not negative");
      const { left } = line;
      assert.equal(line.payable, left !== null && left < line.uncapped ? left : line.uncapped);
    }
  }
  const [{ payer, payee, amount, lacking }] = found.owedFinally;
  const [rebate] = found.agreements[0].outcome.lines;
  assert.deepEqual([payer, payee, amount, lacking], ["xhs", "merchant", rebate.payable, 0]);
});

test("one agreement may be asked for, and a scenario stands beside it", async () => {
  const given = await sample("beauty");
  const all = ask(given);
  const one = ask(given, { agreement: "incentive", whatIf: { spend: 10, conversion: -5, orderValue: 0, refundRate: 20 } });
  assert.equal(one.agreements.length, 1);
  const [{ outcome, scenario }] = one.agreements;
  assert.deepEqual(outcome, all.agreements[1].outcome, "the settlement is what it was");
  assert.equal(all.agreements[1].scenario, null);
  const rounded = (value, divisor) => (2n * value + divisor) / (2n * divisor);
  const spends = outcome.stretches.map(({ amounts }) => rounded(amounts.spend * 110n, 100n));
  assert.deepEqual(scenario.stretches.map(({ amounts }) => amounts.spend), spends);
  const refunds = outcome.stretches.map(({ amounts }) => rounded(amounts.refunds * 110n * 95n * 120n, 1_000_000n));
  assert.deepEqual(scenario.stretches.map(({ amounts }) => amounts.refunds), refunds);
  assert.equal(scenario.amounts.spend, spends[0] + spends[1]);
});

test("what is missing is named, with what is known of it", () => {
  const terms = { subsidy: { rate: "0.1", payer: "tmall", payee: "merchant" } };
  const withheld = { ...record({ spend: null }, "2025-06-02"), suppressed: ["spend"] };
  const found = ask(document([record({ spend: 700 }), record({ spend: null }), withheld], terms));
  const [line] = found.agreements[0].outcome.lines;
  const missing = { refused: "not_whole", fact: "spend", atLeast: 700n, rows: 2, withheld: 1 };
  assert.deepEqual([line.base, line.uncapped, line.payable], [missing, missing, missing]);
  assert.deepEqual(found.owed, [{ payer: "tmall", payee: "merchant", amount: 0n, lacking: 1 }]);
});

test("a question that cannot be answered is refused with its place", () => {
  const given = document([record({})], {});
  for (const [question, path] of [
    [{ agreement: "b" }, "agreement"], [{ filters: {} }, "filters"], [{ whatIf: { price: 1 } }, "whatIf.price"],
    [{ whatIf: { spend: 0.5 } }, "whatIf.spend"], [{ whatIf: { spend: -101 } }, "whatIf.spend"],
  ]) {
    assert.throws(() => ask(given, question), (error) => error.name === "RedcatError" && error.path === path, path);
  }
  assert.deepEqual(ask({ ...given, agreements: undefined }).agreements, []);
});

test("the types name what is returned", async () => {
  const types = await packed("engine.d.ts");
  assert.match(types, /settle\(question\?: SettleQuestion\): Settled/);
  const keys = (value) =>
    value === null || typeof value !== "object" ? []
      : Array.isArray(value) ? value.flatMap(keys)
      : Object.entries(value).flatMap(([key, below]) => [key, ...keys(below)]);
  const found = ask(await sample("beauty"), { whatIf: { spend: 5 } });
  for (const key of new Set(keys(found))) {
    assert.match(types, new RegExp(`\\b${key}\\??:`), key);
  }
});
