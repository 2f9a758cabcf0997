import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** What of the built service a process is started of. */
export const built = (file) => fileURLToPath(new URL(`../../apps/admin/dist/${file}`, import.meta.url));

/**
 * The service as it is built, in a process of its own, on a port that is free.
 * @returns where its dashboard is, with a slash at the end; and what ends it
 */
export async function startService(env) {
  const service = spawn(process.execPath, [built('main.js')], {
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stop = async () => {
    service.kill('SIGTERM');
    if (service.exitCode === null) await once(service, 'exit');
  };
  return { home: await address(service), stop };
}

async function address(service) {
  let printed = '';
  for await (const chunk of service.stderr) {
    printed += chunk;
    const found = /Dashboard\s+(http\S+)/.exec(printed);
    if (found !== null) return found[1];
  }
  throw new Error(printed);
}
