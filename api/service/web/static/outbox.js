// Decisions on their way. Each is kept in the browser until the service has answered, so that nothing is lost by a
// connection that breaks, a page that is closed or a session that ends. They leave one after the other, in order; a
// key with each lets the service know one that it has seen already.

import { Refused, post, wait } from "./api.js";

const KEPT = "trichluc.outbox";
const PAUSE = [500, 1000, 2000, 4000, 8000, 15000];

/** What waits for one document, and who hears of it. */
export class Outbox {
  /** `heard` has: answered(step, answer), refused(step, error), changed(waiting, lost). */
  constructor(documentId, heard) {
    this.name = `${KEPT}.${documentId}`;
    this.base = `/v1/review/${encodeURIComponent(documentId)}`;
    this.heard = heard;
    this.steps = JSON.parse(localStorage.getItem(this.name) ?? "[]");
    this.busy = false;
    this.lost = 0;
    this.wake = () => {};
    addEventListener("online", () => this.wake());
    addEventListener("beforeunload", (event) => this.steps.length && this.lost && event.preventDefault());
  }

  /** Send a step when its turn has come: `path` is "decisions", "undo" or "redo". */
  add(path, body, more = {}) {
    const step = { key: crypto.randomUUID?.() ?? unique(), path, body, ...more };
    this.steps.push(step);
    this.keep();
    this.run();
    return step;
  }

  /** Take back the last step, where it has not been sent yet. */
  takeBack() {
    const last = this.steps.at(-1);
    if (!last || last.sent || last.path !== "decisions") return null;
    this.steps.pop();
    this.keep();
    return last;
  }

  /** The step that an item's last decision waits in. */
  waitingFor(item) {
    return this.steps.findLast((step) => (step.items ?? []).includes(item));
  }

  keep() {
    if (this.steps.length) localStorage.setItem(this.name, JSON.stringify(this.steps));
    else localStorage.removeItem(this.name);
    this.heard.changed(this.steps.length, this.lost > 0);
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    try {
      while (this.steps.length) await this.send(this.steps[0]);
    } finally {
      this.busy = false;
    }
  }

  async send(step) {
    step.sent = true;
    try {
      const answer = await post(`${this.base}/${step.path}`, step.body, { key: step.key });
      this.done(step);
      this.heard.answered(step, answer);
    } catch (error) {
      step.sent = false;
      if (error instanceof Refused && !passing(error.status)) {
        this.done(step);
        this.heard.refused(step, error);
        return;
      }
      this.lost += 1;
      this.keep();
      await Promise.race([
        wait(PAUSE[Math.min(this.lost, PAUSE.length) - 1]),
        new Promise((done) => (this.wake = done)),
      ]);
    }
  }

  done(step) {
    this.steps = this.steps.filter((one) => one !== step);
    this.lost = 0;
    this.keep();
  }
}

/** A session that ended (401) keeps what waits: it is sent when somebody has signed in again. */
const passing = (status) => status === 401 || status === 429 || status >= 500;

function unique() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
