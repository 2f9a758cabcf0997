import PageIcon from '@mui/icons-material/DescriptionOutlined';
import { Alert, Box, Typography } from '@mui/material';
import { useTranslate } from 'ra-core';
import { useFormat } from '../i18n/use-format.ts';
import { Facts } from '../layout/facts.tsx';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import { FileButton } from '../records/file-button.tsx';
import type { Erasure } from './erasure.ts';
import { Refusals } from './refusals.tsx';

const SEVERITIES = { erased: 'success', refused: 'warning', nothing_held: 'info' } as const;
const COUNTS = ['matches', 'dataKeys', 'blindIndexes', 'consentTokens', 'relationships'] as const;

/** What was destroyed, what remains and why; to be handed over as a page, in either language. */
export function Certificate({ erasure }: { readonly erasure: Erasure }) {
  const translate = useTranslate();
  const format = useFormat();
  return (
    <Box sx={{ display: 'grid', gap: 2 }}>
      <Alert severity={SEVERITIES[erasure.outcome]}>{translate(`erasures.says.${erasure.outcome}`)}</Alert>
      {erasure.refusals.length === 0 ? null : <Refusals refusals={erasure.refusals} />}
      <Facts
        rows={[
          [translate('erasures.at'), <Time key="at" at={erasure.at} />],
          [translate('erasures.ground'), translate(`erasures.grounds.${erasure.ground}`)],
          [translate('erasures.caseReference'), erasure.caseReference],
          [translate('erasures.requestedBy'), <Actor key="by" actor={erasure.requestedBy} />],
          [
            translate('erasures.approvedBy'),
            erasure.approvedBy === null ? null : <Actor key="approved" actor={erasure.approvedBy} />,
          ],
          [translate('records.id'), erasure.id],
          ...COUNTS.map(
            (name) =>
              [translate(`erasures.destroyed.${name}`), format.number(erasure.destroyed[name])] as const,
          ),
        ]}
      />
      {erasure.remains.length === 0 ? null : (
        <Box>
          <Typography component="h3" variant="h6">
            {translate('erasures.remains')}
          </Typography>
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {erasure.remains.map(({ what, why }) => (
              <li key={what}>
                {what}: {why}
              </li>
            ))}
          </Box>
        </Box>
      )}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
        {(['en', 'fr'] as const).map((language) => (
          <FileButton
            key={language}
            path={`erasures/${erasure.id}`}
            query={{ format: 'html', language }}
            name={`certificate-${erasure.id}-${language}.html`}
            icon={<PageIcon />}
            isPage
          >
            {translate(`erasures.page.${language}`)}
          </FileButton>
        ))}
      </Box>
    </Box>
  );
}
