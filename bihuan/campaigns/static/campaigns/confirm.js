// The confirmation page: text and items light each other, keys decide, selected text becomes an item.
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const desk = $("[data-confirm-desk]");
const narrow = window.matchMedia("(max-width: 991.98px)");

const cards = () => $$("#items .item[data-item]").filter((card) => card.offsetParent !== null);
const cardOf = (key) => document.getElementById(`item-${key}`);
const marksOf = (key) => $$(`#plan-text [data-items~="${key}"]`);
const keysOf = (mark) => mark.dataset.items.split(" ");

// ---- colours of the marks: what the cards say ---------------------------------------------------

function stateOf(card) {
  if (!card || card.dataset.decision === "rejected") return "out";
  if (card.dataset.decision !== "pending") return "done";
  return card.dataset.kind === "anomaly" ? "doubt" : "pending";
}

function paint() {
  const weight = ["out", "done", "pending", "doubt"];
  for (const mark of $$("#plan-text .mark")) {
    const states = keysOf(mark).map((key) => stateOf(cardOf(key)));
    mark.dataset.state = states.sort((a, b) => weight.indexOf(b) - weight.indexOf(a))[0];
  }
}

// ---- one lights the other -----------------------------------------------------------------------

function light(key) {
  for (const lit of $$(".is-lit")) lit.classList.remove("is-lit");
  if (!key) return;
  for (const mark of marksOf(key)) mark.classList.add("is-lit");
  cardOf(key)?.classList.add("is-lit");
}

function scrollWithin(element) {
  const box = element?.closest(".confirm__scroll");
  if (!box) return;
  const place = element.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (place.top < frame.top + 8 || place.bottom > frame.bottom - 8) {
    box.scrollTop += place.top - frame.top - Math.min(frame.height / 3, 160);
  }
}

function show(side) {
  desk.dataset.side = side;
  for (const tab of $$(".switch [data-side]")) tab.setAttribute("aria-selected", String(tab.dataset.side === side));
}

function goTo(card, { focus = true } = {}) {
  if (!card) return;
  if (card.offsetParent === null) choose("");
  if (narrow.matches) show("items");
  light(card.dataset.item);
  scrollWithin(card);
  scrollWithin(marksOf(card.dataset.item)[0]);
  if (focus) card.focus({ preventScroll: true });
  if (narrow.matches) card.scrollIntoView({ block: "center" });
}

desk.addEventListener("mouseover", (event) => {
  const mark = event.target.closest(".mark");
  const card = event.target.closest(".item[data-item]");
  if (mark) light(keysOf(mark)[0]);
  else if (card) light(card.dataset.item);
});
desk.addEventListener("focusin", (event) => {
  const card = event.target.closest(".item[data-item]");
  if (!card) return;
  light(card.dataset.item);
  scrollWithin(marksOf(card.dataset.item)[0]);
});
desk.addEventListener("click", (event) => {
  const mark = event.target.closest(".mark");
  if (mark && window.getSelection().isCollapsed) goTo(cardOf(keysOf(mark)[0]));
  const quote = event.target.closest(".item__quote, .item__summary, .item__doubt");
  const card = quote?.closest(".item[data-item]");
  if (!card) return;
  light(card.dataset.item);
  if (narrow.matches) show("text");
  const place = marksOf(card.dataset.item)[0];
  scrollWithin(place);
  if (narrow.matches) place?.scrollIntoView({ block: "center" });
});
for (const tab of $$(".switch [data-side]")) tab.addEventListener("click", () => show(tab.dataset.side));

// ---- tabs ---------------------------------------------------------------------------------------

let chosen = "";

function choose(kind) {
  chosen = kind;
  for (const group of $$("#items .item-group")) group.hidden = Boolean(kind) && group.dataset.group !== kind;
  for (const tab of $$("#item-tabs a")) {
    if (tab.dataset.kind === kind) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}

desk.addEventListener("click", (event) => {
  const tab = event.target.closest("#item-tabs a");
  if (!tab) return;
  event.preventDefault();
  choose(tab.dataset.kind);
  $("#item-scroll").scrollTop = 0;
});

// ---- keys ---------------------------------------------------------------------------------------

let last = null; // the card that was decided from the keyboard: the next one is looked at afterwards

const current = () => document.activeElement.closest?.(".item[data-item]") || $("#items .item.is-lit");

function step(by) {
  const all = cards();
  const at = all.indexOf(current());
  goTo(all[Math.min(Math.max(at + by, 0), all.length - 1)]);
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("dialog[open]")) return;
  const isTyping = event.target.closest("input, textarea, select");
  const card = current();
  if (event.key === "Escape") { $("[data-cancel]", card || desk)?.click(); hidePicker(); return; }
  if (isTyping) return;
  if (event.key === "j") return step(1);
  if (event.key === "k") return step(-1);
  if (!card) return;
  const press = (selector) => {
    const found = $(selector, card);
    if (!found) return;
    event.preventDefault();
    if (found.matches("form")) { last = card.dataset.item; found.requestSubmit(); }
    else found.click();
  };
  if (event.key === "a") press("[data-accept]");
  if (event.key === "x") press("[data-reject]");
  if (event.key === "u") press("[data-undo]");
  if (event.key === "e") press("[data-edit]");
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-next-missed]")) return;
  const missed = $$("#plan-text .sentence--missed");
  const at = missed.indexOf($("#plan-text .is-sought"));
  missed[at]?.classList.remove("is-sought");
  const next = missed[(at + 1) % missed.length];
  if (!next) return;
  if (narrow.matches) show("text");
  next.classList.add("is-sought");
  scrollWithin(next);
  if (narrow.matches) next.scrollIntoView({ block: "center" });
});

