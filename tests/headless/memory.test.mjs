// What a freed report leaves behind: nothing. WebAssembly memory never shrinks, so it must not grow from one report to the
// next of the same size.
import assert from "node:assert/strict";
import test from "node:test";
import { Report, memory, sample } from "./reference.mjs";

test("twenty reports asked and freed one after another need the memory of one", async () => {
  const document = await sample("sports");
  const round = () => {
    const report = Report.parse(document);
    report.query({ measures: report.catalogue.measures.map(({ id }) => id), groupBy: ["category", "week"] });
    report.funnel({ groupBy: ["category"], compare: "previous" });
    assert.throws(() => report.query({ measures: ["moon"] }));
    report.free();
    assert.throws(() => Report.parse('{"schema": "redcat.report/1"}'));
    return memory.buffer.byteLength;
  };
  const warm = [round(), round(), round()].at(-1);
  const later = Array.from({ length: 20 }, round);
  assert.deepEqual(later, later.map(() => warm));
});
