import { type DynamicModule, type INestApplicationContext, type LoggerService, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  DqeIdmobileModule,
  type DqeIdmobileOptions,
  InMemoryMatchStore,
  MatchingService,
} from 'nestjs-dqe-idmobile';
import { type DqeSandbox, type DqeSandboxOptions, startDqeSandbox } from 'nestjs-dqe-idmobile/testing';

/** What was logged, as text. */
export class LogCapture implements LoggerService {
  readonly lines: string[] = [];
  readonly log = (...args: unknown[]) => void this.lines.push(args.map(String).join(' '));
  readonly error = this.log;
  readonly warn = this.log;
  readonly debug = this.log;
  readonly verbose = this.log;
  readonly fatal = this.log;
}

@Module({})
class Consumer {}

/** A consumer's Nest application with this library in it. */
export interface IdmobileApp {
  readonly app: INestApplicationContext;
  readonly matching: MatchingService;
  readonly log: LogCapture;
  readonly close: () => Promise<void>;
}

export async function startApp(imported: DynamicModule): Promise<IdmobileApp> {
  const log = new LogCapture();
  const app = await NestFactory.createApplicationContext(
    { module: Consumer, imports: [imported] },
    {
      logger: log,
      abortOnError: false,
    },
  );
  return { app, matching: app.get(MatchingService, { strict: false }), log, close: () => app.close() };
}

/** The options a module needs to talk to a sandbox. */
export const optionsFor = (sandbox: DqeSandbox): DqeIdmobileOptions => ({
  baseUrl: sandbox.url,
  licence: sandbox.licence,
  clientSecret: sandbox.clientSecret,
  partnerName: sandbox.partnerName,
  redirectUri: 'https://www.partner.example/callback?tenant=7',
  pendingBackoffMs: { first: 2, longest: 10 },
});

/** A sandbox, an application that talks to it, and a store to look into. */
export interface Bench extends IdmobileApp {
  readonly sandbox: DqeSandbox;
  readonly store: InMemoryMatchStore;
}

export async function startBench(
  more: Partial<DqeIdmobileOptions> = {},
  sandboxOptions: DqeSandboxOptions = {},
): Promise<Bench> {
  const sandbox = await startDqeSandbox(sandboxOptions);
  const store = new InMemoryMatchStore();
  try {
    const app = await startApp(DqeIdmobileModule.forRoot({ ...optionsFor(sandbox), store, ...more }));
    return {
      ...app,
      ...{ sandbox, store },
      close: async () => {
        await app.close();
        await sandbox.close();
      },
    };
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}
