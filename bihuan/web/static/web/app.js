// What every page does in the browser: menu, keys, confirmation, one submit at a time, drafts, messages.
const root = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

// ---- messages ---------------------------------------------------------------------------------

const BY_STATUS = {
  0: "网络中断，刚才的操作没有送达。请检查网络后重试。",
  400: "请求无法识别，请刷新本页后再试。",
  401: "登录已失效，请重新登录。",
  403: "您没有办理这件事的权限，或页面已过期，请刷新后再试。",
  404: "没有找到，或不在您的工作范围内。",
  413: "文件太大，没有收下。",
  429: "操作太频繁，请稍候再试。",
};

export function toast(message, tone = "info") {
  const box = document.createElement("div");
  box.className = `toast-note toast-note--${tone}`;
  box.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.className = "toast-note__text";
  text.textContent = message;
  const close = document.createElement("button");
  close.type = "button";
  close.dataset.toastClose = "";
  close.setAttribute("aria-label", "关闭提示");
  close.textContent = "×";
  box.append(text, close);
  $("#toasts").append(box);
}

function tell(xhr) {
  const type = xhr.getResponseHeader("Content-Type") || "";
  if (type.includes("html") && xhr.responseText) {
    const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
    const ready = page.querySelector(".toast-note");
    if (ready) return $("#toasts").append(document.adoptNode(ready));
    const told = page.querySelector("[data-error-message]");
    if (told) return toast(told.textContent.trim(), "error");
  }
  return toast(BY_STATUS[xhr.status] || "系统出现故障，刚才的操作没有完成。请稍后再试。", "error");
}

document.addEventListener("htmx:responseError", (event) => tell(event.detail.xhr));
document.addEventListener("htmx:sendError", () => toast(BY_STATUS[0], "error"));
document.addEventListener("htmx:timeout", () => toast("服务器没有及时答复，请稍后再试。", "error"));

// ---- menu and pop-ups -------------------------------------------------------------------------

function setMenu(open) {
  document.body.classList.toggle("menu-open", open);
  $("[data-menu-toggle]")?.setAttribute("aria-expanded", String(open));
  if (open) $("#menu a")?.focus();
}

document.addEventListener("click", (event) => {
  const target = event.target;
  for (const pop of $$("details[data-pop][open]")) if (!pop.contains(target)) pop.open = false;
  if (target.closest("[data-menu-toggle]")) setMenu(!document.body.classList.contains("menu-open"));
  if (target.closest("[data-menu-close]")) setMenu(false);
  if (target.closest("[data-toast-close]")) target.closest(".toast-note").remove();
  if (target.closest("[data-reload]")) { event.preventDefault(); location.reload(); }
  const toggle = target.closest("[data-toggle]");
  if (toggle) {
    const isOpen = document.getElementById(toggle.dataset.toggle).classList.toggle("is-open");
    toggle.setAttribute("aria-expanded", String(isOpen));
  }
  if (target.closest("[data-print]")) window.print();
  const opener = target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
});

// what a person opened or closed by hand stays so; the group of the open page is always open
for (const group of $$("details[data-remember]")) {
  const key = `bihuan:${root.dataset.user}:${group.dataset.remember}`;
  const kept = localStorage.getItem(key);
  if (kept && !group.querySelector("[aria-current]")) group.open = kept === "open";
  $("summary", group).addEventListener("click", () => {
    localStorage.setItem(key, group.open ? "closed" : "open"); // before it toggles
  });
}

// ---- keys -------------------------------------------------------------------------------------

let lastKey = { key: "", at: 0 };
const isTyping = (element) => element.closest("input, textarea, select, [contenteditable='true']");

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const pop of $$("details[data-pop][open]")) { pop.open = false; $("summary", pop).focus(); }
    if (document.body.classList.contains("menu-open")) { setMenu(false); $("[data-menu-toggle]").focus(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (isTyping(event.target) || $("dialog[open]")) return;
  if (event.key === "/" && $("#search")) { event.preventDefault(); $("#search").select(); $("#search").focus(); }
  if (event.key === "?") $("#shortcuts")?.showModal();
  const isPair = lastKey.key === "g" && event.timeStamp - lastKey.at < 1200;
  if (isPair && event.key === "w" && $(".menu__brand")) location.assign($(".menu__brand").href);
  lastKey = { key: event.key, at: event.timeStamp };
});

