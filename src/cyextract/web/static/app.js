// The page: texts and their settings go to the server a moment after the last change, the view comes back.
import { Claims } from "./claims.js";
import { PointText } from "./codepoints.js";
import { Corrections, HAND, inOrder } from "./corrections.js";
import { Documents } from "./documents.js";
import { correctedRow, save, toCsv, toGold, toJson, writeGold } from "./download.js";
import { Editor } from "./editor.js";
import { droppedSources, fileSources, readTexts } from "./files.js";
import { post, postForFile } from "./server.js";

const EXAMPLE =
  "6月4日，川渝两地在成都签订《先进装备制造产业合作协议》，首批12个项目总投资约15亿元，占全年目标的三成。\n\n" +
  "四川省经信厅负责人介绍，截至去年底，两地共建园区营业收入突破6800亿元，同比增长11.6个百分点。下一步，" +
  "重庆市经信委将会同有关部门印发《成渝地区产业链供应链协同方案》。\n";
// What a language model might have made of it: right, wrong, of another row, of its own.
const EXAMPLE_CLAIMS = JSON.stringify(
  [
    { title: "先进装备制造产业合作协议", date: "2021-06-04", amount: "15万元" },
    { 指标: "营业收入", 金额: "RMB 680bn", 增长率: "11.6%", 期间: "2020年底" },
    { 机构: ["四川省经信厅", "四川省发展改革委"] },
  ],
  null,
  1,
);
const DELAY = 350; // milliseconds after the last key
const LONG = 100_000; // characters from which on the page waits longer
const { say, translate, write } = globalThis.cyextractLanguage;
const byId = (id) => document.getElementById(id);
const textarea = byId("text");
const view = byId("view");
const room = Number(document.body.dataset.maxBytes);
const currencies = new Set([...byId("currencies").options].map((option) => option.value));
const shared = ["reference-date", "currency", "vague"].map(byId); // settings of all documents

let shown = null; // what the view shows: the server's answer
let corrections = null;
let timer = 0;
let request = null;
let isReadingRest = false;

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

/** What is wrong with the settings, in words, or nothing. */
function wrongSetting() {
  const code = byId("currency").value;
  if (code && !currencies.has(code)) {
    return say("没有这个币种：填 ISO 4217 的三字母代码，如 CNY。", "No such currency: it is a code of three letters (ISO 4217), such as CNY.");
  }
  return byId("reference-date").validity.valid ? "" : say("参考日期不是日期。", "The reference date is no date.");
}

async function refresh() {
  request?.abort();
  request = new AbortController();
  const { signal } = request;
  const one = documents.current;
  if (!one.text) {
    show(null, one);
    tell("");
    return;
  }
  const wrong = wrongSetting();
  byId("currency").setAttribute("aria-invalid", String(Boolean(wrong) && !currencies.has(byId("currency").value)));
  if (wrong) {
    tell(wrong, true);
    return;
  }
  view.classList.add("stale");
  if (one.text.length > LONG) tell(say("读取中…", "Reading…"));
  try {
    const answer = await post("/view", payload(one.text, { id: documents.titleOf(one) }), signal);
    show(answer, one);
    tell("");
  } catch (error) {
    if (error.name === "AbortError") return;
    one.error = error.message;
    tell(error.message, true);
  }
  readRest();
  view.classList.remove("stale");
}

function show(answer, one) {
  if (answer) {
    if (one.saved?.past.length) answer.row = one.row; // the mentions that the corrections know
    one.row = answer.row;
    one.error = "";
  }
  shown = answer;
  view.innerHTML = answer ? answer.html : ""; // the server escapes all that the text holds
  view.classList.remove("stale");
  byId("bar").hidden = !answer;
  if (answer) {
    claims.attach(view.querySelector(".cy-view"), one);
    translate(view);
    globalThis.cyextractPanels.setUp(view.querySelector(".cy-view"));
  }
  corrections = null;
  corrections = answer ? new Corrections(view, answer.row, new PointText(one.text), one.saved, onCorrected) : null;
  editor.attach(corrections);
  showCorrections();
  documents.draw();
}

/** Read the documents that nobody has looked at yet, one after another. */
async function readRest() {
  if (isReadingRest) return;
  isReadingRest = true;
  for (let one = next(); one; one = next()) {
    const { text } = one;
    try {
      const row = await post("/extract", payload(text, { id: documents.titleOf(one) }));
      if (one.text === text) one.row = row;
    } catch (error) {
      one.error = error.message;
    }
    documents.draw();
  }
  isReadingRest = false;

  function next() {
    return wrongSetting() ? undefined : documents.all.find((one) => one.text && !one.row && !one.error && one !== documents.current);
  }
}

