// The engine of the npm package, through what it offers every program. In: the document, a question. Out: sums by group
// number. Its loading ends when nothing is left to be added up ahead: what that takes is part of it.

import init, { Report } from "engine";
import { COUNTS, DAYS, KEYS, MEASURES, date } from "./facts.js";

const LAST = MEASURES[MEASURES.length - 1];
const FIRST = Date.UTC(2024, 6, 1) / 86_400_000;
/** Largest first is how the panel draws them; the others stand in the order of keys. */
const RANKED = { measure: LAST, descending: true };

export class Ours {
  name = "RedCat";

  async start() {
    this.memory = (await init()).memory;
  }

  /** Bytes or text. */
  load(document) {
    this.report = Report.parse(document);
  }

  /** The steps it took, in milliseconds each. */
  ahead() {
    const steps = [];
    for (;;) {
      const begun = performance.now();
      const more = this.report.prepare();
      steps.push(performance.now() - begun);
      if (!more) return steps;
    }
  }

  /** A document that arrives in pieces. */
  async stream(pieces) {
    this.report = await Report.read(pieces);
  }

  /** What the catalogue says once, so that answers can be told by place. */
  prepare(question) {
    const asked = { measures: MEASURES, groupBy: question.by, filters: filters(question.filters, question.days) };
    if (question.top) Object.assign(asked, { orderBy: RANKED, limit: question.top });
    return { question, asked };
  }

  ask({ question, asked }) {
    return { question, answer: this.report.columns(asked) };
  }

  told({ question: { by }, answer }) {
    const { keys, values, rows } = answer;
    const codes = Array.from({ length: rows }, (_, at) => by.reduce((code, key, n) => {
      return code * (n > 0 ? COUNTS[key] : 1) + keys[key][at] - (key === "date" ? FIRST : 0);
    }, 0));
    const sums = new Float64Array(rows * MEASURES.length);
    MEASURES.forEach((measure, n) => {
      for (let at = 0; at < rows; at++) sums[at * MEASURES.length + n] = values[measure][at];
    });
    return { codes, sums };
  }

  explain({ asked }) {
    const { passes } = this.report.explain(asked);
    return passes.map(({ structure, rowsScanned }) => ({ structure, rows: rowsScanned }));
  }

  /** A brush for every panel, which ignores the filter on its own key. */
  brush({ filters: given }) {
    const brushes = KEYS.map((key) => {
      const others = filters(given.filter(([other]) => other !== key), [0, DAYS - 1]);
      return this.report.brush({ filters: others, groupBy: key, measure: LAST });
    });
    const slices = [];
    for (const brush of brushes) {
      let more = true;
      while (more) {
        const begun = performance.now();
        more = brush.step();
        slices.push(performance.now() - begun);
      }
    }
    const into = KEYS.map((key) => new Float64Array(COUNTS[key] + 1));
    return {
      slices,
      bytes: brushes.reduce((sum, { bytes }) => sum + bytes, 0),
      move: ([from, to]) => brushes.map((brush, n) => brush.over(DATES[from], DATES[to], into[n])),
      told: (panels) => panels.map((sums, n) => sums.slice(0, COUNTS[KEYS[n]])),
      end: () => brushes.forEach((brush) => brush.free()),
    };
  }

  free() {
    this.report.free();
  }
}

const DATES = Array.from({ length: DAYS }, (_, day) => date(day));

function filters(given, [from, to]) {
  const filters = Object.fromEntries(given.map(([key, members]) => [key, members.map((member) => `${key}${member}`)]));
  if (from !== 0 || to !== DAYS - 1) filters.date = { from: DATES[from], to: DATES[to] };
  return filters;
}
