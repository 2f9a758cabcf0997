import { type Dispatcher, request } from 'undici';
import { VERSION } from '../../package-root.js';
import type { Mirror } from './mirror.js';

const TIMEOUT_MS = 15_000;
/** How much of an answer is read, so that its connection can be used again. */
const ANSWER_LIMIT_BYTES = 16 * 1024;

/** An address that notes are sent to; any 2xx means that it has kept one. */
export class UrlMirror implements Mirror {
  constructor(
    readonly label: string,
    private readonly url: string,
    private readonly dispatcher: Dispatcher,
  ) {}

  async write(note: string, signal: AbortSignal): Promise<void> {
    const { statusCode, body } = await request(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'user-agent': `dqe-idmobile-admin/${VERSION}`,
      },
      body: note,
      dispatcher: this.dispatcher,
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await body.dump({ limit: ANSWER_LIMIT_BYTES }).catch(() => undefined);
    if (statusCode < 200 || statusCode > 299) throw new Error(`the mirror answered ${statusCode}`);
  }
}
