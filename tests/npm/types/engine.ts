// Every question that the engine answers, and every member of its answers read once. A test holds this file to name every
// export and member of the types; the compiler holds that each is what it is used as.
import init, {
  initSync,
  Report,
  type AgreementSettlement,
  type Balance,
  type BeforeAfter,
  type BeforeAfterQuestion,
  type Bounded,
  type ChiSquareTest,
  type CohortRow,
  type CompareQuestion,
  type Comparison,
  type ComparisonGroup,
  type ComparisonRow,
  type CorrelateQuestion,
  type Correlated,
  type CorrelatedMember,
  type Correlation,
  type Estimate,
  type ExperimentArm,
  type ExperimentOutcome,
  type Filters,
  type Forecast,
  type InitInput,
  type InitOutput,
  type Party,
  type PayableLine,
  type RedcatError,
  type Refused,
  type Repurchase,
  type RepurchaseCurve,
  type RepurchaseQuestion,
  type ReturnRung,
  type Returns,
  type ReturnsQuestion,
  type SettleQuestion,
  type Settled,
  type SettledAmount,
  type SettledAmounts,
  type SettlementOutcome,
  type SettlementStretch,
  type SyncInitInput,
  type Tested,
  type TierStep,
  type UnitCost,
  type Unsettled,
  type Warning,
} from "redcat-report/engine";

const bytes: InitInput & SyncInitInput = new ArrayBuffer(8);
const started: InitOutput = await init({ module_or_path: bytes });
await init();
initSync({ module: bytes });

/** A value where there is one, or else its code. */
const or = <T>(value: T | Refused, read: (known: T) => unknown): unknown =>
  typeof value === "object" && value !== null && "refused" in value ? refusal(value) : read(value);

function refusal({ refused, numerator, denominator, days }: Refused): string {
  const sentences: Record<Refused["refused"], string> = {
    no_data: "", no_spend: "", too_small: `${numerator}/${denominator}`, exceeds_whole: "", few_days: `${days}`,
    sampled_variance: "", sampled_unscaled: "", bound: "", not_whole: "", hidden: "", anchors_differ: "",
    no_mature_days: "", not_at_this_cut: "", no_daily_values: "", no_benchmark: "", few_merchants: "", from_zero: "",
    no_events: "", one_group: "", few_groups: "", no_spread: "", few_pairs: "", not_converged: "", infinite_mean: "",
    unbounded: "", no_backtest: "", unknown_model: "", not_assigned: "", no_squares: "",
  };
  return sentences[refused];
}

const span = (days: { from: string; to: string } | null): string => (days ? `${days.from}–${days.to}` : "");
const bounds = ({ lower, upper }: { lower: number | null; upper: number | null }) => [lower ?? 0, upper ?? 0];
const estimate = (it: Estimate): number[] => [it.value, ...bounds(it)];
const tested = ({ p, logP }: Tested): number => p + logP;

// Reading a document.
function read(document: Uint8Array | ArrayBuffer | string | object): Report | undefined {
  try {
    return Report.parse(document);
  } catch (cause) {
    const { name, kind, path, faults, message } = cause as RedcatError;
    const right: "RedcatError" = name;
    console.error(right, kind, path, message, faults.map((fault) => [fault.kind, fault.path, fault.found, fault.expected]));
    return undefined;
  }
}

const oddities: Record<Warning["kind"], number> = {
  unknown_keys: 0, duplicate_rows: 0, missing_dates: 0, nulls: 0, suppressed: 0, rows_after_complete: 0,
  rows_before_data: 0, cubes_disagree: 0, step_exceeds_previous: 0,
};

const filters: Filters = { date: { from: "2025-06-01", to: "2025-06-18" }, category: ["lip", null] };

