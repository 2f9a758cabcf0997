// The built service, that dies by SIGKILL the nth time it passes the point KILL_AT names; no point, no difference.
// The product holds no hook for this: what it calls is wrapped from out here, before it starts.
import { subscribe } from 'node:diagnostics_channel';
import { writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

/** @type {import('./kill-points.js').KillOrder | null} */
const order = JSON.parse(process.env.KILL_AT ?? 'null');
delete process.env.KILL_AT;

let passed = 0;
function pass(label) {
  if (order.where !== undefined && !new RegExp(order.where).test(label)) return;
  passed += 1;
  if (passed < order.nth) return;
  // Past the process's own buffers: nothing after this line is carried out.
  writeSync(2, `\nkilled at ${order.name}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/** What tells one call of a method from another: the request it answers, the name it is given, where a match goes. */
function labelOf(self, [first]) {
  if (self?.req !== undefined) return `${self.req.method} ${self.req.url}`;
  return typeof first === 'string' ? first : String(first?.to ?? '');
}

async function wrap({ module, class: name, method, phase }) {
  const exported = await import(module.startsWith('node:') ? module : new URL(module, ROOT).href);
  const found = exported[name];
  const owner = found?.prototype?.[method] === undefined ? found : found.prototype;
  const original = owner?.[method];
  if (typeof original !== 'function')
    throw new Error(`there is no ${name}.${method} in ${module} to be killed at`);
  owner[method] = function (...args) {
    const label = labelOf(this, args);
    if (phase === 'before') pass(label);
    const result = original.apply(this, args);
    if (phase === 'before') return result;
    if (typeof result?.then !== 'function') {
      pass(label);
      return result;
    }
    return result.then((value) => {
      pass(label);
      return value;
    });
  };
}

async function tear(method) {
  const handle = await open(fileURLToPath(import.meta.url));
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const original = prototype[method];
  prototype[method] = async function (text, ...rest) {
    await original.call(this, text.slice(0, text.length / 2), ...rest);
    pass('');
    await original.call(this, text.slice(text.length / 2), ...rest);
  };
}

if (order?.halfway !== undefined) await tear(order.halfway);
else if (order?.channel !== undefined) subscribe(order.channel, ({ request }) => pass(request.path));
else if (order !== null) await wrap(order);
await import(new URL('apps/admin/dist/main.js', ROOT).href);
