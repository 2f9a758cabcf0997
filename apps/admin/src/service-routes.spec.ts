import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { accessPage } from './access/access-docs.js';
import { mistakeOf } from './access/declared-routes.js';
import { serviceRoutes } from './service-routes.js';

describe('the routes of the service', () => {
  it('say who may use them, and how they are put on record', () => {
    expect(serviceRoutes().map(mistakeOf).filter(Boolean)).toEqual([]);
    expect(serviceRoutes().length).toBeGreaterThan(15);
  });

  it('are in docs/access.md as they are; npm run docs:access writes it anew', () => {
    const page = readFileSync(new URL('../../../docs/access.md', import.meta.url), 'utf8');
    expect(page).toBe(accessPage(serviceRoutes()));
  });
});
