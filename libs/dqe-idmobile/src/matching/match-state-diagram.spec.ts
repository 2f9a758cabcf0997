import { matchStateDiagram, withStateDiagram } from './match-state-diagram.js';
import { MATCH_STATUSES, MATCH_TRANSITIONS } from './match-state-machine.js';

describe('the diagram of the states', () => {
  const lines = matchStateDiagram().split('\n');

  it('begins where a match begins, and has each declared arrow once, with a cause', () => {
    expect(lines.slice(0, 2)).toEqual(['stateDiagram-v2', '  [*] --> requested']);
    const drawn = lines.flatMap((line) => {
      const [, from, to, cause] = /^ {2}(\w+) --> (\w+): ([\w ,]+)$/.exec(line) ?? [];
      return cause === undefined ? [] : [`${from!} ${to!}`];
    });
    const declared = MATCH_STATUSES.flatMap((from) => MATCH_TRANSITIONS[from].map((to) => `${from} ${to}`));
    expect(drawn).toEqual(declared);
  });

  it('ends where a match ends', () => {
    expect(lines.filter((line) => line.endsWith('--> [*]'))).toEqual(
      ['scored', 'rejected', 'expired', 'unknown'].map((status) => `  ${status} --> [*]`),
    );
  });

  it('replaces the one before it, and nothing else', () => {
    const document = (diagram: string) =>
      `# A\n<!-- states: npm run docs:states -->\n${diagram}\n<!-- end -->\nZ\n`;
    const fresh = withStateDiagram(document('an old one'));
    expect(fresh).toBe(document(`\n\`\`\`mermaid\n${matchStateDiagram()}\n\`\`\`\n`));
    expect(withStateDiagram(fresh)).toBe(fresh);
  });

  it('has to have a place', () => {
    expect(() => withStateDiagram('# A')).toThrow('no place');
  });
});
