export default {
  menu: 'Tâches de fond',
  title: 'Tâches de fond',
  intro: 'Ce que le service fait ou a fait en arrière-plan, le plus récent d’abord. Tenu à jour tout seul.',
  none: 'Rien de tel ne s’est encore exécuté.',
  done: '%{done} sur %{total}',
  progressOf: 'Avancement : %{kind}',
  fields: {
    kind: 'Quoi',
    state: 'État',
    progress: 'Avancement',
    requestedAt: 'Demandée',
    took: 'Durée',
  },
  kinds: {
    export: 'Export',
    backtest: 'Essai d’une politique',
    log_check: 'Contrôle du journal de preuves',
    retention_run: 'Purge',
    key_rotation: 'Rotation des clés maîtresses',
    scheduled_report: 'Rapport programmé',
  },
  failures: {
    not_made: 'Le rapport n’a pas pu être établi.',
    file_not_written:
      'Un fichier n’a pas pu être écrit sous DATA_DIR/reports : vérifiez le disque et ses droits.',
    not_announced: 'Tous les fichiers sont là ; les destinataires des webhooks n’ont pas pu être prévenus.',
    too_large: 'Il devenait trop grand : choisissez moins de vérifications.',
    internal_error: 'Le service a échoué ; son journal dit comment.',
  },
  states: {
    queued: 'en attente',
    running: 'en cours',
    completed: 'terminée',
    failed: 'en échec',
    cancelled: 'annulée',
  },
};
