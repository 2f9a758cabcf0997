import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import type { CookieNames } from './auth-cookies.js';

export interface Named {
  readonly personId: string;
}

/** What better-auth wants of a schema; the body comes from our own code. */
const NAMED = {
  '~standard': {
    version: 1,
    vendor: 'admin',
    validate: (value: unknown) => ({ value: value as Named }),
    types: undefined as { input: Named; output: Named } | undefined,
  },
} as const;

/** Two things better-auth does not offer; not reachable over HTTP. */
export const peoplePlugin = ({ challenge }: CookieNames) => ({
  id: 'people' as const,
  endpoints: {
    /** Signs somebody in who has just proved otherwise who they are. */
    beginSession: createAuthEndpoint.serverOnly({ method: 'POST', body: NAMED }, async (ctx) => {
      const { internalAdapter } = ctx.context;
      const user = await internalAdapter.findUserById(ctx.body.personId);
      if (user === null) throw new Error('there is no such person');
      const session = await internalAdapter.createSession(user.id);
      await setSessionCookie(ctx, { session, user });
      return ctx.json({ personId: user.id });
    }),
    /** Whose sign-in waits for a code in this browser; null where none does. */
    challenged: createAuthEndpoint.serverOnly({ method: 'POST' }, async (ctx) => {
      const identifier = await ctx.getSignedCookie(challenge, ctx.context.secret);
      if (typeof identifier !== 'string') return { personId: null };
      const waiting = await ctx.context.internalAdapter.findVerificationValue(identifier);
      return { personId: waiting?.value ?? null };
    }),
  },
});
