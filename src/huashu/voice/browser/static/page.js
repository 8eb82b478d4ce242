import { $, clock, el, english } from "./dom.js";
import { Line, microphone } from "./line.js";
import { Meter, audio, beep, ring } from "./sound.js";
import { Talk, badges, partial } from "./talk.js";
import { downloads, showVerdict } from "./verdict.js";

const house = JSON.parse($("house").textContent);
const subjects = new Map(house.subjects.map((subject) => [subject.id, subject]));
const meters = { mic: new Meter($("mic-meter")), far: new Meter($("far-meter")) };
let call = null;

// Choosing

function chosen() {
  return { subject: subjects.get($("subject").value), role: $("chooser").elements.role.value };
}

function listSubjects() {
  const groups = [
    ["您的文档", (one) => one.given],
    ["剧本：打出去的电话", (one) => !one.given && one.kind === "scenario"],
    ["服务台：打进来的电话", (one) => !one.given && one.kind === "desk"],
  ];
  for (const [label, belongs] of groups) {
    const options = house.subjects.filter(belongs).map((one) => el("option", { value: one.id }, one.title));
    if (options.length) $("subject").append(el("optgroup", { label }, ...options));
  }
}

function describe() {
  const { subject, role } = chosen();
  for (const radio of $("chooser").elements.role) radio.disabled = !subject.roles.includes(radio.value);
  if (!subject.roles.includes(role)) {
    for (const radio of $("chooser").elements.role) radio.checked = radio.value === subject.roles[0];
    return describe();
  }
  const dials = subject.dials.includes(role);
  const about = [el("h2", {}, subject.title), el("p", {}, subject.task)];
  about.push(el("ul", { class: "tags" }, ...subject.tags.map((tag) => el("li", {}, tag))));
  if (role === "customer" && subject.you.length) {
    const rows = subject.you.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)));
    about.push(el("dl", { class: "facts", "aria-label": "您扮演的客户" }, ...rows));
  }
  $("about").replaceChildren(...about);
  $("go-words").textContent = dials ? (role === "agent" ? "拨给客户" : "拨打热线") : "等电话打来";
  $("how").textContent = how(subject, role, dials);
}

function how(subject, role, dials) {
  const other = role === "agent" ? "模拟客户" : "坐席";
  if (dials && role === "customer") return "您拨过去，响两声，坐席接听。浏览器会问能不能用麦克风，请允许。";
  if (dials) return `您拨过去，${other}接起来会先出声。旁边有剧本的提示，挂断后给您质检。`;
  return `页面会响铃，您按“接听”，${role === "agent" ? "先报单位和工号，再听来电者说" : "坐席就会开口"}。`;
}

// A call

class Call {
  constructor(subject, role) {
    this.subject = subject;
    this.role = role;
    this.dials = subject.dials.includes(role);
    this.talk = new Talk($("talk"), role);
    this.line = new Line();
    this.links = [];
    this.muted = false;
    for (const [name, react] of Object.entries({
      preparing: () => this.state("connecting", this.role === "agent" ? "客户在准备……" : "坐席在准备……"),
      ringing: (told) => this.rings(told),
      sound: (told) => this.hears(told.stream),
      connected: (told) => this.connected(told.at),
      speaking: (told) => this.talk.put(told.row, true),
      spoken: (told) => this.talk.spoken(told.key),
      rows: (told) => this.rows(told),
      partial: (told) => partial(told.text),
      hearing: (told) => this.hearing(told.on),
      line: (told) => badges(told.badges),
      hints: (told) => $("hints-own").replaceChildren(...told.hints.map((hint) => hintOf(hint, true))),
      whole: (told) => this.whole(told),
      verdict: (told) => showVerdict(told, this.links),
      ended: (told) => this.ended(told.by, "没有接通"),
      failed: (told) => this.failed(told.message),
      lost: () => this.lost(),
      nosound: () => this.noSound(),
    })) {
      this.line.addEventListener(name, (event) => react(event.detail));
    }
  }

  async begin() {
    audio();
    this.show();
    this.line.open({ type: "call", subject: this.subject.id, role: this.role, secret: house.secret });
    if (this.dials) {
      this.state("connecting", "正在拨打……");
      await this.meet();
    } else this.state("connecting", "等来电……");
  }

