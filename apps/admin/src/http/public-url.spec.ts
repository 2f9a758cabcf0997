import type { HttpAdapterHost } from '@nestjs/core';
import { readEnvironment } from '../config/read-environment.js';
import { PublicUrl } from './public-url.js';

const LISTENING = {
  httpAdapter: { getHttpServer: () => ({ address: () => ({ port: 40_123 }) }) },
} as unknown as HttpAdapterHost;
const publicUrl = (env: Record<string, string>) => new PublicUrl(readEnvironment(env), LISTENING);

describe('PublicUrl', () => {
  it.each([
    [{}, 'http://localhost:3000'],
    [{ PORT: '8080' }, 'http://localhost:8080'],
    [{ PORT: '0' }, 'http://localhost:40123'],
    [{ PUBLIC_URL: 'https://id.example.com/admin/' }, 'https://id.example.com/admin'],
  ])('of %j is %s', (env, expected) => {
    expect(publicUrl(env).base).toBe(expected);
    expect(publicUrl(env).resolve('/idmobile/callback')).toBe(`${expected}/idmobile/callback`);
  });

  it.each([
    [{}, ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000']],
    [{ PUBLIC_URL: 'https://id.example.com/admin' }, ['https://id.example.com']],
    [{ RETURN_URL_ORIGINS: 'https://shop.example.com' }, ['https://shop.example.com']],
  ])('of %j lets browsers return to %j', (env: Record<string, string>, origins) => {
    expect(publicUrl(env).returnOrigins).toEqual(origins);
  });
});
