// Report.query and Report.explain of the package against a scan of the document's own rows (scan.mjs), and by hand.
import assert from "node:assert/strict";
import test from "node:test";
import { Report, near, packed, sample } from "./reference.mjs";
import { clustered, plus, scanner, seeded, since } from "./scan.mjs";

const beauty = JSON.parse(new TextDecoder().decode(await sample("beauty")));
const rows = scanner(beauty);
const report = Report.parse(await sample("beauty"));
const { data_from: first, complete_through: last, missing_dates: missing } = beauty.meta;

/** A document of two days and two categories, changed by hand. */
function document(change = () => {}) {
  const given = {
    schema: "redcat.report/1",
    meta: {
      merchant: { id: "m", name: "M" }, source: "test", generated_at: "2025-06-03T00:00:00Z", time_zone: "Asia/Shanghai",
      currency: "CNY", data_from: "2025-06-01", complete_through: "2025-06-02",
    },
    dimensions: [{ id: "category", label: "C", members: ["a", "b", "c"].map((id) => ({ id, label: { en: id } })) }],
    measures: [
      { id: "reads", label: "Reads", kind: "count", anchor: "both" },
      { id: "orders", label: "Orders", kind: "count", anchor: "both" },
      { id: "people", label: "People", kind: "unique", unit: "person", anchor: "both" },
      { id: "gmv", label: "GMV", kind: "money", anchor: "both" },
    ],
    ratios: [{ id: "rate", label: "Rate", numerator: "orders", denominator: "reads" }],
    cells: {
      id: "main", by: ["category"], measures: ["reads", "orders", "people", "gmv"], layout: "records",
      records: [
        { date: "2025-06-01", category: "a", reads: 100, orders: 10, people: 90, gmv: 9007199254740991 },
        { date: "2025-06-01", category: "b", reads: 50, orders: 0, people: 40, gmv: 500 },
        { date: "2025-06-02", category: "a", reads: 300, orders: 60, people: 200, gmv: 9007199254740991 },
        { date: "2025-06-02", category: "c", reads: 20, orders: 5, people: 3, gmv: -100 },
        { date: "2025-06-02", reads: null, orders: 1, people: 1, gmv: 7, suppressed: ["reads"] },
      ],
    },
  };
  change(given);
  return given;
}

/** Asks a report of this document and frees it. */
function ask(given, question, call = "query") {
  const report = Report.parse(given);
  try {
    return report[call](question);
  } finally {
    report.free();
  }
}

const value = (numbers, id) => numbers.values[id].value;

/** Holds a count of the package to that of the scan. */
function equal(found, group, where) {
  const blank = group.rows > 0 && group.lacking === group.rows;
  if (found.refused === undefined) {
    assert.equal(BigInt(found.value), group.value, where);
    assert.equal(BigInt(found.atMost), group.atMost, where);
  } else {
    assert.ok(found.refused === "hidden" || (found.refused === "not_whole" && blank), `${where}: ${found.refused}`);
    assert.deepEqual([found.value, found.atMost, found.estimate], [null, null, null], where);
  }
  assert.deepEqual([found.rows, found.lacking, found.suppressed], [group.rows, group.lacking, group.suppressed], where);
  if (found.estimate?.refused) assert.ok(group.unscaled, where);
  else if (found.estimate) assert.ok(near(found.estimate.value / group.estimate, 1, 1e-12), where);
  else if (!found.refused) assert.ok(near(group.estimate, Number(group.value), 1e-6), where);
}

const NOTHING = { value: 0n, atMost: 0n, rows: 0, lacking: 0, suppressed: 0, estimate: 0 };

/** What groups come to together. */
function together(groups, kind, population) {
  const sum = { ...NOTHING };
  let most = 0n;
  for (const group of groups) {
    sum.value = kind === "unique" ? (group.value > sum.value ? group.value : sum.value) : sum.value + group.value;
    sum.estimate = kind === "unique" ? Math.max(sum.estimate, group.estimate) : sum.estimate + group.estimate;
    most += group.atMost;
    for (const part of ["rows", "lacking", "suppressed"]) sum[part] += group[part];
    sum.unscaled ||= group.unscaled;
  }
  if (kind === "unique" && population !== undefined && most > BigInt(population)) most = BigInt(population);
  sum.atMost = kind === "unique" ? (most > sum.value ? most : sum.value) : sum.value;
  return sum;
}

