import { describeTileStore } from '../../../../../test/support/tile-store-contract.js';
import { testDatabase } from '../../../../../test/support/database.js';
import { PrismaTiles } from './prisma-tiles.js';

describeTileStore(
  'PrismaTiles',
  async () => {
    const place = await testDatabase();
    const { client } = await place.open();
    return { store: new PrismaTiles(client), close: () => place.drop() };
  },
  { leftovers: 'refused' },
);
