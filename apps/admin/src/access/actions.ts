/**
 * When a route is put on record.
 *
 * - `answer`: after it was carried out, before its answer leaves. For reading only: the count is known then.
 * - `attempt`: before it is carried out, so that nothing happens without a record.
 * - `own`: by the very write it consists of; where there was none, as for `answer`.
 * - `tally`: the first of a minute at once, the others counted. For what shows nothing of anybody.
 * - `none`: belongs to no route; whoever writes it knows when.
 */
export type Recording = 'answer' | 'attempt' | 'own' | 'tally' | 'none';

/** Everything the access log tells of. A closed list; each route names its action. */
export const ACTIONS = {
  'access.refused': 'none',
  'audit.read': 'answer',
  'export.run': 'answer',
  'export.end': 'none',
  'key.create': 'own',
  'key.list': 'answer',
  'key.view': 'answer',
  'key.change': 'own',
  'key.rotate': 'own',
  'key.revoke': 'own',
  'match.create': 'own',
  'match.list': 'answer',
  'match.view': 'answer',
  'match.timeline': 'answer',
  'metrics.read': 'tally',
  'settings.view': 'answer',
  'settings.change': 'attempt',
  'webhook.create': 'attempt',
  'webhook.list': 'answer',
  'webhook.view': 'answer',
  'webhook.change': 'attempt',
  'webhook.delete': 'attempt',
  'webhook.rotate': 'attempt',
  'webhook.test': 'attempt',
  'webhook.deliveries': 'answer',
  'webhook.delivery': 'answer',
  'webhook.resend': 'attempt',
} as const satisfies Readonly<Record<string, Recording>>;

export type Action = keyof typeof ACTIONS;

/** What a route may name. */
export type RouteAction = { [A in Action]: (typeof ACTIONS)[A] extends 'none' ? never : A }[Action];

export const ACTION_NAMES = Object.keys(ACTIONS) as readonly Action[];

/** `match.view` is about a `match`. */
export const subjectOf = (action: Action): string => action.slice(0, action.indexOf('.'));
