import type { AuthProvider } from 'ra-core';
import { ApiProblem } from '../api/api-problem.ts';
import { call } from '../api/call.ts';
import { apiKey, dropApiKey, keepApiKey } from '../api/credentials.ts';
import { serviceInfo } from '../api/service-info.ts';
import { forgetMe, whoAmI } from './me.ts';
import { forgetSessionEnded, tellThatSessionEnded } from './session-ended.ts';

/** Whether it is worth asking who is there: a first visit is not to begin with a refusal. */
let mayBeKnown: Promise<boolean> | undefined;
function isWorthAsking(): Promise<boolean> {
  if (apiKey() !== null) return Promise.resolve(true);
  mayBeKnown ??= serviceInfo().then(
    ({ session }) => session,
    () => true,
  );
  return mayBeKnown;
}

function forgetEverything(): void {
  dropApiKey();
  forgetMe();
  mayBeKnown = Promise.resolve(false);
}

const isSignedOut = (error: unknown) => error instanceof ApiProblem && error.status === 401;

/** People by the cookie of the sign-in page, machines' keys by what is pasted. `GET /api/v1/me` says what either may do. */
export const authProvider: AuthProvider = {
  /** With a key; people sign in on a page of their own. */
  login: async ({ key }: { key: string }) => {
    keepApiKey(key);
    forgetMe();
    try {
      await whoAmI();
      forgetSessionEnded();
    } catch (error) {
      dropApiKey();
      throw error;
    }
  },

  logout: async () => {
    if (apiKey() === null && (await isWorthAsking())) {
      // A session that is over cannot be ended: that is no reason to stay.
      await call('POST', 'me/sign-out', { body: {} }).catch(() => undefined);
    }
    forgetEverything();
  },

  checkAuth: async () => {
    if (!(await isWorthAsking())) throw silently();
    try {
      await whoAmI();
    } catch (error) {
      // Without an answer nobody is signed out: each page says what it could not get.
      if (isSignedOut(error)) throw ended();
    }
  },

  checkError: (error: unknown) => (isSignedOut(error) ? Promise.reject(ended()) : Promise.resolve()),

  getIdentity: async () => {
    const { id, name } = await whoAmI();
    return { id, fullName: name };
  },

  getPermissions: async () => ((await isWorthAsking()) ? (await whoAmI()).permissions : []),
};

/** How react-admin is told to say nothing: the sign-in page does. */
const silently = () => Object.assign(new Error(), { message: false });

function ended() {
  forgetEverything();
  tellThatSessionEnded();
  return silently();
}
