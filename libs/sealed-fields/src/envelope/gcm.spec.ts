import { gcmOpen, gcmSeal, TAG_BYTES } from './gcm.js';

/**
 * NIST CAVP, GCM test vectors ("gcmtestvectors.zip", csrc.nist.gov, CAVP-TESTING-BLOCK-CIPHER-MODES#GCMVS): the first
 * ones of groups with a 96-bit IV and a 128-bit tag.
 */
interface Vector {
  readonly group: string;
  readonly key: string;
  readonly iv: string;
  readonly pt: string | null;
  readonly aad: string;
  readonly ct: string;
  readonly tag: string;
}

/** gcmEncryptExtIV256.rsp */
const ENCRYPT: readonly Vector[] = [
  {
    group: 'PTlen 0, AADlen 0',
    key: 'b52c505a37d78eda5dd34f20c22540ea1b58963cf8e5bf8ffa85f9f2492505b4',
    iv: '516c33929df5a3284ff463d7',
    pt: '',
    aad: '',
    ct: '',
    tag: 'bdc1ac884d332457a1d2664f168c76f0',
  },
  {
    group: 'PTlen 0, AADlen 0, the second',
    key: '5fe0861cdc2690ce69b3658c7f26f8458eec1c9243c5ba0845305d897e96ca0f',
    iv: '770ac1a5a3d476d5d96944a1',
    pt: '',
    aad: '',
    ct: '',
    tag: '196d691e1047093ca4b3d2ef4baba216',
  },
  {
    group: 'PTlen 0, AADlen 128',
    key: '78dc4e0aaf52d935c3c01eea57428f00ca1fd475f5da86a49c8dd73d68c8e223',
    iv: 'd79cf22d504cc793c3fb6c8a',
    pt: '',
    aad: 'b96baa8c1c75a671bfb2d08d06be5f36',
    ct: '',
    tag: '3e5d486aa2e30b22e040b85723a06e76',
  },
  {
    group: 'PTlen 128, AADlen 0',
    key: '31bdadd96698c204aa9ce1448ea94ae1fb4a9a0b3c9d773b51bb1822666b8f22',
    iv: '0d18e06c7c725ac9e362e1ce',
    pt: '2db5168e932556f8089a0622981d017d',
    aad: '',
    ct: 'fa4362189661d163fcd6a56d8bf0405a',
    tag: 'd636ac1bbedd5cc3ee727dc2ab4a9489',
  },
  {
    group: 'PTlen 408, AADlen 160',
    key: '24501ad384e473963d476edcfe08205237acfd49b5b8f33857f8114e863fec7f',
    iv: '9ff18563b978ec281b3f2794',
    pt: '27f348f9cdc0c5bd5e66b1ccb63ad920ff2219d14e8d631b3872265cf117ee86757accb158bd9abb3868fdc0d0b074b5f01b2c',
    aad: 'adb5ec720ccf9898500028bf34afccbcaca126ef',
    ct: 'eb7cb754c824e8d96f7c6d9b76c7d26fb874ffbf1d65c6f64a698d839b0b06145dae82057ad55994cf59ad7f67c0fa5e85fab8',
    tag: 'bc95c532fecc594c36d1550286a7a3f0',
  },
  {
    group: 'PTlen 408, AADlen 720',
    key: '148579a3cbca86d5520d66c0ec71ca5f7e41ba78e56dc6eebd566fed547fe691',
    iv: 'b08a5ea1927499c6ecbfd4e0',
    pt: '9d0b15fdf1bd595f91f8b3abc0f7dec927dfd4799935a1795d9ce00c9b879434420fe42c275a7cd7b39d638fb81ca52b49dc41',
    aad: 'e4f963f015ffbb99ee3349bbaf7e8e8e6c2a71c230a48f9d59860a29091d2747e01a5ca572347e247d25f56ba7ae8e05cde2be3c97931292c02370208ecd097ef692687fecf2f419d3200162a6480a57dad408a0dfeb492e2c5d',
    ct: '2097e372950a5e9383c675e89eea1c314f999159f5611344b298cda45e62843716f215f82ee663919c64002a5c198d7878fd3f',
    tag: 'adbecdb0d5c2224d804d2886ff9a5760',
  },
  {
    group: 'PTlen 104, AADlen 0',
    key: '82c4f12eeec3b2d3d157b0f992d292b237478d2cecc1d5f161389b97f999057a',
    iv: '7b40b20f5f397177990ef2d1',
    pt: '982a296ee1cd7086afad976945',
    aad: '',
    ct: 'ec8e05a0471d6b43a59ca5335f',
    tag: '113ddeafc62373cac2f5951bb9165249',
  },
];

