// The engine of the package in a worker thread: answers cross to the page's side as they are, big integers and all.
import assert from "node:assert/strict";
import { once } from "node:events";
import test from "node:test";
import { Worker } from "node:worker_threads";
import { Report, sample } from "./reference.mjs";

const program = `
  import { readFile } from "node:fs/promises";
  import { parentPort, workerData } from "node:worker_threads";
  const { default: init, Report } = await import(workerData.engine);
  await init({ module_or_path: await readFile(new URL("engine_bg.wasm", workerData.engine)) });
  let report;
  parentPort.on("message", ({ document, call, question }) => {
    try {
      if (document) report = Report.parse(document);
      parentPort.postMessage({ answer: call ? report[call](question) : null });
    } catch ({ name, kind, path }) {
      parentPort.postMessage({ refused: { name, kind, path } });
    }
  });
`;

test("a worker answers what the same thread does", async () => {
  const engine = new URL("../../dist/npm/engine.js", import.meta.url).href;
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(program)}`), { workerData: { engine } });
  const ask = async (message, transfer) => {
    worker.postMessage(message, transfer);
    const [reply] = await once(worker, "message");
    return reply;
  };
  try {
    const bytes = new Uint8Array(await sample("beauty"));
    const here = Report.parse(bytes);
    assert.deepEqual(await ask({ document: bytes }, [bytes.buffer]), { answer: null });
    for (const [call, question] of [
      ["funnel", { groupBy: ["category"], compare: "previous", filters: { date: { from: "2025-06-01", to: "2025-06-30" } } }],
      ["query", { groupBy: ["brand"], measures: ["gmv", "roi"], orderBy: "gmv", limit: 3 }],
      ["settle", undefined],
    ]) {
      assert.deepEqual(await ask({ call, question }), { answer: here[call](question) }, call);
    }
    const { refused } = await ask({ call: "query", question: { measures: ["moon"] } });
    assert.deepEqual(refused, { name: "RedcatError", kind: "invalid_selection", path: "measures" });
    here.free();
  } finally {
    await worker.terminate();
  }
});
