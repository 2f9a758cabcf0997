import { readEnvironment } from './environment.js';

describe('readEnvironment', () => {
  it('leaves the defaults to the sandbox', () => {
    expect(readEnvironment({})).toEqual({ port: 3001, record: false, callbackHosts: [] });
    expect(readEnvironment({ PORT: ' ', HOST: '' })).toEqual({
      port: 3001,
      record: false,
      callbackHosts: [],
    });
  });

  it('reads every variable', () => {
    const options = readEnvironment({
      HOST: '0.0.0.0',
      PORT: '0',
      PUBLIC_URL: 'https://dqe.example',
      DQE_LICENCE: 'L',
      DQE_CLIENT_SECRET: 'S',
      DQE_PARTNER_NAME: 'P',
      SANDBOX_TOKEN_ERRORS: 'http400',
      SANDBOX_TOKEN_SHAPE: 'status',
      SANDBOX_TOKEN_TTL_SECONDS: '60',
      SANDBOX_LATENCY_MS: '5',
      SANDBOX_SLOW_MS: '100',
      SANDBOX_PENDING_TIMES: '0',
      SANDBOX_STATE_FILE: '.data/sandbox.json',
      SANDBOX_CALLBACK_HOSTS: 'admin, partner.test',
    });
    expect(options).toEqual({
      ...{ host: '0.0.0.0', port: 0, publicUrl: 'https://dqe.example', record: false },
      ...{ licence: 'L', clientSecret: 'S', partnerName: 'P', tokenErrors: 'http400', tokenShape: 'status' },
      ...{ tokenTtlSeconds: 60, latencyMs: 5, slowMs: 100, pendingTimes: 0, stateFile: '.data/sandbox.json' },
      callbackHosts: ['admin', 'partner.test'],
    });
  });

  it.each([
    { PORT: 'http' },
    { SANDBOX_SLOW_MS: '-1' },
    { PUBLIC_URL: 'dqe.example' },
    { SANDBOX_TOKEN_SHAPE: 'x' },
  ])('refuses %j by name', (environment) => {
    expect(() => readEnvironment(environment)).toThrow(Object.keys(environment)[0]);
  });
});
