// What the compiler has to refuse: each line below its sign is wrong, and a sign above a right line is refused as well.
import "redcat-report";
import init, { Report } from "redcat-report/engine";

const report = document.createElement("redcat-report");
// @ts-expect-error a number is no report
report.report = 7;
// @ts-expect-error a fetcher answers with a Response
report.fetcher = async (url: string) => url;
// @ts-expect-error a token has no place in an attribute or property
report.token = "secret";
// @ts-expect-error members are a list
report.selection = { filters: { category: "lip" } };
// @ts-expect-error there is no such comparison
report.selection = { compare: "next" };
// @ts-expect-error a dimension has to be named
report.allow = { dimensions: true };
// @ts-expect-error a merchant's report needs a label
report.reports = [{ id: "a", src: "/a.json" }];
// @ts-expect-error a state is text
report.restore({});
// @ts-expect-error a file comes later
report.exportCsv("funnel").size;
// @ts-expect-error which panel?
report.exportPng();
// @ts-expect-error this detail has no selection
report.addEventListener("redcat-export", ({ detail }) => detail.selection);
// @ts-expect-error and this event has none at all
report.addEventListener("redcat-ready", ({ detail }) => detail.message);

await init();
// @ts-expect-error reports come from `parse`
new Report();
const asked = Report.parse("{}");
// @ts-expect-error money is a bigint
const spend: number = asked.experiment()[0]!.control.spend;
// @ts-expect-error there may be no life tables
asked.repurchase().curves;
// @ts-expect-error a baseline is missing
asked.compare({ ratio: "conversion", by: "channel" });
// @ts-expect-error there is no such adjustment
asked.compare({ ratio: "conversion", by: "channel", baseline: "rest", adjust: "none" });
// @ts-expect-error it may be refused
asked.forecast().params;
// @ts-expect-error warnings are read, not set
asked.warnings = [];
// @ts-expect-error nothing is counted
asked.query({ groupBy: ["category"] });
// @ts-expect-error a misspelt key
asked.query({ measures: ["gmv"], groupby: ["category"] });
// @ts-expect-error there may be no funnel
asked.funnel().steps;
export { spend };
