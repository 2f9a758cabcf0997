// The built service, with a handler of notices in it. Each notice becomes a line of NOTICES_FILE; the first one of all
// kills the process before the handler is done.
import { appendFileSync, existsSync } from 'node:fs';

import 'reflect-metadata';
import { OnMatchConsentRequired, OnMatchSettled } from 'nestjs-dqe-idmobile';

import { ADMIN_FEATURES } from '../../apps/admin/dist/admin-features.js';
import { createAdminApp } from '../../apps/admin/dist/create-admin-app.js';
import { stopOnSignals } from '../../apps/admin/dist/stop-on-signals.js';

const file = process.env['NOTICES_FILE'];

class Listener {
  hear(notice) {
    const first = !existsSync(file);
    appendFileSync(file, `${JSON.stringify(notice)}\n`);
    if (first) process.kill(process.pid, 'SIGKILL');
  }
}
const hear = Object.getOwnPropertyDescriptor(Listener.prototype, 'hear');
for (const decorate of [OnMatchSettled(), OnMatchConsentRequired()])
  decorate(Listener.prototype, 'hear', hear);

class ListeningModule {}
const listening = { module: ListeningModule, providers: [{ provide: Listener, useValue: new Listener() }] };

const app = await createAdminApp({ env: process.env, modules: [...ADMIN_FEATURES, listening] });
stopOnSignals(app, () => undefined);
await app.listen(Number(process.env['PORT']), '127.0.0.1');
console.log(`http://localhost:${app.getHttpServer().address().port}/`);
