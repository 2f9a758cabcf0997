import type { LookupAddress } from 'node:dns';
import type { Agent } from 'undici';
import { verified, WebhookReceiver } from '../../../../test/support/webhook-receiver.js';
import { guardedAgent } from './guarded-agent.js';
import { WebhookClock } from './webhook-clock.js';
import { WebhookSender } from './webhook-sender.js';

const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
const OLD_SECRET = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;
const BODY = '{"type":"webhook.test","timestamp":"2026-03-01T12:00:00.000Z","data":{"name":"Zoë"}}';
const NEVER = new AbortController().signal;

let receiver: WebhookReceiver;
const agents: Agent[] = [];
beforeEach(async () => {
  receiver = await WebhookReceiver.start();
});
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.destroy()));
  await receiver.close();
});

function send(
  url: string,
  {
    allowLoopback = true,
    timeoutMs = 5_000,
    signal = NEVER,
    secrets = [SECRET],
    resolved = '127.0.0.1',
  } = {},
) {
  const addresses: LookupAddress[] = resolved.split(' ').map((address) => ({
    address,
    family: address.includes(':') ? 6 : 4,
  }));
  const agent = guardedAgent({ allowLoopback }, (_hostname, callback) => callback(null, addresses));
  agents.push(agent);
  const sender = new WebhookSender(agent, new WebhookClock(), timeoutMs);
  return sender.send({ url, id: 'id-1', body: BODY, secrets }, signal);
}

it('sends the body to the letter, signed by every secret', async () => {
  const result = await send(receiver.url('/hooks?key=1'), { secrets: [SECRET, OLD_SECRET] });
  expect(result).toMatchObject({ responseStatus: 204, error: null, retryAfterMs: null });
  expect(result.durationMs).toBeGreaterThanOrEqual(0);
  const [webhook] = receiver.received;
  expect(webhook).toMatchObject({ path: '/hooks?key=1', body: BODY, id: 'id-1' });
  expect(webhook!.headers).toMatchObject({
    'content-type': 'application/json',
    'user-agent': expect.stringMatching(/^dqe-idmobile-admin\//),
  });
  for (const secret of [SECRET, OLD_SECRET]) expect(verified(webhook!, secret).data).toEqual({ name: 'Zoë' });
  const other = `whsec_${Buffer.alloc(32, 3).toString('base64')}`;
  expect(() => verified(webhook!, other)).toThrow('No matching signature');
  expect(() => verified({ ...webhook!, body: `${BODY} ` }, SECRET)).toThrow('No matching signature');
});

it('does not follow redirects', async () => {
  receiver.answer = (response) => response.writeHead(302, { location: receiver.url('/elsewhere') }).end();
  expect(await send(receiver.url())).toMatchObject({ responseStatus: 302, error: null });
  expect(receiver.at('/elsewhere')).toEqual([]);
});

it('reads when to come back', async () => {
  receiver.answer = (response) => response.writeHead(503, { 'retry-after': '90' }).end();
  expect(await send(receiver.url())).toMatchObject({ responseStatus: 503, retryAfterMs: 90_000 });
});

it('gives up on a receiver that does not answer in time, however busy it looks', async () => {
  receiver.answer = (response) => {
    const drip = setInterval(() => response.writeProcessing(), 5);
    response.on('close', () => clearInterval(drip));
  };
  expect(await send(receiver.url(), { timeoutMs: 100 })).toMatchObject({
    responseStatus: null,
    error: 'timeout',
  });
});

it('takes the status, and not more of the body than it has to', async () => {
  let sent = 0;
  const chunk = Buffer.alloc(64 * 1024);
  const closed = new Promise((resolve) => {
    receiver.answer = (response) => {
      response.on('close', resolve).writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write(chunk)) sent += chunk.length;
      };
      response.on('drain', pour);
      pour();
    };
  });
  expect(await send(receiver.url())).toMatchObject({ responseStatus: 200, error: null });
  await closed;
  expect(sent).toBeLessThan(64 * 1024 * 1024);
});

it('a body that never ends after a good status does not make it a bad one', async () => {
  receiver.answer = (response) => void response.writeHead(200).write('x');
  expect(await send(receiver.url(), { timeoutMs: 200 })).toMatchObject({ responseStatus: 200, error: null });
});

it('can be interrupted', async () => {
  const stop = new AbortController();
  receiver.answer = () => stop.abort();
  expect(await send(receiver.url(), { signal: stop.signal })).toMatchObject({ error: 'interrupted' });
});

it.each([
  ['nobody listens', 'connection_refused'],
  ['the connection is cut', 'connection_lost'],
  ['it is no HTTP', 'malformed_response'],
  ['it is no TLS', 'tls_failed'],
])('says what was wrong: %s', async (what, error) => {
  receiver.answer = (response) => {
    if (what === 'the connection is cut') response.socket!.destroy();
    else response.socket!.end('NOT HTTP\r\n\r\n');
  };
  const { port } = receiver;
  if (what === 'nobody listens') await receiver.close();
  const url = what === 'it is no TLS' ? `https://127.0.0.1:${port}/` : `http://127.0.0.1:${port}/`;
  expect(await send(url)).toMatchObject({ responseStatus: null, error });
});

describe('an address that is not allowed', () => {
  it.each([
    ['a name that leads to this machine', 'http://partner.example', '127.0.0.1'],
    ['a name that leads to this machine by IPv6', 'http://partner.example', '::1'],
    ['a name that leads to a mapped address of this machine', 'http://partner.example', '::ffff:127.0.0.1'],
    ['a name that leads to the cloud’s metadata', 'https://partner.example', '169.254.169.254'],
    ['a name that leads to a private network too', 'https://partner.example', '93.184.215.14 10.0.0.1'],
    ['an address in itself', 'http://127.0.0.1', '93.184.215.14'],
    ['an address of IPv6 in itself', 'http://[::1]', '93.184.215.14'],
    ['an address in disguise', 'http://0x7f.1', '93.184.215.14'],
  ])('is not connected to: %s', async (_what, origin, resolved) => {
    const result = await send(`${origin}:${receiver.port}/`, { allowLoopback: false, resolved });
    expect(result).toMatchObject({ responseStatus: null, error: 'address_not_allowed' });
    expect(receiver.received).toEqual([]);
  });

  it('is told from a name there is not', async () => {
    const agent = guardedAgent({ allowLoopback: false });
    agents.push(agent);
    const sender = new WebhookSender(agent, new WebhookClock());
    const result = await sender.send(
      { url: 'https://nobody.invalid/', id: '1', body: '', secrets: [] },
      NEVER,
    );
    expect(result).toMatchObject({ error: 'host_not_found' });
  });
});
