export default {
  reason: 'Motif',
  reasonHint: 'Dix caractères au moins. Conservé, et lu par qui demande pourquoi.',
  approval: 'Numéro d’une approbation',
  approvalHint: 'Seulement si une deuxième personne a déjà approuvé exactement cela.',
  waiting: 'Rien n’est fait encore : une deuxième personne doit approuver',
  waitingText:
    'Quelqu’un d’autre, qui en a lui-même le droit, décide sous Approbations, jusqu’au %{until}. Revenez ensuite demander exactement la même chose, avec ce numéro :',
  once: 'Montré cette seule fois. Personne ne peut le montrer de nouveau, ni nous ni vous : gardez-le là où il servira.',
  copy: 'Copier',
  copied: 'Copié',
  copyByHand: 'Sélectionnez et copiez à la main',
  done: 'Terminé',
  seeFields: 'Pas encore fait : voyez ce qui est marqué.',
};
