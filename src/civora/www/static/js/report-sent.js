// The report has arrived: its draft is no longer needed.
try {
  localStorage.removeItem("civora-report-draft");
} catch {
  // a device that keeps nothing
}
