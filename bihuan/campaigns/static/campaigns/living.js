// Marks the sentence whose panel is open, and moves between sentences with j and k.
const sentences = () => [...document.querySelectorAll(".sentence")];

document.body.addEventListener("htmx:beforeRequest", (event) => {
  const sentence = event.detail.elt.closest?.(".sentence");
  if (!sentence) return;
  for (const other of sentences()) other.classList.toggle("is-open", other === sentence);
});

document.addEventListener("keydown", (event) => {
  if (event.target.closest("input, select, textarea") || event.ctrlKey || event.metaKey) return;
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

for (const select of document.querySelectorAll("[data-submit-on-change]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
