# Acting on an appeal.
offers-title = What you can do today
offers-none = Nothing today.
offers-not-today = Not possible today
offers-others = What others in this appeal can do
act-optional = (optional)
act-day = Day
act-month = Month
act-year = Year
act-ground = On which ground is the clock stopped?
act-stops = It stands for at most { $most } and then runs again by itself.
act-extend-by = How much time is added?
act-extends = At most { $most }. Leave it empty for the most that is allowed.
act-parts = Which parts are annulled?
act-second-official = This takes effect only when another official of your office has signed it, within { $within }.
act-second-party = This takes effect only when it has been signed by { $who }, within { $within }.
act-last-time = The law allows this no further time in this appeal.
act-preview = See what follows
act-cancel = Cancel
act-nothing-yet = Nothing is done yet. First you see the letters and the dates that follow.
act-changed = The appeal has changed meanwhile
act-changed-text = Your text is kept. Read what happened, and then decide whether you still want to go on.
act-not-today = This is not possible today
act-check = Check before it is done
act-then = What then happens
act-dates = New dates
act-instead-of = instead of { $day }
act-letters = { $letters ->
    [0] Letters
    [one] { $letters } letter goes out
   *[other] { $letters } letters go out
}
act-no-letters = No letter goes out.
act-letters-hint = Each exactly as it will be sent. Only the seal at its foot is made at the moment of sending.
act-legal = Legal notice
act-courtesy = Courtesy
act-confirm = Confirm and do it
act-change = Change
act-done = Done
act-done-text = It is entered in the record, and the letters are on their way.
act-to-case = Back to the appeal
ask-missing = Answer this question
ask-not-a-number = Give a whole number, such as 400
ask-not-an-amount = Give an amount of money, such as 400 or 1166800.50
ask-not-a-day = Give a day that exists, such as 27 1 2021
ask-ahead = This day is in the future; give a day that has come
ask-too-long = Shorten the text to 20,000 characters, or attach a document
ask-choose = Choose an answer
sign-title = Second signature: { $action }
sign-lead = Proposed by { $who }. To be signed by { $day } at the latest; then the proposal lapses.
sign-question = Your signature
sign-yes = I sign it
sign-no = I do not sign it, or take the proposal back
sign-reason = The reason, if it is not signed
silence-title = Confirm that nobody answered
silence-lead = The time ran out while this service could not see it. Confirm only if the office has not answered you. Without your confirmation the law takes its course after { $day }.
