/** Why there is no number: it would mislead. The codes are stable. */
export interface Refused {
  refused:
    | "no_data" | "no_spend" | "too_small" | "exceeds_whole" | "few_days" | "sampled_variance" | "sampled_unscaled"
    | "bound" | "not_whole" | "hidden" | "anchors_differ" | "no_mature_days" | "not_at_this_cut" | "no_daily_values"
    | "no_benchmark" | "few_merchants" | "from_zero" | "no_events" | "one_group" | "few_groups" | "no_spread" | "few_pairs"
    | "not_converged" | "infinite_mean" | "unbounded" | "no_backtest" | "unknown_model"
    | "not_assigned" | "no_squares";
  /** With `too_small`: the raw counts. */
  numerator?: number;
  denominator?: number;
  /** With `few_days`: complete days there are. */
  days?: number;
}

/** What `Report.parse` and questions throw: an `Error` whose `name` is "RedcatError". */
export interface RedcatError extends Error {
  name: "RedcatError";
  /** Of the first fault. */
  kind: string;
  /** JSON path of the first fault. */
  path: string;
  faults: { kind: string; path: string; found: string; expected: string }[];
}

/** How far `Report.read` has come; null where that is not known yet. */
export interface ReadProgress {
  /** Bytes read, unpacked. */
  bytes: number;
  totalBytes: number | null;
  /** Rows put in order, once all bytes were read. */
  rows: number;
  totalRows: number | null;
}

export namespace Report {
  /**
   * The same as `Report.parse` for what may be large: read while it arrives and put in order in slices of some ten
   * milliseconds, between which whatever else the thread has to do takes place. Unpacks gzip. Bytes that are given must
   * stay as they are until it is done. Rejects with a `RedcatError` where the document is refused, with kind `http` where
   * a response is none of success, and with the signal's reason once that is aborted; nothing is kept then.
   */
  function read(
    source: ReadableStream<Uint8Array> | Response | Blob | Uint8Array | ArrayBuffer | string,
    options?: { signal?: AbortSignal; progress?: (progress: ReadProgress) => void },
  ): Promise<Report>;
}

/** What is odd about a document that can be read. */
export interface Warning {
  kind:
    | "unknown_keys" | "duplicate_rows" | "missing_dates" | "nulls" | "suppressed" | "rows_after_complete"
    | "rows_before_data" | "cubes_disagree" | "step_exceeds_previous";
  path: string;
  count: number;
  names: string[];
}

/** Days, and member ids by dimension id; `null` among members is the unknown one. */
export interface Filters {
  date?: { from: string; to: string };
  [dimension: string]: (string | null)[] | { from: string; to: string } | undefined;
}

/** An estimate with its 95 % interval. */
export interface Estimate { value: number; lower: number; upper: number }

/** A chi-square test; `logP` is the natural logarithm of p and stays exact where p is at its end. */
export interface ChiSquareTest { chi2: number; df: number; p: number; logP: number }

/** First and last day, both included. */
export interface Days { from: string; to: string }

/** Days to compare with: as many just before, the same dates a year before, given ones, or the wave of a promotion before. */
export type CompareDays = "previous" | "year" | Days | { wave: string };

/** A name as the document has it: the same in all languages, or by BCP 47 tag. */
export type Named = string | Record<string, string>;

/** What questions may name. */
export interface Catalogue {
  meta: {
    merchant: { id: string; name: Named }; source: Named; generatedAt: string; timeZone: string; currency: string;
    /** First and last whole day. */
    days: Days;
    missingDates: string[]; demo: boolean; minCell: number;
  };
  dimensions: { id: string; label: Named; parent: string | null; members: { id: string; label: Named; parent: string | null }[] }[];
  measures: {
    id: string; label: Named; kind: MeasureKind; unit: "person" | "session" | "event" | null;
    anchor: "event" | "exposure" | "both"; subsetOf: string | null; polarity: "up" | "down" | "none"; sampled: boolean;
    /** Last day whose value is final. */
    finalThrough: string;
  }[];
  /** `label` is null for a standard ratio that the document does not define. */
  ratios: { id: string; label: Named | null; numerator: string; denominator: string; per: number }[];
  /** Facts with the dimensions that they can be cut by, ancestors included. */
  cubes: { id: string; by: string[]; measures: string[]; rows: number; days: Days | null }[];
  /** Ids of the funnel's steps, of experiments and agreements; names of promotion waves. */
  steps: string[];
  experiments: string[];
  agreements: string[];
  waves: string[];
}

