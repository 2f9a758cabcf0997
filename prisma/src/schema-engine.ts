import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils';
import type * as SchemaEngineModule from '@prisma/schema-engine-wasm';
import type { MigrationList, SchemaEngine, SchemasContainer } from '@prisma/schema-engine-wasm';
import { MIGRATIONS_DIRECTORY, SCHEMA_FILE, SCRIPT_FILE, type Migration } from './migration-files.js';

/** Nothing is managed by others. */
export const NO_FILTER = { externalTables: [], externalEnums: [] };

const GLUE = '@prisma/schema-engine-wasm/schema_engine_bg';
type Glue = typeof SchemaEngineModule & { __wbg_set_wasm(exports: Exports): void };
interface Exports {
  __wbindgen_start(): void;
}
/** Node has it, its type declarations do not; the DOM's would bring a browser along. */
declare const WebAssembly: {
  instantiate(
    bytes: Uint8Array,
    imports: Record<string, object>,
  ): Promise<{ instance: { exports: Exports } }>;
};

let loading: Promise<Glue> | undefined;

/**
 * The package's own entry imports its .wasm file, which Node 20 does not do without a flag. Its glue code is a plain
 * module, the name of which is also the name of its one import; so it is put together here, once per process.
 */
async function load(): Promise<Glue> {
  const glue = (await import(GLUE)) as Glue;
  const directory = path.dirname(createRequire(import.meta.url).resolve(GLUE));
  const bytes = await readFile(path.join(directory, 'schema_engine_bg.wasm'));
  const imports = { ...glue, ...unrefTimers(glue) };
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': imports });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue;
}

/** The engine never clears the 10 s timer of its lock, which would keep every migrating command alive that long. */
function unrefTimers(glue: Glue): object {
  const names = Object.keys(glue).filter((name) => name.startsWith('__wbg_setTimeout'));
  return Object.fromEntries(
    names.map((name) => [name, (callback: () => void, ms: number) => setTimeout(callback, ms >>> 0).unref()]),
  );
}

/** Prisma's schema engine, as WebAssembly, on the connection the adapters give. */
export async function withSchemaEngine<T>(
  adapters: SqlMigrationAwareDriverAdapterFactory,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await (loading ??= load());
  const datamodels: [string, string][] = [[SCHEMA_FILE, await readFile(SCHEMA_FILE, 'utf8')]];
  const log = () => undefined; // its log quotes whole scripts and says nothing that its results do not
  const bound = bindMigrationAwareSqlAdapterFactory(adapters);
  const engine = await SchemaEngine.new({ datamodels }, log, bound);
  try {
    return await work(engine);
  } finally {
    engine.free();
  }
}

/** Migrations in the form the engine takes them. */
export function migrationList(migrations: readonly Migration[]): MigrationList {
  return {
    baseDir: MIGRATIONS_DIRECTORY,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: migrations.map(({ name, script }) => ({
      path: name,
      migrationFile: { path: SCRIPT_FILE, content: { tag: 'ok', value: script } },
    })),
  };
}

export async function schemaFiles(): Promise<SchemasContainer> {
  return { files: [{ path: SCHEMA_FILE, content: await readFile(SCHEMA_FILE, 'utf8') }] };
}
