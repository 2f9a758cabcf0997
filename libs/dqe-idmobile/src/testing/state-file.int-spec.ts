import { createServer } from 'node:http';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SANDBOX_NUMBERS, SANDBOX_TEST_IDENTITY, startDqeSandbox, type DqeSandbox } from './index.js';

let folder: string;
let stateFile: string;
let sandbox: DqeSandbox | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dqe-sandbox-'));
  stateFile = join(folder, 'deep', 'state.json');
});
afterEach(async () => {
  await sandbox?.close();
  await rm(folder, { recursive: true });
});

/** A body as whatever it holds. */
const bodyOf = async (response: Response) => JSON.parse(await response.text());

async function post(path: string, values: Record<string, string>) {
  const response = await fetch(`${sandbox!.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(values),
  });
  return bodyOf(response);
}

async function askConsent(): Promise<{ token: string; url: string }> {
  const licence = 'SANDBOX-LICENCE';
  const credentials = { client_secret: 'sandbox-secret', grant_type: 'client_idmobile', licence };
  const { access_token: token } = await post('/ACCESS_TOKEN/', credentials);
  const number = SANDBOX_NUMBERS.consentPendingThrice;
  const { url } = await post('/IDMOBILE/', {
    ...{ licence, number, token, mode: '2', name: 'SANDBOX PARTNER', scope: 'matching_notp' },
    ...{ user_infos: JSON.stringify(SANDBOX_TEST_IDENTITY), redirect_uri: 'https://partner.example/cb' },
  });
  return { token, url };
}

const retrieve = (token: string) =>
  post('/GET/', { token, Licence: 'SANDBOX-LICENCE', scope: 'client_idmobile' });

describe('a restart with a state file', () => {
  it('keeps the port, the tokens, the pages and how far each got', async () => {
    sandbox = await startDqeSandbox({ stateFile });
    const { port } = sandbox;
    const { token, url } = await askConsent();
    await sandbox.close();

    sandbox = await startDqeSandbox({ stateFile });
    expect(sandbox.port).toBe(port);
    expect(await sandbox.consent(url, 'agree')).toBe(
      `https://partner.example/cb?token=${token}&status=success`,
    );
    expect((await retrieve(token)).status).toBe('pending');
    expect((await retrieve(token)).status).toBe('pending');
    await sandbox.close();

    sandbox = await startDqeSandbox({ stateFile });
    expect((await retrieve(token)).status).toBe('pending');
    expect((await retrieve(token)).status).toBe('success');
  });

  it('writes no identity and leaves no draft', async () => {
    sandbox = await startDqeSandbox({ stateFile });
    await askConsent();
    await sandbox.close();
    const written = await readFile(stateFile, 'utf8');
    for (const value of [
      'Essai',
      'Camille',
      '1980-01-15',
      'example.com',
      SANDBOX_NUMBERS.consentPendingThrice,
    ]) {
      expect(written).not.toContain(value);
    }
    expect(await readdir(join(folder, 'deep'))).toEqual(['state.json']);
  });

  it('forgets what expired in between', async () => {
    let now = 0;
    sandbox = await startDqeSandbox({ stateFile, now: () => now });
    const { token } = await askConsent();
    await sandbox.close();
    now = 300_000;
    sandbox = await startDqeSandbox({ stateFile, now: () => now });
    expect((await retrieve(token)).error_id).toBe('30');
  });

  it('takes another port where the old one is taken', async () => {
    sandbox = await startDqeSandbox({ stateFile });
    const { port } = sandbox;
    await sandbox.close();
    const squatter = createServer();
    await new Promise<void>((ready) => squatter.listen(port, '127.0.0.1', ready));
    sandbox = await startDqeSandbox({ stateFile });
    expect(sandbox.port).not.toBe(port);
    squatter.close();
  });

  it.each(['', '{"version":1', '[]', 'null', '{"version":2}', '{"version":1,"port":"x"}'])(
    'starts afresh on a file that holds %j',
    async (content) => {
      stateFile = join(folder, 'state.json');
      await writeFile(stateFile, content);
      sandbox = await startDqeSandbox({ stateFile });
      expect((await askConsent()).url).toContain('/operator/orange/consent/');
    },
  );

  it('says so at once where the file cannot be written', async () => {
    await writeFile(join(folder, 'deep'), 'a file where a folder should be');
    await expect(startDqeSandbox({ stateFile })).rejects.toThrow(/EEXIST|ENOTDIR/);
  });
});

describe('options', () => {
  it('names consent pages by publicUrl', async () => {
    sandbox = await startDqeSandbox({ publicUrl: 'https://dqe.example/sandbox/' });
    const { url } = await askConsent();
    expect(url).toMatch(/^https:\/\/dqe\.example\/sandbox\/operator\/orange\/consent\//);
    expect(await sandbox.consent(url, 'agree')).toContain('status=success');
  });

  it('delays every answer by latencyMs', async () => {
    sandbox = await startDqeSandbox({ latencyMs: 100 });
    const start = performance.now();
    await post('/ACCESS_TOKEN/', {});
    expect(performance.now() - start).toBeGreaterThan(90);
  });

  it.each([{ port: -1 }, { port: 70_000 }, { slowMs: 1.5 }, { pendingTimes: NaN }])(
    'refuses %j',
    async (options) => {
      await expect(startDqeSandbox(options)).rejects.toThrow(RangeError);
    },
  );
});