export type MeasureKind = "count" | "money" | "unique" | "stock" | "sumsq";

export interface QueryQuestion {
  filters?: Filters;
  /** Ids of dimensions; "date", "week" (Mondays) and "month" (first days) for periods. Absent: the totals alone. */
  groupBy?: string[];
  /** Ids of measures or of ratios; where both have one, the measure's. */
  measures: string[];
  /** Not with periods in `groupBy`: those of another year have other names. */
  compare?: CompareDays;
  /** One of `measures`, largest first; or the other way. Rows without a number stand last. By key in document order where absent. */
  orderBy?: string | { measure: string; descending?: boolean };
  /** Most rows; the others are added up. */
  limit?: number;
}

export interface Queried {
  days: Days;
  /** Null where nothing is compared, or the data does not hold those days. */
  compared: { current: Days; baseline: Days } | null;
  measures: Record<string, QueriedMeasure>;
  /** Groups with any fact in the days, or in those compared with. Member ids, `null` for the unknown member; dates for periods. */
  rows: ({ key: Record<string, string | null> } & Numbers)[];
  /** The rows beyond `limit` together. */
  others: ({ rows: number } & Numbers) | null;
  /** Of all rows. */
  totals: Numbers;
}

/** Numbers by the id of the measure or ratio: a `Count` of a measure, a `Rate` of a ratio. */
export interface Numbers {
  values: Record<string, Count | Rate | Refused>;
  /** Null where nothing is compared. */
  compared: Record<string, Moved> | null;
}

/** As of `query`, of measures alone. */
export type ColumnsQuestion = Omit<QueryQuestion, "compare">;

/**
 * The answer in typed arrays, an entry per group in the same order. What no group has is absent. Arrays are the caller's
 * own; objects are frozen, as the same question asked again gets them again.
 */
export interface Columns {
  days: Days;
  measures: Record<string, { kind: MeasureKind; cut: Cut }>;
  /** How many groups; one without `groupBy`, the total. */
  rows: number;
  /** Of a dimension the place of the member in the catalogue, -1 for the unknown one; of a period days since 1970-01-01. */
  keys: Record<string, Int32Array>;
  /** As `Count.value`; money in minor units. NaN where there is no number: see `hidden`, `lacking`, and `cut`. */
  values: Record<string, Float64Array>;
  /** Rows of the cube behind each group; where measures come from several cubes, of the first measure that has groups. */
  counted: Float64Array;
  /** As `Count.atMost`, of measures where it is more than the value. */
  atMost?: Record<string, Float64Array>;
  /** What sampled values stand for, and their standard errors; NaN where that is not known. */
  estimates?: Record<string, Float64Array>;
  errors?: Record<string, Float64Array>;
  /** Rows without a value: where any, the value is "at least". Of them those that the sender withheld. */
  lacking?: Record<string, Uint32Array>;
  suppressed?: Record<string, Uint32Array>;
  /** 1 where a group is of fewer people than the document's `min_cell`. */
  hidden?: Uint8Array;
  /** The rows beyond `limit` together. */
  others: { rows: number; values: Record<string, Count | Refused> } | null;
  /** Of all rows. */
  totals: Record<string, Count | Refused>;
}

export interface BrushQuestion {
  /** Without days. */
  filters?: Omit<Filters, "date">;
  /** The id of a dimension, and of a measure. */
  groupBy: string;
  measure: string;
  /** Nothing is added up until `Brush.step()` is called, again and again until it says false; so that no frame is lost. */
  inSteps?: boolean;
}

export interface QueriedMeasure {
  kind: MeasureKind | "ratio";
  /** The days that count: of a ratio those on which both of its measures are final. Null where there is none. */
  days: Days | null;
  cut: Cut;
}

/** How closely a measure answers; of a ratio the first of its measures that does not answer exactly. */
export interface Cut {
  /**
   * - `exact`: as asked. `exact_unique`: by the exact distinct counts in `uniques`.
   * - `unfiltered`: no cube carries it with the dimensions in `ignored`, whose filters were left out.
   * - `ungrouped`: no cube carries it with the dimensions in `missing`; there is a total, but no rows.
   * - `absent`: no cube carries it.
   */
  kind: "exact" | "exact_unique" | "unfiltered" | "ungrouped" | "absent";
  cube: string | null;
  ignored: string[];
  missing: string[];
}

