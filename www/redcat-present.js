// Presenting: the report on the whole screen, one panel at a time, in bigger type. In: an element whose attribute
// `present` says so. Out: what is seen of it, until Escape or its button ends that; names are masked by the program, not
// here. Loaded where a page presents. Nothing of the panels is touched: a style sheet hides all but one.

const WORDS = {
  zh: { stage: "演示", back: "上一页", on: "下一页", end: "结束演示" },
  en: { stage: "Presentation", back: "Previous panel", on: "Next panel", end: "End the presentation" },
};
const COMFORTABLE_PX = 1000; // how wide the report should be to itself; wider screens magnify it
const MOST = 2.5;
const CSS = `
:host { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important; display: flex !important; flex-direction: column; width: auto !important; height: auto !important; max-width: none !important; max-height: none !important; margin: 0 !important; }
.root { flex: 1; min-height: 0; overflow: auto; overscroll-behavior: contain; }
.root > .report { min-height: 100%; border: 0; border-radius: 0; }
.head .controls, .head .provenance, .head > .notes { display: none !important; }
.panels { margin-top: 16px; }
.card { max-height: calc(100vh / var(--zoom) - 96px); }
.stage.report { display: flex; align-items: center; gap: 12px; padding: 6px 24px; border-width: 1px 0 0; border-radius: 0; }
.stage:focus-visible { outline-offset: -3px; }
.stage progress { flex: 1; min-width: 0; height: 4px; accent-color: var(--accent); }
.stage span { color: var(--muted); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; max-width: 50%; }
@media print { .stage.report { display: none; } }
`;
const ICONS = { back: "M10 3L5 8l5 5", on: "M6 3l5 5-5 5", end: "M4 4l8 8M12 4l-8 8" };
const SVG = "http://www.w3.org/2000/svg";

let present; // the one that is on stage

const isOn = (element) => {
  const how = element.getAttribute("present");
  return element.isConnected && how !== null && !how.startsWith("offer");
};

class Stage {
  constructor(element, before) {
    this._element = element;
    this._root = element.shadowRoot;
    this._sheet = new CSSStyleSheet();
    this._before = before;
    this._key = (event) => this._pressed(event);
    this._draw = () => this.show(this._part);
    this._away = (event) => {
      if (!event.composedPath().includes(element)) this._bar.focus(); // what lies behind is covered
    };
    this._screen = () => {
      if (element.getRootNode().fullscreenElement === element) this._full = true;
      else if (this._full) this.end();
    };
    this._build();
    this._root.adoptedStyleSheets = [...this._root.adoptedStyleSheets, this._sheet];
    addEventListener("keydown", this._key, true);
    addEventListener("keydown", this._key);
    addEventListener("resize", this._draw);
    document.addEventListener("focusin", this._away);
    document.addEventListener("fullscreenchange", this._screen);
    // Panels come and go, and so do language and colours.
    this._watch = new MutationObserver(this._draw);
    this._draw();
    this._bar.focus();
    // Where the browser or the page does not allow it, the window is filled.
    const mayAsk = !navigator.userActivation || navigator.userActivation.isActive;
    if (mayAsk && element.requestFullscreen) element.requestFullscreen().catch(() => {});
    element._unstage = () => this.leave();
  }

  get _words() {
    const lang = this._element.getAttribute("lang") || "zh";
    return lang.startsWith("zh") ? WORDS.zh : WORDS.en;
  }

  _build() {
    const make = (name, properties = {}) => Object.assign(document.createElement(name), properties);
    const button = (name, act) => {
      const button = make("button", { type: "button", className: "icon", onclick: act });
      button.dataset.stage = name;
      const svg = document.createElementNS(SVG, "svg");
      svg.setAttribute("viewBox", "0 0 16 16");
      svg.setAttribute("aria-hidden", "true");
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("d", ICONS[name]);
      svg.append(path);
      button.append(svg);
      return button;
    };
    this._bar = make("div", { tabIndex: -1 });
    this._bar.setAttribute("role", "group");
    this._says = make("span");
    this._says.setAttribute("role", "status");
    this._progress = make("progress");
    this._progress.setAttribute("aria-hidden", "true"); // said in words beside it
    const [back, on, end] = [
      button("back", () => this.go(-1)),
      button("on", () => this.go(1)),
      button("end", () => this.end()),
    ];
    this._bar.append(back, on, this._says, this._progress, end);
    this._root.append(this._bar);
  }

  get _panels() {
    return [...this._root.querySelectorAll(".panels > [part]")];
  }

  get _place() {
    return this._panels.findIndex((panel) => panel.getAttribute("part") === this._shown);
  }