/** gcmDecrypt256.rsp; without a plaintext where the file says FAIL. */
const DECRYPT: readonly Vector[] = [
  {
    group: 'PTlen 0, AADlen 0',
    key: 'f5a2b27c74355872eb3ef6c5feafaa740e6ae990d9d48c3bd9bb8235e589f010',
    iv: '58d2240f580a31c1d24948e9',
    ct: '',
    aad: '',
    tag: '15e051a5e4a5f5da6cea92e2ebee5bac',
    pt: '',
  },
  {
    group: 'PTlen 0, AADlen 0, FAIL',
    key: 'e5a8123f2e2e007d4e379ba114a2fb66e6613f57c72d4e4f024964053028a831',
    iv: '51e43385bf533e168427e1ad',
    ct: '',
    aad: '',
    tag: '38fe845c66e66bdd884c2aecafd280e6',
    pt: null,
  },
  {
    group: 'PTlen 0, AADlen 128, FAIL',
    key: '2c392a5eb1a9c705371beda3a901c7c61dca4d93b4291de1dd0dd15ec11ffc45',
    iv: '0723fb84a08f4ea09841f32a',
    ct: '',
    aad: '140be561b6171eab942c486a94d33d43',
    tag: 'aa0e1c9b57975bfc91aa137231977d2c',
    pt: null,
  },
  {
    group: 'PTlen 128, AADlen 0',
    key: '4c8ebfe1444ec1b2d503c6986659af2c94fafe945f72c1e8486a5acfedb8a0f8',
    iv: '473360e0ad24889959858995',
    ct: 'd2c78110ac7e8f107c0df0570bd7c90c',
    aad: '',
    tag: 'c26a379b6d98ef2852ead8ce83a833a7',
    pt: '7789b41cb3ee548814ca0b388c10b343',
  },
  {
    group: 'PTlen 128, AADlen 0, FAIL',
    key: 'c997768e2d14e3d38259667a6649079de77beb4543589771e5068e6cd7cd0b14',
    iv: '835090aed9552dbdd45277e2',
    ct: '9f6607d68e22ccf21928db0986be126e',
    aad: '',
    tag: 'f32617f67c574fd9f44ef76ff880ab9f',
    pt: null,
  },
  {
    group: 'PTlen 408, AADlen 160, FAIL',
    key: 'e9d381a9c413bee66175d5586a189836e5c20f5583535ab4d3f3e612dc21700e',
    iv: '23e81571da1c7821c681c7ca',
    ct: 'a25f3f580306cd5065d22a6b7e9660110af7204bb77d370f7f34bee547feeff7b32a596fce29c9040e68b1589aad48da881990',
    aad: '6f39c9ae7b8e8a58a95f0dd8ea6a9087cbccdfd6',
    tag: '5b6dcd70eefb0892fab1539298b92a4b',
    pt: null,
  },
  {
    group: 'PTlen 408, AADlen 160',
    key: '6450d4501b1e6cfbe172c4c8570363e96b496591b842661c28c2f6c908379cad',
    iv: '7e4262035e0bf3d60e91668a',
    ct: '5a99b336fd3cfd82f10fb08f7045012415f0d9a06bb92dcf59c6f0dbe62d433671aacb8a1c52ce7bbf6aea372bf51e2ba79406',
    aad: 'f1c522f026e4c5d43851da516a1b78768ab18171',
    tag: 'fe93b01636f7bb0458041f213e98de65',
    pt: '17449e236ef5858f6d891412495ead4607bfae2a2d735182a2a0242f9d52fc5345ef912dbe16f3bb4576fe3bcafe336dee6085',
  },
  {
    group: 'PTlen 104, AADlen 0, FAIL',
    key: '8b37c4b8cf634704920059866ad96c49e9da502c63fca4a3a7a4dcec74cb0610',
    iv: 'cb59344d2b06c4ae57cd0ea4',
    ct: '66ab935c93555e786b775637a3',
    aad: '',
    tag: 'd8733acbb564d8afaa99d7ca2e2f92a9',
    pt: null,
  },
];

const bytes = (hex: string) => Buffer.from(hex, 'hex');

describe('AES-256-GCM', () => {
  it.each(ENCRYPT)('encrypts as NIST says: $group', ({ key, iv, pt, aad, ct, tag }) => {
    const plaintext = bytes(pt ?? '');
    const out = Buffer.alloc(3 + plaintext.length + TAG_BYTES);
    gcmSeal(bytes(key), bytes(iv), bytes(aad), plaintext, out, 3);
    expect(out.toString('hex')).toBe(`000000${ct}${tag}`);
    expect(gcmOpen(bytes(key), bytes(iv), bytes(aad), bytes(ct + tag))?.toString('hex')).toBe(pt);
  });

  it.each(DECRYPT)('decrypts, or refuses, as NIST says: $group', ({ key, iv, pt, aad, ct, tag }) => {
    const opened = gcmOpen(bytes(key), bytes(iv), bytes(aad), bytes(ct + tag));
    expect(opened?.toString('hex') ?? null).toBe(pt);
  });

  it('refuses what is shorter than a tag', () => {
    expect(gcmOpen(Buffer.alloc(32), Buffer.alloc(12), Buffer.alloc(0), Buffer.alloc(15))).toBeNull();
  });
});
