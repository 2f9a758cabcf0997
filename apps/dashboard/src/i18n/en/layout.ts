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
    hint: 'Kept, and read by whoever asks why.',
    pending:
      'Waiting for approval: a second person has to approve it. Once they have, do the same again with the number of the approval, which is under Approvals.',
    approval: 'Number of an approval',
    approvalHint: 'Only where a second person has approved it already.',
  },
};
