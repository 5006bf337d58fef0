// <redcat-report>: defines the element and loads the WebAssembly when the first one is connected. The element owns
// its shadow root and hands everything else to `Widget` (src/embed). Importing this twice, or where there is no DOM,
// does no harm. No private fields: Firefox 89 lacks them.

const ATTRIBUTES = ["src", "lang", "theme", "view", "rise-colour", "present", "deeplink", "poll", "index"];
const LOADING_CSS =
  ":host{all:initial;display:block;contain:content}.load{all:initial;display:block;min-height:192px;font:13px/20px system-ui,sans-serif}";
const PAGE = ["hashchange", "beforeprint", "afterprint"];
const NO_DOM = typeof HTMLElement === "undefined";
const ADOPTS = !NO_DOM && "adoptedStyleSheets" in document;
// What the program listens to: it works for the report in which that happens.
const HEARD = "click dblclick change input keydown scroll pointerdown pointermove pointerup pointerout".split(" ");
const INTEGRITY = ["", ""]; // of the two parts of the program, which must be of this build; written by the build

let dress = ADOPTS && { Sheet: CSSStyleSheet, wear: (root, sheets) => (root.adoptedStyleSheets = sheets) };
let engine; // one compiled module for all elements of the page
let sheets; // its style sheets, shared too: the first screen's, that of the rest
let exports; // what its second part shares with it
let whole; // whether that has been loaded
let rest; // or is being
let idle = []; // insides whose element has gone, for the next one: Yew never lets go of where it was mounted
let count = 0; // of all insides so far
const compiled = []; // the two parts of the program, once they are
const living = new Set(); // elements that have an inside

/** A part of the program; the browser refuses one that is not of this build. */
const part = (url, n) =>
  fetch(url, { integrity: INTEGRITY[n] }).then((answer) => {
    if (answer.ok) return answer;
    throw new Error(answer.status);
  });

/**
 * What can be called in a program. Where a call ends by an exception, its memory was left in the middle of something,
 * and with it every report of the page: nobody calls that program again, and all of them start anew on another one.
 */
const guard = (raw) => {
  const guarded = {};
  let dying, dead;
  exports = raw;
  for (const name of Object.keys(raw)) {
    const call = raw[name];
    guarded[name] = typeof call !== "function" ? call : (...args) => {
      if (dead) return;
      try {
        return call(...args);
      } catch (cause) {
        if (!dying) {
          dying = true;
          perish(cause);
          dead = true;
        }
        throw cause;
      }
    };
  }
  return guarded;
};

let last; // why a program had to stop
let blamed; // says for which inside it worked when it did

const perish = (cause) => {
  last = cause;
  engine = rest = whole = undefined;
  idle = [];
  const number = blamed();
  const all = [...living];
  const known = all.some((element) => element._widget.number === number);
  for (const element of all) element._perish(cause, known && element._widget.number !== number);
};

const load = () =>
  (engine ??= Promise.all([import("./widget.js"), compiled[0] || part(new URL("./widget_bg.wasm", import.meta.url), 0)])
    .catch((cause) => {
      throw Object.assign(new Error(`widget_bg.wasm: ${cause}`), { kind: "network" });
    })
    .then(async ([glue, program]) => {
      if (!ADOPTS) dress = await import("./redcat-sheets.js");
      // A release can start it again; under `trunk serve` it is what wasm-bindgen wrote, and starts once.
      const module = glue.Widget ? { ...glue, start: glue.default } : glue.default(guard);
      const started = await module.start({ module_or_path: program });
      if (glue.Widget) exports = started;
      else compiled[0] = module.compiled();
      blamed = module.worked_for_last;
      sheets = [new dress.Sheet(), new dress.Sheet()];
      sheets[0].replaceSync(module.stylesheet());
      if (module.whole()) complete(module);
      return module;
    })
    .catch((cause) => {
      engine = undefined; // a later element may try again
      throw cause;
    }));

/** Nothing more has to be loaded. */
const complete = (module) => {
  whole = true;
  sheets[1].replaceSync(module.later_stylesheet());
};

const compile = (answer) => answer.arrayBuffer().then((bytes) => WebAssembly.compile(bytes));