// ---- selected text becomes an item --------------------------------------------------------------
// Positions count code points, as the server counts; the browser counts UTF-16 units.

const picker = $("#picker");
let passage = null;

function positionOf(node, offset) {
  const text = $("#plan-text");
  if (!text.contains(node)) return null;
  if (node.nodeType !== Node.TEXT_NODE) {
    const next = node.childNodes[offset];
    const piece = next && (next.matches?.("[data-start]") ? next : $("[data-start]", next));
    if (piece) return Number(piece.dataset.start);
    const before = $$("[data-start]", node).pop();
    return before ? Number(before.dataset.start) + [...before.textContent].length : null;
  }
  const piece = node.parentElement.closest("[data-start]");
  return Number(piece.dataset.start) + [...node.data.slice(0, offset)].length;
}

function hidePicker() {
  if (picker) picker.hidden = true;
  passage = null;
}

function offer() {
  const selection = window.getSelection();
  if (!picker || selection.isCollapsed || !selection.rangeCount) return hidePicker();
  const range = selection.getRangeAt(0);
  const start = positionOf(range.startContainer, range.startOffset);
  const end = positionOf(range.endContainer, range.endOffset);
  const words = selection.toString().trim();
  if (start === null || end === null || start >= end || !words) return hidePicker();
  passage = { start, end };
  const letters = [...words.replace(/\s+/g, " ")];
  $("#picker-quote").textContent = letters.length > 26 ? `${letters.slice(0, 24).join("")}…` : letters.join("");
  picker.hidden = false;
}

let waiting = 0;
document.addEventListener("selectionchange", () => { clearTimeout(waiting); waiting = setTimeout(offer, 120); });
picker?.addEventListener("mousedown", (event) => event.preventDefault()); // keep the selection
picker?.addEventListener("click", (event) => {
  const kind = event.target.closest("[data-add-kind]")?.dataset.addKind;
  if (!kind || !passage) return;
  const asked = new URLSearchParams({ kind, ...passage });
  if (narrow.matches) show("items");
  choose("");
  window.htmx.ajax("GET", `${desk.dataset.newUrl}?${asked}`, { target: "#new-item", swap: "outerHTML" });
  hidePicker();
});
desk.addEventListener("click", (event) => {
  if (event.target.closest("[data-drop-new]")) $("#new-item").replaceChildren();
});

// ---- after an answer ----------------------------------------------------------------------------

document.addEventListener("htmx:beforeRequest", () => {
  const box = $("#item-scroll");
  desk.dataset.scroll = String(box?.scrollTop ?? 0);
});

document.addEventListener("htmx:afterSettle", (event) => {
  paint();
  choose(chosen);
  const target = event.detail.target;
  if (target.id === "items" || $("#items", target)) $("#item-scroll").scrollTop = Number(desk.dataset.scroll || 0);
  const wanted = $("#items").dataset.focusItem;
  if (wanted) { delete $("#items").dataset.focusItem; goTo(cardOf(wanted)); return; }
  const fresh = $("#new-item .item--new");
  if (fresh && !fresh.contains(document.activeElement)) {
    fresh.closest(".confirm__scroll").scrollTop = 0;
    if (narrow.matches) fresh.scrollIntoView({ block: "start" });
    $("input:not([type=hidden]), textarea, select", fresh)?.focus({ preventScroll: true });
    return;
  }
  const card = event.target.closest?.(".item[data-item]");
  const field = card && $(".item__form :is(input:not([type=hidden]), textarea, select)", card);
  if (field) { field.focus({ preventScroll: true }); scrollWithin(card); return; }
  if (!last) {
    // the card that was answered stands where the old one stood: keys go on from it
    if (card && document.activeElement === document.body) { light(card.dataset.item); card.focus({ preventScroll: true }); }
    return;
  }
  const all = cards();
  const decided = cardOf(last);
  last = null;
  const next = all.slice(all.indexOf(decided) + 1).find((one) => one.dataset.decision === "pending") || decided;
  goTo(next);
});

choose("");
paint();
if (location.hash.startsWith("#item-")) goTo($(location.hash));
