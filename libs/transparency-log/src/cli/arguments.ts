import { parseArgs } from 'node:util';

export const LANGUAGES = ['en', 'fr'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What was asked for on the command line. */
export interface Arguments {
  readonly target: string;
  /** Texts of keys, or names of files with one a line. */
  readonly keys: readonly string[];
  /** File with an older checkpoint. */
  readonly checkpoint: string | null;
  readonly witnesses: number;
  /** File with a receipt to be looked for in a log. */
  readonly receipt: string | null;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** The command line cannot be understood. */
export class UsageError extends Error {
  constructor(readonly problem: 'arguments' | 'target' | 'key' | 'witnesses' | 'receipt') {
    super(problem);
  }
}

const OPTIONS = {
  key: { type: 'string', multiple: true },
  checkpoint: { type: 'string' },
  witnesses: { type: 'string' },
  receipt: { type: 'string' },
  json: { type: 'boolean' },
  quiet: { type: 'boolean' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** The language asked for, or else that of the environment; English where it is neither. */
export function languageOf(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Language {
  const at = argv.findIndex((one) => one === '--lang' || one.startsWith('--lang='));
  const asked = at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
  const wanted = asked ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return wanted.toLowerCase().startsWith('fr') ? 'fr' : 'en';
}

/**
 * @returns null where help was asked for
 * @throws UsageError
 */
export function parseArguments(argv: readonly string[]): Arguments | null {
  const { values, positionals } = parsed(argv);
  if (values.help === true) return null;
  const [target, ...more] = positionals;
  if (target === undefined || more.length > 0) throw new UsageError('target');
  const keys = values.key ?? [];
  if (keys.length === 0) throw new UsageError('key');
  const witnesses = Number(values.witnesses ?? '0');
  if (!/^[0-9]{1,3}$/.test(values.witnesses ?? '0')) throw new UsageError('witnesses');
  if (values.lang !== undefined && !LANGUAGES.some((one) => one === values.lang)) {
    throw new UsageError('arguments');
  }
  return {
    target,
    keys,
    checkpoint: values.checkpoint ?? null,
    witnesses,
    receipt: values.receipt ?? null,
    json: values.json ?? false,
    quiet: values.quiet ?? false,
  };
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch {
    throw new UsageError('arguments');
  }
}
