// The confirmation page: text and items light each other, filters, selected text becomes an item, and
// what happens after an answer. Keys and what others do are in files of their own, which import this.
export const $ = (selector, within = document) => within.querySelector(selector);
export const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
export const desk = $("[data-confirm-desk]");
export const narrow = window.matchMedia("(max-width: 991.98px)");

export const cards = () => $$("#items .item[data-item]").filter((card) => card.offsetParent !== null);
export const cardOf = (key) => document.getElementById(`item-${key}`);
export const marksOf = (key) => $$(`#plan-text [data-items~="${key}"]`);
const keysOf = (mark) => mark.dataset.items.split(" ");

// ---- colours of the marks: what the cards say ---------------------------------------------------

function stateOf(card) {
  if (!card || card.dataset.decision === "rejected") return "out";
  if (card.dataset.decision !== "pending") return "done";
  return card.dataset.kind === "anomaly" ? "doubt" : "pending";
}

export function paint() {
  const weight = ["out", "done", "pending", "doubt"];
  for (const mark of $$("#plan-text .mark")) {
    const states = keysOf(mark).map((key) => stateOf(cardOf(key)));
    mark.dataset.state = states.sort((a, b) => weight.indexOf(b) - weight.indexOf(a))[0];
  }
}

// ---- one lights the other -----------------------------------------------------------------------

export function light(key) {
  for (const lit of $$(".is-lit")) lit.classList.remove("is-lit");
  if (!key) return;
  for (const mark of marksOf(key)) mark.classList.add("is-lit");
  cardOf(key)?.classList.add("is-lit");
}

export function scrollWithin(element) {
  const box = element?.closest(".confirm__scroll");
  if (!box) return;
  const place = element.getBoundingClientRect();
  const frame = box.getBoundingClientRect();
  if (place.top < frame.top + 8 || place.bottom > frame.bottom - 8) {
    box.scrollTop += place.top - frame.top - Math.min(frame.height / 3, 160);
  }
}

export function show(side) {
  desk.dataset.side = side;
  for (const tab of $$(".switch [data-side]")) tab.setAttribute("aria-selected", String(tab.dataset.side === side));
}

export function goTo(card, { focus = true } = {}) {
  if (!card) return;
  if (card.closest("[hidden]")) choose({ kind: "", state: "" });
  if (narrow.matches) show("items");
  light(card.dataset.item);
  scrollWithin(card);
  scrollWithin(marksOf(card.dataset.item)[0]);
  if (focus) card.focus({ preventScroll: true });
  card.scrollIntoView({ block: narrow.matches ? "center" : "nearest" });
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

// ---- tabs and filter ----------------------------------------------------------------------------

const filter = $("[data-item-filter]");
export const chosen = { kind: filter.elements.kind.value, state: filter.elements.state.value };

export function sift() {
  const here = document.activeElement.closest?.(".item[data-item]"); // stays until one goes on
  for (const card of $$("#items .item[data-item]")) {
    const fits = !chosen.state || card.dataset.states.split(" ").includes(chosen.state);
    card.hidden = !fits && card !== here && !$(".conflict, .item__form, [data-draft]", card);
  }
  for (const group of $$("#items .item-group")) {
    const isOther = Boolean(chosen.kind) && group.dataset.group !== chosen.kind;
    group.hidden = isOther || !$(".item[data-item]:not([hidden])", group);
  }
  for (const tab of $$("#item-tabs a")) {
    if (tab.dataset.kind === chosen.kind) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
  const count = cards().length;
  $("[data-shown]").textContent = chosen.state ? `列出 ${count} 条` : "";
}

export function choose({ kind = chosen.kind, state = chosen.state }) {
  const had = $$("#items .item-group").some((group) => group.dataset.group === kind);
  Object.assign(chosen, { kind: had ? kind : "", state });
  filter.elements.state.value = chosen.state;
  const asked = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value));
  history.replaceState(history.state, "", `${location.pathname}${asked.size ? `?${asked}` : ""}${location.hash}`);
  document.activeElement.blur?.();
  sift();
  $("#item-scroll").scrollTop = 0;
}

desk.addEventListener("click", (event) => {
  const tab = event.target.closest("#item-tabs a");
  if (!tab) return;
  event.preventDefault();
  choose({ kind: tab.dataset.kind });
});
filter.addEventListener("change", () => choose({ state: filter.elements.state.value }));
filter.addEventListener("submit", (event) => event.preventDefault());
filter.classList.add("has-script");

// ---- what screen readers hear, and whether it is saved -------------------------------------------

export function say(words) {
  $("#say").textContent = ""; // the same words again are spoken again
  setTimeout(() => { $("#say").textContent = words; }, 30);
}

export function tellSaved(words, tone = "") {
  const saved = $("#saved");
  saved.textContent = words;
  saved.dataset.tone = tone;
}

