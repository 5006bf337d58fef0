// <redcat-frame>: the report as `<redcat-report>` is one, for a page whose policy forbids WebAssembly: it runs in the
// iframe page `frame.html` of another origin. In: the same attributes and properties, and that page's address. Out: the
// same events, and as high as its content. It fetches for the frame, and only what its own page has named, so that no
// token leaves this page. No private fields: Firefox 89 lacks them.

import { GREETING, Line } from "./redcat-line.js";

const ATTRIBUTES = ["src", "lang", "theme", "view", "rise-colour", "present", "deeplink", "poll", "index", "fallback"];
const PROPERTIES = ["report", "reports", "allow"];
const UPGRADED = [...PROPERTIES, "reportId", "fetcher", "selection"];
const THEMING = ["accent", "ink", "muted", "paper", "font"].map((name) => `--redcat-${name}`);
const HEADERS = ["content-encoding", "content-length", "content-type", "etag", "retry-after"];
const CSS =
  ":host{all:initial;display:block}:host([hidden]){display:none}" +
  "iframe{display:block;width:100%;height:12rem;border:0}" +
  "iframe.stage{position:fixed;inset:0;z-index:2147483647;height:100%!important}";
const PATIENCE_MS = 15000; // from the frame's being loaded to its first word
const MOST_PX = 200000;
const NO_DOM = typeof HTMLElement === "undefined";

/** The host keeps its bytes: a copy goes. */
const parcel = (value) => {
  if (value instanceof ArrayBuffer) return value.slice(0);
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength).slice().buffer : value;
};

/** Addresses in what goes to the frame are this page's, not the frame's. */
const absolute = (address, base = document.baseURI) => {
  try {
    return new URL(address, base).href;
  } catch {
    return address; // the frame says what is wrong with it
  }
};

/** The same for a list of reports. */
const listed = (list, base) => {
  if (!Array.isArray(list)) return list;
  return list.map((entry) => (entry && entry.src ? { ...entry, src: absolute(entry.src, base) } : entry));
};

/** The addresses that such a list names, where it is one. */
const entries = async (answer, base) => {
  try {
    return listed(await answer.json(), base).map((entry) => entry && entry.src);
  } catch {
    return [];
  }
};

/** What goes to the frame in the place of a property's value. */
const outward = (name, value) => (name === "reports" ? listed(value) : parcel(value));

/** The parts of the page's fragment: `key=view`, one per report, beside whatever else the host keeps there. */
const parts = () => location.hash.slice(1).split("&").filter(Boolean);

export class RedcatFrame extends (NO_DOM ? class {} : HTMLElement) {
  static get observedAttributes() {
    return ["frame", ...ATTRIBUTES];
  }

  constructor() {
    super();
    this._given = {}; // properties; kept, because a frame that is moved starts anew
    this._view = {}; // what the frame last said of itself
    this._under = new Map(); // what is being fetched
    this._indexed = []; // addresses that the list behind `index` names
    const root = this.attachShadow({ mode: "open" });
    if ("adoptedStyleSheets" in document) {
      const style = new CSSStyleSheet(); // which no policy forbids, unlike a style element
      style.replaceSync(CSS);
      root.adoptedStyleSheets = [style];
    }
    this._frame = document.createElement("iframe");
    this._frame.title = "RedCat Report";
    this._frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox");
    this._frame.allow = "fullscreen";
    this._sorry = document.createElement("p"); // what a reader reads where there is no report
    this._frame.addEventListener("load", () => this._greet());
    this._onHash = () => this._tell("follow", this._linked());
  }

  connectedCallback() {
    for (const name of UPGRADED) {
      // Properties that a host set before the element was defined would hide the accessors.
      if (!Object.prototype.hasOwnProperty.call(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    addEventListener("hashchange", this._onHash);
    this._enter();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this._onHash);
    this._hangUp();
  }

  /** `moveBefore` takes the frame along as it is. */
  connectedMoveCallback() {}

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "frame") return this.isConnected && this._enter();
    if (name === "src") this._given.report = undefined;
    if (name === "present") this._frame.classList.toggle("stage", after !== null && !after.startsWith("offer"));
    this._tell("attribute", name, this._attribute(name));
  }

  _attribute(name) {
    const value = this.getAttribute(name);
    return name === "index" && value !== null ? absolute(value) : value;
  }

