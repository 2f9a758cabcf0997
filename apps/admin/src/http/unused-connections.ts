import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * At the end, drops connections that never sent a request: Node waits for them as if they were at work, and browsers
 * open them ahead.
 */
export function dropUnusedConnectionsAtClose(fastify: FastifyInstance): void {
  const unused = new Set<Socket>();
  fastify.server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  fastify.server.on('request', ({ socket }) => unused.delete(socket));
  fastify.addHook('preClose', (done) => {
    for (const socket of unused) socket.destroy();
    done();
  });
}
