import type { MatchPolicy } from './match-policy.js';

/** A copy, so that the policy a verdict names cannot change under it. */
export const frozenPolicy = (policy: MatchPolicy): MatchPolicy =>
  Object.freeze({
    ...policy,
    fields: Object.freeze(
      Object.fromEntries(
        Object.entries(policy.fields).map(([field, rule]) => [field, Object.freeze({ ...rule })]),
      ),
    ),
  });
