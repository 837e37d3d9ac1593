// Keys and the selection of words. Everything can be done without this script.
"use strict";
(() => {
  const cards = [...document.querySelectorAll("li.claim[id]")];
  const text = document.getElementById("text");
  let here = cards.findIndex((card) => "#" + card.id === location.hash);
  if (here < 0) here = cards.findIndex((card) => card.dataset.review === "unreviewed");

  cards[here]?.classList.add("here");

  const stand = (at) => {
    if (!cards.length) return;
    here = Math.max(0, Math.min(cards.length - 1, at));
    cards.forEach((card, n) => card.classList.toggle("here", n === here));
    cards[here].focus({ preventScroll: true });
    cards[here].scrollIntoView({ block: "nearest" });
  };
  const press = (verdict) => cards[here]?.querySelector(`button[value="${verdict}"]`)?.click();
  const open = (selector) => {
    const found = cards[here]?.querySelector(selector);
    found?.closest("details")?.setAttribute("open", "");
    found?.focus();
  };
  const follow = (rel) => document.querySelector(`main a[rel="${rel}"]`)?.click();

  // What is selected in the report, and where it begins in its text (chips are drawn, not written, so they do not count).
  const selected = () => {
    const chosen = document.getSelection();
    if (!text || !chosen || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const words = range.toString();
    const lead = words.length - words.trimStart().length;
    // The ledger counts code points, a browser UTF-16 units.
    return { words: words.trim(), start: [...(before.toString() + words.slice(0, lead))].length };
  };
  const take = () => {
    const found = selected();
    const box = document.getElementById("add");
    if (!box) return;
    box.open = true;
    if (found && found.words) {
      box.querySelector("[name=quote]").value = found.words;
      box.querySelector("[name=start]").value = found.start;
    }
    box.querySelector(found ? "[name=low]" : "[name=quote]").focus();
  };
  document.querySelectorAll("[name=quote]").forEach((quote) =>
    quote.addEventListener("input", () => {
      const start = quote.form.querySelector("[name=start]");
      if (start) start.value = "";
    }),
  );

  const keys = {
    j: () => stand(here + 1), k: () => stand(here - 1), a: () => press("accept"), r: () => open("[name=reason]"),
    c: () => open("details [name=quote]"), s: take, n: () => follow("next"), p: () => follow("prev"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
    const act = keys[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  });
})();
