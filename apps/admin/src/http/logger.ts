import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { LogLevel } from '../config/environment.js';
import { describeError } from './describe-error.js';
import { currentRequestId } from './request-context.js';

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Colours and columns for people; JSON otherwise. */
  readonly pretty: boolean;
  /** @default standard output */
  readonly destination?: DestinationStream | undefined;
}

/** The one log of the service; Fastify and Nest both write to it. */
export async function createLogger(options: LoggerOptions): Promise<Logger> {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
    // Nothing that knows an address, a header or a body is ever serialized.
    serializers: {
      err: describeError,
      error: describeError,
      req: () => undefined,
      res: () => undefined,
    },
    mixin: () => {
      const requestId = currentRequestId();
      return requestId === undefined ? {} : { requestId };
    },
  };
  if (options.pretty && options.destination === undefined) {
    const { default: pretty } = await import('pino-pretty');
    return pino(settings, pretty({ colorize: true, translateTime: 'SYS:HH:MM:ss', sync: true }));
  }
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
