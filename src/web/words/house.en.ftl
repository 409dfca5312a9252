# The house: what its administrator looks after.
house-title = The house
house-nav-overview = Overview
house-nav-letters = Letters
house-nav-mail = Incoming mail
house-nav-workflows = Workflows
house-nav-calendars = Calendars
house-nav-offices = Offices
house-nav-people = People
house-nav-doctor = Doctor
house-nothing = Nothing to do now
house-nothing-text = Every loop has come round lately, no letter and no appeal waits for a person, and the calendars know the days ahead.
house-do = Do this next
house-look = Look at it
house-do-loop = The loop { $loop } has not come round lately. It is started again by itself; if this lasts for more than a few minutes, read the program's log and restart the program. Nothing is lost by that.
house-do-faults = { $count ->
    [one] { $count } appeal could not be carried on and waits for a person. Let the doctor look, mend the cause, and run `redress doctor --retry`.
   *[other] { $count } appeals could not be carried on and wait for a person. Let the doctor look, mend the cause, and run `redress doctor --retry`.
}
house-do-failed = { $count ->
    [one] { $count } letter was refused by the mail server. Mend what it complains of, or reach the recipient in another way; then send it again.
   *[other] { $count } letters were refused by the mail server. Mend what it complains of, or reach the recipients in another way; then send them again.
}
house-do-held = { $count ->
    [one] { $count } letter is held for a person. See why, then send it again.
   *[other] { $count } letters are held for a person. See why, then send them again.
}
house-do-mail = { $count ->
    [one] { $count } mail that came in could not be placed. See why, find out whose it is, and enter it or set it aside.
   *[other] { $count } mails that came in could not be placed. See why, find out whose they are, and enter them or set them aside.
}
house-do-late = An appeal has waited { $time } to be dealt with. Look at the loops below: either the program was down, or it has more to do than it can.
house-do-year = The calendar { $calendar } does not know the year { $year }. Dates in it cannot be computed: import the year with its decrees.
house-do-offices = { $count ->
    [one] In { $count } office nobody serves: what reaches it is read by nobody.
   *[other] In { $count } offices nobody serves: what reaches them is read by nobody.
}
house-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
house-minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
house-open = Open appeals
house-faulty = Could not be carried on
house-count-waiting = Letters waiting
house-count-held = Letters held
house-count-failed = Letters refused
house-faulty-title = Appeals that could not be carried on
house-faulty-text = Their journals are whole; only time does not pass for them until the cause is mended. What they say is not shown here.
house-letters-waiting = Waiting to be sent
house-letters-held = Held
house-letters-failed = Refused
house-loops = The loops
house-loops-text = What the program does by itself, round after round.
house-no-loops = This process only serves pages; another one carries the appeals.
house-loop-watch = Deadlines that passed
house-loop-post = Letters to be sent
house-loop-schedule = What is done at fixed times
house-loop-listen = Hints from other processes
house-loop-guard = The database
house-loop-collect = Mail that came in
house-last-round = Last round: { $when }
house-no-round = No round yet
house-restarts = { $count ->
    [one] started again { $count } time
   *[other] started again { $count } times
}
house-died = Ended by a fault on { $when }:
house-well = well
house-unwell = overdue
house-more = More
# Letters that stand still.
house-letters-title = Letters
house-letters-lead = Letters that wait, are held, or were refused. What they say is between those who write to each other and is not shown.
house-letters-lists = Lists of letters
house-letters-none = There are none.
house-letters-choose = Choose letters
house-letter-number = Letter { $number }
house-letter-written = Written: { $when }
house-letter-tries = { $count ->
    [one] tried { $count } time
   *[other] tried { $count } times
}
house-letter-next = next: { $when }
house-letter-answer = The mail server
house-letter-legal = legal notice
house-letters-send = Send again now
house-letters-hold = Hold
house-letters-why = Why they are held
house-letters-why-hint = For whoever comes after you. Needed only to hold letters.
house-letters-why-missing = Say why the letters are held
house-letters-none-chosen = Choose at least one letter
house-letters-sent = { $count ->
    [one] { $count } letter is sent again now.
   *[other] { $count } letters are sent again now.
}
house-letters-kept = { $count ->
    [one] { $count } letter is held.
   *[other] { $count } letters are held.
}
# Mail that came in and could not be placed.
house-mail-title = Incoming mail
house-mail-lead = Mail that came in and could not be placed by itself: the address or the sender belongs to no party. What it says is not shown here, because it may belong to an appeal.
house-mail-enter = Whoever may read it enters it in its appeal on the server, with
house-mail-none = There is none.
house-mail-choose = Choose mails
house-mail-number = Mail { $number }
house-mail-files = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
house-mail-how = How they were dealt with
house-mail-how-hint = For whoever comes after you, for example: advertising; or: the sender was asked to write again.
house-mail-how-missing = Say how the mails were dealt with
house-mail-none-chosen = Choose at least one mail
house-mail-settle = Set aside
house-mail-settled = { $count ->
    [one] { $count } mail is set aside.
   *[other] { $count } mails are set aside.
}
# Workflows.
house-workflows-title = Workflows
house-workflows-lead = The rules by which appeals are carried. An appeal keeps the version under which it was filed; a new one counts for new appeals.
house-by-calendar = calendar { $calendar }
house-promises = What it promises
house-versions = Versions
house-version = Version { $version }
house-version-count = { $count ->
    [one] { $count } version
   *[other] { $count } versions
}
house-loaded = Stored: { $when }
house-following = { $open } open of { $all } appeals
house-in-words = All steps in words
house-stories-title = Stories
house-stories-lead = Cases told as files, each with what is to follow from them. They are played in memory against the workflows in force; nothing is stored.
house-stories-play = Play them all
house-stories-right = as told
house-stories-wrong = differs
house-stories-reached = They reach { $reached } of { $all } steps, actions, limits and letters.
house-stories-missing = Not reached: { $names }
house-absences = Absences
house-absence = From { $since } to { $until }
house-absences-none = No absence is entered.
house-try-title = Try a workflow file
house-try-form = The file
house-try-lead = Everything that is wrong is told at once, each with its place. Nothing is stored and no appeal changes.
house-try-files = Workflow file, with its letters if you like
house-try-files-hint = The file ends in .yaml, letters in .txt. Letters that you do not choose are taken from the version that is loaded.
house-try-text = Or paste the workflow
house-try-missing = Choose a file or paste its text
house-try-check = Check it
house-try-letters = Letters with it
house-try-found = { $count ->
    [one] { $count } problem found
   *[other] { $count } problems found
}
house-place = Line { $line }, column { $column }
house-try-sound = { $name } version { $version } holds together
house-try-size = { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
}, { $letters ->
    [one] { $letters } letter.
   *[other] { $letters } letters.
}
house-try-new = No workflow of this name is loaded.
house-try-same = Just this file is loaded already.
house-try-raise = Version { $loaded } is loaded: raise the version in the file to { $next } or more.
house-try-next = It would follow version { $loaded }.
house-try-keeping = { $count ->
    [one] { $count } open appeal keeps the version that it was filed under.
   *[other] { $count } open appeals keep the versions that they were filed under.
}
house-try-how = To load it, at the terminal:
house-try-warnings = What may surprise
house-try-drawing = Drawing of the steps of the workflow that was checked
# Calendars.
house-calendars-title = Calendars
house-calendars-lead = Every date is counted by these. A version that was stored never changes; one of each calendar is in force.
house-years = Years { $first } to { $last }
house-year = Year
house-year-missing = { $year } is missing
house-kind-working = working day
house-kind-rest = day of rest
house-kind-holiday = holiday
house-kind-moved = day off that was moved here
house-kind-worked = day of rest that is worked
house-kind-closed = offices are closed
house-mark-holiday = H
house-mark-moved = M
house-mark-worked = W
house-mark-closed = C
house-month-1 = January
house-month-2 = February
house-month-3 = March
house-month-4 = April
house-month-5 = May
house-month-6 = June
house-month-7 = July
house-month-8 = August
house-month-9 = September
house-month-10 = October
house-month-11 = November
house-month-12 = December
house-weekday-1 = Mo
house-weekday-2 = Tu
house-weekday-3 = We
house-weekday-4 = Th
house-weekday-5 = Fr
house-weekday-6 = Sa
house-weekday-7 = Su
house-marked = The days that differ, each with its act
house-marked-none = None in this year.
house-estimated = may still change
house-calendar-zone = Zone { $zone }; offices are open { $hours }.
house-in-force = in force
house-stored = stored
house-preview-title = What would a new version move?
house-preview-lead = Nothing is stored and no date moves. Paste or choose a calendar file, or an iCalendar feed of days off.
house-preview-file = Calendar file or feed
house-preview-text = Or its text
house-preview-text-hint = A calendar file (YAML), or a feed that begins with BEGIN:VCALENDAR
house-preview-decree = Act of the days in a feed
house-preview-decree-hint = For entries that name none
house-preview-complete = A new year for which the feed is complete
house-preview-complete-hint = For example 2028; empty if the feed only adds days to known years
house-preview-show = Show what would move
house-preview-missing = Choose a file or paste its text
house-preview-other = This page is about the calendar { $name }, and the text is called { $other }.
house-preview-zone = The calendar in force has the zone { $zone } and the text { $other }: days already recorded would change. Give the calendar a new name, or an office a zone of its own.
house-preview-moving = Dates of { $moving } of { $all } open appeals would move.
house-preview-shifts = By how much
house-preview-by = Moves
house-preview-dates = Dates
house-shift-later = { $days ->
    [one] { $days } day later
   *[other] { $days } days later
}
house-shift-earlier = { $days ->
    [one] { $days } day earlier
   *[other] { $days } days earlier
}
house-shift-hours = on the same day, at another hour
house-preview-promised = { $count ->
    [one] { $count } date would come earlier than somebody was told: it stays, unless `--allow-earlier` is given.
   *[other] { $count } dates would come earlier than somebody was told: they stay, unless `--allow-earlier` is given.
}
house-preview-unknown = { $count ->
    [one] The dates of { $count } appeal lie outside of the years that this version knows. It cannot be applied.
   *[other] The dates of { $count } appeals lie outside of the years that this version knows. It cannot be applied.
}
house-preview-long = There are so many open appeals that this page has no time to look at all of them. The terminal has.
house-preview-how = Putting it in force writes to everybody whose date moves, so it is done at the terminal:
house-preview-days = Days that differ from the version in force
house-preview-no-days = None: no day changes in whether offices work.
house-more-days = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
# Offices.
house-offices-title = Offices
house-offices-lead = The ladder on which appeals climb: under each office stand the offices below it.
house-nobody = nobody serves here
house-head = head
house-offices-how = Offices come from a CSV file, at the terminal:
# People.
house-people-title = People
house-people-find = Find people
house-people-find-hint = A part of the name or address, or the code of an office or organisation
house-find = Find
house-people-none = Nobody was found.
house-no-role = no role
house-administrator = Administrator
house-administrator-text = Keeps the house and can read no appeal by it. Who does is said at the terminal: redress people import
house-add-title = Add a person
house-add-lead = She can sign in with this address and do nothing else, until she is given a role.
house-add-known = See who that is
house-name = Name
house-name-hint = As it shall stand in journals and under decisions. It does not change later.
house-name-wrong = Enter a name of at most 200 characters, on one line
house-name-taken = Somebody has this name. Journals know people by it: add a patronymic or another name
house-email-hint = Links to sign in go to it
house-email-taken = Somebody has this address
house-language = Language
house-language-wrong = Choose a language
house-add = Add
house-roles = Roles
house-roles-none = She has none and can see no appeal.
house-role = As what
house-role-official = Official of an office
house-role-minister = Head of an office
house-role-member = Member of an organisation
house-role-representative = Representative of an organisation
house-role-wrong = Choose as what she shall serve
house-side = In which office or organisation
house-side-hint = Its code, such as DGD-ALMATY
house-side-wrong = Enter the code of an office, or of an organisation for its members and representatives
house-since = from { $day }
house-until = to { $day }
house-given-by = given by { $name }
house-ended-by = ended by { $name }
house-ahead = not yet begun
house-past = Roles that are over
house-first-day = First day
house-last-day = Last day
house-since-wrong = Enter a first day, today or later: a role cannot be given for the past
house-until-hint = Empty if it has no end
house-until-wrong = Enter a last day that is not before the first, or leave it empty
house-last-wrong = Enter a last day, today or later, or leave it empty to end the role at once
house-end = End it
house-give-title = Give a role
house-give-lead = With it she can read the appeals of that office or organisation. Your name stands beside it.
house-give-herself = You cannot give yourself a role, for whoever keeps the house reads no appeals. If you need one, another administrator gives it, and her name stands beside it.
house-other-side = Nobody serves in an office and acts for an organisation at once, and whoever keeps the house acts for none. End the other role first.
house-give = Give it
# The doctor.
house-doctor-title = Doctor
house-doctor-lead = Folds every journal again, walks its chain of seals, and compares it with what the program believes. It changes nothing.
house-doctor-none = Nobody has asked for an examination since this process began.
house-doctor-begin = Examine everything
house-doctor-under-way = Under way
house-doctor-progress = { $done } of { $all } appeals
house-doctor-since = Since { $when }
house-doctor-again = Look again
house-doctor-found = { $count ->
    [0] No faults found
    [one] { $count } fault found
   *[other] { $count } faults found
}
house-doctor-examined = { $appeals } appeals and { $entries } entries were examined.
house-doctor-over = Over on { $when }.
house-doctor-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
}
house-doctor-broke = Broken off
house-doctor-broke-text = The database went away, or the program was stopped. Begin again.
house-doctor-how = The terminal tells more of each fault:
