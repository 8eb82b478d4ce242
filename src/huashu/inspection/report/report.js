"use strict";
for (const table of document.querySelectorAll("table.sheet")) {
  table.querySelectorAll("th[data-sort]").forEach((head) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => sort(table, head));
  });
}
function sort(table, head) {
  const numeric = head.dataset.sort === "n";
  const before = head.getAttribute("aria-sort");
  const down = before ? before === "ascending" : numeric;
  const column = [...head.parentNode.children].indexOf(head);
  for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  const key = (row) => {
    const cell = row.children[column];
    if (!numeric) return cell.textContent.trim();
    const text = cell.dataset.v ?? cell.textContent;
    return text === "" ? null : parseFloat(text);
  };
  const words = new Intl.Collator("zh-CN", { numeric: true });
  const order = (a, b) => (numeric ? a - b : words.compare(a, b)) * (down ? -1 : 1);
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row) => [key(row), row]);
  rows.sort(([a], [b]) => (a === null) - (b === null) || (a === null ? 0 : order(a, b)));
  body.append(...rows.map(([, row]) => row));
}
const calls = document.querySelector("table.calls");
if (calls && calls.tBodies[0].rows.length > 12) {
  const search = document.createElement("input");
  search.type = "search";
  search.className = "search";
  search.placeholder = "筛选：坐席、编号、问题……";
  search.setAttribute("aria-label", "筛选通话");
  calls.parentNode.before(search);
  search.addEventListener("input", () => {
    const words = search.value.trim().toLowerCase().split(/\s+/);
    for (const row of calls.tBodies[0].rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
  });
}