/** Files, cards and the lower panels: the first screen is painted without. */
const loadRest = () =>
  (rest ??= Promise.all([engine, compiled[1] || part(new URL("./widget_later.wasm", import.meta.url), 1).then(compile)])
    .then(async ([module, program]) => {
      compiled[1] = program;
      const first = engine;
      await WebAssembly.instantiate(program, { __wasm_split: exports });
      if (engine === first) complete(module);
    })
    .catch((cause) => {
      rest = undefined; // to try again
      throw new Error(`widget_later.wasm: ${cause}`);
    }));

/**
 * A page's own scripts run before its document is complete, and one of them may set `fetcher`: no request is made
 * without it as long as it may come. Where the program is there first, that is late enough.
 */
const settled = () =>
  document.readyState === "complete" ||
  Promise.race([new Promise((done) => document.addEventListener("DOMContentLoaded", done)), load()]);

const files = () => import("./redcat-files.js");

/** Whether `present` puts a report on stage: not where that is only offered. */
const stages = (how) => how !== null && !how.startsWith("offer");

/** The parts of the page's fragment: `key=view`, one per report, beside whatever else the host keeps there. */
const parts = () => location.hash.slice(1).split("&").filter(Boolean);

/** The style sheet of elements that have no inside yet. */
const loading = () => {
  if (!loading.sheet) (loading.sheet = new CSSStyleSheet()).replaceSync(LOADING_CSS);
  return loading.sheet;
};

export class RedcatReport extends (NO_DOM ? class {} : HTMLElement) {
  static get observedAttributes() {
    return ATTRIBUTES;
  }

  constructor() {
    super();
    this._waiting = {}; // what was set before the engine was there
    const root = this.attachShadow({ mode: "open" });
    this._place("load");
    for (const type of HEARD) root.addEventListener(type, () => this._widget && this._widget.work(), true);
    root.addEventListener("click", (event) => this._clicked(event.target));
    root.addEventListener("focusout", ({ target, relatedTarget }) => {
      const menu = target.closest("details.export");
      if (menu && !menu.contains(relatedTarget)) menu.open = false;
    });
    root.addEventListener("keydown", (event) => {
      const menu = event.key === "Escape" && event.target.closest("details.export[open]");
      if (!menu) return;
      menu.open = false;
      menu.firstElementChild.focus();
    });
    this.addEventListener("redcat-ready", () => this._painted());
    this._onPage = ({ type }) => {
      if (type === "hashchange") this._follow();
      else this._widget.print(type === "beforeprint");
    };
  }

