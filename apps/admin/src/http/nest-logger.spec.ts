import { pino } from 'pino';
import { NestLogger } from './nest-logger.js';

const lines: string[] = [];
const logger = new NestLogger(pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }));
afterEach(() => void (lines.length = 0));

it('writes what Nest says, with who says it', () => {
  logger.log('Nest application successfully started', 'NestApplication');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    ...{ level: 30, context: 'NestApplication', msg: 'Nest application successfully started' },
  });
});

it('a start is not drowned in its routes', () => {
  logger.log('Mapped {/api/v1/matches, GET} route', 'RouterExplorer');
  expect(lines).toEqual([]);
});

it('an error keeps its stack', () => {
  logger.error('It broke', 'Error: It broke\n    at there', 'Somewhere');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    context: 'Somewhere',
    stack: expect.stringContaining('at there'),
  });
});
