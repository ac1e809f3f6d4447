// The mentions as the user corrects them. A state is a Map of immutable mentions by key; going from one state to another draws what
// differs, so that undo is the same as any change.
import { TextMap } from "./selection.js";

const SIGNS = { gt: "> ", ge: "≥ ", lt: "< ", le: "≤ ", approx: "≈ " };
export const HAND = "hand";

function group(number) {
  const [whole, part] = String(number).split(".");
  const grouped = /^-?\d+$/.test(whole) ? whole.replace(/\B(?=(\d{3})+$)/g, ",") : whole;
  return part === undefined ? grouped : `${grouped}.${part}`;
}

function quantity(mention, name) {
  const value = mention[name];
  const low = mention[name + "_min"];
  const high = mention[name + "_max"];
  const sign = SIGNS[mention.mod] ?? "";
  if (value !== undefined) return sign + group(value);
  if (low !== undefined && high !== undefined) return `${sign}${group(low)} to ${group(high)}`;
  if (low !== undefined) return `${sign}from ${group(low)}`;
  return high === undefined ? "no value" : `${sign}up to ${group(high)}`;
}

export function describe(mention) {
  switch (mention.type) {
    case "DATE":
      return [mention.value ?? "no value", mention.mod].filter(Boolean).join(" ");
    case "MONEY":
      return quantity(mention, "amount") + ` ${mention.currency ?? ""}` + (mention.per ? ` per ${mention.per}` : "");
    case "PERCENT":
      return quantity(mention, "value") + (mention.unit === "percentage_point" ? " points" : " %");
    case "ORG":
      return (mention.kind ?? "").replace("_", " ");
    default:
      return mention.category ?? "";
  }
}

export class Corrections {
  constructor(host, row, points, onChange) {
    this.host = host;
    this.row = row;
    this.points = points;
    this.onChange = onChange;
    this.map = new TextMap(host.querySelector(".cy-text"));
    this.current = new Map(row.mentions.map((mention, index) => [String(index), mention]));
    this.past = [];
    this.nextKey = row.mentions.length;
  }

  get(key) {
    return this.current.get(key);
  }

  /** The mentions on the page, in text order. */
  get mentions() {
    return this.sorted(this.current).map(([, mention]) => mention);
  }

  /** Add a mention in place of what it overlaps; returns its key. */
  add(start, end, type, fields) {
    const key = String(this.nextKey++);
    const next = this.without(start, end, null);
    next.set(key, this.make(start, end, type, fields));
    this.commit(next);
    return key;
  }

  change(key, { start, end, type, fields }) {
    const old = this.current.get(key);
    const next = this.without(start ?? old.start, end ?? old.end, key);
    next.set(key, this.make(start ?? old.start, end ?? old.end, type ?? old.type, fields));
    this.commit(next);
  }

  /** Fill in values that were read after the change; no step of its own to undo. */
  refine(key, expected, fields) {
    const mention = this.current.get(key);
    if (mention !== expected) return false;
    this.sync(new Map(this.current).set(key, this.make(mention.start, mention.end, mention.type, fields)));
    return true;
  }

  remove(key) {
    const next = new Map(this.current);
    next.delete(key);
    this.commit(next);
  }

  undo() {
    if (this.past.length) this.sync(this.past.pop());
  }

  make(start, end, type, fields) {
    const text = this.points.slice(start, end);
    return Object.freeze({ canonical: text.replace(/\s/g, ""), ...fields, type, start, end, text, rule: HAND });
  }

  without(start, end, kept) {
    return new Map([...this.current].filter(([key, mention]) => key !== kept && (mention.end <= start || end <= mention.start)));
  }

  sorted(state) {
    return [...state].sort(([, a], [, b]) => a.start - b.start);
  }

  commit(next) {
    this.past.push(this.current);
    this.sync(next);
  }

  sync(next) {
    const before = this.current;
    for (const [key, mention] of before) if (next.get(key) !== mention) this.erase(key);
    this.current = next;
    const order = this.sorted(next);
    order.forEach(([key, mention], index) => {
      if (before.get(key) !== mention) this.draw(key, mention, order.slice(index + 1));
    });
    for (const box of this.host.querySelectorAll(".cy-legend input")) {
      const count = box.closest("label").querySelector(".cy-count");
      if (count) count.textContent = [...next.values()].filter((mention) => mention.type === box.value).length;
    }
    this.onChange();
  }

  erase(key) {
    const mark = document.getElementById("m" + key);
    const paragraph = mark?.parentElement;
    mark?.replaceWith(...mark.childNodes);
    paragraph?.normalize();
    document.getElementById("r" + key)?.remove();
  }

  draw(key, mention, later) {
    const range = this.map.joinedRange(mention.start, mention.end);
    const mark = document.createElement("a");
    mark.id = "m" + key;
    mark.className = "m " + mention.type;
    mark.href = "#r" + key;
    mark.setAttribute("aria-describedby", "r" + key);
    mark.append(range.extractContents());
    range.insertNode(mark);
    this.drawRow(key, mention, later, mark.textContent);
  }

  drawRow(key, mention, later, shown) {
    const row = document.getElementById("row-template").content.firstElementChild.cloneNode(true);
    row.id = "r" + key;
    row.className = mention.type;
    row.cells[0].textContent = mention.type;
    const link = row.querySelector("a");
    link.className = "m " + mention.type;
    link.href = "#m" + key;
    link.textContent = shown.replace(/\s*[\r\n]\s*/g, "");
    const rule = document.createElement("small");
    rule.textContent = mention.rule;
    row.cells[2].replaceChildren(describe(mention), rule);
    const following = later.map(([other]) => document.getElementById("r" + other)).find(Boolean);
    if (following) following.before(row);
    else this.lastBody().append(row);
  }

  lastBody() {
    const aside = this.host.querySelector(".cy-mentions");
    if (!aside.querySelector("tbody")) {
      aside.replaceChildren(document.getElementById("table-template").content.cloneNode(true));
    }
    return [...aside.querySelectorAll("tbody")].at(-1);
  }
}
