import { SetMetadata } from '@nestjs/common';

export const IS_PUBLIC = 'admin:public';

/** This route, or every route of this controller, needs no key. Everything else does. */
export const Public = () => SetMetadata(IS_PUBLIC, true);
