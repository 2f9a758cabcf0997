import { KEY } from './service.mjs';

/**
 * Asks for matches over HTTP, another number for each, so that each is another person's.
 * @param pools of the instances, which take turns, so that each is asked for as many
 * @param side has the `name` for messages, and how many were `made` so far
 * @returns how long it took, and each match, in ascending order
 */
export async function load(pools, side, matches, connections) {
  const waits = [];
  let left = matches;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (left-- > 0) {
        side.made += 1;
        const sentAt = performance.now();
        const answer = await pools[side.made % pools.length].request(requestOf(side.made));
        const body = await answer.body.json();
        if (answer.statusCode !== 201 || body.status !== 'scored') {
          throw new Error(`${side.name}: ${answer.statusCode} ${body.code ?? body.status}`);
        }
        waits.push(performance.now() - sentAt);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  return { seconds, waits: waits.toSorted((a, b) => a - b) };
}

const requestOf = (number) => ({
  ...{ path: '/api/v1/matches', method: 'POST' },
  headers: { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' },
  body: JSON.stringify({
    number: `06${String(10_000_000 + number)}`,
    identity: {
      ...{ firstName: 'Marie', lastName: 'Durand', birthDate: '1985-04-12' },
      ...{
        email: `marie${number}@mail.example`,
        streetNumber: '17',
        streetAddress: 'rue de la Paix',
      },
      ...{ postalCode: '75002', locality: 'Paris' },
    },
    reference: `order-${number}`,
  }),
});
