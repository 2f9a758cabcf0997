import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Clock } from 'nestjs-dqe-idmobile';
import { renderSVG } from 'uqr';
import { timeId } from '../access/time-id.js';
import { CLOCK } from '../clock.module.js';
import { PublicUrl } from '../http/public-url.js';
import { AuthEngine, ISSUER } from './auth-engine.js';
import { AuthKeys, tokenHash } from './auth-keys.js';
import { OneTimeCodes } from './one-time-codes.js';
import { InvitationError, SignInError } from './person-errors.js';
import type { NewInvitation } from './person-record.js';
import { type OpenInvitation, PrismaInvitations } from './prisma-invitations.js';
import { SignInRecords } from './sign-in-records.js';
import { type Cookies, headersOf, SignInService } from './sign-in.service.js';
import { base32, totpUri } from './totp.js';

const HOUR_MS = 3_600_000;
export const INVITATION_HOURS = 72;
const FIRST_HOURS = 24;
const BACKUP_CODES = 10;

/** A link, at the only moment at which it is known. */
export interface MadeInvitation {
  readonly record: NewInvitation;
  readonly link: string;
}

export interface Enrolment {
  /** undefined: whoever comes first says who they are. */
  readonly email: string | undefined;
  readonly name: string | undefined;
  /** For who types it: base 32. */
  readonly secret: string;
  readonly uri: string;
  /** The same as a picture: SVG. */
  readonly picture: string;
}

export interface Acceptance {
  readonly token: string;
  readonly email: string | undefined;
  readonly name: string;
  readonly password: string;
  readonly code: string;
}

/** Links by which people come in for the first time, or again after they lost their second factor. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly invitations: PrismaInvitations,
    private readonly codes: OneTimeCodes,
    private readonly signIn: SignInService,
    private readonly engine: AuthEngine,
    private readonly records: SignInRecords,
    private readonly keys: AuthKeys,
    private readonly publicUrl: PublicUrl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Not kept yet: that is for the write it belongs to. */
  make(personId: string | null, createdBy: NewInvitation['createdBy']): MadeInvitation {
    const now = this.clock.now();
    const token = randomBytes(32).toString('base64url');
    const hours = personId === null ? FIRST_HOURS : INVITATION_HOURS;
    return {
      // Behind the #, where no server and no log sees it.
      link: this.publicUrl.resolve(`/sign-in#invite=${token}`),
      record: {
        ...{ id: timeId(now), personId, createdBy: { kind: createdBy.kind, id: createdBy.id } },
        tokenHash: Uint8Array.from(tokenHash(token)),
        ...{ createdAt: new Date(now), expiresAt: new Date(now + hours * HOUR_MS) },
      },
    };
  }

  /** The link for the first administrator; null as soon as anybody has come in. */
  async first(): Promise<string | null> {
    await this.invitations.prune(new Date(this.clock.now()));
    if (await this.invitations.anybodyJoined()) return null;
    const { link, record } = this.make(null, { kind: 'bootstrap', id: 'start' });
    await this.invitations.insert(record);
    return link;
  }

  /**
   * What to put into an authenticator app. The secret follows from the link, so that the page may be opened twice, and
   * is kept only once somebody has proved to have it.
   * @throws InvitationError TooManyTriesError
   */
  async open(token: string, email: string | undefined, request: FastifyRequest): Promise<Enrolment> {
    const { person } = await this.find(token, request);
    const secret = this.secretOf(token);
    const account = person?.email ?? email ?? 'admin';
    const uri = totpUri(secret, account, ISSUER);
    const picture = renderSVG(uri, { border: 2 });
    return { email: person?.email, name: person?.name, secret: base32(secret), uri, picture };
  }

  /**
   * @returns the backup codes, this once, and the cookie of the session
   * @throws InvitationError SignInError EmailTakenError TooManyTriesError
   */
  async accept(
    wanted: Acceptance,
    request: FastifyRequest,
  ): Promise<{ backupCodes: readonly string[]; cookies: Cookies }> {
    const { id, person } = await this.find(wanted.token, request);
    const now = this.clock.now();
    const secret = this.secretOf(wanted.token);
    const personId = person?.id ?? timeId(now);
    if (!(await this.codes.take(personId, secret, wanted.code))) {
      await this.records.refused('wrong_code', person?.id ?? null, request);
      throw new SignInError('wrong_code');
    }
    const backupCodes = Array.from({ length: BACKUP_CODES }, newBackupCode);
    const { engine } = this.keys;
    const { hashPassword, symmetricEncrypt } = await import('./better-auth.js');
    const joining = {
      ...{ invitationId: id, personId, name: wanted.name, at: new Date(now) },
      email: (person?.email ?? wanted.email ?? '').toLowerCase(),
      passwordHash: await hashPassword(wanted.password),
      secret: await symmetricEncrypt({ key: engine, data: secret }),
      backupCodes: await symmetricEncrypt({ key: engine, data: JSON.stringify(backupCodes) }),
    };
    const event = this.records.joined(personId, { first: person === null, factor: 'totp' }, request);
    if (!(await this.invitations.use(joining, event))) throw await this.refusal(request);
    const { api } = await this.engine.auth;
    const answer = await api.beginSession({
      ...{ body: { personId }, headers: headersOf(request), asResponse: true },
    });
    await this.records.cameIn(personId, 'invitation', request);
    return { backupCodes, cookies: answer.headers.getSetCookie() };
  }

  /** Whose link it is. @throws InvitationError TooManyTriesError */
  async find(token: string, request: FastifyRequest): Promise<OpenInvitation> {
    const found = await this.invitations.find(Uint8Array.from(tokenHash(token)), new Date(this.clock.now()));
    if (found !== null) return found;
    await this.signIn.takeFromAddress(request);
    throw await this.refusal(request);
  }

  private async refusal(request: FastifyRequest): Promise<Error> {
    await this.records.refused('invitation_not_found', null, request);
    return new InvitationError();
  }

  private secretOf(token: string): string {
    return this.keys.digest('totp', token).toString('base64url').slice(0, 32);
  }
}

/** Letters and digits that nobody takes for others. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 49 bits, and each of them good once. */
function newBackupCode(): string {
  const letters = Array.from(randomBytes(10), (byte) => LETTERS.charAt(byte % LETTERS.length)).join('');
  return `${letters.slice(0, 5)}-${letters.slice(5)}`;
}