// Who comes back.
function repurchase(report: Report): unknown {
  const question: RepurchaseQuestion = { filters, splitBy: "channel" };
  const answer: Repurchase | null = report.repurchase(question) ?? report.repurchase();
  if (!answer) return undefined;
  const { ageUnit, ignored, curves, logRank, stratified, uplifts, cohorts } = answer;
  const unit: "day" | "week" | "month" = ageUnit;
  const test = ({ chi2, df, p, logP }: ChiSquareTest) => chi2 + df + tested({ p, logP });
  const rows: CohortRow[] = [...cohorts.calendarMonth, ...cohorts.thirtyDays];
  return [
    unit,
    ignored.join(),
    curves.map(curve),
    or(logRank, test),
    or(stratified, test),
    or(uplifts, ({ throughDay, against, groups }) => [
      throughDay,
      against,
      groups.map(({ key, uplift }) => [key, or(uplift, estimate)]),
    ]),
    rows.map(({ cohort, customers, cells }) => [
      cohort,
      customers,
      cells.map(({ known, followed, second, active, value }) => {
        const how: "whole" | "part" | "nothing" = known;
        return [how, followed, ...[second, active, value].map((cell) => or(cell, (number) => number + 1))];
      }),
    ]),
  ];
}

function curve({ key, refused, customers, points, value, cost }: RepurchaseCurve): unknown {
  return [
    key ?? null,
    refused && refusal({ refused }),
    customers,
    points.map((point) => {
      const { age, throughDay, atRisk, events, survival, se } = point;
      return age + throughDay + atRisk + events + survival + se + bounds(point).length;
    }),
    or(value, (ages) =>
      ages.map((at) => {
        const kind: "observed_mean" | "mean_cumulative" = at.kind;
        return [kind, at.age + at.observed + at.value, at.se ?? 0];
      }),
    ),
    or(cost, ({ spend, customers: bought, perCustomer, marginRate, paidBackAge }) => [
      spend + 1n,
      bought + perCustomer,
      marginRate ?? 0,
      paidBackAge ?? 0,
    ]),
  ];
}

const forecast = (report: Report): unknown =>
  or(report.forecast(), ({ model, unit, params, backtest }: Forecast) => {
    const only: "bg_nbd" = model;
    const { expected, actual, error, heldBack } = backtest;
    const held = "from" in heldBack ? span(heldBack) : heldBack.followedAtLeast;
    const each: Record<Forecast["unit"], number> = { day: 1, week: 7, month: 30 };
    return [only, each[unit], params.r + params.alpha + params.a + params.b, expected + actual, or(error, Number), held];
  });

// One against the other.
function compare(report: Report): unknown {
  const baselines: CompareQuestion["baseline"][] = [
    "comparison", "category", "rest", "p50", "p90", { dimension: "channel", member: "none" },
  ];
  const days: CompareQuestion["compare"][] = ["previous", "year", { from: "2025-05-01", to: "2025-05-18" }, { wave: "618" }];
  const questions: CompareQuestion[] = baselines.map((baseline) => ({ ratio: "conversion", by: "channel", baseline, filters }));
  questions.push({
    numerator: "orders", denominator: "reads", by: "channel", baseline: "rest", strata: "category", adjust: "bh",
    compare: days[0]!,
  });
  return questions.map((question) => or(report.compare(question), comparison));
}

function comparison(answer: Comparison): unknown {
  const { kind, intervals, by, days, otherDays, ignored, tests, contradiction, rows } = answer;
  const kinds: Record<Comparison["kind"], number> = { proportion: 0, ratio: 1 };
  const of: Record<Comparison["intervals"], number> = { persons: 0, days: 1, counts: 2 };
  return [kinds[kind], of[intervals], by, span(days), span(otherDays), ignored, tests, contradiction, rows.map(compared)];
}

function compared(row: ComparisonRow): unknown {
  const { key, current, baseline, baselineDays, difference, uplift, p, logP, adjusted, mixAdjusted, contradicts } = row;
  const verdicts: Record<ComparisonRow["verdict"], string> = { higher: "", lower: "", unsure: "", untested: "", baseline: "" };
  const side = ({ numerator, denominator, rate }: ComparisonGroup) => [numerator, denominator, or(rate, Number)];
  const bounded = (it: Bounded) => [it.value, bounds(it), it.refused && refusal({ refused: it.refused })];
  const mix = mixAdjusted && or(mixAdjusted, (it) => [bounded(it.difference), or(it.p, Number), it.homogeneityP ?? 1]);
  const numbers = [or(difference, bounded), or(uplift, bounded), or(p, Number), logP ?? 0, adjusted ?? 1, mix];
  return [key, side(current), side(baseline), span(baselineDays), numbers, contradicts, verdicts[row.verdict]];
}

