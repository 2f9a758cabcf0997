// A real Chromium on a machine that has only Node and npm: it comes inside the package @sparticuz/chromium.
// CHROMIUM=/path/to/chromium names another; where the package has none for the machine, an installed Chrome is used.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const modules = fileURLToPath(new URL('../../node_modules/', import.meta.url));
const PACKAGE = '@sparticuz/chromium';
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--no-first-run',
  '--disable-component-update',
  '--disable-sync',
  // Whatever a page asks for, it gets from this machine or not at all.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

/** Starts it. There is always one, or an error that says how to get one: these tests are not skipped. */
export async function launchChromium() {
  const named = process.env.CHROMIUM;
  if (named) return chromium.launch({ executablePath: named, args: ARGS });
  if (process.platform === 'linux' && process.arch === 'x64') {
    const folder = await unpacked();
    return chromium.launch({
      executablePath: join(folder, 'chromium'),
      args: ARGS,
      env: { ...process.env, ...surroundings(folder) },
    });
  }
  try {
    return await chromium.launch({ channel: 'chrome', args: ARGS });
  } catch (cause) {
    throw new Error(
      'No Chromium: there is none in npm for this machine. Install Chrome, or set CHROMIUM=/path/to/chromium.',
      { cause },
    );
  }
}

/** The libraries and the font that come with it, so that the machine needs none. */
function surroundings(folder) {
  const libraries = [join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  return { LD_LIBRARY_PATH: libraries, FONTCONFIG_PATH: join(folder, 'fonts') };
}

/**
 * Unpacks once per version. The package itself unpacks into the folder for temporary files, where two that begin at
 * the same time take each other's half for a whole; so each has its own, and the first to be whole stays.
 */
async function unpacked() {
  const { version } = JSON.parse(readFileSync(join(modules, PACKAGE, 'package.json'), 'utf8'));
  const folder = join(modules, '.cache', `chromium-${version}`);
  if (existsSync(folder)) return folder;
  const own = `${folder}.${process.pid}`;
  mkdirSync(own, { recursive: true });
  try {
    await promisify(execFile)(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `await (await import(${JSON.stringify(PACKAGE)})).default.executablePath()`,
      ],
      { cwd: modules, env: { ...process.env, TMPDIR: own, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' } },
    );
    // Its own names folders of the service it is made for.
    const fonts = join(folder, 'fonts');
    writeFileSync(
      join(own, 'fonts', 'fonts.conf'),
      `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${fonts}</dir><cachedir>${fonts}-cache</cachedir></fontconfig>\n`,
    );
    renameSync(own, folder);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}
