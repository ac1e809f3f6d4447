// The correction panel and its keys. It works on the mention that has the focus, or on selected text.
const TYPES = ["DATE", "MONEY", "PERCENT", "ORG", "TITLE"];
const EDGE_KEYS = { "[": ["start", -1], "{": ["start", 1], "]": ["end", 1], "}": ["end", -1] };
const SPACE = /\s/;
const NUMBERS = new Set(["amount", "amount_min", "amount_max", "value", "value_min", "value_max"]);
const VALUES = { DATE: ["value"], MONEY: ["amount", "amount_min", "amount_max"], PERCENT: ["value", "value_min", "value_max"] };
const DERIVED = ["granularity", "first_day", "last_day", "implied"];
const PROBLEMS = {
  amount: ["金额须是数字", "an amount is a number"],
  value: ["须是数字", "must be a number"],
  currency: ["没有这个币种；写 ISO 4217 代码，如 CNY、TWD、HKD", "no such currency; write an ISO 4217 code such as CNY, TWD, HKD"],
  date: ["不是日期；写成 2021-06-04、2021-06、2021-Q2 或 2023/2025", "no date; write it like 2021-06-04, 2021-06, 2021-Q2 or 2023/2025"],
  order: ["上限小于下限", "the upper end is below the lower"],
};
const { say } = globalThis.cyextractLanguage;
const byId = (id) => document.getElementById(id);

export class Editor {
  /**
   * @param host the element that holds the view
   * @param announce tells the user what happened
   * @param readValues (text, type) => the fields that the rules read in this text alone, or null
   * @param check (mention) => { mention, html } of the server; rejects with the fields that cannot be
   */
  constructor(host, announce, readValues, check) {
    this.host = host;
    this.announce = announce;
    this.readValues = readValues;
    this.check = check;
    this.dock = byId("dock");
    this.isOn = false;
    this.corrections = null;
    this.key = null;
    this.span = null;
    this.written = 0; // changes of fields so far, and the last of them that was taken over
    this.taken = 0;
    this.asked = new Set(); // answers of the server that are awaited
    this.listen();
  }

  attach(corrections) {
    this.corrections = corrections;
    this.setUp();
    this.close();
  }

  turn(isOn) {
    this.isOn = isOn;
    this.setUp();
    if (!isOn) this.close();
  }

  setUp() {
    this.host.classList.toggle("correcting", this.isOn);
    const main = this.host.querySelector(".cy-text");
    if (main) main.tabIndex = this.isOn ? 0 : -1;
  }

