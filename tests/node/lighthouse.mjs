// Lighthouse over several pages, one after the other in one Chromium: accessibility and best practices, as on a phone.
// Usage: node lighthouse.mjs CHROMIUM URL…. Prints a JSON list of {url, scores, wrong}.
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const [chromePath, ...urls] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ['--no-sandbox', '--headless', '--disable-gpu'], logLevel: 'silent' });
const found = [];
try {
  for (const url of urls) {
    const { lhr } = await lighthouse(url, {
      port: chrome.port, logLevel: 'silent', onlyCategories: ['accessibility', 'best-practices'],
      disableFullPageScreenshot: true, maxWaitForLoad: 20000,
    });
    const scores = Object.fromEntries(Object.values(lhr.categories).map((one) => [one.id, one.score === null ? null : Math.round(one.score * 100)]));
    const weighed = new Set(Object.values(lhr.categories).flatMap((one) => one.auditRefs.filter((ref) => ref.weight).map((ref) => ref.id)));
    const wrong = Object.values(lhr.audits).filter((one) => weighed.has(one.id) && one.score !== null && one.score < 1).map((one) => one.id);
    found.push({ url: lhr.finalDisplayedUrl, scores, wrong });
  }
} finally {
  await chrome.kill();
}
console.log(JSON.stringify(found));
