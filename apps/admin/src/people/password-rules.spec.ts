import { passwordMistake } from './password-rules.js';

const ME = ['marie.martin@bank.example', 'Marie Martin'];

describe('passwordMistake', () => {
  it.each(['violet umbrella canyon', 'aB3$xY9!kL2m', 'correct horse staple 7', 'été à la plage'])(
    'finds nothing wrong with %j',
    (password) => {
      expect(passwordMistake(password, ME)).toBeNull();
    },
  );

  it.each([
    ['PasswordPassword', 'common'],
    ['azertyuiop123', 'common'],
    ['correcthorsebatterystaple', 'common'],
    ['aaaaaaaaaaaaaaaa', 'repeated'],
    ['abababababababab', 'repeated'],
    ['mariemartin1', 'personal'],
    ['Martin.Marie.1', 'personal'],
    ['marie.martin@bank.example', 'personal'],
  ])('of %j says %s', (password, mistake) => {
    expect(passwordMistake(password, ME)).toBe(mistake);
  });
});
