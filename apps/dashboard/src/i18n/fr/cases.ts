export default {
  menu: 'Dossiers',
  title: 'Dossiers',
  intro:
    'Les verdicts que quelqu’un conteste, et les numéros sur lesquels quelqu’un semble tâtonner. Une personne décide de chacun.',
  nothing: 'Aucun dossier n’est ouvert. Bravo.',
  one: 'Dossier',
  cause: 'Pourquoi',
  state: 'État',
  match: 'Vérification',
  openedAt: 'Ouvert',
  openedBy: 'Ouvert par',
  closedAt: 'Clos',
  closedBy: 'Clos par',
  lookAtMatch: 'Voir la vérification',
  why: 'Pourquoi il est ouvert',
  holds: 'Verdict en vigueur',
  overrides: 'Ce que des personnes ont décidé',
  end: 'Comment il s’est terminé',
  resolution: 'Issue',
  close: 'Clore le dossier',
  closeTitle: 'Clore ce dossier',
  closeText: {
    contested:
      'Si le verdict était faux, mettez-en d’abord un autre à la place ; puis clôturez comme remplacé.',
    probing:
      'Classer sans suite rouvre aussitôt le numéro à d’autres essais. Sinon la protection dure jusqu’à son terme.',
  },
  noReason: {
    contested: 'La personne a été effacée, et le motif avec elle.',
    probing: 'Trop d’identités différentes ont été essayées sur ce numéro en peu de temps.',
  },
  states: { open: 'Ouvert', closed: 'Clos' },
  causes: { contested: 'Verdict contesté', probing: 'Quelqu’un tâtonne peut-être' },
  resolutions: { upheld: 'Confirmé', overridden: 'Remplacé', dismissed: 'Classé sans suite' },
};
