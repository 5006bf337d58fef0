// Report.funnel of the package: against a scan of the sample's rows (scan.mjs), and routes, joins and leaks by hand.
import assert from "node:assert/strict";
import test from "node:test";
import { Report, near, sample } from "./reference.mjs";
import { plus, scanner, since, wilson } from "./scan.mjs";

const beauty = JSON.parse(new TextDecoder().decode(await sample("beauty")));
const rows = scanner(beauty);
const report = Report.parse(await sample("beauty"));
const { complete_through: last } = beauty.meta;
const wave = { from: "2025-05-13", to: "2025-06-20" };
const open = { from: "2025-06-10", to: last };

/** The cube of the sample that has routes, or the one that has notes. */
const cubeOf = (id) => rows.cubes.find(({ measures, by }) => measures.includes(id) && by.includes("note")).id;

/** What a step counts over some days. */
function scanned({ measure, route }, days, filters = {}) {
  const own = route && ["link_clicks", "screenshots", "searches"].includes(measure) ? { ...filters, route: [route] } : filters;
  const [group = { value: 0n, estimate: 0 }] = rows.scan(cubeOf(measure), measure, days, own, []).values();
  return group;
}

/** The days on which both measures are final. */
const final = (days, ids) => ({ from: days.from, to: [days.to, ...ids.map(rows.finalThrough)].sort()[0] });

test("every count and share of the sample is that of the rows, whole and by category", () => {
  for (const date of [wave, open]) {
    const found = report.funnel({ filters: { date }, groupBy: ["category"] });
    assert.deepEqual([found.days, found.compared], [date, null]);
    assert.deepEqual(found.routes, ["direct", "search"]);
    assert.deepEqual(found.groups.map(({ key }) => key.category), beauty.dimensions[0].members.map(({ id }) => id));
    const all = [[found, {}], ...found.groups.map((group) => [group, { category: [group.key.category] }])];
    for (const [{ steps }, filters] of all) {
      assert.deepEqual(steps.map(({ id }) => id).sort(), beauty.funnel.steps.map(({ id }) => id).sort());
      for (const step of steps) {
        const group = scanned(step, date, filters);
        assert.equal(BigInt(step.count.value), group.value, step.id);
        assert.deepEqual(step.ignored, []);
        const shares = [[steps[0].id, step.ofFirst], [step.previous[0], step.ofPrevious]];
        for (const [below, share] of shares.filter(([, share]) => share !== null && !share.refused)) {
          const bottom = steps.find(({ id }) => id === below);
          const days = final(date, [step.measure, bottom.measure]);
          assert.deepEqual(share.days, days, step.id);
          const [x, n] = [scanned(step, days, filters), scanned(bottom, days, filters)];
          assert.equal(BigInt(share.denominator.value), n.value);
          if (typeof share.value === "number") assert.ok(near(share.value / (x.estimate / n.estimate), 1, 1e-12), step.id);
        }
        const end = rows.finalThrough(step.measure);
        if (end < date.to) {
          const growing = { from: plus(end, 1) > date.from ? plus(end, 1) : date.from, to: date.to };
          assert.deepEqual(step.growing.days, growing);
          assert.ok(near(step.growing.part / scanned(step, growing, filters).estimate, 1, 1e-12));
        } else {
          assert.equal(step.growing, null);
        }
      }
    }
    const parts = found.steps.find(({ id }) => id === "engagements").parts;
    assert.deepEqual(parts.map(({ measure }) => measure), ["likes", "collects", "comments", "shares"]);
    for (const { measure, count } of parts) assert.equal(BigInt(count.value), scanned({ measure }, date).value);
  }
});

test("routes stand side by side, join with one share each, and optional steps are passed by", () => {
  const { steps } = report.funnel({ filters: { date: wave } });
  const of = (id) => steps.find((step) => step.id === id);
  assert.deepEqual([of("link_clicks").stage, of("searches").stage], [2 + 1, 2 + 2]);
  assert.deepEqual([of("searches").previous, of("searches").route], [["reads"], "search"]);
  const visits = of("store_visits");
  assert.deepEqual([visits.previous, visits.ofPrevious], [["link_clicks", "searches"], null]);
  for (const { route, previous, rate } of visits.joins) {
    assert.equal(previous, { direct: "link_clicks", search: "searches" }[route]);
    const days = final(wave, ["store_visits_exposed"]);
    const [x] = rows.scan("path", "store_visits_exposed", days, { route: [route] }, []).values();
    const [n] = rows.scan("path", of(previous).measure, days, { route: [route] }, []).values();
    assert.ok(near(rate.value / (x.estimate / n.estimate), 1, 1e-12), route);
  }
  assert.equal(visits.joins.length, 2);
  assert.deepEqual(of("orders").previous, ["store_visits"]);
});

