import { checkReadmeCode } from '../../../test/support/readme-code.js';

it('the TypeScript of the README is valid TypeScript', () => {
  const { blocks, mistakes } = checkReadmeCode(import.meta.url);
  expect(blocks).toBeGreaterThan(8);
  expect(mistakes).toEqual([]);
});
