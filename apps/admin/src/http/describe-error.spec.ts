import { describeError } from './describe-error.js';

describe('describeError', () => {
  it('keeps name, code, message, stack and causes, and leaves out whatever else hangs on an error', () => {
    const cause = Object.assign(new TypeError('inner'), { code: 'E_INNER', config: { data: 'Marie' } });
    const described = describeError(Object.assign(new Error('outer', { cause }), { request: 'Curie' }));
    expect(described).toMatchObject({
      type: 'Error',
      message: 'outer',
      cause: { type: 'TypeError', code: 'E_INNER', message: 'inner' },
    });
    expect(described.stack).toContain('describe-error.spec');
    expect(JSON.stringify(described)).not.toMatch(/Marie|Curie/);
  });

  it.each([
    [
      'GET https://dqe.example/IDMOBILE/?number=06&token=t failed',
      'GET https://dqe.example/IDMOBILE/?… failed',
    ],
    ['postgresql://u:p@h:5432/d?sslmode=require', 'postgresql://h:5432/d?…'],
    ['nothing to cut?', 'nothing to cut?'],
  ])('cuts %j', (message, shown) => {
    expect(describeError(new Error(message)).message).toBe(shown);
  });

  it('cuts users and passwords of addresses without a query, too', () => {
    expect(describeError(new Error('no route to postgresql://u:p@h:5432/d')).message).toBe(
      'no route to postgresql://h:5432/d',
    );
  });

  it('ends with causes that go round, and says nothing of values that are no errors', () => {
    const error = new Error('round');
    error.cause = error;
    expect(JSON.stringify(describeError(error)).length).toBeLessThan(20_000);
    expect(JSON.stringify(describeError('Marie'))).not.toContain('Marie');
  });
});
