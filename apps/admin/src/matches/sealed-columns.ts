/** Where each sealed value of a match is kept: it opens nowhere else. */
export const columns = {
  number: (matchId: string) => `matches.number:${matchId}`,
  identity: (matchId: string) => `matches.identity:${matchId}`,
  returnUrl: (matchId: string) => `matches.return_url:${matchId}`,
  token: (matchId: string) => `consent_sessions.token:${matchId}`,
  consentUrl: (matchId: string) => `consent_sessions.url:${matchId}`,
};
