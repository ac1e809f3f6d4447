"use strict";
(() => {
  const form = document.getElementById("filters");
  if (!form) return;
  const cards = [...document.querySelectorAll(".card")];
  const groups = [...document.querySelectorAll(".group")];
  const shown = document.getElementById("shown");
  const none = document.getElementById("none");
  const ticked = (name) => new Set([...form.querySelectorAll(`input[name=${name}]:checked`)].map((box) => box.value));

  const apply = () => {
    const types = ticked("type"), kinds = ticked("kind"), changes = ticked("change"), doc = form.elements.doc.value;
    let count = 0;
    for (const card of cards) {
      const { type, kind, change } = card.dataset;
      const fits = types.has(type) && kinds.has(kind) && (!change || changes.has(change)) && (!doc || card.dataset.doc === doc);
      card.hidden = !fits;
      count += fits;
    }
    for (const group of groups) {
      const left = group.querySelectorAll(".card:not([hidden])").length;
      group.hidden = left === 0;
      group.querySelector("h3 .n").textContent = left;
    }
    shown.textContent = `${count} of ${cards.length} shown`;
    none.hidden = count > 0;
  };

  form.hidden = false;
  form.addEventListener("change", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
