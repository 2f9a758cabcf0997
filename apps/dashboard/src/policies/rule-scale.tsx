import { Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import type { Rule } from './policy.ts';

/** From 0 to 1: where a field contradicts, where it is close, and where it agrees. */
export function RuleScale({ label, rule }: { readonly label: string; readonly rule: Rule }) {
  const translate = useTranslate();
  const format = useFormat();
  const { agreesFrom, contradictsBelow } = rule;
  const text = translate('policies.scale', {
    ...{ field: label, from: format.score(agreesFrom), below: format.score(contradictsBelow) },
  });
  const part = (color: string, width: number) => (
    <Box sx={{ bgcolor: color, height: '100%' }} style={{ width: `${width * 100}%` }} />
  );
  return (
    <Box
      role="img"
      aria-label={text}
      sx={{ display: 'flex', height: 10, width: '100%', borderRadius: 1, overflow: 'hidden' }}
    >
      {part('error.main', contradictsBelow)}
      {part('warning.main', agreesFrom - contradictsBelow)}
      {part('success.main', 1 - agreesFrom)}
    </Box>
  );
}