/** A number with what has to be known to print it. Counts are numbers; money (minor units) and sums of squares are bigint. */
export interface Count {
  /**
   * As observed. With `lacking` above 0 it is "at least". Of distinct people over several rows it is the least they can be,
   * and `atMost` the most; else the two are equal. Null where `refused` says why.
   */
  value: number | bigint | null;
  atMost: number | bigint | null;
  /** What a sampled value stands for, with its standard error; null where all was observed. */
  estimate: { value: number; se: number | Refused } | Refused | null;
  /** Rows added up; of them those without a value; of those the ones that the sender withheld. */
  rows: number;
  lacking: number;
  suppressed: number;
  /** A filter was left out, so it counts more than was asked for. */
  unfiltered: boolean;
  /** `hidden`: fewer people than the document's `min_cell`. `not_whole`: no row has a value. */
  refused?: "hidden" | "not_whole";
}

/** A ratio of sums, times `per`. */
export interface Rate {
  /** On which both sides are final. */
  days: Days;
  numerator: Count;
  denominator: Count;
  /** Bounds where distinct people are only known within bounds. */
  value: number | { atLeast: number; atMost: number } | Refused;
  /** 95 %: Wilson's for a proportion of persons (of a sampled one, scaled), else clustered by so many `days`. */
  interval:
    | { lower: number; upper: number; method: "wilson" | "wilson_sampled" }
    | { lower: number; upper: number; method: "days"; days: number }
    | Refused;
}

/** From one period to another, over the first days of both that are final. */
export interface Moved {
  /** Null where no day is final in both; the values are then those of all days. */
  days: { current: Days; baseline: Days } | null;
  /** How many days count: one that was not delivered in either period is left out of both. */
  counted: number;
  now: Count | Quotient | Refused;
  before: Count | Quotient | Refused;
  /** Relative (0.1 is a tenth more), or of shares their difference: `inPoints`, 0.01 is one percentage point. */
  change: { value: number; inPoints: boolean } | Refused;
}

/** A rate without its interval. */
export type Quotient = Pick<Rate, "numerator" | "denominator" | "value">;

/** What answering a question takes. */
export interface Explained {
  rowsScanned: number;
  /** Whether `Report.columns` keeps the answer to this very question: it then takes no pass. */
  kept: boolean;
  /** In the order of asking: the days, those on which ratios are final, day by day for intervals, days compared with. */
  passes: {
    /** A roll-up holds sums of the cube's rows, see `Report.prepare`. */
    structure: "cube" | "rollup";
    cube: string | null; cubeRows: number;
    /** Rows of the cube, or of the roll-up, in these days. */
    rowsScanned: number;
    days: Days;
    /** Dimensions whose filters are applied, and what is grouped by. */
    filters: string[]; groupBy: string[]; measures: string[];
    /** Only the last day of each period counts. */
    levels: boolean;
  }[];
  measures: Record<string, Cut>;
}

/** What telling sums over any days takes: no row, but the entries of two days at most. */
export interface BrushExplained {
  structure: "tile";
  /** Members, the unknown one too; days with rows; an entry for each member with rows on a day. */
  members: number; days: number; entries: number;
}

export interface FunnelQuestion {
  filters?: Filters;
  /** Ids of dimensions other than `route`: one funnel more for each group. Each is asked apart; mind how many there are. */
  groupBy?: string[];
  compare?: CompareDays;
}

export interface Funnel extends FunnelSteps {
  days: Days;
  /** Null where nothing is compared, or the data does not hold those days. */
  compared: { current: Days; baseline: Days } | null;
  /** Members of `route` that have a chain of their own. */
  routes: (string | null)[];
  /** Empty where nothing is grouped. Of a group of fewer people than `min_cell` only that it is hidden. */
  groups: ({ key: Record<string, string | null> } & (FunnelSteps | { refused: "hidden" }))[];
}

export interface FunnelSteps {
  /** By stage, then by route. */
  steps: FunnelStep[];
  /** The edges that lose most people and the largest share, from one step that nobody can pass by to the next. */
  biggestLoss: FunnelLoss | null;
  steepestLoss: FunnelLoss | null;
}

/** From and to: ids of steps. */
export interface FunnelLoss { from: string; to: string; lost: number; share: number }

