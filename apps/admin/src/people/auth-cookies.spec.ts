import { cookieNames, cookieValues, tokenIn } from './auth-cookies.js';

describe('cookieNames', () => {
  it('has the prefix that binds a cookie to this host, over https', () => {
    expect(cookieNames('https://id.bank.example').session).toBe('__Host-admin-session');
    expect(cookieNames('http://localhost:3000')).toMatchObject({ session: 'admin-session', secure: false });
  });
});

describe('cookieValues', () => {
  it('finds all of a name, and none of a longer one', () => {
    expect(
      cookieValues('a=1; admin-session=x; xadmin-session=no; admin-session=y=z', 'admin-session'),
    ).toEqual(['x', 'y=z']);
    expect(cookieValues(undefined, 'admin-session')).toEqual([]);
  });
});

describe('tokenIn', () => {
  const token = 'a'.repeat(32);

  it('is what stands before the signature', () => {
    expect(tokenIn(`${token}.c2ln%3D`)).toBe(token);
  });

  it.each(['', '%', 'short.sig', `${'a'.repeat(31)}'.x`, `${'a'.repeat(200)}.x`])(
    'of %j is none',
    (value) => {
      expect(tokenIn(value)).toBeNull();
    },
  );
});
