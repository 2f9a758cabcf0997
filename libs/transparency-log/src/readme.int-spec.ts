import { checkReadmeCode } from '../../../test/support/readme-code.js';

it('the TypeScript of the README is valid TypeScript', () => {
  const { blocks, mistakes } = checkReadmeCode(import.meta.url);
  expect(blocks).toBe(4);
  expect(mistakes).toEqual([]);
});
