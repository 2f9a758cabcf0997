export default {
  menu: 'System health',
  title: 'System health',
  intro: 'How each part of the service is, what that means, and what to do.',
  instance: 'As the instance that answered sees it; version %{version}.',
  do: 'What to do:',
  levels: { good: 'good', watch: 'keep an eye on it', bad: 'act now' },
  whole: {
    good: 'Everything works.',
    watch: 'Everything works, but something needs an eye on it.',
    bad: 'Something does not work.',
  },
  database: {
    title: 'Database',
    up: 'It answers. Matches and accesses are put on record.',
    down: 'It does not answer. Nothing can be put on record, so nothing is done: matches are refused.',
    downDo:
      'Look whether the database runs, and whether this service reaches it. The service goes on by itself once it does.',
  },
  dqe: {
    title: 'Connection to DQE',
    closed: 'DQE answers.',
    off: 'The circuit breaker is switched off: every match is sent, however DQE is.',
    halfOpen: 'DQE was down; single matches try whether it is back.',
    halfOpenDo: 'Wait a minute. If it does not close, look at the errors of the latest matches.',
    open: 'DQE does not answer: matches are refused at once. Nothing is sent, and nothing billed.',
    openDo: 'Look whether this service reaches DQE, and ask DQE. It is tried again by itself.',
  },
  evidence: {
    title: 'Evidence log',
    ok: 'What happens gets into the log within seconds, and is signed.',
    behind: 'An event has waited for the log for %{seconds} seconds. Nothing is lost; proofs come later.',
    behindDo: 'Usually it catches up. If not, look whether the database is overloaded.',
    failing: 'The last round of the log did not work. Nothing is lost; it is tried again.',
    failingDo: 'If it stays so for minutes, look into the log of the service.',
    refused: 'The log does not hold: what is stored is not what was signed. Nothing is added to it.',
    refusedDo:
      'Change nothing. Keep the database as it is, tell whoever answers for the evidence, and start a check of the log.',
  },
  mirrors: {
    title: 'Mirrors of the log',
    ok: 'Every place outside the database takes the signed checkpoints.',
    failing:
      '%{smart_count} mirror does not take checkpoints. |||| %{smart_count} mirrors do not take checkpoints.',
    failingDo:
      'Look whether the folder can be written to, or the address reached. They are made up for by themselves.',
  },
  check: {
    title: 'Self-check of the evidence',
    ok: 'The whole log was checked, and holds. Last: %{at}.',
    none: 'The log has not been checked yet; there is a check every night.',
    found:
      'The check of %{at} found %{smart_count} thing that should not be. |||| The check of %{at} found %{smart_count} things that should not be.',
    foundDo:
      'Look at the check: it names each. Change nothing before, and tell whoever answers for the evidence.',
  },
  jobs: {
    title: 'Background jobs',
    ok: 'None has failed within a day.',
    failed: '%{smart_count} job has failed within a day. |||| %{smart_count} jobs have failed within a day.',
    failedDo: 'Look under Background jobs, and start it again.',
  },
};
