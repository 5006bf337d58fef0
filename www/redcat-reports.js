// Several merchants in one report: a menu above it. In: a list of `{ id, label, src }` or `{ id, label, report }`, or the
// address of one. Out: the report of the one that is chosen, and no other's in its place; what the reader chose stays
// where ids match; nothing is added up across them. Refuses a list that cannot be read, with the place. Loaded where a
// page has such a list.

const MOST_BYTES = 1 << 20;
const CSS = `
.merchants { display: flex; max-width: 100%; margin-bottom: 12px; }
.merchants select { min-width: 0; max-width: 100%; }
:host([present]:not([present^="offer"]):not([present^="names"])) .merchants { display: none; }
@media print { .merchants { display: none; } }
`;

class Refusal extends Error {
  constructor(kind, path, found) {
    super(found);
    Object.assign(this, { kind, path });
  }
}

const shown = (value) => (value === undefined ? "" : JSON.stringify(value).slice(0, 80));

const isText = (text) => typeof text === "string" && text !== "";

/** The list with absolute addresses; throws at the first entry that is none. */
const read = (list, name, base) => {
  if (!Array.isArray(list)) throw new Refusal("wrong_type", name, shown(list));
  if (!list.length) throw new Refusal("missing_field", `${name}[0]`, "");
  const known = new Set();
  return list.map((entry, n) => {
    const at = `${name}[${n}]`;
    const wrong = (field, value) =>
      new Refusal(value === undefined ? "missing_field" : "wrong_type", `${at}.${field}`, shown(value));
    if (entry === null || typeof entry !== "object") throw new Refusal("wrong_type", at, shown(entry));
    const { id, label, src, report } = entry;
    if (!isText(id)) throw wrong("id", id);
    if (known.has(id)) throw new Refusal("duplicate_id", `${at}.id`, shown(id));
    known.add(id);
    const isLabel = isText(label) || (label && typeof label === "object" && Object.values(label).every(isText));
    if (!isLabel || !Object.values(label).length) throw wrong("label", label);
    if (report !== undefined && report !== null) return { id, label, report };
    if (!isText(src)) throw wrong("src", src);
    try {
      return { id, label, src: new URL(src, base).href };
    } catch {
      throw wrong("src", src);
    }
  });
};

/** As the report does: the asked tag, its base language, Chinese, the first given. */
const inLanguage = (label, lang) => {
  if (typeof label === "string") return label;
  const find = (wanted) => label[Object.keys(label).find((tag) => tag.toLowerCase() === wanted.toLowerCase())];
  return find(lang) || find(lang.split("-")[0]) || find("zh-CN") || Object.values(label)[0];
};