  /** A panel by its name; the first where there is none. */
  show(part) {
    const panels = this._panels;
    const place = Math.max(panels.findIndex((panel) => panel.getAttribute("part") === part), 0);
    const panel = panels[place];
    const zoom = Math.min(Math.max(innerWidth / COMFORTABLE_PX, 1), MOST);
    const moved = panel && this._shown !== panel.getAttribute("part");
    this._shown = panel && panel.getAttribute("part");
    const only = panel ? `.panels > :not([part="${this._shown}"]) { display: none; }` : "";
    const style = `${CSS}:host { --zoom: ${zoom}; zoom: ${zoom}; }${only}`;
    if (this._style !== style) this._sheet.replaceSync((this._style = style));
    const report = this._root.querySelector(".report");
    for (const watched of [report, this._root.querySelector(".panels")]) {
      if (watched) this._watch.observe(watched, { attributes: true, childList: true });
    }
    this._bar.className = `stage ${report ? report.className : "report"}`; // its colours
    const words = this._words;
    this._bar.setAttribute("aria-label", words.stage);
    for (const button of this._bar.querySelectorAll("button")) {
      button.title = words[button.dataset.stage];
      button.setAttribute("aria-label", button.title);
    }
    const title = panel && panel.querySelector("h2");
    const says = panel ? `${place + 1} / ${panels.length}${title ? ` · ${title.textContent}` : ""}` : "";
    if (this._says.textContent !== says) this._says.textContent = says;
    this._progress.max = panels.length || 1;
    this._progress.value = panel ? place + 1 : 0;
    if (!moved) return;
    this._part = part = this._shown;
    this._scroller.scrollTop = 0;
    // What had the keyboard is hidden now.
    const focused = this._root.activeElement;
    if (focused && focused.closest(".panels") && !panel.contains(focused)) this._bar.focus();
  }

  get _scroller() {
    return this._element._mount;
  }

  /** So many panels on or back. */
  go(by) {
    const panel = this._panels[this._place + by];
    if (panel) this.show(panel.getAttribute("part"));
  }

  /** On or back by what is seen: to the rest of a panel that is higher than the screen, then to the next one. */
  _turn(by) {
    const { scrollTop, clientHeight, scrollHeight } = this._scroller;
    const left = by > 0 ? scrollHeight - clientHeight - scrollTop : scrollTop;
    if (left > 2) this._scroller.scrollTop += by * Math.min(left, clientHeight * 0.85);
    else this.go(by);
  }

  _pressed(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const first = event.eventPhase === Event.CAPTURING_PHASE;
    const act = (does) => {
      event.preventDefault();
      event.stopPropagation();
      does();
    };
    if (first) {
      // A clicker's keys, whatever has the keyboard. Escape first closes what is open.
      if (event.key === "PageDown") act(() => this._turn(1));
      else if (event.key === "PageUp") act(() => this._turn(-1));
      this._open = this._root.querySelector("details.export[open]");
      return;
    }
    if (event.defaultPrevented) return;
    const target = event.composedPath()[0];
    const typing = target instanceof Element && target.matches("input, select, textarea");
    if (event.key === "Escape" && !this._open) return act(() => this.end());
    if (typing) return;
    const presses = target instanceof Element && target.closest("button, summary, a, [role=row], [role=button]");
    if (event.key === "ArrowRight") act(() => this.go(1));
    else if (event.key === "ArrowLeft") act(() => this.go(-1));
    else if (event.key === "ArrowDown") act(() => this._turn(1));
    else if (event.key === "ArrowUp") act(() => this._turn(-1));
    else if (event.key === " " && !presses) act(() => this._turn(event.shiftKey ? -1 : 1));
    else if (event.key === "Home") act(() => this.show());
    else if (event.key === "End") act(() => this.go(this._panels.length - 1 - this._place));
  }

  /** The reader has had enough: the attribute says so too, and offers it again where it did. */
  end() {
    const { _element: element } = this;
    const how = element.getAttribute("present") || "";
    if (how.endsWith(" offer")) element.setAttribute("present", how.startsWith("names") ? "offer names" : "offer");
    else element.removeAttribute("present");
    if (present === this) this.leave();
  }

  leave() {
    present = undefined;
    this._element._unstage = undefined;
    removeEventListener("keydown", this._key, true);
    removeEventListener("keydown", this._key);
    removeEventListener("resize", this._draw);
    document.removeEventListener("focusin", this._away);
    document.removeEventListener("fullscreenchange", this._screen);
    const element = this._element;
    this._watch.disconnect();
    this._bar.remove();
    this._root.adoptedStyleSheets = this._root.adoptedStyleSheets.filter((sheet) => sheet !== this._sheet);
    if (element.getRootNode().fullscreenElement === element) document.exitFullscreen().catch(() => {});
    const panel = this._root.querySelector(`.panels > [part="${this._shown}"]`);
    if (panel) panel.scrollIntoView({ block: "nearest" });
    if (this._before && this._before.isConnected) this._before.focus({ preventScroll: true });
    this._tell();
  }

  _tell() {
    this._element._tell("redcat-present", { presenting: present === this });
  }
}

/** Puts an element on stage, or takes it down, as its attribute says; `before` has the keyboard again afterwards. */
export const stage = (element, before) => {
  const here = present && present._element === element;
  if (isOn(element)) {
    if (here) return present._draw();
    if (present) present.end(); // there is one screen
    present = new Stage(element, before);
    present._tell();
    element._complete(); // every panel, and what masks names
  } else if (here) {
    present.leave();
  }
};
