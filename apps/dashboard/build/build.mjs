// npm run build: the dashboard as static files, each with its compressed twins. Does nothing while the sources are the same.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { checkBudget } from './budget.mjs';
import { compressAll } from './compress.mjs';
import { stampOf } from './stamp.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;
const stampFile = `${dist}/.stamp`;

const stamp = stampOf(root);
if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) process.exit(0);

// Written last: a build that broke off is not taken for a whole one.
rmSync(stampFile, { force: true });
const { output } = await build({ root, logLevel: 'warn' });
console.log(checkBudget(output));
await compressAll(dist);
writeFileSync(stampFile, stamp);
