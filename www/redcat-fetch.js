// Getting a report's bytes. In: an address, the host's own `fetcher` if it gave one; or a report that is there already.
// Out: bytes, handed on as they arrive and in pieces that leave the page time for other things, or a refusal by kind:
// `network`, `http`, `signed_out`, `limit`. The latest request wins; what a server may yet answer is asked again, later
// and later; an answer that is known (ETag) is not read twice.

const SILENCE_MS = 60000; // without a byte before an attempt is given up
const RETRIES = 3;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 30000;
const SHORTEST_POLL_S = 5;
const LATER = [408, 425, 429, 500, 502, 503, 504]; // statuses that may be others the next time
const DENIED = [401, 403];
const PIECE = 1 << 18; // bytes or letters that are handed on at once
const SLICE_MS = 10; // of work before the page has its turn

class Refusal extends Error {
  constructor(kind, found, pause) {
    super(found);
    this.kind = kind;
    this.pause = pause; // how long the server asks to wait in ms, where trying again makes sense
  }
}

/** What `Retry-After` says in milliseconds: a number of seconds, or a date. */
const retryAfter = (text) => {
  const seconds = Number(text);
  const wait = Number.isNaN(seconds) ? Date.parse(text) - Date.now() : seconds * 1000;
  return wait > 0 ? wait : 0;
};

/** An object as text; what cannot be written is refused as no text is. */
const text = (object) => {
  try {
    return JSON.stringify(object) || "";
  } catch {
    return "";
  }
};

/** The first piece of bytes or of text, as bytes, and the rest: a whole text is never held twice. */
const cut = (part) => {
  if (typeof part !== "string") return [part.subarray(0, PIECE), part.subarray(PIECE)];
  const end = (part.charCodeAt(PIECE - 1) & 0xfc00) === 0xd800 ? PIECE - 1 : PIECE; // not inside a letter of two halves
  return [new TextEncoder().encode(part.slice(0, end)), part.slice(end)];
};

/** What else the page has to do comes first; a timer would wait for longer. */
const turn = () =>
  new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => go(port1.close());
    port2.postMessage(0);
  });

/** The bytes behind `reader`, whose first part was read, unpacked. */
const unpacked = (reader, first) => {
  if (typeof DecompressionStream === "undefined") throw new Refusal("network", "gzip, which this browser cannot read");
  const packed = new ReadableStream({
    start: (stream) => stream.enqueue(first),
    pull: async (stream) => {
      const { done, value } = await reader.read();
      if (done) stream.close();
      else stream.enqueue(value);
    },
    cancel: () => reader.cancel(),
  });
  return packed.pipeThrough(new DecompressionStream("gzip")).getReader();
};

export class Source {
  /** `first`: an answer that was asked for before, of `src`, until `stop`. */
  constructor(first) {
    this._first = first;
    this._held = []; // what was not heard yet
    this._limit = Infinity;
    this._seen = () => {
      if (document.hidden) return clearTimeout(this._timer);
      if (this._every && Date.now() - this._asked >= this._every) this.load(true);
      else this._wait();
    };
    this._online = () => {
      if (this._wake) this._wake();
      else if (this._failed === "network") this.load(true);
    };
    document.addEventListener("visibilitychange", this._seen);
    addEventListener("online", this._online);
  }

  /**
   * `sink` hears `begin()`, `take(part, total)`, `end()`, then `step()` as long as that says that there is more to do,
   * `same()` and `refuse(kind, address, found)`, and what was so far; `forget()` where nothing of it is wanted any more.
   */
  attach(sink, limit) {
    this._sink = sink;
    this._limit = limit;
    this._hand();
  }

  _tell(...what) {
    if (what[0] === "begin") this._held = [];
    this._held.push(what);
    this._hand();
  }

  /** Hands on what is held, at once unless that takes long. */
  async _hand() {
    if (this._handing) return;
    this._handing = true;
    try {
      let since = performance.now();
      while (this._sink && this._held.length) {
        const { _sink: sink, _held: held } = this; // others, if what is told makes somebody ask for something else
        const [name, part, ...more] = held[0];
        if (name === "step") {
          if (!sink.step()) held.shift();
        } else if (name === "take") {
          const [piece, rest] = cut(part);
          if (rest.length) held[0] = [name, rest, ...more];
          else held.shift();
          sink.take(piece, ...more);
        } else {
          held.shift();
          if (name === "end") held.unshift(["step"]);
          sink[name](part, ...more);
        }
        if (performance.now() - since < SLICE_MS) continue;
        await turn();
        since = performance.now();
      }
    } catch {
      this._held = []; // the program has stopped, of which all reports of the page have heard
    } finally {
      this._handing = false;
    }
  }

  /** A report that is there: bytes, which have to stay as they are until it is shown, text or an object. */
  give(report) {
    this.stop();
    const isBytes = report instanceof ArrayBuffer || ArrayBuffer.isView(report);
    const all = isBytes
      ? new Uint8Array(report.buffer || report, report.byteOffset, report.byteLength)
      : typeof report === "string" ? report : text(report);
    if (all.length <= PIECE) return this._sink.set_report(all);
    this._tell("begin");
    this._tell("take", all, all.length);
    this._tell("end");
  }

