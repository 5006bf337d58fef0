// The same numbers by the plainest means: every row of the document's JSON looked at one by one, with the rules of the
// contract written out once more. Shares no code with the engine.

/** A seeded generator of whole numbers below n. */
export function seeded(seed) {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const DAY = 86_400_000;
/** A date so many days later. */
export const plus = (date, days) => new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
/** Number of days from one date to another. */
export const since = (to, from) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);
const monday = (date) => plus(date, -((new Date(date).getUTCDay() + 6) % 7));
const period = { date: (date) => date, week: monday, month: (date) => `${date.slice(0, 7)}-01` };

/** A document with what is needed to look rows up. */
export function scanner(document) {
  const cubes = [document.cells].flat();
  const dimension = (id) => document.dimensions.find((found) => found.id === id);
  const measure = (id) => document.measures.find((found) => found.id === id);

  /** How a dimension's member is found from one that a cube has: by that key, then parent by parent. */
  const ladder = (cube, id) => {
    if (cube.by.includes(id)) return [id];
    const below = document.dimensions.find((child) => child.parent === id && ladder(cube, child.id));
    return below && [...ladder(cube, below.id), id];
  };
  const climbed = new Map();
  const member = (cube, id, row) => {
    const steps = ladder(cube, id);
    const code = cube.keys[steps[0]][row];
    if (code === null) return null;
    let at = dimension(steps[0]).members[code];
    for (const next of steps.slice(1)) {
      const key = `${next}:${at.parent}`;
      if (!climbed.has(key)) climbed.set(key, dimension(next).members.find((found) => found.id === at.parent));
      at = climbed.get(key);
    }
    return at.id;
  };

  /** Last day whose value is final. */
  const finalThrough = (id) => {
    const { anchor = "event", window_days = document.meta.attribution?.window_days ?? 0 } = measure(id);
    return anchor === "exposure" ? plus(document.meta.complete_through, -window_days) : document.meta.complete_through;
  };

  /** The number of a measure by group (keys joined by a space), from the rows of one cube. */
  function scan(cubeId, id, { from, to }, filters, groupBy) {
    const cube = cubes.find((found) => found.id === cubeId);
    const { kind, sample, population } = measure(id);
    const values = cube.values[id];
    const withheld = new Set(cube.suppressed?.[id] ?? []);
    const { complete_through, missing_dates = [] } = document.meta;
    const groups = new Map();
    const levels = new Map();
    for (let row = 0; row < cube.rows; row += 1) {
      const date = cube.dates[cube.date[row]];
      if (date < from || date > to) continue;
      if (!Object.entries(filters).every(([by, allowed]) => allowed.includes(member(cube, by, row)))) continue;
      const key = groupBy.map((by) => (period[by] ? period[by](date) : member(cube, by, row)));
      if (kind === "stock") {
        // The last whole day that was delivered, of the period or of all days.
        const end = groupBy.map((by) => ({ date, week: plus(monday(date), 6), month: plus(period.month(plus(period.month(date), 31)), -1) })[by] ?? to);
        let last = end.reduce((a, b) => (a < b ? a : b), to < complete_through ? to : complete_through);
        while (missing_dates.includes(last)) last = plus(last, -1);
        levels.set(key.join(" "), last);
        if (date !== last) continue;
      }
      const name = key.join(" ");
      if (!groups.has(name)) groups.set(name, { key, value: 0n, sum: 0n, rows: 0, lacking: 0, suppressed: 0, estimate: 0, unscaled: false });
      const group = groups.get(name);
      group.rows += 1;
      if (values[row] === null) {
        group.lacking += 1;
        group.suppressed += withheld.has(row) ? 1 : 0;
        continue;
      }
      const x = BigInt(values[row]);
      group.sum += x;
      const by = sample?.by;
      const owner = by && (ladder(cube, by.dimension) ? member(cube, by.dimension, row) : null);
      if (by && owner === null) group.unscaled = true;
      const rate = Number(sample?.rate ?? (by && owner !== null ? (by.rates[owner] ?? 1) : 1));
      if (kind === "unique") {
        group.value = x > group.value ? x : group.value;
        group.estimate = Math.max(group.estimate, Number(x) / rate);
      } else {
        group.value += x;
        group.estimate += Number(x) / rate;
      }
    }
    for (const group of groups.values()) {
      const most = kind === "unique" && population !== undefined && group.sum > BigInt(population) ? BigInt(population) : group.sum;
      group.atMost = kind === "unique" ? (most > group.value ? most : group.value) : group.value;
    }
    return groups;
  }

  return { document, cubes, measure, ladder, finalThrough, scan };
}

/** Wilson's interval. */
export function wilson(x, n) {
  const z = 1.959963984540054;
  const p = x / n;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [middle - half, middle + half];
}

/** The interval of a ratio of totals, clustered by day: D/(D-1) · Σ(x − R·n)² / (Σn)². */
export function clustered(pairs) {
  const x = pairs.reduce((sum, [top]) => sum + top, 0);
  const n = pairs.reduce((sum, [, bottom]) => sum + bottom, 0);
  const squares = pairs.reduce((sum, [top, bottom]) => sum + (top - (x / n) * bottom) ** 2, 0);
  const half = 1.959963984540054 * Math.sqrt((pairs.length / (pairs.length - 1)) * squares) / n;
  return [x / n - half, x / n + half];
}
