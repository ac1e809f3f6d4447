// Claims about the text: JSON that a person or a language model took from it, and what the server says of every value in it. Verdicts are
// painted over the text without touching it (CSS highlights), so that mentions and corrections know nothing of them.
import { TextMap } from "./selection.js";
import { postJson } from "./server.js";

const { say, translate, write } = globalThis.cyextractLanguage;
const panels = globalThis.cyextractPanels;
const VERDICTS = ["supported", "contradicted", "unsupported", "ambiguous"];
const SIGNS = { supported: "✓", contradicted: "✗", unsupported: "○", ambiguous: "?" };
const DELAY = 350; // milliseconds after the last key
const NARROW = matchMedia("(max-width: 860px)");
const byId = (id) => document.getElementById(id);

/** The JSON in what was pasted: a language model often fences it. */
function unfence(written) {
  return written.trim().replace(/^```\w*\s*/, "").replace(/\s*```$/, "");
}

/** Scroll to a range. What was never in view is not laid out, and once it is the range may have moved, so look again. */
function reveal(range, looks = 12) {
  const { top, bottom, height } = range.getBoundingClientRect();
  if (!height) range.startContainer.parentElement.scrollIntoView({ block: "center" });
  else if (top < 0 || bottom > innerHeight) scrollBy(0, (top + bottom - innerHeight) / 2);
  if (looks) requestAnimationFrame(() => reveal(range, looks - 1));
}