export interface FunnelStep {
  id: string;
  measure: string;
  /** From the top, 0 first; steps of one stage stand side by side. */
  stage: number;
  /** Member of `route` whose chain it belongs to. */
  route: string | null;
  optional: boolean;
  /** Steps before it, optional ones passed by: several where chains join. */
  previous: string[];
  count: Count | Refused;
  /** Dimensions whose filters it cannot follow. */
  ignored: string[];
  /** Days whose numbers may still grow, and what has come of them so far. */
  growing: { days: Days; part: number } | null;
  /** Null for the first step, and for money. */
  ofFirst: Rate | Refused | null;
  /** Null, too, where chains join: there `joins` has one per chain that can be told apart. */
  ofPrevious: Rate | Refused | null;
  joins: { route: string | null; previous: string; rate: Rate | Refused | null }[];
  /** Parallel measures inside the step; they need not add up to it. */
  parts: { measure: string; count: Count | Refused; ofPrevious: Rate | Refused | null }[];
  compared: { count: Moved; ofPrevious: Moved | null } | null;
}

export interface RepurchaseQuestion { filters?: Filters; splitBy?: string }

export interface Repurchase {
  ageUnit: "day" | "week" | "month";
  /** Dimensions whose filters the life tables cannot follow. */
  ignored: string[];
  /** One per member in document order; a single one without `key` where nothing is split. */
  curves: RepurchaseCurve[];
  /** Whether the groups come back at different speeds. */
  logRank: ChiSquareTest | Refused;
  /** The same within cohorts. */
  stratified: ChiSquareTest | Refused;
  /** How much more of each group came back than of one of them (`none` where there is such a member, else the first). */
  uplifts: { throughDay: number; against: string | null; groups: { key: string | null; uplift: Estimate | Refused }[] } | Refused;
  /** Cohorts by age, oldest first. */
  cohorts: { calendarMonth: CohortRow[]; thirtyDays: CohortRow[] };
}

export interface RepurchaseCurve {
  /** Member id, `null` for the unknown member; absent where nothing is split. */
  key?: string | null;
  /** Why there are no points, where there are none. */
  refused?: Refused["refused"];
  customers: number;
  /** Kaplan–Meier with Greenwood's error and the 95 % log(-log) band; no band (null) before the first event and at 0. */
  points: {
    age: number; throughDay: number; atRisk: number; events: number;
    survival: number; se: number; lower: number | null; upper: number | null;
  }[];
  /** Revenue per customer by age, minor units. */
  value: {
    age: number; observed: number; value: number; se: number | null; kind: "observed_mean" | "mean_cumulative";
  }[] | Refused;
  /** What acquiring them cost, minor units; `paidBackAge` is null where it is not paid back yet. */
  cost: {
    spend: bigint; customers: number; perCustomer: number; marginRate: number | null; paidBackAge: number | null;
  } | Refused;
}

export interface CohortRow {
  cohort: string;
  customers: number;
  /** By age from 0. Known of all customers, of a part of them (or a month that is not over), or not yet. */
  cells: {
    known: "whole" | "part" | "nothing"; followed: number;
    second: number | Refused; active: number | Refused; value: number | Refused;
  }[];
}

export interface Forecast {
  model: "bg_nbd";
  unit: "day" | "week" | "month";
  params: { r: number; alpha: number; a: number; b: number };
  /** Held back were days, by the sender's account, or customers who were followed at least that long. */
  backtest: {
    expected: number; actual: number; error: number | Refused;
    heldBack: { from: string; to: string } | { followedAtLeast: number };
  };
}

export interface CompareQuestion {
  /** Id of a ratio; or else the ids of both measures. */
  ratio?: string;
  numerator?: string;
  denominator?: string;
  /** Id of the dimension whose members are the rows; its own filter is left out. */
  by: string;
  /** Itself in other days, the categories as a whole in theirs, all others, quantiles of merchants, one member of `by`. */
  baseline: "comparison" | "category" | "rest" | "p50" | "p90" | { dimension: string; member: string };
  /** Id of the dimension within whose members the difference is taken at an equal mix. */
  strata?: string;
  /** "holm" (the default) for "differ for sure", "bh" for screening. */
  adjust?: "holm" | "bh";
  filters?: Filters;
  /** With the baseline "comparison": which days; the same number just before where absent. */
  compare?: CompareDays;
}

