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
    hint: 'Une phrase. Conservée, et lue par qui demande pourquoi.',
    pending:
      'En attente d’approbation : rien n’a encore été fait. Une deuxième personne doit approuver ; ensuite, cela se fait depuis cette page, une fois.',
  },
  approval: {
    waiting: 'En attente d’approbation par une deuxième personne. Demandé',
    given: 'Une deuxième personne a approuvé.',
  },
};
