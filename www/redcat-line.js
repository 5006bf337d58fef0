// What passes between a host page and the iframe page, over one MessagePort, as each side sees it. In: the port, the
// acts that the other side may ask for. Out: questions with answers, and tellings without. Whatever else arrives is
// ignored.

/** What the host says where it hands over the port; the number changes where the two sides would not understand each other. */
export const GREETING = "redcat-frame/1";

/** Large bytes change hands rather than being copied. */
const moved = (values) => values.filter((value) => value instanceof ArrayBuffer);

export class Line {
  /** `acts`: functions by name; what one returns, or the promise of it, is the answer. */
  constructor(port, acts) {
    this._port = port;
    this._acts = new Map(Object.entries(acts));
    this._asked = new Map();
    this._last = 0;
    port.onmessage = ({ data }) => this._hear(data);
  }

  /** Does not wait for an answer. */
  tell(act, ...args) {
    this._port.postMessage({ act, args }, moved(args));
  }

  /** Rejected where the other side refuses or fails. */
  ask(act, ...args) {
    return new Promise((resolve, reject) => {
      const id = (this._last += 1);
      this._asked.set(id, { resolve, reject });
      this._port.postMessage({ id, act, args }, moved(args));
    });
  }

  /** Nothing passes any more; what was asked is not answered. */
  close() {
    this._port.close();
    for (const { reject } of this._asked.values()) reject(new Error("the frame has gone"));
    this._asked.clear();
  }

  _hear(said) {
    if (!said || typeof said !== "object") return;
    const { id, act, args } = said;
    if (act === undefined) return this._answered(said);
    const answer = this._do(act, args);
    if (id === undefined) return answer.catch((cause) => console.error(String(cause)));
    answer
      .then((value) => this._port.postMessage({ id, value }, moved([value])))
      .catch((cause) => this._port.postMessage({ id, refusal: String((cause && cause.message) || cause) }));
  }

  async _do(act, args) {
    const known = this._acts.get(act);
    if (!known || !Array.isArray(args)) throw new Error(`no such act: ${act}`);
    return known(...args);
  }

  _answered({ id, value, refusal }) {
    const asked = this._asked.get(id);
    if (!asked) return;
    this._asked.delete(id);
    if (refusal === undefined) asked.resolve(value);
    else asked.reject(new Error(refusal));
  }
}
