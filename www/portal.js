// The demo portal: a partner's page around two reports. It uses only what any host page can use.

const first = document.getElementById("first");
const second = document.getElementById("second");
const file = document.getElementById("file");
const drop = document.getElementById("drop");
const samples = [...document.querySelectorAll("#samples [aria-pressed]")];

const press = (chosen) => samples.forEach((button) => button.setAttribute("aria-pressed", String(button === chosen)));

for (const button of samples) {
  button.addEventListener("click", () => {
    press(button);
    const { src, index } = button.dataset;
    const [one, address, other] = index ? ["index", index, "src"] : ["src", src, "index"];
    const known = first.getAttribute(one) === address && !first.hasAttribute(other);
    first.removeAttribute(other);
    if (known) first.refresh();
    else first.setAttribute(one, address);
  });
}

const open = async (chosen) => {
  if (!chosen) return;
  press();
  first.report = new Uint8Array(await chosen.arrayBuffer());
};

document.getElementById("open").addEventListener("click", () => file.click());
file.addEventListener("change", async () => {
  await open(file.files[0]);
  file.value = ""; // the same file may be opened again
});

const carriesFile = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
window.addEventListener("dragover", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  drop.hidden = false;
});
window.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) drop.hidden = true;
});
window.addEventListener("drop", (event) => {
  drop.hidden = true;
  if (!carriesFile(event)) return;
  event.preventDefault();
  open(event.dataTransfer.files[0]);
});

const speak = (lang) => {
  document.documentElement.lang = lang;
  const key = lang.startsWith("zh") ? "zh" : "en";
  for (const element of document.querySelectorAll("[data-zh]")) {
    if (element.hasAttribute("aria-label")) element.setAttribute("aria-label", element.dataset[key]);
    else element.textContent = element.dataset[key];
  }
  for (const report of [first, second]) report.setAttribute("lang", lang);
};
document.getElementById("lang").addEventListener("change", (event) => speak(event.target.value));
document.getElementById("theme").addEventListener("change", (event) => {
  document.documentElement.dataset.theme = event.target.value;
  for (const report of [first, second]) report.setAttribute("theme", event.target.value);
});
