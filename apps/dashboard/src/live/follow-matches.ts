import { ApiProblem } from '../api/api-problem.ts';
import { send } from '../api/call.ts';
import type { Match } from '../matches/match.ts';
import { EventBlocks } from './event-blocks.ts';

export interface Follower {
  readonly onMatch: (match: Match) => void;
  /** Too much was missed: what is shown has to be read anew. */
  readonly onReset: () => void;
  /** Whether it is heard at the moment. */
  readonly onLive: (live: boolean) => void;
}

/** Milliseconds. */
const [SOON, LATER] = [3_000, 30_000] as const;

/**
 * Follows what becomes of matches until it is told to stop; comes back by itself, and goes on where it was. By fetch: an
 * EventSource sends no key.
 */
export async function followMatches(follower: Follower, signal: AbortSignal): Promise<void> {
  const blocks = new EventBlocks();
  const stopped = () => signal.aborted;
  while (!stopped()) {
    let pause: number = SOON;
    try {
      await listen(blocks, follower, signal);
    } catch (error) {
      if (error instanceof ApiProblem && [401, 403, 404].includes(error.status)) return;
      pause = error instanceof ApiProblem && error.status >= 400 ? LATER : SOON;
    }
    if (stopped()) return;
    follower.onLive(false);
    await sleep(pause, signal);
  }
}

async function listen(blocks: EventBlocks, follower: Follower, signal: AbortSignal): Promise<void> {
  const answer = await send('GET', 'matches/stream', {
    signal,
    headers: {
      accept: 'text/event-stream',
      ...(blocks.lastId === null ? {} : { 'last-event-id': blocks.lastId }),
    },
  });
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const piece = await reader?.read();
    if (piece === undefined || piece.done) return;
    for (const { event, data } of blocks.take(piece.value)) {
      if (event === 'ready') follower.onLive(true);
      else if (event === 'reset') follower.onReset();
      else if (event === 'match') follower.onMatch(JSON.parse(data) as Match);
    }
  }
}

const sleep = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
