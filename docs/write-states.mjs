// npm run docs:states: draws the states of a match anew wherever they are shown.
import { readFileSync, writeFileSync } from 'node:fs';
import { withStateDiagram } from '../libs/dqe-idmobile/dist/matching/match-state-diagram.js';

for (const path of ['../README.md', '../libs/dqe-idmobile/README.md']) {
  const file = new URL(path, import.meta.url);
  writeFileSync(file, withStateDiagram(readFileSync(file, 'utf8')));
}
