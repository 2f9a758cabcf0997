import { problemOfEndpointUrl } from './endpoint-url.js';

const problemOf = (url: string, allowLoopback = false) =>
  problemOfEndpointUrl(url, { allowLoopback })?.problem;

it.each([
  'https://partner.example/hooks?key=1',
  'https://partner.example:8443/',
  'https://93.184.215.14/',
  'https://[2606:4700::6810:84e5]/',
])('takes %s', (url) => expect(problemOf(url)).toBeUndefined());

it.each([
  ['hooks', 'is not an https address'],
  ['ftp://partner.example/', 'is not an https address'],
  ['https://partner.example:99999/', 'is not an https address'],
  [`https://partner.example/${'a'.repeat(2_048)}`, 'is not an https address'],
  ['https://user@partner.example/', 'holds a user or a password'],
  ['https://:secret@partner.example/', 'holds a user or a password'],
  ['https://partner.example/#here', 'has a fragment'],
  ['http://partner.example/', 'is not https'],
  ['https://partner.example:22/', 'has a port of another service'],
  ['https://partner.example:0/', 'has a port of another service'],
  ['https://10.0.0.1/', 'leads to a private or reserved address'],
  ['https://169.254.169.254/latest/meta-data/', 'leads to a private or reserved address'],
  ['https://[fd00::1]/', 'leads to a private or reserved address'],
  ['https://[::ffff:10.0.0.1]/', 'leads to a private or reserved address'],
  ['https://0x0a000001/', 'leads to a private or reserved address'],
  ['https://127.0.0.1/', 'leads to this machine'],
  ['https://2130706433/', 'leads to this machine'],
  ['https://[::1]/', 'leads to this machine'],
  ['https://localhost/', 'leads to this machine'],
  ['https://LOCALHOST./', 'leads to this machine'],
  ['https://a.localhost/', 'leads to this machine'],
])('refuses %s: it %s', (url, problem) => expect(problemOf(url)).toBe(problem));

it('where this machine is allowed, it may be reached by http too, and nothing else may', () => {
  for (const url of ['http://localhost:8080/', 'http://127.0.0.1:8080/', 'https://[::1]:8443/']) {
    expect(problemOf(url, true)).toBeUndefined();
  }
  expect(problemOf('http://partner.example/', true)).toBe('is not https');
  expect(problemOf('https://10.0.0.1/', true)).toBe('leads to a private or reserved address');
});

it('says what would be right, and never the address', () => {
  const { problem, remedy } = problemOfEndpointUrl('http://partner.example/secret', {
    allowLoopback: false,
  })!;
  expect(remedy).toBe('Send an https address.');
  expect(problem + remedy).not.toContain('secret');
});
