export default {
  menu: 'Relationships',
  title: 'Relationships',
  intro:
    'The law against money laundering counts from the end of the relationship. Partner systems tell it; here it is seen, and put right.',
  search: 'Find by number',
  look: 'Look',
  known: 'What is known',
  nothing:
    'Nothing is known of a relationship with this person: rules that count from its end have not begun.',
  application: 'Application',
  applicationHint: 'Blank: default',
  endedAt: 'Ended',
  goesOn: 'goes on',
  changedAt: 'Told',
  changedBy: 'By',
  change: 'Change',
  tell: 'Tell how it stands',
  tellText: 'It goes on, or it ended on a day. Retention counts from then.',
  state: 'How it stands',
  states: { ended: 'It ended', goesOn: 'It goes on' },
};
