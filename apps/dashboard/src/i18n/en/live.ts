export default {
  count: '%{count} match |||| %{count} matches',
  atLeast: 'More than %{count} matches',
  live: 'live',
  paused: 'not live at the moment',
  show: '%{count} new – show |||| %{count} new – show',
  showMany: 'More than %{count} new – show',
  sheet: {
    title: 'Explanation sheet',
    intro:
      'What was asked, field by field, who decided and how to check it, in plain words: for the person concerned or the authority. Masked.',
    language: 'Language of the sheet',
    pdf: 'PDF, one page',
    page: 'Page (HTML)',
  },
};