export class Claims {
  /** @param request what the server is asked about a document but for the claims, as an object */
  constructor(request) {
    this.request = request;
    this.panel = byId("claims-panel").content.firstElementChild;
    this.tab = byId("claims-tab").content.firstElementChild;
    this.field = this.panel.querySelector("textarea");
    this.status = this.panel.querySelector(".app-status");
    this.list = this.panel.querySelector("ol");
    this.fields = []; // as listed: what the server said, and its ranges in the page
    this.followed = []; // the range that was gone to last
    this.asked = null;
    this.field.addEventListener("input", () => {
      this.one.claims = this.field.value;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.check(), DELAY);
    });
    this.list.addEventListener("click", (event) => this.follow(event));
    for (const name of ["mouseover", "focusin"]) this.list.addEventListener(name, (event) => this.light(event));
    this.list.addEventListener("mouseleave", () => this.paint("at", this.followed));
  }

  /** Put the panel and its tab into a view that has just been drawn. */
  attach(view, one) {
    this.view = view;
    this.one = one;
    view.querySelector(".cy-links").append(this.tab);
    view.querySelector(".cy-side").append(this.panel);
    if (this.field.value !== one.claims) this.field.value = one.claims;
    this.check();
  }

  async check() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.asked = new AbortController();
    const { signal } = this.asked;
    const claims = unfence(this.field.value);
    if (!claims) {
      this.show([]);
      this.tell("", "");
      return;
    }
    try {
      JSON.parse(claims);
    } catch (error) {
      this.show([]);
      this.tell(`不是 JSON：${error.message}`, `Not JSON: ${error.message}`, true);
      return;
    }
    try {
      // As it was written: JavaScript would round a long number.
      const answer = await postJson("/verify", `${JSON.stringify(this.request(this.one)).slice(0, -1)},"claims":${claims}}`, signal);
      this.show(answer.claims);
      const count = (index) => VERDICTS.map((name) => `${this.said(name)[index]} ${answer.totals[name] ?? 0}`).join(" · ");
      this.tell(count(0), count(1));
    } catch (error) {
      if (error.name === "AbortError") return;
      this.show([]);
      this.tell(error.message, error.message, true);
    }
  }

  tell(zh, en, isError = false) {
    write(this.status, zh, en);
    this.status.classList.toggle("error", isError);
  }

  show(claims) {
    const map = new TextMap(this.view.querySelector(".cy-text"));
    this.fields = [];
    this.list.replaceChildren(...claims.map((claim, index) => this.draw(claim, index, map)));
    for (const verdict of VERDICTS) this.paint(verdict, this.fields.filter(({ check }) => check.verdict === verdict).flatMap(({ ranges }) => ranges));
    this.followed = [];
    this.paint("at", this.followed);
    write(this.tab.querySelector(".cy-count"), ...Array(2).fill(this.fields.length ? String(this.fields.length) : ""));
    translate(this.list);
  }

  draw(claim, index, map) {
    const node = byId("claim-template").content.firstElementChild.cloneNode(true);
    const [head, , row] = node.children;
    write(head.firstElementChild, `第 ${index + 1} 条`, `Claim ${index + 1}`);
    head.append(this.word(claim.verdict));
    node.querySelector("ul").append(...Object.entries(claim.fields).map(([path, check]) => this.drawField(path, check, map)));
    row.hidden = !claim.row;
    const { direction, ...said } = claim.row?.fields ?? {}; // the direction is a code, and its field says it in words
    row.lastElementChild.textContent = Object.values(said).join(" · ");
    return node;
  }

  drawField(path, check, map) {
    const node = byId("claim-field-template").content.firstElementChild.cloneNode(true);
    node.classList.add(check.verdict);
    const [sign, name, claimed, verdict, reason, found] = node.querySelectorAll("[data-part]");
    sign.textContent = SIGNS[check.verdict];
    name.textContent = path;
    claimed.textContent = check.claimed;
    verdict.append(this.word(check.verdict));
    if (check.reason !== "found") reason.append(this.word(check.reason));
    else reason.remove();
    if (check.found && check.found !== check.claimed) found.lastElementChild.textContent = check.found;
    else found.remove();
    const ranges = check.spans.map(([start, end]) => map.range(start, end));
    const mentions = ranges.flatMap((range) => [...this.mentionsIn(range)]);
    if (mentions.length) node.dataset.m = mentions.map(({ id }) => id.slice(1)).join(" ");
    node.querySelector("button").disabled = !ranges.length;
    this.fields.push({ node, path, check, ranges, next: 0 });
    return node;
  }

  /** The mentions that a range begins or ends in. */
  mentionsIn(range) {
    return new Set([range.startContainer, range.endContainer].map((end) => end.parentElement?.closest(".cy-text .m")).filter(Boolean));
  }

  said(code) {
    const word = byId("claim-words").content.querySelector(`[data-code="${code}"]`);
    return [word.textContent, word.dataset.en];
  }

  word(code) {
    const node = document.createElement("span");
    write(node, ...this.said(code));
    return node;
  }

  /** What was said of the values that stand in a mention, for its note. */
  notes(mention) {
    if (!this.isOpen) return [];
    const key = mention.id.slice(1);
    return this.fields
      .filter(({ node }) => (node.dataset.m ?? "").split(" ").includes(key))
      .map(({ path, check }) => {
        const [verdict, reason] = [this.said(check.verdict), this.said(check.reason)];
        const about = (index) => `${path} ${check.claimed}: ${verdict[index]}${check.reason === "found" ? "" : `, ${reason[index]}`}`;
        return [about(0), about(1)];
      });
  }

  get isOpen() {
    return this.panel.isConnected && this.panel.classList.contains("open");
  }

  fieldOf(event) {
    const item = event.target instanceof Element ? event.target.closest(".cy-item") : null;
    return this.fields.find(({ node }) => node === item);
  }

  light(event) {
    this.paint("at", this.fieldOf(event)?.ranges ?? this.followed);
  }

  /** Go to the next place of a field in the text. */
  follow(event) {
    const field = this.fieldOf(event);
    if (!field?.ranges.length) return;
    event.preventDefault();
    const range = field.ranges[field.next++ % field.ranges.length];
    const text = this.view.querySelector(".cy-text");
    if (NARROW.matches) {
      panels.open(text);
      text.focus({ preventScroll: true });
    }
    this.followed = [range];
    this.paint("at", this.followed);
    reveal(range);
  }

  // A browser without highlights still has the list.
  paint(name, ranges) {
    if (globalThis.CSS?.highlights) CSS.highlights.set(`cy-${name}`, Object.assign(new Highlight(...ranges), { priority: name === "at" ? 1 : 0 }));
  }
}
