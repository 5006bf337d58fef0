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

export interface RedcatReportEventMap {
  /** A report is on screen. */
  "redcat-ready": CustomEvent<null>;
  /** The reader chose other rows. */
  "redcat-select": CustomEvent<RedcatSelectDetail>;
  /** A report was refused or did not come. */
  "redcat-error": CustomEvent<RedcatErrorDetail>;
  /** The same, while an earlier report stays on screen. */
  "redcat-stale": CustomEvent<RedcatErrorDetail>;
}

/** `<redcat-report src lang theme rise-colour>` */
export class RedcatReport extends HTMLElement {
  /** A contract object, JSON text or bytes; shown without any fetch. Write-only once the element is ready. */
  report: object | string | Uint8Array | ArrayBuffer | undefined;
  /** The host's own fetch: the place for a token. */
  fetcher: ((url: string, init: { signal: AbortSignal }) => Promise<Response>) | undefined;
  /** What the reader chose. */
  selection: Selection | undefined;
  /** Everything the reader did, as text for `restore`. */
  save(): string | undefined;
  /** Brings back what `save` gave. */
  restore(state: string): void;
  /** Fetches `src` again; what is on screen stays until the new report is there. */
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
