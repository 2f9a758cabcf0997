import { ApiResponse } from '@nestjs/swagger';

/** An answer for a browser. */
export const ApiPage = (status: number, description: string) =>
  ApiResponse({ status, description, content: { 'text/html': { schema: { type: 'string' } } } });
