const { default: Sequencer } = require('@jest/test-sequencer');

/** The kills take longest by far: begun last, they would keep one worker busy and the others waiting. */
module.exports = class KillsFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) =>
      ['kill-embedded', 'kill-postgres', 'network'].findIndex((name) => path.includes(name));
    const place = (test) => (rank(test) < 0 ? Infinity : rank(test));
    return [...tests].sort((a, b) => place(a) - place(b) || (a.path < b.path ? -1 : 1));
  }
};