/** Holds the column of one measure to the scan of the cube that answered; says which cut it was. */
function column(question, found, id) {
  const { kind, days, cut } = found.measures[id];
  const { date, ...filters } = question.filters;
  const { population } = rows.measure(id);
  assert.equal(kind, rows.measure(id).kind);
  assert.deepEqual(days, date ?? { from: first, to: last });
  if (cut.kind === "exact_unique") return cut.kind;
  const carrying = rows.cubes.filter((cube) => cube.measures.includes(id));
  const dimensions = question.groupBy.filter((by) => !["date", "week", "month"].includes(by));
  const lacks = (cube, wanted) => wanted.filter((by) => !rows.ladder(cube, by));
  const answers = carrying.some((cube) => lacks(cube, [...dimensions, ...Object.keys(filters)]).length === 0);
  assert.equal(cut.kind === "exact", answers, `${id} is ${cut.kind}`);
  const cube = carrying.find((cube) => cube.id === cut.cube);
  assert.deepEqual(cut.ignored, beauty.dimensions.map(({ id }) => id).filter((by) => by in filters && lacks(cube, [by]).length));
  assert.deepEqual([...cut.missing].sort(), lacks(cube, dimensions).sort());
  const kept = Object.fromEntries(Object.entries(filters).filter(([by]) => !cut.ignored.includes(by)));
  if (cut.kind === "ungrouped") {
    for (const row of found.rows) assert.deepEqual(row.values[id], { refused: "not_at_this_cut" });
    const [whole = NOTHING] = rows.scan(cut.cube, id, days, kept, []).values();
    if (kind !== "unique") equal(found.totals.values[id], whole, `${id} in all`);
    return cut.kind;
  }
  const groups = rows.scan(cut.cube, id, days, kept, question.groupBy);
  const named = (row) => question.groupBy.map((by) => row.key[by]).join(" ");
  for (const row of found.rows) equal(row.values[id], groups.get(named(row)) ?? NOTHING, `${id} of ${named(row)}`);
  assert.equal(found.totals.values[id].unfiltered, cut.ignored.length > 0);
  if (kind === "stock") return "stock";
  const listed = new Set(question.groupBy.length ? found.rows.map(named) : groups.keys());
  const beyond = [...groups].filter(([name]) => !listed.has(name)).map(([, group]) => group);
  assert.ok(beyond.length === 0 || found.others.rows >= beyond.length);
  if (found.others) equal(found.others.values[id], together(beyond, kind, population), `${id} of others`);
  const total = together([...groups.values()], kind, population);
  if (kind !== "unique" || found.totals.values[id].value !== found.totals.values[id].atMost) {
    equal(found.totals.values[id], total, `${id} in all`);
  } else {
    // An exact count of all days stands where only bounds are known by group.
    const exact = BigInt(found.totals.values[id].value);
    assert.ok(total.value <= exact && exact <= total.atMost, id);
  }
  return cut.kind;
}

test("150 seeded questions are answered as a scan of the rows answers them", () => {
  const next = seeded(20250618);
  const pick = (list) => list[next(list.length)];
  const counts = [...beauty.measures.map(({ id }) => id), ...Array(3).fill("members"), ...Array(3).fill("readers")];
  const met = {};
  for (let n = 0; n < 150; n += 1) {
    const by = beauty.dimensions.map(({ id }) => id);
    const filters = {};
    for (let k = next(3); k > 0; k -= 1) {
      const { id, members } = pick(beauty.dimensions);
      filters[id] = [...new Set([pick(members).id, pick(members).id, ...(next(4) === 0 ? [null] : [])])];
    }
    const from = plus(first, next(since(last, first)));
    const to = plus(from, next(90));
    if (next(5) > 0) filters.date = { from, to: to > last ? last : to };
    const groupBy = [...new Set([pick([...by, "date", "week", "month"]), pick(by)])].slice(0, next(3));
    const measures = [...new Set([pick(counts), pick(counts), pick(counts)])];
    const question = { filters, groupBy, measures };
    if (next(2)) question.limit = 1 + next(8);
    if (next(2)) question.orderBy = { measure: pick(measures), descending: next(2) === 1 };
    const found = report.query(question);
    try {
      for (const id of measures) {
        const kind = column(question, found, id);
        met[kind] = (met[kind] ?? 0) + 1;
      }
      if (question.orderBy) {
        const magnitude = ({ values }) => {
          const found = values[question.orderBy.measure];
          return found.refused ? null : (found.estimate?.value ?? Number(found.value));
        };
        // What is refused may be known all the same; what is hidden or nowhere stands last.
        const known = found.rows.map(magnitude).filter((magnitude) => magnitude !== null);
        const sorted = [...known].sort((a, b) => (question.orderBy.descending ? b - a : a - b));
        assert.deepEqual(known, sorted);
      }
      assert.ok(found.rows.length <= (question.limit ?? Infinity));
    } catch (error) {
      error.message += ` in ${JSON.stringify(question)}`;
      throw error;
    }
  }
  for (const kind of ["exact", "unfiltered", "ungrouped", "stock"]) assert.ok(met[kind] > 5, `${kind}: ${met[kind]}`);
});

