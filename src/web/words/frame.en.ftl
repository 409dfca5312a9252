# Around every page.
skip = Skip to the main content
languages = Language
navigation = Main navigation
error = Error
problem = There is a problem
exit = Leave this page quickly
sign-in = Sign in
sign-out = Sign out
foot = redress carries an appeal to whoever must act next, counts the time the law gives, and never lets one stand still.
to-start = Go to the start page
nav-start = Start
nav-track = Track an appeal
nav-calculator = Deadline calculator
nav-rules = The rules
nav-statistics = Statistics
nav-verify = Check a letter or receipt
nav-appeals = My appeals
nav-file = New appeal
nav-queue = Queue
nav-overview = Overview
nav-house = The house
days-left = { $days ->
    [one] { $days } working day left
   *[other] { $days } working days left
}
days-late = { $days ->
    [one] late by { $days } day
   *[other] late by { $days } days
}
due-today = due today
trouble-not-found = Page not found
trouble-not-found-text = There is no such page, or it is not one that you may see. Check the address; if you followed a link from a letter, sign in first.
trouble-sign-in-again = You have been signed out
trouble-sign-in-again-text = Your session ended while you were writing. Nothing is lost: what you wrote is still on this page. Sign in in a new window, come back here and send it again.
trouble-too-many = Too many tries
trouble-too-many-text = There were too many tries from your network, so this door is shut for a while. Try again in { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}. Other readers of your network count with you; what you typed is kept on this page.
trouble-infected = This file is not handed out
trouble-infected-text = A virus was found in it. Ask whoever sent it for a clean copy.
trouble-unchecked = This file has not been checked yet
trouble-unchecked-text = Files are handed out once they have been checked for viruses. The check does not answer just now. Try again in a few minutes.
trouble-unreadable = That could not be read
trouble-unreadable-text = The browser sent something that this page cannot read. Go back, reload the page and try again.
trouble-away = The service is not available just now
trouble-away-text = It cannot reach its records. Nothing that you sent before is lost. Try again in a minute.
trouble-fault = Something went wrong here
trouble-fault-text = This is our fault, not yours, and it has been recorded. Nothing was changed. Try again; if it happens again, tell the office.
sign-in-new-window = Sign in in a new window
send-again = Send it again
start-title = Appeal against the suspension of your organisation
start-lead = You write once. The appeal then goes by itself to whoever must decide next, on the day on which the law says so, and you are told of every turn.
start-now = Start now
start-who = Who can use it
start-who-text = Any non-governmental organisation whose activity was suspended or which was fined, and whoever represents it. It costs nothing.
start-need = What you need
start-need-text = The decision you appeal, the day you received it, and your reasons. Ten minutes. You can stop at any time and go on later; every word is kept.
start-then = What happens then
start-then-text = You get a receipt with the last day for an answer, counted day by day. If the office stays silent, the appeal goes to the one above it.
