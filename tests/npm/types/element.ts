// Everything a partner's page can say to <redcat-report> and hear from it. A test holds this file to name every export and
// member of the types; the compiler holds that each is what it is used as.
import {
  RedcatReport,
  type Compare,
  type Days,
  type RedcatAllow,
  type RedcatDrillDetail,
  type RedcatErrorDetail,
  type RedcatExportDetail,
  type RedcatFault,
  type RedcatPanel,
  type RedcatPresentDetail,
  type RedcatReportAttributes,
  type RedcatReportEntry,
  type RedcatReportEventMap,
  type RedcatSelectDetail,
  type RedcatSwitchDetail,
  type Selection,
} from "redcat-report";

// Attributes: all of them, as a framework that knows only of strings and flags sets them.
const attributes: Required<RedcatReportAttributes> = {
  src: "/report.json",
  index: "/reports.json",
  lang: "zh-CN",
  theme: "auto",
  "rise-colour": "green",
  view: "kpis funnel",
  present: "offer names",
  poll: "60",
  deeplink: "shop",
  fallback: "https://partner.example/report",
};
const report = document.createElement("redcat-report");
const same: RedcatReport = report;
for (const [name, value] of Object.entries(attributes)) same.setAttribute(name, String(value));
document.querySelector("redcat-report")?.refresh();

// Properties.
report.report = { schema: "redcat.report/1" };
report.report = "{}";
report.report = new Uint8Array();
report.report = new ArrayBuffer(0);
report.report = undefined;
report.fetcher = (url, init) => fetch(url, { ...init, headers: { Authorization: "Bearer token" } });
report.fetcher = async (url, { signal, cache }) => new Response(`${url} ${cache} ${signal.aborted}`);
const days: Days = { from: "2025-06-01", to: "2025-06-18" };
const compared: Compare[] = ["previous", "year", days, { wave: "618" }];
const chosen: Selection[] = compared.map((compare) => ({ filters: { date: days, category: ["lip", null] }, compare }));
report.selection = chosen[0];
const found: Selection | undefined = report.selection;
const allow: RedcatAllow = { dimensions: ["category"], date: days, compare: false };
report.allow = allow;
report.allow = { dimensions: [], date: false };
report.allow = undefined;
const merchants: RedcatReportEntry[] = [
  { id: "a", label: "A", src: "/a.json" },
  { id: "b", label: { "zh-CN": "乙", en: "B" }, report: "{}" },
];
report.reports = merchants;
report.reports = undefined;
report.reportId = merchants[0]!.id;
const merchant: string | undefined = report.reportId;

// Methods.
const state: string | undefined = report.save();
if (state !== undefined) report.restore(state);
const panels: RedcatPanel[] = [
  "kpis", "funnel", "trend", "drilldown", "repurchase", "cohorts", "comparison", "effect", "content", "returns",
  "settlement", "loop", "entry", "quality", "one of a later version",
];
const files: Promise<Blob>[] = panels.flatMap((panel) => [
  report.exportCsv(panel),
  report.exportSvg(panel),
  report.exportPng(panel),
]);

// Events, heard at the element and above it.
report.addEventListener("redcat-ready", ({ detail }) => {
  const none: null = detail;
  return none;
});
report.addEventListener("redcat-select", function ({ detail }: CustomEvent<RedcatSelectDetail>) {
  this.selection = detail.selection;
});
report.addEventListener("redcat-drill", ({ detail }) => {
  const { dimension, path }: RedcatDrillDetail = detail;
  return `${dimension}: ${path.map((step) => `${step.dimension} ${step.member ?? "?"}`).join(" > ")}`;
});
report.addEventListener("redcat-switch", ({ detail }) => {
  const { id }: RedcatSwitchDetail = detail;
  return merchants.find((one) => one.id === id)?.label;
});
report.addEventListener("redcat-present", ({ detail }) => {
  const { presenting }: RedcatPresentDetail = detail;
  return presenting ? "on stage" : "off";
});
report.addEventListener("redcat-error", ({ detail }) => failed(detail), { once: true });
document.body.addEventListener("redcat-stale", ({ detail }) => failed(detail));
report.addEventListener("redcat-export", (event) => {
  const { panel, format, name }: RedcatExportDetail = event.detail;
  if (panel === "funnel" && format === "csv" && name.endsWith(".csv")) event.preventDefault();
});
report.addEventListener("click", (event) => event.stopPropagation());
const heard: Record<keyof RedcatReportEventMap, number> = {
  "redcat-ready": 0,
  "redcat-select": 0,
  "redcat-drill": 0,
  "redcat-error": 0,
  "redcat-stale": 0,
  "redcat-export": 0,
  "redcat-switch": 0,
  "redcat-present": 0,
};

function failed({ kind, path, message, faults }: RedcatErrorDetail): string {
  const one = (fault: RedcatFault) => `${fault.kind} ${fault.path}: ${fault.found} instead of ${fault.expected}`;
  return [kind, path, message, ...(faults ?? []).map(one)].join("\n");
}

export { RedcatReport, files, found, heard, merchant };
