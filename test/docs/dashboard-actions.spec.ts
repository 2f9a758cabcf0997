import { ACTION_NAMES } from '../../apps/admin/src/access/actions.js';
import { ACTIONS } from '../../apps/dashboard/src/audit/actions.js';
import en from '../../apps/dashboard/src/i18n/en/audit.js';

type Texts = Readonly<Record<string, Readonly<Record<string, string>> | undefined>>;

it('the audit log of the dashboard knows every action of the service, and has words for it', () => {
  expect([...ACTIONS]).toEqual([...ACTION_NAMES].sort());
  const texts: Texts = en.actions;
  const wordless = ACTIONS.filter((action) => {
    const [about = '', what = ''] = action.split('.');
    return texts[about]?.[what] === undefined;
  });
  expect(wordless).toEqual([]);
});
