import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export type Call = '/ACCESS_TOKEN/' | '/IDMOBILE/' | '/GET/';

/** One exchange on its way: what came from us, and the ways on and back. */
interface Exchange {
  readonly near: Socket;
  readonly far: Socket;
  readonly request: Buffer;
  /** Takes over what comes back. */
  readonly onAnswer: (take: (answer: Buffer) => void) => void;
}

const retryLater =
  'HTTP/1.1 429 Too Many Requests\r\nretry-after: 1\r\ncontent-length: 4\r\ncontent-type: text/plain\r\n\r\nlate';

/** What a network does to one exchange. */
export const FAULTS = {
  /** Nothing is lost, everything takes longer. */
  latency: ({ near, far, request, onAnswer }) => {
    onAnswer((answer) => void setTimeout(() => near.write(answer), 250));
    far.write(request);
  },
  /** Read, not passed on, RST. */
  resetBeforePassing: ({ near }) => void near.resetAndDestroy(),
  /** DQE has it and answers; instead of the answer comes RST. */
  resetAfterPassing: ({ near, far, request, onAnswer }) => {
    onAnswer(() => near.resetAndDestroy());
    far.write(request);
  },
  /** FIN instead of the answer, the other direction stays open. */
  halfOpen: ({ near, far, request, onAnswer }) => {
    onAnswer(() => near.end());
    far.write(request);
  },
  /** The first half of the answer, then FIN. */
  truncated: ({ near, far, request, onAnswer }) => {
    onAnswer((answer) => near.end(answer.subarray(0, answer.length - 20)));
    far.write(request);
  },
  /** A byte at a time, too slowly to be done in time. */
  slowDrip: ({ near, far, request, onAnswer }) => {
    onAnswer((answer) => {
      let sent = 0;
      const drip = setInterval(() => near.write(answer.subarray(sent, (sent += 1))), 40);
      near.once('close', () => clearInterval(drip));
    });
    far.write(request);
  },
  tooManyRequests: ({ near }) => void near.write(retryLater),
  /** Everything goes in, nothing comes out. */
  blackHole: () => undefined,
} as const satisfies Record<string, (exchange: Exchange) => void>;

export type FaultName = keyof typeof FAULTS;

/** A way to the sandbox on which things happen to chosen calls. */
export class FaultyWay {
  /** How many exchanges something happened to. */
  hits = 0;
  /** Connections that were made, and calls that arrived, whatever became of them. */
  connections = 0;
  private fault: { readonly call: Call; readonly name: FaultName; times: number } | null = null;
  private readonly sockets = new Set<Socket>();
  private readonly server = createServer((near) => this.pass(near));
  private resets = false;

  private constructor(private readonly farPort: () => number) {}

  /** @param port asked for at each connection: who is there need not be there yet */
  static async to(port: () => number): Promise<FaultyWay> {
    const way = new FaultyWay(port);
    await way.listen(0);
    return way;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** From now on, `times` calls of this kind meet this fault. */
  meet(call: Call, name: FaultName, times = Infinity): void {
    this.hits = 0;
    this.fault = { call, name, times };
  }

  /** Every connection is reset as soon as it is there, and those there are: nothing can be written. */
  resetConnections(): void {
    this.resets = true;
    for (const socket of this.sockets) socket.resetAndDestroy();
  }

  clear(): void {
    this.fault = null;
    this.resets = false;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private async listen(port: number): Promise<void> {
    this.server.listen(port, '127.0.0.1');
    await once(this.server, 'listening');
  }

  private pass(near: Socket): void {
    this.connections += 1;
    if (this.resets) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(this.farPort(), '127.0.0.1');
    const toNear = (answer: Buffer): void => void near.write(answer);
    let take = toNear;
    far.on('data', (answer: Buffer) => take(answer));
    near.on('data', (request: Buffer) => {
      take = toNear;
      const call = /^\w+ (\/\w+\/)/.exec(request.toString('latin1'))?.[1];
      const { fault } = this;
      if (fault === null || fault.call !== call || fault.times <= 0) {
        far.write(request);
        return;
      }
      fault.times -= 1;
      this.hits += 1;
      FAULTS[fault.name]({ near, far, request, onAnswer: (taken) => void (take = taken) });
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
  }
}