export interface Comparison {
  /** Those above the line are among those below, or anything else: added up first, then divided. */
  kind: "proportion" | "ratio";
  /** Newcombe, Katz and pooled z; clustered by day; or counting error alone where totals come without days. */
  intervals: "persons" | "days" | "counts";
  by: string | null;
  /** The days counted: those final for both measures, in both periods. */
  days: { from: string; to: string } | null;
  otherDays: { from: string; to: string } | null;
  /** Dimensions whose filters the ratio cannot follow. */
  ignored: string[];
  /** How many tests p values are adjusted for: all testable members under these filters. */
  tests: number;
  /** Whether raw and adjusted differences point different ways in some row. */
  contradiction: boolean;
  rows: ComparisonRow[];
}

/** A number with its 95 % interval, unadjusted; where there is none, the bounds are null and `refused` says why. */
export interface Bounded { value: number; lower: number | null; upper: number | null; refused?: Refused["refused"] }

export interface ComparisonRow {
  /** Member id; null is the unknown member. */
  key: string | null;
  current: ComparisonGroup;
  baseline: ComparisonGroup;
  /** Days of the baseline where rows have their own. */
  baselineDays: { from: string; to: string } | null;
  difference: Bounded | Refused;
  /** Relative: 0.2 is a fifth more. */
  uplift: Bounded | Refused;
  p: number | Refused;
  /** Natural logarithm of p. */
  logP: number | null;
  /** p adjusted over all tests. */
  adjusted: number | null;
  /** Null where no strata were asked for. */
  mixAdjusted: { difference: Bounded; p: number | Refused; homogeneityP: number | null } | Refused | null;
  contradicts: boolean;
  /** By the adjusted p, at 5 %. */
  verdict: "higher" | "lower" | "unsure" | "untested" | "baseline";
}

/** Counts as numbers, scaled up where sampled; money as bigint of minor units; null where withheld or not known. */
export interface ComparisonGroup { numerator: number | bigint | null; denominator: number | bigint | null; rate: number | Refused }

export interface CorrelateQuestion {
  /** Ids of two measures that count on the day of the event. What comes first, and what may follow. */
  x: string;
  y: string;
  /** The last lag to give, 0 to 14 (the default). p values are adjusted over all 15 whatever is given. */
  maxLag?: number;
  /** The default is "pearson". */
  method?: "pearson" | "spearman";
  /** What is done to both series before the lags are looked at; the default is "weekday". */
  clean?: "raw" | "weekday" | "difference";
  /** Leaves out the days of promotions in the document's calendar. */
  mask?: "promotion";
  /** Id of a dimension whose members are looked at one by one; its own filter is left out there. */
  by?: string;
  filters?: Filters;
}

export interface Correlated {
  days: { from: string; to: string };
  /** By lag 0 with weekdays removed, whatever was asked for, at 5 %. */
  verdict: "together" | "opposite" | "unclear" | "untested";
  /** Lag 0 after each treatment. */
  atOnce: Record<"raw" | "weekday" | "difference", Correlation | Refused>;
  /** x of a day with y of so many days later, after the treatment asked for. */
  lags: (({ lag: number; adjusted: number } & Correlation) | ({ lag: number } & Refused))[];
  /** Every day; null where a value is missing, `gap` says why. Money as bigint of minor units. */
  points: {
    date: string; x: number | bigint | null; y: number | bigint | null; promotion: boolean;
    treated: { x: number; y: number } | null; gap: "not_delivered" | "promotion" | "not_known" | "withheld" | null;
  }[];
  /** Dimensions whose filters a series cannot follow. */
  ignored: { x: string[]; y: string[] };
  /** Null where no dimension was asked for. */
  members: { tests: number; rows: CorrelatedMember[] } | Refused | null;
}

/** A coefficient. Interval and p are for `nEff` independent days (Pyper and Peterman), no more than the `n` there are. */
export interface Correlation { r: number; lower: number; upper: number; n: number; nEff: number; p: number }

export interface CorrelatedMember {
  /** Member id; null is the unknown member. */
  key: string | null;
  /** Sum of y over the days that count, scaled up where sampled. */
  volume: number;
  /** Lag 0 with weekdays removed, and as it is. */
  weekday: Correlation | Refused;
  raw: Correlation | Refused;
  /** p adjusted over all members tested. */
  adjusted: number | null;
  /** By the adjusted p, at 5 %. */
  verdict: "together" | "opposite" | "unclear" | "untested";
}