test("rates are the quotients of sums over the days on which both sides are final, with their interval", () => {
  const next = seeded(7);
  const pick = (list) => list[next(list.length)];
  let intervals = 0;
  for (let n = 0; n < 60; n += 1) {
    const { id, numerator, denominator } = pick(beauty.ratios.filter(({ id }) => id !== "shop_roi"));
    const groupBy = pick([[], ["category"], ["channel"], ["boost", "category"], ["note_kind"]]);
    const to = plus(last, -next(200));
    const date = { from: plus(to, -next(60)), to };
    const found = report.query({ filters: { date }, groupBy, measures: [id], orderBy: id, limit: 3 });
    const end = [to, rows.finalThrough(numerator), rows.finalThrough(denominator)].sort()[0];
    if (end < date.from) {
      assert.equal(found.measures[id].days, null);
      assert.ok(found.rows.every(({ values }) => values[id].refused === "no_mature_days"));
      continue;
    }
    const days = { from: date.from, to: end };
    assert.deepEqual(found.measures[id].days, days);
    const cubeOf = (measure) => rows.cubes.find((cube) => cube.measures.includes(measure) && cube.by.includes("note")).id;
    const sides = [numerator, denominator].map((measure) => rows.scan(cubeOf(measure), measure, days, {}, groupBy));
    const byDay = [numerator, denominator].map((measure) => rows.scan(cubeOf(measure), measure, days, {}, [...groupBy, "date"]));
    let before = Infinity;
    for (const row of found.rows) {
      const key = groupBy.map((by) => row.key[by]);
      const [top, bottom] = sides.map((side) => side.get(key.join(" ")) ?? NOTHING);
      const { value, interval, numerator: x, denominator: n } = row.values[id];
      assert.equal(BigInt(x.value), top.value);
      assert.equal(BigInt(n.value), bottom.value);
      if (value.refused) {
        assert.ok(value.refused !== "too_small" || bottom.value < 30n, value.refused);
        continue;
      }
      assert.ok(near(value / (top.estimate / bottom.estimate), 1, 1e-12), id);
      assert.ok(value <= before, "largest first");
      before = value;
      if (interval.method !== "days") {
        assert.ok(["sampled_variance", "few_days"].includes(interval.refused), JSON.stringify(interval));
        continue;
      }
      const pairs = [];
      for (let day = days.from; day <= days.to; day = plus(day, 1)) {
        if (missing.includes(day)) continue;
        const name = [...key, day].join(" ");
        const pair = byDay.map((side) => side.get(name)?.estimate ?? 0);
        // A day without either tells nothing about the spread.
        if (pair.some((side) => side !== 0)) pairs.push(pair);
      }
      const [lower, upper] = clustered(pairs);
      assert.equal(interval.days, pairs.length);
      const floor = rows.measure(numerator).kind === "money" ? lower : Math.max(lower, 0);
      assert.ok(near(interval.lower / floor, 1, 1e-9) || floor === 0, id);
      assert.ok(near(interval.upper / upper, 1, 1e-9), id);
      intervals += 1;
    }
  }
  assert.ok(intervals > 20, `${intervals} intervals`);
});

