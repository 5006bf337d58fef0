// One number for an answer, the same as the native loop's (src/checksum.rs). In: group numbers, ascending or in the order
// of a ranking, and their sums side by side. Groups whose sums are all zero are left out: not every engine lists them.

export class Checksum {
  #state = 0x811c9dc5;

  /** Whole numbers up to 2^53. */
  add(number) {
    this.#word(number % 4294967296);
    this.#word(Math.floor(number / 4294967296));
  }

  #word(word) {
    const state = Math.imul(this.#state ^ word, 0x01000193);
    this.#state = state ^ (state >>> 15);
  }

  get value() {
    return this.#state >>> 0;
  }
}

/** Of `{ codes, sums }`; without codes the sums are those of all groups. `width` sums for each. */
export function checksum({ codes, sums }, width) {
  const sum = new Checksum();
  const groups = sums.length / width;
  for (let at = 0; at < groups; at++) {
    let some = false;
    for (let n = at * width; n < (at + 1) * width; n++) some ||= sums[n] !== 0;
    if (!some) continue;
    sum.add(codes ? codes[at] : at);
    for (let n = at * width; n < (at + 1) * width; n++) sum.add(sums[n]);
  }
  return sum.value;
}
