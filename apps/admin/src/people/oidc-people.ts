import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from 'nestjs-dqe-idmobile';
import type { AccessData, AccessEvent } from '../access/access-event.js';
import type { Action } from '../access/actions.js';
import { type Role, ROLE_NAMES } from '../access/permissions.js';
import { DEFAULT_APPLICATION } from '../access/principal.js';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { AdminConfig } from '../config/admin-config.js';
import { currentRequestId } from '../http/request-context.js';
import { SsoRefusedError } from './person-errors.js';
import { PrismaPeople } from './prisma-people.js';

export const OIDC_PROVIDER = 'oidc';

/**
 * What an OpenID provider says of people. Without OIDC_ROLES_CLAIM, nothing is done: who was invited comes in by their
 * verified address, with the roles given here. With it, the provider says who may come in, and as what.
 */
@Injectable()
export class OidcPeople {
  constructor(
    private readonly people: PrismaPeople,
    private readonly config: AdminConfig,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Who came before is known by `sub`, as better-auth knows them, and others by their address: it may change there.
   * @param profile claims of an ID token that was verified
   * @throws SsoRefusedError without an address that is verified; and where nobody is known, and no role given
   */
  async arrive(profile: Readonly<Record<string, unknown>>): Promise<Record<string, never>> {
    const claim = this.config.oidc?.rolesClaim;
    const { sub, email, email_verified: verified, name } = profile;
    if (typeof email !== 'string' || String(verified) !== 'true') throw new SsoRefusedError();
    if (claim === undefined) return {};
    const roles = rolesIn(profile[claim]);
    const known =
      (await this.people.findByAccount(OIDC_PROVIDER, String(sub))) ?? (await this.people.findByEmail(email));
    if (known === null) {
      if (roles.length === 0) throw new SsoRefusedError();
      await this.add(email, typeof name === 'string' ? name : email, roles);
    } else if (roles.length === 0) {
      // They had roles, and have none any more: nobody signs in without.
      const event = this.event('person.change', known.id, { fields: ['disabled'] });
      await this.people.change(known.id, { disabled: true }, event.at, event);
    } else if (roles.join() !== known.roles.join()) {
      const event = this.event('person.change', known.id, { fields: ['roles'], roles });
      await this.people.change(known.id, { roles }, event.at, event);
    }
    return {};
  }

  private async add(email: string, name: string, roles: readonly Role[]): Promise<void> {
    const now = this.clock.now();
    const id = timeId(now);
    const none = { twoFactorEnabled: false, joinedAt: null, disabledAt: null };
    const person = { ...{ id, email: email.toLowerCase(), name, roles, createdAt: new Date(now) }, ...none };
    await this.people.insert(person, null, this.event('person.create', id, { roles }));
  }

  /** The provider acts, in the name of who signs in. */
  private event(action: Action, personId: string, data: AccessData): AccessEvent {
    const now = this.clock.now();
    return {
      ...{ id: timeId(now), at: new Date(now), actor: { kind: 'person', id: personId } },
      ...{ application: DEFAULT_APPLICATION, action, target: { type: 'person', id: personId } },
      ...{ outcome: 'allowed', permission: null, requestId: currentRequestId() ?? null },
      data: { ...data, by: OIDC_PROVIDER },
    };
  }
}

/** The roles in a claim, in our order; whatever else is in it says nothing. */
export const rolesIn = (claim: unknown): readonly Role[] => {
  const values = typeof claim === 'string' ? claim.split(/[\s,]+/) : Array.isArray(claim) ? claim : [];
  return ROLE_NAMES.filter((role) => values.includes(role));
};