test("by hand: sums beyond a cell are exact, nulls are at least, people are bounds, the null member is a row", () => {
  const found = ask(document(), { groupBy: ["category"], measures: ["gmv", "reads", "people", "rate"], orderBy: "gmv", limit: 2 });
  assert.deepEqual(found.rows.map(({ key }) => key), [{ category: "a" }, { category: "b" }]);
  assert.equal(value(found.rows[0], "gmv"), 18014398509481982n);
  assert.equal(found.rows[0].compared, null);
  const { people } = found.rows[0].values;
  assert.deepEqual([people.value, people.atMost], [200, 290]);
  assert.ok(near(value(found.rows[0], "rate"), 70 / 400, 1e-15));
  assert.equal(found.rows[0].values.rate.interval.refused, "few_days");
  assert.equal(found.others.rows, 2);
  assert.equal(value(found.others, "gmv"), -93n);
  const { reads } = found.others.values;
  assert.deepEqual([reads.value, reads.rows, reads.lacking, reads.suppressed], [20, 2, 1, 1]);
  assert.equal(value(found.others, "rate").refused, "not_whole");
  assert.equal(value(found.totals, "gmv"), 18014398509482389n);
  const all = ask(document(), { groupBy: ["category"], measures: ["reads"] });
  assert.deepEqual(all.rows.map(({ key }) => key.category), ["a", "b", "c", null]);
  assert.deepEqual([value(all.rows[3], "reads"), all.rows[3].values.reads.refused], [null, "not_whole"]);
  const weeks = ask(document(), { groupBy: ["week", "category"], measures: ["reads"], filters: { category: ["a"] } });
  assert.deepEqual(weeks.rows.map(({ key }) => key.week), ["2025-05-26", "2025-06-02"]);
});

test("a count that no number holds is an error that says so; money never is", () => {
  const many = document(({ cells }) => {
    for (const record of cells.records) Object.assign(record, { reads: 9007199254740991, suppressed: [] });
  });
  assert.throws(() => ask(many, { measures: ["reads"] }), ({ name, kind, path, message }) => {
    assert.deepEqual([name, kind, path], ["RedcatError", "out_of_range", "measures.reads"]);
    assert.match(message, /45035996273704955/);
    return true;
  });
  assert.equal(ask(many, { measures: ["reads"], filters: { category: ["c"] } }).totals.values.reads.value, 9007199254740991);
});

test("few people are hidden in every column, in others and in sums that would tell of them", () => {
  const given = document(({ meta }) => Object.assign(meta, { min_cell: 5, privacy_measure: "people" }));
  const { rows, others } = ask(given, { groupBy: ["category"], measures: ["gmv", "rate"], limit: 2 });
  assert.deepEqual(rows.map(({ values }) => values.gmv.refused), [undefined, undefined]);
  assert.deepEqual([others.rows, others.values.gmv.refused, others.values.gmv.value], [2, "hidden", null]);
  const whole = ask(given, { groupBy: ["category"], measures: ["gmv", "rate"], orderBy: "gmv" });
  const hidden = whole.rows.filter(({ values }) => values.gmv.refused === "hidden");
  assert.deepEqual(hidden.map(({ key }) => key.category), ["c", null]);
  for (const { values } of hidden) {
    assert.deepEqual([values.gmv.value, values.rate.value.refused, values.rate.numerator.value], [null, "hidden", null]);
  }
  assert.equal(whole.rows.at(-1).values.gmv.refused, "hidden", "what is hidden is not ranked");
});

test("a comparison is day by day over what both periods have, and a group that is gone is told", () => {
  const measures = ["orders", "rate", "people"];
  const question = { filters: { date: { from: "2025-06-02", to: "2025-06-02" } }, groupBy: ["category"], measures, compare: "previous" };
  const { compared, rows, totals } = ask(document(), question);
  assert.deepEqual(compared.baseline, { from: "2025-06-01", to: "2025-06-01" });
  const of = (category) => rows.find(({ key }) => key.category === category).compared;
  assert.deepEqual(of("a").orders.change, { value: 5, inPoints: false });
  assert.equal(of("a").orders.before.value, 10);
  assert.ok(of("a").rate.change.inPoints && near(of("a").rate.change.value, 60 / 300 - 10 / 100, 1e-15));
  assert.deepEqual([of("b").orders.now.value, of("b").orders.change.value], [0, 0]);
  assert.equal(of("c").orders.change.refused, "from_zero");
  assert.equal(of("c").rate.change.refused, "too_small");
  assert.equal(totals.compared.people.change.refused, "bound");
  assert.equal(ask(document(), { ...question, compare: "year" }).compared, null);
  const missed = ask(document(({ meta }) => Object.assign(meta, { data_from: "2025-05-28", missing_dates: ["2025-05-31"] })), {
    ...question, filters: { date: { from: "2025-06-01", to: "2025-06-02" } }, groupBy: [],
  });
  const { orders } = missed.totals.compared;
  assert.deepEqual([orders.counted, orders.now.value, orders.before.value], [1, 10, 0]);
});

