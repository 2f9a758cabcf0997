export default {
  overview: 'Overview',
  menu: 'Main menu',
  account: 'Account',
  ownAccount: 'My account',
  theme: { label: 'Appearance', system: 'As the system', light: 'Light', dark: 'Dark' },
  groups: {
    work: 'Matches',
    decide: 'To decide',
    privacy: 'Privacy',
    insight: 'Reports',
    evidence: 'Evidence',
    manage: 'Administration',
    system: 'System',
  },
  notFound: {
    title: 'There is no such page',
    text: 'The address may be wrong, or the page may not be for your role.',
    home: 'Back to the start',
  },
  error: {
    title: 'This could not be loaded',
    details: 'Details for support',
    request: 'Request',
    code: 'Code',
    again: 'Try again',
  },
  reason: {
    label: 'Reason',
    hint: 'A sentence. Kept, and read by whoever asks why.',
    pending:
      'Waiting for approval: nothing was done yet. A second person has to approve it; then it can be done from this page, once.',
  },
  approval: {
    waiting: 'Waiting for approval by a second person. Asked',
    given: 'A second person has approved it.',
  },
};
