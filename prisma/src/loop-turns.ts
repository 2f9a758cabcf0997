/** Milliseconds of statements after which timers and sockets have their turn. */
const LONGEST_MS = 10;

/**
 * PGlite computes in this process and answers by promises alone, which come before timers and sockets: statements of
 * which each follows another would keep those waiting for as long as there are any. What comes out of this is awaited
 * before a statement: it resolves at once, or, where the event loop has not gone round for 10 ms, when it has.
 */
export function loopTurns(longestMs = LONGEST_MS): () => Promise<void> {
  let since = 0;
  let turn: Promise<void> | null = null;
  return async () => {
    if (turn === null) {
      since = performance.now();
      turn = new Promise((resolve) => {
        setImmediate(() => {
          turn = null;
          resolve();
        });
      });
    }
    if (performance.now() - since >= longestMs) await turn;
  };
}
