import { ApiBearerAuth } from '@nestjs/swagger';

export const API_KEY_SCHEME = 'apiKey';

/** Documents that a route needs the key; the guard demands it with or without this. */
export const RequiresApiKey = () => ApiBearerAuth(API_KEY_SCHEME);