  listen() {
    this.host.addEventListener("focusin", (event) => this.onFocus(event.target));
    this.host.addEventListener("click", (event) => this.onFocus(event.target));
    this.host.addEventListener("keydown", (event) => this.onKey(event));
    this.dock.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.focusMention();
    });
    document.addEventListener("selectionchange", () => this.onSelection());
    // A click on a button must not take the focus and the selection that it works on.
    this.dock.addEventListener("mousedown", (event) => {
      if (event.target.closest("button")) event.preventDefault();
    });
    for (const button of this.dock.querySelectorAll("[data-type]")) button.addEventListener("click", () => this.setType(button.dataset.type));
    for (const button of this.dock.querySelectorAll("[data-edge]")) {
      button.addEventListener("click", () => this.moveEdge(button.dataset.edge, Number(button.dataset.step)));
    }
    byId("delete").addEventListener("click", () => this.remove());
    byId("dock-close").addEventListener("click", () => {
      this.focusMention();
      this.close();
    });
    byId("fields").addEventListener("change", () => this.waitFor(this.takeFields()));
    byId("fields").addEventListener("submit", (event) => {
      event.preventDefault();
      this.focusMention();
    });
  }

  keyOf(node) {
    const found = node instanceof Element ? node.closest(".cy-text .m, #cy-mentions tr[id]") : null;
    return found ? found.id.slice(1) : null;
  }

  onFocus(node) {
    const key = this.isOn ? this.keyOf(node) : null;
    if (key === null || !this.corrections?.get(key)) return;
    if (!getSelection().isCollapsed && this.span) return;
    this.open(key);
  }

  onSelection() {
    if (!this.isOn || !this.corrections) return;
    const selection = getSelection();
    if (selection.isCollapsed || !this.host.contains(selection.anchorNode)) {
      if (this.span && this.host.contains(selection.anchorNode)) this.close();
      return;
    }
    const range = selection.getRangeAt(0);
    const ends = [
      [range.startContainer, range.startOffset],
      [range.endContainer, range.endOffset],
    ].map((place) => this.corrections.map.pointAt(...place));
    if (ends.includes(null)) return;
    this.choose(...ends);
  }

  choose(start, end) {
    const { points } = this.corrections;
    while (start < end && SPACE.test(points.at(start))) start += 1;
    while (start < end && SPACE.test(points.at(end - 1))) end -= 1;
    if (start === end) return;
    this.key = null;
    this.span = { start, end };
    this.show();
  }

  onKey(event) {
    if (!this.isOn || !this.corrections || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.keyOf(event.target) === null && !event.target.classList.contains("cy-text")) return;
    const { key } = event;
    if (key === "Escape") {
      if (this.dock.hidden) this.leave();
      else this.close();
      return;
    }
    const caretStep = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (/^[1-5]$/.test(key)) this.setType(TYPES[key - 1]);
    else if (key in EDGE_KEYS) this.moveEdge(...EDGE_KEYS[key]);
    else if (key === "Delete" || key === "Backspace") this.remove();
    else if (key === "u") this.undo();
    else if (key === "e") this.dock.querySelector(".app-fields input, .app-fields select")?.focus();
    else if (key === "n") this.startSelection();
    else if (caretStep && event.target.classList.contains("cy-text")) this.moveSelection(caretStep, event.shiftKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  open(key) {
    this.key = key;
    this.span = null;
    const mark = byId("m" + key);
    globalThis.cyextractView.light(mark);
    this.show();
    this.uncover(mark);
  }

  /** The panel must not cover what it is about. */
  uncover(mark) {
    const dock = this.dock.getBoundingClientRect();
    const box = mark.getBoundingClientRect();
    this.host.style.paddingBottom = `${dock.height}px`;
    if (box.bottom > dock.top - 8 || box.top < 0) scrollBy(0, box.top - dock.top / 2);
  }

  close() {
    this.key = null;
    this.span = null;
    this.dock.hidden = true;
    this.host.style.paddingBottom = "";
  }

  show() {
    const mention = this.key === null ? null : this.corrections.get(this.key);
    const span = mention ?? this.span;
    this.dock.hidden = !span;
    if (!span) return;
    byId("dock-text").textContent = this.corrections.map.range(span.start, span.end).toString().replace(/\s*[\r\n]\s*/g, "");
    for (const button of this.dock.querySelectorAll("[data-type]")) {
      button.setAttribute("aria-pressed", String(button.dataset.type === mention?.type));
    }
    byId("edges").hidden = !mention;
    this.showFields(mention);
  }

  showFields(mention) {
    const form = byId("fields");
    form.replaceChildren();
    this.tellProblems([]);
    if (!mention) return;
    form.append(byId("fields-" + mention.type).content.cloneNode(true));
    globalThis.cyextractLanguage.translate(form);
    for (const input of form.elements) input.value = mention[input.name] ?? "";
  }

  setType(type) {
    if (this.span) {
      const { start, end } = this.span;
      getSelection().removeAllRanges();
      this.key = this.corrections.add(start, end, type, this.emptyFields(type, start, end));
      this.span = null;
    } else if (this.key !== null && this.corrections.get(this.key).type !== type) {
      const { start, end } = this.corrections.get(this.key);
      this.corrections.change(this.key, { type, fields: this.emptyFields(type, start, end) });
    } else {
      return;
    }
    this.settle(`${type} ${this.corrections.get(this.key).text}`);
    this.waitFor(this.readAgain());
  }

  moveEdge(edge, step) {
    if (this.key === null) return;
    const mention = this.corrections.get(this.key);
    const { points } = this.corrections;
    let point = mention[edge] + step;
    const beside = () => points.at(edge === "start" ? point : point - 1);
    while (point > 0 && point < points.length && /[\r\n]/.test(beside())) point += step;
    const start = edge === "start" ? point : mention.start;
    const end = edge === "end" ? point : mention.end;
    if (start < 0 || end > points.length || start >= end) return;
    this.corrections.change(this.key, { start, end, fields: this.emptyFields(mention.type, start, end) });
    this.settle(this.corrections.get(this.key).text);
    this.waitFor(this.readAgain());
  }

  remove() {
    if (this.key === null) return;
    const { text } = this.corrections.get(this.key);
    const mark = byId("m" + this.key);
    const all = [...this.host.querySelectorAll(".cy-text .m")];
    const next = all[all.indexOf(mark) + 1] ?? all[all.indexOf(mark) - 1];
    this.corrections.remove(this.key);
    this.close();
    this.announce(say(`已删除：${text}`, `Deleted ${text}`));
    if (next) next.focus({ preventScroll: true });
    else this.host.querySelector(".cy-text").focus({ preventScroll: true });
  }

  undo() {
    this.corrections.undo();
    const key = this.key;
    if (key !== null && this.corrections.get(key)) this.settle(say("已撤销", "Undone"));
    else {
      this.close();
      this.announce(say("已撤销", "Undone"));
      this.host.querySelector(".cy-text").focus({ preventScroll: true });
    }
  }

  waitFor(answer) {
    this.asked.add(answer);
    answer.finally(() => this.asked.delete(answer));
  }

  /** Resolves when all that was written is taken over, or refused. */
  async answered() {
    await Promise.allSettled(this.asked);
  }

  async takeFields() {
    const { key, corrections } = this;
    if (key === null) return;
    const mention = corrections.get(key);
    const fields = this.fieldsOf(mention);
    for (const derived of DERIVED) delete fields[derived];
    for (const input of byId("fields").elements) {
      const written = input.value.trim();
      if (written) fields[input.name] = mention.type !== "DATE" && NUMBERS.has(input.name) ? written.replace(/[,，\s]/g, "") : written;
      else delete fields[input.name];
    }
    if (fields.currency) fields.currency = fields.currency.toUpperCase();
    if (!this.hasValue(mention.type, fields)) {
      corrections.change(key, { fields });
      return;
    }
    const turn = ++this.written;
    try {
      const answer = await this.check({ ...mention, ...fields, ...this.without(mention, fields), rule: "hand" });
      if (turn < this.taken || corrections !== this.corrections || !corrections.isAsBefore(key, mention)) return;
      this.taken = turn;
      const hadFocus = document.activeElement === byId("m" + key);
      corrections.change(key, { fields: this.fieldsOf(answer.mention) }, answer.html);
      if (this.key === key) {
        this.tellProblems([]);
        globalThis.cyextractView.light(byId("m" + key));
        if (hadFocus) this.focusMention();
      }
    } catch (error) {
      if (this.key === key) this.tellProblems(error.fields ?? [], error.message);
    }
  }

  /** What a mention had and its fields have no more, as absent. */
  without(mention, fields) {
    return Object.fromEntries(Object.keys(this.fieldsOf(mention)).filter((name) => !(name in fields)).map((name) => [name, undefined]));
  }

  hasValue(type, fields) {
    return !(type in VALUES) || VALUES[type].some((name) => fields[name] !== undefined);
  }

  /** Say at the fields what cannot be; nothing of it is taken over. */
  tellProblems(problems, message = "") {
    const type = this.key === null ? null : this.corrections?.get(this.key)?.type;
    const wrong = new Map(problems.map(({ field, problem }) => [field, problem]));
    for (const input of byId("fields").elements) input.setAttribute("aria-invalid", String(wrong.has(input.name)));
    const told = [...wrong].map(([field, problem]) => {
      if (/other end/.test(problem)) return PROBLEMS.order;
      if (type === "DATE") return PROBLEMS.date;
      return PROBLEMS[field.replace(/_(min|max)$/, "")] ?? [problem, problem];
    });
    byId("problem").textContent = told.length ? [...new Set(told.map(([zh, en]) => say(zh, en)))].join(say("；", "; ")) : message;
  }

  /** Show the mention again after it was redrawn, and give it the focus back. */
  settle(told) {
    this.open(this.key);
    this.focusMention();
    this.announce(told);
  }

  focusMention() {
    if (this.key !== null) byId("m" + this.key)?.focus({ preventScroll: true });
    else this.host.querySelector(".cy-text")?.focus({ preventScroll: true });
  }

  /** A changed span is read anew: the value that it had is not its own any more. */
  async readAgain() {
    const { key, corrections } = this;
    const expected = corrections.get(key);
    if (expected.rule !== "hand") return;
    const read = await this.readValues(expected.text, expected.type);
    const fields = read ?? this.emptyFields(expected.type, expected.start, expected.end);
    if (!this.hasValue(expected.type, fields)) {
      if (this.key === key) this.announce(say(`从“${expected.text}”读不出值，请在下面填写。`, `No value is read in ${expected.text}; please fill it in.`));
      return;
    }
    const answer = await this.check({ ...expected, ...fields, rule: "hand" }).catch(() => null);
    if (!answer || corrections !== this.corrections || !corrections.refine(key, expected, this.fieldsOf(answer.mention), answer.html)) return;
    if (this.key !== key) return;
    if (byId("fields").contains(document.activeElement)) {
      for (const input of byId("fields").elements) input.value ||= corrections.get(key)[input.name] ?? ""; // what is being written stays
      return;
    }
    const hadFocus = document.activeElement === document.body;
    this.open(key);
    if (hadFocus) this.focusMention();
  }

  fieldsOf(mention) {
    const { type, start, end, text, canonical, rule, ...fields } = mention;
    return fields;
  }

  emptyFields(type, start, end) {
    const text = this.corrections.points.slice(start, end);
    switch (type) {
      case "MONEY":
        return { currency: byId("currency").value || "CNY" };
      case "PERCENT":
        return { unit: "percent" };
      case "ORG":
        return { name: text.replace(/\s/g, ""), kind: "other" };
      case "TITLE":
        return { title: text.replace(/\s/g, "").replace(/^《|》$/g, ""), category: "other" };
      default:
        return {};
    }
  }

  startSelection() {
    const from = this.key === null ? (this.span?.end ?? 0) : this.corrections.get(this.key).end;
    this.host.querySelector(".cy-text").focus({ preventScroll: true });
    this.select(this.skip(from, 1), null);
  }

  moveSelection(step, isExtending) {
    if (!this.span || this.anchor === undefined) {
      this.startSelection();
      return;
    }
    const head = this.skip(this.head + step, step);
    if (isExtending) this.select(this.anchor, head);
    else this.select(head, null);
  }

  skip(point, step) {
    const { points } = this.corrections;
    while (point > 0 && point < points.length && /[\r\n]/.test(points.at(point))) point += step;
    return Math.max(0, Math.min(point, points.length - 1));
  }

  /** Select from the character at `anchor` to the one at `head`, both included. */
  select(anchor, head) {
    this.anchor = anchor;
    this.head = head ?? anchor;
    if (!this.corrections.points.length) return;
    const span = [Math.min(this.anchor, this.head), Math.max(this.anchor, this.head) + 1];
    this.choose(...span);
    const range = this.corrections.map.range(...span);
    getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    range.startContainer.parentElement.scrollIntoView({ block: "nearest" });
  }
}
