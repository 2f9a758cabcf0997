export default {
  menu: 'First steps',
  title: 'First steps',
  intro: 'From nothing to a proof in four steps. It stays in the menu.',
  welcome: 'New here? Four steps lead from nothing to a proof.',
  begin: 'Take the first steps',
  close: 'Not now',
  done: 'done',
  todo: 'to do',
  signIn: { title: 'Sign in', text: 'You are in.' },
  try: {
    title: 'Run a match',
    text: 'With somebody invented, against the sandbox: nothing leaves this machine, and nothing costs money. Somebody who is asked for consent shows the way over the operator’s page.',
    real: 'This service asks DQE itself: a match is billed.',
    go: 'Try it',
  },
  see: {
    title: 'See the record',
    text: 'The verdict and why, every field against its thresholds, and every step with its time. Numbers are masked for everybody.',
    go: 'The newest match',
  },
  verify: {
    title: 'Verify the proof',
    text: 'Every step is an event in a log that can only grow. That this one is in it can be computed by anybody.',
    here: 'Check the newest match in this browser',
    proven:
      'This browser has computed it: %{count} event is in the log of the checkpoint. |||| This browser has computed it: %{count} events are in the log of the checkpoint.',
    pending:
      'The events are on record and enter the log within seconds; after sample data was loaded, within minutes. Check again then.',
    wrong: 'A proof does not lead to the checkpoint. Whoever runs the service has to look at it.',
    failed: 'The proofs could not be had or computed here. Use the command below.',
    command: 'Who signed it, and the whole log, without believing us ($KEY is a key that reads the audit):',
    label: 'Commands for a terminal',
  },
  sample: {
    title: 'Sample data',
    intro: '50,000 invented matches of 90 days, to look around in. They can be removed again.',
    there: '%{count} matches of the sample data are here.',
    load: 'Load sample data',
    remove: 'Remove it',
    loading: 'Loading: %{done} of %{total}',
    removing: 'Removing: %{done} of %{total}',
  },
};
