// What the tests of the headless engine share: the package as it was built, the samples, reference results as rows.
import { readFile } from "node:fs/promises";

const project = new URL("../../", import.meta.url);
const built = new URL("dist/npm/", project);

const engine = await import(new URL("engine.js", built));
/** The memory of the program. */
export const { memory } = await engine.default({ module_or_path: await readFile(new URL("engine_bg.wasm", built)) });

/** The class that the package exports. */
export const { Report } = engine;

/** The text of a file of the project. */
export const text = (path) => readFile(new URL(path, project), "utf8");

/** The text of a file of the package. */
export const packed = (path) => readFile(new URL(path, built), "utf8");

/** A sample of the site, as bytes. */
export const sample = (name) => readFile(new URL(`www/data/${name}.json`, project));

/** The rows of a CSV file without quotes, as objects. */
export async function rows(path) {
  const [head, ...lines] = (await text(path)).trim().split("\n").map((line) => line.trim().split(","));
  return lines.map((cells) => Object.fromEntries(head.map((key, n) => [key, cells[n]])));
}

/** Whether two numbers are as near as that. */
export const near = (found, expected, tolerance = 1e-9) => Math.abs(found - Number(expected)) <= tolerance;
