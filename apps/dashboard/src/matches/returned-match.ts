const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** After consent the browser comes back to `/?matchId=…&status=…`: on to the page of that match, in a clean address. */
export function takeReturnedMatch(): void {
  const query = new URLSearchParams(location.search);
  if (!query.has('matchId') && !query.has('status')) return;
  const id = query.get('matchId') ?? '';
  const place = UUID.test(id) ? `#/matches/${id}/show` : location.hash;
  history.replaceState(null, '', `${location.pathname}${place}`);
}
