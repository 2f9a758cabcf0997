// The client against bare undici and stock axios: the same request, the same answer, read as JSON. The server runs in a process
// of its own and answers at once. Side by side, interleaved, median of seven rounds, with the spread.
import 'reflect-metadata';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent as HttpAgent } from 'node:http';
import { NestFactory } from '@nestjs/core';
import axios from 'axios';
import { DqeIdmobileModule, MatchingService } from 'nestjs-dqe-idmobile';
import { Agent } from 'undici';
import { atOnce, perSecond, spreadOf } from './matches.mjs';
import { record } from './recording.mjs';

const [ROUNDS, CALLS, CALLERS] = [7, 4_000, 64];
const CLAIM = {
  number: '0600000112',
  identity: {
    ...{
      firstName: 'Marie',
      lastName: 'Durand',
      birthDate: '1985-04-12',
      email: 'marie.durand@mail.example',
    },
    ...{ streetNumber: '17', streetAddress: 'rue de la Paix', postalCode: '75002', locality: 'Paris' },
  },
};
const INFOS = {
  ...{ street_address: 'rue de la Paix', postal_code: '75002', locality: 'Paris', country: '' },
  ...{ birthdate: '1985-04-12', email: 'marie.durand@mail.example', lastname: 'Durand', maiden_name: '' },
  ...{ gender: '', firstname: 'Marie', phone: '0600000112', number: '17' },
};

export async function run({ rounds, calls } = { rounds: ROUNDS, calls: CALLS }) {
  const server = fork(new URL('answering-server.mjs', import.meta.url), { execArgv: [] });
  const [{ port }] = await once(server, 'message');
  const baseUrl = `http://127.0.0.1:${port}`;
  const sides = [bareUndici(baseUrl), stockAxios(baseUrl), ...(await ours(baseUrl))];
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) {
        const started = performance.now();
        await atOnce(calls, side.ask, CALLERS);
        if (round > 0) side.rates.push(calls / ((performance.now() - started) / 1000));
      }
    }
  } finally {
    for (const { close } of sides) await close?.();
    server.disconnect();
  }
  return report(sides, { rounds, calls });
}

/** What the processor is busy with while one of ours is called again and again. @param which the beginning of its name */
export async function profile(which, calls) {
  const server = fork(new URL('answering-server.mjs', import.meta.url), { execArgv: [] });
  const [{ port }] = await once(server, 'message');
  const sides = await ours(`http://127.0.0.1:${port}`);
  try {
    const side = sides.find(({ name }) => name.includes(which));
    await atOnce(calls / 4, side.ask, CALLERS);
    const stop = await record();
    await atOnce(calls, side.ask, CALLERS);
    return { profile: await stop(), title: `${side.name}, ${CALLERS} callers` };
  } finally {
    for (const { close } of sides) await close?.();
    server.disconnect();
  }
}

/** The same parameters, encoded anew for each call, as everybody has to. */
function urlOf(baseUrl) {
  const parameters = new URLSearchParams({
    ...{ number: '0600000112', token: 'TOK0', mode: '2', name: 'bench', licence: 'licence' },
    ...{ user_infos: JSON.stringify(INFOS), scope: 'matching_notp' },
  });
  return `${baseUrl}/IDMOBILE/?${parameters}`;
}

function bareUndici(baseUrl) {
  const agent = new Agent({ connections: CALLERS });
  return {
    ...{ name: 'bare undici', rates: [], close: () => agent.close() },
    ask: async () => {
      const url = new URL(urlOf(baseUrl));
      const { body } = await agent.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'GET',
      });
      return body.json();
    },
  };
}

function stockAxios(baseUrl) {
  const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: CALLERS });
  const client = axios.create({ httpAgent });
  return {
    ...{ name: 'stock axios, connections kept alive', rates: [], close: () => httpAgent.destroy() },
    ask: async () => (await client.get(urlOf(baseUrl))).data,
  };
}

/** As it is shipped: validation, token, breaker, limit, retries, spans, deadlines, checked answers; and with the verdict and a record. */
async function ours(baseUrl) {
  const options = { ...{ baseUrl, licence: 'licence', clientSecret: 'secret', partnerName: 'bench' } };
  const app = await NestFactory.createApplicationContext(
    DqeIdmobileModule.forRoot({ ...options, maxConnections: CALLERS, store: forgetful() }),
    { logger: false },
  );
  const { DqeClient } = await import(
    new URL('../../libs/dqe-idmobile/dist/client/dqe-client.js', import.meta.url)
  );
  const [client, matching] = [app.get(DqeClient, { strict: false }), app.get(MatchingService)];
  const silent = { token: () => undefined, sent: () => undefined, answered: () => undefined };
  const wire = { number: '0600000112', userInfos: INFOS };
  return [
    { name: 'our client', rates: [], ask: () => client.match(wire, silent) },
    {
      ...{ name: 'our client, a whole match by `MatchingService`', rates: [], close: () => app.close() },
      ask: async () => {
        const { outcome } = await matching.match(CLAIM);
        if (outcome !== 'scored') throw new Error(`the server answers with scores, not ${outcome}`);
      },
    },
  ];
}

/** Keeps nothing: what a store costs is its own benchmark. */
const forgetful = () => ({
  ...{ open: async () => undefined, advance: async () => true, record: async () => undefined },
  ...{ claim: async () => ({ claimed: false, matchId: null }), stranded: async () => [] },
  ...{ takeNotices: async () => [], dropNotice: async () => undefined },
});

function report([undici, stock, ...mine], { rounds, calls }) {
  const against = (side, base) => {
    const { least, middle, most } = spreadOf(side.rates.map((rate, i) => rate / base.rates[i]));
    return `**${middle.toFixed(2)}** (${least.toFixed(2)} – ${most.toFixed(2)})`;
  };
  const rows = [undici, stock, ...mine].map((side) => {
    const { least, middle, most } = spreadOf(side.rates);
    const rate = `${perSecond(middle)} (${perSecond(least)} – ${perSecond(most)})`;
    return `| ${side.name} | ${against(side, undici)} | ${against(side, stock)} | ${rate} |`;
  });
  return `# The client against bare undici and stock axios

${calls.toLocaleString('en')} matching requests by ${CALLERS} callers a round, to a server in a process of its own that answers at once. Median of
${rounds} interleaved rounds (least – most); a ratio is that of each round. At least 0.5 of bare undici and 3 times stock axios
is what is asked for.

| | of bare undici | of stock axios | a second |
| --- | ---: | ---: | ---: |
${rows.join('\n')}

_Bare undici_ and _stock axios_ encode the request and parse the answer, no more. _Our client_ has a token, a deadline, a circuit
breaker, a limit, retries and spans, and checks the answer; _a whole match_ validates the claim first, judges by the policy, and
hands each step to a store that keeps nothing.
`;
}
