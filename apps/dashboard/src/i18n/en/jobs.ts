export default {
  menu: 'Background jobs',
  title: 'Background jobs',
  intro: 'What the service does behind, or did, newest first. Kept up to date by itself.',
  none: 'Nothing has run yet that fits.',
  done: '%{done} of %{total}',
  progressOf: 'Progress: %{kind}',
  fields: {
    kind: 'What',
    state: 'State',
    progress: 'Progress',
    requestedAt: 'Asked for',
    took: 'Took',
  },
  kinds: {
    export: 'Export',
    backtest: 'Trial of a policy',
    log_check: 'Check of the evidence log',
    retention_run: 'Purge',
    key_rotation: 'Rotation of master keys',
  },
  states: {
    queued: 'waiting',
    running: 'running',
    completed: 'completed',
    failed: 'failed',
    cancelled: 'cancelled',
  },
};
