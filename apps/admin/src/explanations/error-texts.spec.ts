import { DQE_ERROR_IDS } from 'nestjs-dqe-idmobile';
import { ERROR_TEXTS, errorText } from './error-texts.js';

it('has words for every error of DQE, and for no other', () => {
  expect(Object.keys(ERROR_TEXTS).sort()).toEqual(Object.keys(DQE_ERROR_IDS).sort());
  for (const text of Object.values(ERROR_TEXTS)) expect(text.en).not.toBe(text.fr);
});

it('says of what it does not know who has to act', () => {
  expect(errorText('DQE_TIMEOUT', 'temporary', 'en')).toMatch(/technical reason/);
  expect(errorText('constructor', 'protocol', 'fr')).toMatch(/compréhensible/);
});
