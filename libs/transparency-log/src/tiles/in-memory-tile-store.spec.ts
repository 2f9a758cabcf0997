import { describeTileStore } from '../../../../test/support/tile-store-contract.js';
import { InMemoryTileStore } from './in-memory-tile-store.js';

describeTileStore('InMemoryTileStore', () =>
  Promise.resolve({ store: new InMemoryTileStore(), close: () => Promise.resolve() }),
);