// ---- confirmation -----------------------------------------------------------------------------

function ask({ question, detail, yes }) {
  const dialog = $("#confirm");
  if (!dialog) return Promise.resolve(window.confirm(question));
  $("#confirm-title").textContent = question;
  $("#confirm-detail").textContent = detail || "";
  $("#confirm-yes").textContent = yes || "确认";
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

const askedOf = (element) => ({
  question: element.dataset.confirm,
  detail: element.dataset.confirmDetail,
  yes: element.dataset.confirmYes,
});

document.addEventListener("htmx:confirm", (event) => {
  const element = event.detail.elt;
  const question = event.detail.question || element.dataset.confirm;
  if (!question) return;
  event.preventDefault();
  ask({ ...askedOf(element), question }).then((agreed) => agreed && event.detail.issueRequest(true));
});

// ---- one submit at a time ---------------------------------------------------------------------

// a form that htmx only watches for changes is still submitted by the browser
const usesHtmx = (form) =>
  form.matches("[hx-post], [hx-get], [hx-put], [hx-delete], [hx-patch]") &&
  (form.getAttribute("hx-trigger") ?? "submit").includes("submit");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method === "dialog" || usesHtmx(form)) return;
  const asker = event.submitter?.dataset.confirm ? event.submitter : form;
  if (asker.dataset.confirm && form.dataset.agreed !== "yes") {
    event.preventDefault();
    const by = event.submitter;
    ask(askedOf(asker)).then((agreed) => {
      if (!agreed) return;
      form.dataset.agreed = "yes";
      form.requestSubmit(by || undefined);
    });
    return;
  }
  if (form.dataset.sent === "yes") { event.preventDefault(); return; }
  if (form.method === "get") return;
  form.dataset.sent = "yes";
  // after the browser has collected the fields, or the pressed button's value would be lost
  setTimeout(() => $$("button, input[type=submit]", form).forEach((one) => { one.disabled = true; }));
});

// the browser may show this very page again from its memory: make its forms usable
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of $$("form[data-sent]")) {
    delete form.dataset.sent;
    delete form.dataset.agreed;
    $$("button, input[type=submit]", form).forEach((one) => { one.disabled = false; });
  }
});

const pressed = (element) =>
  element.matches("form") ? $$("button, input[type=submit]", element) : element.matches("button") ? [element] : [];
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  for (const one of pressed(detail.elt)) if (!one.disabled) { one.disabled = true; one.dataset.waits = ""; }
});
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  for (const one of pressed(detail.elt)) if ("waits" in one.dataset) { one.disabled = false; delete one.dataset.waits; }
});

// a control outside its form (form="…") that takes effect at once
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
});

// Addresses stay readable: a filter form leaves out what is empty.
document.addEventListener("htmx:configRequest", (event) => {
  if (!event.detail.elt.matches("[data-drop-empty]")) return;
  const { formData } = event.detail;
  for (const name of new Set(formData.keys())) {
    const kept = formData.getAll(name).filter((value) => value !== "");
    formData.delete(name);
    for (const value of kept) formData.append(name, value);
  }
});

// what was chosen is stored by now, so the form must not send it again
document.addEventListener("htmx:afterRequest", (event) => {
  const element = event.detail.elt;
  if (element.matches("[data-clear-after-upload]")) element.value = "";
});

// ---- drafts -----------------------------------------------------------------------------------
// <form data-autosave="plan-upload"> keeps what is typed on this device, for this person, until it is
// sent or a month has passed; files and passwords are never kept.

const DRAFTS = "bihuan:draft:";
const MONTH = 30 * 24 * 3600 * 1000;
const draftKey = (form) => `${DRAFTS}${root.dataset.user}:${form.dataset.autosave}:${location.pathname}`;
const keeps = (element) =>
  element.name && element.name !== "csrfmiddlewaretoken" && !["file", "password", "hidden", "submit", "button"].includes(element.type);

