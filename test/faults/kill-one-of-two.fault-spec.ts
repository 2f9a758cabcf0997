import { serverUrl, testDatabase } from '../support/database.js';
import { describeKills } from './kill-suite.js';

(serverUrl === undefined ? describe.skip : describe)(
  'of two instances on one PostgreSQL, the one that is killed',
  () => {
    describeKills({
      name: 'kill-one-of-two',
      database: testDatabase,
      instances: 2,
      kills: { short: { rounds: 0, random: 6 }, full: { rounds: 1, random: 30 } },
    });
  },
);
