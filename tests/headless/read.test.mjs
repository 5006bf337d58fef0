// A document that is read while it arrives: the same report as at once, whatever the source and its pieces; how far it is;
// and nothing left of one that is not wanted any more.
import assert from "node:assert/strict";
import test from "node:test";
import { gzipSync } from "node:zlib";
import { Report, memory, sample } from "./reference.mjs";

const stream = (bytes, size) => {
  let at = 0;
  return new ReadableStream({
    pull(stream) {
      if (at >= bytes.length) return stream.close();
      stream.enqueue(new Uint8Array(bytes.subarray(at, at + size)));
      at += size;
    },
  });
};

/** What a report answers, and gives up its memory. */
const answers = (report) => {
  const found = {
    catalogue: report.catalogue,
    warnings: report.warnings,
    funnel: report.funnel({ groupBy: ["category"] }),
    rows: report.query({ groupBy: ["creator", "week"], measures: ["gmv", "impressions"], orderBy: "gmv", limit: 50 }),
  };
  report.free();
  return found;
};

/** A clock by which every piece of work takes longer than a slice. */
const slowly = async (work) => {
  const { now } = performance;
  const clock = (value) => Object.defineProperty(performance, "now", { value, configurable: true, writable: true });
  let time = 0;
  clock(() => (time += 1000));
  try {
    return await work();
  } finally {
    clock(now);
  }
};

/** A document of so many rows, in no order. */
const large = (rows) => {
  const date = (day) => new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
  const column = (entry) => Array.from({ length: rows }, (_, row) => entry(row));
  const channels = ["search", "video", "live"];
  return Buffer.from(
    JSON.stringify({
      schema: "redcat.report/1",
      meta: {
        merchant: { id: "m", name: "M" }, source: "test", generated_at: "2025-05-01T12:00:00Z", time_zone: "Asia/Shanghai",
        currency: "CNY", data_from: date(0), complete_through: date(99),
      },
      dimensions: [{ id: "channel", label: "Channel", members: channels.map((id) => ({ id, label: id })) }],
      measures: [{ id: "orders", label: "Orders", kind: "count", anchor: "both" }],
      cells: {
        id: "facts", layout: "columns", by: ["channel"], measures: ["orders"], rows,
        dates: Array.from({ length: 100 }, (_, day) => date(day)), date: column((row) => (row * 37) % 100),
        keys: { channel: column((row) => row % 3) }, values: { orders: column((row) => row % 1000) },
      },
      funnel: { steps: [{ id: "orders", measure: "orders" }] },
    }),
  );
};

test("a source of any kind and in any pieces gives the report that the whole does", async () => {
  const bytes = await sample("beauty");
  const expected = answers(Report.parse(bytes));
  const sources = {
    bytes,
    buffer: new Uint8Array(bytes).buffer,
    text: bytes.toString(),
    blob: new Blob([bytes]),
    response: new Response(bytes, { headers: { "content-length": String(bytes.length) } }),
    pieces: stream(bytes, 1_013),
    "packed bytes": gzipSync(bytes),
    "packed pieces": stream(gzipSync(bytes), 4_099),
    "packed response": new Response(gzipSync(bytes)),
  };
  for (const [name, source] of Object.entries(sources)) {
    assert.deepEqual(answers(await Report.read(source)), expected, name);
  }
});

test("letters of two halves stay whole where text is cut", async () => {
  const document = JSON.parse(await sample("beauty"));
  const label = "😀".repeat(20);
  document.dimensions[0].label = label;
  const text = JSON.stringify(document);
  const place = text.indexOf(label);
  for (const piece of [1 << 16, 1 << 18]) {
    for (const off of [0, 1, 2, 3]) {
      const padded = " ".repeat(piece - place - 10 - off) + text;
      const reports = [Report.parse(padded), await Report.read(padded)];
      assert.deepEqual(reports.map(({ catalogue }) => catalogue.dimensions[0].label), [label, label], `${piece} ${off}`);
      reports.forEach((report) => report.free());
    }
  }
});

test("what is refused is refused alike, and what did not come as it is", async () => {
  const refusal = (read) => read.then(() => assert.fail("was read"), ({ name, kind, path, faults }) => ({ name, kind, path, faults }));
  for (const text of ["", "[", '{"schema": 2}', '{"schema": "redcat.report/1"}']) {
    const expected = await refusal(Promise.resolve().then(() => Report.parse(text)));
    assert.deepEqual(await refusal(Report.read(text)), expected, text);
    assert.deepEqual(await refusal(Report.read(stream(Buffer.from(text), 3))), expected, text);
  }
  const { kind, faults } = await refusal(Report.read(new Response("no", { status: 503 })));
  assert.deepEqual([kind, faults[0].found], ["http", "503"]);
  const cut = new ReadableStream({ start: (stream) => stream.error(new TypeError("the line is cut")) });
  await assert.rejects(Report.read(cut), { message: "the line is cut" });
});

test("a large document is read in many slices, and says how far it is", async () => {
  const rows = 300_000;
  const bytes = large(rows);
  const told = [];
  let turns = 0;
  const report = await slowly(async () => {
    const reading = Report.read(new Response(bytes, { headers: { "content-length": bytes.length } }), {
      progress: (progress) => told.push(progress),
    });
    const count = () => (turns = turns === undefined ? undefined : turns + 1) && setTimeout(count);
    setTimeout(count);
    return reading;
  });
  const seen = turns;
  turns = undefined;
  assert.ok(seen > 1, "others had no turn");
  const [head, tail] = [told.filter(({ totalRows }) => totalRows === null), told.filter(({ totalRows }) => totalRows !== null)];
  assert.ok(head.length >= bytes.length / (1 << 18) && tail.length > 5, `${head.length}, ${tail.length}`);
  assert.deepEqual([...head, ...tail], told);
  assert.ok(head.every(({ rows }) => rows === 0) && tail.every(({ bytes: read, totalRows }) => read === bytes.length && totalRows === rows));
  for (const [list, name] of [[head, "bytes"], [tail, "rows"]]) {
    for (let at = 1; at < list.length; at += 1) assert.ok(list[at - 1][name] <= list[at][name], name);
  }
  assert.deepEqual(told.at(-1), { bytes: bytes.length, totalBytes: bytes.length, rows, totalRows: rows });
  const { totals } = report.query({ measures: ["orders"] });
  assert.equal(totals.values.orders.value, 300 * 499_500);
  report.free();
});

test("one that is aborted leaves nothing behind, wherever it was", async () => {
  const bytes = large(100_000);
  const abort = (stop) =>
    slowly(async () => {
      const control = new AbortController();
      const progress = (told) => stop(told) && control.abort(new Error("enough"));
      await assert.rejects(Report.read(stream(bytes, 50_000), { signal: control.signal, progress }), { message: "enough" });
    });
  const stops = [({ bytes: read }) => read > 200_000, ({ totalRows }) => totalRows, ({ rows }) => rows > 50_000];
  const round = async () => {
    for (const stop of stops) await abort(stop);
    (await Report.read(bytes)).free();
    return memory.buffer.byteLength;
  };
  const warm = [await round(), await round()].at(-1);
  for (let n = 0; n < 5; n += 1) assert.equal(await round(), warm);
  // Also while it waits for bytes that do not come.
  const control = new AbortController();
  const waiting = Report.read(new ReadableStream({}), { signal: control.signal });
  setTimeout(() => control.abort(new Error("enough")));
  await assert.rejects(waiting, { message: "enough" });
  await assert.rejects(Report.read(bytes, { signal: AbortSignal.abort(new Error("at once")) }), { message: "at once" });
});
