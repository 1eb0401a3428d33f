// Marks the sentence whose panel is open, shows the panel as a sheet on phones, moves with j and k.
const sentences = () => [...document.querySelectorAll(".sentence")];
const side = document.querySelector(".living__side");

const close = () => {
  const open = document.querySelector(".sentence.is-open");
  side.classList.remove("is-open");
  open?.classList.remove("is-open");
  open?.focus();
};

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const sentence = event.detail.elt.closest?.(".sentence");
  if (!sentence) return;
  for (const other of sentences()) other.classList.toggle("is-open", other === sentence);
  side.classList.add("is-open");
  side.parentElement.scrollTop = 0;
});

document.querySelector("[data-close-panel]").addEventListener("click", close);

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && side.classList.contains("is-open")) return close();
  const step = { j: 1, k: -1 }[event.key];
  if (!step) return;
  const all = sentences().filter((one) => !one.classList.contains("sentence--untracked"));
  const next = all[all.indexOf(document.activeElement) + step];
  if (next) {
    event.preventDefault();
    next.focus();
    next.click();
  }
});

const running = document.querySelector(".phases [aria-current]");
if (running) running.parentElement.scrollLeft = running.offsetLeft - running.parentElement.offsetLeft;

for (const select of document.querySelectorAll("[data-submit-on-change]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
