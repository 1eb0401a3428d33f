// Filling a self-check: shows the fields that belong to a conclusion, and loses nothing that was typed.
const sheet = document.querySelector("[data-check]");
const $$ = (selector, within = sheet) => [...within.querySelectorAll(selector)];
const itemOf = (element) => element.closest("[data-item]");
const formOf = (item) => item.querySelector("form[hx-post]");
const keyOf = (item) => `bihuan:self-check:${sheet.dataset.check}:${item.dataset.item}`;

// ---- fields that belong to a conclusion ---------------------------------------------------------

function show(element, isShown) {
  element.hidden = !isShown;
  if (element.matches("fieldset")) element.disabled = !isShown;
}

function arrange(item) {
  const form = formOf(item);
  const answer = form.querySelector("[name=answer]:checked")?.value || "";
  const level = form.querySelector("[name=level]:checked")?.value || "general";
  const due = form.querySelector("[name=due_on]").value;
  const limit = level === "major" ? item.dataset.limitMajor : item.dataset.limitGeneral;
  for (const one of $$("[data-when]", item)) show(one, one.dataset.when === answer);
  for (const one of $$("[data-when-major]", item)) show(one, level === "major");
  for (const one of $$("[data-when-late]", item)) show(one, Boolean(due) && due > limit);
}

// ---- what is typed and not yet saved --------------------------------------------------------------

const unsaved = new Map(); // item → how many times it was touched since the last answer of the server

function say(item, words, isWaiting) {
  const line = item.querySelector(".item__saved");
  line.textContent = words;
  line.classList.toggle("item__saved--waiting", isWaiting);
}

function touch(event) {
  const item = itemOf(event.target);
  if (!item || event.target.type === "file") return;
  if (event.type === "change") arrange(item);
  unsaved.set(item, (unsaved.get(item) || 0) + 1);
  const typed = new URLSearchParams(new FormData(formOf(item)));
  typed.delete("csrfmiddlewaretoken");
  localStorage.setItem(keyOf(item), typed.toString());
  say(item, "正在保存…", true);
}

// before htmx collects the fields, so that those just shown are sent too
sheet.addEventListener("change", touch, true);
sheet.addEventListener("input", touch, true);

const sentAt = new WeakMap();
document.addEventListener("htmx:beforeRequest", (event) => {
  const item = itemOf(event.detail.elt);
  if (item && event.detail.elt === formOf(item)) sentAt.set(event.detail.xhr, unsaved.get(item) || 0);
});

document.addEventListener("htmx:afterRequest", (event) => {
  const item = itemOf(event.detail.elt);
  if (!item || event.detail.elt !== formOf(item)) return;
  if (!event.detail.successful) {
    say(item, "还没有保存，联网后自动重试。", true);
  } else if ((unsaved.get(item) || 0) === sentAt.get(event.detail.xhr)) {
    unsaved.delete(item);
    localStorage.removeItem(keyOf(item));
  }
});

function sendAgain() {
  for (const item of unsaved.keys()) window.htmx.trigger(formOf(item), "change");
}
window.addEventListener("online", sendAgain);

// leaving within the moment between typing and saving
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden") return;
  for (const item of unsaved.keys()) {
    const form = formOf(item);
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true, redirect: "manual" }).catch(() => {});
  }
});

// what was typed without network before the page was closed
function restore(item) {
  const kept = localStorage.getItem(keyOf(item));
  if (!kept) return;
  const form = formOf(item);
  const typed = new URLSearchParams(kept);
  const set = () => {
    for (const field of form.elements) {
      if (!typed.has(field.name) || field.matches(":disabled")) continue;
      if (field.type === "radio") field.checked = field.value === typed.get(field.name);
      else field.value = typed.get(field.name);
    }
    arrange(item);
  };
  set(); // the conclusion first, which shows its fields
  set();
  unsaved.set(item, 1);
  say(item, "已恢复没有保存的内容，正在保存…", true);
}

for (const item of $$("[data-item]")) {
  arrange(item);
  restore(item);
}
if (unsaved.size) window.addEventListener("load", sendAgain);
