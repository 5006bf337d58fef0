/** Types of the `<redcat-report>` element: attributes, properties, methods and events. */

/** Days `YYYY-MM-DD`, both included. */
export interface Days {
  from: string;
  to: string;
}

/** Compared with which days. */
export type Compare = "previous" | "year" | Days | { wave: string };

/** What the reader chose. Ids as in the report; `null` among members is the unknown member. */
export interface Selection {
  filters?: { date?: Days } & { [dimension: string]: (string | null)[] | Days | undefined };
  compare?: Compare;
}

/** One thing that is wrong in a report. */
export interface RedcatFault {
  kind: string;
  /** JSON path such as `cells[0].values.gmv[17]`; empty for the document as a whole. */
  path: string;
  found: string;
  expected: string;
}

/** Detail of `redcat-error` and `redcat-stale`. */
export interface RedcatErrorDetail {
  kind: string;
  path: string;
  message: string;
  faults?: RedcatFault[];
}

/** Detail of `redcat-select`. */
export interface RedcatSelectDetail {
  selection: Selection;
}

/** Panels that can be exported, by name; others may follow. */
export type RedcatPanel =
  | "kpis"
  | "funnel"
  | "trend"
  | "drilldown"
  | "repurchase"
  | "cohorts"
  | "comparison"
  | "effect"
  | "content"
  | "returns"
  | "settlement"
  | "loop"
  | "entry"
  | "quality"
  | (string & {});

/** Detail of `redcat-export`. */
export interface RedcatExportDetail {
  panel: RedcatPanel;
  format: "csv" | "svg" | "png";
  /** Name of the file. */
  name: string;
}

export interface RedcatReportEventMap {
  /** A report is on screen. */
  "redcat-ready": CustomEvent<null>;
  /** The reader chose other rows. */
  "redcat-select": CustomEvent<RedcatSelectDetail>;
  /** A report was refused or did not come. */
  "redcat-error": CustomEvent<RedcatErrorDetail>;
  /** The same, while an earlier report stays on screen. */
  "redcat-stale": CustomEvent<RedcatErrorDetail>;
  /** The reader chose a file from a panel's menu; `preventDefault()` stops the download. */
  "redcat-export": CustomEvent<RedcatExportDetail>;
}

/**
 * `<redcat-report src lang theme rise-colour poll deeplink>`
 *
 * With `deeplink` the page's fragment carries the view as `#redcat=…`, or under the attribute's value where several
 * reports share a page; without it the address of the page is never touched.
 */
export class RedcatReport extends HTMLElement {
  /** A contract object, JSON text or bytes; shown without any fetch. Write-only once the element is ready. */
  report: object | string | Uint8Array | ArrayBuffer | undefined;
  /**
   * The host's own fetch: the place for a token. After a 401 or 403 it is asked once more; if that is refused too,
   * nothing of the report stays on screen.
   */
  fetcher: ((url: string, init: { signal: AbortSignal; cache?: RequestCache }) => Promise<Response>) | undefined;
  /** What the reader chose. A report of another merchant takes over only what it has, and says so by `redcat-select`. */
  selection: Selection | undefined;
  /** Everything the reader did, as text for `restore`. */
  save(): string | undefined;
  /** Brings back what `save` gave. */
  restore(state: string): void;
  /** A panel's numbers as CSV; rejected where there is no such panel on the screen. Downloads nothing. */
  exportCsv(panel: RedcatPanel): Promise<Blob>;
  /** A panel as a standalone SVG file. */
  exportSvg(panel: RedcatPanel): Promise<Blob>;
  /** The same as PNG, at twice its size. */
  exportPng(panel: RedcatPanel): Promise<Blob>;
  /**
   * Fetches `src` again, past the browser's cache unless the server's ETag says that nothing has changed; what is on
   * screen stays until the new report is there.
   */
  refresh(): void;
  addEventListener<K extends keyof RedcatReportEventMap>(
    type: K,
    listener: (this: RedcatReport, event: RedcatReportEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "redcat-report": RedcatReport;
  }
  interface HTMLElementEventMap extends RedcatReportEventMap {}
}
