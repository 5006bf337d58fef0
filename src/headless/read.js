
// `Report.read`: a document is read while it arrives and put in order in slices, so that whatever else its thread has to
// do comes in between. Written behind what wasm-bindgen makes of the program.

const PIECE = 1 << 18; // bytes or letters that are read at once
const SLICE_MS = 10; // of work before others have their turn

const turn = () =>
  new Promise((go) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => go(port1.close());
    port2.postMessage(0);
  });

/** Why nobody wants it any more; browsers of 2021 do not know. */
const why = (signal) => signal.reason || new DOMException("The operation was aborted.", "AbortError");

/** What is behind `reader`, whose first part was read, unpacked. */
const unpacked = (first, reader) => {
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

const isPacked = (bytes) => bytes && bytes[0] === 0x1f && bytes[1] === 0x8b;

/** A piece of bytes or of text, not cut inside a letter of two halves. */
const cut = (part, at) => {
  if (typeof part !== "string") return part.subarray(at, at + PIECE);
  const end = at + PIECE;
  return part.slice(at, (part.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : end);
};

/** The parts of a document, as they come, until nobody wants them. */
async function* parts(source, told, signal) {
  if (typeof source === "string") return yield source;
  if (source instanceof ArrayBuffer) source = new Uint8Array(source);
  if (ArrayBuffer.isView(source)) {
    told.totalBytes = source.byteLength;
    if (!isPacked(source)) return yield source;
    source = new Blob([source]).stream();
  }
  let reader = source.getReader();
  const cancel = () => reader.cancel().catch(() => {});
  if (signal) signal.addEventListener("abort", cancel);
  let part = await reader.read();
  try {
    if (isPacked(part.value)) {
      told.totalBytes = null;
      reader = unpacked(part.value, reader);
      part = await reader.read();
    }
    for (; !part.done; part = await reader.read()) yield part.value;
  } finally {
    if (signal) signal.removeEventListener("abort", cancel);
    if (!part.done) cancel();
  }
}

Report.read = async (source, { signal, progress } = {}) => {
  const reading = new Reading();
  const told = { bytes: 0, totalBytes: null, rows: 0, totalRows: null };
  let since = performance.now();
  const rest = async () => {
    if (signal && signal.aborted) throw why(signal);
    if (performance.now() - since < SLICE_MS) return;
    if (progress) progress({ ...told });
    await turn();
    since = performance.now();
    if (signal && signal.aborted) throw why(signal);
  };
  try {
    if (typeof Response !== "undefined" && source instanceof Response) {
      const { ok, status, url, headers } = source;
      if (!ok) {
        const fault = { kind: "http", path: url, found: String(status), expected: "status 200" };
        const cause = new Error(`${url}: found ${status}, expected status 200`);
        throw Object.assign(cause, { name: "RedcatError", kind: "http", path: url, faults: [fault] });
      }
      if (!headers.get("content-encoding")) told.totalBytes = Number(headers.get("content-length")) || null;
      source = source.body || "";
    } else if (typeof Blob !== "undefined" && source instanceof Blob) {
      told.totalBytes = source.size;
      source = source.stream();
    }
    await rest();
    for await (const part of parts(source, told, signal)) {
      for (let at = 0, piece; at < part.length; at += piece.length) {
        piece = cut(part, at);
        told.bytes = reading.feed(piece);
        await rest();
      }
    }
    if (signal && signal.aborted) throw why(signal);
    reading.end();
    [told.totalBytes, told.totalRows] = [told.bytes, reading.rows];
    while (reading.step()) {
      told.rows = reading.done;
      await rest();
    }
    told.rows = told.totalRows;
    if (progress) progress({ ...told });
  } catch (cause) {
    reading.free();
    throw cause;
  }
  return reading.report();
};
