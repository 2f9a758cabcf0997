import { Injectable, Module, type OnModuleInit } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Callers } from '../../apps/admin/src/access/callers.js';
import { permissionsOf, type Role, ROLE_NAMES } from '../../apps/admin/src/access/permissions.js';
import { DEFAULT_APPLICATION } from '../../apps/admin/src/access/principal.js';
import type { Identification, PrincipalSource } from '../../apps/admin/src/access/principal-source.js';
import type { Call } from './admin-client.js';

const HEADER = 'x-test-person';

/** Takes everybody for whom they say they are: `id role,role`. There is nothing like it outside of tests. */
@Injectable()
class HeaderSource implements PrincipalSource {
  identify({ headers }: FastifyRequest): Promise<Identification | null> {
    const header = headers[HEADER];
    if (typeof header !== 'string') return Promise.resolve(null);
    const [id = '', list = ''] = header.split(' ');
    const roles = list.split(',').filter((name): name is Role => (ROLE_NAMES as string[]).includes(name));
    return Promise.resolve({
      known: true,
      principal: {
        ...{ kind: 'person', id, label: id, application: DEFAULT_APPLICATION, roles },
        permissions: permissionsOf(roles),
      },
    });
  }
}

/** To be given to the service under test: `AdminService.start({ modules: [PersonsModule] })`. */
@Module({ providers: [HeaderSource] })
export class PersonsModule implements OnModuleInit {
  constructor(
    private readonly callers: Callers,
    private readonly source: HeaderSource,
  ) {}

  onModuleInit(): void {
    this.callers.register(this.source);
  }
}

/** A request of this person: `service.get(path, by('anna', 'auditor'))`. */
export const by = (id: string, ...roles: readonly Role[]) =>
  ({ anonymous: true, headers: { [HEADER]: `${id} ${roles.join(',')}` } }) satisfies Call;
