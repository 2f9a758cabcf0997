import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The TypeScript of a document, each block a module of its own beside the sources. */
function blocksOf(path: string): Map<string, string> {
  const text = readFileSync(here(path), 'utf8');
  return new Map(
    [...text.matchAll(/```ts\n([^]*?)```/g)].map(([, code = ''], i) => [here(`./example-${i + 1}.ts`), code]),
  );
}

it('the TypeScript of the README is valid TypeScript', () => {
  const blocks = blocksOf('../README.md');
  expect(blocks.size).toBe(5);

  const base = ts.readConfigFile(here('../../../tsconfig.base.json'), (path) => ts.sys.readFile(path));
  const { options } = ts.parseJsonConfigFileContent(base.config, ts.sys, here('..'));
  const settings = { ...options, noEmit: true, customConditions: ['dqe-idmobile:source'] };
  const host = ts.createCompilerHost(settings);
  const disk = { ...host };
  host.fileExists = (path) => blocks.has(path) || disk.fileExists(path);
  host.readFile = (path) => blocks.get(path) ?? disk.readFile(path);
  host.getSourceFile = (path, target, ...rest) => {
    const code = blocks.get(path);
    return code === undefined
      ? disk.getSourceFile(path, target, ...rest)
      : ts.createSourceFile(path, code, target);
  };

  const program = ts.createProgram([...blocks.keys()], settings, host);
  const mistakes = [...blocks.keys()].flatMap((path) => {
    const source = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText, start = 0 }) => ({
      at: blocks.get(path)?.slice(start).split('\n', 1)[0],
      mistake: ts.flattenDiagnosticMessageText(messageText, ' '),
    }));
  });
  expect(mistakes).toEqual([]);
});
