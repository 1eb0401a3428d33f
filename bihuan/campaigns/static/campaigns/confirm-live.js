// What keeps the confirmation page true: others at the same draft, and corrections typed but not saved.
const { $, $$, cardOf, current, desk, goTo, paint, say, sift, tellSaved } =
  await import(document.querySelector("[data-confirm-desk]").dataset.module);

const EVERY = 4000;
const headers = JSON.parse(document.body.getAttribute("hx-headers"));
let here = "";

// ---- others -------------------------------------------------------------------------------------

function showPresence(fresh) {
  $("#presence").replaceWith(document.adoptNode(fresh));
  for (const card of $$("[data-watched]")) delete card.dataset.watched;
  for (const one of $$("#presence [data-at]")) {
    const card = cardOf(one.dataset.at);
    if (card) card.dataset.watched = `${one.firstChild.textContent.trim()}正在看`;
  }
}

const isBusy = (card) => $(".item__form, .conflict, details[open] input", card);

function takeCard(fresh) {
  const mine = cardOf(fresh.dataset.item);
  if (mine && Number(mine.dataset.version) >= Number(fresh.dataset.version)) return false;
  if (mine && isBusy(mine)) {
    $("[data-theirs]", mine)?.remove();
    const note = document.createElement("p");
    note.className = "note note--warning";
    note.dataset.theirs = "";
    note.setAttribute("role", "status");
    note.textContent = `${$(".item__head .muted", fresh)?.textContent ?? "别人"} 改了这一条，现为：${$(".item__summary", fresh).textContent}。您保存时会并排列出两人的改动。`;
    $(".item__head", mine).after(note);
    return true;
  }
  const card = document.adoptNode(fresh);
  const hadFocus = mine?.contains(document.activeElement);
  if (mine) mine.replaceWith(card);
  else {
    const group = $(`#items .item-group[data-group="${card.dataset.kind}"]`);
    if (!group) return true; // the first of its kind: shown with the page's next answer
    group.append(card);
  }
  window.htmx.process(card);
  if (hadFocus) card.focus({ preventScroll: true });
  return true;
}

function take(page) {
  const told = page.querySelector("[data-pulse]");
  if (!told) return;
  here = told.dataset.here;
  const cards = [...told.querySelectorAll(".item[data-item]")].filter(takeCard);
  for (const id of ["confirm-progress", "item-tabs", "plan-text"]) {
    const fresh = told.querySelector(`#${id}`);
    const mine = document.getElementById(id);
    if (!fresh || !mine) continue;
    if (id === "confirm-progress") {
      if (Number(fresh.dataset.revision) < Number(mine.dataset.revision) || mine.contains(document.activeElement)) {
        mine.dataset.revision = fresh.dataset.revision;
        continue;
      }
      mine.replaceWith(document.adoptNode(fresh));
      window.htmx.process(document.getElementById(id));
    } else mine.innerHTML = fresh.innerHTML;
  }
  showPresence(told.querySelector("#presence"));
  if (!cards.length) return;
  paint();
  sift();
  say(`有 ${cards.length} 条刚被别人改动，已更新。`);
}

async function pulse() {
  if (document.hidden) return;
  const body = new URLSearchParams({
    since: $("#confirm-progress").dataset.revision, here, item: current()?.dataset.item ?? "",
  });
  let answer;
  try {
    answer = await fetch(desk.dataset.pulseUrl, { method: "POST", body, headers });
  } catch {
    return tellSaved("网络中断，已填的内容保存在本机", "wrong");
  }
  if (answer.redirected || answer.status === 401 || answer.status === 403) {
    clearInterval(timer);
    return tellSaved("登录已失效，请重新登录；没有保存的修改留在本机", "wrong");
  }
  if (answer.status === 200) take(new DOMParser().parseFromString(await answer.text(), "text/html"));
}

const timer = desk.dataset.pulseUrl ? setInterval(pulse, EVERY) : 0;
if (timer) { pulse(); document.addEventListener("visibilitychange", pulse); }
document.addEventListener("click", (event) => {
  const link = event.target.closest("#presence a");
  if (link) { event.preventDefault(); goTo($(link.hash)); }
});

// ---- corrections typed but not saved ------------------------------------------------------------
// app.js keeps them on this device per item and version; here they are offered back.

const PREFIX = `bihuan:draft:${document.documentElement.dataset.user}:item-`;
const kept = (item) => Object.keys(localStorage).filter((key) => {
  const [name, path] = key.slice(PREFIX.length).split(":");
  return key.startsWith(PREFIX) && path === location.pathname && (!item || name.startsWith(`${item}-v`));
});
const drop = (item) => { for (const key of kept(item)) localStorage.removeItem(key); };

function offerDrafts() {
  for (const key of kept()) {
    const [, item, version] = key.slice(PREFIX.length).match(/^([0-9]+)-v([0-9]+):/) ?? [];
    const card = cardOf(item);
    if (!card || $(".item__form, .conflict, [data-draft]", card)) continue;
    const isOld = version !== card.dataset.version;
    if (isOld) { // what was typed is kept for the version that stands now
      localStorage.setItem(key.replace(`-v${version}:`, `-v${card.dataset.version}:`), localStorage.getItem(key));
      localStorage.removeItem(key);
    }
    const details = $(".item__other", card);
    if (details) { details.open = true; continue; }
    const note = document.createElement("p");
    note.className = "item__draft";
    note.dataset.draft = "";
    note.append(isOld ? "您有没保存的修改，这一条之后又有变动。" : "您有没保存的修改。");
    const button = (words, act) => {
      const one = document.createElement("button");
      one.type = "button";
      one.className = "btn btn-sm";
      one.textContent = words;
      one.addEventListener("click", act);
      note.append(" ", one);
    };
    const edit = $("[data-edit]", card);
    if (edit) button("接着改", () => edit.click());
    button("放弃", () => { drop(item); note.remove(); card.focus(); });
    $(".item__head", card).after(note);
  }
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const [, item] = detail.requestConfig?.path.match(/\/items\/([0-9]+)\//) ?? [];
  const isSaved = detail.successful && detail.xhr.status === 200 && detail.requestConfig.verb === "post";
  if (item && isSaved && !detail.xhr.getResponseHeader("HX-Redirect")) drop(item);
});
document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-cancel]");
  if (cancel) drop(cancel.closest(".item").dataset.item);
}, true);
document.addEventListener("htmx:afterSettle", offerDrafts);
offerDrafts();
