// The engine's tables of numbers and its funnel: every question, and every member of the answers read once.
import {
  type Catalogue,
  type CompareDays,
  type Count,
  type Cut,
  type Days,
  type ExperimentQuestion,
  type Explained,
  type Funnel,
  type FunnelLoss,
  type FunnelQuestion,
  type FunnelStep,
  type FunnelSteps,
  type MeasureKind,
  type Moved,
  type Named,
  type Numbers,
  type Queried,
  type QueriedMeasure,
  type QueryQuestion,
  type Quotient,
  type Rate,
  type Refused,
  type Report,
} from "redcat-report/engine";

const compare: CompareDays[] = ["previous", "year", { from: "2025-05-01", to: "2025-05-31" }, { wave: "618" }];
const span = (days: Days | null): string => (days ? `${days.from}–${days.to}` : "");
const refused = (it: object): it is Refused => "refused" in it && !("rows" in it);
const named = (it: Named): string => (typeof it === "string" ? it : Object.values(it).join());

export function catalogue({ catalogue }: Report): unknown {
  const { meta, dimensions, measures, ratios, cubes, steps, experiments, agreements, waves }: Catalogue = catalogue;
  const { merchant, source, generatedAt, timeZone, currency, days, missingDates, demo, minCell } = meta;
  return [
    merchant.id, named(merchant.name), named(source), generatedAt, timeZone, currency, span(days), missingDates.length, demo,
    minCell + 1,
    dimensions.map(({ id, label, parent, members }) => [id, named(label), parent, members.map((it) => [it.id, it.parent])]),
    measures.map(({ id, label, kind, unit, anchor, subsetOf, polarity, sampled, finalThrough }) => [
      id, named(label), kinds[kind], unit, anchor, subsetOf, polarity, sampled, finalThrough,
    ]),
    ratios.map(({ id, label, numerator, denominator, per }) => [id, label && named(label), numerator, denominator, per + 1]),
    cubes.map(({ id, by, measures, rows, days }) => [id, by.join(), measures.join(), rows + 1, span(days)]),
    [...steps, ...experiments, ...agreements, ...waves].join(),
  ];
}

const kinds: Record<MeasureKind, string> = { count: "", money: "", unique: "", stock: "", sumsq: "" };

export function query(report: Report): unknown {
  const question: QueryQuestion = {
    filters: { date: { from: "2025-06-01", to: "2025-06-30" }, category: ["lip", null] }, groupBy: ["category", "week"],
    measures: ["gmv", "roi"], orderBy: { measure: "gmv", descending: true }, limit: 5,
  };
  report.query({ measures: ["gmv"], compare: compare[0]!, orderBy: "gmv" });
  const { days, compared, measures, rows, others, totals }: Queried = report.query(question);
  return [
    span(days), compared && span(compared.current) + span(compared.baseline), Object.values(measures).map(described),
    rows.map(({ key, ...numbers }) => [key.category ?? "", cells(numbers)]), others && [others.rows + 1, cells(others)],
    cells(totals),
  ];
}

const described = ({ kind, days, cut }: QueriedMeasure) => [kind === "ratio" ? kind : kinds[kind], span(days), how(cut)];

function how({ kind, cube, ignored, missing }: Cut): unknown {
  const cuts: Record<Cut["kind"], string> = { exact: "", exact_unique: "", unfiltered: "", ungrouped: "", absent: "" };
  return [cuts[kind], cube, ignored.join(), missing.join()];
}

function cells({ values, compared }: Numbers): unknown {
  const read = (it: Count | Rate | Refused) => (refused(it) ? it.refused : "numerator" in it ? rate(it) : count(it));
  return [Object.values(values).map(read), compared && Object.values(compared).map(moved)];
}

function count({ value, atMost, estimate, rows, lacking, suppressed, unfiltered, refused: why }: Count): unknown {
  const whole = typeof value === "bigint" ? value + 1n : (value ?? 0) + 1;
  const scaled = estimate && ("refused" in estimate ? estimate.refused : [estimate.value + 1, estimate.se]);
  return [whole, atMost, scaled, rows + lacking + suppressed, unfiltered, why === "hidden" || why === "not_whole"];
}

function quotient({ numerator, denominator, value }: Quotient): unknown {
  const found = typeof value === "number" ? value + 1 : "atLeast" in value ? value.atLeast + value.atMost : value.refused;
  return [count(numerator), count(denominator), found];
}

function rate({ days, interval, ...of }: Rate): unknown {
  if ("refused" in interval) return [span(days), quotient(of), interval.refused];
  const clusters = interval.method === "days" ? interval.days + 1 : interval.method;
  return [span(days), quotient(of), interval.lower + interval.upper, clusters];
}

function moved({ days, counted, now, before, change }: Moved): unknown {
  const read = (it: Count | Quotient | Refused) => (refused(it) ? it.refused : "numerator" in it ? quotient(it) : count(it));
  const by = "refused" in change ? change.refused : [change.value + 1, change.inPoints];
  return [days && span(days.current) + span(days.baseline), counted + 1, read(now), read(before), by];
}

export function explain(report: Report): unknown {
  const { rowsScanned, kept, passes, measures }: Explained = report.explain({ measures: ["gmv"] });
  const all = passes.map(({ structure, cube, cubeRows, rowsScanned, days, filters, groupBy, measures, levels }) => [
    structure === "cube", cube, cubeRows + rowsScanned, span(days), filters.join(), groupBy.join(), measures.join(), levels,
  ]);
  return [rowsScanned + 1, kept === true, all, Object.values(measures).map(how)];
}

export function funnel(report: Report): unknown {
  const question: FunnelQuestion = { filters: { gender: ["female"] }, groupBy: ["category"], compare: "previous" };
  const found: Funnel | null = report.funnel(question) ?? report.funnel();
  if (found === null) return null;
  const groups = found.groups.map(({ key, ...it }) => [key.category, "refused" in it ? it.refused : path(it)]);
  return [span(found.days), found.compared && span(found.compared.baseline), found.routes.join(), path(found), groups];
}

const loss = ({ from, to, lost, share }: FunnelLoss) => [from, to, lost + share];

function path({ steps, biggestLoss, steepestLoss }: FunnelSteps): unknown {
  return [steps.map(step), biggestLoss && loss(biggestLoss), steepestLoss && loss(steepestLoss)];
}

function step(it: FunnelStep): unknown {
  const counted = (it: Count | Refused) => (refused(it) ? it.refused : count(it));
  const share = (it: Rate | Refused | null) => it && (refused(it) ? it.refused : rate(it));
  return [
    it.id, it.measure, it.stage + 1, it.route, it.optional, it.previous.join(), counted(it.count), it.ignored.join(),
    it.growing && [span(it.growing.days), it.growing.part + 1], share(it.ofFirst), share(it.ofPrevious),
    it.joins.map(({ route, previous, rate }) => [route, previous, share(rate)]),
    it.parts.map(({ measure, count, ofPrevious }) => [measure, counted(count), share(ofPrevious)]),
    it.compared && [moved(it.compared.count), it.compared.ofPrevious && moved(it.compared.ofPrevious)],
  ];
}

export function experiment(report: Report): number {
  const question: ExperimentQuestion = { id: "e1" };
  return report.experiment(question).length + report.experiment("e1").length;
}