function keptDraft(key) {
  try {
    return JSON.parse(localStorage.getItem(key))?.fields ?? null;
  } catch {
    return null; // not written by this page
  }
}

function dropOldDrafts() {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(DRAFTS))) {
    let at = 0;
    try { at = JSON.parse(localStorage.getItem(key)).at; } catch { /* dropped below */ }
    if (!(Date.now() - at < MONTH)) localStorage.removeItem(key);
  }
}

function draftOf(form) {
  return [...form.elements].filter(keeps).flatMap((one) => {
    if (one.type === "checkbox" || one.type === "radio") return [[one.name, one.value, one.checked]];
    if (one.multiple) return [[one.name, [...one.selectedOptions].map((option) => option.value), true]];
    return [[one.name, one.value, true]];
  });
}

function restore(form, draft) {
  const nth = {};
  for (const [name, value, checked] of draft) {
    const all = [...form.elements].filter((one) => one.name === name && keeps(one));
    if (all[0]?.type === "checkbox" || all[0]?.type === "radio") {
      const one = all.find((each) => each.value === value);
      if (one) one.checked = checked;
    } else if (all[0]?.multiple) {
      for (const option of all[0].options) option.selected = value.includes(option.value);
    } else {
      const one = all[(nth[name] = (nth[name] ?? -1) + 1)];
      if (one) one.value = value;
    }
  }
}

function autosave(form) {
  if (form.dataset.autosaveOn) return;
  form.dataset.autosaveOn = "yes";
  const note = document.createElement("p");
  note.className = "autosave";
  note.setAttribute("role", "status");
  (form.querySelector(".form-actions") || form).append(note);
  const key = draftKey(form);
  const kept = keptDraft(key);
  const untouched = JSON.stringify(draftOf(form));
  if (kept && JSON.stringify(kept) !== untouched && !form.querySelector(".form-errors")) {
    restore(form, kept);
    note.textContent = "已恢复上次未提交的内容。";
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "btn btn-link";
    drop.textContent = "清除";
    drop.addEventListener("click", () => { localStorage.removeItem(key); form.reset(); note.textContent = ""; });
    note.append(drop);
  }
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: draftOf(form) }));
      note.textContent = "草稿已保存在本机。";
    }, 500);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    if (!usesHtmx(form)) sessionStorage.setItem("bihuan:sent", key);
  });
  form.addEventListener("htmx:afterRequest", ({ detail }) => {
    const isSaved = detail.successful && detail.xhr.status !== 422 && !detail.xhr.getResponseHeader("HX-Redirect");
    if (detail.elt === form && isSaved) localStorage.removeItem(key);
  });
}

// The page that a sent form leads to tells whether it arrived. It did not when the form is back with
// errors, on an error page (ours or a proxy's, which runs none of this and sends no referrer on),
// when one was sent to sign in first, or came back by the browser's button.
function dropSentDraft() {
  const key = sessionStorage.getItem("bihuan:sent");
  if (!key) return;
  sessionStorage.removeItem("bihuan:sent");
  const cameFrom = document.referrer && new URL(document.referrer).pathname;
  if (!key.endsWith(`:${cameFrom}`)) return;
  const isReturn = performance.getEntriesByType("navigation")[0]?.type !== "navigate";
  const isWrong = $$("form[data-autosave]").some((form) => draftKey(form) === key && form.querySelector(".form-errors"));
  if (!isReturn && !isWrong && !$(".error-page, input[type=password]")) localStorage.removeItem(key);
}

// ---- what pages bring -------------------------------------------------------------------------

async function prepare(within) {
  for (const form of $$("form[data-autosave]", within)) autosave(form);
  $("[data-focus]", within)?.focus();
  if ($("[data-chart]", within)) {
    const { drawCharts } = await import(root.dataset.chartModule);
    drawCharts(within);
  }
}

document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) prepare(event.detail.elt.parentElement || event.detail.elt);
});
dropOldDrafts();
dropSentDraft();
prepare(document);
