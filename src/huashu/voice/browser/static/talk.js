import { $, clock, el, english } from "./dom.js";

const SIDES = { agent: "坐席", customer: "客户" };

/** The transcript. `mine` is the side of who sits at the page. */
export class Talk {
  constructor(list, mine) {
    this.list = list;
    this.mine = mine;
    this.rows = new Map();
    list.replaceChildren();
    list.classList.remove("whole");
  }

  /** A row that is new or has changed, in the order of time. */
  put(row, speaking = false) {
    const old = this.rows.get(row.key);
    const stays = this.isAtEnd();
    const made = this.make(row, speaking);
    const open = old?.item.querySelector(".clause[aria-expanded=true]")?.textContent;
    if (old) old.item.replaceWith(made);
    else this.list.insertBefore(made, this.after(row.at));
    this.rows.set(row.key, { row, item: made });
    if (open) [...made.querySelectorAll(".clause")].find((chip) => chip.textContent === open)?.click();
    if (stays) this.toEnd();
  }

  spoken(key) {
    this.rows.get(key)?.item.classList.remove("speaking");
  }

  remove(key) {
    this.rows.get(key)?.item.remove();
    this.rows.delete(key);
  }

  /** The whole call as it was written down, in place of what was shown while it went on. */
  whole(rows) {
    this.list.classList.add("whole");
    const written = new Set(rows.map((row) => row.key));
    for (const key of [...this.rows.keys()]) if (!written.has(key)) this.remove(key);
    for (const row of rows) {
      const known = this.rows.get(row.key);
      if (!known || JSON.stringify(known.row) !== JSON.stringify(row)) this.put(row);
      if (row.event !== undefined) this.rows.get(row.key).item.id = `event-${row.event}`;
    }
  }

  after(at) {
    for (const item of this.list.children) if (Number(item.dataset.at) > at) return item;
    return null;
  }

  /** Whether the last line is in sight: in its own box, or on the page where the box has no height of its own. */
  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight, lastElementChild } = this.list;
    if (scrollHeight > clientHeight) return scrollHeight - scrollTop - clientHeight < 90;
    return !lastElementChild || lastElementChild.getBoundingClientRect().top < innerHeight;
  }

  toEnd() {
    if (this.list.classList.contains("whole")) return;
    if (this.list.scrollHeight > this.list.clientHeight) this.list.scrollTop = this.list.scrollHeight;
    else this.list.lastElementChild?.scrollIntoView({ block: "nearest" });
  }

  make(row, speaking) {
    const kind = row.kind === "line" ? [row.side, row.side === this.mine ? "mine" : "theirs"] : [row.kind];
    const item = el("li", { class: kind.concat(speaking ? ["speaking"] : []).join(" "), "data-at": row.at });
    item.append(el("time", {}, clock(row.at)));
    const line = el("div", { class: "line" });
    if (row.kind === "line") {
      const bubble = el("p", { class: "bubble" }, el("span", { class: "who" }, SIDES[row.side]));
      bubble.append(el("span", { class: "words" }, row.text));
      line.append(bubble);
    } else {
      const [name, ...rest] = row.text.split("：");
      const event = el("span", { class: "event" });
      if (row.kind === "beside" && rest.length) event.append(el("b", {}, `${name}：`), rest.join("："));
      else event.append(row.text);
      line.append(event);
    }
    if (row.because?.length) line.append(...clauses(row));
    item.append(line);
    return item;
  }
}

/** The clauses of a line: each a button that explains itself when pointed at, focused or pressed. */
function clauses(row) {
  const why = el("p", { class: "why", id: `why-${row.key}`, role: "status", hidden: true });
  const chips = el("span", { class: "clauses", role: "group", "aria-label": "依据的条款 Clauses" });
  let fixed = null;
  const show = (chip, text) => {
    why.textContent = text;
    why.hidden = !text;
    for (const other of chips.children) other.setAttribute("aria-expanded", String(other === chip));
  };
  const rest = () => (fixed ? show(fixed, fixed.title) : show(null, ""));
  for (const [id, text] of row.because) {
    const words = text ? `${id} ${text}` : `${id}`;
    const chip = el("button", { type: "button", class: "clause", "aria-expanded": "false", title: words }, id);
    chip.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && show(chip, words));
    chip.addEventListener("pointerleave", rest);
    chip.addEventListener("focus", () => chip.matches(":focus-visible") && show(chip, words));
    chip.addEventListener("blur", rest);
    chip.addEventListener("click", () => {
      fixed = fixed === chip ? null : chip;
      show(fixed, fixed ? words : "");
    });
    chips.append(chip);
  }
  return [chips, why];
}

/** The words that are being recognised while somebody speaks. */
export function partial(text) {
  $("partial").textContent = text;
  $("partial").hidden = !text;
}

/** What is the matter with the line. */
export function badges(list) {
  const made = list.map((one) => el("li", { class: one.kind }, one.text, " ", english(one.en)));
  $("badges").replaceChildren(...made);
}
