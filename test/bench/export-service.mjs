// What streams exports in the service, in a process of its own: a port is sent once it listens, and the most memory it ever
// had when asked. Arguments: the database, csv or ndjson, and since when.
import { createServer } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { openDatabase } from '@dqe-admin/database';
import { partsOn } from './matches.mjs';

const [url, format, since] = process.argv.slice(2);
const from = (path) => import(new URL(`../../apps/admin/dist/exports/${path}.js`, import.meta.url).href);
const { PrismaMatchSnapshots } = await from('prisma-match-snapshots');
const { PrismaMatchLines } = await from('prisma-match-lines');
const { counted, streamOf } = await from('match-lines');

const database = await openDatabase({ url });
const { selection } = await partsOn(database);
const snapshots = new PrismaMatchSnapshots(database, new PrismaMatchLines(database), selection);

const server = createServer(async (_, response) => {
  const snapshot = await snapshots.open({ within: null, from: new Date(since) }, format);
  response.setHeader('x-export-count', String(snapshot.count));
  const parts = counted(snapshot.parts, snapshot.count, () => Promise.resolve());
  await pipeline(streamOf(format, parts), response).finally(snapshot.close);
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => process.send({ kibibytes: process.resourceUsage().maxRSS }));
process.on('disconnect', () => process.exit());
