// What stands in place of a report that cannot be shown, in its language, and the ways on: to try again, and to a page of
// its own. In: where to say it, what kind of trouble, the element. Loaded when there is some.

const SENTENCES = {
  network: [
    "报告未能启动：程序没有送达，或不是所发布的那一份。",
    "The report could not start: its program did not arrive, or is not the one that was released.",
  ],
  unsupported: [
    "报告未能启动：浏览器版本过旧，或页面策略不允许 WebAssembly。",
    "The report could not start: the browser is too old, or the page's policy does not allow WebAssembly.",
  ],
  internal: ["报告出了内部错误，已停下。", "The report has stopped because of an internal error."],
};

const put = (mount, name, text) => mount.appendChild(Object.assign(document.createElement(name), { textContent: text }));

/** The address that the host gives for browsers and policies that do not let the element work; no script hides in it. */
const address = (element) => {
  try {
    const { href, protocol } = new URL(element.getAttribute("fallback") || "javascript:", document.baseURI);
    return protocol === "https:" || protocol === "http:" ? href : undefined;
  } catch {
    return undefined;
  }
};

export const explain = (mount, kind, element, again) => {
  const said = (texts) => texts[element.lang && !element.lang.startsWith("zh") ? 1 : 0];
  mount.setAttribute("role", "alert");
  mount.textContent = "";
  put(mount, "p", said(SENTENCES[kind]));
  if (kind !== "unsupported") put(mount, "button", said(["重新载入", "Reload"])).addEventListener("click", again);
  const href = kind !== "internal" && address(element);
  if (!href) return;
  const link = put(mount, "a", said(["在单独的页面中打开", "Open it on a page of its own"]));
  Object.assign(link, { href, target: "_blank", rel: "noopener noreferrer" });
};
