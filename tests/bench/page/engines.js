// All engines by name. In: a name. Out: an engine that has started. They are alike: `load(facts)`, `prepare(question)`
// (not timed), `ask(prepared)`, `told(answer)` (not timed: as group numbers and sums), `after` where something is left to
// clear, `brush(…)` with `move(days)`. Ours loads the document itself.

const ENGINES = {
  RedCat: async () => (await import("./ours.js")).Ours,
  columns: async () => (await import("./loops.js")).TypedColumns,
  interleaved: async () => (await import("./loops.js")).Interleaved,
  crossfilter2: async () => (await import("./crossfilter.js")).Crossfilter,
  arquero: async () => (await import("./arquero.js")).Arquero,
  "DuckDB-WASM": async () => (await import("./duckdb.js")).DuckDb,
};

export async function engine(name) {
  const Engine = await ENGINES[name]();
  const engine = new Engine();
  await engine.start?.();
  return engine;
}
