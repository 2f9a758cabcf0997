import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Who tells of each module and each route at every start. */
const WORDY = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

type Level = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/**
 * Lets Nest write to pino. nestjs-pino would do, but its newest release that runs on Node 20 does not declare
 * Nest 12.
 */
export class NestLogger implements LoggerService {
  readonly #pino: Logger;

  constructor(pino: Logger) {
    this.#pino = pino;
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.#write(WORDY.has(String(rest.at(-1))) ? 'debug' : 'info', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.#write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.#write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.#write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.#write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.#write('trace', message, rest);
  }

  /** Nest passes `(message, ...more, context)`, and for errors a stack before the context. */
  #write(level: Level, message: unknown, rest: readonly unknown[]): void {
    const texts = rest.filter((part) => typeof part === 'string');
    const context = texts.at(-1);
    const stack = level === 'error' && texts.length > 1 ? texts[0] : undefined;
    const cause = rest.find((part) => part instanceof Error);
    const fields = { context, ...(stack === undefined ? {} : { stack }), ...(cause ? { err: cause } : {}) };
    if (message instanceof Error) {
      this.#pino[level]({ ...fields, err: message }, message.name);
    } else if (typeof message === 'object' && message !== null) {
      this.#pino[level]({ ...fields, ...message });
    } else {
      this.#pino[level](fields, String(message));
    }
  }
}
