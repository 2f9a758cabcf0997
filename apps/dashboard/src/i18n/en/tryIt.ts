export default {
  menu: 'Try it',
  title: 'Try a match',
  intro: 'Runs one match as your application would, by POST /api/v1/matches, and takes you to its page.',
  persona: 'Somebody the sandbox knows',
  personaHint: 'Fills the form; change what you like.',
  number: 'Mobile number',
  country: 'Country of the number',
  identity: 'What the customer says of themselves',
  own: 'For your own records',
  reference: 'Your reference',
  purpose: 'Purpose',
  consent: 'The customer is here and can consent on the operator’s page',
  consentHint:
    'If the operator wants consent, the page of the match has a button that leads there. Whoever has agreed or refused is brought back to that page, where the result appears.',
  run: 'Run the match',
  show: 'Show the match that is on record',
  hints: { birthDate: 'YYYY-MM-DD', gender: 'M or F', country: 'Such as FR' },
};
