// Report.correlate of the package against scipy (tests/fixtures/statistics), and on the samples.
import assert from "node:assert/strict";
import test from "node:test";
import { Report, near, sample, text } from "./reference.mjs";

const FIRST = Date.UTC(2025, 3, 1);
const day = (n) => new Date(FIRST + n * 86_400_000).toISOString().slice(0, 10);

/** A document of two counts and an amount by product; days without x and y were not delivered. */
function document(x, y) {
  const count = (id, anchor) => ({ id, label: id, kind: "count", anchor });
  const delivered = x.map((_, n) => n).filter((n) => x[n] !== null || y[n] !== null);
  return {
    schema: "redcat.report/1",
    meta: {
      merchant: { id: "m", name: "M" }, source: "test", generated_at: "2025-06-03T00:00:00Z", time_zone: "Asia/Shanghai",
      currency: "CNY", data_from: day(0), complete_through: day(x.length - 1),
      missing_dates: x.map((_, n) => day(n)).filter((_, n) => !delivered.includes(n)),
    },
    dimensions: [{ id: "product", label: "product", members: [{ id: "a", label: "a" }, { id: "b", label: "b" }] }],
    measures: [count("reads", "both"), count("orders", "event"), count("orders_exposed", "exposure"),
      { id: "gmv", label: "gmv", kind: "money" }],
    cells: {
      id: "main", by: ["product"], measures: ["reads", "orders", "orders_exposed", "gmv"], layout: "records",
      records: delivered.map((n) => ({ date: day(n), product: "a", reads: x[n], orders: y[n], orders_exposed: 0, gmv: 2 ** 53 - 1 })),
    },
    calendar: [{ from: day(3), to: day(5), label: "618", kind: "promotion" }],
  };
}

/** Asks a report of this document and frees it. */
function ask(given, question) {
  const report = Report.parse(given);
  try {
    return report.correlate(question);
  } finally {
    report.free();
  }
}

test("every lag, interval and adjusted p is that of scipy, with gaps, ties and few days", async () => {
  const { series } = JSON.parse(await text("tests/fixtures/statistics/correlation.json"));
  let compared = 0;
  for (const name of ["lagged", "gaps", "gaps_and_ties", "ten_days", "three_days"]) {
    for (const [clean, key] of [["raw", "raw"], ["weekday", "weekday"], ["difference", "differences"]]) {
      for (const method of ["pearson", "spearman"]) {
        const { x, y } = series[name];
        const expected = series[name][`${key}_${method}`];
        const found = ask(document(x, y), { x: "reads", y: "orders", clean, method });
        assert.equal(found.lags.length, 15);
        const adjusted = found.lags.filter((lag) => "r" in lag).map((lag) => lag.adjusted);
        assert.equal(adjusted.length, expected.holm.length);
        adjusted.forEach((p, n) => assert.ok(near(p, expected.holm[n], 1e-8)));
        for (const [lag, wanted] of Object.entries(expected.lags)) {
          const one = found.lags[lag];
          if (typeof wanted === "string") {
            assert.equal(one.refused, { FewPairs: "few_pairs", NoSpread: "no_spread" }[wanted]);
            continue;
          }
          assert.equal(one.n, wanted.n);
          for (const [a, b] of [[one.r, wanted.r], [one.nEff / one.n, wanted.n_effective / one.n],
            [one.lower, wanted.interval_effective[0]], [one.upper, wanted.interval_effective[1]]]) {
            assert.ok(near(a, b), `${name} ${key} ${method} lag ${lag}: ${a} is not ${b}`);
          }
          compared += 1;
        }
        const atOnce = found.atOnce[clean];
        assert.deepEqual(atOnce.r, found.lags[0].r);
      }
    }
  }
  assert.ok(compared > 200);
});

test("gaps, promotions, money and members are told as they are", async () => {
  const x = Array.from({ length: 40 }, (_, n) => (n === 7 ? null : 100 + ((n * 7919) % 23)));
  const y = x.map((value, n) => (n === 7 ? null : n === 8 ? null : value + ((n * 31) % 17)));
  const found = ask(document(x, y), { x: "reads", y: "orders", mask: "promotion", by: "product", maxLag: 2 });
  assert.deepEqual(found.lags.map((lag) => lag.lag), [0, 1, 2]);
  assert.deepEqual([3, 7, 8, 9].map((n) => found.points[n].gap), ["promotion", "not_delivered", "not_known", null]);
  assert.deepEqual([found.points[8].x, found.points[8].y], [x[8], null]);
  assert.equal(found.members.tests, 1);
  assert.deepEqual(found.members.rows.map((row) => [row.key, row.verdict]), [["a", found.verdict]]);
  assert.deepEqual(found.members.rows[0].weekday, found.atOnce.weekday);
  const money = ask(document(x, y), { x: "reads", y: "gmv" });
  assert.equal(money.points[0].y, 2n ** 53n - 1n);
  assert.equal(money.verdict, "untested");
});

test("what would mislead is refused by name, and what the document lacks is an error", () => {
  const given = document([1, 2, 3, 4], [2, 1, 4, 3]);
  assert.deepEqual(ask(given, { x: "reads", y: "orders_exposed" }), { refused: "anchors_differ" });
  assert.deepEqual(ask(given, { x: "reads", y: "orders", filters: { date: { from: "2020-01-01", to: "2020-01-02" } } }),
    { refused: "no_data" });
  for (const odd of [{ x: "reads" }, { x: "reads", y: "no" }, { x: "reads", y: "orders", maxLag: 15 },
    { x: "reads", y: "orders", clean: "no" }, { x: "reads", y: "orders", mask: "no" }, { x: "reads", y: "orders", by: "no" },
    { x: "reads", y: "orders", colour: 1 }]) {
    assert.throws(() => ask(given, odd), (error) => error.name === "RedcatError" && error.kind === "invalid_selection");
  }
});

test("the sample holds the lipstick that the press wrote of", async () => {
  const question = { x: "engagements", y: "orders", filters: { product: ["p15"], destination: ["tmall"] } };
  const found = ask(await sample("beauty"), question);
  assert.equal(found.verdict, "together");
  assert.ok(near(found.atOnce.raw.r, 0.82, 0.005));
  assert.deepEqual(found.ignored, { x: ["destination"], y: [] });
  assert.equal(found.points.length, 434);
});
