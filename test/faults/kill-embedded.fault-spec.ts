import { embeddedTestDatabase } from '../support/database.js';
import { describeKills } from './kill-suite.js';

describe('on the embedded database, a service that is killed', () => {
  describeKills({
    name: 'kill-embedded',
    database: embeddedTestDatabase,
    instances: 1,
    kills: { short: { rounds: 1, random: 2, oneIn: 16 }, full: { rounds: 2, random: 20 } },
  });
});
