import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

/** What a provider says of somebody. */
export interface OpenIdClaims {
  readonly email: string;
  readonly email_verified: boolean;
  readonly name?: string;
  readonly roles?: readonly string[];
}

export const OIDC_CLIENT = { id: 'admin', secret: 'a-client-secret-for-these-tests' } as const;

interface GrantContext {
  readonly oidc: {
    readonly session: { readonly accountId: string };
    readonly client: { readonly clientId: string };
    readonly provider: Provider;
  };
}

/** A real OpenID provider, of the library of that name, with accounts that tests make up. */
export class OpenIdProvider {
  readonly accounts = new Map<string, OpenIdClaims>();
  /** What it was asked for, as paths with their queries. */
  readonly asked: string[] = [];
  private handle: RequestListener = (_, response) => response.end();

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  static async start(): Promise<OpenIdProvider> {
    const handler: { provider?: OpenIdProvider } = {};
    const server = createServer((request, response) => {
      handler.provider?.asked.push(request.url ?? '');
      handler.provider?.handle(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    return (handler.provider = new OpenIdProvider(server, `http://127.0.0.1:${port}`));
  }

  /** Once it is known where browsers are to be sent back. */
  serve(redirectUri: string): void {
    const { warn } = console;
    // It warns of everything that is fit for tests only.
    console.warn = () => undefined;
    const provider = new Provider(this.issuer, {
      clients: [
        { client_id: OIDC_CLIENT.id, client_secret: OIDC_CLIENT.secret, redirect_uris: [redirectUri] },
      ],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'roles'] },
      cookies: { keys: ['a-key-for-these-tests'] },
      ttl: { AccessToken: 60, IdToken: 60, Interaction: 60, Session: 60, Grant: 60 },
      pkce: { required: () => true },
      findAccount: (_: unknown, sub: string) => ({
        accountId: sub,
        claims: () => ({ sub, ...this.accounts.get(sub) }),
      }),
      // Whoever signed in there has agreed.
      loadExistingGrant: async ({ oidc: { session, client, provider } }: GrantContext) => {
        const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
    this.handle = provider.callback();
    console.warn = warn;
  }

  /** A browser goes there, signs in as `sub`, and is sent back. @returns where to */
  async visit(address: string, sub: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let next = new URL(address);
    let form: URLSearchParams | undefined;
    for (let hops = 0; hops < 12 && next.origin === this.issuer; hops += 1) {
      const answer = await fetch(next, {
        ...{ method: form === undefined ? 'GET' : 'POST', redirect: 'manual', body: form ?? null },
        headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
        cookies.set(name, value);
      }
      const location = answer.headers.get('location');
      form = undefined;
      if (location !== null) next = new URL(location, next);
      else if (/name="login"/.test(await answer.text())) {
        form = new URLSearchParams({ prompt: 'login', login: sub, password: 'any' });
      } else throw new Error(`the provider says ${answer.status} at ${next.pathname}`);
    }
    return next;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
