// arquero. In: typed columns, a question. Out: sums by group number. As its documentation wants it: the typed arrays are
// the columns of the table, filters and sums are expressions that it compiles itself; what they are made of is written
// out before the question is timed.

import { COUNTS, DAYS, KEYS, MEASURES } from "./facts.js";
import { script } from "./script.js";

const LAST = MEASURES[MEASURES.length - 1];

export class Arquero {
  name = "arquero";

  async start() {
    await script("/peers/arquero.min.js");
  }

  load(facts) {
    const columns = { date: facts.day };
    KEYS.forEach((key, n) => (columns[key] = facts.keys[n]));
    MEASURES.forEach((measure, n) => (columns[measure] = facts.values[n]));
    this.table = aq.table(columns);
  }

  prepare(question) {
    return { question, where: where(question), sums: sums(MEASURES) };
  }

  ask({ question, where, sums }) {
    let table = this.table;
    if (where) table = table.filter(where);
    if (question.by.length > 0) table = table.groupby(...question.by);
    table = table.rollup(sums);
    if (question.top) table = table.orderby(aq.desc(LAST), question.by[0]).slice(0, question.top);
    return { question, table: table.reify() };
  }

  told({ question, table }) {
    return ranked(question, table, (name) => table.array(name));
  }

  brush({ filters }) {
    const panels = KEYS.map((key) => ({ key, filters: filters.filter(([other]) => other !== key) }));
    return {
      move: (days) => panels.map(({ key, filters }) => {
        return this.table.filter(where({ filters, days })).groupby(key).rollup(sums([LAST])).reify();
      }),
      told: (tables) => tables.map((table, n) => {
        const sums = new Float64Array(COUNTS[KEYS[n]]);
        const [members, values] = [table.array(KEYS[n]), table.array(LAST)];
        for (let at = 0; at < members.length; at++) sums[members[at]] = values[at];
        return sums;
      }),
      end() {},
    };
  }
}

function sums(measures) {
  return Object.fromEntries(measures.map((measure) => [measure, `d => op.sum(d.${measure})`]));
}

/** An expression, or nothing to filter. */
function where({ filters, days: [from, to] }) {
  const member = ([key, members]) => `(${members.map((member) => `d.${key} === ${member}`).join(" || ")})`;
  const parts = filters.map(member);
  if (from !== 0 || to !== DAYS - 1) parts.push(`d.date >= ${from} && d.date <= ${to}`);
  return parts.length > 0 && `d => ${parts.join(" && ")}`;
}

/** Columns of keys and sums as group numbers with sums; in the order of keys where the question has no ranking. */
export function ranked({ by, top }, table, column) {
  const keys = by.map(column);
  const values = MEASURES.map(column);
  const count = values[0].length;
  const code = (at) => keys.reduce((code, key, n) => code * (n > 0 ? COUNTS[by[n]] : 1) + Number(key[at]), 0);
  const order = Array.from({ length: count }, (_, at) => [code(at), at]);
  if (!top) order.sort(([a], [b]) => a - b);
  const sums = new Float64Array(count * MEASURES.length);
  order.forEach(([, from], at) => values.forEach((value, n) => (sums[at * MEASURES.length + n] = Number(value[from]))));
  return { codes: order.map(([code]) => code), sums };
}
