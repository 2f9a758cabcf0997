/** Addresses no webhook may be registered for: each leads to this machine, a private network, or is none of the web. */
export const SSRF_ADDRESSES: readonly string[] = [
  // This machine, however it is written.
  ...[
    'https://127.0.0.1/',
    'https://127.1/',
    'https://127.0.1/',
    'https://2130706433/',
    'https://0177.0.0.1/',
  ],
  ...['https://017700000001/', 'https://0x7f000001/', 'https://0x7f.0.0.1/', 'https://0x7F.1/', 'https://0/'],
  ...[
    'https://0.0.0.0/',
    'https://[::]/',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]/',
    'https://[::127.0.0.1]/',
  ],
  ...['https://localhost/', 'https://LOCALHOST/', 'https://localhost./', 'https://a.localhost/'],
  ...['https://①②⑦.⓪.⓪.①/', 'https://127。0。0。1/', 'https://%31%32%37.0.0.1/', 'https://127.0.0.1./'],
  // Within IPv6.
  ...['https://[::ffff:127.0.0.1]/', 'https://[::ffff:7f00:1]/', 'https://[0:0:0:0:0:ffff:10.0.0.1]/'],
  ...['https://[::ffff:a9fe:a9fe]/', 'https://[64:ff9b::a00:1]/', 'https://[64:ff9b::127.0.0.1]/'],
  ...[
    'https://[2002:7f00:1::]/',
    'https://[2001:0:7f00:1::]/',
    'https://[fe80::1]/',
    'https://[fd00:ec2::254]/',
  ],
  // Private networks, and where clouds tell secrets.
  ...[
    'https://10.0.0.1/',
    'https://10.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://0xa000001/',
  ],
  ...['https://100.64.0.1/', 'https://169.254.169.254/latest/meta-data/', 'https://2852039166/'],
  ...[
    'https://0xa9fea9fe/',
    'https://0251.0376.0251.0376/',
    'https://169.254.43518/',
    'https://100.100.100.200/',
  ],
  ...['https://192.0.0.192/', 'https://224.0.0.1/', 'https://255.255.255.255/', 'https://198.18.0.1/'],
  // Our name in front, another behind.
  ...[
    'https://partner.example@127.0.0.1/',
    'https://partner.example:pw@10.0.0.1/',
    'https://10.0.0.1\\@partner.example/',
  ],
  ...['https://127.0.0.1#@partner.example/', 'https://[::1]#partner.example'],
  // Other services, and other schemes.
  ...['https://partner.example:22/', 'https://partner.example:25/', 'https://partner.example:0/'],
  ...[
    'http://partner.example/',
    'http://169.254.169.254/',
    'ftp://partner.example/',
    'gopher://127.0.0.1:6379/_x',
  ],
  ...['file:///etc/passwd', 'dict://127.0.0.1:11211/', 'ldap://127.0.0.1/', 'jar:https://partner.example!/'],
  ...['data:text/plain,x', 'javascript:alert(1)', 'unix:/var/run/docker.sock', '//10.0.0.1/', '/etc/passwd'],
];

/** Names that are well-formed, and what they lead to: refused when a connection is made, each time. */
export const SSRF_NAMES: readonly (readonly [name: string, address: string])[] = [
  ['127.0.0.1.nip.io', '127.0.0.1'],
  ['localtest.me', '127.0.0.1'],
  ['localhost.localdomain', '127.0.0.1'],
  ['ip6-localhost', '::1'],
  ['metadata.google.internal', '169.254.169.254'],
  ['instance-data.ec2.internal', '169.254.169.254'],
  ['metadata.example', 'fd00:ec2::254'],
  ['alibaba.example', '100.100.100.200'],
  ['oracle.example', '192.0.0.192'],
  ['kubernetes.default.svc', '10.96.0.1'],
  ['host.docker.internal', '192.168.65.2'],
  ['mapped.example', '::ffff:10.0.0.1'],
  ['nat64.example', '64:ff9b::a9fe:a9fe'],
  ['link-local.example', 'fe80::1'],
  ['zero.example', '0.0.0.0'],
];
