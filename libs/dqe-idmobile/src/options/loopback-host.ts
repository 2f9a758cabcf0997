/**
 * Whether a host means this machine: 127.0.0.0/8, `::1`, and `localhost` with its subdomains (RFC 6761 §6.3).
 *
 * @param host as a URL's `hostname` has it (`[::1]`), or a bare address (`::1`)
 * @publicApi
 */
export const isLoopbackHost = (host: string): boolean =>
  /^((.+\.)?localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host);
