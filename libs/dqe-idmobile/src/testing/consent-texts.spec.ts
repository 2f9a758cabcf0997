import { chooseLanguage, CONSENT_TEXTS } from './consent-texts.js';

describe('chooseLanguage', () => {
  it.each([
    ['en', 'fr', 'en'],
    ['fr', 'en', 'fr'],
    [undefined, 'en-GB,en;q=0.9', 'en'],
    [undefined, 'de,en;q=0.5,fr;q=0.7', 'fr'],
    [undefined, 'de-DE', 'fr'],
    [undefined, 'en;q=0', 'fr'],
    [undefined, 'rubbish;;q=x', 'fr'],
    [undefined, undefined, 'fr'],
    ['<script>', 'en', 'en'],
  ] as const)('of lang=%s and Accept-Language %s is %s', (asked, accepted, language) => {
    expect(chooseLanguage(asked, accepted)).toBe(language);
  });

  it('lists as many compared fields in either language', () => {
    expect(CONSENT_TEXTS.fr.fields).toHaveLength(CONSENT_TEXTS.en.fields.length);
  });
});
