// Style sheets for browsers whose shadow roots cannot share any (Firefox before 101): each root has a style element of its
// own. In: texts, roots. Out: roots that wear them, also where a text comes later. Refuses pages whose policy forbids style
// elements: there the report would be a heap of numbers.

export class Sheet {
  constructor() {
    this._text = "";
    this._worn = new Set();
  }

  replaceSync(text) {
    this._text = text;
    for (const style of this._worn) {
      if (style.isConnected) style.textContent = text;
      else this._worn.delete(style);
    }
  }
}

export const wear = (root, sheets) => {
  for (const sheet of sheets) {
    const style = root.appendChild(document.createElement("style"));
    style.textContent = sheet._text;
    if (!style.sheet) throw new Error("the page's policy allows no style element, and the browser no other style sheet");
    sheet._worn.add(style);
  }
};
