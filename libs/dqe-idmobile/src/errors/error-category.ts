/**
 * Who has to act on a failed match (protocol.md §5, column "who must act").
 *
 * - `caller`: the request has to be corrected by whoever sent it
 * - `configuration`: licence, secret, scope or credits have to be put right
 * - `not_eligible`: this number cannot be matched; final
 * - `not_covered`: this operator cannot be asked; final
 * - `declined`: the customer did not consent; final
 * - `temporary`: the same request may succeed later
 * - `protocol`: the answer, or an error id, is not in the documentation
 */
export type ErrorCategory =
  'caller' | 'configuration' | 'not_eligible' | 'not_covered' | 'declined' | 'temporary' | 'protocol';
