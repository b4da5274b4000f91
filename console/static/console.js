// Keys, the menu on small screens, forms that keep what was typed, and live updates. Everything works without it.
"use strict";
(() => {
  const $ = (what, from = document) => from.querySelector(what);
  const all = (what, from = document) => Array.from(from.querySelectorAll(what));
  const typing = (event) => event.isComposing || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;

  // The bar is a <details>: closed at first where it would fill the screen.
  const bar = $("[data-bar]");
  const small = matchMedia("(max-width: 60rem)");
  const fit = () => { if (bar) bar.open = !small.matches; };
  fit(); small.addEventListener("change", fit);

  // After an act the message is where reading goes on.
  const message = $("[data-focus]");
  if (message) message.focus({ preventScroll: false });

  // Keys: single letters can be switched off (WCAG 2.1.4).
  const off = "dondoc-keys-off";
  const switchOff = $("[data-keys-off]");
  const keys = $("#keys");
  if (switchOff) {
    switchOff.checked = localStorage.getItem(off) === "1";
    switchOff.addEventListener("change", () => localStorage.setItem(off, switchOff.checked ? "1" : ""));
  }
  let after = "";
  const rows = () => all("tr[data-row]");
  const step = (by) => {
    const every = rows();
    if (!every.length) return;
    const at = every.findIndex((row) => row.hasAttribute("data-at"));
    const next = every[Math.min(Math.max(at + by, 0), every.length - 1)];
    every.forEach((row) => row.removeAttribute("data-at"));
    next.setAttribute("data-at", "");
    $("a", next)?.focus();
  };
  const acts = {
    "/": () => $("[data-search]")?.focus(),
    "?": () => keys?.showModal(),
    j: () => step(1),
    k: () => step(-1),
    x: () => { const box = $("tr[data-at] input[type=checkbox]"); if (box) { box.checked = !box.checked; box.dispatchEvent(new Event("change", { bubbles: true })); } },
    f: () => { const filters = $("details.filters"); if (filters) { filters.open = true; $("input,select", filters)?.focus(); } },
    e: () => $("[data-export]")?.click(),
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest?.("form[method=post]");
      if (form) { event.preventDefault(); form.requestSubmit(); }
      return;
    }
    if (typing(event) || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem(off) === "1") return;
    if (after === "g") {
      after = "";
      const entry = $(`.bar a[data-key="${CSS.escape(event.key)}"]`);
      if (entry) { event.preventDefault(); entry.click(); }
      return;
    }
    if (event.key === "g") { after = "g"; setTimeout(() => { after = ""; }, 1500); return; }
    const act = acts[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // Filters send themselves; empty fields stay out of the address.
  all("form[data-tidy]").forEach((form) => form.addEventListener("submit", () => {
    all("input,select", form).forEach((field) => { if (!field.value) field.disabled = true; });
    setTimeout(() => all("input,select", form).forEach((field) => { field.disabled = false; }), 500);
  }));

  // One press sends once; the command's id makes a second one harmless anyway.
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const button = event.submitter || $("button[type=submit]", form);
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    button?.setAttribute("aria-busy", "true");
    setTimeout(() => { delete form.dataset.sent; button?.removeAttribute("aria-busy"); }, 8000);
  });
  addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

  // What was typed outlives a session that ends: kept in this tab until the form is sent.
  all("form[data-draft]").forEach((form) => {
    const name = `draft:${form.dataset.draft}`;
    const kept = JSON.parse(sessionStorage.getItem(name) || "null");
    const fields = () => all("textarea,input:not([type=hidden]):not([type=file]):not([type=password]),select", form);
    if (kept && !$(".alert-done")) fields().forEach((field) => {
      if (kept[field.name] && !field.value && field.type !== "radio" && field.type !== "checkbox") field.value = kept[field.name];
    });
    form.addEventListener("input", () => {
      const said = {};
      fields().forEach((field) => { if (field.name && field.value && field.type !== "radio" && field.type !== "checkbox") said[field.name] = field.value; });
      sessionStorage.setItem(name, JSON.stringify(said));
    });
    if ($(".alert-done")) sessionStorage.removeItem(name);
  });

  // Bulk selection.
  const count = $("[data-selected]");
  const boxes = () => all("input[name=id]");
  const told = () => { if (count) count.textContent = String(boxes().filter((box) => box.checked).length); };
  $("[data-select-all]")?.addEventListener("change", (event) => { boxes().forEach((box) => { box.checked = event.target.checked; }); told(); });
  addEventListener("change", (event) => { if (event.target.name === "id") told(); });

  // Live: the page says that something changed; rows never move under the pointer. A lost connection is
  // told, and the page reloads by itself unless somebody is typing on it.
  const live = $("#live");
  const topic = document.body.dataset.live;
  if (topic !== undefined && live && window.EventSource) {
    const source = new EventSource(`/su-kien?id=${encodeURIComponent(topic)}`);
    const say = (words) => {
      live.replaceChildren(words + " – ");
      const link = document.createElement("a");
      link.href = location.href; link.textContent = live.dataset.reload;
      live.append(link);
    };
    const isTyped = () => all("main textarea, main input:not([type=hidden])").some((field) => field.type !== "checkbox" && field.value !== field.defaultValue) || all("main input[name=id]").some((box) => box.checked);
    let changes = 0, lost = 0, again = 0, wasOpen = false;
    source.addEventListener("changed", (event) => { changes += Number(event.data) || 1; say(live.dataset.text.replace("{}", String(changes))); });
    source.addEventListener("open", () => {
      wasOpen = true;
      clearTimeout(lost); clearTimeout(again); lost = 0;
      if (!changes) live.replaceChildren();
    });
    source.addEventListener("error", () => {
      if (!wasOpen && source.readyState === EventSource.CLOSED) return; // the server has no room for more
      if (lost) return; // counted from the first failure: a browser tries again every few seconds
      // The server ends a connection now and then; only one that stays away is told.
      lost = setTimeout(() => {
        if (source.readyState === EventSource.OPEN) return;
        say(isTyped() ? live.dataset.kept : live.dataset.lost);
        clearTimeout(again);
        again = setTimeout(() => { if (!isTyped()) location.reload(); }, 30000);
      }, source.readyState === EventSource.CLOSED ? 0 : 4000);
    });
    addEventListener("pagehide", () => { clearTimeout(lost); clearTimeout(again); source.close(); });
  }
  $("[data-print]")?.addEventListener("click", () => print());
})();
