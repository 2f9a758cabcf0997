import { rolesIn } from './oidc-people.js';

describe('rolesIn', () => {
  it.each([
    [
      ['operator', 'viewer'],
      ['viewer', 'operator'],
    ],
    ['viewer, auditor cleaner', ['viewer', 'auditor']],
    [['Admin', 'constructor', 7, null], []],
    [{ admin: true }, []],
    [undefined, []],
  ])('%j are %j', (claim, roles) => {
    expect(rolesIn(claim)).toEqual(roles);
  });
});