/**
 * One agreement by its id, else all. `whatIf`: changes in whole per cent, -100 to 1000. There is no day to settle as of:
 * corrections come in late, so what was owed on an earlier day only the document of that day can tell.
 */
export interface SettleQuestion {
  agreement?: string;
  whatIf?: { spend?: number; conversion?: number; orderValue?: number; refundRate?: number };
}

/** Why an amount does not settle anything. The codes are stable. */
export interface Unsettled {
  refused:
    | "not_delivered" | "by_exposure" | "not_at_this_cut" | "missing_days" | "not_whole" | "hidden" | "sampled"
    | "frozen_whole" | "too_large";
  /** Which amount is missing. */
  fact: "spend" | "gmv" | "refunds" | "orders";
  /** With `not_whole`: what is known, rows whose value is not, and how many of them were withheld. */
  atLeast?: bigint;
  rows?: number;
  withheld?: number;
  /** With `missing_days`. */
  days?: number;
}

/** Money in minor units, orders as a count; both exact. */
export type SettledAmount = bigint | Unsettled;

export interface SettledAmounts {
  spend: SettledAmount; gmv: SettledAmount; refunds: SettledAmount; orders: SettledAmount;
  /** GMV less refunds. */
  net: SettledAmount;
  /** Net GMV over spend, for display: tiers are told apart without dividing. */
  roi: number | null;
}

export type Party = "merchant" | "xhs" | "tmall";

/** Who pays whom in all, after what the other owes in turn; `lacking` lines between the two are not in it. */
export interface Balance { payer: Party; payee: Party; amount: bigint; lacking: number }

/** One payable line: `payable = min(round(base × rate), left)`. */
export interface PayableLine {
  kind: "rebate" | "traffic_share" | "cps" | "subsidy";
  /** Of a rebate: index into `stretches`. */
  stretch: number | null;
  payer: Party; payee: Party;
  on: "spend" | "gmv" | "net_gmv";
  base: SettledAmount;
  /** Decimal; `null` where no tier holds, or it is not known which. */
  rate: string | null;
  /** As agreed, and what earlier stretches leave of it. */
  cap: bigint | null; left: bigint | null;
  uncapped: SettledAmount;
  payable: SettledAmount;
}

/** How far a bound is at the same spend: net GMV to gain or lose, in orders too, and all rebates then. */
export interface TierStep { bound: string; net: bigint; orders: bigint | null; rate: string | null; rebate: bigint }

/** Days under the same terms. */
export interface SettlementStretch {
  days: { from: string; to: string };
  targetRoi: string;
  tiers: { roiBelow: string; rate: string }[];
  amounts: SettledAmounts;
  /** Index of the tier that holds. */
  tier: number | null;
  isMet: boolean | null;
  better: TierStep | null;
  worse: TierStep | null;
}

export interface SettlementOutcome { amounts: SettledAmounts; stretches: SettlementStretch[]; lines: PayableLine[]; owed: Balance[] }

export interface AgreementSettlement {
  id: string;
  state: "running" | "maturing" | "locked";
  /** Locked, and the amounts at lock were sent: nothing changes any more. */
  isFinal: boolean;
  finalOn: string;
  /** Days counted so far; `null` before the first. */
  counted: { from: string; to: string } | null;
  /** What the rows say today. */
  live: SettledAmounts;
  frozen: { spend: bigint; gmv: bigint; refunds: bigint; orders: bigint } | null;
  /** What is owed. */
  outcome: SettlementOutcome;
  /** What would be owed if it were so (`whatIf`): no settlement. */
  scenario: SettlementOutcome | null;
}

export interface Settled {
  /** Last whole day in the data. */
  asOf: string;
  agreements: AgreementSettlement[];
  /** Over the agreements that are final. */
  owedFinally: Balance[];
  /** Over all, as it stands. */
  owed: Balance[];
}

export interface ExperimentQuestion { id?: string }

export interface ExperimentArm { units: number; buyers: number; gmv: bigint; spend: bigint }

/** A t or z test; `logP` is the natural logarithm of p. */
export interface Tested { p: number; logP: number }

