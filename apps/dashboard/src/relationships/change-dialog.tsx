import { useTranslate } from 'ra-core';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { FormDialog } from '../forms/form-dialog.tsx';
import { FormField } from '../forms/form-field.tsx';
import type { Wanted } from './relationship.ts';

export interface ChangeDialogProps {
  readonly wanted: Wanted;
  readonly application?: string;
  readonly onClose: () => void;
}

/** Says that a relationship goes on, or when it ended. */
export function ChangeDialog({ wanted, application, onClose }: ChangeDialogProps) {
  const translate = useTranslate();
  const [state, setState] = useState('ended');
  return (
    <FormDialog
      title={translate('relationships.tell')}
      text={translate('relationships.tellText')}
      confirm={translate('ra.action.save')}
      onClose={onClose}
      onSubmit={(values) =>
        call('PUT', 'relationships', {
          body: {
            ...wanted,
            application: values.text('application'),
            // Its day is missing: the service says so at the field.
            endedAt: state === 'ended' ? (values.instant('endedAt') ?? '') : null,
          },
        })
      }
    >
      <FormField
        name="application"
        label={translate('relationships.application')}
        hint={translate('relationships.applicationHint')}
        defaultValue={application}
        autoFocus
      />
      <FormField
        name="state"
        label={translate('relationships.state')}
        choices={(['ended', 'goesOn'] as const).map((each) => [
          each,
          translate(`relationships.states.${each}`),
        ])}
        onChange={setState}
      />
      {state === 'ended' ? (
        <FormField name="endedAt" type="date" label={translate('relationships.endedAt')} required />
      ) : null}
    </FormDialog>
  );
}
