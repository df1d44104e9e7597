// Dates as readers of the blog saw them: "2011-02-14T09:30:00+01:00" is half past nine, wherever the site is built.

const SPELT = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d))?)?/;

/** The clock of a date as a Date whose UTC fields say it; undefined for none. Plain YAML dates have no clock. */
export function clock(date, site) {
  if (date instanceof Date) {
    if (date.getTime() % 86400000 === 0) return date;
    const spelt = new Intl.DateTimeFormat("sv-SE", { timeZone: site.timezone, dateStyle: "short", timeStyle: "medium" });
    return clock(spelt.format(date), site);
  }
  const found = SPELT.exec(date ?? "");
  if (!found) return undefined;
  const [year, month, day, hour = 0, minute = 0, second = 0] = found.slice(1).map((part) => part && Number(part));
  const made = new Date(Date.UTC(2000, month - 1, day, hour, minute, second));
  made.setUTCFullYear(year, month - 1, day);
  return made;
}

const formats = new Map();

/** The date in the language of the site, "" for none. */
export function format(date, style, site) {
  const moment = clock(date, site);
  if (!moment) return "";
  const key = JSON.stringify([style, site.language]);
  if (!formats.has(key)) formats.set(key, formatter(style, site.language));
  return formats.get(key).format(moment);
}

function formatter(style, language) {
  const options = { ...style, timeZone: "UTC", calendar: "gregory", numberingSystem: "latn" };
  try {
    return new Intl.DateTimeFormat(language, options);
  } catch {
    return new Intl.DateTimeFormat("en", options); // Blogger has names of languages that no standard has
  }
}
