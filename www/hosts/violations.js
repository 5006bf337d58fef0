// Keeps every violation of the page's policy in `window.violations`, as a host's own monitoring would report it.

window.violations = [];
document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile, lineNumber }) => {
  window.violations.push(`${violatedDirective}: ${blockedURI} (${sourceFile}:${lineNumber})`);
});
