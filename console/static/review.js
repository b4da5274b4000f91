// Going through proposals beside their pages: keys, and the sentence of a card shown on its page. Works without it by links.
"use strict";
(() => {
  const list = document.querySelector("[data-proposals]");
  if (!list) return;
  const cards = Array.from(list.querySelectorAll("[data-proposal]"));
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  let at = null;

  const show = (card, { move = true, focus = true } = {}) => {
    if (!card) return;
    at?.removeAttribute("data-current");
    at = card;
    card.setAttribute("data-current", "");
    if (focus) card.focus({ preventScroll: true });
    if (move) card.scrollIntoView({ block: "nearest", behavior: calm });
    document.querySelectorAll(".left [data-n]").forEach((mark) => mark.toggleAttribute("data-lit", mark.dataset.n === card.dataset.proposal));
    const lit = document.querySelector(".left [data-n][data-lit]");
    const frame = lit?.closest(".pictures, .paper");
    if (lit && frame) {
      const box = lit.getBoundingClientRect(), pane = frame.getBoundingClientRect();
      frame.scrollTo({ top: frame.scrollTop + box.top - pane.top - pane.height / 3, behavior: calm });
    }
  };
  const step = (by) => show(cards[Math.min(Math.max(cards.indexOf(at) + by, 0), cards.length - 1)]);

  // A card that is entered by Tab, or touched, is the one the keys mean.
  cards.forEach((card) => card.addEventListener("focusin", (event) => { if (card !== at) show(card, { move: false, focus: false }); event.stopPropagation(); }));
  cards.forEach((card) => card.addEventListener("pointerdown", () => { if (card !== at) show(card, { move: false, focus: false }); }));
  document.querySelectorAll(".left [data-n]").forEach((mark) => mark.addEventListener("click", () => show(cards.find((card) => card.dataset.proposal === mark.dataset.n))));

  const opened = location.hash.startsWith("#n") && cards.find((card) => card.id === location.hash.slice(1));
  if (opened && !document.querySelector("[data-focus]")) show(opened);
  else if (cards.length) show(cards.find((card) => card.querySelector("[data-accept]")) || cards[0], { move: false, focus: false });

  const acts = {
    ArrowDown: () => step(1), ArrowUp: () => step(-1), j: () => step(1), k: () => step(-1),
    a: () => at?.querySelector("[data-accept]")?.click(),
    b: () => at?.querySelector("[data-drop-proposal]")?.click(),
    s: () => { const form = at?.querySelector("[data-edit]"); if (form) { form.open = true; form.querySelector("input:not([type=hidden]), textarea")?.focus(); } },
  };
  addEventListener("keydown", (event) => {
    if (event.isComposing || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.ctrlKey || event.metaKey || event.altKey) return;
    const isLetter = event.key.length === 1;
    if (isLetter && localStorage.getItem("dondoc-keys-off") === "1") return;
    if (!isLetter && event.target.closest(".left")) return; // arrows scroll the pages there
    const act = acts[event.key];
    if (act) { event.preventDefault(); event.stopImmediatePropagation(); act(); }
  }, true);
})();
