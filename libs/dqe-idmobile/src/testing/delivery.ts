import type { ServerResponse } from 'node:http';
import type { Reply } from './reply.js';

const TRICKLE_PIECES = 10;

function headOf(reply: Reply): Record<string, string | number> {
  return {
    'content-type': reply.type,
    'content-length': Buffer.byteLength(reply.body),
    'cache-control': 'no-store',
    ...reply.headers,
  };
}

/** Calls back after a while, unless the connection is gone by then. */
function later(response: ServerResponse, ms: number, then: () => void): void {
  const timer = setTimeout(then, ms);
  response.once('close', () => clearTimeout(timer));
}

function trickle(response: ServerResponse, reply: Reply, slowMs: number): void {
  const body = Buffer.from(reply.body);
  const size = Math.max(1, Math.ceil(body.length / TRICKLE_PIECES));
  let sent = 0;
  response.writeHead(reply.status, headOf(reply)).flushHeaders();
  const timer = setInterval(() => {
    response.write(body.subarray(sent, sent + size));
    sent += size;
    if (sent >= body.length) response.end();
  }, slowMs / TRICKLE_PIECES);
  response.once('close', () => clearInterval(timer));
}

function cutInside(response: ServerResponse, reply: Reply): void {
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, headOf(reply));
  // Only once the first half is out is it certain to reach the caller before the cut.
  response.write(body.subarray(0, body.length / 2), () => response.destroy());
}

/** Sends a reply the way it wants to be sent. */
export function deliver(response: ServerResponse, reply: Reply, slowMs: number): void {
  switch (reply.delivery) {
    case undefined:
      response.writeHead(reply.status, headOf(reply)).end(reply.body);
      return;
    case 'slow':
      later(response, slowMs, () => response.writeHead(reply.status, headOf(reply)).end(reply.body));
      return;
    case 'trickle':
      trickle(response, reply, slowMs);
      return;
    case 'cut-before':
      response.destroy();
      return;
    case 'cut-inside':
      cutInside(response, reply);
      return;
    case 'never':
      return;
  }
}

/** Delivers after a delay, or at once where there is none. */
export function deliverAfter(
  response: ServerResponse,
  reply: Reply,
  latencyMs: number,
  slowMs: number,
): void {
  if (latencyMs === 0) deliver(response, reply, slowMs);
  else later(response, latencyMs, () => deliver(response, reply, slowMs));
}
