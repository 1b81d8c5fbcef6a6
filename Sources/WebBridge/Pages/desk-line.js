// The desk's one socket: logs in, tries again until it holds, and sends again what was not acknowledged.

const pingMilliseconds = 20_000;
const pongMilliseconds = 8_000;

export class Line extends EventTarget {
  #name = "";
  // Only in this page's memory: a reload asks for it again.
  #password = "";
  #socket = null;
  #attempt = 0;
  #timers = {};
  // Says without an acknowledgement yet, in order, by id.
  #pending = new Map();
  state = "closed";

  constructor(receive) {
    super();
    this.receive = receive;
    addEventListener("online", () => { if (this.state === "lost") this.#connect(); });
    addEventListener("offline", () => { if (this.state === "open") this.#drop(); });
  }

  logIn(name, password) {
    // What one agent did not get through is not said by another.
    if (name !== this.#name) this.#pending.clear();
    this.#name = name;
    this.#password = password;
    this.#attempt = 0;
    this.#connect();
  }

  logOut() {
    this.#password = "";
    this.#pending.clear();
    this.send({ op: "bye" });
    this.#show("closed");
    this.#socket?.close();
    this.#socket = null;
  }

  send(object) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(object));
  }

  command(text, number) {
    this.send({ op: "cmd", text, ...(number === undefined ? {} : { case: number }) });
  }

  /** Says a line in a case; it is sent again after a lost connection until it is acknowledged. */
  say(id, text, number) {
    const object = { op: "say", id, text, case: number };
    this.#pending.set(id, object);
    if (this.state === "open") this.send(object);
  }

  settle(id) { this.#pending.delete(id); }

  /** The log-in was accepted: everything under way goes out again. */
  opened() {
    this.#attempt = 0;
    this.#show("open");
    for (const object of this.#pending.values()) this.send(object);
  }

  repeat() {
    clearTimeout(this.#timers.repeat);
    this.#timers.repeat = setTimeout(() => this.#pending.forEach((object) => this.send(object)), 1_500);
  }

  refused() {
    this.#password = "";
    this.#show("refused");
    this.#socket?.close();
    this.#socket = null;
  }

  #connect() {
    clearTimeout(this.#timers.retry);
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) return;
    if (this.state !== "lost") this.#show("connecting");
    const address = new URL("/chat", location.href);
    address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    const socket = (this.#socket = new WebSocket(address));
    socket.addEventListener("open", () => {
      if (socket !== this.#socket) return;
      this.send({ op: "login", name: this.#name, password: this.#password });
      this.#keepAlive();
    });
    socket.addEventListener("message", ({ data }) => {
      if (socket !== this.#socket) return;
      this.#keepAlive();
      this.receive(JSON.parse(data));
    });
    socket.addEventListener("close", () => { if (socket === this.#socket) this.#lose(); });
  }

  #keepAlive() {
    clearTimeout(this.#timers.ping);
    clearTimeout(this.#timers.pong);
    this.#timers.ping = setTimeout(() => {
      this.send({ op: "ping" });
      this.#timers.pong = setTimeout(() => this.#drop(), pongMilliseconds);
    }, pingMilliseconds);
  }

  #drop() {
    const old = this.#socket;
    this.#socket = null;
    old?.close();
    this.#lose();
  }

  #lose() {
    this.#socket = null;
    clearTimeout(this.#timers.ping);
    clearTimeout(this.#timers.pong);
    if (this.state === "closed" || this.state === "refused" || this.state === "elsewhere") return;
    this.#attempt += 1;
    this.#show("lost");
    const wait = Math.min(400 * 2 ** (this.#attempt - 1), 8_000) * (1 - Math.random() / 4);
    this.#timers.retry = setTimeout(() => this.#connect(), wait);
  }

  /** Another window has taken the log-in over: this one stays quiet. */
  displaced() { this.#show("elsewhere"); }

  #show(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}
