/** Where DQE sends the browser back; part of the public contract. */
export const CALLBACK_PATH = '/idmobile/callback';
