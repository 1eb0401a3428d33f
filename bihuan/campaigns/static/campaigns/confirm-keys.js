// The keys of the confirmation page.
const { $, $$, cards, chosen, choose, current, desk, goTo, hidePicker, nextAfter, pressed, say } =
  await import(document.querySelector("[data-confirm-desk]").dataset.module);

const help = $("#shortcuts .dialog__actions");
if (help) help.before($("#desk-keys").content.cloneNode(true));

function step(by) {
  const all = cards();
  const at = all.indexOf(current());
  const card = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  goTo(card);
}

// a form that an answer has just brought may not be htmx's yet: without this the page would reload
function send(form, button) {
  window.htmx.process(form);
  form.requestSubmit(button);
}

function press(card, selector) {
  const found = card && $(selector, card);
  if (!found) return;
  if (!found.matches("[data-edit]")) pressed.item = card.dataset.item;
  if (found.matches("form")) send(found, $("button", found)); // the first of its buttons
  else found.click();
}

function acceptListed() {
  const pick = chosen.kind ? `${chosen.kind}:0` : ":0.9";
  const button = $$("#confirm-progress [name=pick]").find((one) => one.value === pick && !one.disabled);
  if (button) button.click();
  else say("没有可成批采纳的条目。");
}

function changeTab(number) {
  const tab = $$("#item-tabs a")[number];
  if (!tab) return;
  choose({ kind: tab.dataset.kind });
  goTo(cards().find((card) => card.dataset.decision === "pending") || cards()[0]);
  say(`${tab.textContent.trim()}。`);
}

const ACTS = {
  j: () => step(1),
  k: () => step(-1),
  n: () => $("[data-next-doubt]").click(),
  a: () => press(current(), "[data-accept]"),
  s: () => press(current(), "[data-use], [data-standard]"),
  e: () => press(current(), "[data-edit]"),
  x: () => press(current(), "[data-reject]"),
  u: () => { const form = $("[data-undo-act]"); if (form) send(form); else say("没有可以撤销的操作。"); },
  f: () => { choose({ state: chosen.state === "pending" ? "" : "pending" }); goTo(cards()[0]); },
  A: acceptListed,
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("dialog[open]")) return;
  const isTyping = event.target.closest("input, textarea, select");
  if (event.key === "Escape") {
    const card = current();
    const cancel = $("[data-cancel]", card || desk);
    if (cancel) { pressed.item = null; cancel.click(); }
    hidePicker();
    return;
  }
  if (isTyping) return;
  if (/^[0-9]$/.test(event.key)) { event.preventDefault(); return changeTab(Number(event.key)); }
  const act = ACTS[event.key];
  if (!act) return;
  event.preventDefault();
  if (event.repeat && !"jk".includes(event.key)) return;
  act();
});

// Enter in a one-line field saves; in a long text Ctrl+Enter does
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey || !event.target.matches("textarea")) return;
  event.target.form.requestSubmit();
});
document.addEventListener("submit", (event) => {
  if (event.target.matches(".item__form")) pressed.item = event.target.closest(".item").dataset.item;
}, true);
