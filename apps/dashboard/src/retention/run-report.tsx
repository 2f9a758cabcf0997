import { Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import type { Run } from './retention.ts';

const COUNTS = ['examined', 'held', 'waiting', 'subjectsErased'] as const;

/** What a purge took, or would take; and what stayed, and why. */
export function RunReport({ report, dryRun }: Pick<Run, 'report' | 'dryRun'>) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Box component="ul" sx={{ m: 0, pl: 2 }}>
      <li>
        {translate(dryRun ? 'retention.reports.wouldGo' : 'retention.reports.purged', {
          count: format.number(report.purged),
        })}
      </li>
      {COUNTS.map((name) => (
        <li key={name}>{translate(`retention.reports.${name}`, { count: format.number(report[name]) })}</li>
      ))}
    </Box>
  );
}
