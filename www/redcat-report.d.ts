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

/** Detail of `redcat-drill`. */
export interface RedcatDrillDetail {
  /** Dimension whose members the tree table lists now. */
  dimension: string;
  /** The way there, outermost first; `null` is the unknown member. Empty where everything is listed. */
  path: { dimension: string; member: string | null }[];
}

/**
 * What a reader may change; what is left out they may. For a clear screen, not for secrets: the data are all in the
 * browser, and what a reader must not have is for the server to leave out. What cannot be read allows nothing.
 */
export interface RedcatAllow {
  /** Dimensions by which a reader may filter and drill; none where empty. */
  dimensions?: string[] | null;
  /** `false`: the days stay as the host chose them. Days: the reader may choose among these. */
  date?: boolean | Days | null;
  /** `false`: what is compared with stays as the host chose it. */
  compare?: boolean | null;
}

/**
 * Detail of `redcat-error` and `redcat-stale`. Kinds beside those of a report that is refused: `network`, `http`,
 * `signed_out`, `limit`; `unsupported` (no WebAssembly here: the way to a page of its own is the attribute `fallback`);
 * `internal` (the program has stopped: the reader sees a button that starts it again); `unknown_reference` with the path
 * `view` (no panel of that name); `invalid_selection` (`selection` or `allow` that were set before the start and cannot be
 * read).
 */
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

/** One of several reports: where to fetch it, or the report itself. `label` as texts of the contract are. */
export interface RedcatReportEntry {
  id: string;
  label: string | Record<string, string>;
  /** Resolved against the address of the index that it stands in, else against the page's. */
  src?: string;
  report?: object | string | Uint8Array | ArrayBuffer;
}

/** Detail of `redcat-switch`. */
export interface RedcatSwitchDetail {
  /** Of the entry that was chosen; its report is on screen with the next `redcat-ready`. */
  id: string;
}

/** Detail of `redcat-present`. */
export interface RedcatPresentDetail {
  /** Whether the report is on stage now. */
  presenting: boolean;
}

export interface RedcatReportEventMap {
  /** A report is on screen. */
  "redcat-ready": CustomEvent<null>;
  /** The reader, or the host, chose other rows. */
  "redcat-select": CustomEvent<RedcatSelectDetail>;
  /** The tree table lists other members: the reader has gone down, up, or another way. */
  "redcat-drill": CustomEvent<RedcatDrillDetail>;
  /** A report was refused or did not come. */
  "redcat-error": CustomEvent<RedcatErrorDetail>;
  /** The same, while an earlier report stays on screen. */
  "redcat-stale": CustomEvent<RedcatErrorDetail>;
  /** The reader chose a file from a panel's menu; `preventDefault()` stops the download. */
  "redcat-export": CustomEvent<RedcatExportDetail>;
  /** Another merchant of several was chosen. */
  "redcat-switch": CustomEvent<RedcatSwitchDetail>;
  /** The report went on stage, or left it. */
  "redcat-present": CustomEvent<RedcatPresentDetail>;
}

/** Attributes of `<redcat-report>`, for what types tags; a change of any never draws the report anew. */
export interface RedcatReportAttributes {
  /** Where the report is fetched from. */
  src?: string | undefined;
  /** The address of a list `[{ id, label, src }]`, several merchants of which the reader chooses one; in place of `src`. */
  index?: string | undefined;
  lang?: "zh-CN" | "en" | undefined;
  theme?: "light" | "dark" | "auto" | undefined;
  /** The panels to show, in their order, between spaces or commas: `kpis funnel`. Without it all of them are there. */
  view?: string | undefined;
  "rise-colour"?: "red" | "green" | undefined;
  /**
   * On stage: the whole screen, one panel at a time, until the reader ends that and takes the attribute away. Names of
   * merchant, brands, products, creators, notes and every dimension of your own are masked, on screen and in files, but for
   * `names`. `offer` and `offer names` are a button in the header that does so.
   */
  present?: "" | "masked" | "names" | "offer" | "offer names" | (string & {}) | boolean | undefined;
  /** Fetched again every so many seconds, at least 5, while the page is seen. */
  poll?: string | number | undefined;
  /**
   * The page's fragment carries the view as `#redcat=…`, or under this name where several reports share a page; without
   * the attribute the address of the page is never touched.
   */
  deeplink?: string | undefined;
  /**
   * The https address of a page of its own, offered where the browser or the page's policy does not let this one work.
   */
  fallback?: string | undefined;
}

export class RedcatReport extends HTMLElement {
  /**
   * A contract object, JSON text or bytes; shown without any fetch. What is large is read in slices between which the page
   * has its turn: bytes must stay as they are until `redcat-ready`. Write-only once the element is ready; undefined and
   * null change nothing.
   */
  report: object | string | Uint8Array | ArrayBuffer | undefined;
  /** Several merchants' reports, in place of `src`; the same as `index`, without a request for the list. */
  reports: RedcatReportEntry[] | undefined;
  /** Which of them is chosen. */
  reportId: string | undefined;
  /**
   * The host's own fetch: the place for a token. After a 401 or 403 it is asked once more; if that is refused too,
   * nothing of the report stays on screen.
   */
  fetcher: ((url: string, init: { signal: AbortSignal; cache?: RequestCache }) => Promise<Response>) | undefined;
  /** What the reader may change; everything where `undefined`. The host's own `selection` is not held to it. */
  allow: RedcatAllow | undefined;
  /**
   * What the reader chose; `{}` is everything, undefined and null change nothing. A report of another merchant takes over
   * only what it has, and says so by `redcat-select`.
   */
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
