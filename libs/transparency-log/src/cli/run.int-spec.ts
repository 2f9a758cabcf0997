import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EvidenceHistory, eventsOf } from '../../../../test/support/evidence-history.js';
import { exportFiles, withManifest, zipOf } from '../../../../test/support/export-zip.js';
import { SigningKey } from '../notes/signing-key.js';
import { run } from './run.js';

let home: string;
let history: EvidenceHistory;
let server: Server;
let asked = 0;
const at = (...names: string[]) => join(home, ...names);
const key = () => history.key.verifierKey.toString();

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'dqe-verify-'));
  history = await EvidenceHistory.of(eventsOf(600));
  await writeFile(at('log.ndjson'), (await history.lines({ tiles: true })).join(''));
  await writeFile(at('some.ndjson'), (await history.selection([1, 599], [300])).join(''));
  await writeFile(at('old'), await history.checkpointAt(300));
  await writeFile(at('keys'), `# of the log\n${key()}\n\n`);
  for (const [name, bytes] of await history.files()) {
    await mkdir(dirname(at('tiles', name)), { recursive: true });
    await writeFile(at('tiles', name), bytes);
  }
  server = createServer((request, response) => {
    const [, first, ...rest] = (request.url ?? '').split('/');
    if (first === 'guarded' && request.headers.authorization !== 'Bearer a-key') {
      response.writeHead(401).end();
      return;
    }
    if (first === 'busy' && (asked += 1) % 2 === 1) {
      response.writeHead(429, { 'retry-after': '0' }).end('later');
      return;
    }
    const isLog = first === 'guarded' || first === 'busy';
    readFile(at(...(isLog ? ['tiles', ...rest] : [first ?? '', ...rest]))).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(request.url === '/broken/checkpoint' ? 500 : 404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await rm(home, { recursive: true });
});

const url = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`;

const dqeVerify = (...argv: string[]) => dqeVerifyIn({}, ...argv);

async function dqeVerifyIn(env: Readonly<Record<string, string>>, ...argv: string[]) {
  const said = { out: '', err: '' };
  const code = await run(argv, {
    env,
    out: (text) => (said.out += text),
    err: (text) => (said.err += text),
  });
  return { code, ...said };
}

describe('dqe-verify', () => {
  it.each([
    ['a file', () => at('log.ndjson')],
    ['a directory', () => at('tiles')],
    ['the URL of a log', () => url('tiles/')],
    ['the URL of a file', () => url('log.ndjson')],
    ['some events', () => at('some.ndjson')],
  ])('%s that is genuine: 0', async (_, target) => {
    const { code, out, err } = await dqeVerify(target(), '--key', key(), '--checkpoint', at('old'));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('GENUINE.');
    expect(out).toContain('Continues the older checkpoint of 300 events.');
  });

  it('an export in a zip: 0, 1 where something is altered, 3 where it was cut off', async () => {
    const files = withManifest(await exportFiles(history, [1, 2], new Map()), history.key);
    const zip = await zipOf(files);
    await writeFile(at('export.zip'), zip);
    await writeFile(at('cut'), zip.subarray(0, -1));
    await writeFile(at('more.zip'), await zipOf(new Map([...files, ['more', Buffer.from('x')]])));
    const genuine = await dqeVerify(at('export.zip'), '--key', key());
    expect(genuine).toMatchObject({ code: 0, err: '' });
    expect(genuine.out).toContain('Export export-1, 2 matches.');
    const more = await dqeVerify(at('more.zip'), '--key', key(), '--lang', 'fr');
    expect(more).toMatchObject({ code: 1, err: '' });
    expect(more.out).toContain('Ajouté : le fichier more n’est pas dans le manifeste.');
    const cut = await dqeVerify(at('cut'), '--key', key(), '--lang', 'fr');
    expect(cut).toMatchObject({ code: 3, out: '' });
    expect(cut.err).toContain('il a été coupé');
  });

  it('shows a server the key of DQE_VERIFY_TOKEN, and says it nowhere', async () => {
    const without = await dqeVerify(url('guarded'), '--key', key());
    expect([without.code, without.err]).toEqual([3, expect.stringContaining('HTTP 401')]);
    const other = await dqeVerifyIn({ DQE_VERIFY_TOKEN: 'another-key' }, url('guarded'), '--key', key());
    expect(other.code).toBe(3);
    expect(other.err).not.toContain('another-key');
    const token = { DQE_VERIFY_TOKEN: 'a-key\n' };
    expect(await dqeVerifyIn(token, url('guarded'), '--key', key())).toMatchObject({ code: 0 });
    const plain = await dqeVerifyIn(token, 'http://evidence.bank.example/log', '--key', key());
    expect([plain.code, plain.err]).toEqual([3, expect.stringContaining('by https only')]);
    expect(plain.err).not.toContain('a-key');
    // No file needs it, and none gets it.
    expect((await dqeVerifyIn(token, at('tiles'), '--key', key())).code).toBe(0);
  });

  it('waits where a server has it wait', async () => {
    expect(await dqeVerify(url('busy'), '--key', key())).toMatchObject({ code: 0 });
    expect(asked).toBeGreaterThan(6);
  });

  it('says what it cannot know without an older checkpoint', async () => {
    const { code, out } = await dqeVerify(at('tiles'), '--key', at('keys'));
    expect(code).toBe(0);
    expect(out).toContain('No older checkpoint was given.');
    expect((await dqeVerify(at('some.ndjson'), '--key', key())).out).toContain('only the whole log can show');
  });

  it('an event altered: 1, named, in English, French and JSON', async () => {
    const text = (await readFile(at('log.ndjson'), 'utf8')).split('\n');
    const line = text.findIndex((one) => one.startsWith('{"index":7,'));
    const [other] = eventsOf(1, 4);
    text[line] = JSON.stringify({ index: 7, leaf: Buffer.from(other!).toString('base64') });
    await writeFile(at('altered.ndjson'), text.join('\n'));
    const ask = (...more: string[]) => dqeVerify(at('altered.ndjson'), '--key', key(), ...more);
    expect(await ask()).toMatchObject({
      code: 1,
      out: expect.stringContaining('Altered: event 7, given as something else (event-4-0).'),
    });
    expect((await ask('--lang', 'fr')).out).toContain('Altéré : l’événement 7');
    const json = await ask('--json');
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      ok: false,
      findings: [{ kind: 'altered', index: 7, id: 'event-4-0' }],
    });
  });

  it('another key, an older copy, missing witnesses: 1', async () => {
    const stranger = SigningKey.generate('evidence.bank.example/log').key.verifierKey.toString();
    expect(await dqeVerify(at('tiles'), '--key', stranger)).toMatchObject({
      code: 1,
      out: expect.stringContaining('not signed by a key you trust'),
    });
    await writeFile(at('newer'), (await EvidenceHistory.of(eventsOf(700), history.key)).checkpoint);
    expect(await dqeVerify(at('tiles'), '--key', key(), '--checkpoint', at('newer'))).toMatchObject({
      code: 1,
      out: expect.stringContaining('History was cut: there were 700 events, and now there are 600.'),
    });
    expect((await dqeVerify(at('tiles'), '--key', key(), '--witnesses', '1')).code).toBe(1);
  });

  it('a directory with a file gone: 1', async () => {
    await cp(at('tiles'), at('fewer'), { recursive: true });
    await rm(at('fewer', 'tile', 'entries', '001'));
    expect(await dqeVerify(at('fewer'), '--key', key())).toMatchObject({
      code: 1,
      out: expect.stringContaining('Missing: events 256 to 511.'),
    });
  });

  it.each([
    ['nothing', []],
    ['two bundles', ['a', 'b', '--key', 'K']],
    ['no key', ['a']],
    ['an unknown option', ['a', '--key', 'K', '--fast']],
    ['a language it does not speak', ['a', '--key', 'K', '--lang', 'de']],
    ['a number that is none', ['a', '--key', 'K', '--witnesses', 'x']],
    ['a key that is none', ['a', '--key', 'name+00000000+AAAA']],
  ])('%s: 2', async (_, argv) => {
    const { code, out, err } = await dqeVerify(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).not.toBe('');
  });

  it.each([
    ['a file that is not there', () => [at('nowhere'), '--key', key()]],
    ['a file that is no bundle', () => [at('keys'), '--key', key()]],
    ['a directory without a log', () => [home, '--key', key()]],
    ['a URL with nothing', () => [url('nowhere'), '--key', key()]],
    ['a server that fails', () => [url('broken'), '--key', key()]],
    ['a checkpoint that is not there', () => [at('tiles'), '--key', key(), '--checkpoint', at('nowhere')]],
    ['keys that are not there', () => [at('tiles'), '--key', at('nowhere')]],
  ])('%s: 3', async (_, argv) => {
    const { code, out, err } = await dqeVerify(...argv());
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('Cannot be read');
    const json = await dqeVerify(...argv(), '--json');
    expect(JSON.parse(json.out)).toMatchObject({ ok: false, error: { code: 'TLOG_BUNDLE_UNREADABLE' } });
  });

  it('helps', async () => {
    expect(await dqeVerify('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') });
  });

  it('is a program', () => {
    const bin = fileURLToPath(new URL('../../bin/dqe-verify.mjs', import.meta.url));
    const ran = spawnSync(bin, [at('tiles'), '--key', key(), '--lang', 'fr'], { encoding: 'utf8' });
    expect(ran).toMatchObject({ status: 0, stdout: expect.stringContaining('AUTHENTIQUE.') });
    expect(spawnSync(bin, []).status).toBe(2);
  });
});