  show() {
    trouble("");
    $("choose").hidden = true;
    $("after").hidden = true;
    $("call").hidden = false;
    $("call").classList.remove("over");
    document.body.classList.add("body-live");
    const other = this.role === "agent" ? this.subject.customer || "模拟客户" : this.subject.agent || "坐席";
    $("other").textContent = other;
    $("far-name").textContent = this.role === "agent" ? "客户" : "坐席";
    $("timer").textContent = "0:00";
    $("answer").hidden = true;
    $("pressed").textContent = "";
    $("hangup-words").textContent = "挂断";
    for (const id of ["mute", "keys"]) $(id).hidden = true;
    $("hangup").hidden = false;
    $("keypad").hidden = true;
    $("typing").hidden = false;
    $("typing").classList.remove("first");
    badges([]);
    partial("");
    setMuted(false);
    showHints(this.role === "agent" ? this.subject : null);
    $("other").tabIndex = -1;
    $("other").focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  state(name, words) {
    $("phone").dataset.state = name;
    $("state").textContent = words;
  }

  rings({ way, ms }) {
    ring(ms, way === "in");
    if (way === "out") return this.state("dialling", "对方在响铃……");
    this.state("ringing", this.role === "agent" ? "有客户来电" : "坐席来电");
    $("hangup-words").textContent = "不接";
    if ($("answer").hidden) {
      $("answer").hidden = false;
      $("answer").focus();
    }
  }

  async answer() {
    $("answer").hidden = true;
    $("hangup-words").textContent = "挂断";
    $("hangup").focus();
    this.state("connecting", "正在接通……");
    await this.meet();
  }

  async meet() {
    const [stream, reason] = await microphone();
    if (this.line.over) return stream?.getTracks().forEach((track) => track.stop());
    if (reason) {
      trouble(reason);
      $("typing").classList.add("first");
    } else meters.mic.listen(stream);
    this.deaf = !stream;
    await this.line.meet(stream);
  }

  hears(stream) {
    $("far").srcObject = stream;
    $("far").play().catch(() => trouble("浏览器没有放出声音，请在页面上点一下。"));
    meters.far.listen(stream);
  }

  connected(at) {
    this.began = performance.now();
    this.state("connected", "通话中");
    for (const id of ["mute", "keys"]) $(id).hidden = false;
    $("mute").disabled = this.deaf;
    this.timer = setInterval(() => ($("timer").textContent = clock(performance.now() - this.began)), 250);
    if (this.deaf) $("words").focus();
  }

  rows({ rows, gone }) {
    for (const key of gone) this.talk.remove(key);
    for (const row of rows) {
      this.talk.put(row);
      if (row.kind === "line" && row.side === this.role) partial("");
    }
  }

  hearing(on) {
    $("mic-meter").classList.toggle("heard", on);
    if (!on) partial("");
  }

  whole({ rows, links, by }) {
    this.links = links;
    this.talk.whole(rows);
    const other = this.role === "agent" ? "customer" : "agent";
    this.ended(by, by === this.role ? "您挂断了" : by === other ? "对方挂断了" : "通话断了");
    $("after").hidden = false;
    $("verdict").replaceChildren(el("p", { class: "working" }, "正在质检……"), downloads(links));
    $("after-heading").focus({ preventScroll: true });
  }

  ended(by, words) {
    this.stop();
    this.state("ended", words);
    $("call").classList.add("over");
    $("after").hidden = false;
    if (!this.links.length) $("verdict").replaceChildren(el("p", { class: "working" }, "没有通话，没有可质检的。"));
  }

  failed(message) {
    this.ended("system", "没有打成");
    trouble(message);
  }

  lost() {
    this.ended("system", "和服务器断开了");
    trouble("和服务器断开了。请看看启动 huashu browser 的窗口还在不在，再刷新页面。（The server is gone.）");
  }

  noSound() {
    trouble("和服务器之间的声音不通。请关掉代理或 VPN，或换一个网络再打；不在同一台机器上时，要用 https 打开。");
  }

  hangUp() {
    if (this.line.over) return;
    this.line.hangUp();
    this.state("connecting", "正在挂断……");
    this.hush();
    if (!this.began) {
      this.line.close();
      this.ended(this.role, "没有接通");
    }
  }

  hush() {
    clearInterval(this.timer);
    meters.mic.stop();
    meters.far.stop();
    $("far").srcObject = null;
    partial("");
  }

  stop() {
    this.hush();
    this.line.over = true;
    $("answer").hidden = true;
    for (const id of ["mute", "keys", "hangup", "keypad", "typing"]) $(id).hidden = true;
  }

  say(text) {
    this.line.tell({ type: "text", text });
  }

  press(key) {
    beep(key);
    this.line.tell({ type: "keys", digits: key });
    $("pressed").textContent += key;
  }
}

function showHints(subject) {
  $("hints").hidden = !subject;
  $("hints-own").replaceChildren();
  if (!subject) return $("hints-body").replaceChildren();
  const parts = subject.steps.map((step, number) => hintOf(step, number === 0 && subject.kind === "scenario"));
  if (subject.answers.length) {
    const rows = subject.answers.map((one) => el("li", {}, el("b", {}, one.title), el("br"), one.lines[0]?.[1] ?? ""));
    parts.push(el("details", {}, el("summary", {}, "客户可能问到的"), el("ul", {}, ...rows)));
  }
  $("hints-body").replaceChildren(...parts);
}

function hintOf(hint, open) {
  const lines = hint.lines.map(([when, text]) => el("li", {}, when ? el("span", { class: "when" }, `${when}：`) : null, text));
  return el("details", { open }, el("summary", {}, hint.title), lines.length ? el("ul", {}, ...lines) : null);
}

function trouble(message) {
  $("trouble").textContent = message;
  $("trouble").hidden = !message;
}

const isMuted = () => $("mute").getAttribute("aria-pressed") === "true";

/** Nothing is heard of who is muted, nor of who types: keys are loud. */
function setMuted(muted) {
  call?.line.mute(muted || document.activeElement === $("words"));
  $("mute").setAttribute("aria-pressed", String(muted));
  $("mute-words").textContent = muted ? "取消静音" : "静音";
  $("mute-icon").setAttribute("href", `static/icons.svg#${muted ? "muted" : "mic"}`);
  $("mic-meter").parentElement.classList.toggle("muted", muted);
}

function choose() {
  call?.line.close();
  call?.stop();
  call = null;
  trouble("");
  document.body.classList.remove("body-live");
  $("call").hidden = true;
  $("choose").hidden = false;
  $("headline").focus({ preventScroll: true });
  scrollTo(0, 0);
}

// What the person does

$("subject").addEventListener("change", describe);
for (const radio of $("chooser").elements.role) radio.addEventListener("change", describe);
$("chooser").addEventListener("submit", (event) => {
  event.preventDefault();
  const { subject, role } = chosen();
  call = new Call(subject, role);
  call.begin();
});
$("answer").addEventListener("click", () => call?.answer());
$("hangup").addEventListener("click", () => call?.hangUp());
$("mute").addEventListener("click", () => setMuted($("mute").getAttribute("aria-pressed") !== "true"));
for (const kind of ["focus", "blur"]) $("words").addEventListener(kind, () => setMuted(isMuted()));
$("keys").addEventListener("click", () => {
  $("keypad").hidden = !$("keypad").hidden;
  $("keys").setAttribute("aria-expanded", String(!$("keypad").hidden));
  if (!$("keypad").hidden) $("keypad").querySelector("button").focus();
});
$("keypad").addEventListener("click", (event) => {
  const key = event.target.closest("button")?.dataset.key;
  if (key) call?.press(key);
});
$("typing").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = $("words").value.trim();
  if (text) call?.say(text);
  $("words").value = "";
});
$("noting").addEventListener("submit", (event) => {
  event.preventDefault();
  const kind = event.submitter?.value ?? "feedback";
  const text = $("note").value.trim();
  if (text || kind === "do_not_contact") call?.line.tell({ type: "note", kind, text });
  $("note").value = "";
});
$("again").addEventListener("click", choose);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && call && !call.line.over) {
    event.preventDefault();
    call.hangUp();
  } else if (/^[0-9*#]$/.test(event.key) && !$("keypad").hidden && !event.target.matches("input") && call?.began) call.press(event.key);
});
addEventListener("pagehide", () => call?.line.close());

if (!house.subjects.length) trouble("没有可用的文档。启动时写上一份：huashu browser 文档.md");
else {
  listSubjects();
  describe();
  $("choose").hidden = false;
}
// For tests and for the curious: how loud either side has been.
globalThis.huashu = { meters };