  /** Loads the frame; it says when it is there. */
  _enter() {
    const address = this.getAttribute("frame");
    if (!address) return this._refuse("no `frame`: the address of the iframe page");
    const { href } = new URL(address, document.baseURI);
    // A frame that comes back into the page loads by itself.
    if (this._frame.src !== href) this._frame.src = href;
    if (!this._frame.isConnected) this.shadowRoot.append(this._frame);
  }

  _hangUp() {
    clearTimeout(this._patience);
    if (this._line) this._line.close();
    this._line = undefined;
    for (const id of this._under.keys()) this._abort(id);
  }

  /** Hands over a port, to a page of that origin and to no other that may be in the frame meanwhile. */
  _greet() {
    this._hangUp();
    const { port1, port2 } = new MessageChannel();
    const line = (this._line = new Line(port1, {
      view: (view) => this._arranged(view),
      present: (how) => this._present(how),
      event: (name, detail, blob) => this._hear(name, detail, blob),
      height: (px) => this._grow(px),
      fetch: (id, url, cache) => this._fetch(id, url, cache),
      read: (id) => this._read(id),
      abort: (id) => this._abort(id),
      copy: () => this._copy(),
    }));
    const origin = new URL(this._frame.src).origin;
    this._frame.contentWindow.postMessage(GREETING, origin, [port2]);
    this._patience = setTimeout(() => {
      this._refuse(`the frame does not answer: is ${location.origin} among the redcat-parents of ${this._frame.src}?`);
    }, PATIENCE_MS);
    this._start(line).then(
      () => line === this._line && this._stands(),
      (cause) => line === this._line && this._refuse(cause),
    );
  }

  async _start(line) {
    const attributes = {};
    for (const name of ATTRIBUTES) if (this.hasAttribute(name)) attributes[name] = this._attribute(name);
    const { report, reports, allow, selection, state } = this._given;
    const { own, reportId = this._given.reportId } = this._view;
    const properties = { allow, selection, reportId, reports: listed(reports) };
    const theming = {};
    const style = getComputedStyle(this);
    for (const name of THEMING) {
      const value = style.getPropertyValue(name);
      if (value) theming[name] = value;
    }
    const settings = { attributes, properties, theming, state, own, link: this._linked() };
    await line.ask("start", settings, parcel(report));
  }

  _tell(act, ...args) {
    if (this._line) this._line.tell(act, ...args);
  }

  /** The frame is as it should be. */
  _stands() {
    clearTimeout(this._patience);
    this._sorry.remove();
  }

  /** There will be no report, and the reader is told so too. */
  _refuse(cause) {
    this._sorry.textContent = /^(zh|$)/.test(this.getAttribute("lang") || "") ? "报告未能启动：其页面没有回应。" : "The report could not start: its page does not answer.";
    this.shadowRoot.prepend(this._sorry);
    this._hangUp();
    this._fail(cause);
  }

  _fail(cause) {
    const detail = { kind: "internal", path: "", message: String((cause && cause.message) || cause) };
    this.dispatchEvent(new CustomEvent("redcat-error", { detail, bubbles: true, composed: true }));
  }

