/** Where a point is: just before or just after a call of a method, when undici says something, or within a write. */
type Place =
  | {
      /** Of the built service: a path from the root of the repository, or a module of Node's. */
      readonly module: string;
      readonly class: string;
      /** Of its instances, or of the class itself. */
      readonly method: string;
      readonly phase: 'before' | 'after';
    }
  | { readonly channel: string }
  /** With half of it written: of what is appended to a file as a whole. */
  | { readonly halfway: 'appendFile' };

/** A named moment of the flow at which the service can be made to die. */
export type KillPoint = Place & {
  readonly name: string;
  /** Which of its passings count, by a regular expression; `labelOf` in killable-main.mjs says what it is held against. */
  readonly where?: string;
  /** It is passed seldom: die the first time. */
  readonly seldom?: true;
  /** It is passed twice a second at most: die within so many passings, not within eight. */
  readonly most?: number;
  /** What makes the service pass it, where that is not the load. */
  readonly provoke?: 'SIGTERM';
  /** Passed only by who finds what a process left behind that died at this point. */
  readonly after?: string;
};

/** What killable-main.mjs is told. */
export type KillOrder = KillPoint & { readonly nth: number };

type Where = Pick<KillPoint, 'where' | 'seldom' | 'most' | 'provoke' | 'after'>;
type Method = readonly [module: string, className: string];

const around = (name: string, [module, className]: Method, method: string, more: Where = {}): KillPoint[] =>
  (['before', 'after'] as const).map((phase) => ({
    ...{ name: `${name}:${phase}`, module, class: className, method, phase },
    ...more,
  }));

const STORE: Method = ['apps/admin/dist/matches/prisma-match-store.js', 'PrismaMatchStore'];
const LEASE: Method = ['apps/admin/dist/persistence/prisma-instance-lease.js', 'PrismaInstanceLease'];
const DATABASE: Method = ['apps/admin/dist/persistence/prisma-database.js', 'PrismaDatabase'];
const DQE: Method = ['libs/dqe-idmobile/dist/client/dqe-transport.js', 'DqeTransport'];
const SESSIONS: Method = ['apps/admin/dist/callback/prisma-consent-sessions.js', 'PrismaConsentSessions'];
const DELIVERIES: Method = [
  'apps/admin/dist/webhooks/prisma-webhook-deliveries.js',
  'PrismaWebhookDeliveries',
];
const ROUNDS: Method = ['apps/admin/dist/evidence/sequencing/prisma-rounds.js', 'PrismaRounds'];
const TILES: Method = ['apps/admin/dist/evidence/sequencing/prisma-tiles.js', 'PrismaTiles'];
const LOG: Method = ['libs/transparency-log/dist/log/log.js', 'Log'];
const MIRROR: Method = ['apps/admin/dist/evidence/mirrors/file-mirror.js', 'FileMirror'];
const REPLY: Method = ['node:http', 'ServerResponse'];

/** Every named point. A further one is a further line; the suite fails if the load never passes it. */
export const KILL_POINTS: readonly KillPoint[] = [
  ...around('start.database', DATABASE, 'open', { seldom: true }),
  ...around('start.lease', LEASE, 'onModuleInit', { seldom: true }),
  ...around('start.recovery', STORE, 'stranded', { seldom: true }),
  ...around('lease.renew', LEASE, 'renew', { seldom: true }),
  ...around('match.open', STORE, 'open'),
  ...around('match.scored', STORE, 'advance', { where: '^scored$' }),
  ...around('match.rejected', STORE, 'advance', { where: '^rejected$' }),
  ...around('match.consent_pending', STORE, 'advance', { where: '^consent_pending$' }),
  ...around('match.unknown', STORE, 'advance', {
    where: '^unknown$',
    seldom: true,
    after: 'dqe.matching:written',
  }),
  ...around('match.expired', STORE, 'advance', { where: '^expired$', seldom: true }),
  ...around('consent.link', SESSIONS, 'visit'),
  ...around('callback.claim', STORE, 'claim'),
  ...around('callback.replayed', STORE, 'record', { seldom: true }),
  ...around('notice.taken', STORE, 'takeNotices'),
  ...around('notice.dropped', STORE, 'dropNotice'),
  ...around('webhook.created', DELIVERIES, 'add'),
  ...around('webhook.claimed', DELIVERIES, 'claim'),
  { name: 'webhook.request:written', channel: 'undici:request:bodySent', where: '^/webhooks' },
  ...around('webhook.finished', DELIVERIES, 'finish'),
  ...around('dqe.token', DQE, 'exchange', { where: '^token$' }),
  ...around('dqe.matching', DQE, 'exchange', { where: '^matching$' }),
  ...around('dqe.retrieval', DQE, 'exchange', { where: '^retrieval$' }),
  { name: 'dqe.token:written', channel: 'undici:request:bodySent', where: '^/ACCESS_TOKEN/' },
  { name: 'dqe.matching:written', channel: 'undici:request:bodySent', where: '^/IDMOBILE/' },
  { name: 'dqe.retrieval:written', channel: 'undici:request:bodySent', where: '^/GET/' },
  ...around('reply.match', REPLY, 'end', { where: '^POST /api/v1/matches$' }),
  ...around('reply.callback', REPLY, 'end', { where: '^GET /idmobile/callback' }),
  // Of a round of the sequencer, in turn: begun, in the tree, signed, tiles written, committed; then out of the database.
  ...around('log.round', ROUNDS, 'run', { most: 3 }),
  ...around('log.append', LOG, 'append', { most: 3 }),
  ...around('log.sign', LOG, 'checkpoint', { most: 3 }),
  ...around('log.tiles', TILES, 'write', { most: 3 }),
  ...around('log.mirror', MIRROR, 'write', { seldom: true }),
  { name: 'log.mirror:halfway', halfway: 'appendFile', seldom: true },
  ...around('stop.lease', LEASE, 'onApplicationShutdown', { seldom: true, provoke: 'SIGTERM' }),
];
