import { type DynamicModule, Inject, Injectable, Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { NestFactory } from '@nestjs/core';

import { LogCapture, optionsFor, startApp } from '../../../test/support/idmobile-app.js';
import { dqeIdmobileConfig } from './config.js';
import { DqeIdmobileModule } from './dqe-idmobile.module.js';
import type { DqeIdmobileOptionsFactory } from './dqe-idmobile.module-definition.js';
import { DQE_HTTP, DQE_OPTIONS } from './dqe-idmobile.constants.js';
import { DqeOptionsError } from './errors/dqe-errors.js';
import { MatchingService } from './matching/matching.service.js';
import type { DqeIdmobileOptions, ResolvedDqeIdmobileOptions } from './options/dqe-idmobile-options.js';
import { type DqeSandbox, startDqeSandbox } from './testing/index.js';

let sandbox: DqeSandbox;
let options: DqeIdmobileOptions;
const environment = { ...process.env };

beforeAll(async () => {
  sandbox = await startDqeSandbox();
  options = optionsFor(sandbox);
});
beforeEach(() => {
  sandbox.reset();
  Object.assign(process.env, {
    ...{ DQE_BASE_URL: sandbox.url, DQE_LICENCE: sandbox.licence, DQE_CLIENT_SECRET: sandbox.clientSecret },
    ...{ DQE_PARTNER_NAME: sandbox.partnerName, DQE_REDIRECT_URI: options.redirectUri, DQE_CODE_NAME: '' },
  });
});
afterEach(() => {
  for (const name of Object.keys(process.env)) {
    if (name.startsWith('DQE_')) Reflect.deleteProperty(process.env, name);
  }
  Object.assign(process.env, environment);
});
afterAll(() => sandbox.close());

@Injectable()
class Settings implements DqeIdmobileOptionsFactory {
  createDqeIdmobileOptions = () => Promise.resolve(options);
}
@Module({ providers: [Settings], exports: [Settings] })
class SettingsModule {}

@Module({})
class Root {}

/** Every way to configure the module, and one module for each. */
const WAYS: [string, (more?: { isGlobal?: boolean }) => DynamicModule][] = [
  ['forRoot', (more) => DqeIdmobileModule.forRoot({ ...options, ...more })],
  [
    'forRootAsync with useFactory',
    (more) =>
      DqeIdmobileModule.forRootAsync({
        ...{ imports: [SettingsModule], inject: [Settings], ...more },
        useFactory: (settings: Settings) => settings.createDqeIdmobileOptions(),
      }),
  ],
  ['forRootAsync with useClass', (more) => DqeIdmobileModule.forRootAsync({ useClass: Settings, ...more })],
  [
    'forRootAsync with useExisting',
    (more) => DqeIdmobileModule.forRootAsync({ imports: [SettingsModule], useExisting: Settings, ...more }),
  ],
  [
    'the configuration of @nestjs/config',
    (more) => DqeIdmobileModule.forRootAsync({ ...dqeIdmobileConfig.asProvider(), ...more }),
  ],
];

const CAMILLE = {
  number: '0600001001',
  identity: { firstName: 'Camille', lastName: 'Martin', birthDate: '1985-04-12' },
};

describe.each(WAYS)('the module by %s', (_way, make) => {
  it('matches, and shows its options frozen', async () => {
    const { app, matching, close } = await startApp(make());
    try {
      expect(await matching.match(CAMILLE)).toMatchObject({
        outcome: 'scored',
        verdict: { result: 'match' },
      });
      expect(await matching.match({ number: '0600001003', identity: {}, consent: {} })).toMatchObject({
        outcome: 'consent_required',
      });
      const resolved = app.get<ResolvedDqeIdmobileOptions>(DQE_OPTIONS, { strict: false });
      expect(resolved).toMatchObject({ baseUrl: sandbox.url, timeoutMs: 10_000 });
      expect(Object.isFrozen(resolved)).toBe(true);
    } finally {
      await close();
    }
  });

  it.each([true, false])('is seen by modules that do not import it if isGlobal: %s', async (isGlobal) => {
    @Injectable()
    class Consumer {
      constructor(
        readonly matching: MatchingService,
        @Inject(DQE_HTTP) readonly http: unknown,
      ) {}
    }
    @Module({ providers: [Consumer] })
    class Elsewhere {}

    const root = { module: Root, imports: [make({ isGlobal }), Elsewhere] };
    const booted = NestFactory.createApplicationContext(root, {
      logger: new LogCapture(),
      abortOnError: false,
    });
    if (!isGlobal) {
      await expect(booted).rejects.toThrow(/can't resolve dependencies of the Consumer/);
      return;
    }
    const app = await booted;
    expect(app.get(Consumer, { strict: false }).matching).toBeInstanceOf(MatchingService);
    await app.close();
  });
});

describe('a mistake in the options', () => {
  it('stops the application at its start, all mistakes named', async () => {
    const boot = startApp(DqeIdmobileModule.forRoot({ ...options, licence: '', timeoutMs: 0 }));
    await expect(boot).rejects.toThrow(DqeOptionsError);
    await expect(boot).rejects.toMatchObject({ problems: [{ field: 'licence' }, { field: 'timeoutMs' }] });
  });

  it('in the environment, too', async () => {
    process.env['DQE_LICENCE'] = '';
    process.env['DQE_TIMEOUT_MS'] = '10s';
    process.env['DQE_HTTP_METHOD'] = 'PATCH';
    const boot = startApp(DqeIdmobileModule.forRootAsync(dqeIdmobileConfig.asProvider()));
    await expect(boot).rejects.toMatchObject({
      problems: [{ field: 'licence' }, { field: 'httpMethod' }, { field: 'timeoutMs' }],
    });
  });
});

describe('the environment', () => {
  it('is read when the application starts, together with what else it configures', async () => {
    process.env['DQE_HTTP_METHOD'] = 'POST';
    process.env['DQE_TIMEOUT_MS'] = '1234';
    process.env['DQE_CODE_NAME'] = 'SHOP-7';
    const { app, matching, close } = await startApp({
      module: Root,
      imports: [
        ConfigModule.forRoot({ isGlobal: true }),
        DqeIdmobileModule.forRootAsync(dqeIdmobileConfig.asProvider()),
      ],
    });
    expect(app.get(DQE_OPTIONS, { strict: false })).toMatchObject({
      ...{ httpMethod: 'POST', tokenHttpMethod: 'POST', timeoutMs: 1234, codeName: 'SHOP-7' },
    });
    await matching.match(CAMILLE);
    expect(sandbox.requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
    expect(sandbox.requests.at(-1)?.params['code_name']).toBe('SHOP-7');
    await close();
  });
});

describe('two modules for two partners', () => {
  it('live side by side, each with a token of its own', async () => {
    const first = await startApp(DqeIdmobileModule.forRoot(options));
    const second = await startApp(DqeIdmobileModule.forRoot({ ...options, licence: 'OTHER' }));
    expect(await first.matching.match(CAMILLE)).toMatchObject({ outcome: 'scored' });
    expect(await second.matching.match(CAMILLE)).toMatchObject({ outcome: 'rejected', error: { id: '22' } });
    await first.close();
    await second.close();
  });
});

describe('the end of the application', () => {
  it('closes its connections', async () => {
    const { matching, close } = await startApp(DqeIdmobileModule.forRoot(options));
    await matching.match(CAMILLE);
    await close();
    await expect(matching.match(CAMILLE)).rejects.toMatchObject({ code: 'DQE_UNREACHABLE', sent: false });
  });
});
