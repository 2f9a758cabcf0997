/** An HTTP answer as it came, before anybody reads it. */
export interface WireResponse {
  readonly status: number;
  readonly text: string;
  /** What the header `Retry-After` asks for, in milliseconds. */
  readonly retryAfterMs?: number | null;
}