const clock = () => new Date().toLocaleTimeString("zh-CN", { hour12: false, timeZone: "Asia/Shanghai" });
const isPost = (detail) => detail.requestConfig?.verb === "post";
document.addEventListener("htmx:beforeRequest", ({ detail }) => { if (isPost(detail)) tellSaved("正在保存…"); });
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!isPost(detail)) return;
  if (detail.xhr.status === 422) tellSaved("没有保存，请看条目上的说明", "wrong");
  else if (detail.successful && detail.xhr.status !== 204) tellSaved(`已保存 ${clock()}`, "done");
  else tellSaved("没有保存，请重试", "wrong");
});

// ---- going on -----------------------------------------------------------------------------------

export const current = () => document.activeElement.closest?.(".item[data-item]") || $("#items .item.is-lit");
export const isWaiting = (card) => card.dataset.decision === "pending";

export function nextAfter(card, fits = isWaiting) {
  const all = cards();
  const at = all.indexOf(card);
  return [...all.slice(at + 1), ...all.slice(0, Math.max(at, 0))].find(fits);
}

export function goOn(card) {
  const next = nextAfter(card);
  goTo(next || card);
  const left = cards().filter(isWaiting).length;
  const told = card ? `${card.getAttribute("aria-label")}。` : "";
  say(`${told}${left ? `还有 ${left} 条待核对。` : "列出的条目都已核对。"}`);
}

// the card that was decided from the keyboard: the next one is looked at after the answer
export const pressed = { item: null };

function nextDoubt() {
  const here = current();
  const found = nextAfter(here, (card) => isWaiting(card) && card.dataset.kind === "anomaly")
    || nextAfter(here, (card) => isWaiting(card) && card.dataset.states.includes("suggested"))
    || nextAfter(here);
  if (found) goTo(found);
  else say("列出的条目都已核对。");
}

document.addEventListener("click", (event) => { if (event.target.closest("[data-next-doubt]")) nextDoubt(); });

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

export function hidePicker() {
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
  choose({ kind: "", state: "" });
  window.htmx.ajax("GET", `${desk.dataset.newUrl}?${asked}`, { target: "#new-item", swap: "outerHTML" });
  hidePicker();
});
desk.addEventListener("click", (event) => {
  if (event.target.closest("[data-drop-new]")) $("#new-item").replaceChildren();
});

// ---- sections of the plan ------------------------------------------------------------------------

function goToSection(start, end) {
  const place = $$("#plan-text [data-start]").filter((piece) => Number(piece.dataset.start) <= start).pop();
  const inside = cards().filter((card) => Number(card.dataset.from) >= start && Number(card.dataset.from) < end);
  const first = inside.sort((a, b) => a.dataset.from - b.dataset.from).find(isWaiting) || inside[0];
  if (first) goTo(first);
  if (narrow.matches) show("text");
  place?.scrollIntoView({ block: "start" });
  say(`本节有 ${inside.length} 条。`);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("#outline [data-section]");
  if (!link) return;
  event.preventDefault();
  link.closest("details").open = false;
  goToSection(Number(link.dataset.section), Number(link.dataset.sectionEnd));
});

// ---- after an answer ----------------------------------------------------------------------------

let held = null; // where the person was when the request went out

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (isPost(detail)) { // an answer belongs to its own request: others may settle in between
    detail.xhr.decides = pressed.item;
    pressed.item = null;
  }
  desk.dataset.scroll = String($("#item-scroll")?.scrollTop ?? 0);
  held = document.activeElement.closest?.(".item[data-item]")?.dataset.item || held;
});

const take = (name) => {
  const value = $("#items").dataset[name];
  delete $("#items").dataset[name];
  return value;
};

document.addEventListener("htmx:afterSettle", (event) => {
  if (!desk.contains(event.target) && event.target !== $("#items")) return;
  paint();
  sift();
  const target = event.detail.target;
  if (target.id === "items" || $("#items", target)) {
    $("#item-scroll").scrollTop = Number(desk.dataset.scroll || 0);
    if ($(".items__told")) say($(".items__told").textContent);
  }
  const wanted = take("focusItem");
  const xhr = event.detail.xhr;
  const done = take("doneItem") || xhr?.decides;
  if (xhr) xhr.decides = null;
  if (wanted) return goTo(cardOf(wanted));
  const fresh = $("#new-item .item--new");
  if (fresh && !fresh.contains(document.activeElement)) {
    fresh.closest(".confirm__scroll").scrollTop = 0;
    if (narrow.matches) fresh.scrollIntoView({ block: "start" });
    return $("input:not([type=hidden]), textarea, select", fresh)?.focus({ preventScroll: true });
  }
  const card = event.target.closest?.(".item[data-item]");
  const field = card && $(".item__form :is(input:not([type=hidden]), textarea, select)", card);
  if (field) { field.focus({ preventScroll: true }); return scrollWithin(card); }
  const conflict = card && $(".conflict a, .conflict button", card);
  if (conflict) return conflict.focus({ preventScroll: true });
  if (done && cardOf(done)) { goOn(cardOf(done)); return sift(); }
  // keys go on from the card that was answered, or where the person was; focus is never lost
  const lost = document.activeElement === document.body;
  if (lost && (card || cardOf(held))) goTo(card || cardOf(held));
  else if (lost && target.id === "items") goTo(cards().find(isWaiting) || cards()[0]);
});

sift();
paint();
if (location.hash.startsWith("#item-")) goTo($(location.hash));