function schedule() {
  clearTimeout(timer);
  timer = setTimeout(refresh, documents.current.text.length > LONG ? 4 * DELAY : DELAY);
}

function fold(isFolded) {
  byId("form").hidden = isFolded;
  byId("unfold").setAttribute("aria-expanded", String(!isFolded));
}

function onSelect(one) {
  clearTimeout(timer);
  textarea.value = one.text;
  showName();
  fold(Boolean(one.text));
  refresh();
}

function showName() {
  byId("name").value = documents.current.name;
  byId("name").placeholder = documents.titleOf(documents.current);
}

async function takeSources(sources) {
  const used = documents.all.reduce((sum, one) => sum + new Blob([one.text]).size, 0);
  tell(say("读取文件…", "Reading files…"));
  const { texts, left } = await readTexts(sources, room - (documents.isEmpty ? 0 : used));
  const others = texts.filter((one) => !["utf-8", "utf-8-sig"].includes(one.encoding)).length;
  tell("");
  documents.add(texts);
  const told = [...(others ? [say(`${others} 篇不是 UTF-8，按猜测的编码读入`, `${others} not in UTF-8, read in a guessed encoding`)] : []), ...left];
  if (told.length) tellAfter(say(`未读或须留意：${told.join("；")}。`, `Left out or to be checked: ${told.join("; ")}.`), left.length > 0);
}

/** Tell something that the answer for the current document must not wipe away. */
function tellAfter(message, isError) {
  const notice = byId("notice");
  notice.textContent = message;
  notice.classList.toggle("error", isError);
}

// Corrected text must not change under the corrections, so the text stands still until they are discarded.
function onCorrected() {
  if (!corrections) return;
  documents.current.saved = corrections.save();
  showCorrections();
  documents.draw();
  globalThis.cyextractView.hideNote();
}

function showCorrections() {
  const count = corrections ? corrections.past.length : 0;
  const isLocked = documents.corrected.length > 0;
  byId("corrections").hidden = !count;
  write(byId("corrections-count"), `${count} 处改动`, count === 1 ? "1 correction" : `${count} corrections`);
  byId("locked").hidden = !isLocked;
  textarea.readOnly = count > 0;
  for (const input of shared) input.disabled = isLocked;
  byId("name").disabled = count > 0;
}

function correct(isOn) {
  editor.turn(isOn);
  byId("correct").setAttribute("aria-pressed", String(isOn));
  write(byId("correct"), isOn ? "完成校正" : "校正", isOn ? "Done correcting" : "Correct");
  byId("hint").hidden = !isOn;
  if (!isOn) byId("keys").hidden = true;
}

async function readValues(written, type) {
  if (written.length > 500) return null;
  try {
    const extra = { types: [type], ...(shown.row.reference_date ? { reference_date: shown.row.reference_date } : {}) };
    const row = await post("/extract", { ...payload(written, extra), vague: true });
    const ofType = row.mentions.filter((mention) => mention.type === type);
    const found = ofType.find((mention) => mention.start === 0 && mention.text === written) ?? (ofType.length === 1 ? ofType[0] : null);
    if (!found) return null;
    const { start, end, text: _, canonical: __, rule, ...fields } = found;
    return fields;
  } catch {
    return null;
  }
}

const editor = new Editor(view, (message) => tell(message), readValues, (mention) => post("/check", { mention: plain(mention) }));
editor.leave = () => correct(false);
const documents = new Documents(onSelect);
const claims = new Claims((one) => payload(one.text, { id: documents.titleOf(one) }));

/** A mention as JSON has it, without what is absent. */
function plain(mention) {
  return JSON.parse(JSON.stringify(mention));
}

globalThis.cyextractView.hooks.why = (mention) => {
  const key = mention.id.slice(1);
  const found = corrections?.get(key);
  const checked = claims.notes(mention);
  if (!found || found.rule === HAND) return checked;
  const rules = found.rule.split("+").map((rule) => shown.why.rules[rule]).filter(Boolean);
  return [...checked, ...rules.map(([zh, en]) => [`为什么：${zh}`, `Why: ${en}`]), ...(shown.why.mentions[key] ?? [])];
};

