"use strict";
// Everything works without this script: mentions and rows are links to each other. It adds the note on hover and focus, the legend's
// switches, arrow keys, and jumps that open a panel and move the focus along. One listener of each kind serves any number of mentions.
globalThis.cyextractView = (() => {
  const TYPES = ["DATE", "MONEY", "PERCENT", "ORG", "TITLE"];
  const NARROW = matchMedia("(max-width: 860px)");
  const { translate } = globalThis.cyextractLanguage;
  const panels = globalThis.cyextractPanels;
  const tip = document.createElement("div");
  tip.className = "cy-tip";
  tip.id = "cy-tip";
  tip.setAttribute("role", "tooltip");
  tip.hidden = true;
  const hooks = { why: () => [] }; // what a page that knows more than this one tells of a mention: pairs of Chinese and English
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
    tip.replaceChildren(...told(row, mention));
    translate(tip);
    tip.className = "cy-tip " + typeOf(mention);
    tip.hidden = false;
    place(mention);
  }

  /** What a note says: type, value, the value as the JSON has it, what was implied, what the number measures, why, the rule. */
  function told(row, mention) {
    const [type, , value] = row.cells;
    const lines = [...value.childNodes].map((node) => node.cloneNode(true));
    const exact = value.title && value.title !== value.querySelector(".cy-value")?.textContent ? [line("small", value.title, "cy-exact")] : [];
    const kind = line("span", type.textContent);
    const figure = document.querySelector(`#cy-figures .cy-item[data-m="${mention.id.slice(1)}"]`);
    const measured = figure ? [figure.cells[0], figure.cells[3], figure.cells[2]].map((cell) => cell.textContent).filter((said) => said && said !== "—") : [];
    const measures = measured.length ? [line("small", measured.join(" · "), "cy-measures")] : [];
    const why = hooks.why(mention).map(([zh, en]) => {
      const node = line("small", zh, "cy-why");
      node.dataset.en = en;
      return node;
    });
    return [kind, ...lines.slice(0, 1), ...exact, ...measures, ...lines.slice(1, -1), ...why, ...lines.slice(-1)];
  }

  function line(tag, text, name = "") {
    const node = document.createElement(tag);
    node.textContent = text;
    node.className = name;
    return node;
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
    panels.itemOf(panels.openPanel(mention.closest(".cy-view")), mention)?.classList.add("on");
  }

  // What was never in view has an estimated height; once it is drawn the target may have moved, so look again.
  function reveal(target, looks = 12) {
    const isSection = target.matches(".cy-panel, .cy-text");
    const { top, bottom } = target.getBoundingClientRect();
    const isSeen = top >= 0 && (isSection ? top : bottom) <= innerHeight;
    const block = isSection ? "start" : NARROW.matches || textMention(target) ? "center" : "nearest";
    if (looks === 12 || !isSeen) target.scrollIntoView({ block });
    if (looks) requestAnimationFrame(() => reveal(target, looks - 1));
  }

  function jump(target) {
    panels.reach(target);
    reveal(target);
    target.focus({ preventScroll: true });
  }

  function onClick(event) {
    if (event.defaultPrevented || !(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest('.cy a[href^="#"]');
    const item = event.target.closest(".cy-tabbed .cy-item[data-m]");
    if (!link && item && getSelection().isCollapsed) toNext(item);
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    if (!/^[mr]\d+$/.test(target.id)) {
      jump(target);
    } else if (target.id[0] === "m") {
      light(target);
      jump(target);
    } else {
      toItem(document.getElementById("m" + target.id.slice(1)), event.detail > 0);
    }
  }

  /** From an item to its mention, or to the next one of it. */
  function toNext(item) {
    const mentions = panels.keysOf(item).map((key) => document.getElementById("m" + key)).filter(Boolean);
    if (!mentions.length) return;
    const mention = mentions[(mentions.findIndex((one) => one.classList.contains("on")) + 1) % mentions.length];
    light(mention);
    jump(mention);
  }

  /** From a mention to its item in the open panel, else to its row in the table of mentions. */
  function toItem(mention, isPointed) {
    const wasLit = mention.classList.contains("on");
    light(mention);
    if (NARROW.matches && mention.closest(".correcting")) return; // whoever corrects stays in the text, the other tab would hide it
    if (NARROW.matches && isPointed && !wasLit) {
      showNote(mention); // a finger cannot hover: the first tap shows the note, the second goes to the table
      return;
    }
    hideNote();
    const item = panels.itemOf(panels.openPanel(mention.closest(".cy-view")), mention) ?? rowOf(mention);
    panels.reach(item);
    item.classList.add("on");
    if (NARROW.matches) reveal(item);
    else panels.follow(item);
    if (!isPointed) item.querySelector("a")?.focus({ preventScroll: true });
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

  function start() {
    document.body.append(tip);
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
  return { light, showNote, hideNote, jump, rowOf, typeOf, hooks };
})();
