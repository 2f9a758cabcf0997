import { serverUrl, testDatabase } from '../support/database.js';
import { describeKills } from './kill-suite.js';

(serverUrl === undefined ? describe.skip : describe)('on PostgreSQL, a service that is killed', () => {
  describeKills({
    name: 'kill-postgres',
    database: testDatabase,
    instances: 1,
    kills: { short: { rounds: 1, random: 4, oneIn: 8 }, full: { rounds: 3, random: 30 } },
  });
});
