import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import ts from 'typescript';

/** What a library's README has in TypeScript. */
export interface ReadmeCode {
  readonly blocks: number;
  readonly mistakes: readonly { readonly at: string | undefined; readonly mistake: string }[];
}

/**
 * Type-checks the TypeScript of `../README.md`, each block a module of its own beside the sources.
 * @param spec `import.meta.url` of a file in the `src` of the library
 */
export function checkReadmeCode(spec: string): ReadmeCode {
  const beside = (path: string) => fileURLToPath(new URL(path, spec));
  const blocks = new Map(
    [...readFileSync(beside('../README.md'), 'utf8').matchAll(/```ts\n([^]*?)```/g)].map(
      ([, code = ''], i) => [beside(`./example-${i + 1}.ts`), code],
    ),
  );
  const base = ts.readConfigFile(
    fileURLToPath(new URL('../../tsconfig.base.json', import.meta.url)),
    (path) => ts.sys.readFile(path),
  );
  const { options } = ts.parseJsonConfigFileContent(base.config, ts.sys, beside('..'));
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
  return { blocks: blocks.size, mistakes };
}
