import 'reflect-metadata';

import { DqeNoticeHandlerError } from '../errors/dqe-errors.js';
import type { MatchNoticeHandler, MatchNoticeType } from './match-notice.js';

/** Shared by every copy of this library in a process. */
const NOTICES = Symbol.for('nestjs-dqe-idmobile:notices');

export interface NoticeOptions {
  /**
   * The method does nothing with some notices, such as those of matches nobody subscribed to, and a store that knows which
   * may leave them out. They never come then. @default false
   */
  readonly selective?: boolean;
}

/** What a method wants to be told. */
export interface WantedNotice {
  readonly type: MatchNoticeType;
  readonly selective: boolean;
}

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
export const OnMatchSettled = (options?: NoticeOptions): MatchNoticeDecorator => on('match.settled', options);

/** Called once a match waits for its customer's consent; otherwise as `OnMatchSettled`. @publicApi */
export const OnMatchConsentRequired = (options?: NoticeOptions): MatchNoticeDecorator =>
  on('match.consent_required', options);

/** Called once a consent session has ended without a result; otherwise as `OnMatchSettled`. @publicApi */
export const OnMatchExpired = (options?: NoticeOptions): MatchNoticeDecorator => on('match.expired', options);

/** What a method of a class, or of one it extends, wants to be told. */
export const noticesOf = (prototype: object, method: string): readonly WantedNotice[] =>
  (Reflect.getMetadata(NOTICES, prototype, method) as WantedNotice[] | undefined) ?? [];

/** Kept with the class and not with the function, which another decorator may replace. */
function on(type: MatchNoticeType, { selective = false }: NoticeOptions = {}): MatchNoticeDecorator {
  return (target, method) => {
    if (typeof target === 'function') {
      const problem = { field: `${target.name}.${method}`, problem: 'is static', remedy: 'make it a method' };
      throw new DqeNoticeHandlerError([problem]);
    }
    const before = (Reflect.getOwnMetadata(NOTICES, target, method) as WantedNotice[] | undefined) ?? [];
    const others = before.filter((wanted) => wanted.type !== type);
    Reflect.defineMetadata(NOTICES, [...others, { type, selective }], target, method);
  };
}
