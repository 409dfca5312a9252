# The house: what its administrator looks after.
house-title = Служба
house-nav-overview = Обзор
house-nav-letters = Письма
house-nav-mail = Входящая почта
house-nav-workflows = Процедуры
house-nav-calendars = Календари
house-nav-offices = Органы
house-nav-people = Люди
house-nav-doctor = Проверка
house-nothing = Сейчас делать нечего
house-nothing-text = Все циклы недавно прошли, ни одно письмо и ни одна жалоба не ждут человека, календари знают ближайшие дни.
house-do = Что сделать сейчас
house-look = Посмотреть
house-do-loop = Цикл { $loop } давно не завершал круга. Он запускается снова сам; если это длится дольше нескольких минут, прочитайте журнал программы и перезапустите её. Ничего не потеряется.
house-do-faults = { $count ->
    [one] { $count } жалобу не удалось вести дальше, она ждёт человека. Запустите проверку, устраните причину и выполните `redress doctor --retry`.
    [few] { $count } жалобы не удалось вести дальше, они ждут человека. Запустите проверку, устраните причину и выполните `redress doctor --retry`.
   *[other] { $count } жалоб не удалось вести дальше, они ждут человека. Запустите проверку, устраните причину и выполните `redress doctor --retry`.
}
house-do-failed = { $count ->
    [one] Почтовый сервер не принял { $count } письмо. Устраните то, на что он жалуется, или свяжитесь с адресатом иначе; затем отправьте снова.
    [few] Почтовый сервер не принял { $count } письма. Устраните то, на что он жалуется, или свяжитесь с адресатами иначе; затем отправьте снова.
   *[other] Почтовый сервер не принял { $count } писем. Устраните то, на что он жалуется, или свяжитесь с адресатами иначе; затем отправьте снова.
}
house-do-held = { $count ->
    [one] { $count } письмо задержано для человека. Посмотрите почему и отправьте снова.
    [few] { $count } письма задержаны для человека. Посмотрите почему и отправьте снова.
   *[other] { $count } писем задержано для человека. Посмотрите почему и отправьте снова.
}
house-do-mail = { $count ->
    [one] { $count } входящее письмо не удалось отнести к делу. Посмотрите почему, выясните, от кого оно, и внесите его в дело или отложите.
    [few] { $count } входящих письма не удалось отнести к делу. Посмотрите почему, выясните, от кого они, и внесите их в дела или отложите.
   *[other] { $count } входящих писем не удалось отнести к делу. Посмотрите почему, выясните, от кого они, и внесите их в дела или отложите.
}
house-do-late = Жалоба ждёт обработки уже { $time }. Посмотрите на циклы ниже: либо программа не работала, либо не успевает.
house-do-year = Календарь { $calendar } не знает { $year } года. Сроки в нём вычислить нельзя: загрузите год с его актами.
house-do-offices = { $count ->
    [one] В { $count } органе никто не служит: то, что туда поступает, никто не читает.
   *[other] В { $count } органах никто не служит: то, что туда поступает, никто не читает.
}
house-hours = { $count ->
    [one] { $count } час
    [few] { $count } часа
   *[other] { $count } часов
}
house-minutes = { $count ->
    [one] { $count } минуту
    [few] { $count } минуты
   *[other] { $count } минут
}
house-open = Открытые жалобы
house-faulty = Не удалось вести дальше
house-count-waiting = Писем ждёт
house-count-held = Писем задержано
house-count-failed = Писем не принято
house-faulty-title = Жалобы, которые не удалось вести дальше
house-faulty-text = Их журналы целы; только время для них не идёт, пока причина не устранена. Содержание здесь не показывается.
house-letters-waiting = Ждут отправки
house-letters-held = Задержаны
house-letters-failed = Не приняты
house-loops = Циклы
house-loops-text = То, что программа делает сама, круг за кругом.
house-no-loops = Этот процесс только показывает страницы; жалобы ведёт другой.
house-loop-watch = Истёкшие сроки
house-loop-post = Письма на отправку
house-loop-schedule = Работы по расписанию
house-loop-listen = Сигналы других процессов
house-loop-guard = База данных
house-loop-collect = Входящая почта
house-last-round = Последний круг: { $when }
house-no-round = Ещё ни одного круга
house-restarts = { $count ->
    [one] перезапущен { $count } раз
    [few] перезапущен { $count } раза
   *[other] перезапущен { $count } раз
}
house-died = Прерван ошибкой { $when }:
house-well = работает
house-unwell = опаздывает
house-more = Ещё
# Letters that stand still.
house-letters-title = Письма
house-letters-lead = Письма, которые ждут, задержаны или не приняты. Что в них написано, касается только тех, кто переписывается, и здесь не показывается.
house-letters-lists = Списки писем
house-letters-none = Таких нет.
house-letters-choose = Выберите письма
house-letter-number = Письмо { $number }
house-letter-written = Написано: { $when }
house-letter-tries = { $count ->
    [one] { $count } попытка
    [few] { $count } попытки
   *[other] { $count } попыток
}
house-letter-next = следующая: { $when }
house-letter-answer = Почтовый сервер
house-letter-legal = официальное уведомление
house-letters-send = Отправить снова сейчас
house-letters-hold = Задержать
house-letters-why = Почему задержаны
house-letters-why-hint = Для того, кто придёт после вас. Нужно, только чтобы задержать.
house-letters-why-missing = Укажите, почему письма задержаны
house-letters-none-chosen = Выберите хотя бы одно письмо
house-letters-sent = { $count ->
    [one] { $count } письмо отправляется снова.
    [few] { $count } письма отправляются снова.
   *[other] { $count } писем отправляется снова.
}
house-letters-kept = { $count ->
    [one] { $count } письмо задержано.
    [few] { $count } письма задержаны.
   *[other] { $count } писем задержано.
}
# Mail that came in and could not be placed.
house-mail-title = Входящая почта
house-mail-lead = Письма, которые не удалось отнести к делу автоматически: адрес или отправитель не принадлежит ни одной стороне. Текст здесь не показывается, потому что он может относиться к жалобе.
house-mail-enter = Тот, кто вправе его прочитать, вносит письмо в дело на сервере командой
house-mail-none = Таких писем нет.
house-mail-choose = Выберите письма
house-mail-number = Письмо { $number }
house-mail-files = { $count ->
    [one] { $count } файл
    [few] { $count } файла
   *[other] { $count } файлов
}
house-mail-how = Что с ними сделано
house-mail-how-hint = Для тех, кто придёт после вас, например: реклама; или: отправителя попросили написать снова.
house-mail-how-missing = Укажите, что сделано с письмами
house-mail-none-chosen = Выберите хотя бы одно письмо
house-mail-settle = Отложить
house-mail-settled = { $count ->
    [one] Отложено { $count } письмо.
    [few] Отложено { $count } письма.
   *[other] Отложено { $count } писем.
}
# Workflows.
house-workflows-title = Процедуры
house-workflows-lead = Правила, по которым идут жалобы. Жалоба сохраняет версию, по которой подана; новая действует для новых жалоб.
house-by-calendar = календарь { $calendar }
house-promises = Что обещано
house-versions = Версии
house-version = Версия { $version }
house-version-count = { $count ->
    [one] { $count } версия
    [few] { $count } версии
   *[other] { $count } версий
}
house-loaded = Сохранено: { $when }
house-following = Открытых: { $open }, всего жалоб: { $all }
house-in-words = Все шаги словами
house-stories-title = Истории
house-stories-lead = Случаи, рассказанные в файлах, и что из них должно следовать. Они разыгрываются в памяти по действующим процедурам; ничего не сохраняется.
house-stories-play = Разыграть все
house-stories-right = как рассказано
house-stories-wrong = расходится
house-stories-reached = Они охватывают { $reached } из { $all } этапов, действий, сроков и писем.
house-stories-missing = Не охвачено: { $names }
house-absences = Отсутствие
house-absence = С { $since } по { $until }
house-absences-none = Отсутствие не внесено.
house-try-title = Проверить файл процедуры
house-try-form = Файл
house-try-lead = Все ошибки называются сразу, каждая со своим местом. Ничего не сохраняется, ни одна жалоба не меняется.
house-try-files = Файл процедуры и, если хотите, её письма
house-try-files-hint = Файл оканчивается на .yaml, письма на .txt. Невыбранные письма берутся из загруженной версии.
house-try-text = Или вставьте текст процедуры
house-try-missing = Выберите файл или вставьте его текст
house-try-check = Проверить
house-try-letters = Письма с ним
house-try-found = { $count ->
    [one] Найдена { $count } ошибка
    [few] Найдено { $count } ошибки
   *[other] Найдено { $count } ошибок
}
house-place = Строка { $line }, столбец { $column }
house-try-sound = { $name }, версия { $version }: ошибок нет
house-try-size = { $steps ->
    [one] { $steps } шаг
    [few] { $steps } шага
   *[other] { $steps } шагов
}, { $letters ->
    [one] { $letters } письмо.
    [few] { $letters } письма.
   *[other] { $letters } писем.
}
house-try-new = Процедура с таким именем не загружена.
house-try-same = Именно этот файл уже загружен.
house-try-raise = Загружена версия { $loaded }: поднимите версию в файле до { $next } или выше.
house-try-next = Она пришла бы после версии { $loaded }.
house-try-keeping = { $count ->
    [one] { $count } открытая жалоба сохранит версию, по которой подана.
    [few] { $count } открытые жалобы сохранят версии, по которым поданы.
   *[other] { $count } открытых жалоб сохранят версии, по которым поданы.
}
house-try-how = Загрузить её в терминале:
house-try-warnings = Что может удивить
house-try-drawing = Схема шагов проверенной процедуры
# Calendars.
house-calendars-title = Календари
house-calendars-lead = По ним считается каждый срок. Сохранённая версия не меняется; у каждого календаря действует одна.
house-years = Годы с { $first } по { $last }
house-year = Год
house-year-missing = нет { $year } года
house-kind-working = рабочий день
house-kind-rest = выходной
house-kind-holiday = праздник
house-kind-moved = перенесённый выходной
house-kind-worked = рабочий выходной
house-kind-closed = органы закрыты
house-mark-holiday = П
house-mark-moved = В
house-mark-worked = Р
house-mark-closed = З
house-month-1 = Январь
house-month-2 = Февраль
house-month-3 = Март
house-month-4 = Апрель
house-month-5 = Май
house-month-6 = Июнь
house-month-7 = Июль
house-month-8 = Август
house-month-9 = Сентябрь
house-month-10 = Октябрь
house-month-11 = Ноябрь
house-month-12 = Декабрь
house-weekday-1 = Пн
house-weekday-2 = Вт
house-weekday-3 = Ср
house-weekday-4 = Чт
house-weekday-5 = Пт
house-weekday-6 = Сб
house-weekday-7 = Вс
house-marked = Особые дни, каждый со своим актом
house-marked-none = В этом году таких нет.
house-estimated = может измениться
house-calendar-zone = Часовой пояс { $zone }; органы открыты { $hours }.
house-in-force = действует
house-stored = сохранена
house-preview-title = Что сдвинула бы новая версия?
house-preview-lead = Ничего не сохраняется, ни один срок не меняется. Вставьте или выберите файл календаря или ленту iCalendar с выходными днями.
house-preview-file = Файл календаря или лента
house-preview-text = Или его текст
house-preview-text-hint = Файл календаря (YAML) или лента, которая начинается с BEGIN:VCALENDAR
house-preview-decree = Акт для дней ленты
house-preview-decree-hint = Для записей, где он не назван
house-preview-complete = Новый год, для которого лента полна
house-preview-complete-hint = Например 2028; пусто, если лента только добавляет дни в известные годы
house-preview-show = Показать, что сдвинется
house-preview-missing = Выберите файл или вставьте его текст
house-preview-other = Эта страница о календаре { $name }, а текст называется { $other }.
house-preview-zone = У действующего календаря часовой пояс { $zone }, а у текста { $other }: изменились бы уже записанные дни. Дайте календарю новое имя или органу свой часовой пояс.
house-preview-moving = Сроки сдвинулись бы у { $moving } из { $all } открытых жалоб.
house-preview-shifts = На сколько
house-preview-by = Сдвиг
house-preview-dates = Сроков
house-shift-later = { $days ->
    [one] на { $days } день позже
    [few] на { $days } дня позже
   *[other] на { $days } дней позже
}
house-shift-earlier = { $days ->
    [one] на { $days } день раньше
    [few] на { $days } дня раньше
   *[other] на { $days } дней раньше
}
house-shift-hours = тот же день, другой час
house-preview-promised = { $count ->
    [one] { $count } срок наступил бы раньше, чем было сообщено: он остаётся, если не указать `--allow-earlier`.
    [few] { $count } срока наступили бы раньше, чем было сообщено: они остаются, если не указать `--allow-earlier`.
   *[other] { $count } сроков наступили бы раньше, чем было сообщено: они остаются, если не указать `--allow-earlier`.
}
house-preview-unknown = { $count ->
    [one] Сроки { $count } жалобы лежат вне лет, которые знает эта версия. Применить её нельзя.
   *[other] Сроки { $count } жалоб лежат вне лет, которые знает эта версия. Применить её нельзя.
}
house-preview-long = Открытых жалоб так много, что у страницы нет времени посмотреть все. У терминала есть.
house-preview-how = Когда версия вступает в силу, пишется всем, чей срок сдвигается, поэтому это делается в терминале:
house-preview-days = Дни, которые отличаются от действующей версии
house-preview-no-days = Нет: ни один день не меняется в том, работают ли органы.
house-more-days = { $count ->
    [one] и ещё { $count }
    [few] и ещё { $count }
   *[other] и ещё { $count }
}
# Offices.
house-offices-title = Органы
house-offices-lead = Лестница, по которой поднимаются жалобы: под каждым органом стоят нижестоящие.
house-nobody = здесь никто не служит
house-head = руководитель
house-offices-how = Органы берутся из файла CSV, в терминале:
# People.
house-people-title = Люди
house-people-find = Найти людей
house-people-find-hint = Часть имени или адреса либо код органа или организации
house-find = Найти
house-people-none = Никто не найден.
house-no-role = нет роли
house-administrator = Администратор
house-administrator-text = Смотрит за службой и жалоб поэтому не читает. Кто это, указывается в терминале: redress people import
house-add-title = Добавить человека
house-add-lead = С этим адресом можно войти и больше ничего, пока не дана роль.
house-add-known = Посмотреть, кто это
house-name = Имя
house-name-hint = Как оно будет стоять в журналах и под решениями. Потом не меняется.
house-name-wrong = Введите имя не длиннее 200 знаков, в одну строку
house-name-taken = Такое имя уже есть. По нему людей знают журналы: добавьте отчество или другое имя
house-email-hint = На него идут ссылки для входа
house-email-taken = Такой адрес уже есть
house-language = Язык
house-language-wrong = Выберите язык
house-add = Добавить
house-roles = Роли
house-roles-none = Ролей нет, ни одна жалоба не видна.
house-role = Кем
house-role-official = Служащий органа
house-role-minister = Руководитель органа
house-role-member = Член организации
house-role-representative = Представитель организации
house-role-wrong = Выберите, кем
house-side = В каком органе или организации
house-side-hint = Код, например DGD-ALMATY
house-side-wrong = Введите код органа, а для членов и представителей код организации
house-since = с { $day }
house-until = по { $day }
house-given-by = роль дана: { $name }
house-ended-by = прекращена: { $name }
house-ahead = ещё не началась
house-past = Прекращённые роли
house-first-day = Первый день
house-last-day = Последний день
house-since-wrong = Введите первый день, сегодня или позже: за прошлое роль не даётся
house-until-hint = Пусто, если конца нет
house-until-wrong = Введите последний день не раньше первого или оставьте пустым
house-last-wrong = Введите последний день, сегодня или позже, или оставьте пустым, чтобы прекратить сразу
house-end = Прекратить
house-give-title = Дать роль
house-give-lead = С ней можно читать жалобы этого органа или организации. Рядом будет стоять ваше имя.
house-give-herself = Себе роль дать нельзя: кто смотрит за службой, жалоб не читает. Если она вам нужна, её даст другой администратор, и рядом будет его имя.
house-other-side = Никто не служит в органе и одновременно не действует за организацию, а кто смотрит за службой, не действует ни за одну. Сначала прекратите другую роль.
house-give = Дать
# The doctor.
house-doctor-title = Проверка
house-doctor-lead = Заново складывает каждый журнал, проходит цепь печатей и сравнивает с тем, что считает программа. Ничего не меняет.
house-doctor-none = С начала этого процесса проверки никто не просил.
house-doctor-begin = Проверить всё
house-doctor-under-way = Идёт
house-doctor-progress = Жалоб: { $done } из { $all }
house-doctor-since = С { $when }
house-doctor-again = Посмотреть ещё раз
house-doctor-found = { $count ->
    [0] Нарушений не найдено
    [one] Найдено { $count } нарушение
    [few] Найдено { $count } нарушения
   *[other] Найдено { $count } нарушений
}
house-doctor-examined = Проверено жалоб: { $appeals }, записей: { $entries }.
house-doctor-over = Окончено { $when }.
house-doctor-more = { $count ->
    [one] и ещё { $count }
    [few] и ещё { $count }
   *[other] и ещё { $count }
}
house-doctor-broke = Прервано
house-doctor-broke-text = База данных пропала, или программа была остановлена. Начните снова.
house-doctor-how = О каждом нарушении больше скажет терминал:
