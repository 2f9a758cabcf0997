import type { FastifyRequest } from 'fastify';
import { mayUseCookie, provenanceOf } from './same-origin.js';

const OWN = ['https://id.bank.example'];
const request = (headers: Record<string, string>, method = 'POST') =>
  ({ headers, method }) as unknown as FastifyRequest;

describe('provenanceOf', () => {
  it.each([
    [{ origin: 'https://id.bank.example' }, 'own'],
    [{ origin: 'https://id.bank.example', 'sec-fetch-site': 'cross-site' }, 'own'],
    [{ origin: 'https://id.bank.example.evil.example' }, 'foreign'],
    [{ origin: 'http://id.bank.example' }, 'foreign'],
    [{ origin: 'https://id.bank.example:8443' }, 'foreign'],
    [{ origin: 'null', 'sec-fetch-site': 'same-origin' }, 'foreign'],
    [{ 'sec-fetch-site': 'same-origin' }, 'own'],
    [{ 'sec-fetch-site': 'same-site' }, 'foreign'],
    [{ 'sec-fetch-site': 'none' }, 'foreign'],
    [{}, 'unknown'],
  ])('%j is %s', (headers, provenance) => {
    expect(provenanceOf(request(headers as Record<string, string>), OWN)).toBe(provenance);
  });
});

describe('mayUseCookie', () => {
  it.each(['GET', 'HEAD', 'OPTIONS'])('%s changes nothing, wherever it comes from', (method) => {
    expect(mayUseCookie(request({ origin: 'https://evil.example' }, method), OWN)).toBe(true);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'QUERY'])('%s has to come from us', (method) => {
    expect(mayUseCookie(request({}, method), OWN)).toBe(false);
    expect(mayUseCookie(request({ origin: 'https://id.bank.example' }, method), OWN)).toBe(true);
  });
});
