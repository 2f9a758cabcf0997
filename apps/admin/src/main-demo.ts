import 'reflect-metadata';
import { resolve } from 'node:path';
import { AuditModule } from './audit/audit.module.js';
import { ConfigurationError } from './config/configuration.error.js';
import { createAdminApp } from './create-admin-app.js';
import { DemoBusyError, DemoPresentError, DemoRefusedError } from './demo/demo-errors.js';
import { DemoModule } from './demo/demo.module.js';
import { DEMO, DemoService } from './demo/demo.service.js';
import { KeysModule } from './keys/keys.module.js';
import { PersistenceModule } from './persistence/persistence.module.js';
import { SubjectsModule } from './subjects/subjects.module.js';

// npm run demo:seed, npm run demo:remove: sample data, and the way back.

const say = (text: string) => void process.stdout.write(`${text}\n`);
const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const tell = (done: number, total: number) => {
  if (process.stdout.isTTY) process.stdout.write(`\r${done} of ${total} matches`);
};

async function run(what: string | undefined): Promise<void> {
  if (what !== 'seed' && what !== 'remove')
    throw new ConfigurationError([
      { variable: 'the command', message: 'is `npm run demo:seed` or `npm run demo:remove`.' },
    ]);
  if (process.env['NODE_ENV'] === 'production' && what === 'seed') throw new DemoRefusedError();
  const began = Date.now();
  const app = await createAdminApp({
    env: { LOG_LEVEL: 'fatal', ...process.env },
    envFile: resolve('.env'),
    modules: [PersistenceModule, SubjectsModule, AuditModule, KeysModule, DemoModule],
  });
  try {
    await app.init();
    const demo = app.get(DemoService, { strict: false });
    if (what === 'seed') {
      const matches = await demo.load(DEMO, tell);
      say(
        `\r${matches} matches of ${DEMO.persons} invented people in ${seconds(began)}. Start the service: npm start`,
      );
      say('They enter the evidence log while it runs. `npm run demo:remove` takes them away again.');
    } else {
      const { removed, held, persons } = await demo.remove(tell);
      say(`\r${removed} matches and the keys of ${persons} people removed in ${seconds(began)}.`);
      if (held > 0) say(`${held} matches stay: a legal hold is on them.`);
    }
  } finally {
    await app.close();
  }
}

run(process.argv[2]).catch((error: unknown) => {
  process.exitCode = 1;
  const known = [DemoRefusedError, DemoBusyError, DemoPresentError, ConfigurationError];
  if (!known.some((type) => error instanceof type)) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : 'It failed.'}\n`);
    return;
  }
  const { message } = error as Error;
  process.stderr.write(`${message}\n`);
  if (/DATA_DIR.*process \d+/s.test(message)) {
    process.stderr.write(
      'The service is running on this database. Stop it first, or load the sample data in the dashboard.\n',
    );
  }
});
