"use strict";
// Chinese or English, by the browser's language or by choice. The page is written in Chinese; what has a data-en attribute is said in
// English there: the text itself, its label (data-en-label) or its hint (data-en-hint).
globalThis.cyextractLanguage = (() => {
  const KEY = "cyextract-language";
  const ATTRIBUTES = [
    ["enLabel", "zhLabel", "aria-label", "[data-en-label]"],
    ["enHint", "zhHint", "placeholder", "[data-en-hint]"],
  ];
  const before = new WeakMap(); // what elements said before they were translated
  const isEnglish = () => document.documentElement.lang === "en";
  const say = (zh, en) => (isEnglish() ? en : zh);

  /** What an element says in Chinese. */
  const chinese = (node) => node.dataset.zh ?? before.get(node) ?? node.textContent;

  function setText(node, text) {
    const only = node.firstChild;
    if (only && only === node.lastChild && only.nodeType === Node.TEXT_NODE) only.data = text; // half the time of making a new one
    else node.textContent = text;
  }

  function translate(root) {
    const isNowEnglish = isEnglish();
    for (const node of root.querySelectorAll("[data-en]")) {
      if (isNowEnglish) {
        if (!before.has(node)) before.set(node, chinese(node));
        setText(node, node.dataset.en);
      } else if (before.has(node) || node.dataset.zh !== undefined) {
        setText(node, chinese(node));
      }
    }
    for (const [en, zh, name, wanted] of ATTRIBUTES) {
      for (const node of root.querySelectorAll(wanted)) {
        node.dataset[zh] ??= node.getAttribute(name);
        node.setAttribute(name, node.dataset[isEnglish() ? en : zh]);
      }
    }
  }

  /** Write a text that changes with the language. */
  function write(node, zh, en) {
    node.dataset.zh = zh;
    node.dataset.en = en;
    node.textContent = say(zh, en);
  }

  function choose(language) {
    document.documentElement.lang = language;
    translate(document);
    document.dispatchEvent(new Event("cyextract-language"));
  }

  // A page that is opened from a file may not be allowed to remember anything.
  function remembered() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  }

  function start() {
    for (const button of document.querySelectorAll(".cy-language")) button.hidden = false;
    document.addEventListener("click", (event) => {
      if (!(event.target instanceof Element) || !event.target.closest(".cy-language")) return;
      const language = isEnglish() ? "zh" : "en";
      choose(language);
      try {
        localStorage.setItem(KEY, language);
      } catch {
        // the choice holds for this page alone
      }
    });
    const wanted = remembered() ?? (/^zh\b/i.test(navigator.language) ? "zh" : "en");
    if (wanted === "en") choose("en");
  }

  start();
  return { chinese, say, translate, write };
})();
