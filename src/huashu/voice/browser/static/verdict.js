import { $, el, english } from "./dom.js";

const PASS = 60;

/** What the inspection says of the call, beside what the call left. */
export function showVerdict({ verdict, record }, links) {
  const parts = [];
  if (verdict) parts.push(points(verdict));
  else parts.push(el("p", { class: "working" }, "这通电话没有质检成，记录仍可下载。"));
  if (verdict?.findings.length) parts.push(findings(verdict.findings));
  if (record.length) parts.push(table(record));
  parts.push(downloads(links));
  $("verdict").replaceChildren(...parts);
}

export function downloads(links) {
  const made = links.map((link) => el("a", { href: link.href, download: "" }, link.text));
  return el("p", { class: "downloads" }, ...made);
}

function points(verdict) {
  const found = verdict.findings.length;
  const scored = typeof verdict.score === "number";
  const grade = !scored ? "none" : verdict.score > PASS ? "" : "low";
  const words = el("p", { class: "score-words" });
  if (!scored) words.append("这通电话没有评分", el("small", {}, "话太少，没有可以评的地方 ", english("too short to be scored")));
  else {
    words.append(found ? `${verdict.score > PASS ? "合格" : "不合格"}，有 ${found} 处不合规范` : "没有发现问题");
    words.append(el("small", {}, `满分 100，超过 ${PASS} 分合格 · 做到了 ${verdict.satisfied.length} 项规范 `, english("out of 100")));
  }
  return el("div", { class: "score-row" }, el("p", { class: `score ${grade}` }, scored ? String(verdict.score) : "—"), words);
}

function findings(found) {
  const list = el("ol", { class: "findings" });
  found.forEach((one, index) => {
    const number = String(index + 1);
    const row = document.getElementById(`event-${one.at}`);
    const note = el("li", { class: "note", id: `finding-${number}` });
    note.append(el("p", { class: "title" }, el("span", { class: "mark" }, number), el("span", {}, one.why)));
    if (one.evidence) note.append(el("p", {}, words(one.evidence), " ", row ? jump(row, number) : null));
    const better = one.rewrite || one.better;
    if (better) note.append(el("p", { class: "better" }, el("em", {}, one.rewrite ? "可以这样说" : "该这样做"), better));
    note.append(el("p", { class: "law" }, [...one.source, one.clause].join(" · ")));
    list.append(note);
    if (row) mark(row, number);
  });
  return list;
}

function words(evidence) {
  const happened = /^[[［].*[\]］]$/.test(evidence);
  return happened ? el("span", { class: "event" }, evidence.slice(1, -1)) : el("q", {}, evidence);
}

function jump(row, number) {
  const link = el("a", { href: `#${row.id}`, class: "where", "aria-label": `看第 ${number} 处在通话里的位置` }, "看这一句");
  link.addEventListener("click", (event) => {
    event.preventDefault();
    for (const other of document.querySelectorAll(".pointed")) other.classList.remove("pointed");
    row.classList.add("pointed");
    row.tabIndex = -1;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  });
  return link;
}

function mark(row, number) {
  row.classList.add("noted");
  const place = row.querySelector(".bubble") ?? row.querySelector(".line");
  place.append(el("a", { class: "mark", href: `#finding-${number}`, "aria-label": `第 ${number} 处问题` }, number));
}

function table(record) {
  const rows = el("dl", { class: "record" });
  for (const [name, value] of record) rows.append(el("dt", {}, name), el("dd", {}, value));
  return el("section", {}, el("h3", {}, "通话留下的记录 ", english("Record")), rows);
}
