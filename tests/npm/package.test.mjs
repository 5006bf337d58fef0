// The package as Node sees it: what it exports, that importing it does no harm where there is no DOM, and that the
// consumers beside this file leave nothing of its types unnamed.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import test from "node:test";

const package_ = new URL("node_modules/redcat-report/", import.meta.url);
const packed = (file) => readFile(new URL(file, package_), "utf8");
const beside = (file) => readFile(new URL(file, import.meta.url), "utf8");

/** Every name that types export or give a member; neither comments nor the names of parameters and keys. */
const named = (types) => {
  let code = types.replaceAll(/\/\*[^]*?\*\/|\/\/.*|\[[^\]]*\]/g, "");
  for (let before; before !== code; ) [before, code] = [code, code.replaceAll(/\([^(){}]*\)/g, "")];
  const exports = [...code.matchAll(/export (?:interface|type|class|function) (\w+)/g)];
  const members = [...code.matchAll(/(?<![\w"]|function )"?\b([\w-]+)"?\??(?:<[^<>]*>)?: /g)];
  return [...new Set([...exports, ...members].map(([, name]) => name))];
};

test("the names of types are found", () => {
  const found = named(`
    /** nothing: here */ export interface A { b: string; c?: { d: number }; readonly "e-f": number } // g: here
    export type H = { [key: string]: A }; export class I { private constructor(); j(k: string, l: string): void; }
    export default function m(n?: string): void;`);
  assert.deepEqual(found.sort(), ["A", "H", "I", "b", "c", "d", "e-f", "j"]);
});

for (const [types, consumers, least] of [
  ["redcat-report.d.ts", ["element.ts"], 40],
  ["redcat-frame.d.ts", ["frame.ts"], 9],
  ["engine.d.ts", ["engine.ts", "numbers.ts", "columns.ts"], 300],
]) {
  test(`${consumers.join(" and ")} name everything in ${types}`, async () => {
    const text = (await Promise.all(consumers.map((consumer) => beside(`types/${consumer}`)))).join("\n");
    const words = new Set(text.match(/[\w-]+|\w+/g).flatMap((word) => [word, ...word.split("-")]));
    const names = named(await packed(types));
    assert.ok(names.length > least, `only ${names}`);
    assert.deepEqual(names.filter((name) => !words.has(name)), []);
  });
}

test("every attribute that the element observes has a type", async () => {
  const [{ RedcatReport }, { RedcatFrame }] = await Promise.all([import("redcat-report"), import("redcat-report/frame")]);
  const types = await packed("redcat-report.d.ts");
  const [, attributes] = types.match(/interface RedcatReportAttributes \{([^]*?)\n\}/);
  const typed = new Set(["frame", ...named(attributes)]);
  for (const { observedAttributes } of [RedcatReport, RedcatFrame]) {
    assert.ok(observedAttributes.length > 5);
    assert.deepEqual(observedAttributes.filter((name) => !typed.has(name)), []);
  }
});

test("importing does no harm where there is no DOM", async () => {
  const before = Object.keys(globalThis);
  const [element, frame, engine] = await Promise.all(
    ["redcat-report", "redcat-report/frame", "redcat-report/engine"].map((entry) => import(entry)),
  );
  assert.deepEqual(Object.keys(globalThis), before);
  assert.deepEqual([...Object.keys(element), ...Object.keys(frame)], ["RedcatReport", "RedcatFrame"]);
  assert.deepEqual(Object.keys(engine).sort(), ["Brush", "Report", "default", "initSync"]);
});

test("the engine runs from the bytes of its program", async () => {
  const { default: init, Report } = await import("redcat-report/engine");
  await init({ module_or_path: await readFile(new URL(import.meta.resolve("redcat-report/engine_bg.wasm"))) });
  assert.throws(() => Report.parse("{}"), { name: "RedcatError" });
});

test("every path of the export map leads to a file", async () => {
  const { exports } = JSON.parse(await packed("package.json"));
  const paths = Object.values(exports).flatMap((target) => (typeof target === "string" ? [target] : Object.values(target)));
  assert.ok(paths.length > 5);
  for (const path of paths) assert.ok((await packed(path)).length > 0, path);
});

test("the loader knows the hashes of both parts of the program", async () => {
  const loader = await packed("redcat-report.js");
  for (const file of ["widget_bg.wasm", "widget_later.wasm"]) {
    const hash = createHash("sha256").update(await readFile(new URL(file, package_))).digest("base64");
    assert.ok(loader.includes(`sha256-${hash}`), file);
  }
});

test("the README's types of the tag are those that are compiled", async () => {
  const blocks = [...(await packed("README.md")).matchAll(/^```ts\n([^]*?)^```/gm)].map(([, text]) => text);
  const tag = blocks.filter((text) => text.includes("IntrinsicElements"));
  assert.equal(tag.length, 1);
  assert.ok((await beside("types/react.tsx")).includes(tag[0]));
});
