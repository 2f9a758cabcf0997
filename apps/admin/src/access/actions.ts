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
  'account.view': 'answer',
  'approval.approve': 'own',
  'approval.list': 'answer',
  'approval.refuse': 'own',
  'approval.request': 'none',
  'approval.view': 'answer',
  'audit.read': 'answer',
  'backtest.cancel': 'own',
  'backtest.create': 'own',
  'backtest.end': 'none',
  'backtest.list': 'answer',
  'backtest.view': 'answer',
  'demo.load': 'own',
  'demo.remove': 'own',
  'demo.view': 'answer',
  'erasure.create': 'own',
  'erasure.list': 'answer',
  'erasure.view': 'answer',
  'evidence.alarm': 'none',
  'evidence.check': 'own',
  'evidence.checks': 'answer',
  'evidence.consistency': 'answer',
  'evidence.log': 'own',
  'export.cancel': 'own',
  'export.end': 'none',
  'export.list': 'answer',
  'export.request': 'own',
  'export.run': 'answer',
  'export.view': 'answer',
  'hold.create': 'own',
  'hold.list': 'answer',
  'hold.release': 'own',
  'hold.view': 'answer',
  'job.list': 'tally',
  'key.create': 'own',
  'key.list': 'answer',
  'key.view': 'answer',
  'key.change': 'own',
  'key.rotate': 'own',
  'key.revoke': 'own',
  'match.contest': 'own',
  'match.count': 'answer',
  'match.create': 'own',
  'match.evidence': 'answer',
  'match.explain': 'answer',
  'match.list': 'answer',
  'match.override': 'own',
  'match.reveal': 'own',
  'match.reveals': 'answer',
  'match.stream': 'own',
  'match.streamed': 'none',
  'match.view': 'answer',
  'match.timeline': 'answer',
  'metrics.read': 'tally',
  'person.change': 'own',
  'person.create': 'own',
  'person.invite': 'own',
  'person.join': 'none',
  'person.list': 'answer',
  'person.password': 'attempt',
  'person.remove': 'own',
  'person.view': 'answer',
  'policy.create': 'own',
  'policy.list': 'answer',
  'policy.publish': 'own',
  'policy.view': 'answer',
  'probe.detected': 'none',
  'register.view': 'answer',
  'relationship.change': 'own',
  'relationship.view': 'attempt',
  'report.accesses': 'answer',
  'report.overview': 'tally',
  'report.view': 'answer',
  'retention.change': 'own',
  'retention.purge': 'own',
  'retention.runs': 'answer',
  'retention.view': 'answer',
  'review.close': 'own',
  'review.list': 'answer',
  'review.view': 'answer',
  'session.create': 'none',
  'session.end': 'attempt',
  'session.refuse': 'none',
  'session.revoke': 'own',
  'settings.view': 'answer',
  'settings.change': 'own',
  'subject.report': 'attempt',
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
