import { createHmac, createSign, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OIDC_CLIENT } from './openid-provider.js';

type Claims = Readonly<Record<string, unknown>>;

const part = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
const keys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });

/** An OpenID provider that hands out whatever ID token a test wants, and asks nobody who they are. */
export class ForgingProvider {
  readonly #own = keys();
  readonly #foreign = keys();
  /** What the next code is exchanged for. */
  idToken = '';
  /** What it says to who asks with an access token. */
  userInfo: Claims = {};

  private constructor(private readonly server: Server) {
    server.on('request', ({ url = '' }, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(this.answer(new URL(url, this.issuer).pathname)));
    });
  }

  static async start(): Promise<ForgingProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ForgingProvider(server);
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** As it should be, but for what is given. */
  claims(nonce: string | null, email: string, but: Claims = {}): Claims {
    const now = Math.floor(Date.now() / 1_000);
    const who = { sub: email, email, email_verified: true, nonce };
    return { iss: this.issuer, aud: OIDC_CLIENT.id, iat: now, exp: now + 60, ...who, ...but };
  }

  signed(claims: Claims, key: 'own' | 'foreign' = 'own'): string {
    const { privateKey } = key === 'own' ? this.#own : this.#foreign;
    const text = `${part({ alg: 'RS256', kid: 'k', typ: 'JWT' })}.${part(claims)}`;
    return `${text}.${createSign('sha256').update(text).sign(privateKey).toString('base64url')}`;
  }

  unsigned(claims: Claims): string {
    return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.`;
  }

  /** By a secret that everybody knows: the public key. */
  signedByPublicKey(claims: Claims): string {
    const text = `${part({ alg: 'HS256', kid: 'k', typ: 'JWT' })}.${part(claims)}`;
    const secret = pem(this.#own.publicKey);
    return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
  }

  /** The signature of one token under the claims of another. */
  altered(signed: Claims, shown: Claims): string {
    const [header, , signature] = this.signed(signed).split('.');
    return `${header}.${part(shown)}.${signature}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(path: string): unknown {
    const { issuer } = this;
    switch (path) {
      case '/.well-known/openid-configuration':
        return {
          ...{ issuer, jwks_uri: `${issuer}/keys`, token_endpoint: `${issuer}/token` },
          ...{ authorization_endpoint: `${issuer}/authorize`, userinfo_endpoint: `${issuer}/userinfo` },
          id_token_signing_alg_values_supported: ['RS256'],
        };
      case '/keys':
        return { keys: [{ ...this.#own.publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'RS256' }] };
      case '/token':
        return { access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: this.idToken };
      case '/userinfo':
        return this.userInfo;
      default:
        return {};
    }
  }
}

const pem = (key: KeyObject) => key.export({ format: 'pem', type: 'spki' });
