import SearchIcon from '@mui/icons-material/Search';
import { InputAdornment, TextField } from '@mui/material';
import { useListContext, useRedirect, useTranslate } from 'ra-core';
import { type SubmitEvent, useState } from 'react';
import { findingOf } from './finding.ts';

/** One box for the number, the reference, the e-mail or the id: what it is can be told from how it looks. */
export function FindBox() {
  const translate = useTranslate();
  const redirect = useRedirect();
  const { filterValues, displayedFilters, setFilters } = useListContext();
  const [text, setText] = useState('');

  const find = (event: SubmitEvent) => {
    event.preventDefault();
    const finding = findingOf(text);
    if (finding === null) return;
    setText('');
    if (finding.by === 'id') {
      redirect('show', 'matches', finding.value);
      return;
    }
    setFilters(
      { ...filterValues, [finding.by]: finding.value },
      { ...(displayedFilters as object), [finding.by]: true },
    );
  };

  return (
    <form
      onSubmit={find}
      role="search"
      autoComplete="off"
      style={{ flex: '1 1 11rem', maxWidth: '30rem', marginRight: 'auto' }}
    >
      <TextField
        value={text}
        onChange={({ target }) => setText(target.value)}
        size="small"
        fullWidth
        margin="none"
        placeholder={translate('matches.find')}
        slotProps={{
          htmlInput: { 'aria-label': translate('matches.find'), autoComplete: 'off', enterKeyHint: 'search' },
          input: {
            startAdornment: (
              <InputAdornment position="start">
                <SearchIcon fontSize="small" />
              </InputAdornment>
            ),
          },
        }}
      />
    </form>
  );
}
