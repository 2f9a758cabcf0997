import { resolveOptions } from '../options/resolve-options.js';
import {
  matchingParameters,
  retrievalParameters,
  tokenParameters,
  USER_INFO_KEYS,
  type UserInfos,
} from './wire-request.js';

const options = resolveOptions({
  ...{ baseUrl: 'https://dqe.example', licence: 'LIC', clientSecret: 'SEC', partnerName: 'ACME' },
  codeName: 'SHOP-1',
});
const userInfos = Object.fromEntries(USER_INFO_KEYS.map((key) => [key, ''])) as UserInfos;

describe('the parameters of the three calls', () => {
  it('of the token call are as documented (protocol.md §2)', () => {
    expect(tokenParameters(options)).toEqual({
      ...{ client_secret: 'SEC', grant_type: 'client_idmobile', licence: 'LIC' },
    });
  });

  it('of the matching call are as documented (protocol.md §3)', () => {
    const match = {
      number: '+32470000001',
      country: 'BE',
      codeName: 'M',
      userInfos,
      redirectUri: 'https://a.example/',
    };
    expect(matchingParameters(options, match, 'TOK')).toEqual({
      ...{ licence: 'LIC', number: '+32470000001', token: 'TOK', mode: '2', name: 'ACME', code_name: 'M' },
      ...{ user_infos: JSON.stringify(userInfos), scope: 'matching_notp' },
      ...{ redirect_uri: 'https://a.example/', country: 'BE' },
    });
  });

  it('of a match without a code of its own carry that of the options', () => {
    expect(matchingParameters(options, { number: '06', userInfos }, 'T').code_name).toBe('SHOP-1');
  });

  it('of the retrieval are as documented, capital L included (protocol.md §6)', () => {
    expect(retrievalParameters(options, 'TOK')).toEqual({
      ...{ token: 'TOK', Licence: 'LIC', scope: 'client_idmobile' },
    });
  });

  it('name twelve keys of user_infos (protocol.md §4)', () => {
    expect([...USER_INFO_KEYS].sort()).toEqual(
      ['birthdate', 'country', 'email', 'firstname', 'gender', 'lastname', 'locality', 'maiden_name']
        .concat('number', 'phone', 'postal_code', 'street_address')
        .sort(),
    );
  });
});