textarea.addEventListener("input", (event) => {
  documents.current.text = textarea.value;
  documents.current.row = null;
  showName();
  schedule();
  if (event.inputType === "insertFromPaste") fold(true);
});
byId("form").addEventListener("submit", (event) => event.preventDefault());
for (const input of shared) {
  input.addEventListener("input", () => {
    documents.forget();
    schedule();
  });
}
byId("currency").addEventListener("input", (event) => {
  event.target.value = event.target.value.toUpperCase();
});
byId("name").addEventListener("input", (event) => {
  documents.current.name = event.target.value;
  schedule();
});
byId("unfold").addEventListener("click", () => {
  fold(!byId("form").hidden);
  if (byId("form").hidden) return;
  textarea.focus();
  textarea.setSelectionRange(0, 0);
});
byId("open").addEventListener("click", () => byId("file").click());
byId("open-folder").addEventListener("click", () => byId("folder").click());
for (const id of ["file", "folder"]) {
  byId(id).addEventListener("change", (event) => {
    takeSources(fileSources(event.target.files));
    event.target.value = "";
  });
}
byId("example").addEventListener("click", () => {
  if (!documents.corrected.length) byId("reference-date").value = "2021-06-10";
  documents.add([{ name: say("例文", "example"), text: EXAMPLE, claims: EXAMPLE_CLAIMS }]);
});
byId("clear").addEventListener("click", () => {
  const count = documents.corrected.length;
  if (count && !confirm(say(`${count} 篇有改动，仍要清空？`, `${count} documents are corrected. Clear all the same?`))) return;
  documents.clear();
  tellAfter("", false);
});

// A file may be dropped anywhere; without this the browser would leave the page and open it.
addEventListener("dragover", (event) => {
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  document.body.classList.add("over");
});
addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("over");
});
addEventListener("drop", async (event) => {
  document.body.classList.remove("over");
  if (!event.dataTransfer.types.includes("Files")) return;
  event.preventDefault();
  takeSources(await droppedSources(event.dataTransfer));
});

byId("correct").addEventListener("click", (event) => correct(event.currentTarget.getAttribute("aria-pressed") !== "true"));
byId("keys-button").addEventListener("click", (event) => {
  byId("keys").hidden = !byId("keys").hidden;
  event.currentTarget.setAttribute("aria-expanded", String(!byId("keys").hidden));
});
byId("undo").addEventListener("click", () => editor.undo());
byId("discard").addEventListener("click", () => {
  if (!confirm(say("放弃这篇的全部改动？", "Discard all corrections of this document?"))) return;
  documents.current.saved = null;
  show(shown, documents.current);
});

// Downloads

/** The documents with their rows as corrected; nothing while some are still being read. */
function finished() {
  const waiting = documents.all.filter((one) => one.text && !one.row && !one.error).length;
  if (waiting) {
    tell(say(`还有 ${waiting} 篇没读完，请稍候再下载。`, `${waiting} documents are still being read; download them in a moment.`), true);
    return [];
  }
  return documents.all
    .filter((one) => one.row)
    .map((one) => {
      const isCorrected = Boolean(one.saved?.past.length);
      return { text: one.text, isCorrected, row: isCorrected ? correctedRow(one.row, inOrder(one.saved.current)) : one.row };
    });
}

const fileName = (ready, one, several = one) => (ready.length === 1 ? `${ready[0].row.id || "text"}${one}`.replaceAll("/", "-") : `cyextract${several}`);

function download(id, write_) {
  byId(id).addEventListener("click", async () => {
    await editor.answered(); // what was just written is not lost
    const ready = finished();
    if (ready.length) write_(ready);
  });
}

/** The workbook comes from the server; a mention without a value is in none of its tables. */
download("download-tables", async (ready) => {
  tell(say("生成工作簿…", "Making the workbook…"));
  const asked = ready.map(({ text, row, isCorrected }) => {
    const mentions = row.mentions.filter((one) => editor.hasValue(one.type, one));
    return payload(text, { id: row.id, ...(isCorrected ? { row: { ...row, mentions } } : {}) });
  });
  try {
    save(await postForFile("/tables", { documents: asked }), fileName(ready, ".xlsx"));
    tell("");
  } catch (error) {
    tell(error.message, true);
  }
});
download("download-json", (ready) => save(toJson(ready.map(({ row }) => row)), fileName(ready, ".json", ".jsonl"), "application/json"));
download("download-csv", (ready) => save(toCsv(ready.map(({ row }) => row)), fileName(ready, ".csv"), "text/csv"));
download("download-gold", (ready) => {
  const gold = ready.map(({ row, text }) => toGold(row, text, byId("currency").value));
  save(writeGold(gold), fileName(ready, ".gold.json", "-gold.jsonl"), "application/json");
  const empty = ready.flatMap(({ row }) => row.mentions).filter((one) => one.rule === HAND && !editor.hasValue(one.type, one)).length;
  if (empty) tell(say(`已保存；还有 ${empty} 处没填值。`, `Saved. ${empty} mentions have no value yet.`));
});
addEventListener("beforeunload", (event) => {
  if (documents.corrected.length) event.preventDefault();
});
// A text that the browser kept over a reload is shown again.
if (textarea.value) {
  documents.current.text = textarea.value;
  refresh();
}
