/**
 * What we use of better-auth. Imported when somebody first signs in: it is a tenth of what the service would have to
 * load before it is ready, and one that only serves machines never needs it.
 */
export { prismaAdapter } from 'better-auth/adapters/prisma';
export { hashPassword, symmetricDecrypt, symmetricEncrypt } from 'better-auth/crypto';
export { betterAuth } from 'better-auth/minimal';
export { genericOAuth } from 'better-auth/plugins/generic-oauth';
export { twoFactor } from 'better-auth/plugins/two-factor';
export { peoplePlugin } from './auth-plugin.js';
