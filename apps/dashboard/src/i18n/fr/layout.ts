export default {
  overview: 'Vue d’ensemble',
  menu: 'Menu principal',
  account: 'Compte',
  ownAccount: 'Mon compte',
  theme: { label: 'Apparence', system: 'Comme le système', light: 'Clair', dark: 'Sombre' },
  groups: {
    work: 'Vérifications',
    decide: 'À décider',
    privacy: 'Vie privée',
    insight: 'Rapports',
    evidence: 'Preuves',
    manage: 'Administration',
    system: 'Système',
  },
  notFound: {
    title: 'Cette page n’existe pas',
    text: 'L’adresse est peut-être fausse, ou la page n’est pas destinée à votre rôle.',
    home: 'Retour à l’accueil',
  },
  error: {
    title: 'Chargement impossible',
    details: 'Détails pour l’assistance',
    request: 'Requête',
    code: 'Code',
    again: 'Réessayer',
  },
  reason: {
    label: 'Motif',
    hint: 'Conservé, et lu par qui demande pourquoi.',
    pending:
      'En attente d’approbation : une deuxième personne doit approuver. Ensuite, refaites la même demande avec le numéro de l’approbation, qui se trouve sous Approbations.',
    approval: 'Numéro d’une approbation',
    approvalHint: 'Seulement si une deuxième personne a déjà approuvé.',
  },
};
