// For the Prisma CLI only, where its engines can be had:
//   DATABASE_URL=postgresql://… npx prisma migrate deploy --config prisma/prisma.config.mjs
// The service itself migrates without them (src/migrate.ts).
import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  // Not `env('DATABASE_URL')`, which would make `prisma generate` ask for a database.
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
