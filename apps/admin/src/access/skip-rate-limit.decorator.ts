import { SetMetadata } from '@nestjs/common';

export const SKIPS_RATE_LIMIT = 'admin:skips-rate-limit';

/** For probes: whoever watches the service must not be turned away because it is busy. */
export const SkipRateLimit = () => SetMetadata(SKIPS_RATE_LIMIT, true);