test("the edges that lose most are those of the counts", () => {
  const { steps, biggestLoss, steepestLoss } = report.funnel({ filters: { date: wave } });
  const through = steps.filter(({ optional, route }) => !optional && route === null);
  const edges = through.slice(1).map((to, n) => {
    const days = final(wave, [through[n].measure, to.measure]);
    const [before, after] = [scanned(through[n], days).estimate, scanned(to, days).estimate];
    return { from: through[n].id, to: to.id, lost: before - after, share: 1 - after / before };
  });
  for (const [found, by] of [[biggestLoss, "lost"], [steepestLoss, "share"]]) {
    const expected = edges.reduce((a, b) => (b[by] > a[by] ? b : a));
    assert.deepEqual([found.from, found.to], [expected.from, expected.to]);
    assert.ok(near(found.lost / expected.lost, 1, 1e-9) && near(found.share, expected.share, 1e-12));
  }
});

test("a comparison is over final days of both periods, and its change divides", () => {
  const { steps, compared } = report.funnel({ filters: { date: open }, compare: "previous" });
  assert.equal(since(compared.baseline.to, compared.baseline.from), since(open.to, open.from));
  for (const step of steps) {
    const { days, now, before, change } = step.compared.count;
    assert.deepEqual(days.current, final(open, [step.measure]), step.id);
    assert.equal(BigInt(now.value), scanned(step, days.current).value);
    assert.equal(BigInt(before.value), scanned(step, days.baseline).value);
    const [after, start] = [scanned(step, days.current).estimate, scanned(step, days.baseline).estimate];
    assert.ok(near(change.value, after / start - 1, 1e-12), step.id);
  }
  const orders = steps.find(({ id }) => id === "orders").compared.ofPrevious;
  assert.ok(orders.change.inPoints && near(orders.change.value, orders.now.value - orders.before.value, 1e-15));
  const months = { from: "2024-05-01", to: "2024-05-31" };
  const none = report.funnel({ filters: { date: months }, compare: "year" });
  assert.deepEqual([none.compared, none.steps[0].compared], [null, null]);
});

test("persons have Wilson's interval, a filter that cannot be followed says so, and routes are no filter", () => {
  const count = (id, subset) => ({ id, label: id, kind: "count", unit: "person", anchor: "both", ...(subset && { subset_of: subset }) });
  const given = {
    schema: "redcat.report/1",
    meta: {
      merchant: { id: "m", name: "M" }, source: "test", generated_at: "2025-06-03T00:00:00Z", time_zone: "Asia/Shanghai",
      currency: "CNY", data_from: "2025-06-01", complete_through: "2025-06-01", min_cell: 5, privacy_measure: "visitors",
    },
    dimensions: [
      { id: "city", label: "City", members: ["x", "y", "z"].map((id) => ({ id, label: id })) },
      { id: "gender", label: "Gender", members: [{ id: "f", label: "f" }] },
    ],
    measures: [count("visitors"), count("buyers", "visitors"), count("seen")],
    cells: [
      { id: "main", by: ["city"], measures: ["visitors", "buyers"], layout: "records", records: [
        { date: "2025-06-01", city: "x", visitors: 400, buyers: 40 }, { date: "2025-06-01", city: "y", visitors: 4, buyers: 4 },
        { date: "2025-06-01", city: "z", visitors: 3, buyers: 1 },
      ] },
      { id: "top", by: [], measures: ["seen"], layout: "records", records: [{ date: "2025-06-01", seen: 9000 }] },
    ],
    funnel: { steps: [{ id: "seen", measure: "seen" }, { id: "visit", measure: "visitors" }, { id: "buy", measure: "buyers" }] },
  };
  const small = Report.parse(given);
  const { steps, groups } = small.funnel({ groupBy: ["city"], filters: { city: ["x", "y", "z"] } });
  const buy = steps[2].ofPrevious;
  assert.ok(near(buy.value, 45 / 407, 1e-15));
  assert.equal(buy.interval.method, "wilson");
  const [lower, upper] = wilson(45, 407);
  assert.ok(near(buy.interval.lower, lower) && near(buy.interval.upper, upper));
  assert.deepEqual([steps[0].ignored, steps[0].count.unfiltered], [["city"], true]);
  assert.deepEqual(steps[1].ofFirst.value, { refused: "not_at_this_cut" });
  assert.deepEqual(groups.map(({ key, refused }) => [key.city, refused]), [["x", undefined], ["y", "hidden"], ["z", "hidden"]]);
  assert.ok(near(groups[0].steps[2].ofPrevious.value, 0.1, 1e-15));
  small.free();
  const whole = report.funnel({ filters: { date: wave } });
  assert.deepEqual(report.funnel({ filters: { date: wave, route: ["search"] } }), whole);
  delete given.funnel;
  const without = Report.parse(given);
  assert.equal(without.funnel(), null);
  without.free();
});

test("a question that names what is not there is refused", () => {
  for (const [question, path] of [
    [{ measures: ["gmv"] }, "measures"], [{ groupBy: ["route"] }, "groupBy"], [{ groupBy: ["date"] }, "groupBy"],
    [{ compare: { wave: 618 } }, "compare"], [{ filters: { category: ["moon"] } }, "filters.category"], ["all", ""], [[], ""],
  ]) {
    assert.throws(() => report.funnel(question), (error) => error.name === "RedcatError" && error.path === path, path);
  }
});
