import type { Texts } from './texts.js';

const number = (value: number): string => value.toLocaleString('en');
const withId = (id: string | null): string => (id === null ? '' : ` (${id})`);
const which = (one: string): string =>
  ({
    ...{ checkpoint: 'The checkpoint of the bundle', manifest: 'The manifest of the export' },
    promise: 'The promise of the receipt',
  })[one] ?? 'The older checkpoint';
const counted = (count: number): string => `${number(count)} ${count === 1 ? 'event' : 'events'}`;
const events = (index: number, count: number): string =>
  count === 1 ? `event ${number(index)}` : `events ${number(index)} to ${number(index + count - 1)}`;

export const ENGLISH: Texts = {
  usage: `Verifies that a bundle of events is complete and unaltered, or that a receipt is genuine. Works offline, except for
URLs. A file may be a bundle, an export in a zip, the saved evidence of a match, or a saved answer or webhook with a receipt.

  dqe-verify <file | zip | directory | URL> --key <key or file> [options]

  --key         verifier key, name+id+base64, or a file with one a line; repeat it for several
  --checkpoint  file with a checkpoint of the same log that was saved earlier
  --witnesses   how many of the keys have to be witnesses that cosigned (0)
  --receipt     file with a receipt: is what it promises in the log that is verified?
  --json        the report as JSON
  --lang        en or fr
  --quiet       no progress
  --help
  DQE_VERIFY_TOKEN in the environment: bearer key for the server of a URL

Exit codes: 0 everything holds, 1 something does not, 2 wrong usage, 3 cannot be read.
Events are numbered from 0.`,
  problems: {
    arguments: 'There is an option that is not known, or without its value.',
    target: 'Name one bundle: a file, a directory or a URL.',
    key: 'Name at least one key that you trust, by --key.',
    witnesses: '--witnesses takes a number.',
    receipt: '--receipt takes a file with a receipt, and a log or some events to look for it in.',
  },
  badKey: (problem) => `A key cannot be used: ${problem}.`,
  unreadable: (problem, at) => `Cannot be read${at === null ? '' : ` (${at})`}: ${problem}.`,
  zip: {
    end: 'it does not end as a zip does: it was cut off, or something follows',
    structure: 'its parts do not follow each other without a gap, or its two tables of contents differ',
    feature: 'it uses a feature of zip that could hide something',
    name: 'the name of a file in it is given twice, or is not one that exports have',
    size: 'it has more files than exports have',
  },
  exported: ({ id, rows }) => `Export ${id}, ${number(rows)} ${rows === 1 ? 'match' : 'matches'}.`,
  genuineReceipt: 'GENUINE, as a promise.',
  receipt: ({ eventId, type, at, dueAt, index }) =>
    `Receipt for ${type} of ${at} (${eventId}): ${index === null ? `not shown to be in the log, which was promised for ${dueAt} at the latest. Ask for it again.` : `event ${number(index)} of the log.`}`,
  pending: (count) =>
    `Not in the log yet, and not proved: ${number(count)} ${count === 1 ? 'event' : 'events'}. Ask again in some seconds.`,
  furtherPages: 'There are further pages, which this file does not have.',
  erased: ({ at, certificateId, events: count }) =>
    `Erased on ${at}, certificate ${certificateId}: what ${number(count)} ${count === 1 ? 'event' : 'events'} had sealed opens to nobody any more; ${count === 1 ? 'its proof holds' : 'their proofs hold'} as before.`,
  progress: (done, declared) => `${number(done)} of ${number(declared)} events`,
  genuine: ({ events: count, origin, size }) =>
    `GENUINE. ${counted(count)} of ${String(origin)}, as signed at ${counted(size ?? 0)}.`,
  tampered: (count) => `NOT GENUINE. ${number(count)} ${count === 1 ? 'finding' : 'findings'}:`,
  signedBy: (keys) => `Signed by ${keys.join(', ')}.`,
  cosignedBy: (keys) => `Witnessed by ${keys.join(', ')}.`,
  continues: (size) => `Continues the older checkpoint of ${number(size)} events.`,
  noOldCheckpoint:
    'No older checkpoint was given. An older copy, or a history rewritten by whoever holds the signing key, would look the same.',
  selection: 'These are some events of the log; that none was left out, only the whole log can show.',
  intactUntil: (size) => `The first ${number(size)} events are those of the older checkpoint.`,
  more: (count) => `and ${number(count)} more`,
  findings: {
    'not-signed': ({ which: one, signers }) =>
      `${which(one)} is not signed by a key you trust; it bears ${signers.join(', ')}.`,
    'signature-invalid': ({ which: one, key }) =>
      `${which(one)} was changed after it was signed: the signature of ${key} does not fit.`,
    'checkpoint-malformed': ({ which: one, problem }) => `${which(one)} is none: ${problem}.`,
    'other-log': ({ origin, oldOrigin }) =>
      `The bundle is of ${origin}, the older checkpoint of ${oldOrigin}.`,
    'too-few-witnesses': ({ wanted, found }) =>
      `Trusted witnesses that have cosigned: ${number(found)}; wanted: ${number(wanted)}.`,
    'rolled-back': ({ oldSize, size }) =>
      `History was cut: there were ${number(oldSize)} events, and now there are ${number(size)}.`,
    forked: ({ oldSize, size }) =>
      `History forked: the log signed ${number(oldSize)} events that are not the first of the ${number(size)} signed now.`,
    'consistency-unproven': ({ oldSize }) =>
      `Nothing shows that the log continues the older checkpoint of ${number(oldSize)} events.`,
    count: ({ declared, given, size }) =>
      `Incomplete or overfull: ${number(declared)} events declared, ${number(given)} given, ${number(size)} signed.`,
    altered: ({ index, id }) => `Altered: event ${number(index)}, given as something else${withId(id)}.`,
    missing: ({ index, count }) => `Missing: ${events(index, count)}.`,
    added: ({ position, id }) => `Added: row ${number(position)}${withId(id)} was never in the log.`,
    reordered: ({ index, position, count }) =>
      `Reordered: ${events(index, count)}, given from row ${number(position)}.`,
    gap: ({ index, count }) => `The numbers leave out ${events(index, count)}.`,
    'out-of-place': ({ index, position }) =>
      `Row ${number(position)} bears the number ${number(index)} out of turn.`,
    'not-included': ({ index, id }) => `Event ${number(index)}${withId(id)} is not in the log as given here.`,
    damaged: ({ at }) => `Cannot be read as an event: ${at}.`,
    'tile-altered': ({ tile }) => `Altered: ${tile}.`,
    'tile-missing': ({ tile }) => `Missing, or cannot be read: ${tile}.`,
    'root-mismatch': ({ size }) =>
      `The events are not the ${number(size)} that were signed, and there is nothing intact to tell which are to blame.`,
    'file-altered': ({ file }) => `Altered: the file ${file}.`,
    'file-missing': ({ file }) => `Missing: the file ${file}.`,
    'file-added': ({ file }) => `Added: the file ${file} is not in the manifest.`,
    'file-unreadable': ({ file }) => `The file ${file} is not what it should be, and cannot be read.`,
    rows: ({ declared, given }) =>
      `The manifest declares ${number(declared)} matches, and there are ${number(given)}.`,
    'payload-altered': ({ index }) => `Altered: the content that is given for event ${number(index)}.`,
    'checkpoint-differs': () => 'The file checkpoint is not the checkpoint that the events name.',
    'promise-malformed': () => 'The promise of the receipt is none.',
    'statement-altered': () => 'Altered: what the receipt says is not what was signed.',
    'promise-of-other-log': ({ origin, promised }) =>
      `The receipt promises an event of ${promised}, and this is ${origin}.`,
    'not-as-promised': ({ index }) => `Event ${number(index)} of the log is not what the receipt says.`,
    'promise-broken': ({ id, dueAt }) =>
      `Promise broken: event ${id} was to be in the log by ${dueAt}. The log has later ones, and not this one.`,
  },
};
