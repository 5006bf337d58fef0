// The loops that a programmer would write for the question, one layout each. In: typed columns, a question. Out: sums by
// group number. Each shape of a question (how many filters, days or not, how many keys) has a function of its own with
// nothing in its loop but what that shape needs, as written by hand: functions that serve several shapes are slower.
// Filters are tables from member to yes or no, groups are numbered densely, totals stay in registers.

import { DAYS, KEYS, COUNTS, MEASURES, groups } from "./facts.js";

const LAST = MEASURES.length - 1;

/** A column for each measure. */
export class TypedColumns {
  name = "columns";
  load(facts) {
    this.facts = facts;
  }
  measures() {
    return this.facts.values;
  }
  value(measure) {
    return `v${measure}[row]`;
  }
  before() {
    return "";
  }

  prepare(question) {
    const { day, keys } = this.facts;
    const filters = question.filters.map(([key, members]) => [column(this.facts, key), table(key, members)]);
    const [from, to] = question.days;
    const days = from !== 0 || to !== DAYS - 1;
    const by = question.by.map((key) => column(this.facts, key));
    const pass = this.pass(filters.length, days, by.length);
    const width = COUNTS[question.by[1]] ?? 1;
    return { question, args: [this.facts.rows, day, from, to, filters, by, width, this.measures()], pass, keys };
  }

  pass(filters, days, by) {
    this.passes ??= new Map();
    const shape = `${filters} ${days} ${by}`;
    if (!this.passes.has(shape)) this.passes.set(shape, written(this, filters, days, by));
    return this.passes.get(shape);
  }

  ask({ question, args, pass }) {
    const sums = new Float64Array(groups(question) * MEASURES.length);
    pass(sums, ...args);
    return question.top ? largest(sums, question.top) : { sums };
  }

  told(answer) {
    return answer;
  }

  /** All panels of a brush in one pass: a row that fails one filter counts in the panel of its key. */
  brush({ filters: [[a, ofA], [b, ofB]] }) {
    const [columnA, columnB] = [column(this.facts, a), column(this.facts, b)];
    const [tableA, tableB] = [table(a, ofA), table(b, ofB)];
    const [panelA, panelB] = [KEYS.indexOf(a), KEYS.indexOf(b)];
    const { day, keys: [k0, k1, k2, k3, k4, k5], rows } = this.facts;
    const { of, stride, offset } = this.last();
    return {
      move([from, to]) {
        const panels = KEYS.map((key) => new Float64Array(COUNTS[key]));
        const [p0, p1, p2, p3, p4, p5] = panels;
        const [onlyA, onlyB] = [panels[panelA], panels[panelB]];
        for (let row = 0; row < rows; row++) {
          const at = day[row];
          if (at < from || at > to) continue;
          const inA = tableA[columnA[row]] !== 0;
          const inB = tableB[columnB[row]] !== 0;
          if (inA && inB) {
            const value = of[row * stride + offset];
            p0[k0[row]] += value;
            p1[k1[row]] += value;
            p2[k2[row]] += value;
            p3[k3[row]] += value;
            p4[k4[row]] += value;
            p5[k5[row]] += value;
          } else if (inB) {
            onlyA[columnA[row]] += of[row * stride + offset];
          } else if (inA) {
            onlyB[columnB[row]] += of[row * stride + offset];
          }
        }
        return panels;
      },
      end() {},
    };
  }

  last() {
    return { of: this.facts.values[LAST], stride: 1, offset: 0 };
  }
}

/** The measures of a row side by side: what a row needs comes in one or two lines of the cache. */
export class Interleaved extends TypedColumns {
  name = "interleaved";
  load(facts) {
    super.load(facts);
    const stride = MEASURES.length;
    this.records = new Uint32Array(facts.rows * stride);
    facts.values.forEach((values, measure) => {
      for (let row = 0; row < facts.rows; row++) this.records[row * stride + measure] = values[row];
    });
  }
  measures() {
    return [this.records];
  }
  before() {
    return `const at = row * ${MEASURES.length};`;
  }
  value(measure) {
    return `v0[at + ${measure}]`;
  }
  last() {
    return { of: this.records, stride: MEASURES.length, offset: LAST };
  }
}

function column({ day, keys }, key) {
  return key === "date" ? day : keys[KEYS.indexOf(key)];
}

function table(key, members) {
  const table = new Uint8Array(COUNTS[key]);
  for (const member of members) table[member] = 1;
  return table;
}

/** The function of a shape. */
function written(layout, filters, days, by) {
  const list = (count, item) => Array.from({ length: count }, (_, n) => item(n)).join(" ");
  const each = (item) => list(MEASURES.length, item);
  const columns = layout.measures().length;
  const group = ["", "const group = g0[row] * 10;", "const group = (g0[row] * width + g1[row]) * 10;"][by];
  const add = each((n) => (by === 0 ? `s${n} += ${layout.value(n)};` : `sums[group + ${n}] += ${layout.value(n)};`));
  return new Function("sums", "rows", "day", "from", "to", "filters", "by", "width", "values", `
    ${list(filters, (n) => `const [f${n}, t${n}] = filters[${n}];`)}
    ${list(by, (n) => `const g${n} = by[${n}];`)}
    ${list(columns, (n) => `const v${n} = values[${n}];`)}
    ${by === 0 ? each((n) => `let s${n} = 0;`) : ""}
    for (let row = 0; row < rows; row++) {
      ${list(filters, (n) => `if (t${n}[f${n}[row]] === 0) continue;`)}
      ${days ? "const on = day[row]; if (on < from || on > to) continue;" : ""}
      ${layout.before()}
      ${group}
      ${add}
    }
    ${by === 0 ? each((n) => `sums[${n}] = s${n};`) : ""}
  `);
}

/** The groups with the largest sums of the last measure. */
function largest(sums, top) {
  const met = [];
  for (let group = 0; group * MEASURES.length < sums.length; group++) {
    if (sums[group * MEASURES.length] !== 0) met.push(group);
  }
  const last = (group) => sums[group * MEASURES.length + LAST];
  met.sort((a, b) => last(b) - last(a) || a - b);
  const codes = met.slice(0, top);
  const chosen = codes.flatMap((group) => [...sums.subarray(group * MEASURES.length, (group + 1) * MEASURES.length)]);
  return { codes, sums: chosen };
}
