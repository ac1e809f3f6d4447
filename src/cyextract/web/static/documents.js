// The documents of the page and their list, which appears as soon as there are two.
const { write } = globalThis.cyextractLanguage;
const TITLE = 24; // characters of a text that serve as its name
const byId = (id) => document.getElementById(id);

export class Documents {
  /** @param onSelect called with the document that becomes the current one */
  constructor(onSelect) {
    this.onSelect = onSelect;
    this.all = [this.make("", "")];
    this.current = this.all[0];
    byId("document-list").addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) this.select(this.all[[...byId("document-list").children].indexOf(button.parentElement)]);
    });
  }

  /** A document: `claims` is JSON about it, `row` what the server answered, `saved` the corrections. */
  make(name, text, claims = "") {
    return { name, text, claims, row: null, error: "", saved: null };
  }

  /** What a document is called: its name, else how its text begins. */
  titleOf(one) {
    const first = one.text.trimStart().slice(0, 3 * TITLE).split(/[\r\n]/, 1)[0].trim();
    const points = [...first];
    const title = points.length > TITLE ? points.slice(0, TITLE).join("").split(/[，。；！？]/, 1)[0] : first;
    return (one.name || title || "text").slice(0, 200);
  }

  get isEmpty() {
    return this.all.every((one) => !one.text);
  }

  get corrected() {
    return this.all.filter((one) => one.saved?.past.length);
  }

  /** Add texts behind those that are there; an empty document gives way. */
  add(texts) {
    const kept = this.all.filter((one) => one.text);
    const names = new Set(kept.map((one) => one.name));
    const added = texts.map(({ name, text, claims }) => {
      let own = name;
      for (let number = 2; names.has(own); number += 1) own = `${name} (${number})`;
      names.add(own);
      return this.make(own, text, claims);
    });
    this.all = [...kept, ...added];
    if (added.length) this.select(added[0]);
  }

  clear() {
    this.all = [this.make("", "")];
    this.select(this.all[0]);
  }

  select(one) {
    this.current = one;
    this.draw();
    this.onSelect(one);
  }

  /** Forget what was read: the settings have changed. */
  forget() {
    for (const one of this.all) {
      one.row = null;
      one.error = "";
    }
    this.draw();
  }

  draw() {
    byId("documents").hidden = this.all.length < 2;
    if (this.all.length < 2) return;
    write(byId("document-count"), `${this.all.length} 篇`, `${this.all.length} documents`);
    const list = byId("document-list");
    while (list.children.length > this.all.length) list.lastChild.remove();
    while (list.children.length < this.all.length) list.append(byId("document-template").content.cloneNode(true));
    this.all.forEach((one, index) => {
      const button = list.children[index].firstElementChild;
      const [name, told] = button.children;
      name.textContent = this.titleOf(one);
      button.setAttribute("aria-current", String(one === this.current));
      button.classList.toggle("error", Boolean(one.error));
      const corrections = one.saved?.past.length ?? 0;
      if (one.error) write(told, one.error, one.error);
      else if (!one.row) write(told, "读取中…", "reading…");
      else if (corrections) write(told, `${one.row.mentions.length} 处，已改`, `${one.row.mentions.length}, corrected`);
      else write(told, `${one.row.mentions.length} 处`, one.row.mentions.length === 1 ? "1 mention" : `${one.row.mentions.length} mentions`);
    });
  }
}
