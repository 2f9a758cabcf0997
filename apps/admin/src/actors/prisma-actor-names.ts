import { Injectable } from '@nestjs/common';
import { PrismaDatabase } from '../persistence/prisma-database.js';
import type { ActorNameView } from './actor-names.view.js';

/** Reads what people and keys are called. */
@Injectable()
export class PrismaActorNames {
  constructor(private readonly database: PrismaDatabase) {}

  /** @param within the application whose keys alone are named; null: all keys, and people */
  async of(ids: readonly string[], within: string | null): Promise<readonly ActorNameView[]> {
    const { client } = this.database;
    const select = { id: true, name: true } as const;
    const application = within === null ? {} : { application: within };
    const keys = await client.apiKey.findMany({ where: { id: { in: [...ids] }, ...application }, select });
    const people =
      within === null ? await client.person.findMany({ where: { id: { in: [...ids] } }, select }) : [];
    return [
      ...people.map(({ id, name }) => ({ kind: 'person' as const, id, name })),
      ...keys.map(({ id, name }) => ({ kind: 'key' as const, id, name })),
    ];
  }
}
