import { availableParallelism } from 'node:os';

/** One configuration, five tiers (docs: README, "Tests"). */
const common = {
  testEnvironment: 'node',
  testEnvironmentOptions: {
    // Packages of this repository are tested from their sources, not from dist/.
    customExportConditions: ['dqe-idmobile:source', 'node', 'node-addons'],
  },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)(?<!\\.json)\\.js$': '$1' },
  modulePathIgnorePatterns: ['/dist/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          target: 'es2022',
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
};

const roots = ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/prisma', '<rootDir>/test'];

export default {
  // Many suites wait for a database more than they compute.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  // Modules of suites that have ended are never quite let go of.
  workerIdleMemoryLimit: '1GB',
  projects: [
    { ...common, displayName: 'unit', roots, testMatch: ['**/*.spec.ts'] },
    { ...common, displayName: 'integration', roots, testMatch: ['**/*.int-spec.ts'] },
    { ...common, displayName: 'e2e', roots, testMatch: ['**/*.e2e-spec.ts'] },
    { ...common, displayName: 'browser', roots: ['<rootDir>/test'], testMatch: ['**/*.browser-spec.ts'] },
    // Minutes, not seconds: only where it was asked for (test/faults/run.mjs).
    ...(process.env.FAULTS === undefined
      ? []
      : [{ ...common, displayName: 'faults', roots: ['<rootDir>/test'], testMatch: ['**/*.fault-spec.ts'] }]),
  ],
  // A machine that is busy with other things is no failure.
  testTimeout: 120_000,
};