  _hear(name, detail, blob) {
    if (!/^redcat-[a-z]+$/.test(name)) return;
    const cancelable = blob instanceof Blob;
    const event = new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable });
    // A host that prevents the default wants no download, or one of its own.
    if (!this.dispatchEvent(event) || !cancelable) return;
    import("./redcat-files.js")
      .then(({ download }) => download({ name: String(detail.name), blob }))
      .catch((cause) => this._fail(cause));
  }

  _grow(px) {
    if (px >= 0 && px <= MOST_PX) this._frame.style.height = `${px}px`;
  }

  _present(how) {
    if (how === null) this.removeAttribute("present");
    else if (this.getAttribute("present") !== how) this.setAttribute("present", String(how));
  }

  /** Fetches what this page has named, and nothing else that a frame may ask for. */
  async _fetch(id, url, cache) {
    const index = this._attribute("index");
    const reports = Array.isArray(this._given.reports) ? listed(this._given.reports) : [];
    const named = [this.getAttribute("src"), index, ...reports.map((entry) => entry && entry.src), ...this._indexed];
    if (typeof url !== "string" || !named.includes(url)) throw new Error(`not an address that this page has named: ${url}`);
    const abort = new AbortController();
    const under = { abort };
    this._under.set(id, under);
    const init = cache === "no-cache" ? { signal: abort.signal, cache } : { signal: abort.signal };
    const fetcher = this._fetcher;
    const answer = await (fetcher ? fetcher.call(undefined, url, init) : fetch(url, init));
    if (!answer || !answer.headers) throw new Error(`${answer}, which is no Response`);
    if (url === index && answer.ok) this._indexed = await entries(answer.clone(), url);
    under.reader = answer.body && answer.body.getReader();
    const headers = HEADERS.map((name) => [name, answer.headers.get(name)]).filter(([, value]) => value !== null);
    return { status: answer.status, headers, empty: !under.reader };
  }

  async _read(id) {
    const under = this._under.get(id);
    if (!under || !under.reader) throw new Error("aborted");
    const { done, value } = await under.reader.read();
    if (!done) return parcel(value);
    this._under.delete(id);
  }

  _abort(id) {
    const under = this._under.get(id);
    this._under.delete(id);
    if (under) under.abort.abort();
  }

  /** `async (url, {signal}) => Response`: the place for a token, which stays in this page. */
  get fetcher() {
    return this._fetcher;
  }
  set fetcher(value) {
    this._fetcher = value;
  }

  /** Which of several reports. */
  get reportId() {
    return this._view.reportId || this._given.reportId;
  }
  set reportId(id) {
    this._given.reportId = id;
    this._view.reportId = undefined;
    this._ask("property", "reportId", id);
  }

  /** What the reader chose: `{ date?, compare?, filters? }`. */
  get selection() {
    return this._view.selection || this._given.selection;
  }
  set selection(value) {
    if (value === undefined || value === null) return;
    this._given.selection = value;
    this._view.selection = undefined;
    this._ask("property", "selection", value);
  }

  /** Everything the reader did, as a string for `restore`. */
  save() {
    return this._view.state || this._given.state;
  }
  restore(state) {
    if (this._line) this._ask("restore", state);
    else this._given.state = state;
  }

  refresh() {
    this._tell("refresh");
  }

  exportCsv(panel) {
    return this._file(panel, "csv");
  }
  exportSvg(panel) {
    return this._file(panel, "svg");
  }
  exportPng(panel) {
    return this._file(panel, "png");
  }

  async _file(panel, format) {
    if (!this._line) throw new Error(`Nothing to export: ${panel}`);
    return this._line.ask("file", panel, format);
  }

  /** Where the frame refuses, that is an event: this page does not wait for it. */
  _ask(act, ...args) {
    if (this._line) this._line.ask(act, ...args).catch((cause) => this._fail(cause));
  }

  _arranged(view) {
    this._view = view;
    Object.assign(this._given, { selection: undefined, state: undefined, reportId: undefined }); // are in it
    clearTimeout(this._timer);
    // A little later: browsers refuse to write an address too often.
    if (this._key) this._timer = setTimeout(() => this._write(), 200);
  }

  /** What this report's part of the fragment begins with; undefined where the host does not want one. */
  get _key() {
    const name = this.getAttribute("deeplink");
    return name === null ? undefined : `${encodeURIComponent(name || "redcat")}=`;
  }

  /** The view that the page's address carries. */
  _linked() {
    const key = this._key;
    const part = key && parts().find((part) => part.startsWith(key));
    return part && part.slice(key.length);
  }

  _write() {
    const key = this._key;
    const { link } = this._view;
    if (!key) return;
    const others = parts().filter((part) => !part.startsWith(key));
    const hash = (link ? [...others, key + link] : others).join("&");
    if (hash === location.hash.slice(1)) return;
    history.replaceState(history.state, "", location.pathname + location.search + (hash && `#${hash}`));
  }

  /** Puts a link into the clipboard; answers with it where that is not allowed. */
  async _copy() {
    this._write();
    const { href } = location;
    try {
      await navigator.clipboard.writeText(href);
    } catch {
      return href;
    }
  }
}

for (const name of PROPERTIES) {
  Object.defineProperty(RedcatFrame.prototype, name, {
    get() {
      return this._given[name];
    },
    set(value) {
      this._given[name] = value;
      this._ask("property", name, outward(name, value));
    },
  });
}

if (!NO_DOM && !customElements.get("redcat-frame")) customElements.define("redcat-frame", RedcatFrame);
