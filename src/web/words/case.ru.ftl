# An appeal and its journal.
days = { $days ->
    [one] { $days } день
    [few] { $days } дня
   *[other] { $days } дней
}
tag-open = На рассмотрении
tag-stopped = Срок приостановлен
tag-soon = Скоро срок
tag-late = Просрочено
tag-escalated = Передано выше
tag-decided = Решено
tag-annulled = Отменено
tag-withdrawn = Отозвано
tag-closed = Закрыто
status-closed = Дело закрыто: { $outcome }, { $day }
status-stopped = { $holder }: срок приостановлен с { $since } и возобновится не позднее { $until }, что бы ни случилось.
status-running = { $step }. { $holder } должен действовать до { $day }
status-late = { $step }. Срок для { $holder } истёк { $day }, действий не было.
status-with = { $step }. Жалоба находится у: { $holder }.
otherwise-escalate = Если до этого дня ничего не произойдёт, жалоба сама перейдёт: { $to }.
otherwise-no-need = Вам для этого ничего делать не нужно.
otherwise-lapse = Если до этого дня ничего не произойдёт, дело перейдёт дальше: { $to }.
otherwise-chase = Если до этого дня ничего не произойдёт, органу будут напоминать снова, ограниченное число раз.
otherwise-deemed = Если до этого дня ничего не произойдёт, закон считает молчание решением: { $to }.
otherwise-close = Если до этого дня ничего не произойдёт, дело закончится.
way-filed = Подана
way-decision = Решение
way-end = Закрыто
case-way = Путь жалобы
case-do-next = Что сделать сейчас
case-nothing = Сейчас делать ничего не нужно
case-ended = Дело закончено
case-dates = Главные даты
case-filed = Получена
case-late = с опозданием
case-decide-by = Срок
case-how-calculated = Как рассчитана эта дата?
case-suspended = Деятельность приостановлена
case-decision = Обжалуемое решение
case-issuer = Орган
case-number = Номер
case-decided-on = Вынесено
case-served-on = Получено вами
case-article = Статья
case-fine = Штраф
case-suspension = Приостановление
case-timeline = Что произошло
case-letter = Письмо: { $subject }
case-looks = Кто смотрел это дело
case-no-looks = Пока никто.
case-chain = Запись
case-chain-text = { $entries ->
    [one] { $entries } запись, заверенная печатью. Последняя печать:
    [few] { $entries } записи, каждая заверена вместе с предыдущей. Последняя печать:
   *[other] { $entries } записей, каждая заверена вместе с предыдущей. Последняя печать:
}
dates-title = Как рассчитаны даты
dates-lead = Каждая дата день за днём: что считалось, что нет и почему.
dates-every-day = День за днём
letter-status = Состояние: { $status }.
told-filed = Подана жалоба на решение: { $issuer }, { $day }
told-filed-late = Жалоба на решение ({ $issuer }, { $day }) подана с опозданием и принята
told-arrived = { $step }: { $holder }, срок { $day }
told-decision = Решение
told-missed = { $holder }: срок истёк { $day }, ответа не было
told-escalated = Жалоба перешла от { $from } к { $to }
told-reminded = Напоминание: последний день { $day }
told-ground = Основание
told-stopped = Срок приостановлен, не дольше чем до { $day }
told-restarted = Срок возобновлён
told-restarted-itself = Наибольшая пауза истекла; срок возобновился сам
told-extended = Срок продлён на { $by }, до { $day }
told-rescheduled = Календарь изменился: последний день { $day } вместо { $was }
told-promise-kept = Календарь изменился, но обещанный день { $day } остаётся
told-recomputed = Правила изменились: последний день { $day } вместо { $was }
told-begun = Правила изменились: появился новый последний день, { $day }
told-promise-kept-rules = Правила изменились, но обещанный день { $day } остаётся
told-migrated = Дальше жалоба рассматривается по версии { $version } правил
told-source = Источник
told-closed = Дело закрыто: { $outcome }
told-track-ended = { $track }: завершено
told-proposed = Предложено: { $action }. Подписать до { $day }
told-signed = Подписано: { $action }
told-unsigned = Не подписано: { $action }
told-reason = Причина
told-deemed = Закон считает молчание решением: { $outcome } ({ $article })
told-confirmation-asked = Молчание нужно подтвердить до { $day }
told-time-restored = Пропущенный срок восстановлен ({ $article })
told-stayed = Исполнение решения приостановлено ({ $article })
told-stay-ended = Приостановление исполнения закончилось
told-forum = Дело переходит: { $track }
told-undelivered = Официальное уведомление не удалось доставить
told-served = Уведомление вручено другим способом { $day }
told-how = Каким способом
told-message = Пришло сообщение
told-subject = Тема
told-text = Текст сообщения
