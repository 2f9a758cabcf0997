import fc from 'fast-check';

import { optionsFor, startApp } from '../../../../test/support/idmobile-app.js';
import { DqeIdmobileModule } from '../dqe-idmobile.module.js';
import { startDqeSandbox } from '../testing/index.js';
import type { MatchRequest } from './match-request.js';
import { validateRequest } from './validate-request.js';
import { resolveOptions } from '../options/resolve-options.js';

/** Text of any script, with what an encoding could get wrong. */
const text = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength }),
      fc.string({
        unit: fc.constantFrom(...Array.from('éßœÉ&+%#=?/;,:@"\'<>\\ ()*!~^`|{}[]$😀👩‍🚀عבñ日')),
        maxLength,
      }),
      fc.constantFrom(
        "O'Brien",
        'Zoé & Léa',
        'a+b c',
        '100%',
        '%2B',
        'null',
        '{"a":1}',
        'فاطمة العلوي',
        'נועה בן־דוד',
      ),
    )
    .map((value) => value.slice(0, maxLength).toWellFormed());

const requests: fc.Arbitrary<MatchRequest> = fc.record({
  number: fc.constantFrom('0600001001', '+33600001001', '+32470000001', '+212612000001'),
  identity: fc.record(
    {
      ...{ firstName: text(100), lastName: text(100), maidenName: text(100), locality: text(100) },
      ...{ streetNumber: text(16), streetAddress: text(200), postalCode: text(16) },
      birthDate: fc
        .date({ min: new Date('1900-01-01'), max: new Date('2020-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10)),
      gender: fc.constantFrom('M' as const, 'F' as const),
      email: fc.emailAddress(),
      phone: fc.constantFrom('0612345678', '+33 6 12 34 56 78', '+32470000001'),
      country: fc.constantFrom('France', 'Belgique', 'Côte d’Ivoire', 'España & Co'),
    },
    { requiredKeys: [] },
  ),
  codeName: text(64),
});

describe.each(['GET', 'POST'] as const)(
  'whatever passes validation arrives as it was sent, by %s',
  (httpMethod) => {
    it('to the last character', async () => {
      const sandbox = await startDqeSandbox();
      const given = { ...optionsFor(sandbox), httpMethod, recoverySweepMs: 0 };
      const options = resolveOptions(given);
      const { matching, close } = await startApp(DqeIdmobileModule.forRoot(given));
      const passes = (request: MatchRequest) => {
        try {
          validateRequest(request, options);
          return true;
        } catch {
          return false;
        }
      };
      let runs = 0;
      try {
        await fc.assert(
          fc.asyncProperty(requests.filter(passes), async (request) => {
            await matching.match(request);
            runs += 1;
            const { params } = sandbox.requests.at(-1)!;
            const { identity } = request;
            expect(JSON.parse(params['user_infos'] ?? '')).toEqual({
              ...{ firstname: identity.firstName ?? '', lastname: identity.lastName ?? '' },
              ...{ maiden_name: identity.maidenName ?? '', birthdate: identity.birthDate ?? '' },
              ...{
                gender: identity.gender ?? '',
                email: identity.email ?? '',
                number: identity.streetNumber ?? '',
              },
              ...{ phone: identity.phone ?? params['number'], street_address: identity.streetAddress ?? '' },
              ...{ postal_code: identity.postalCode ?? '', locality: identity.locality ?? '' },
              country: identity.country ?? '',
            });
            expect(params['code_name'] ?? '').toBe(request.codeName);
            expect(params['number']).toBe(request.number.replace(/^\+33/, '0'));
          }),
          { numRuns: 250 },
        );
        expect(runs).toBe(250);
      } finally {
        await close();
        await sandbox.close();
      }
    });
  },
);