export class Reports {
  constructor(element) {
    this._element = element;
    this._sheet = new CSSStyleSheet();
    this._sheet.replaceSync(CSS);
    const root = element.shadowRoot;
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, this._sheet];
    this._menu = document.createElement("select");
    this._menu.dataset.choice = "merchant";
    this._menu.addEventListener("change", () => this.choose(this._menu.value));
    this._name = document.createElement("span");
    this._bar = document.createElement("label");
    this._bar.className = "field merchants";
    this._bar.append(this._name, this._menu);
    this._ready = () => this._arrived();
    element.addEventListener("redcat-ready", this._ready);
  }

  /** Shows the reports of a list, or of the one behind an address. */
  open(list, address) {
    this._close();
    if (list) return this._take(list, "reports", document.baseURI);
    this._address = address;
    const { _element: element } = this;
    const { _widget: widget, _source: source } = element;
    let url;
    try {
      url = new URL(address, document.baseURI).href;
    } catch {
      return widget.refuse("wrong_type", "index", shown(address));
    }
    let parts = [];
    const index = (this._index = new source.constructor());
    index.fetcher = element.fetcher;
    const sink = {
      begin: () => {
        parts = [];
        widget.begin();
      },
      take: (part) => parts.push(part),
      same: () => {},
      step: () => false,
      forget: () => {},
      refuse: (...why) => widget.refuse(...why),
      end: async () => {
        const text = await new Blob(parts).text();
        if (index !== this._index) return; // no longer wanted
        this._close();
        let list;
        try {
          list = JSON.parse(text);
        } catch (cause) {
          return widget.refuse("syntax", "index", String(cause.message));
        }
        this._take(list, "index", url);
      },
    };
    index.attach(sink, MOST_BYTES);
    index.open(url);
  }

  _close() {
    if (this._index) this._index.close();
    this._index = undefined;
  }

  close() {
    this._close();
    this._bar.remove();
    const { _element: element } = this;
    const root = element.shadowRoot;
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== this._sheet);
    element.removeEventListener("redcat-ready", this._ready);
  }

  _take(list, name, base) {
    const { _element: element } = this;
    try {
      this._list = read(list, name, base);
    } catch (cause) {
      if (!cause.kind) throw cause;
      return element._widget.refuse(cause.kind, cause.path, cause.message);
    }
    this.draw();
    const wanted = this._entry(element._reportId) || this._list[0];
    this._load(wanted);
  }

  _entry(id) {
    return this._list && this._list.find((entry) => entry.id === id);
  }

  /** The menu, in the language of the element. */
  draw() {
    const report = this._element.shadowRoot.querySelector(".report");
    if (!report || !this._list) return;
    const lang = this._element.getAttribute("lang") || "zh-CN";
    this._name.textContent = lang.startsWith("zh") ? "商家" : "Merchant";
    const options = this._list.map(({ id, label }) => new Option(inLanguage(label, lang), id, false, id === this.id));
    this._menu.replaceChildren(...options);
    if (this._bar.parentNode !== report) report.prepend(this._bar);
  }

  /** Another one, if it is in the list. */
  choose(id) {
    this._element._reportId = id;
    this._then = undefined;
    const entry = this._entry(id);
    if (!entry || id === this.id) return;
    this._load(entry);
    this._element._tell("redcat-switch", { id });
    this._element._remember();
  }

  _load(entry) {
    const { _widget: widget, _source: source } = this._element;
    const other = this.id !== undefined && this.id !== entry.id;
    this.id = this._element._reportId = entry.id;
    this._menu.value = entry.id;
    if (other) widget.switch();
    if (entry.src) return source.open(entry.src);
    source.open();
    source.give(entry.report);
  }

  refresh() {
    const entry = this._entry(this.id);
    if (!entry) return this.open(undefined, this._address);
    if (entry.src) this._element._source.load(true);
    else this._load(entry);
  }

  _arrived() {
    const then = this._then;
    this._there = this.id;
    this._then = undefined;
    if (then) then();
  }

  /** Does something with the report of `id`, or with the one that is chosen: now where it is there or nothing is, else
   * when it comes. */
  _with(id, act) {
    if (!this._list) this._element._reportId = id || this._element._reportId;
    else if (id) this.choose(id);
    if (this._there === undefined || this._there === this.id) act();
    else this._then = act;
  }

  /** What `save` of the program gave, and whose report it was. */
  save(text) {
    return JSON.stringify({ report: this.id, ...JSON.parse(text) });
  }

  restore(text) {
    const { report, ...view } = JSON.parse(text);
    this._with(report, () => this._element._widget.restore(JSON.stringify(view), false));
  }

  /** A link that says whose report it is, where that is not the first. */
  link(text) {
    return this._list && this.id !== this._list[0].id ? `@${encodeURIComponent(this.id)}@${text}` : text;
  }

  follow(text) {
    const [, id, view] = /^@([^@]*)@(.*)$/.exec(text) || [undefined, "", text];
    const first = this._list && this._list[0].id;
    this._with(decodeURIComponent(id) || first, () => this._element._widget.follow(view));
  }
}
