import fc from 'fast-check';
import { PERMISSIONS } from '../access/permissions.js';
import { APPROVAL_KINDS, decidableBy, PERMISSION_OF } from './approval-kinds.js';
import { type ApprovalTerms, statusOf } from './approval-record.js';

const END = 1_000_000;
const terms = (more: Partial<ApprovalTerms> = {}): ApprovalTerms => ({
  ...{ expiresAt: new Date(END), decision: null, usedAt: null, ...more },
});

describe('an approval', () => {
  it.each([
    ['pending', terms(), END - 1],
    ['expired', terms(), END],
    ['approved', terms({ decision: 'approved' }), END - 1],
    ['expired', terms({ decision: 'approved' }), END],
    ['refused', terms({ decision: 'refused' }), END - 1],
    ['refused', terms({ decision: 'refused' }), END + 1],
    ['used', terms({ decision: 'approved', usedAt: new Date(END - 1) }), END - 1],
    ['used', terms({ decision: 'approved', usedAt: new Date(END - 1) }), END + 1],
  ] as const)('is %s', (status, given, now) => {
    expect(statusOf(given, now)).toBe(status);
  });
});

describe('the kinds somebody decides', () => {
  it('none without approvals:decide, whatever else they may do', () => {
    expect(decidableBy(new Set(PERMISSIONS.filter((each) => each !== 'approvals:decide')))).toEqual([]);
  });

  it('with it, those they could do themselves', () => {
    expect(decidableBy(new Set(PERMISSIONS))).toEqual(APPROVAL_KINDS);
    fc.assert(
      fc.property(fc.subarray([...PERMISSIONS]), (some) => {
        const permissions = new Set(some).add('approvals:decide');
        expect(decidableBy(permissions)).toEqual(
          APPROVAL_KINDS.filter((kind) => permissions.has(PERMISSION_OF[kind])),
        );
      }),
    );
  });
});
