// <redcat-report>: defines the element and loads the WebAssembly when the first one is connected. The element owns
// its shadow root and hands everything else to `Widget` (src/embed). Importing this twice, or where there is no DOM,
// does no harm. No private fields: Firefox 89 lacks them.

const ATTRIBUTES = ["src", "lang", "theme", "view", "rise-colour", "present"];
const LOADING_CSS = ":host{all:initial;display:block;contain:content}.load{min-height:12rem}";
const NO_DOM = typeof HTMLElement === "undefined";

let engine; // one compiled module for all elements of the page
let sheet; // its style sheet, shared too

const load = () =>
  (engine ??= import("./engine.js")
    .then(async (module) => {
      await module.default({ module_or_path: new URL("./engine_bg.wasm", import.meta.url) });
      sheet = new CSSStyleSheet();
      sheet.replaceSync(module.stylesheet());
      return module;
    })
    .catch((cause) => {
      engine = undefined; // a later element may try again
      throw cause;
    }));

export class RedcatReport extends (NO_DOM ? class {} : HTMLElement) {
  static get observedAttributes() {
    return ATTRIBUTES;
  }

  constructor() {
    super();
    this._waiting = {}; // what was set before the engine was there
    const root = this.attachShadow({ mode: "open" });
    const style = new CSSStyleSheet();
    style.replaceSync(LOADING_CSS);
    root.adoptedStyleSheets = [style];
    this._mount = document.createElement("div");
    this._mount.className = "load";
    root.append(this._mount);
  }

  connectedCallback() {
    for (const name of ["report", "fetcher", "selection"]) {
      // Properties that a host set before the element was defined would hide the accessors.
      if (Object.prototype.hasOwnProperty.call(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    if (!this._widget) this._start();
  }

  disconnectedCallback() {
    // A move disconnects and connects again in one go: only what stays away is freed, and remembers its state.
    queueMicrotask(() => {
      if (this.isConnected || !this._widget) return;
      this._waiting.state = this._widget.save();
      this._widget.free();
      this._widget = undefined;
    });
  }

  attributeChangedCallback(name, before, after) {
    if (this._widget && before !== after) this._widget.configure(name, after ?? undefined);
  }

  async _start() {
    try {
      const module = await load();
      if (!this.isConnected || this._widget) return;
      this.shadowRoot.adoptedStyleSheets = [sheet];
      this._mount.className = "root";
      this._widget = new module.Widget(this, this._mount);
      const { fetcher, report, selection, state } = this._waiting;
      for (const name of ATTRIBUTES) {
        if (name !== "src" && this.hasAttribute(name)) this._widget.configure(name, this.getAttribute(name));
      }
      if (fetcher) this._widget.set_fetcher(fetcher);
      if (state) this._widget.restore(state);
      if (selection) this._widget.set_selection(selection);
      this._waiting = { fetcher, report };
      if (report !== undefined) this._widget.set_report(report);
      else if (this.hasAttribute("src")) this._widget.configure("src", this.getAttribute("src"));
    } catch (cause) {
      this._mount.textContent = this.lang.startsWith("zh") || !this.lang
        ? "报告未能启动：浏览器或页面策略不允许 WebAssembly。"
        : "The report could not start: the browser or the page's policy does not allow WebAssembly.";
      const detail = { kind: "internal", path: "", message: String(cause) };
      this.dispatchEvent(new CustomEvent("redcat-error", { detail, bubbles: true, composed: true }));
    }
  }

  /** A contract object, JSON text or bytes; shown without any fetch. */
  get report() {
    return this._waiting.report;
  }
  set report(value) {
    // Bytes and text may be large: they are read once and not kept, unless they have to wait.
    if (this._widget) this._widget.set_report(value);
    this._waiting.report = this._widget ? undefined : value;
  }

  /** `async (url, {signal}) => Response`: the place for a token. */
  get fetcher() {
    return this._waiting.fetcher;
  }
  set fetcher(value) {
    this._waiting.fetcher = value;
    if (this._widget) this._widget.set_fetcher(value);
  }

  /** What the reader chose: `{ date?, compare?, filters? }`. */
  get selection() {
    return this._widget ? this._widget.selection() : this._waiting.selection;
  }
  set selection(value) {
    if (this._widget) this._widget.set_selection(value);
    else this._waiting.selection = value;
  }

  /** Everything the reader did, as a string for `restore`. */
  save() {
    return this._widget ? this._widget.save() : this._waiting.state;
  }
  restore(state) {
    if (this._widget) this._widget.restore(state);
    else this._waiting.state = state;
  }

  /** Fetches `src` again; what is on screen stays until the new report is there. */
  refresh() {
    if (this._widget) this._widget.refresh();
  }
}

if (!NO_DOM && !customElements.get("redcat-report")) customElements.define("redcat-report", RedcatReport);
