confab diagnostics timetable-duration
