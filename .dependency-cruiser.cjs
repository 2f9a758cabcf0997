/** The layers of docs: dashboard -> admin (HTTP), admin -> libs, libs -> nothing of ours. */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'libs-know-nothing-of-ours',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^(apps|prisma)/|^libs/(?!$1/)' },
    },
    {
      name: 'library-knows-no-database-and-no-http-framework',
      severity: 'error',
      from: { path: '^libs/dqe-idmobile/' },
      to: { path: 'node_modules/(@prisma|prisma|pg|fastify|express|@nestjs/platform-)' },
    },
    {
      name: 'pure-libraries-rest-on-node-alone',
      severity: 'error',
      from: { path: '^libs/(sealed-fields|transparency-log)/', pathNot: 'spec\\.ts$' },
      to: { pathNot: '^libs/$1/', dependencyTypesNot: ['core'] },
    },
    {
      name: 'sandbox-is-written-from-the-protocol-not-from-our-client',
      severity: 'error',
      from: { path: '^libs/dqe-idmobile/src/testing/', pathNot: 'spec\\.ts$' },
      to: { path: '^libs/dqe-idmobile/src/(?!testing/)' },
    },
    {
      name: 'client-does-not-know-the-sandbox',
      severity: 'error',
      from: { path: '^libs/dqe-idmobile/src/(?!testing/)', pathNot: 'spec\\.ts$' },
      to: { path: '^libs/dqe-idmobile/src/testing/' },
    },
    {
      name: 'apps-do-not-import-each-other',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/(?!$1/)' },
    },
    {
      name: 'only-prisma-files-see-the-database',
      severity: 'error',
      from: { path: '^apps/admin/src/', pathNot: '(/prisma-[^/]+\\.ts|spec\\.ts)$' },
      to: { path: '^prisma/|@prisma/client' },
    },
    {
      name: 'dependencies-are-declared',
      severity: 'error',
      from: { path: '^(apps|libs|prisma)/', pathNot: 'spec\\.ts$' },
      // Our own packages are reached by a subpath export, which the tool resolves but cannot classify.
      to: {
        pathNot: '^(libs|prisma)/',
        dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown', 'undetermined'],
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|/generated/|^test/consumer/app|^test/bench/naive)' },
    enhancedResolveOptions: {
      conditionNames: ['dqe-idmobile:source', 'import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
