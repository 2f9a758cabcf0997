export default {
  menu: 'Essayer',
  title: 'Essayer une vérification',
  intro:
    'Lance une vérification comme le ferait votre application, par POST /api/v1/matches, et vous mène à sa page.',
  persona: 'Une personne connue du bac à sable',
  personaHint: 'Remplit le formulaire ; changez ce que vous voulez.',
  number: 'Numéro de mobile',
  country: 'Pays du numéro',
  identity: 'Ce que le client déclare',
  own: 'Pour vos propres dossiers',
  reference: 'Votre référence',
  purpose: 'Finalité',
  consent: 'Le client est là et peut consentir sur la page de l’opérateur',
  consentHint:
    'Si l’opérateur demande un consentement, la page de la vérification a un bouton qui y mène. Qui a accepté ou refusé est ramené à cette page, où le résultat apparaît.',
  run: 'Lancer la vérification',
  show: 'Voir la vérification consignée',
  hints: { birthDate: 'AAAA-MM-JJ', gender: 'M ou F', country: 'Par exemple FR' },
  wrong: 'Certains champs ne sont pas encore justes : chacun dit ce qu’il lui faut.',
  problems: {
    number: 'Pas un numéro valide de ce pays. Par exemple 0612345678 avec FR, ou +33612345678.',
    country: 'Deux lettres, par exemple FR.',
    birthDate: 'Une date réelle au format AAAA-MM-JJ, depuis 1900 et pas dans le futur.',
    gender: 'M ou F.',
    email: 'Pas une adresse e-mail. Par exemple nom@example.com.',
    phone: 'Pas un numéro de téléphone valide.',
  },
};
