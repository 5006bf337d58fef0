// What reads a document in slices and answers in typed arrays, every member of it used once.
import { Brush, Report, type BrushExplained, type BrushQuestion, type Columns, type ColumnsQuestion, type ReadProgress } from "redcat-report/engine";

const share = ({ bytes, totalBytes, rows, totalRows }: ReadProgress): number =>
  totalRows === null ? bytes / (totalBytes ?? bytes) : rows / totalRows;

const options = { signal: new AbortController().signal, progress: (told: ReadProgress) => console.info(share(told)) };
export const reading: Promise<Report> = fetch("/report.json").then((response) => Report.read(response, options));

const question: ColumnsQuestion = { groupBy: ["creator"], measures: ["gmv"], orderBy: "gmv", limit: 20 };

function listed(report: Report, found: Columns): unknown {
  const { creator } = found.keys;
  const { gmv } = found.values;
  const members = report.catalogue.dimensions[0]?.members ?? [];
  const names = Array.from(creator ?? new Int32Array(), (place) => members[place]?.id ?? null);
  const uncertain = [found.estimates?.gmv, found.errors?.gmv, found.atMost?.gmv].map((column) => column?.length ?? 0);
  const gaps = [found.lacking?.gmv, found.suppressed?.gmv].map((column) => column?.length ?? 0);
  return [names, gmv?.at(0), found.counted.at(0), uncertain, gaps, found.hidden?.at(0), found.others?.values, found.totals];
}

function brushed(report: Report): Float64Array | null {
  const question: BrushQuestion = { filters: { channel: ["feed"] }, groupBy: "category", measure: "gmv", inSteps: true };
  const brush: Brush | null = report.brush(question);
  while (brush?.step());
  const sums = brush && brush.over("2025-05-13", "2025-06-20", new Float64Array(brush.counted.length));
  const told: BrushExplained | undefined = brush?.explain();
  console.info(brush?.bytes, report.bytes, told?.structure, told?.members, told?.days, told?.entries);
  brush?.free();
  return sums;
}

void reading.then((report) => {
  console.info(listed(report, report.columns(question)), brushed(report));
  report.forget();
});
