import { Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { ReasonField } from '../forms/reason-field.tsx';
import { useDialog } from '../forms/use-dialog.ts';
import { Facts } from '../layout/facts.tsx';
import { Section } from '../layout/section.tsx';
import { Time } from '../layout/time.tsx';
import { Actor } from '../records/actor.tsx';
import { RecordPage } from '../records/record-page.tsx';
import { useAskAnew } from '../records/use-asked.ts';
import type { Hold } from './hold.ts';
import { HoldState } from './hold-state.tsx';

/** One hold, with its reason; and its release. */
export default function HoldPage() {
  const translate = useTranslate();
  return (
    <RecordPage<Hold>
      resource="holds"
      list="/holds"
      name={translate('holds.one')}
      title={({ matchId }) => translate(matchId === null ? 'holds.ofPerson' : 'holds.ofMatch')}
      intro={(hold) => <HoldState of={hold} />}
      actions={(hold) => (hold.active ? <ReleaseButton hold={hold} /> : null)}
    >
      {(hold) => (
        <Section title={translate('holds.one')}>
          <Facts
            rows={[
              [translate('forms.reason'), hold.reason ?? translate('approvals.reasonGone')],
              [translate('holds.match'), hold.matchId],
              [translate('holds.application'), hold.application],
              [translate('holds.createdAt'), <Time key="at" at={hold.createdAt} />],
              [translate('holds.createdBy'), <Actor key="by" actor={hold.createdBy} />],
              [
                translate('holds.until'),
                hold.until === null ? translate('holds.open') : <Time key="u" at={hold.until} />,
              ],
              [translate('holds.disclose'), translate(hold.disclose ? 'records.yes' : 'records.no')],
              [translate('holds.releasedAt'), hold.releasedAt && <Time key="r" at={hold.releasedAt} />],
              [translate('holds.releasedBy'), hold.releasedBy && <Actor key="rb" actor={hold.releasedBy} />],
              [translate('holds.releaseReason'), hold.releaseReason],
              [translate('records.id'), hold.id],
            ]}
          />
        </Section>
      )}
    </RecordPage>
  );
}

function ReleaseButton({ hold }: { readonly hold: Hold }) {
  const translate = useTranslate();
  const { open, show, close } = useDialog<true>();
  const askAnew = useAskAnew('holds');
  return (
    <>
      <Button variant="contained" onClick={() => show(true)}>
        {translate('holds.release')}
      </Button>
      {open === undefined ? null : (
        <FormDialog
          title={translate('holds.release')}
          text={translate('holds.releaseText')}
          confirm={translate('holds.release')}
          onClose={close}
          onSubmit={async (values) => {
            await call('POST', `holds/${hold.id}/release`, { body: { reason: values.text('reason') } });
            await askAnew();
          }}
        >
          <ReasonField autoFocus />
        </FormDialog>
      )}
    </>
  );
}
