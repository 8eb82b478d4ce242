import { silence } from "./sound.js";

const GATHERING_MS = 1000;
const CLOSING_MS = 5000;

/** The microphone; `null` and a reason when there is none to be had. */
export async function microphone() {
  if (!navigator.mediaDevices?.getUserMedia) {
    return [null, "这个网址不安全，浏览器不给用麦克风：请用 https 或 localhost 打开。可以先打字说话。"];
  }
  try {
    const wanted = { echoCancellation: true, noiseSuppression: false, autoGainControl: false };
    return [await navigator.mediaDevices.getUserMedia({ audio: wanted }), ""];
  } catch (problem) {
    if (problem.name === "NotAllowedError") {
      return [null, "浏览器没有允许使用麦克风。请点地址栏旁边的麦克风图标改成允许，再打一次；也可以打字说话。"];
    }
    if (problem.name === "NotFoundError") return [null, "没有找到麦克风。请接上一个再打；也可以打字说话。"];
    if (problem.name === "NotReadableError") return [null, "麦克风正被别的程序占用。请关掉那个程序再打；也可以打字说话。"];
    return [null, `麦克风打不开（${problem.name}）。可以打字说话。`];
  }
}

/** One call: a socket for what is said about it, a connection for its sound. Emits the server's messages, and `sound`
 *  (a stream), `lost` (the server is gone) and `nosound` (the two ends cannot reach each other). */
export class Line extends EventTarget {
  constructor() {
    super();
    this.over = false;
  }

  open(call) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    const path = location.pathname.replace(/[^/]*$/, "");
    this.socket = new WebSocket(`${scheme}://${location.host}${path}line`);
    this.socket.addEventListener("open", () => this.tell(call));
    this.socket.addEventListener("message", (event) => this.take(JSON.parse(event.data)));
    this.socket.addEventListener("close", () => {
      this.closed = true;
      if (!this.over) this.emit("lost");
      this.hush();
    });
  }

  emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  tell(message) {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  async take(message) {
    if (message.type === "answer") {
      if (this.peer) await this.peer.setRemoteDescription({ type: "answer", sdp: message.sdp });
      return;
    }
    if (["ended", "whole", "failed"].includes(message.type)) {
      this.over = true;
      this.hush();
    }
    this.emit(message.type, message);
  }

  /** Offer our half of the connection: we pick up, or dial. */
  async meet(stream) {
    this.stream = stream;
    this.track = stream ? stream.getAudioTracks()[0] : silence();
    this.peer = new RTCPeerConnection({ iceServers: [] });
    this.peer.addTransceiver(this.track, { direction: "sendrecv", streams: stream ? [stream] : [] });
    this.peer.addEventListener("track", (event) => this.emit("sound", { stream: new MediaStream([event.track]) }));
    this.peer.addEventListener("connectionstatechange", () => {
      if (this.peer?.connectionState === "failed" && !this.over) this.emit("nosound");
    });
    await this.peer.setLocalDescription(await this.peer.createOffer());
    await gathered(this.peer);
    if (this.peer) this.tell({ type: "offer", sdp: this.peer.localDescription.sdp });
  }

  mute(muted) {
    if (this.track) this.track.enabled = !muted;
  }

  /** Hang up: nothing is heard from here on; the server closes the connection once it has. */
  hangUp() {
    this.tell({ type: "hang_up" });
    this.mute(true);
    setTimeout(() => this.hush(), CLOSING_MS);
  }

  /** No more sound in either direction. */
  hush() {
    this.peer?.close();
    this.peer = null;
    this.track?.stop();
    for (const track of this.stream?.getTracks() ?? []) track.stop();
  }

  close() {
    this.over = true;
    this.hush();
    this.socket?.close(1000);
  }
}

function gathered(peer) {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((done) => {
    setTimeout(done, GATHERING_MS);
    peer.addEventListener("icegatheringstatechange", () => peer.iceGatheringState === "complete" && done());
  });
}