  connectedCallback() {
    for (const name of ["report", "reports", "reportId", "fetcher", "allow", "selection"]) {
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
      if (this.isConnected) return;
      const left = { widget: this._widget, mount: this._mount };
      const others = idle;
      this._leave();
      // Not before its messages have been read: the next one starts with nothing of this one.
      if (left.widget) setTimeout(() => others.push(left));
    });
  }

  /** Gives up everything but what it takes to come back, and what is seen until then. */
  _leave(keepsSight) {
    if (this._source) this._source.close();
    this._source = undefined;
    if (!this._widget) return;
    try {
      this._waiting.own = this._widget.save();
    } finally {
      try {
        this._widget.leave();
      } finally {
        if (this._unstage) this._unstage();
        if (this._several) this._several.close();
        this._several = undefined;
        this._waiting.report = this._given && this._given.deref();
        this._widget = undefined;
        living.delete(this);
        if (!keepsSight) this._place("load");
        if (this._near) this._near.disconnect();
        for (const type of PAGE) removeEventListener(type, this._onPage);
      }
    }
  }

  /** The program has stopped: this report starts anew, or, where it is the one to blame, waits for its reader. */
  _perish(cause, innocent) {
    // A report that was given and is gone has to be given again.
    const again = innocent && !(this._given && this._given.deref() === undefined);
    this._stopped = cause;
    try {
      this._leave(again);
    } catch {
      // It was in the middle of something.
    }
    if (again) return queueMicrotask(() => this.isConnected && this._start());
    // What the reader did may be what it stumbled over; what the host chose stays.
    Object.assign(this._waiting, { own: undefined, selection: this._chosen });
    queueMicrotask(() => this._trouble(cause, "internal"));
  }

  /** Says why there is no report, to the host and in its place. */
  _trouble(cause, kind) {
    this._fail(cause, kind);
    const mount = this._mount;
    const again = () => {
      this._place("load");
      this._start();
    };
    mount.textContent = "报告未能显示。The report cannot be shown.";
    import("./redcat-trouble.js").then(({ explain }) => explain(mount, kind, this, again));
  }

  /** A frame is painted after its callbacks, and a task comes after the paint. */
  _painted() {
    requestAnimationFrame(() => setTimeout(() => this._widget && this._watch()));
  }

  attributeChangedCallback(name, before, after) {
    if (!this._source || before === after) return;
    if (name === "src") {
      this._given = undefined;
      return this._open();
    }
    if (!this._widget) return;
    if (name === "poll") return this._source.poll(after);
    if (name === "index") return this._list();
    this._widget.configure(name, after ?? undefined);
    if (name === "deeplink") this._follow();
    if (name === "view") this._painted();
    if (name === "lang" && this._several) this._several.draw();
    if (name === "present" && [before, after].some(stages)) this._stage();
  }

  async _start() {
    try {
      const loaded = load();
      const [module, , Reports] = await Promise.all([loaded, this._ask(), this._switcher()]);
      // What was saved or linked is read by the rest of the program; where that cannot be had, it starts without.
      if ((this._waiting.own || this._waiting.state || this._linked) && !whole) await loadRest().catch((cause) => this._fail(cause, "network"));
      if (!this._source || this._widget) return;
      if (engine !== loaded) return this._start(); // it has stopped meanwhile
      const { widget, mount = this._place("root") } = idle.pop() || {};
      this.shadowRoot.replaceChildren((this._mount = mount));
      dress.wear(this.shadowRoot, sheets);
      this._widget = widget || Object.assign(new module.Widget(mount, ++count), { number: count });
      living.add(this);
      this._widget.enter(this, () => this._remember(), () => this.refresh());
      if (whole) this._widget.arrive(true);
      const { fetcher, allow, report, state, own, selection = own && !whole && this._chosen } = this._waiting;
      for (const name of ATTRIBUTES) {
        if (name !== "src" && name !== "index" && this.hasAttribute(name)) this.attributeChangedCallback(name, null, this.getAttribute(name));
      }
      if (Reports) this._several = new Reports(this);
      if (own && whole) this._widget.restore(own, true);
      this._try(() => this._widget.allow(allow));
      if (state && whole) this._try(() => this.restore(state));
      if (selection) this._try(() => this._widget.set_selection(selection));
      for (const type of PAGE) addEventListener(type, this._onPage);
      if (!state && !own && whole) this._follow();
      this._waiting = { fetcher, allow };
      this._source.attach(this._widget, module.most_bytes());
      if (report !== undefined) this._source.give(report);
      else if (this._isOneOf) this._list();
    } catch (cause) {
      if (cause !== last) this._trouble(cause, cause.kind || "unsupported");
      else if (cause !== this._stopped) this._perish(cause);
    }
  }

  /** A choice of the host's that cannot be read stops nothing. */
  _try(choose) {
    try {
      choose();
    } catch (cause) {
      if (cause === last) throw cause;
      this._fail(cause, "invalid_selection");
    }
  }

  /** The report is asked for while the program is on its way. */
  async _ask() {
    const fetching = import("./redcat-fetch.js");
    await settled();
    const src = this.getAttribute("src");
    const stop = new AbortController();
    const { signal } = stop;
    // Nor does the request wait for what reads the answer.
    const plain = src && !this._source && !this._waiting.fetcher && this._waiting.report === undefined && !this._isOneOf;
    const first = plain && { src, stop, answer: fetch(src, { signal }) };
    if (first) first.answer.catch(() => {}); // heard by whoever reads it
    const { Source } = await fetching;
    if (this._source || !this.isConnected) return stop.abort();
    const given = this._waiting.report !== undefined;
    if (given) stop.abort();
    this._source = new Source(given ? undefined : first);
    this._source.fetcher = this._waiting.fetcher;
    this._open();
  }

  /** Asks for `src`, where nothing stands before it. */
  _open() {
    if (this._waiting.report === undefined && !this._isOneOf) this._source.open(this.getAttribute("src"));
  }

  get _isOneOf() {
    return this._reports || this.hasAttribute("index");
  }

  /** What lets a reader choose among several reports, where there are several: redcat-reports.js. */
  async _switcher() {
    if (!this._isOneOf) return;
    const { Reports } = await import("./redcat-reports.js").catch((cause) => {
      throw Object.assign(cause, { kind: "network" });
    });
    return Reports;
  }

  async _list() {
    if (!this._isOneOf) {
      if (this._several) this._several.close();
      this._several = this._reportId = undefined;
      return this._open();
    }
    const Reports = await this._switcher();
    if (!this._widget) return;
    this._several ??= new Reports(this);
    this._several.open(this._reports, this.getAttribute("index"));
  }

  /** One panel at a time on the whole screen, or no more: redcat-present.js. */
  _stage() {
    const before = this.shadowRoot.activeElement || document.activeElement;
    import("./redcat-present.js")
      .then(({ stage }) => stage(this, before))
      .catch((cause) => this._fail(cause, "network"));
  }

  /** An empty place for what is to be seen. */
  _place(name) {
    this._mount = document.createElement("div");
    this._mount.className = name;
    this.shadowRoot.replaceChildren(this._mount);
    if (ADOPTS && name === "load") this.shadowRoot.adoptedStyleSheets = [loading()];
    return this._mount;
  }

  /** What the first screen does without, asked for unless it is there; rejected where it cannot be had. */
  async _rest() {
    if (!whole) {
      this._arrive();
      try {
        await loadRest();
      } catch (cause) {
        this._arrive(false);
        throw cause;
      }
      if (!whole) return this._rest(); // what it belonged to has stopped meanwhile
    }
    this._arrive(true);
  }

  _arrive(there) {
    if (this._widget) this._widget.arrive(there);
  }

  /** Asks for the rest once the reader comes near a panel of it: who stays with the first screen needs no more. */
  _watch() {
    if (whole) return this._complete();
    const near = (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
      this._near.disconnect(); // once: where it fails, the reader asks again
      this._complete();
    };
    this._near ??= new IntersectionObserver(near, { rootMargin: "25%" });
    this._near.disconnect();
    for (const panel of this._mount.querySelectorAll(".waiting")) this._near.observe(panel);
  }

  _complete() {
    this._rest().catch((cause) => this._fail(cause, "network"));
  }

  /** A contract object, JSON text or bytes; shown without any fetch. */
  get report() {
    return this._waiting.report;
  }
  set report(value) {
    if (value === undefined || value === null) return; // frameworks say so of what they do not have yet
    // Bytes and text may be large: they are read once and not kept, unless they have to wait.
    if (this._source && !this._widget) this._source.stop();
    this._given = typeof value === "object" ? new WeakRef(value) : { deref() {} };
    if (this._widget) this._source.give(value);
    this._waiting.report = this._widget ? undefined : value;
  }

  /** Several of them, `{ id, label, src }` or `{ id, label, report }`: the reader chooses one. */
  get reports() {
    return this._reports;
  }
  set reports(list) {
    if (list === undefined || list === null) return;
    this._reports = list;
    if (this._source) this._source.stop();
    if (this._widget) this._list();
  }

  /** Which of them. */
  get reportId() {
    return this._reportId;
  }
  set reportId(id) {
    if (this._several) this._several.choose(id);
    else this._reportId = id;
  }

  /** `async (url, {signal}) => Response`: the place for a token. */
  get fetcher() {
    return this._waiting.fetcher;
  }
  set fetcher(value) {
    this._waiting.fetcher = value;
    if (!this._source) return;
    this._source.fetcher = value;
    // What is asked for already was asked without it.
    if (!this._widget) this._open();
  }

  /** What the reader may change: `{ dimensions?, date?, compare? }`. */
  get allow() {
    return this._waiting.allow;
  }
  set allow(value) {
    this._waiting.allow = value;
    if (this._widget) this._widget.allow(value);
  }

  /** What the reader chose: `{ date?, compare?, filters? }`. */
  get selection() {
    return this._widget ? this._widget.selection() : this._waiting.selection;
  }
  set selection(value) {
    if (value === undefined || value === null) return; // as of `report`
    this._chosen = value;
    if (this._widget) this._widget.set_selection(value);
    else this._waiting.selection = value;
  }

  /** Everything the reader did, as a string for `restore`. */
  save() {
    if (!this._widget) return this._waiting.state || this._waiting.own;
    const state = this._widget.save();
    return this._several ? this._several.save(state) : state;
  }
  restore(state) {
    if (!this._widget) this._waiting.state = state;
    else if (whole) (this._several || this._widget).restore(state, false);
    else this._rest().then(() => this.restore(state)).catch((cause) => this._fail(cause, "invalid_selection"));
  }

  /** A panel's numbers, or its picture, as a Blob; rejected where there is no such panel on the screen. */
  exportCsv(panel) {
    return this._file(panel, "csv").then(({ blob }) => blob);
  }
  exportSvg(panel) {
    return this._file(panel, "svg").then(({ blob }) => blob);
  }
  exportPng(panel) {
    return this._file(panel, "png").then(({ blob }) => blob);
  }

  async _file(panel, format) {
    await this._rest();
    const file = this._widget && this._widget.file(panel, format !== "csv");
    if (!file) throw new Error(`Nothing to export: ${panel}`);
    const [text, name] = file;
    const blob = new Blob([text], { type: format === "csv" ? "text/csv;charset=utf-8" : "image/svg+xml" });
    return { name: `${name}.${format}`, blob: format === "png" ? await (await files()).draw(blob) : blob };
  }

  _clicked(target) {
    const button = target.closest("[data-export],[data-act=copy-link],[data-act=present],[data-act=later],[data-explain],.twin-toggle");
    if (!button) return;
    const { export: format, act } = button.dataset;
    if (act === "copy-link") return this._copy();
    if (act === "present") return this._present();
    if (!format) return this._complete();
    button.closest("details").open = false;
    this._export(button.closest("section").getAttribute("part"), format);
  }

  /** The reader takes up the offer, which stands again at the end. */
  _present() {
    this.setAttribute("present", this.getAttribute("present").includes("names") ? "names offer" : "masked offer");
  }

  async _export(panel, format) {
    try {
      const file = await this._file(panel, format);
      const detail = { panel, format, name: file.name };
      // A host that prevents the default wants no download, or one of its own.
      if (this._tell("redcat-export", detail, true)) (await files()).download(file);
    } catch (cause) {
      this._fail(cause);
    }
  }

  _fail(cause, kind = "internal") {
    this._tell("redcat-error", { kind, path: "", message: String(cause) });
  }

  _tell(name, detail, cancelable) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable }));
  }

  /** What this report's part of the fragment begins with; undefined where the host does not want one. */
  get _key() {
    const name = this.getAttribute("deeplink");
    return name === null ? undefined : `${encodeURIComponent(name || "redcat")}=`;
  }

  /** What the page's address says of this report. */
  get _linked() {
    const key = this._key;
    const part = key && parts().find((part) => part.startsWith(key));
    return part && part.slice(key.length);
  }

  /** Shows what the page's address says; nonsense there changes nothing. */
  _follow() {
    const link = this._linked;
    if (!link || !this._widget) return;
    if (!whole) return this._rest().then(() => this._follow()).catch((cause) => this._fail(cause, "network"));
    try {
      (this._several || this._widget).follow(link);
    } catch (cause) {
      console.info(String(cause));
    }
  }

  /** Writes the view into the page's address, a little later: browsers refuse to do so too often. */
  _remember() {
    clearTimeout(this._timer);
    if (this._key) this._timer = setTimeout(() => this._write().catch((cause) => this._fail(cause, "network")), 200);
  }

  /** Whether all of the program is there, with what writes links. */
  get _whole() {
    return whole;
  }

  async _write() {
    const key = this._key;
    if (!key || !this._widget) return;
    if (!whole) await this._rest();
    if (!this._widget) return;
    const view = this._widget.link();
    const link = this._several ? this._several.link(view) : view;
    const others = parts().filter((part) => !part.startsWith(key));
    const hash = (link ? [...others, key + link] : others).join("&");
    if (hash === location.hash.slice(1)) return;
    history.replaceState(history.state, "", location.pathname + location.search + (hash && `#${hash}`));
  }

  async _copy() {
    await this._write().catch((cause) => this._fail(cause, "network"));
    const link = location.href;
    try {
      await navigator.clipboard.writeText(link);
      this._widget.linked();
    } catch {
      this._widget.linked(link);
      setTimeout(() => this.shadowRoot.querySelector("[data-link]")?.select());
    }
  }

  /** Fetches `src` again; what is on screen stays until the new report is there. */
  refresh() {
    if (this._several) this._several.refresh();
    else if (this._widget) this._source.load(true);
  }
}

if (!NO_DOM && !customElements.get("redcat-report")) customElements.define("redcat-report", RedcatReport);
