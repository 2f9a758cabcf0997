import { Box } from '@mui/material';
import { useTranslate } from 'ra-core';
import type { EvidenceCheck, Finding } from './evidence-check.ts';

/** What did not verify, and where. */
export function Findings({ check: { findings, found } }: { readonly check: EvidenceCheck }) {
  const translate = useTranslate();
  if (found === 0) return null;
  return (
    <Box component="ul" sx={{ m: 0, mt: 1, pl: 2.5 }}>
      {findings.map((finding, index) => (
        <li key={index}>
          {translate(`evidence.findings.${finding.code}`, { _: finding.code })} {placeOf(finding)}
        </li>
      ))}
      {found > findings.length ? (
        <li>{translate('evidence.more', { smart_count: found - findings.length })}</li>
      ) : null}
    </Box>
  );
}

const placeOf = ({ index, eventId, size, tile, mirror }: Finding) =>
  [index === undefined ? null : `#${index}`, eventId, size, tile, mirror]
    .filter((part) => part !== null && part !== undefined)
    .join(' · ');
