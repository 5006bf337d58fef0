/** Types of the `<redcat-frame>` element: the report in an iframe, for pages that allow no WebAssembly. */

import type { RedcatPanel, RedcatReport, RedcatReportEventMap } from "./redcat-report.js";

/**
 * `<redcat-frame frame src lang theme view rise-colour present poll deeplink index fallback>`
 *
 * As `<redcat-report>`, run by the page that `frame` names: the deployed `frame.html`, whose own `redcat-parents` names
 * this page's origin. This page fetches `src`, by its `fetcher` if it has one, and hands the bytes over: no token
 * enters the frame. What would throw in the element is a `redcat-error` here; `selection` and `save()` are what the
 * frame last said. `::part()` does not reach into a frame; the `--redcat-*` properties are handed over when it starts.
 */
export class RedcatFrame extends HTMLElement {
  /** A contract object, JSON text or bytes; bytes stay this page's own. */
  report: RedcatReport["report"];
  /** Their addresses are resolved against this page's, not the frame's. */
  reports: RedcatReport["reports"];
  reportId: RedcatReport["reportId"];
  /** The host's own fetch, called in this page. */
  fetcher: RedcatReport["fetcher"];
  allow: RedcatReport["allow"];
  selection: RedcatReport["selection"];
  /** Everything the reader did, as text for `restore`. */
  save(): string | undefined;
  restore(state: string): void;
  exportCsv(panel: RedcatPanel): Promise<Blob>;
  exportSvg(panel: RedcatPanel): Promise<Blob>;
  exportPng(panel: RedcatPanel): Promise<Blob>;
  refresh(): void;
  addEventListener<K extends keyof RedcatReportEventMap>(
    type: K,
    listener: (this: RedcatFrame, event: RedcatReportEventMap[K]) => void,
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
    "redcat-frame": RedcatFrame;
  }
}
