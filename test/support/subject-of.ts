import { PrismaSubjects } from '../../apps/admin/src/subjects/prisma-subjects.js';
import type { AdminService } from './admin-service.js';

/** @returns whose number it is */
export async function subjectOf(service: AdminService, e164: string): Promise<string> {
  const subject = await service.app.get(PrismaSubjects, { strict: false }).find(e164);
  if (subject === null) throw new Error('nobody has this number');
  return subject.id;
}
