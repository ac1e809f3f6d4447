"use strict";
// Everything works without this script: mentions and rows are links to each other. It adds the note on hover and focus, the legend's
// switches, arrow keys, sorted figures, and jumps that move the focus along. One listener of each kind serves any number of mentions.
globalThis.cyextractView = (() => {
  const TYPES = ["DATE", "MONEY", "PERCENT", "ORG", "TITLE"];
  const NARROW = matchMedia("(max-width: 860px)");
  const tip = document.createElement("div");
  tip.className = "cy-tip";
  tip.id = "cy-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  let shown = null;
  let closing = 0;

  const textMention = (node) => (node instanceof Element ? node.closest(".cy-text .m") : null);
  const rowOf = (mention) => document.getElementById("r" + mention.id.slice(1));
  const typeOf = (mention) => TYPES.find((type) => mention.classList.contains(type));
  const isOff = (mention) => mention.closest(".cy").classList.contains("off-" + typeOf(mention));

  function showNote(mention) {
    clearTimeout(closing);
    const row = rowOf(mention);
    if (shown === mention || !row || isOff(mention)) return;
    shown = mention;
    const type = document.createElement("span");
    type.textContent = typeOf(mention);
    tip.replaceChildren(type, ...[...row.cells[2].childNodes].map((node) => node.cloneNode(true)));
    tip.className = "cy-tip " + typeOf(mention);
    tip.hidden = false;
    place(mention);
  }

  function place(mention) {
    const boxes = mention.getClientRects();
    if (!boxes.length) return;
    const box = boxes[boxes.length - 1];
    const room = document.documentElement;
    const left = Math.max(12, Math.min(box.left, room.clientWidth - tip.offsetWidth - 12));
    const isBelow = box.bottom + tip.offsetHeight + 14 < room.clientHeight || boxes[0].top < tip.offsetHeight + 14;
    const top = isBelow ? box.bottom + 6 : boxes[0].top - tip.offsetHeight - 6;
    tip.style.left = left + scrollX + "px";
    tip.style.top = top + scrollY + "px";
  }

  function hideNote() {
    clearTimeout(closing);
    shown = null;
    tip.hidden = true;
  }

  // A moment's grace lets the pointer reach the note, to read or copy it.
  function hideSoon() {
    clearTimeout(closing);
    closing = setTimeout(() => {
      const focused = textMention(document.activeElement);
      shown = null;
      if (focused) showNote(focused);
      else hideNote();
    }, 120);
  }

  function light(mention) {
    for (const lit of document.querySelectorAll(".cy .on")) lit.classList.remove("on");
    if (!mention) return;
    mention.classList.add("on");
    rowOf(mention)?.classList.add("on");
  }

  // What was never in view has an estimated height; once it is drawn the target may have moved, so look again.
  function reveal(target, looks = 12) {
    const isSection = target.matches(".cy-section, .cy-text, .cy-mentions");
    const { top, bottom } = target.getBoundingClientRect();
    const isSeen = top >= 0 && (isSection ? top : bottom) <= innerHeight;
    const block = isSection ? "start" : NARROW.matches || textMention(target) ? "center" : "nearest";
    if (looks === 12 || !isSeen) target.scrollIntoView({ block });
    if (looks) requestAnimationFrame(() => reveal(target, looks - 1));
  }

  function jump(target) {
    reveal(target);
    target.focus({ preventScroll: true });
  }

  function onClick(event) {
    const link = event.target instanceof Element ? event.target.closest('.cy a[href^="#"]') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const target = document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    if (!/^[mr]\d+$/.test(target.id)) {
      jump(target);
      return;
    }
    const mention = document.getElementById("m" + target.id.slice(1));
    const wasLit = mention.classList.contains("on");
    light(mention);
    if (target === mention) {
      jump(mention);
    } else if (NARROW.matches && !wasLit && event.detail > 0) {
      showNote(mention); // a finger cannot hover: the first tap shows the note, the second goes to the table far below
    } else if (event.detail > 0) {
      reveal(target);
    } else {
      hideNote();
      jump(target.querySelector("a"));
    }
  }

  function onKey(event) {
    if (event.key === "Escape") hideNote();
    const mention = textMention(event.target);
    if (!mention || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...mention.closest(".cy-text").querySelectorAll(".m")].filter((other) => !isOff(other));
    const next = all[all.indexOf(mention) + step];
    if (next) jump(next);
    event.preventDefault();
  }

  function onSwitch(event) {
    const box = event.target;
    const root = box.closest?.(".cy");
    if (!root || !box.closest(".cy-legend")) return;
    hideNote();
    if (box.value === "tags") {
      root.classList.toggle("cy-tagged", box.checked);
      return;
    }
    root.classList.toggle("off-" + box.value, !box.checked);
    for (const mention of root.querySelectorAll(".cy-text ." + box.value)) mention.tabIndex = box.checked ? 0 : -1;
  }

  // A table of figures is sorted by the column whose head is pressed, and the other way when it is pressed again.
  function makeSortable(table) {
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => sortBy(table, head));
      head.replaceChildren(button);
    }
  }

  function sortBy(table, head) {
    const down = head.getAttribute("aria-sort") === "ascending";
    const key = (row) => row.cells[head.cellIndex].dataset.value ?? row.cells[head.cellIndex].textContent;
    const order = new Intl.Collator("zh", { numeric: true }).compare;
    const rows = [...table.tBodies[0].rows].sort((one, other) => order(key(one), key(other)) * (down ? -1 : 1));
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    table.tBodies[0].append(...rows);
  }

  function start() {
    document.body.append(tip);
    for (const table of document.querySelectorAll(".cy-figures table")) makeSortable(table);
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    document.addEventListener("change", onSwitch);
    document.addEventListener("mouseover", (event) => {
      const mention = textMention(event.target);
      if (mention) showNote(mention);
      else if (tip.contains(event.target)) clearTimeout(closing);
      else if (shown) hideSoon();
    });
    document.addEventListener("focusin", (event) => {
      const mention = textMention(event.target);
      if (mention?.matches(":focus-visible")) showNote(mention);
      else if (shown) hideNote();
    });
    addEventListener("resize", hideNote);
  }

  start();
  return { light, showNote, hideNote, jump, rowOf, typeOf };
})();
