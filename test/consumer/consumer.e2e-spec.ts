import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const LIBRARY = here('../../libs/dqe-idmobile');
const NPM = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/** What `npm test` adds to the environment speaks of this repository; what the user configured stays. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name]) =>
      !/^(npm_(package|lifecycle|command)|npm_config_(local_)?prefix|npm_config_workspace|NODE_OPTIONS|INIT_CWD|DQE_)/i.test(
        name,
      ),
  ),
);

interface Manifest {
  readonly version: string;
  readonly peerDependencies: Record<string, string>;
}
const manifestOf = async (directory: string) =>
  JSON.parse(await readFile(path.join(directory, 'package.json'), 'utf8')) as Manifest;

/** The version of a package this repository is tested with. */
const installed = async (name: string) => (await manifestOf(here(`../../node_modules/${name}`))).version;

describe('a minimal Nest app outside the workspace', () => {
  let directory: string;
  let packed: string[];
  let report: Record<string, unknown>;

  const npm = (args: string[], cwd: string) =>
    run(NPM, args, { cwd, env: environment, maxBuffer: 64 * 1024 ** 2 });

  beforeAll(async () => {
    directory = await realpath(await mkdtemp(path.join(os.tmpdir(), 'dqe-idmobile-consumer-')));
    const { stdout } = await npm(['pack', '--json', '--pack-destination', directory], LIBRARY);
    const [pack] = JSON.parse(stdout.slice(stdout.indexOf('['))) as [
      { filename: string; files: { path: string }[] },
    ];
    packed = pack.files.map((file) => file.path.replaceAll('\\', '/'));

    await cp(here('./app'), directory, { recursive: true });
    const { peerDependencies } = await manifestOf(LIBRARY);
    const names = [...Object.keys(peerDependencies), 'typescript', '@types/node'];
    const versions = await Promise.all(names.map(async (name) => [name, await installed(name)] as const));
    // The peers it names and nothing else: what it imports without naming is not there.
    const dependencies = { ...Object.fromEntries(versions), 'nestjs-dqe-idmobile': `file:${pack.filename}` };
    const app = { name: 'consumer', version: '1.0.0', private: true, type: 'module', dependencies };
    await writeFile(path.join(directory, 'package.json'), JSON.stringify(app));
    await npm(
      ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'],
      directory,
    ).catch((error: unknown) => {
      throw new Error(
        'The packed library could not be installed. This test needs the npm registry, or a warm npm cache.',
        {
          cause: error,
        },
      );
    });
    const node = (args: string[]) => run(process.execPath, args, { cwd: directory, env: environment });
    await node(['node_modules/typescript/bin/tsc', '-p', '.']).catch((error: unknown) => {
      throw new Error(`The consumer does not compile:\n${(error as { stdout: string }).stdout}`);
    });
    report = JSON.parse((await node(['dist/main.js'])).stdout) as typeof report;
  }, 180_000);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('installs the packed library, compiles against its types, and runs a match', () => {
    expect(report).toMatchObject({
      direct: 'match',
      consent: 'scored',
      failure: 'DQE_MALFORMED_ANSWER',
      heard: [
        'match.consent_required consent_pending',
        'match.settled rejected',
        'match.settled scored',
        'match.settled scored',
      ],
      store: true,
    });
  });

  it('runs what was packed, not what lies in this repository', () => {
    const entry = path.join(directory, 'node_modules/nestjs-dqe-idmobile/dist/index.js');
    expect(report['library']).toBe(pathToFileURL(entry).href);
  });

  it('gets no file that is only for developing the library', () => {
    const allowed =
      /^(dist\/.+\.(js|d\.ts)(\.map)?|src\/.+\.ts|package\.json|README\.md|TESTING\.md|LICENSE)$/;
    expect(packed.filter((file) => !allowed.test(file) || file.includes('spec.'))).toEqual([]);
  });

  it('gets every source of what runs, so that its source maps lead somewhere', () => {
    const sources = packed.filter((file) => file.startsWith('src/')).map((file) => file.slice(4, -3));
    const built = packed.filter((file) => /^dist\/.+\.js$/.test(file)).map((file) => file.slice(5, -3));
    // A difference after files were moved: `npm run clean` removes what was built of the old ones.
    expect(built.sort()).toEqual(sources.sort());
  });

  it('gets what its documents link to', () => {
    expect(packed).toEqual(expect.arrayContaining(['README.md', 'TESTING.md', 'LICENSE', 'package.json']));
  });
});