test("exact distinct counts stand only where days, filters and groups are those of an entry", () => {
  const june = { from: "2025-06-01", to: "2025-06-30" };
  const entry = (date, by) => beauty.uniques.find((found) => found.from === date.from && found.to === date.to && found.by.join() === by);
  const one = report.query({ filters: { date: june }, groupBy: ["gender"], measures: ["readers"] });
  const unknown = one.rows.find(({ key }) => key.gender === null).values.readers;
  assert.ok(unknown.value < unknown.atMost, "there is no entry for readers of unknown gender");
  for (const { gender, value } of entry(june, "gender").rows) {
    const { readers } = one.rows.find(({ key }) => key.gender === gender).values;
    assert.deepEqual([readers.value, readers.atMost], [value, value]);
  }
  assert.equal(one.totals.values.readers.value, entry(june, "").rows[0].value);
  const women = report.query({ filters: { date: june, gender: ["female"] }, measures: ["readers"] });
  assert.equal(women.totals.values.readers.value, entry(june, "gender").rows.find(({ gender }) => gender === "female").value);
  const other = report.query({ filters: { date: { ...june, to: "2025-06-29" } }, groupBy: ["gender"], measures: ["readers"] });
  assert.equal(other.measures.readers.cut.kind, "exact");
  assert.ok(other.rows.every(({ values: { readers } }) => readers.value < readers.atMost));
});

test("waves compare on the sample as they do by two questions", () => {
  const date = { from: "2025-05-13", to: "2025-06-20" };
  const { totals, compared } = report.query({ filters: { date }, measures: ["impressions", "roi"], compare: { wave: "618" } });
  const { days, now, before, change } = totals.compared.impressions;
  assert.deepEqual(days, compared);
  const each = [days.current, days.baseline].map((date) => report.query({ filters: { date }, measures: ["impressions"] }));
  assert.deepEqual([now.value, before.value], each.map(({ totals }) => value(totals, "impressions")));
  assert.ok(near(change.value, now.value / before.value - 1, 1e-12));
  assert.ok(totals.compared.roi.days !== null && totals.compared.roi.now.denominator.value > 0n);
});

test("explain says which cube each pass reads and how many rows, and what a measure does not follow", () => {
  const date = { from: "2025-06-01", to: "2025-06-07" };
  const { passes, rowsScanned, measures } = report.explain({
    filters: { date, gender: ["female"], category: ["makeup"] }, groupBy: ["channel"], measures: ["spend", "shop_gmv"],
  });
  const days = (id) => rows.cubes.find((cube) => cube.id === id).date.filter((day, row, all) => {
    const name = rows.cubes.find((cube) => cube.id === id).dates[day];
    return name >= date.from && name <= date.to && all[row] === day;
  }).length;
  const content = passes.find(({ cube }) => cube === "content");
  assert.deepEqual([content.structure, content.rowsScanned], ["cube", days("content")]);
  assert.deepEqual([content.filters, content.groupBy, content.measures], [["category"], ["channel"], ["spend"]]);
  assert.equal(content.cubeRows, rows.cubes.find(({ id }) => id === "content").rows);
  assert.deepEqual(measures.spend, { kind: "unfiltered", cube: "content", ignored: ["gender"], missing: [] });
  assert.deepEqual([measures.shop_gmv.kind, measures.shop_gmv.missing], ["ungrouped", ["channel"]]);
  assert.equal(rowsScanned, passes.reduce((sum, pass) => sum + pass.rowsScanned, 0));
});

