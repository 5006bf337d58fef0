// Taking turns. In: engines and something to do. Out: how long each took. The order of engines is another one at every
// turn, so that none always meets the caches that the same one left behind.

let turn = 0;

/** Engines in the order of this turn. */
export function inTurn(engines) {
  turn += 1;
  const first = turn % engines.length;
  return [...engines.slice(first), ...engines.slice(0, first)];
}

/** Milliseconds and the result; a promise is waited for, what is none is not. */
export async function timed(work) {
  const begun = performance.now();
  let result = work();
  if (result instanceof Promise) result = await result;
  return { ms: performance.now() - begun, result };
}

/** Rubbish of one turn is not collected in the next one's time. */
export const tidy = () => globalThis.gc?.();

/** Later, in a task of its own. */
export const task = () => new Promise((next) => setTimeout(next));
