import { Controller, Inject, Injectable, Module, Scope, type Type } from '@nestjs/common';

import { type IdmobileApp, optionsFor, startApp } from '../../../../test/support/idmobile-app.js';
import { DqeIdmobileModule } from '../dqe-idmobile.module.js';
import { DqeNoticeHandlerError } from '../errors/dqe-errors.js';
import type { DqeSandbox } from '../testing/index.js';
import type { MatchNotice } from './match-notice.js';
import { NoticeHandlers } from './notice-handlers.js';
import { OnMatchConsentRequired, OnMatchExpired, OnMatchSettled } from './on-match.decorators.js';

/** Nothing is asked here. */
const NOWHERE = {
  url: 'http://127.0.0.1:9',
  licence: 'L',
  clientSecret: 's',
  partnerName: 'P',
} as DqeSandbox;

@Module({})
class Feature {}

let running: IdmobileApp | undefined;
const start = async (parts: {
  providers?: unknown[];
  controllers?: Type[];
}): Promise<Record<string, string[]>> => {
  const dqe = DqeIdmobileModule.forRoot(optionsFor(NOWHERE));
  running = await startApp({ module: Feature, imports: [dqe], ...parts } as never);
  const found = running.app.get(NoticeHandlers, { strict: false });
  return Object.fromEntries(found.types.map((type) => [type, found.of(type).map(({ name }) => name)]));
};
afterEach(async () => {
  await running?.close();
  running = undefined;
});

/** As a decorator does that puts a function of its own in place of the method. */
const Wrapped = () => (_target: object, _method: string, descriptor: PropertyDescriptor) => {
  const inner = descriptor.value as (...args: unknown[]) => unknown;
  descriptor.value = function (this: unknown, ...args: unknown[]) {
    return inner.apply(this, args);
  };
};

class Told {
  readonly told: MatchNotice[] = [];

  @OnMatchSettled()
  inherited(notice: MatchNotice): void {
    this.told.push(notice);
  }
}

@Injectable()
class Listener extends Told {
  @OnMatchSettled()
  @OnMatchExpired()
  @OnMatchExpired()
  stacked(): void {}

  @OnMatchConsentRequired()
  @Wrapped()
  wrapped(): void {}

  undecorated(): void {}
}

@Controller()
class ListeningController {
  @OnMatchExpired()
  async gone(): Promise<void> {}
}

it('finds the decorated methods of providers and controllers, inherited and wrapped ones among them', async () => {
  const found = await start({ providers: [Listener], controllers: [ListeningController] });
  expect(found['match.settled']?.sort()).toEqual(['Listener.inherited', 'Listener.stacked']);
  expect(found['match.expired']?.sort()).toEqual(['Listener.stacked', 'ListeningController.gone']);
  expect(found['match.consent_required']).toEqual(['Listener.wrapped']);
});

it('finds an instance once, under however many tokens it is provided', async () => {
  const value = new Told();
  const found = await start({
    providers: [
      Listener,
      { provide: 'ALIAS', useExisting: Listener },
      { provide: 'MADE', useFactory: (made: Listener) => made, inject: [Listener] },
      { provide: 'VALUE', useValue: value },
      { provide: 'SAME', useValue: value },
      { provide: 'NULL', useValue: null },
      { provide: 'BARE', useValue: Object.create(null) as object },
    ],
  });
  expect(found['match.settled']?.sort()).toEqual([
    'Listener.inherited',
    'Listener.stacked',
    'Told.inherited',
  ]);
});

it('finds none where there is none', async () => {
  expect(await start({})).toEqual({});
});

describe('a handler that could not be called stops the application at its start', () => {
  @Injectable({ scope: Scope.REQUEST })
  class PerRequest {
    @OnMatchSettled()
    hear(): void {}
  }
  @Injectable({ scope: Scope.TRANSIENT })
  class PerUser {
    @OnMatchExpired()
    hear(): void {}
  }
  @Injectable({ scope: Scope.REQUEST })
  class Tenant {}
  @Injectable()
  class Dependent {
    constructor(@Inject(Tenant) readonly tenant: Tenant) {}
    @OnMatchConsentRequired()
    hear(): void {}
  }
  @Controller({ scope: Scope.REQUEST })
  class PerRequestController {
    @OnMatchSettled()
    hear(): void {}
  }

  it.each<[string, { providers?: unknown[]; controllers?: Type[] }, string, string]>([
    ['request-scoped', { providers: [PerRequest] }, 'PerRequest.hear', 'its provider is request-scoped'],
    ['transient', { providers: [PerUser] }, 'PerUser.hear', 'its provider is transient'],
    [
      'made request-scoped by what it needs',
      { providers: [Tenant, Dependent] },
      'Dependent.hear',
      'its provider is request-scoped',
    ],
    [
      'a request-scoped controller',
      { controllers: [PerRequestController] },
      'PerRequestController.hear',
      'its provider is request-scoped',
    ],
  ])('%s', async (_what, parts, field, problem) => {
    const boot = start(parts);
    await expect(boot).rejects.toThrow(DqeNoticeHandlerError);
    await expect(boot).rejects.toMatchObject({ code: 'DQE_HANDLER_INVALID', problems: [{ field, problem }] });
  });

  it('all of them are named', async () => {
    await expect(start({ providers: [PerRequest, PerUser, Listener] })).rejects.toThrow(
      /PerRequest\.hear[^]*PerUser\.hear/,
    );
  });

  it('a static method, as soon as it is decorated', () => {
    expect(() => {
      OnMatchSettled()(Listener, 'make', { value: () => undefined });
    }).toThrow('Listener.make: is static');
  });
});
