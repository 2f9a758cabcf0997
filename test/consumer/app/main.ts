import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  DqeError,
  DqeIdmobileModule,
  InMemoryMatchStore,
  MatchingService,
  type MatchNotice,
  type MatchResult,
  OnMatchConsentRequired,
  OnMatchSettled,
} from 'nestjs-dqe-idmobile';
import { dqeIdmobileConfig } from 'nestjs-dqe-idmobile/config';
import { SANDBOX_NUMBERS, startDqeSandbox } from 'nestjs-dqe-idmobile/testing';

const sandbox = await startDqeSandbox();
process.env['DQE_BASE_URL'] = sandbox.url;
process.env['DQE_LICENCE'] = sandbox.licence;
process.env['DQE_CLIENT_SECRET'] = sandbox.clientSecret;
process.env['DQE_PARTNER_NAME'] = sandbox.partnerName;
process.env['DQE_REDIRECT_URI'] = 'http://localhost:3000/callback';

@Injectable()
class Onboarding {
  constructor(private readonly matching: MatchingService) {}

  direct(): Promise<MatchResult> {
    const identity = { firstName: 'Camille', lastName: 'Martin', birthDate: '1985-04-12' };
    return this.matching.match({ number: '0600001001', identity });
  }

  async withConsent() {
    const asked = await this.matching.match({
      number: SANDBOX_NUMBERS.consentAtOnce,
      identity: {},
      consent: {},
    });
    if (asked.outcome !== 'consent_required') throw new Error(asked.outcome);
    const callback = new URL(await sandbox.consent(asked.url, 'agree'));
    return this.matching.complete(Object.fromEntries(callback.searchParams));
  }

  failing(): Promise<unknown> {
    return this.matching
      .match({ number: SANDBOX_NUMBERS.malformedJson, identity: {} })
      .catch((error: unknown) => (error instanceof DqeError ? error.code : error));
  }
}

@Injectable()
class Listener {
  readonly heard: string[] = [];

  @OnMatchSettled()
  @OnMatchConsentRequired()
  async hear({ type, status }: MatchNotice): Promise<void> {
    this.heard.push(`${type} ${status}`);
  }
}

@Module({
  imports: [DqeIdmobileModule.forRootAsync(dqeIdmobileConfig.asProvider())],
  providers: [Onboarding, Listener],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
const onboarding = app.get(Onboarding);
const direct = await onboarding.direct();
const consent = await onboarding.withConsent();
const failure = await onboarding.failing();
const { heard } = app.get(Listener);
while (heard.length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
await app.close();
await sandbox.close();

const report = {
  direct: direct.outcome === 'scored' ? direct.verdict.result : direct.outcome,
  consent: consent.outcome,
  failure,
  heard: heard.sort(),
  store: new InMemoryMatchStore() instanceof InMemoryMatchStore,
  library: import.meta.resolve('nestjs-dqe-idmobile'),
};
console.log(JSON.stringify(report));