test("the catalogue has every id that questions may name", () => {
  const { meta, dimensions, measures, ratios, cubes, steps, experiments, agreements, waves } = report.catalogue;
  assert.deepEqual(meta.days, { from: first, to: last });
  assert.deepEqual([meta.currency, meta.demo, meta.missingDates], ["CNY", true, missing]);
  for (const { id, parent, members } of beauty.dimensions) {
    const found = dimensions.find((found) => found.id === id);
    assert.deepEqual([found.parent, found.members.length], [parent ?? null, members.length]);
    assert.deepEqual(found.members[0].parent, members[0].parent ?? null);
  }
  assert.deepEqual(measures.map(({ id }) => id), beauty.measures.map(({ id }) => id));
  assert.equal(measures.find(({ id }) => id === "orders_exposed").finalThrough, rows.finalThrough("orders_exposed"));
  assert.ok(ratios.some(({ id }) => id === "roi") && ratios.some(({ id }) => id === "buyer_rate"));
  assert.deepEqual(cubes.map(({ id, rows }) => [id, rows]), rows.cubes.map(({ id, rows }) => [id, rows]));
  assert.ok(cubes[0].by.includes("category") && !cubes[0].by.includes("gender"));
  assert.deepEqual(steps, beauty.funnel.steps.map(({ id }) => id));
  assert.deepEqual(experiments, beauty.experiments.map(({ id }) => id));
  assert.deepEqual(agreements, beauty.agreements.map(({ id }) => id));
  assert.deepEqual(waves, ["1111", "38", "618"]);
  for (const { id } of [...measures, ...ratios]) report.query({ measures: [id] });
});

test("what is misspelt is told, not left out", async () => {
  const bad = [
    [undefined, "measures"], [{ measures: [] }, "measures"], [{ measures: "gmv" }, "measures"],
    [{ measures: ["gmvv"] }, "measures"], [{ measures: ["gmv", "gmv"] }, "measures"],
    [{ measures: ["gmv"], groupby: ["category"] }, "groupby"], [{ measures: ["gmv"], groupBy: ["moon"] }, "groupBy"],
    [{ measures: ["gmv"], orderBy: "spend" }, "orderBy"], [{ measures: ["gmv"], orderBy: { measure: "gmv", desc: true } }, "orderBy.desc"],
    [{ measures: ["gmv"], limit: 0 }, "limit"], [{ measures: ["gmv"], limit: "3" }, "limit"],
    [{ measures: ["gmv"], compare: "week" }, "compare"], [{ measures: ["gmv"], compare: "previous", groupBy: ["date"] }, "compare"],
    [{ measures: ["gmv"], filters: { moon: ["x"] } }, "filters.moon"],
    [{ measures: ["gmv"], filters: { category: ["moon"] } }, "filters.category"],
    [{ measures: ["gmv"], filters: { category: [] } }, "filters.category"],
    [{ measures: ["gmv"], filters: { date: { from: "2025-06-31", to: "2025-07-01" } } }, "filters.date"],
    [{ measures: ["gmv"], limit: 3n }, ""],
  ];
  for (const [question, path] of bad) {
    for (const call of ["query", "explain"]) {
      assert.throws(() => report[call](question), (error) => error.name === "RedcatError" && error.kind === "invalid_selection" && error.path === path, `${call} ${path}`);
    }
  }
  const types = await packed("engine.d.ts");
  for (const name of ["QueryQuestion", "Queried", "Explained", "Catalogue", "Funnel"]) assert.match(types, new RegExp(`interface ${name}\\b`));
});

test("a document is refused with every fault and its place", () => {
  const given = document(({ cells }) => {
    cells.records[0].reads = "abc";
    cells.records[1].orderz = 1;
    cells.records[2].date = "2025-13-01";
  });
  assert.throws(() => Report.parse(given), ({ name, kind, path, message, faults }) => {
    assert.equal(name, "RedcatError");
    assert.equal(faults.length, 3, JSON.stringify(faults));
    assert.deepEqual([faults[0].kind, faults[0].path], [kind, path]);
    assert.ok(message.includes(path));
    for (const fault of faults) assert.deepEqual(Object.keys(fault), ["kind", "path", "found", "expected"]);
    return true;
  });
});
