// What every engine but ours is given. In: the document of the bench, as bytes or text, in either layout. Out: typed
// columns, two bytes for a key and four for a measure, as the native loop has them. JSON.parse makes them: of the ways
// that were tried it is the fastest for every peer, DuckDB's own reader of JSON included.

export const KEYS = ["category", "brand", "creator", "channel", "audience", "tier"];
export const MEASURES = [
  "impressions", "reads", "likes", "collects", "comments", "shares", "spend", "store_visits", "orders", "gmv",
];
/** Members by key, and the days behind them. */
export const COUNTS = { category: 12, brand: 200, creator: 2000, channel: 5, audience: 8, tier: 4, date: 365 };
export const DAYS = COUNTS.date;
const FIRST_DAY = Date.UTC(2024, 6, 1);
const DAY_MS = 86_400_000;

/** Text out of bytes; text stays. */
export const text = (document) => (typeof document === "string" ? document : new TextDecoder().decode(document));

/** The columns of a document. */
export function columns(document) {
  const { dimensions, cells } = JSON.parse(text(document));
  return cells.layout === "columns" ? ofColumns(cells) : ofRecords(dimensions, cells);
}

function ofColumns({ rows, date, keys, values }) {
  return {
    rows,
    day: Uint16Array.from(date),
    keys: KEYS.map((key) => Uint16Array.from(keys[key])),
    values: MEASURES.map((measure) => Uint32Array.from(values[measure])),
  };
}

/** Records name members by id and days by date. */
function ofRecords(dimensions, cells) {
  const { records } = cells;
  const rows = records.length;
  const places = KEYS.map((key) => {
    const { members } = dimensions.find(({ id }) => id === key);
    return new Map(members.map(({ id }, place) => [id, place]));
  });
  const days = new Map(Array.from({ length: DAYS }, (_, day) => [date(day), day]));
  const facts = {
    rows,
    day: new Uint16Array(rows),
    keys: KEYS.map(() => new Uint16Array(rows)),
    values: MEASURES.map(() => new Uint32Array(rows)),
  };
  for (let row = 0; row < rows; row++) {
    const record = records[row];
    facts.day[row] = days.get(record.date);
    for (let key = 0; key < KEYS.length; key++) facts.keys[key][row] = places[key].get(record[KEYS[key]]);
    for (let measure = 0; measure < MEASURES.length; measure++) {
      facts.values[measure][row] = record[MEASURES[measure]];
    }
  }
  return facts;
}

/** `2024-07-01` for 0. */
export const date = (day) => new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10);

/** Groups that a question can have; numbered by the place in its first key, then in its second. */
export const groups = ({ by }) => by.reduce((product, key) => product * COUNTS[key], 1);
