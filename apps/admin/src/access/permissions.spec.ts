import { BOOTSTRAP_PERMISSIONS, PERMISSIONS, permissionsOf, ROLE_NAMES, ROLES } from './permissions.js';

describe('roles', () => {
  it('none is allowed everything, and together they are', () => {
    for (const role of ROLE_NAMES) expect(permissionsOf([role]).size).toBeLessThan(PERMISSIONS.length);
    expect([...permissionsOf(ROLE_NAMES)].sort()).toEqual([...PERMISSIONS].sort());
  });

  it('who hands out rights does not look into matches', () => {
    expect([...permissionsOf(['admin'])].filter((permission) => permission.startsWith('matches:'))).toEqual(
      [],
    );
  });

  it('only an auditor reveals, and an auditor changes nothing', () => {
    const revealing = ROLE_NAMES.filter((role) => permissionsOf([role]).has('matches:reveal'));
    expect(revealing).toEqual(['auditor']);
    expect(ROLES.auditor.filter((permission) => /manage|create/.test(permission))).toEqual([]);
  });

  it('several add up', () => {
    expect([...permissionsOf(['viewer', 'operator'])].sort()).toEqual([
      ...['account:own', 'matches:create', 'matches:read', 'reports:read'],
    ]);
    expect(permissionsOf([]).size).toBe(0);
  });
});

it('the bootstrap key does nothing that takes a person', () => {
  const missing = PERMISSIONS.filter((permission) => !BOOTSTRAP_PERMISSIONS.includes(permission));
  expect(missing).toEqual(['matches:reveal', 'matches:review', 'subjects:report', 'approvals:decide']);
});
