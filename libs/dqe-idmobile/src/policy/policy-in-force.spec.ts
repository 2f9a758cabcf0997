import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';

import { DqePolicyError } from '../errors/dqe-errors.js';
import { DEFAULT_POLICY, type MatchPolicy, type MatchPolicySource } from './match-policy.js';
import { PolicyInForce } from './policy-in-force.js';

const second: MatchPolicy = { ...DEFAULT_POLICY, version: '2', minimumDecisive: 3 };
const from = (policy: MatchPolicy | MatchPolicySource) => new PolicyInForce({ policy });
const giving = (...answers: readonly unknown[]) => {
  const rest = [...answers];
  return from(() => {
    const answer = rest.length > 1 ? rest.shift() : rest[0];
    if (answer instanceof Error) throw answer;
    return answer as MatchPolicy;
  });
};

describe('the policy in force', () => {
  let warned: jest.SpiedFunction<Logger['warn']>;
  beforeEach(() => {
    warned = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
  });
  afterEach(() => warned.mockRestore());

  it('is the one that was given', async () => {
    expect(await from(DEFAULT_POLICY).read()).toBe(DEFAULT_POLICY);
  });

  it('is what a function gives at that moment, or promises', async () => {
    const policies = giving(DEFAULT_POLICY, Promise.resolve(second));
    expect(await policies.read()).toEqual(DEFAULT_POLICY);
    expect(await policies.read()).toEqual(second);
  });

  it('is a copy: what a verdict names cannot change under it', async () => {
    const given = { ...DEFAULT_POLICY, fields: { ...DEFAULT_POLICY.fields } };
    const policies = giving(given);
    const read = await policies.read();
    delete given.fields.email;
    expect(read.fields.email).toEqual(DEFAULT_POLICY.fields.email);
    expect(await policies.read()).toBe(read);
  });

  it('is none before there was one: what is wrong is told by field', async () => {
    await expect(giving({ ...DEFAULT_POLICY, minimumDecisive: 9 }).read()).rejects.toMatchObject({
      ...{ code: 'DQE_POLICY_UNUSABLE', category: 'configuration', retryable: false },
      problems: [{ field: 'minimumDecisive', remedy: 'give at most 3' }],
    });
    const failed = await giving(new Error('password of Zz9Canary'))
      .read()
      .catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(DqePolicyError);
    expect(failed).toMatchObject({ problems: [], retryable: true });
    expect(JSON.stringify([failed, String((failed as Error).cause)])).not.toContain('Zz9Canary');
  });

  it('stays the last good one while the function fails, and says so once', async () => {
    const policies = giving(DEFAULT_POLICY, new Error('away'), { name: 'x' }, second, new Error('away'));
    expect(await policies.read()).toEqual(DEFAULT_POLICY);
    expect(await policies.read()).toEqual(DEFAULT_POLICY);
    expect(await policies.read()).toEqual(DEFAULT_POLICY);
    expect(warned).toHaveBeenCalledTimes(1);
    expect(warned.mock.calls[0]?.[0]).toContain('default@1 stays in force');
    expect(await policies.read()).toEqual(second);
    expect(await policies.read()).toEqual(second);
    expect(warned).toHaveBeenCalledTimes(2);
  });

  it('is never other rules under the same name and version', async () => {
    const policies = giving(DEFAULT_POLICY, { ...second, version: '1' });
    expect(await policies.read()).toEqual(DEFAULT_POLICY);
    expect(await policies.read()).toEqual(DEFAULT_POLICY);
    expect(warned.mock.calls[0]?.[0]).toContain('version: stands for other rules');
    const reordered = {
      ...DEFAULT_POLICY,
      fields: Object.fromEntries(Object.entries(DEFAULT_POLICY.fields).reverse()),
    };
    const same = giving(DEFAULT_POLICY, reordered);
    await same.read();
    await same.read();
    expect(warned).toHaveBeenCalledTimes(1);
  });
});
