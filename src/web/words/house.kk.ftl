# The house: what its administrator looks after.
house-title = Қызмет
house-nav-overview = Шолу
house-nav-letters = Хаттар
house-nav-mail = Кіріс пошта
house-nav-workflows = Рәсімдер
house-nav-calendars = Күнтізбелер
house-nav-offices = Органдар
house-nav-people = Адамдар
house-nav-doctor = Тексеру
house-nothing = Қазір істейтін ештеңе жоқ
house-nothing-text = Барлық цикл жақында айналып шықты, адам күтіп тұрған хат та, шағым да жоқ, күнтізбелер алдағы күндерді біледі.
house-do = Қазір не істеу керек
house-look = Қарау
house-do-loop = { $loop } циклі көптен айналып шықпады. Ол өзі қайта іске қосылады; бұл бірнеше минуттан ұзаққа созылса, бағдарлама журналын оқып, оны қайта іске қосыңыз. Ештеңе жоғалмайды.
house-do-faults = { $count ->
   *[other] { $count } шағымды әрі қарай жүргізу мүмкін болмады, олар адамды күтіп тұр. Тексеруді бастап, себебін жойып, `redress doctor --retry` орындаңыз.
}
house-do-failed = { $count ->
   *[other] Пошта сервері { $count } хатты қабылдамады. Себебін жойыңыз немесе алушымен басқаша байланысыңыз; содан кейін қайта жіберіңіз.
}
house-do-held = { $count ->
   *[other] { $count } хат адам қарауы үшін ұсталды. Себебін көріп, қайта жіберіңіз.
}
house-do-mail = { $count ->
   *[other] Келген { $count } хатты іске жатқызу мүмкін болмады. Себебін қарап, кімнен келгенін анықтаңыз да, іске енгізіңіз немесе шетке қойыңыз.
}
house-do-late = Шағым өңделуді { $time } бойы күтіп тұр. Төмендегі циклдерді қараңыз: бағдарлама жұмыс істемеген немесе үлгермей жатыр.
house-do-year = { $calendar } күнтізбесі { $year } жылды білмейді. Ол жылдағы мерзімдерді есептеу мүмкін емес: жылды актілерімен бірге жүктеңіз.
house-do-offices = { $count ->
   *[other] { $count } органда ешкім қызмет етпейді: оларға түскенді ешкім оқымайды.
}
house-hours = { $count ->
   *[other] { $count } сағат
}
house-minutes = { $count ->
   *[other] { $count } минут
}
house-open = Ашық шағымдар
house-faulty = Жүргізу мүмкін болмады
house-count-waiting = Күтіп тұрған хаттар
house-count-held = Ұсталған хаттар
house-count-failed = Қабылданбаған хаттар
house-faulty-title = Әрі қарай жүргізу мүмкін болмаған шағымдар
house-faulty-text = Олардың журналы бүтін; тек себебі жойылғанша олар үшін уақыт жүрмейді. Мазмұны мұнда көрсетілмейді.
house-letters-waiting = Жіберуді күтеді
house-letters-held = Ұсталған
house-letters-failed = Қабылданбаған
house-loops = Циклдер
house-loops-text = Бағдарламаның өзі айналым сайын істейтіні.
house-no-loops = Бұл процесс тек беттерді көрсетеді; шағымдарды басқасы жүргізеді.
house-loop-watch = Өтіп кеткен мерзімдер
house-loop-post = Жіберілетін хаттар
house-loop-schedule = Кесте бойынша жұмыс
house-loop-listen = Басқа процестердің белгілері
house-loop-guard = Дерекқор
house-loop-collect = Келген пошта
house-last-round = Соңғы айналым: { $when }
house-no-round = Әлі айналым болған жоқ
house-restarts = { $count ->
   *[other] { $count } рет қайта іске қосылды
}
house-died = Қатемен үзілді, { $when }:
house-well = жұмыс істейді
house-unwell = кешігуде
house-more = Тағы
# Letters that stand still.
house-letters-title = Хаттар
house-letters-lead = Күтіп тұрған, ұсталған немесе қабылданбаған хаттар. Мазмұны хат алысқандарға ғана қатысты, сондықтан мұнда көрсетілмейді.
house-letters-lists = Хаттар тізімдері
house-letters-none = Ондай хат жоқ.
house-letters-choose = Хаттарды таңдаңыз
house-letter-number = { $number }-хат
house-letter-written = Жазылған: { $when }
house-letter-tries = { $count ->
   *[other] { $count } әрекет
}
house-letter-next = келесісі: { $when }
house-letter-answer = Пошта сервері
house-letter-legal = ресми хабарлама
house-letters-send = Қазір қайта жіберу
house-letters-hold = Ұстау
house-letters-why = Неге ұсталды
house-letters-why-hint = Сізден кейін келетін адам үшін. Тек ұстау үшін керек.
house-letters-why-missing = Хаттар неге ұсталғанын жазыңыз
house-letters-none-chosen = Кемінде бір хат таңдаңыз
house-letters-sent = { $count ->
   *[other] { $count } хат қазір қайта жіберіледі.
}
house-letters-kept = { $count ->
   *[other] { $count } хат ұсталды.
}
# Mail that came in and could not be placed.
house-mail-title = Кіріс пошта
house-mail-lead = Өздігінен іске жатқызылмаған хаттар: мекенжай немесе жіберуші ешбір тарапқа тиесілі емес. Мәтіні мұнда көрсетілмейді, өйткені ол шағымға қатысты болуы мүмкін.
house-mail-enter = Оны оқуға құқығы бар адам хатты серверде іске мына пәрменмен енгізеді:
house-mail-none = Ондай хаттар жоқ.
house-mail-choose = Хаттарды таңдаңыз
house-mail-number = { $number }-хат
house-mail-files = { $count ->
   *[other] { $count } файл
}
house-mail-how = Олармен не істелді
house-mail-how-hint = Сізден кейін келетіндер үшін, мысалы: жарнама; немесе: жіберушіден қайта жазуын сұрадық.
house-mail-how-missing = Хаттармен не істелгенін жазыңыз
house-mail-none-chosen = Кемінде бір хатты таңдаңыз
house-mail-settle = Шетке қою
house-mail-settled = { $count ->
   *[other] { $count } хат шетке қойылды.
}
# Workflows.
house-workflows-title = Рәсімдер
house-workflows-lead = Шағымдар жүретін ережелер. Шағым берілген кездегі нұсқаны сақтайды; жаңасы жаңа шағымдарға қолданылады.
house-by-calendar = { $calendar } күнтізбесі
house-promises = Не уәде етілген
house-versions = Нұсқалар
house-version = { $version }-нұсқа
house-version-count = { $count ->
   *[other] { $count } нұсқа
}
house-loaded = Сақталған: { $when }
house-following = Ашық: { $open }, барлық шағым: { $all }
house-in-words = Барлық қадам сөзбен
house-stories-title = Оқиғалар
house-stories-lead = Файлдарда баяндалған істер және олардан не шығуға тиіс екені. Олар қолданыстағы рәсімдер бойынша жадта ойналады; ештеңе сақталмайды.
house-stories-play = Бәрін ойнату
house-stories-right = айтылғандай
house-stories-wrong = алшақ
house-stories-reached = Олар барлығы { $all } қадам, әрекет, мерзім және хаттың { $reached } қамтиды.
house-stories-missing = Қамтылмады: { $names }
house-absences = Болмауы
house-absence = { $since } – { $until }
house-absences-none = Болмауы енгізілмеген.
house-try-title = Рәсім файлын тексеру
house-try-form = Файл
house-try-lead = Барлық қате бірден, әрқайсысы орнымен айтылады. Ештеңе сақталмайды, ешбір шағым өзгермейді.
house-try-files = Рәсім файлы, қаласаңыз хаттарымен
house-try-files-hint = Файл .yaml, хаттар .txt деп бітеді. Таңдалмаған хаттар жүктелген нұсқадан алынады.
house-try-text = Немесе рәсім мәтінін қойыңыз
house-try-missing = Файлды таңдаңыз немесе мәтінін қойыңыз
house-try-check = Тексеру
house-try-letters = Онымен бірге хаттар
house-try-found = { $count ->
   *[other] { $count } қате табылды
}
house-place = { $line }-жол, { $column }-баған
house-try-sound = { $name }, { $version }-нұсқа: қате жоқ
house-try-size = { $steps ->
   *[other] { $steps } қадам
}, { $letters ->
   *[other] { $letters } хат.
}
house-try-new = Мұндай атты рәсім жүктелмеген.
house-try-same = Дәл осы файл жүктеліп қойған.
house-try-raise = { $loaded }-нұсқа жүктелген: файлдағы нұсқаны { $next } немесе одан жоғары етіңіз.
house-try-next = Ол { $loaded }-нұсқадан кейін келер еді.
house-try-keeping = { $count ->
   *[other] { $count } ашық шағым берілген кездегі нұсқасын сақтайды.
}
house-try-how = Оны терминалда жүктеу:
house-try-warnings = Таңғалдыруы мүмкін жайттар
house-try-drawing = Тексерілген рәсім қадамдарының сызбасы
# Calendars.
house-calendars-title = Күнтізбелер
house-calendars-lead = Әр мерзім осылар бойынша есептеледі. Сақталған нұсқа өзгермейді; әр күнтізбенің бір нұсқасы қолданыста.
house-years = { $first } – { $last } жылдар
house-year = Жыл
house-year-missing = { $year } жыл жоқ
house-kind-working = жұмыс күні
house-kind-rest = демалыс күні
house-kind-holiday = мереке
house-kind-moved = ауыстырылған демалыс
house-kind-worked = жұмыс істелетін демалыс күні
house-kind-closed = органдар жабық
house-mark-holiday = М
house-mark-moved = А
house-mark-worked = Ж
house-mark-closed = Х
house-month-1 = Қаңтар
house-month-2 = Ақпан
house-month-3 = Наурыз
house-month-4 = Сәуір
house-month-5 = Мамыр
house-month-6 = Маусым
house-month-7 = Шілде
house-month-8 = Тамыз
house-month-9 = Қыркүйек
house-month-10 = Қазан
house-month-11 = Қараша
house-month-12 = Желтоқсан
house-weekday-1 = Дс
house-weekday-2 = Сс
house-weekday-3 = Ср
house-weekday-4 = Бс
house-weekday-5 = Жм
house-weekday-6 = Сб
house-weekday-7 = Жс
house-marked = Ерекше күндер, әрқайсысы өз актісімен
house-marked-none = Бұл жылы ондай күн жоқ.
house-estimated = өзгеруі мүмкін
house-calendar-zone = Уақыт белдеуі { $zone }; органдар { $hours } ашық.
house-in-force = қолданыста
house-stored = сақталған
house-preview-title = Жаңа нұсқа нені жылжытар еді?
house-preview-lead = Ештеңе сақталмайды, ешбір мерзім жылжымайды. Күнтізбе файлын немесе демалыс күндерінің iCalendar таспасын қойыңыз не таңдаңыз.
house-preview-file = Күнтізбе файлы немесе таспа
house-preview-text = Немесе мәтіні
house-preview-text-hint = Күнтізбе файлы (YAML) немесе BEGIN:VCALENDAR деп басталатын таспа
house-preview-decree = Таспа күндерінің актісі
house-preview-decree-hint = Акт көрсетілмеген жазбалар үшін
house-preview-complete = Таспа толық қамтитын жаңа жыл
house-preview-complete-hint = Мысалы 2028; таспа белгілі жылдарға тек күн қосса, бос қалдырыңыз
house-preview-show = Не жылжитынын көрсету
house-preview-missing = Файлды таңдаңыз немесе мәтінін қойыңыз
house-preview-other = Бұл бет { $name } күнтізбесі туралы, ал мәтін { $other } деп аталады.
house-preview-zone = Қолданыстағы күнтізбенің уақыт белдеуі { $zone }, ал мәтіндікі { $other }: жазылып қойған күндер өзгерер еді. Күнтізбеге жаңа ат немесе органға өз белдеуін беріңіз.
house-preview-moving = { $all } ашық шағымның { $moving } мерзімі жылжыр еді.
house-preview-shifts = Қаншаға
house-preview-by = Жылжуы
house-preview-dates = Мерзім саны
house-shift-later = { $days ->
   *[other] { $days } күн кейін
}
house-shift-earlier = { $days ->
   *[other] { $days } күн ерте
}
house-shift-hours = сол күні, басқа сағатта
house-preview-promised = { $count ->
   *[other] { $count } мерзім хабарланғаннан ерте келер еді: `--allow-earlier` берілмесе, олар орнында қалады.
}
house-preview-unknown = { $count ->
   *[other] { $count } шағымның мерзімі бұл нұсқа білетін жылдардан тыс жатыр. Оны қолдану мүмкін емес.
}
house-preview-long = Ашық шағым тым көп, бет бәрін қарап үлгермейді. Терминал үлгереді.
house-preview-how = Нұсқа күшіне енгенде мерзімі жылжитын әркімге жазылады, сондықтан бұл терминалда істеледі:
house-preview-days = Қолданыстағы нұсқадан өзгеше күндер
house-preview-no-days = Жоқ: органдардың жұмыс істейтін күндері өзгермейді.
house-more-days = { $count ->
   *[other] және тағы { $count }
}
# Offices.
house-offices-title = Органдар
house-offices-lead = Шағымдар көтерілетін саты: әр органның астында төмен тұрғандары орналасқан.
house-nobody = мұнда ешкім қызмет етпейді
house-head = басшы
house-offices-how = Органдар CSV файлынан алынады, терминалда:
# People.
house-people-title = Адамдар
house-people-find = Адам іздеу
house-people-find-hint = Аты не мекенжайының бөлігі немесе орган не ұйым коды
house-find = Іздеу
house-people-none = Ешкім табылмады.
house-no-role = рөлі жоқ
house-administrator = Әкімші
house-administrator-text = Қызметке қарайды, сондықтан шағымдарды оқымайды. Оның кім екені терминалда көрсетіледі: redress people import
house-add-title = Адам қосу
house-add-lead = Рөл берілгенше бұл мекенжаймен тек кіруге болады.
house-add-known = Оның кім екенін көру
house-name = Аты-жөні
house-name-hint = Журналдарда және шешімдер астында тұратын түрі. Кейін өзгермейді.
house-name-wrong = 200 таңбадан аспайтын атты бір жолға енгізіңіз
house-name-taken = Мұндай ат бар. Журналдар адамдарды осымен таниды: әкесінің атын немесе басқа атын қосыңыз
house-email-hint = Кіру сілтемелері осыған жіберіледі
house-email-taken = Мұндай мекенжай бар
house-language = Тіл
house-language-wrong = Тілді таңдаңыз
house-add = Қосу
house-roles = Рөлдер
house-roles-none = Рөлі жоқ, бірде-бір шағым көрінбейді.
house-role = Кім ретінде
house-role-official = Орган қызметкері
house-role-minister = Орган басшысы
house-role-member = Ұйым мүшесі
house-role-representative = Ұйым өкілі
house-role-wrong = Кім ретінде екенін таңдаңыз
house-side = Қай органда немесе ұйымда
house-side-hint = Коды, мысалы DGD-ALMATY
house-side-wrong = Орган кодын, ал мүшелер мен өкілдер үшін ұйым кодын енгізіңіз
house-since = { $day } бастап
house-until = { $day } дейін
house-given-by = рөл берген: { $name }
house-ended-by = тоқтатқан: { $name }
house-ahead = әлі басталған жоқ
house-past = Аяқталған рөлдер
house-first-day = Алғашқы күн
house-last-day = Соңғы күн
house-since-wrong = Алғашқы күнді енгізіңіз, бүгін немесе кейін: өткен уақытқа рөл берілмейді
house-until-hint = Соңы болмаса, бос қалдырыңыз
house-until-wrong = Алғашқы күннен ерте емес соңғы күнді енгізіңіз немесе бос қалдырыңыз
house-last-wrong = Соңғы күнді енгізіңіз, бүгін немесе кейін, немесе бірден тоқтату үшін бос қалдырыңыз
house-end = Тоқтату
house-give-title = Рөл беру
house-give-lead = Онымен сол органның немесе ұйымның шағымдарын оқуға болады. Қасында сіздің атыңыз тұрады.
house-give-herself = Өзіңізге рөл бере алмайсыз: қызметке қараған адам шағым оқымайды. Қажет болса, оны басқа әкімші береді де, қасында соның аты тұрады.
house-other-side = Ешкім бір мезгілде органда қызмет етіп, ұйым үшін әрекет етпейді, ал қызметке қараған адам бірде-бір ұйым үшін әрекет етпейді. Алдымен екінші рөлді аяқтаңыз.
house-give = Беру
# The doctor.
house-doctor-title = Тексеру
house-doctor-lead = Әр журналды қайта жинап, мөрлер тізбегін жүріп өтеді де, бағдарламаның дерегімен салыстырады. Ештеңе өзгертпейді.
house-doctor-none = Бұл процесс басталғалы тексеру сұралмаған.
house-doctor-begin = Бәрін тексеру
house-doctor-under-way = Жүріп жатыр
house-doctor-progress = Шағымдар: { $done } / { $all }
house-doctor-since = Басталған: { $when }
house-doctor-again = Тағы қарау
house-doctor-found = { $count ->
    [0] Ақау табылмады
   *[other] { $count } ақау табылды
}
house-doctor-examined = { $appeals } шағым және { $entries } жазба тексерілді.
house-doctor-over = Аяқталды: { $when }.
house-doctor-more = { $count ->
   *[other] және тағы { $count }
}
house-doctor-broke = Үзілді
house-doctor-broke-text = Дерекқор жоғалды немесе бағдарлама тоқтатылды. Қайта бастаңыз.
house-doctor-how = Әр ақау туралы терминал көбірек айтады:
