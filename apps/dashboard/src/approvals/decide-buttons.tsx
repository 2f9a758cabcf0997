import { Button } from '@mui/material';
import { useTranslate } from 'ra-core';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { ReasonField } from '../forms/reason-field.tsx';
import { useDialog } from '../forms/use-dialog.ts';
import { useAskAnew } from '../records/use-asked.ts';
import type { Approval } from './approval.ts';

/** Approve, or refuse and say why. */
export function DecideButtons({ approval }: { readonly approval: Approval }) {
  const translate = useTranslate();
  const { open, show, close } = useDialog<'approve' | 'refuse'>();
  const askAnew = useAskAnew('approvals');
  return (
    <>
      <Button variant="contained" onClick={() => show('approve')}>
        {translate('approvals.approve')}
      </Button>
      <Button variant="outlined" color="error" onClick={() => show('refuse')}>
        {translate('approvals.refuse')}
      </Button>
      {open === undefined ? null : (
        <FormDialog
          title={translate(`approvals.${open}Title`)}
          text={translate(`approvals.${open}Text`)}
          confirm={translate(`approvals.${open}`)}
          grave={open === 'refuse'}
          onClose={close}
          onSubmit={async (values) => {
            await call('POST', `approvals/${approval.id}/${open}`, {
              body: { reason: values.text('reason') },
            });
            await askAnew();
          }}
        >
          <ReasonField required={open === 'refuse'} autoFocus />
        </FormDialog>
      )}
    </>
  );
}
