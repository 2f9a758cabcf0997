import 'reflect-metadata';
import { resolve } from 'node:path';
import { ADMIN_FEATURES } from './admin-features.js';
import { AdminConfig } from './config/admin-config.js';
import { AdminSecrets } from './config/admin-secrets.js';
import { ConfigurationError } from './config/configuration.error.js';
import { createAdminApp } from './create-admin-app.js';
import { PublicUrl } from './http/public-url.js';
import { InvitationsService } from './people/invitations.service.js';
import { startBanner } from './start-banner.js';
import { outliveReaders } from './outlive-readers.js';
import { stopOnSignals } from './stop-on-signals.js';

outliveReaders();

/** For people; kept apart from the log, which a collector may read from standard output. */
const terminal = process.stdout.isTTY ? process.stdout : process.stderr;
const say = (text: string): void => {
  terminal.write(`${text}\n`);
};

async function start(): Promise<void> {
  const app = await createAdminApp({
    env: process.env,
    envFile: resolve('.env'),
    prettyLog: process.stdout.isTTY,
    modules: ADMIN_FEATURES,
  });
  const config = app.get(AdminConfig);
  stopOnSignals(app, say);
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    await app.close();
    throw explained(error, config);
  }
  const { bootstrapKey } = app.get(AdminSecrets);
  if (bootstrapKey.from === 'generated' && !(await bootstrapKey.keep())) {
    await app.close();
    throw new ConfigurationError([
      { variable: 'DATA_DIR', message: 'is being used by another start at the same time. Start once more.' },
    ]);
  }
  say(
    startBanner({
      url: app.get(PublicUrl).base,
      sandbox: config.sandbox,
      embeddedDatabase: config.databaseUrl === undefined,
      bootstrapKey,
      firstLink: await app.get(InvitationsService, { strict: false }).first(),
    }),
  );
}

function explained(error: unknown, { host, port }: AdminConfig): unknown {
  switch ((error as NodeJS.ErrnoException).code) {
    case 'EADDRINUSE':
      return new ConfigurationError([
        {
          variable: 'PORT',
          message: `${port} is in use on ${host}. Stop the other program, or set another number; 0 takes any free port.`,
        },
      ]);
    case 'EACCES':
      return new ConfigurationError([
        { variable: 'PORT', message: `${port} may not be opened by this user. Use one above 1023.` },
      ]);
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ConfigurationError([
        {
          variable: 'HOST',
          message: `${host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all.`,
        },
      ]);
    default:
      return error;
  }
}

start().catch((error: unknown) => {
  process.exitCode = 1;
  // A mistake in the settings is for the reader to mend: a stack would only hide it.
  process.stderr.write(
    error instanceof ConfigurationError
      ? `${error.message}\n`
      : `The service could not start.\n${error instanceof Error ? (error.stack ?? error.message) : ''}\n`,
  );
  process.exit();
});
