// The inside of `frame.html`: a report for a page whose own policy forbids WebAssembly. In: one port from the page
// around, whose origin this page's `redcat-parents` names. Out: what `redcat-frame.js` there makes an element of. What
// comes from elsewhere, or a second time, is ignored. Nothing is fetched from here but the program: the page around
// fetches, so that no token comes in.

import { GREETING, Line } from "./redcat-line.js";
import { RedcatReport } from "./redcat-report.js";

const ATTRIBUTES = [...RedcatReport.observedAttributes, "fallback"];
const PROPERTIES = ["report", "reports", "reportId", "selection", "allow"];
const NO_BODY = [204, 205, 304]; // statuses whose answer must not have one
const CARD_MARGIN_PX = 32;
const LOOK_MS = 200; // between two looks at which part of the frame is seen

/** An answer that the page around has got, its body asked for part by part. */
const answer = (line, id, { status, headers, empty }) => {
  const body = {
    pull: async (stream) => {
      const part = await line.ask("read", id);
      if (part) stream.enqueue(new Uint8Array(part));
      else stream.close();
    },
    cancel: () => line.tell("abort", id),
  };
  const none = empty || NO_BODY.includes(status);
  return new Response(none ? null : new ReadableStream(body, { highWaterMark: 0 }), { status, headers });
};

/** `fetch`, done by the page around. */
const fetcher = (line) => {
  let last = 0;
  return async (url, { signal, cache }) => {
    const id = (last += 1);
    signal.addEventListener("abort", () => line.tell("abort", id));
    return answer(line, id, await line.ask("fetch", id, url, cache));
  };
};

/** The element, with the page around in the place of its own window. */
class Framed extends RedcatReport {
  /** Whatever the host is to hear goes over the line. */
  dispatchEvent(event) {
    const { type, detail } = event;
    const proceed = super.dispatchEvent(event);
    // The program is still at work: what the reader chose can be asked of it afterwards.
    if (type.startsWith("redcat-")) queueMicrotask(() => this._pass(type, detail));
    return proceed;
  }

  _pass(type, detail, blob) {
    this._say();
    this.line.tell("event", type, detail, blob);
  }

  /** The page around has the file then, and its host says whether it is downloaded. */
  async _export(panel, format) {
    try {
      const { name, blob } = await this._file(panel, format);
      this._pass("redcat-export", { panel, format, name }, blob);
    } catch (cause) {
      this._fail(cause);
    }
  }

  _remember() {
    queueMicrotask(() => this._say());
  }

  _say() {
    const { _widget: widget, _several: several, selection, reportId } = this;
    if (!widget) return;
    const linked = this.hasAttribute("deeplink");
    const view = linked && this._whole ? widget.link() : "";
    const link = several ? several.link(view) : view;
    this.line.tell("view", { state: this.save(), own: widget.save(), selection, reportId, link });
    // At once all the same, because a host may ask at once.
    if (linked && !this._whole) this._rest().then(() => this._say(), (cause) => this._fail(cause, "network"));
  }

  /** Comes back to what the reader had, in a frame that was moved. */
  resume(own) {
    this._waiting.own = own;
  }

  /** A presentation is the host's to show, and the reader's to end. */
  attributeChangedCallback(name, before, after) {
    super.attributeChangedCallback(name, before, after);
    if (name === "present" && this.line) this.line.tell("present", after);
  }

  /** The address is that of the page around. */
  get _linked() {
    return this.link;
  }

  async _copy() {
    const uncopied = await this.line.ask("copy");
    this._widget.linked(uncopied);
    if (uncopied) setTimeout(() => this.shadowRoot.querySelector("[data-link]")?.select());
  }

  _clicked(target) {
    super._clicked(target);
    if (target.closest("[data-explain]")) this._band();
  }

  /**
   * Cards stand in the part of the frame that is seen: it has no scroll of its own that they could stick to. Which part that
   * is comes from another process, at times late, and changes without an event here: as long as there is a card, or one may
   * be on its way, it is looked up again.
   */
  _band() {
    if (this._looking) this._looking.disconnect();
    const observer = (this._looking = new IntersectionObserver(([{ intersectionRect: seen, boundingClientRect: all }]) => {
      observer.unobserve(this);
      const height = Math.max(seen.height - CARD_MARGIN_PX, 0);
      const rules =
        `.card-layer{top:${seen.top - all.top}px;bottom:${all.bottom - seen.bottom}px}` +
        `.card,.narrow .card{max-height:${height}px}`;
      this.band ??= new CSSStyleSheet();
      if (rules !== this._rules) this.band.replaceSync((this._rules = rules));
      const { adoptedStyleSheets: sheets } = this.shadowRoot;
      if (!sheets.includes(this.band)) this.shadowRoot.adoptedStyleSheets = [...sheets, this.band];
      const there = Boolean(this.shadowRoot.querySelector(".card"));
      if (was && !there) return;
      was = was || there; // for browsers of 2020
      setTimeout(() => this.isConnected && this._looking === observer && observer.observe(this), LOOK_MS);
    }));
    let was = false;
    observer.observe(this);
  }
}
customElements.define("redcat-framed", Framed);

const settle = (element, name, value) => {
  if (!ATTRIBUTES.includes(name)) throw new Error(`no such attribute: ${name}`);
  if (name === "lang") document.documentElement.lang = value || "zh-CN";
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
};

const give = (element, name, value) => {
  if (!PROPERTIES.includes(name)) throw new Error(`no such property: ${name}`);
  element[name] = value;
};

/** Serves the page at the other end of `port`. */
const serve = (port) => {
  const element = document.createElement("redcat-framed");
  const line = new Line(port, {
    start: ({ attributes, properties, theming, state, own, link }, report) => {
      for (const [name, value] of Object.entries(attributes)) settle(element, name, value);
      for (const [name, value] of Object.entries(properties)) give(element, name, value);
      for (const [name, value] of Object.entries(theming)) element.style.setProperty(name, value);
      if (report !== undefined) give(element, "report", report);
      element.fetcher = fetcher(line);
      element.link = link;
      if (own) element.resume(own);
      if (state) element.restore(state);
      element.line = line;
      document.querySelector("main").replaceChildren(element);
      const size = new ResizeObserver(() => line.tell("height", Math.ceil(element.getBoundingClientRect().height)));
      size.observe(element);
    },
    attribute: (name, value) => settle(element, name, value),
    property: (name, value) => give(element, name, value),
    follow: (link) => {
      element.link = link;
      element._follow();
    },
    restore: (state) => element.restore(state),
    refresh: () => element.refresh(),
    file: async (panel, format) => (await element._file(panel, format)).blob,
  });
};

/** Origins that may show this page. Nothing but the page itself says so; an origin without a name never may. */
const parents = () => {
  const { content } = document.querySelector("meta[name=redcat-parents]");
  return content.split(/\s+/).filter((origin) => origin && origin !== "null");
};

let served;
addEventListener("message", ({ data, origin, source, ports }) => {
  if (served || source !== parent || parent === window || data !== GREETING || ports.length !== 1) return;
  if (!parents().includes(origin)) return;
  served = true;
  serve(ports[0]);
});
// A frame as high as its content has nothing to scroll, and no scroll bar that would make it narrower and so higher.
document.documentElement.style.overflow = "hidden";
document.body.style.margin = "0";
