// crossfilter2. In: typed columns, a question. Out: sums by group number. As its documentation wants it: a dimension
// stands for every key and for the day (sorting them is its loading), records are row numbers with accessors into typed
// columns, one reduction keeps all ten sums. While a range is dragged its groups stand and are kept up to date; a
// question by itself makes its group, because a group that nobody looks at would cost every filter before it.

import { COUNTS, DAYS, KEYS, MEASURES } from "./facts.js";
import { script } from "./script.js";

const LAST = MEASURES.length - 1;

export class Crossfilter {
  name = "crossfilter2";

  async start() {
    await script("/peers/crossfilter.min.js");
  }

  load(facts) {
    const rows = Array.from({ length: facts.rows }, (_, row) => row);
    this.facts = facts;
    this.filter = crossfilter(rows);
    this.dimensions = { date: this.filter.dimension((row) => facts.day[row]) };
    KEYS.forEach((key, n) => {
      const column = facts.keys[n];
      this.dimensions[key] = this.filter.dimension((row) => column[row]);
    });
  }

  /** A pair of keys is a dimension of its own; it stands before the question is timed. */
  prepare(question) {
    const { by } = question;
    if (by.length === 2) {
      const [outer, inner] = by.map((key) => (key === "date" ? this.facts.day : this.facts.keys[KEYS.indexOf(key)]));
      const width = COUNTS[by[1]];
      return { question, pair: this.filter.dimension((row) => outer[row] * width + inner[row]) };
    }
    return { question };
  }

  ask({ question, pair }) {
    for (const [key, members] of question.filters) this.narrow(key, members);
    const [from, to] = question.days;
    if (from !== 0 || to !== DAYS - 1) this.dimensions.date.filterRange([from, to + 1]);
    const v = this.facts.values;
    const add = (sums, row) => {
      for (let n = 0; n < v.length; n++) sums[n] += v[n][row];
      return sums;
    };
    const remove = (sums, row) => {
      for (let n = 0; n < v.length; n++) sums[n] -= v[n][row];
      return sums;
    };
    const none = () => new Float64Array(v.length);
    if (question.by.length === 0) {
      const whole = this.filter.groupAll().reduce(add, remove, none);
      return { whole, value: whole.value() };
    }
    const group = (pair ?? this.dimensions[question.by[0]]).group().reduce(add, remove, none);
    // Its own way to the largest wants a number; the key breaks ties.
    if (question.top) return { group, list: group.order((sums) => sums[LAST]).top(question.top) };
    return { group, list: group.all() };
  }

  told({ value, list }) {
    if (value) return { codes: [0], sums: value };
    return { codes: list.map(({ key }) => key), sums: list.flatMap(({ value }) => [...value]) };
  }

  /** Not timed: the next question begins with nothing filtered. */
  after({ pair }, { whole, group }) {
    whole?.dispose();
    group?.dispose();
    pair?.dispose();
    for (const dimension of Object.values(this.dimensions)) dimension.filterAll();
  }

  narrow(key, members) {
    const dimension = this.dimensions[key];
    if (members.length === 1) return dimension.filterExact(members[0]);
    const wanted = new Uint8Array(COUNTS[key]);
    for (const member of members) wanted[member] = 1;
    return dimension.filterFunction((member) => wanted[member] === 1);
  }

  brush({ filters }) {
    for (const [key, members] of filters) this.narrow(key, members);
    const last = this.facts.values[LAST];
    const groups = KEYS.map((key) => this.dimensions[key].group().reduceSum((row) => last[row]));
    for (const group of groups) group.all();
    return {
      move: ([from, to]) => {
        this.dimensions.date.filterRange([from, to + 1]);
        return groups.map((group) => group.all());
      },
      told: (panels) => panels.map((panel, n) => {
        const sums = new Float64Array(COUNTS[KEYS[n]]);
        for (const { key, value } of panel) sums[key] = value;
        return sums;
      }),
      end: () => {
        for (const group of groups) group.dispose();
        for (const dimension of Object.values(this.dimensions)) dimension.filterAll();
      },
    };
  }
}