export interface ExperimentOutcome {
  id: string;
  design: "randomised" | "geo" | "matched" | "observational";
  /** Whether units were assigned. Where not, it is a comparison that may be selection. */
  incremental: boolean;
  days: { from: string; to: string };
  control: ExperimentArm;
  /** One per exposed arm, against the control. */
  arms: {
    exposed: ExperimentArm;
    /** GMV per unit, minor units. */
    mean: number | Refused;
    controlMean: number | Refused;
    /** Of these means, with Welch's interval and test. */
    difference: ({ estimate: Estimate; df: number } & Tested) | Refused;
    /** p adjusted by Holm over the exposed arms. */
    adjusted: number | null;
    /** Share of units that bought, with Wilson's interval. */
    buyerRate: Estimate | Refused;
    controlBuyerRate: Estimate | Refused;
    /** Newcombe's difference, Katz's uplift (Miettinen–Nurminen at extreme counts), pooled z. */
    buyers: ({ difference: Estimate; uplift: Estimate | Refused } & Tested) | Refused;
    /** GMV that the exposed brought beyond what they would have as controls, minor units; `not_assigned` where not. */
    total: Estimate | Refused;
    /** Difference of GMV over difference of spend, with Fieller's interval: iROAS where `incremental`. */
    perSpend: Estimate | Refused;
  }[];
}

export interface BeforeAfterQuestion {
  /** First day after; the calendar's last launch where absent. */
  launch?: string;
  measure: string;
  by: string;
  /** The member that it was for. */
  member: string;
  /** The id of another member, or "rest" (the default). */
  against?: string;
  /** Most weeks on each side, 2 to 52; 4 where absent. */
  weeks?: number;
  filters?: Filters;
}

export interface BeforeAfter {
  before: { from: string; to: string };
  after: { from: string; to: string };
  /** Means of a day; money in minor units. */
  own: { before: number; after: number };
  other: { before: number; after: number };
  /** Of the member, had it moved as the other series did. */
  expected: number;
  /** How much more it moved; weeks are the clusters of its interval. */
  relative: ({ estimate: Estimate; df: number } & Tested) | Refused;
  /** How the two drifted apart before, relative and per day. */
  drift: ({ perDay: Estimate } & Tested) | Refused;
  /** Every day; null where it was not delivered. */
  days: { date: string; own: number | null; other: number | null }[];
}

/** `top`: most rows, by spend; the others are one more. */
export interface ReturnsQuestion { by?: string; top?: number; filters?: Filters }

export interface Returns {
  /** On which day the ladder counts. */
  basis: "event" | "exposure";
  rungs: ReturnRung[];
  costs: UnitCost[];
  /** ROI by the day of the exposure, where the ladder counts by event and the document has it. */
  byExposure: UnitCost | null;
  by: string | null;
  /** `key` null: the unknown member, or `others` so many members. */
  rows: { key: string | null; others: number | null; rungs: ReturnRung[]; costs: UnitCost[] }[];
}

/**
 * - `reported`: gmv / spend, all days.
 * - `net_of_refunds`: (gmv − refunds) / spend.
 * - `mature`: the same without the last days, whose money has not yet brought in all that it will.
 * - `after_costs`: (gmv − refunds − commission) / (spend − platform_subsidy), the same days; a subsidy is a part of the
 *   spend that the platform pays back.
 * - `whole_shop`: shop_gmv / spend, all days.
 */
export interface ReturnRung {
  rung: "reported" | "net_of_refunds" | "mature" | "after_costs" | "whole_shop";
  days: { from: string; to: string } | null;
  /** Minor units; what is taken off is below zero. */
  numerator: { measure: string; amount: bigint }[];
  denominator: { measure: string; amount: bigint }[];
  /** Ids of measures that the document does not have. */
  lacking: string[];
  /** Refused with the measure to blame, if one. */
  roi: number | (Refused & { measure: string | null });
  /** Clustered by day; only of the whole. */
  interval: { lower: number; upper: number } | Refused;
  /** From the rung before that has a number; of the whole shop from what is reported. */
  step: { from: ReturnRung["rung"]; numerator: number; denominator: number; roi: number } | null;
}

/** `value` = `per` × above ÷ below, money in minor units. */
export interface UnitCost {
  ratio: string; numerator: string; denominator: string; per: number;
  days: { from: string; to: string } | null;
  above: number | null; below: number | null;
  value: number | Refused;
  interval: { lower: number; upper: number } | Refused;
}
