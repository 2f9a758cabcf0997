import { isLoopbackHost } from './loopback-host.js';

describe('a host', () => {
  it.each(['localhost', 'a.localhost', 'a.b.localhost', '127.0.0.1', '127.9.8.7', '::1', '[::1]'])(
    '%s is this machine',
    (host) => {
      expect(isLoopbackHost(host)).toBe(true);
    },
  );

  it.each([
    ...['', '.localhost', 'localhost.', 'localhost.example', 'notlocalhost', 'localhost\n'],
    ...['128.0.0.1', '0.0.0.0', '127.0.0.1.example', '127.0.0', '::', '[::2]', '::1.example', '[::1'],
  ])('%j is another', (host) => {
    expect(isLoopbackHost(host)).toBe(false);
  });
});
