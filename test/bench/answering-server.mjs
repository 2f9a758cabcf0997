// A server in a process of its own that answers at once, so that a benchmark measures who asks: a token, and the documented scores.
import { createServer } from 'node:http';

const TOKEN = JSON.stringify({ access_token: 'TOK0', token_type: 'Bearer', expires_in: '600' });
const SCORES = JSON.stringify({
  ...{ family_name: 1.0, gender: '', birthdate: 1.0, given_name: 1.0, email: 1.0 },
  address: { country: 1.0, postal_code: 0.78, street_address: 0.56, locality: 0.44 },
});

const server = createServer((request, response) => {
  request.resume();
  const body = request.url.startsWith('/ACCESS_TOKEN/') ? TOKEN : SCORES;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('disconnect', () => process.exit());
