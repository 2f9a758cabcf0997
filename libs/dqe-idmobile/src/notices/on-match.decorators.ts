import 'reflect-metadata';

import { DqeNoticeHandlerError } from '../errors/dqe-errors.js';
import type { MatchNoticeHandler, MatchNoticeType } from './match-notice.js';

/** Shared by every copy of this library in a process. */
const NOTICES = Symbol.for('nestjs-dqe-idmobile:notices');

/** Takes methods named by a string, because only those are found at boot. */
export type MatchNoticeDecorator = <Handler extends MatchNoticeHandler>(
  target: object,
  method: string,
  descriptor: TypedPropertyDescriptor<Handler>,
) => void;

/**
 * Called once a match is `scored`, `rejected` or `unknown`.
 *
 * ```ts
 * @OnMatchSettled()
 * async tell(notice: MatchNotice): Promise<void> {}
 * ```
 *
 * The method may be one of any provider or controller of the application, of the default scope. It is called at least
 * once per notice, also after a crash where the store is durable: a repetition has the same `notice.id`. A handler that
 * throws, or takes longer than 25 s, is called again later. It may be called as soon as every `onModuleInit` has run.
 *
 * @publicApi
 */
export const OnMatchSettled = (): MatchNoticeDecorator => on('match.settled');

/** Called once a match waits for its customer's consent; otherwise as `OnMatchSettled`. @publicApi */
export const OnMatchConsentRequired = (): MatchNoticeDecorator => on('match.consent_required');

/** Called once a consent session has ended without a result; otherwise as `OnMatchSettled`. @publicApi */
export const OnMatchExpired = (): MatchNoticeDecorator => on('match.expired');

/** What a method of a class, or of one it extends, wants to be told. */
export const noticesOf = (prototype: object, method: string): readonly MatchNoticeType[] =>
  (Reflect.getMetadata(NOTICES, prototype, method) as MatchNoticeType[] | undefined) ?? [];

/** Kept with the class and not with the function, which another decorator may replace. */
function on(type: MatchNoticeType): MatchNoticeDecorator {
  return (target, method) => {
    if (typeof target === 'function') {
      const problem = { field: `${target.name}.${method}`, problem: 'is static', remedy: 'make it a method' };
      throw new DqeNoticeHandlerError([problem]);
    }
    const before = (Reflect.getOwnMetadata(NOTICES, target, method) as MatchNoticeType[] | undefined) ?? [];
    Reflect.defineMetadata(NOTICES, [...new Set([...before, type])], target, method);
  };
}
