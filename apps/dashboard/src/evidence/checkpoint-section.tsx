import { Box } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useTranslate } from 'ra-core';
import { send } from '../api/call.ts';
import { CopyButton } from '../forms/copy-button.tsx';
import { useFormat } from '../i18n/use-format.ts';
import { Facts } from '../layout/facts.tsx';
import { Failure } from '../layout/failure.tsx';
import { Section } from '../layout/section.tsx';
import { checkpointOf } from './evidence-check.ts';

/** Milliseconds: there is a new one within seconds of each access. */
const AGAIN = 10_000;

/** The signed head of the log, to be kept where we cannot reach it. */
export function CheckpointSection() {
  const translate = useTranslate();
  const format = useFormat();
  const checkpoint = useQuery({
    queryKey: ['evidence', 'checkpoint'],
    queryFn: async ({ signal }) =>
      checkpointOf(await (await send('GET', 'evidence/checkpoint', { signal })).text()),
    refetchInterval: AGAIN,
  });
  const key = useQuery({
    queryKey: ['evidence', 'key'],
    queryFn: async ({ signal }) => (await (await send('GET', 'evidence/key', { signal })).text()).trim(),
  });
  const { data } = checkpoint;
  const command = `npx dqe-verify ${location.origin}/api/v1/evidence/log --key "${key.data ?? ''}"`;
  return (
    <Section
      title={translate('evidence.head')}
      actions={data && <CopyButton text={data.note} label={translate('evidence.copyNote')} />}
    >
      {checkpoint.error === null ? null : <Failure error={checkpoint.error} />}
      <Facts
        rows={[
          [translate('evidence.size'), data && format.number(data.size)],
          [translate('evidence.log'), data?.origin],
          [translate('evidence.root'), data && <code>{data.root}</code>],
          [translate('evidence.key'), key.data && <code>{key.data}</code>],
          [
            translate('evidence.verify'),
            <Box key="verify">
              <Box component="code" sx={{ overflowWrap: 'anywhere' }}>
                {command}
              </Box>
              <br />
              <CopyButton text={command} />
            </Box>,
          ],
        ]}
      />
    </Section>
  );
}
