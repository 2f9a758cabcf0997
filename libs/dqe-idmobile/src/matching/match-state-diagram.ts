import { isTerminal, MATCH_STATUSES, TRANSITION_CAUSES } from './match-state-machine.js';

/** The declared states as a Mermaid state diagram: what the documents show is what the code does. */
export function matchStateDiagram(): string {
  const arrows = MATCH_STATUSES.flatMap((from) =>
    Object.entries(TRANSITION_CAUSES[from]).map(([to, cause]) => `${from} --> ${to}: ${cause}`),
  );
  const ends = MATCH_STATUSES.filter(isTerminal).map((status) => `${status} --> [*]`);
  return ['stateDiagram-v2', ...['[*] --> requested', ...arrows, ...ends].map((line) => `  ${line}`)].join(
    '\n',
  );
}

const PLACE = /(<!-- states: npm run docs:states -->\n)[^]*?(\n<!-- end -->)/;

/**
 * A document with the diagram put between its markers.
 * @throws Error where it has none
 */
export function withStateDiagram(document: string): string {
  if (!PLACE.test(document)) throw new Error('there is no place for the diagram of the states');
  return document.replace(
    PLACE,
    (_all, before: string, after: string) =>
      `${before}\n\`\`\`mermaid\n${matchStateDiagram()}\n\`\`\`\n${after}`,
  );
}
