import { usePermissions, useTranslate } from 'ra-core';
import type { Permission } from '../access/permissions.ts';
import { ChoiceGroup } from '../forms/choice-group.tsx';
import { SCOPES } from './scopes.ts';

export interface ScopeChoiceProps {
  /** What the key may do now. */
  readonly has?: readonly string[];
  /** What most keys need. */
  readonly suggested?: readonly string[];
}

/** What the key may do. Nobody hands out what they do not have, so the rest is not offered. */
export function ScopeChoice({ has = [], suggested = [] }: ScopeChoiceProps) {
  const translate = useTranslate();
  const { permissions = [] } = usePermissions<readonly Permission[]>();
  const held: readonly string[] = permissions;
  const offered = SCOPES.filter((scope) => held.includes(scope) || has.includes(scope));
  return (
    <ChoiceGroup
      name="scopes"
      label={translate('keys.scopes')}
      hint={translate('keys.scopesHint')}
      chosen={[...has, ...suggested]}
      choices={offered.map((value) => ({
        value,
        label: value,
        hint: translate(`keys.scopeHints.${value}`, { _: '' }),
      }))}
    />
  );
}
