// The page: a text and its settings go to the server a moment after the last change, the view comes back.
import { PointText } from "./codepoints.js";
import { Corrections, HAND } from "./corrections.js";
import { save, toCsv, toGold, toJson } from "./download.js";
import { Editor } from "./editor.js";

const EXAMPLE =
  "6月4日，川渝两地在成都签订《先进装备制造产业合作协议》，首批12个项目总投资约15亿元，占全年目标的三成。\n\n" +
  "四川省经信厅负责人介绍，截至去年底，两地共建园区营业收入突破6800亿元，同比增长11.6个百分点。下一步，" +
  "重庆市经信委将会同有关部门印发《成渝地区产业链供应链协同方案》。\n";
const DELAY = 350; // milliseconds after the last key
const LONG = 100_000; // characters from which on the page waits longer
const byId = (id) => document.getElementById(id);
const textarea = byId("text");
const view = byId("view");
const settings = ["reference-date", "currency", "name", "vague", "open", "example"].map(byId);

// The text as it came: a text area turns every line end into \n, and offsets count what is in the file.
let text = "";
let shown = null;
let corrections = null;
let timer = 0;
let request = null;

function tell(message, isError = false) {
  const status = byId("status");
  status.textContent = message;
  status.classList.toggle("error", isError);
}

function payload(content, extra = {}) {
  return {
    text: content,
    vague: byId("vague").checked,
    ...(byId("currency").value ? { default_currency: byId("currency").value } : {}),
    ...(byId("reference-date").value ? { reference_date: byId("reference-date").value } : {}),
    ...extra,
  };
}

async function post(path, body, signal) {
  const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? `the server answered ${response.status}`);
  return answer;
}

async function refresh() {
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  if (!text) {
    show(null, "");
    return;
  }
  const invalid = ["reference-date", "currency"].map(byId).find((input) => !input.validity.valid);
  if (invalid) {
    tell(invalid.id === "currency" ? "The currency is a code of three letters, such as CNY." : "The reference date is no date.", true);
    return;
  }
  view.classList.add("stale");
  if (text.length > LONG) tell("Reading…");
  try {
    const sent = text;
    const answer = await post("/view", payload(sent, { id: byId("name").value || "text" }), signal);
    show(answer, sent);
    tell("");
  } catch (error) {
    if (error.name === "AbortError") return;
    tell(error instanceof TypeError ? "The server does not answer. Is it still running?" : error.message, true);
  }
  view.classList.remove("stale");
}

function show(answer, sent) {
  shown = answer && { ...answer, text: sent };
  view.innerHTML = answer ? answer.html : ""; // the server escapes all that the text holds
  view.classList.remove("stale");
  byId("bar").hidden = !answer;
  corrections = answer ? new Corrections(view, answer.row, new PointText(sent), onCorrected) : null;
  editor.attach(corrections);
  showCorrections();
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(refresh, text.length > LONG ? 4 * DELAY : DELAY);
}

function take(content, name) {
  text = content;
  textarea.value = content;
  if (name) byId("name").value = name.replace(/\.txt$/i, "");
  clearTimeout(timer);
  refresh();
}

async function takeFile(file) {
  if (!file || textarea.readOnly) return;
  if (file.size > Number(document.body.dataset.maxBytes)) {
    tell(`${file.name} is larger than the server takes.`, true);
    return;
  }
  try {
    take(new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer()), file.name);
  } catch {
    tell(`${file.name} is not UTF-8; convert it first.`, true);
  }
}

// Corrected text must not change under the corrections, so the text stands still until they are discarded.
function onCorrected() {
  showCorrections();
  globalThis.cyextractView.hideNote();
}

function showCorrections() {
  const count = corrections ? corrections.past.length : 0;
  byId("corrections").hidden = !count;
  byId("corrections-count").textContent = count === 1 ? "1 correction" : `${count} corrections`;
  textarea.readOnly = count > 0;
  for (const input of settings) input.disabled = count > 0;
}

async function readValues(written, type) {
  if (written.length > 500) return null;
  try {
    const extra = { types: [type], ...(shown.row.reference_date ? { reference_date: shown.row.reference_date } : {}) };
    const row = await post("/extract", { ...payload(written, extra), vague: true });
    const found = row.mentions.find((mention) => mention.type === type && mention.start === 0 && mention.text === written);
    if (!found) return null;
    const { start, end, text: _, rule, ...fields } = found;
    return fields;
  } catch {
    return null;
  }
}

const editor = new Editor(view, (message) => tell(message), readValues);

textarea.addEventListener("input", () => {
  text = textarea.value;
  schedule();
});
byId("form").addEventListener("submit", (event) => event.preventDefault());
for (const id of ["reference-date", "currency", "name", "vague"]) byId(id).addEventListener("input", schedule);
byId("open").addEventListener("click", () => byId("file").click());
byId("file").addEventListener("change", (event) => {
  takeFile(event.target.files[0]);
  event.target.value = "";
});
byId("example").addEventListener("click", () => {
  byId("reference-date").value = "2021-06-10";
  take(EXAMPLE, "example");
});

// A file may be dropped anywhere; without this the browser would leave the page and open it.
addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  byId("drop").classList.add("over");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) byId("drop").classList.remove("over");
});
addEventListener("drop", (event) => {
  byId("drop").classList.remove("over");
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  takeFile(event.dataTransfer.files[0]);
});

byId("correct").addEventListener("change", (event) => {
  editor.turn(event.target.checked);
  byId("hint").hidden = !event.target.checked;
  if (!event.target.checked) byId("keys").hidden = true;
});
byId("keys-button").addEventListener("click", (event) => {
  byId("keys").hidden = !byId("keys").hidden;
  event.target.setAttribute("aria-expanded", String(!byId("keys").hidden));
});
byId("undo").addEventListener("click", () => editor.undo());
byId("discard").addEventListener("click", () => {
  if (confirm("Discard all corrections?")) show(shown, shown.text);
});

const fileName = (ending) => `${shown.row.id || "text"}${ending}`;
byId("download-json").addEventListener("click", () => save(toJson(shown.row, corrections.mentions), fileName(".json"), "application/json"));
byId("download-csv").addEventListener("click", () => save(toCsv(corrections.mentions), fileName(".csv"), "text/csv"));
byId("download-gold").addEventListener("click", () => {
  const { mentions } = corrections;
  const empty = mentions.filter((m) => m.rule === HAND && m.type === "DATE" && m.value === undefined).length;
  save(toGold(shown.row, shown.text, mentions, byId("currency").value), fileName(".gold.json"), "application/json");
  if (empty) tell(`Saved. ${empty} dates have no value yet.`);
});
addEventListener("beforeunload", (event) => {
  if (corrections?.past.length) event.preventDefault();
});
// A text that the browser kept over a reload is shown again.
if (textarea.value) {
  text = textarea.value;
  refresh();
}
