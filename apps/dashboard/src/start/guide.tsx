import DoneIcon from '@mui/icons-material/CheckCircleOutlined';
import TodoIcon from '@mui/icons-material/RadioButtonUncheckedOutlined';
import { Box, Button, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import { usePermitted } from '../access/use-permitted.ts';
import { call } from '../api/call.ts';
import { useServiceInfo } from '../api/service-info.ts';
import type { Match } from '../matches/match.ts';
import { ProofCheck } from './proof-check.tsx';
import { SampleData } from './sample-data.tsx';

/** From nothing to a proof, in four steps. What is done already is ticked. */
export function Guide() {
  const translate = useTranslate();
  const sandbox = useServiceInfo()?.sandbox === true;
  const [mayTry, maySee, maySet] = [
    usePermitted('matches:create'),
    usePermitted('matches:read'),
    usePermitted('settings:manage'),
  ];
  const { data } = useQuery({
    queryKey: ['matches', 'newest'],
    queryFn: ({ signal }) =>
      call<{ items: readonly Match[] }>('GET', 'matches', { query: { limit: 1 }, signal }),
    enabled: maySee,
  });
  const newest = data?.items[0];
  return (
    <>
      <Box component="ol" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 2 }}>
        <Step done title={translate('start.signIn.title')} text={translate('start.signIn.text')} />
        <Step
          done={newest !== undefined}
          title={translate('start.try.title')}
          text={translate(sandbox ? 'start.try.text' : 'start.try.real')}
        >
          {mayTry ? (
            <Button component={Link} to="/try-it" variant="contained" size="small">
              {translate('start.try.go')}
            </Button>
          ) : null}
        </Step>
        <Step
          done={newest !== undefined}
          title={translate('start.see.title')}
          text={translate('start.see.text')}
        >
          {newest === undefined ? null : (
            <Button component={Link} to={`/matches/${newest.id}/show`} variant="outlined" size="small">
              {translate('start.see.go')}
            </Button>
          )}
        </Step>
        <Step done={false} title={translate('start.verify.title')} text={translate('start.verify.text')}>
          {maySee ? <ProofCheck matchId={newest?.id} /> : null}
        </Step>
      </Box>
      {maySet ? <SampleData /> : null}
    </>
  );
}

interface StepProps {
  readonly done: boolean;
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}

function Step({ done, title, text, children }: StepProps) {
  const translate = useTranslate();
  const Icon = done ? DoneIcon : TodoIcon;
  return (
    <Box component="li" sx={{ display: 'flex', gap: 1.5 }}>
      <Icon
        color={done ? 'success' : 'disabled'}
        titleAccess={translate(done ? 'start.done' : 'start.todo')}
      />
      <Box sx={{ minWidth: 0, flex: 1 }}>
        <Typography component="h2" variant="subtitle1" sx={{ lineHeight: 1.5 }}>
          {title}
        </Typography>
        <Typography variant="body2" color="textSecondary" sx={{ mb: 0.5 }}>
          {text}
        </Typography>
        {children}
      </Box>
    </Box>
  );
}
