// What the README shows for Node, run as it is printed in a folder where the package is installed.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Report, near, sample, text } from "./reference.mjs";

test("the README's funnel is printed from a file", async () => {
  const blocks = (await text("README.md")).split("\n```js\n").slice(1).map((block) => block.split("\n```")[0]);
  const block = blocks.find((block) => block.includes('from "redcat-report/engine"') && block.includes("node:fs"));
  const folder = await mkdtemp(join(tmpdir(), "redcat-readme-"));
  try {
    await mkdir(join(folder, "node_modules"));
    await symlink(fileURLToPath(new URL("../../dist/npm", import.meta.url)), join(folder, "node_modules/redcat-report"), "dir");
    await writeFile(join(folder, "funnel.mjs"), block);
    await writeFile(join(folder, "report.json"), await sample("beauty"));
    const { stdout } = await promisify(execFile)(process.execPath, ["funnel.mjs"], { cwd: folder });
    const [days, ...lines] = stdout.trimEnd().split("\n");
    assert.equal(days, "2025-05-13 2025-06-20");
    const report = Report.parse(await sample("beauty"));
    const { steps } = report.funnel({ filters: { date: { from: "2025-05-13", to: "2025-06-20" } } });
    report.free();
    assert.equal(lines.length, steps.length);
    for (const [n, { id, route, count, ofPrevious }] of steps.entries()) {
      const [name, chain, number, , share] = lines[n].split("\t");
      assert.deepEqual([name, chain, Number(number)], [id, route ?? "", count.value]);
      const printed = ofPrevious === null || near(parseFloat(share), 100 * ofPrevious.value, 0.005 + 1e-9);
      assert.ok(printed || share === ofPrevious.value.refused, lines[n]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
