export default {
  reason: 'Reason',
  reasonHint: 'At least ten characters. Kept, and read by whoever asks why.',
  approval: 'Number of an approval',
  approvalHint: 'Only where a second person has approved exactly this already.',
  waiting: 'Nothing is done yet: a second person has to approve',
  waitingText:
    'Somebody else, who may do it themselves, decides under Approvals, until %{until}. Then come back and ask for exactly the same, with this number:',
  once: 'Shown this once. Nobody can show it again, neither we nor you: keep it where it is to be used.',
  copy: 'Copy',
  copied: 'Copied',
  copyByHand: 'Select and copy it by hand',
  done: 'Done',
  seeFields: 'Not done yet: look at what is marked.',
};