// Two series.
function correlate(report: Report): unknown {
  const question: CorrelateQuestion = {
    x: "reads", y: "searches", maxLag: 7, method: "spearman", clean: "difference", mask: "promotion", by: "channel", filters,
  };
  return or(report.correlate(question), (answer: Correlated) => {
    const { days, verdict, atOnce, lags, points, ignored, members } = answer;
    const verdicts: Record<Correlated["verdict"], string> = { together: "", opposite: "", unclear: "", untested: "" };
    const one = ({ r, n, nEff, p, ...rest }: Correlation) => r + n + nEff + p + bounds(rest).length;
    const member = (it: CorrelatedMember) => [
      it.key, it.volume, or(it.weekday, one), or(it.raw, one), it.adjusted ?? 1, verdicts[it.verdict],
    ];
    return [
      span(days),
      verdicts[verdict],
      [atOnce.raw, atOnce.weekday, atOnce.difference].map((at) => or(at, one)),
      lags.map((lag) => [lag.lag, "adjusted" in lag ? lag.adjusted + one(lag) : refusal(lag)]),
      points.map(({ date, x, y, promotion, treated, gap }) => {
        const gaps: Record<NonNullable<typeof gap>, string> = { not_delivered: "", promotion: "", not_known: "", withheld: "" };
        return [date, x, y, promotion, treated && treated.x + treated.y, gap && gaps[gap]];
      }),
      ignored.x.concat(ignored.y),
      members && or(members, ({ tests, rows }) => [tests, rows.map(member)]),
    ];
  });
}

// What was tried.
function experiment(report: Report): unknown {
  const arm = ({ units, buyers, gmv, spend }: ExperimentArm) => [units + buyers, gmv + spend];
  const all: ExperimentOutcome[] = [...report.experiment(), ...report.experiment("store-test"), ...report.experiment(null)];
  return all.map(({ id, design, incremental, days, control, arms }) => {
    const designs: Record<ExperimentOutcome["design"], string> = { randomised: "", geo: "", matched: "", observational: "" };
    const of = arms.map((one) => [
      arm(one.exposed),
      [one.mean, one.controlMean].map((mean) => or(mean, Number)),
      or(one.difference, ({ estimate: it, df, ...test }) => [estimate(it), df, tested(test)]),
      one.adjusted ?? 1,
      [one.buyerRate, one.controlBuyerRate, one.total, one.perSpend].map((it) => or(it, estimate)),
      or(one.buyers, ({ difference, uplift, ...test }) => [estimate(difference), or(uplift, estimate), tested(test)]),
    ]);
    return [id, designs[design], incremental, span(days), arm(control), of];
  });
}

function launch(report: Report): unknown {
  const question: BeforeAfterQuestion = {
    launch: "2025-05-20", measure: "gmv", by: "category", member: "lip", against: "rest", weeks: 4, filters,
  };
  return or(report.beforeAfter(question), (answer: BeforeAfter) => {
    const { before, after, own, other, expected, relative, drift, days } = answer;
    return [
      span(before) + span(after),
      own.before + own.after + other.before + other.after + expected,
      or(relative, ({ estimate: it, df, ...test }) => [estimate(it), df, tested(test)]),
      or(drift, ({ perDay, ...test }) => [estimate(perDay), tested(test)]),
      days.map((day) => [day.date, day.own ?? 0, day.other ?? 0]),
    ];
  });
}

// What comes back of what was spent.
function returns(report: Report): unknown {
  const question: ReturnsQuestion = { by: "channel", top: 5, filters };
  const answer: Returns | null = report.returns(question) ?? report.returns();
  if (!answer) return undefined;
  const { basis, rungs, costs, byExposure, by, rows } = answer;
  const bases: Record<Returns["basis"], string> = { event: "", exposure: "" };
  const whole = [bases[basis], by, rungs.map(rung), costs.map(cost), byExposure && cost(byExposure)];
  return [whole, rows.map((row) => [row.key, row.others ?? 0, row.rungs.map(rung), row.costs.map(cost)])];
}

