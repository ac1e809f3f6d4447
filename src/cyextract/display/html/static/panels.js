"use strict";
// What was found, beside the text: one panel at a time, each of which can be searched and sorted and follows the text. Without this
// script the panels stand below each other.
globalThis.cyextractPanels = (() => {
  const NARROW = matchMedia("(max-width: 860px)");
  const CHINESE = new Intl.Collator("zh");
  const EDGE = 64; // pixels at the top of the panels that their search field covers
  let chosen = "cy-mentions";
  let isReading = true; // on a narrow screen the text is one of the tabs

  const viewOf = (node) => node.closest(".cy-view");
  const tabsOf = (root) => [...root.querySelectorAll(".cy-links a")].filter((tab) => NARROW.matches || !tab.matches(".cy-narrow"));
  const targetOf = (tab) => document.getElementById(tab.getAttribute("href").slice(1));
  const openPanel = (root) => root.querySelector(".cy-panel.open");
  const keysOf = (item) => item.dataset.m.split(" ").filter(Boolean);
  const itemOf = (panel, mention) => panel?.querySelector(`.cy-item[data-m~="${mention.id.slice(1)}"]:not(.cy-gone)`) ?? null;

  function mark(root) {
    const shown = NARROW.matches && isReading ? "cy-text" : chosen;
    root.classList.toggle("cy-reading", isReading);
    for (const panel of root.querySelectorAll(".cy-panel")) panel.classList.toggle("open", panel.id === chosen);
    for (const tab of root.querySelectorAll(".cy-links a")) {
      const isShown = tab.getAttribute("href") === "#" + shown;
      tab.setAttribute("aria-selected", String(isShown));
      tab.tabIndex = isShown ? 0 : -1;
    }
  }

  /** Open a panel, or the text. */
  function open(target) {
    const root = viewOf(target);
    const isText = target.matches(".cy-text");
    if (isText ? isReading : !isReading && target.id === chosen) return;
    isReading = isText;
    if (!isText) chosen = target.id;
    mark(root);
    find(root);
    if (NARROW.matches) root.querySelector(".cy-links [aria-selected=true]").scrollIntoView({ block: "nearest", inline: "nearest" });
    root.querySelector(".cy-side").scrollTop = 0;
    if (NARROW.matches && root.querySelector(".cy-columns").getBoundingClientRect().top < 0) root.querySelector(".cy-links").scrollIntoView();
  }

  /** Open what holds an element. */
  function reach(node) {
    const holder = node.closest(".cy-tabbed .cy-panel, .cy-tabbed .cy-text");
    if (holder && (NARROW.matches || holder.matches(".cy-panel"))) open(holder);
    if (node.matches(".cy-out")) {
      viewOf(node).querySelector(".cy-search").value = "";
      find(viewOf(node));
    }
  }

  function find(root) {
    const panel = openPanel(root);
    const wanted = root.querySelector(".cy-search").value.trim().toLowerCase();
    const items = [...panel.querySelectorAll(".cy-item")];
    let found = 0;
    for (const item of items) {
      const isFound = !wanted || item.textContent.toLowerCase().includes(wanted);
      item.classList.toggle("cy-out", !isFound);
      found += isFound;
    }
    root.querySelector(".cy-found").textContent = wanted ? `${found} / ${items.length}` : "";
  }

  function compareCells(a, b) {
    const [one, other] = [a.dataset.sort ?? a.textContent, b.dataset.sort ?? b.textContent];
    const [first, second] = [Number(one || NaN), Number(other || NaN)];
    if (!Number.isNaN(first) && !Number.isNaN(second)) return first - second;
    if (Number.isNaN(first) !== Number.isNaN(second)) return Number.isNaN(first) ? 1 : -1;
    return CHINESE.compare(one, other);
  }

  /** Sort by a column: up, down, and back to the order of the text. */
  function sort(head) {
    const panel = head.closest(".cy-panel");
    const order = { ascending: "descending", descending: "none" }[head.getAttribute("aria-sort")] ?? "ascending";
    for (const other of panel.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
    if (order !== "none") head.setAttribute("aria-sort", order);
    arrange(panel);
  }

  /** Put the rows of a panel in the order that its heads say. */
  function arrange(panel) {
    const places = new Map([...viewOf(panel).querySelectorAll(".cy-text .m")].map((mention, index) => [mention.id.slice(1), index]));
    const place = (row) => places.get(keysOf(row)[0]) ?? Infinity;
    const rows = [...panel.querySelectorAll("tbody tr")].sort((a, b) => place(a) - place(b));
    const head = panel.querySelector("th[aria-sort]");
    if (head) {
      const sign = head.getAttribute("aria-sort") === "ascending" ? 1 : -1;
      rows.sort((a, b) => sign * compareCells(a.cells[head.cellIndex], b.cells[head.cellIndex]));
    }
    const bodies = [...panel.querySelectorAll("tbody")];
    const size = Math.max(1, Math.ceil(rows.length / bodies.length));
    bodies.forEach((body, index) => body.append(...rows.slice(index * size, (index + 1) * size)));
  }

  /** Scroll the panels, and nothing else, to an item. */
  function follow(item) {
    const side = item.closest(".cy-side");
    const box = item.getBoundingClientRect();
    const frame = side.getBoundingClientRect();
    if (box.top < frame.top + EDGE) side.scrollTop -= frame.top + EDGE - box.top;
    else if (box.bottom > frame.bottom - 12) side.scrollTop += Math.min(box.bottom - frame.bottom + 12, box.top - frame.top - EDGE);
  }

  function onHover(event) {
    const node = event.target instanceof Element ? event.target : null;
    const mention = node?.closest(".cy-tabbed .cy-text .m");
    const item = node?.closest(".cy-tabbed .cy-item[data-m]");
    for (const old of document.querySelectorAll(".cy .at")) old.classList.remove("at");
    if (mention) {
      const found = NARROW.matches ? null : itemOf(openPanel(viewOf(mention)), mention);
      found?.classList.add("at");
      if (found) follow(found);
    } else if (item) {
      for (const key of keysOf(item)) document.getElementById("m" + key)?.classList.add("at");
    }
  }

  function onKey(event) {
    const tab = event.target instanceof Element ? event.target.closest(".cy-links [role=tab]") : null;
    const tabs = tab ? tabsOf(viewOf(tab)) : [];
    const at = tabs.indexOf(tab);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (!tab || next === undefined) return;
    const reached = tabs[(next + tabs.length) % tabs.length];
    open(targetOf(reached));
    reached.focus();
    event.preventDefault();
  }

  function onClick(event) {
    const node = event.target instanceof Element ? event.target : null;
    const tab = node?.closest(".cy-links [role=tab]");
    const head = node?.closest(".cy-tabbed th");
    if (tab) {
      event.preventDefault();
      open(targetOf(tab));
    } else if (head) {
      sort(head);
    }
  }

  /** Make tabs, sorting heads and a search field of a view that has just been put into the page. */
  function setUp(root) {
    root.classList.add("cy-tabbed");
    root.querySelector(".cy-links").setAttribute("role", "tablist");
    for (const tab of root.querySelectorAll(".cy-links a")) {
      tab.setAttribute("role", "tab");
      tab.setAttribute("aria-controls", targetOf(tab).id);
    }
    for (const panel of root.querySelectorAll(".cy-panel")) panel.setAttribute("role", "tabpanel");
    for (const label of root.querySelectorAll("thead:not(.cy-unseen) th > span")) {
      const button = document.createElement("button");
      button.type = "button";
      label.before(button);
      button.append(label);
    }
    root.querySelector(".cy-find").hidden = false;
    mark(root);
  }

  function start() {
    document.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    document.addEventListener("mouseover", onHover);
    document.addEventListener("input", (event) => {
      if (event.target.matches?.(".cy-search")) find(viewOf(event.target));
    });
    NARROW.addEventListener("change", () => document.querySelectorAll(".cy-tabbed").forEach(mark));
    document.querySelectorAll(".cy-view").forEach(setUp);
  }

  start();
  return { arrange, follow, itemOf, keysOf, open, openPanel, reach, setUp };
})();