  /** Nothing that is under way is wanted any more. */
  stop() {
    if (this._held.length) this._known = undefined; // it came, but nobody will see it
    if (this._sink && (this._under || this._held.length)) this._sink.forget();
    this._held = [];
    if (this._under) this._under.abort();
    this._under = undefined;
    clearTimeout(this._timer);
  }

  close() {
    this._sink = undefined;
    this.stop();
    document.removeEventListener("visibilitychange", this._seen);
    removeEventListener("online", this._online);
  }

  /** Another address; what was known of the one before is forgotten. */
  open(address) {
    this.stop();
    this._address = address || undefined;
    this._known = undefined;
    return this.load();
  }

  /** Asks again every so many seconds while the page is seen; never where that is no number. */
  poll(seconds) {
    this._every = Number(seconds) > 0 ? Math.max(Number(seconds), SHORTEST_POLL_S) * 1000 : 0;
    this._wait();
  }

  _wait() {
    clearTimeout(this._timer);
    if (this._every && this._address && !document.hidden) this._timer = setTimeout(() => this.load(true), this._every);
  }

  /** `fresh`: past the browser's cache, unless the server says that its answer has not changed. */
  async load(fresh) {
    this.stop();
    if (!this._address) return;
    const under = (this._under = new AbortController());
    this._asked = Date.now();
    this._tell("begin");
    let refusal;
    try {
      const isNew = await this._persist(under.signal, fresh);
      if (under !== this._under) return;
      if (isNew) this._tell("end");
      else this._tell("same");
    } catch (cause) {
      if (under !== this._under) return; // no longer wanted
      refusal = cause;
      this._known = undefined;
      this._tell("refuse", cause.kind || "network", this._address, String(cause.message || cause));
    }
    this._failed = refusal && (refusal.kind || "network");
    this._under = undefined;
    this._wait();
  }

  async _persist(signal, fresh) {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this._attempt(signal, fresh);
      } catch (cause) {
        if (signal.aborted || cause.pause === undefined || attempt === RETRIES) throw cause;
        const backOff = FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random());
        await this._pause(Math.min(Math.max(backOff, cause.pause), LONGEST_PAUSE_MS), signal);
        this._tell("begin");
      }
    }
  }

  /** Cut short where the connection comes back, or nobody waits any more. */
  _pause(ms, signal) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this._wake = resolve;
      signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve();
      });
    }).then(() => {
      this._wake = undefined;
    });
  }

  async _attempt(signal, fresh) {
    if (signal.aborted) throw new Refusal("network", "aborted");
    const inner = new AbortController();
    let silent = false;
    let timer;
    const stop = () => inner.abort();
    const alive = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        silent = true;
        stop();
      }, SILENCE_MS);
    };
    signal.addEventListener("abort", stop);
    alive();
    try {
      let answer = await this._ask(inner.signal, fresh);
      // A token may have run out: the host's fetcher is asked once more, and may bring a new one.
      if (this.fetcher && DENIED.includes(answer.status)) answer = await this._ask(inner.signal, fresh);
      const { status } = answer;
      if (DENIED.includes(status)) throw new Refusal("signed_out", String(status));
      const tag = answer.headers.get("etag");
      if (status === 304 || (fresh && tag && tag === this._known)) {
        if (answer.body) answer.body.cancel();
        return false;
      }
      if (!answer.ok) {
        const pause = LATER.includes(status) ? retryAfter(answer.headers.get("retry-after")) : undefined;
        throw new Refusal("http", String(status), pause);
      }
      await this._read(answer, alive, signal);
      this._known = tag;
      return true;
    } catch (cause) {
      if (cause instanceof Refusal) throw cause;
      throw new Refusal("network", silent ? `${SILENCE_MS / 1000} s of silence` : String(cause.message || cause), 0);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
    }
  }

  async _ask(signal, fresh) {
    const init = fresh ? { signal, cache: "no-cache" } : { signal };
    const first = this._first;
    this._first = undefined;
    const fits = first && first.src === this._address && !this.fetcher && !fresh;
    if (fits) signal.addEventListener("abort", () => first.stop.abort());
    else if (first) first.stop.abort();
    const ask = this.fetcher || (fits ? () => first.answer : fetch);
    const answer = await ask.call(undefined, this._address, init);
    if (!answer || !answer.headers) throw new Refusal("network", `${answer}, which is no Response`);
    return answer;
  }

  async _read(answer, alive, signal) {
    if (!answer.body) return;
    // Packed on the way, the length is that of the packed bytes.
    let total = answer.headers.get("content-encoding") ? NaN : Number(answer.headers.get("content-length"));
    let reader = answer.body.getReader();
    let part = await reader.read();
    if (part.value && part.value[0] === 0x1f && part.value[1] === 0x8b) {
      total = NaN;
      reader = unpacked(reader, part.value);
      part = await reader.read();
    }
    for (let received = 0; !part.done; part = await reader.read()) {
      alive();
      if (signal.aborted) throw new Refusal("network", "aborted");
      received += part.value.length;
      if (received > this._limit) {
        reader.cancel();
        throw new Refusal("limit", `more than ${this._limit} bytes`);
      }
      this._tell("take", part.value, total || undefined);
    }
  }
}
