// Everything that a page without WebAssembly can say to <redcat-frame>.
import { RedcatFrame } from "redcat-report/frame";
import type { RedcatErrorDetail, RedcatReport } from "redcat-report";

const frame: RedcatFrame = document.createElement("redcat-frame");
const report: Pick<RedcatReport, "report" | "fetcher" | "selection" | "allow" | "reports" | "reportId"> = frame;
frame.setAttribute("frame", "https://reports.example/frame.html");
frame.report = { schema: "redcat.report/1" };
frame.fetcher = (url, init) => fetch(url, init);
frame.selection = { compare: "year" };
frame.allow = { date: false };
frame.reports = [{ id: "a", label: "A", src: "/a.json" }];
frame.reportId = "a";
const state: string | undefined = frame.save();
if (state !== undefined) frame.restore(state);
const files: Promise<Blob>[] = [frame.exportCsv("kpis"), frame.exportSvg("funnel"), frame.exportPng("trend")];
frame.addEventListener("redcat-error", ({ detail }) => {
  const { message }: RedcatErrorDetail = detail;
  return message;
});
frame.addEventListener("redcat-select", function () {
  this.refresh();
});
// @ts-expect-error a number is no report
frame.report = 7;

export { RedcatFrame, files, report };
