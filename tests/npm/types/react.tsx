// The tag in a React page, typed: the three lines that a partner writes once.
import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { RedcatReport, RedcatReportAttributes, RedcatReportEventMap } from "redcat-report";

type Handlers = { [K in keyof RedcatReportEventMap as `on${K}`]?: (event: RedcatReportEventMap[K]) => void };
type Properties = Partial<Pick<RedcatReport, "report" | "fetcher" | "selection" | "allow">>;
type Tag = DetailedHTMLProps<HTMLAttributes<RedcatReport>, RedcatReport> & RedcatReportAttributes & Properties & Handlers;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "redcat-report": Tag;
    }
  }
}

export const page = (
  <redcat-report
    src="/report.json"
    rise-colour="red"
    selection={{ compare: "year" }}
    onredcat-select={({ detail }) => detail.selection.filters?.date?.from}
    ref={(element) => element?.refresh()}
  />
);
// @ts-expect-error there is no such comparison
export const misasked = <redcat-report selection={{ compare: "next" }} />;
// @ts-expect-error colours are red or green
export const miscoloured = <redcat-report rise-colour="blue" />;
