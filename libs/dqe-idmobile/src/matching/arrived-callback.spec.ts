import { createHash } from 'node:crypto';

import { readCallback } from './arrived-callback.js';
import { createState } from './consent-state.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('what is read of a callback', () => {
  const { value: state, hash } = createState();

  it('is hashes and a hint', () => {
    const read = readCallback({ state, token: 'TOK1', status: 'success', more: 'x' });
    expect(read).toEqual({ stateHash: hash, tokenHash: sha256('TOK1'), statusHint: 'success' });
    expect(JSON.stringify(read)).not.toMatch(new RegExp(`TOK1|${state}`));
  });

  it.each([
    [{}, undefined, null],
    [{ token: ['TOK1', 'TOK2'], status: ['success', 'error'] }, undefined, null],
    [{ token: '', status: 'done' }, sha256(''), null],
    [{ token: 'T', status: 'error' }, sha256('T'), 'error'],
  ])('beside the state, of %j', (more, tokenHash, statusHint) => {
    expect(readCallback({ state, ...more })).toEqual({ stateHash: hash, tokenHash, statusHint });
  });

  it.each([{}, { state: '' }, { state: 'guess' }, { state: [state, state] }])('is nothing: %j', (query) => {
    expect(readCallback(query)).toBeNull();
  });
});
