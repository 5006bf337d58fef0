// DuckDB-WASM. In: typed columns, a question. Out: sums by group number. As its documentation wants it: in a worker, the
// build with exceptions, the table made from an Arrow table of the typed columns, every question a prepared statement.
// Its own readers of JSON are slower than JSON.parse with typed arrays and Arrow, or want an extension from the network.
// Sums of four-byte numbers are 128 bits wide in DuckDB; they are given back as doubles, which hold all of them.

import { ConsoleLogger, AsyncDuckDB, LogLevel } from "@duckdb/duckdb-wasm";
import { Table, makeVector } from "apache-arrow";
import { COUNTS, DAYS, KEYS, MEASURES } from "./facts.js";
import { ranked } from "./arquero.js";

const LAST = MEASURES[MEASURES.length - 1];

export class DuckDb {
  name = "DuckDB-WASM";

  async start() {
    const worker = new Worker("/peers/duckdb/duckdb-browser-eh.worker.js");
    this.base = new AsyncDuckDB(new ConsoleLogger(LogLevel.ERROR), worker);
    await this.base.instantiate(`${location.origin}/peers/duckdb/duckdb-eh.wasm`);
    this.connection = await this.base.connect();
  }

  async load(facts) {
    const columns = { date: makeVector(facts.day) };
    KEYS.forEach((key, n) => (columns[key] = makeVector(facts.keys[n])));
    MEASURES.forEach((measure, n) => (columns[measure] = makeVector(facts.values[n])));
    await this.connection.query("DROP TABLE IF EXISTS facts");
    await this.connection.insertArrowTable(new Table(columns), { name: "facts", create: true });
  }

  async prepare(question) {
    const { by, top } = question;
    const list = [...by, ...MEASURES.map((measure) => `sum(${measure})::DOUBLE AS ${measure}`)];
    const parts = [`SELECT ${list.join(", ")} FROM facts`, where(question.filters, question.days)];
    if (by.length > 0) parts.push(`GROUP BY ${by.join(", ")}`);
    if (top) parts.push(`ORDER BY ${LAST} DESC, ${by[0]} LIMIT ${top}`);
    return { question, statement: await this.connection.prepare(parts.join(" ")) };
  }

  async ask({ question, statement }) {
    return { question, table: await statement.query() };
  }

  told({ question, table }) {
    return ranked(question, table, (name) => table.getChild(name).toArray());
  }

  async after({ statement }) {
    await statement.close();
  }

  async brush({ filters }) {
    const statements = [];
    for (const key of KEYS) {
      const others = where(filters.filter(([other]) => other !== key));
      const days = `${others ? `${others} AND` : "WHERE"} date BETWEEN ? AND ?`;
      const text = `SELECT ${key}, sum(${LAST})::DOUBLE AS ${LAST} FROM facts ${days} GROUP BY ${key}`;
      statements.push(await this.connection.prepare(text));
    }
    return {
      move: async ([from, to]) => {
        const tables = [];
        for (const statement of statements) tables.push(await statement.query(from, to));
        return tables;
      },
      told: (tables) => tables.map((table, n) => {
        const sums = new Float64Array(COUNTS[KEYS[n]]);
        const [members, values] = [table.getChild(KEYS[n]).toArray(), table.getChild(LAST).toArray()];
        for (let at = 0; at < members.length; at++) sums[members[at]] = values[at];
        return sums;
      }),
      end: async () => {
        for (const statement of statements) await statement.close();
      },
    };
  }
}

function where(filters, [from, to] = [0, DAYS - 1]) {
  const parts = filters.map(([key, members]) => `${key} IN (${members.join(", ")})`);
  if (from !== 0 || to !== DAYS - 1) parts.push(`date BETWEEN ${from} AND ${to}`);
  return parts.length > 0 ? `WHERE ${parts.join(" AND ")}` : "";
}
