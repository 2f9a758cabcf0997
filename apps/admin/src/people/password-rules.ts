/** Length is what counts (NIST SP 800-63B); there are no rules on what a password consists of. */
export const SHORTEST_PASSWORD = 12;
export const LONGEST_PASSWORD = 128;

/** Long enough, and the first to be tried all the same. */
const COMMON = new Set([
  ...[
    'password1234',
    'password12345',
    'password123456',
    'passwordpassword',
    'motdepasse123',
    'motdepasse1234',
  ],
  ...[
    'motdepassemotdepasse',
    '123456789012',
    '1234567890123',
    '12345678901234',
    '123123123123',
    '111111111111',
  ],
  ...[
    '000000000000',
    'azertyuiop12',
    'azertyuiop123',
    'azertyuiopqsdfghjklm',
    'qwertyuiop12',
    'qwertyuiop123',
  ],
  ...['qwertyuiop[]', 'qwertyuiopasdfghjkl', 'abcdefghijkl', 'abcdefghijklm', 'abcd12345678', 'abc123abc123'],
  ...[
    'administrateur',
    'administrator',
    'administrator1',
    'adminadminadmin',
    'changemeplease',
    'letmeinletmein',
  ],
  ...[
    'iloveyouiloveyou',
    'jetaimejetaime',
    'welcome12345',
    'bienvenue123',
    'bonjourbonjour',
    'correcthorsebatterystaple',
  ],
  ...['dqeidmobile1', 'dqeidmobile123', 'idmobileadmin'],
]);

export type PasswordMistake = 'common' | 'repeated' | 'personal';

/**
 * What is wrong with a password beside its length; null where nothing is.
 * @param personal what others know of whoever chooses it
 */
export function passwordMistake(password: string, personal: readonly string[]): PasswordMistake | null {
  const text = password.normalize('NFKC').toLowerCase();
  if (COMMON.has(text)) return 'common';
  if (new Set(text).size < 5) return 'repeated';
  const known = personal
    .flatMap((each) => [each, ...each.split(/[^\p{L}\p{N}]+/u)])
    .map((each) => each.toLowerCase())
    .filter((each) => each.length >= 4);
  const rest = known.reduce((left, each) => left.replaceAll(each, ''), text);
  return rest.length < 6 ? 'personal' : null;
}