function rung(it: ReturnRung): unknown {
  const rungs: Record<ReturnRung["rung"], string> = {
    reported: "", net_of_refunds: "", mature: "", after_costs: "", whole_shop: "",
  };
  const roi = typeof it.roi === "number" ? it.roi : [refusal(it.roi), it.roi.measure];
  const amounts = [...it.numerator, ...it.denominator].map(({ measure, amount }) => `${measure} ${amount + 1n}`);
  const step = it.step && [rungs[it.step.from], it.step.numerator + it.step.denominator + it.step.roi];
  return [rungs[it.rung], span(it.days), amounts, it.lacking.join(), roi, or(it.interval, bounds), step];
}

function cost({ ratio, numerator, denominator, per, days, above, below, value, interval }: UnitCost): unknown {
  return [ratio, numerator, denominator, per, span(days), above ?? 0, below ?? 0, or(value, Number), or(interval, bounds)];
}

// What is owed.
function settle(report: Report): unknown {
  const question: SettleQuestion = {
    agreement: "a1", whatIf: { spend: 10, conversion: -5, orderValue: 0, refundRate: 20 },
  };
  const { asOf, agreements, owedFinally, owed }: Settled = report.settle(question) ?? report.settle();
  return [asOf, agreements.map(agreement), [...owedFinally, ...owed].map(balance)];
}

function agreement(it: AgreementSettlement): unknown {
  const states: Record<AgreementSettlement["state"], string> = { running: "", maturing: "", locked: "" };
  const { frozen, scenario } = it;
  const sealed = frozen && frozen.spend + frozen.gmv + frozen.refunds + frozen.orders;
  const dates = [states[it.state], it.isFinal, it.finalOn, span(it.counted)];
  return [it.id, dates, amounts(it.live), sealed, outcome(it.outcome), scenario && outcome(scenario)];
}

const outcome = ({ amounts: all, stretches, lines, owed }: SettlementOutcome): unknown => [
  amounts(all), stretches.map(stretch), lines.map(line), owed.map(balance),
];

const party: Record<Party, string> = { merchant: "", xhs: "", tmall: "" };
const balance = ({ payer, payee, amount: due, lacking }: Balance) => [party[payer], party[payee], due + 1n, lacking + 1];

const amounts = ({ spend, gmv, refunds, orders, net, roi }: SettledAmounts) => [
  [spend, gmv, refunds, orders, net].map(amount), roi ?? 0,
];

function amount(it: SettledAmount): bigint | string {
  if (typeof it === "bigint") return it;
  const reasons: Record<Unsettled["refused"], string> = {
    not_delivered: "", by_exposure: "", not_at_this_cut: "", missing_days: `${it.days}`, not_whole: `${it.atLeast}`,
    hidden: "", sampled: "", frozen_whole: "", too_large: "",
  };
  const facts: Record<Unsettled["fact"], string> = { spend: "", gmv: "", refunds: "", orders: "" };
  return `${facts[it.fact]}${reasons[it.refused]}${it.rows ?? 0}${it.withheld ?? 0}`;
}

function stretch({ days, targetRoi, tiers, amounts: of, tier, isMet, better, worse }: SettlementStretch): unknown {
  const step = ({ bound, net, orders, rate, rebate }: TierStep) => [bound, net + (orders ?? 0n) + rebate, rate ?? ""];
  const all = tiers.map(({ roiBelow, rate }) => [roiBelow, rate]);
  return [span(days), targetRoi, all, amounts(of), tier ?? -1, isMet ?? false, better && step(better), worse && step(worse)];
}

function line(it: PayableLine): unknown {
  const kinds: Record<PayableLine["kind"], string> = { rebate: "", traffic_share: "", cps: "", subsidy: "" };
  const bases: Record<PayableLine["on"], string> = { spend: "", gmv: "", net_gmv: "" };
  const sums = [it.base, it.uncapped, it.payable].map(amount);
  return [kinds[it.kind], it.stretch ?? 0, party[it.payer], party[it.payee], bases[it.on], sums, it.rate, it.cap, it.left];
}

const report = read("{}");
if (report) {
  for (let more: boolean = true; more; more = report.prepare());
  report.warnings.forEach(({ kind, path, count, names }) => console.info(oddities[kind], path, count, names.join()));
  for (const ask of [repurchase, forecast, compare, correlate, experiment, launch, returns, settle]) console.info(ask(report));
  report.free();
}
export { started };
