//! A date and time of the file, on the calendar of the machine.

use std::time::{Duration, SystemTime};

use toml::value::{Datetime, Offset};

/// `None` without a date, a time or an offset from UTC, and before 1970.
pub(crate) fn moment(written: &Datetime) -> Option<SystemTime> {
    let (date, time) = (written.date?, written.time?);
    let days = days_since_1970(date.year.into(), date.month.into(), date.day.into());
    let minutes = match written.offset? {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    let clock = i64::from(time.hour) * 60 + i64::from(time.minute) - minutes;
    let second = time.second.map_or(0, i64::from);
    let seconds = days * 86_400 + clock * 60 + second;
    let since = Duration::from_secs(u64::try_from(seconds).ok()?);
    SystemTime::UNIX_EPOCH.checked_add(since)
}

/// Days of the Gregorian calendar, counted in years that begin in March, so that a leap day is the last of its
/// year.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = match month > 2 {
        true => (year, month - 3),
        false => (year - 1, month + 9),
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    let days = (153 * month + 2) / 5 + day - 1;
    year * 365 + leap_days + days - DAYS_BEFORE_1970
}

/// From 1 March of the year 0.
const DAYS_BEFORE_1970: i64 = 719_468;
